"""Resources of a second source, brought under the name by which the client is known here.

Two systems name the same person and their own resources as they like: ``Patient/1`` and ``Observation/1`` in both. What
comes under another Patient id than the client's first keeps its content, but its identifiers are set apart by that id
(``Observation/1`` becomes ``Observation/p2.1``) and its references follow.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

LONGEST_ID = 64


def adopt(raw: Mapping[str, Mapping[str, Any]], patient: str, known_as: str) -> dict[str, dict[str, Any]]:
    """The resources by reference, as they are stored. ``patient`` and ``known_as`` are Patient ids."""
    if patient == known_as:
        return {reference: dict(body) for reference, body in raw.items()}
    names = {f"Patient/{patient}": f"Patient/{known_as}"}
    for reference in raw:
        kind, _, identity = reference.partition("/")
        names.setdefault(reference, f"{kind}/{_apart(patient, identity)}")
    return {
        names[reference]: {**_repointed(body, names), "id": names[reference].partition("/")[2]}
        for reference, body in raw.items()
    }


def _apart(patient: str, identity: str) -> str:
    name = f"{patient}.{identity}"
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
