"""What a tool adds to the workbench from its own folder: parts of the review screen, and its own export.

``luotsi/tools/<name>/screen.py`` with ``SCREEN`` and ``export.py`` with ``EXPORT``, both only where the standard ones are
not enough. The workbench finds them by the folder and knows no tool by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from luotsi.kit.registry import module_of, places
from luotsi.kit.text import Text
from luotsi.workbench.review_view import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading under which cards stand: those whose ``content["section"]`` is ``key``.

    ``empty`` says what a gap means; without it a heading with no cards is left out.
    """

    key: str
    title: Text
    empty: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Parts of a review screen. ``above`` is a template drawn before the cards with ``screen`` from ``values``.

    ``values`` is given the review as this reader may see it. ``sections`` put the cards under headings in their order;
    a card of no section stands first. Without sections the cards are one list. ``tells`` are beginnings of keys of
    abstentions that its own part tells of: they are not told twice.
    """

    values: Callable[[Review], Mapping[str, Any]]
    above: str = ""
    sections: tuple[Section, ...] = field(default=())
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an export needs besides the review: whose it is, who signed it and when, and names for its resources."""

    patient: str
    signer: str
    signed_at: datetime
    identity: Callable[[object], str]


Export = Callable[[Review, Frame], Sequence[dict[str, object]]]
"""Gives the FHIR R4 resources of a signed review, its Composition first. Provenance and the Bundle are the workbench's."""


def screen_of(tool: str) -> Screen | None:
    """The tool's own screen, if it has one."""
    found = _part(tool, "screen", "SCREEN")
    return found if isinstance(found, Screen) else None


def export_of(tool: str) -> Export | None:
    """The tool's own export, if it has one."""
    found: Export | None = _part(tool, "export", "EXPORT")
    return found


@cache
def _part(tool: str, module: str, attribute: str) -> Any:
    if tool not in places():
        return None
    name = f"{module_of(tool).rpartition('.')[0]}.{module}"
    if find_spec(name) is None:
        return None
    return getattr(import_module(name), attribute, None)
