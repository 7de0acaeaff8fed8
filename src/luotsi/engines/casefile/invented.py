"""Builds the record of an invented client with notes, for demos and tests: every such record says that it is invented."""

import base64
from dataclasses import dataclass
from typing import Final

from luotsi.kit.canonical import JsonObject, JsonValue

SYNTHETIC: Final = "Synteettinen, keksitty henkilö. Syntetisk, påhittad person. Synthetic, invented person."


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note: the day of writing, what kind of paper, who wrote it, and its words. ``labels`` are security codes."""

    day: str
    kind: str
    author: str
    text: str
    title: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """An invented person. ``code`` is an identity code of the test series (individual numbers 900 to 999)."""

    key: str
    given: str
    family: str
    gender: str
    born: str
    code: str


def record(person: Invented, *notes: Note) -> JsonObject:
    """The client's record as a FHIR R4 Bundle: a Patient and a DocumentReference for each note; without notes a mere visit."""
    patient: JsonObject = {
        "resourceType": "Patient",
        "id": person.key,
        "meta": {"tag": [{"display": SYNTHETIC}]},
        "identifier": [{"system": "urn:oid:1.2.246.21", "value": person.code}],
        "name": [{"family": person.family, "given": [person.given]}],
        "gender": person.gender,
        "birthDate": person.born,
    }
    visit: JsonObject = {
        "resourceType": "Encounter",
        "id": f"{person.key}-visit",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": f"Patient/{person.key}"},
    }
    papers: list[JsonValue] = [_document(person, number, note) for number, note in enumerate(notes, 1)]
    rows: list[JsonValue] = [patient, *(papers or [visit])]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in rows]}


def _document(person: Invented, number: int, note: Note) -> JsonObject:
    data = base64.b64encode(note.text.encode()).decode()
    labels: list[JsonValue] = [{"coding": [{"code": label}]} for label in note.labels]
    return {
        "resourceType": "DocumentReference",
        "id": f"{person.key}-{number}",
        "status": "current",
        "type": {"text": note.kind},
        "subject": {"reference": f"Patient/{person.key}"},
        "date": f"{note.day}T12:00:00Z",
        "author": [{"display": note.author}],
        "description": note.title or note.kind,
        "context": {"period": {"start": note.day}},
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}],
        **({"securityLabel": labels} if labels else {}),
    }
