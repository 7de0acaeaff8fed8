"""Resources of a second source, brought under the name by which the client is known here.

Two systems name the same person and their own resources as they like: ``Patient/1`` and ``Observation/1`` in both. What
comes from another source than the client's first keeps its content, but its identifiers are set apart by that source
(``Observation/1`` becomes ``Observation/p2.1``) and its references follow.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

LONGEST_ID = 64


Source = tuple[str, str]
"""The system's name (empty when nobody said) and the Patient id by which it knows the client."""

LONGEST_SYSTEM = 24


def same_source(one: Source, other: Source) -> bool:
    """Whether the two are one source: one Patient id, and not two systems that are named differently."""
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def adopt(raw: Mapping[str, Mapping[str, Any]], source: Source, home: Source) -> dict[str, dict[str, Any]]:
    """The resources by reference, as they are stored. ``home`` is the client's first source."""
    if same_source(source, home):
        return {reference: dict(body) for reference, body in raw.items()}
    system, patient = source
    prefix = f"{_word(system)}.{patient}" if system else patient
    names = {f"Patient/{patient}": f"Patient/{home[1]}"}
    for reference in raw:
        kind, _, identity = reference.partition("/")
        names.setdefault(reference, f"{kind}/{_apart(prefix, identity)}")
    return {
        names[reference]: {**_repointed(body, names), "id": names[reference].partition("/")[2]}
        for reference, body in raw.items()
    }


def _word(system: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", system).strip("-")[-LONGEST_SYSTEM:] or "system"


def _apart(prefix: str, identity: str) -> str:
    name = f"{prefix}.{identity}"
    return name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def _repointed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: names.get(item, item) if key == "reference" and isinstance(item, str) else _repointed(item, names)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_repointed(item, names) for item in value]
    return value
