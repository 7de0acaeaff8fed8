"""Loose files as a pile: what the command lines are given."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from luotsi.engines.casefile.pile import Pile, pile_of_documents
from luotsi.engines.clinical import parse_bundle
from luotsi.engines.documents import FhirDocument, Unreadable, documents_of, read_document, resources_of
from luotsi.engines.documents.fhir import Fetch
from luotsi.kit.canonical import JsonObject
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

CANNOT_READ = Text("Tiedostoja ei voi lukea.", "Filerna kan inte läsas.", "The files cannot be read.")
NO_FILES = Text("Anna vähintään yksi tiedosto.", "Ange minst en fil.", "Give at least one file.")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as given. ``fetch`` finds the attachments that a JSON file names without holding them."""

    name: str
    data: bytes
    fetch: Fetch | None = None


def pile_of_papers(
    papers: Sequence[Paper], *, client: str = "", born: dt.date | None = None, on: dt.date | None = None
) -> tuple[Pile, dict[str, str]]:
    """The pile, and the file that each document came from. InputError names every file that cannot be read.

    A document's id is its file's name; documents of a JSON file carry their reference after it. The client and the
    date of birth are those of the Patient in a JSON file when none are given.
    """
    problems: list[Problem] = []
    rows: list[FhirDocument] = []
    file_of: dict[str, str] = {}
    for paper in papers:
        try:
            found, patient = _read(paper)
        except InputError as error:
            problems.extend(error.problems or [Problem(paper.name, error.text)])
            continue
        if patient is not None:
            client, born = client or patient[0], born or patient[1]
        rows += found
        file_of |= {item.id: paper.name for item in found}
    if problems or not rows:
        raise InputError(CANNOT_READ, problems or [Problem("", NO_FILES)])
    return pile_of_documents(rows, client=client, born=born, on=on), file_of


def _read(paper: Paper) -> tuple[list[FhirDocument], tuple[str, dt.date | None] | None]:
    if not _is_json(paper):
        return [FhirDocument(id=paper.name, document=read_document(paper.data, name=paper.name))], None
    try:
        resources = resources_of(paper.data)
    except InputError as error:
        raise InputError(error.text, [Problem(paper.name, error.text)]) from error
    found, unreadable = documents_of(resources, paper.fetch)
    if unreadable or not found:
        raise InputError(CANNOT_READ, list(_problems(paper.name, unreadable)))
    return [replace(item, id=f"{paper.name}#{item.id}") for item in found], _patient(resources)


def _problems(name: str, unreadable: Iterable[Unreadable]) -> Iterable[Problem]:
    rows = list(unreadable)
    for item in rows:
        yield Problem(f"{name}, {item.id}", item.reason)
    if not rows:
        text = Text(
            "Tiedostossa ei ole asiakirjoja.", "Filen innehåller inga dokument.", "The file holds no documents."
        )
        yield Problem(name, text)


def _is_json(paper: Paper) -> bool:
    """A file that calls itself JSON, or begins like a FHIR resource."""
    start = paper.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return paper.name.lower().endswith((".json", ".ndjson")) or (
        start[:1] == b"{" and b'"resourceType"' in paper.data[:2000]
    )


def _patient(resources: Sequence[JsonObject]) -> tuple[str, dt.date | None] | None:
    row = next((item for item in resources if item.get("resourceType") == "Patient"), None)
    if row is None:
        return None
    entry = [{"resource": {**row, "id": row.get("id") or "patient"}}]
    patient = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entry}).patient
    return patient.name, patient.birth_date.earliest if patient.birth_date else None
