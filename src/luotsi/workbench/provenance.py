"""Where each row of a record came from: its source, its earlier versions, and what its sources say differently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luotsi.engines.clinical import Patient, parse_bundle
from luotsi.workbench.disagreement import (
    Disagreement,
    Origin,
    disagreements,
    statements_of,
    statements_of_patient,
)
from luotsi.workbench.models import Client, RecordImport, Resource
from luotsi.workbench.source_view import element_rows


@dataclass(frozen=True, slots=True)
class Change:
    """One element that differs between two versions; an empty side means that it was not there."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a resource, and what it changed from the one before it."""

    row: Resource
    changes: tuple[Change, ...]
    first: bool


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs, element by element, in the order of the later version; removed elements last."""
    was = {row.path: row.value for row in element_rows(dict(before), "")}
    now = {row.path: row.value for row in element_rows(dict(after), "")}
    paths = [*now, *(path for path in was if path not in now)]
    return tuple(Change(path, was.get(path, ""), now.get(path, "")) for path in paths if was.get(path) != now.get(path))


def versions(row: Resource) -> list[Version]:
    """Every version of the resource, newest first, each with what it changed."""
    rows = list(
        Resource.objects.filter(client=row.client_id, type=row.type, logical_id=row.logical_id)
        .select_related("record_import__imported_by")
        .order_by("pk")
    )
    found = [
        Version(item, changes(rows[number - 1].body, item.body) if number else (), number == 0)
        for number, item in enumerate(rows)
    ]
    return found[::-1]


def origin_of(record_import: RecordImport) -> Origin:
    """The import as a source."""
    return Origin(record_import.origin, record_import.label, record_import.imported_at)


def origins_of(rows: Iterable[Resource]) -> dict[str, Origin]:
    """The source of each row by its reference, in one query."""
    rows = list(rows)
    imports = RecordImport.objects.in_bulk({row.record_import_id for row in rows})
    known = {key: origin_of(item) for key, item in imports.items()}
    return {row.reference: known[row.record_import_id] for row in rows}


def several_sources(origins: Iterable[Origin]) -> bool:
    """Whether there is anything to compare: more than one source."""
    found = list(dict.fromkeys(origins))
    return any(not found[0].same(other) for other in found[1:])


def disputes(client: Client, rows: Sequence[Resource], on: date) -> tuple[Disagreement, ...]:
    """Every fact of the client of which the sources disagree. ``rows`` are the current ones."""
    origins = [origin_of(item) for item in client.imports.order_by("imported_at", "pk")]
    if not origins or not several_sources(origins) or not any(row.type == "Patient" for row in rows):
        return ()
    entries = [{"resource": row.body} for row in rows]
    bundle = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries})
    said = statements_of(bundle, origins_of(rows), on)
    for origin, patient, body in _patients(client):
        family, given = _names(body)
        said += statements_of_patient(patient, family, given, origin)
    return disagreements(said)


def _patients(client: Client) -> Iterable[tuple[Origin, Patient, Mapping[str, Any]]]:
    """The newest Patient of each source."""
    newest: dict[tuple[str, str], Resource] = {}
    rows = client.resources.filter(type="Patient").select_related("record_import").order_by("pk")
    for row in rows:
        newest[row.record_import.origin] = row
    for row in newest.values():
        entry = [{"resource": row.body}]
        bundle = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entry})
        yield origin_of(row.record_import), bundle.patient, row.body


def _names(body: Mapping[str, Any]) -> tuple[str, str]:
    for name in body.get("name", ()):
        if name.get("family"):
            return name["family"], " ".join(name.get("given", ()))
    return "", ""
