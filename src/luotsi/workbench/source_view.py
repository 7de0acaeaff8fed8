"""A resource as rows of element and value, with the element that a proposal rests on marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One leaf of the resource: its FHIR path, its value, and whether the evidence points at it."""

    path: str
    value: str
    marked: bool


def element_rows(body: dict[str, Any], path: str) -> list[ElementRow]:
    """The leaves of the resource in its own order. ``path`` marks its element and everything under it."""
    return [
        ElementRow(where, value, bool(path) and (where == path or where.startswith((f"{path}.", f"{path}["))))
        for where, value in _leaves(body, "")
    ]


def _leaves(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{where}[{index}]")
    elif isinstance(value, bool):
        yield where, "true" if value else "false"
    else:
        yield where, str(value)
