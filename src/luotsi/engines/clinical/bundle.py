"""A client's record as one FHIR R4 Bundle: read whole, or refused with everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Final, TypeVar

from luotsi.engines.clinical import json_input, messages
from luotsi.engines.clinical.client import Client, SubjectKind, patient_references
from luotsi.engines.clinical.element import Element, Findings
from luotsi.engines.clinical.medication import MedicationUse
from luotsi.engines.clinical.medication_readers import STATUSES as MEDICATION_TYPES
from luotsi.engines.clinical.medication_readers import read_use
from luotsi.engines.clinical.r4 import R5_TYPES, RESOURCE_TYPES, r5_elements
from luotsi.engines.clinical.readers import READERS
from luotsi.engines.clinical.resources import (
    AllergyIntolerance,
    Condition,
    DocumentReference,
    Encounter,
    Immunization,
    Observation,
    Patient,
    Procedure,
    QuestionnaireResponse,
    Raw,
    Resource,
)
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

MOST_BYTES: Final = 50_000_000
"""The largest input read, in bytes."""

MOST_PROBLEMS: Final = 500
"""Problems listed in one refusal; the rest are counted."""

ID_SHAPE = pattern(r"[A-Za-z0-9\-.]{1,64}\Z")
LOOSE_ID_SHAPE = pattern(r"[A-Za-z0-9\-._]{1,64}\Z")
STEP = pattern(r"(\w+)((?:\[\d+\])*)\Z")

R = TypeVar("R", bound=Resource)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was sent about one client. ``raw`` is the JSON of each resource by its reference ("Observation/obs-1")."""

    id: str
    kind: str
    patient: Patient
    resources: tuple[Resource, ...]
    ignored: tuple[Raw, ...]
    notes: tuple[Problem, ...]
    raw: Mapping[str, Mapping[str, object]] = field(repr=False)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The resources of one kind, in the order sent."""
        return tuple(resource for resource in self.resources if isinstance(resource, kind))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Diagnoses and problems."""
        return self.of(Condition)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Measurements and findings."""
        return self.of(Observation)

    @property
    def medications(self) -> tuple[MedicationUse, ...]:
        """Medicines in use, from statements, orders and dispenses alike."""
        return self.of(MedicationUse)

    @property
    def allergies(self) -> tuple[AllergyIntolerance, ...]:
        """Allergies and intolerances."""
        return self.of(AllergyIntolerance)

    @property
    def encounters(self) -> tuple[Encounter, ...]:
        """Visits and stays."""
        return self.of(Encounter)

    @property
    def immunizations(self) -> tuple[Immunization, ...]:
        """Vaccinations."""
        return self.of(Immunization)

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """Procedures."""
        return self.of(Procedure)

    @property
    def responses(self) -> tuple[QuestionnaireResponse, ...]:
        """Answered forms."""
        return self.of(QuestionnaireResponse)

    @property
    def documents(self) -> tuple[DocumentReference, ...]:
        """Documents."""
        return self.of(DocumentReference)

    def get(self, reference: str) -> Resource | None:
        """The resource of that reference ("Observation/obs-1"), or ``None``."""
        return next((resource for resource in self.resources if resource.reference == reference), None)

    def element(self, reference: str, path: str) -> object:
        """The JSON at ``path`` ("component[0].valueQuantity") of a resource; ``KeyError`` when there is nothing."""
        value: object = self.raw[reference]
        for step in path.split(".") if path else ():
            value = _step(value, step, f"{reference}.{path}")
        return value


def _step(value: object, step: str, path: str) -> object:
    found = STEP.match(step)
    if found is None or not isinstance(value, Mapping) or found[1] not in value:
        raise KeyError(path)
    value = value[found[1]]
    for index in found[2].strip("[]").split("][") if found[2] else ():
        if not isinstance(value, list) or int(index) >= len(value):
            raise KeyError(path)
        value = value[int(index)]
    return value


def parse_bundle(
    source: bytes | bytearray | memoryview | str | Mapping[str, object], *, max_bytes: int = MOST_BYTES
) -> Bundle:
    """Read a FHIR R4 (4.0.1) Bundle, or NDJSON of the resources of one client.

    ``InputError`` carries every problem found, each with its element. What was tolerated stands in ``notes``; what is
    not read, in ``ignored`` with the reason. Same input, same result.
    """
    return _Reading(json_input.load(source, max_bytes)).bundle()


@dataclass(slots=True)
class _Entry:
    where: str
    full_url: str
    type: str
    data: dict[str, object]
    references: list[str]
    id: str = ""
    reference: str = ""
    sound: bool = True

    @property
    def place(self) -> str:
        return f"{self.where} ({self.reference})"


class _Reading:
    """One reading of one Bundle, step by step: entries, identities, the client, then each resource."""

    def __init__(self, loaded: json_input.Loaded) -> None:
        self.findings = Findings()
        self.ignored: list[Raw] = []
        self.head: Mapping[str, object] = {}
        self.entries: list[_Entry] = []
        self.by_address: dict[str, _Entry] = {}
        rows = self._lines(loaded) if loaded.lines else self._rows(loaded.value)
        for where, full_url, resource in rows:
            self._collect(where, full_url, resource)

    # Entries

    def _lines(self, loaded: json_input.Loaded) -> Iterator[tuple[str, object, object]]:
        self.head = {"type": "collection"}
        for number, value in loaded.lines:
            if isinstance(value, dict) and value.get("resourceType") == "Bundle":
                self.findings.problem(f"line {number}", messages.NOT_BUNDLE)
            else:
                yield f"line {number}", "", value

    def _rows(self, value: object) -> Iterator[tuple[str, object, object]]:
        if isinstance(value, list):
            raise json_input.refused("", messages.BARE_LIST)
        if not isinstance(value, dict):
            raise json_input.refused("", messages.NOT_BUNDLE)
        kind = value.get("resourceType")
        if kind != "Bundle":
            known = isinstance(kind, str) and kind in RESOURCE_TYPES
            text = messages.SINGLE_RESOURCE.format(type=str(kind)) if known else messages.NOT_BUNDLE
            raise json_input.refused("" if known else "resourceType", text)
        self.head = {name: item for name, item in value.items() if name != "entry"}
        if isinstance(value, json_input.Doubled):
            self.findings.problem("Bundle", messages.DOUBLE_KEY.format(name=messages.shortened(value.name)))
        self._check_head()
        entries = value.get("entry")
        if entries is not None and not isinstance(entries, list):
            Element(value, "Bundle", self.findings).wrong("entry", "list", entries)
        elif not entries:
            self.findings.problem("entry", messages.NO_ENTRIES)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield from self._row(f"entry[{index}]", entry)

    def _check_head(self) -> None:
        if json_input.survey(self.head)[0]:
            self.findings.problems.extend(json_input.oddities(self.head, "Bundle"))
        for element in r5_elements("Bundle", self.head):
            self.findings.problem("Bundle", messages.R5.format(element=element))

    def _row(self, where: str, entry: object) -> Iterator[tuple[str, object, object]]:
        if not isinstance(entry, dict):
            text = messages.WRONG_TYPE.format(expected=messages.KINDS["object"], found=messages.kind_of(entry))
            self.findings.problem(where, text)
            return
        rest = [entry[name] for name in entry if name != "resource"]
        if isinstance(entry, json_input.Doubled):
            self.findings.problem(where, messages.DOUBLE_KEY.format(name=messages.shortened(entry.name)))
        if rest and json_input.survey(rest)[0]:
            outer = {name: item for name, item in entry.items() if name != "resource"}
            self.findings.problems.extend(json_input.oddities(outer, where))
        if entry.get("resource") is not None:
            yield f"{where}.resource", entry.get("fullUrl"), entry["resource"]
        elif "request" in entry or "response" in entry:
            self.findings.note(where, messages.ENTRY_WITHOUT_RESOURCE)
        else:
            self.findings.problem(f"{where}.resource", messages.NO_RESOURCE)

    def _collect(self, where: str, full_url: object, data: object) -> None:
        if not isinstance(data, dict):
            text = messages.WRONG_TYPE.format(expected=messages.KINDS["object"], found=messages.kind_of(data))
            self.findings.problem(where, text)
            return
        kind = data.get("resourceType")
        if not isinstance(kind, str) or (kind not in RESOURCE_TYPES and kind not in R5_TYPES):
            self.findings.problem(f"{where}.resourceType", messages.NO_TYPE)
            return
        if full_url is not None and not isinstance(full_url, str):
            element = Element({}, where.removesuffix(".resource"), self.findings)
            element.wrong("fullUrl", "text", full_url)
            full_url = ""
        odd, references = json_input.survey(data)
        entry = _Entry(where, full_url or "", kind, data, references)
        self._identify(entry)
        oddities = list(json_input.oddities(data, entry.place)) if odd else []
        self.findings.problems.extend(oddities)
        entry.sound = not oddities
        self.entries.append(entry)

    def _identify(self, entry: _Entry) -> None:
        """Give the entry its reference; note ids that are wrong or already taken."""
        found = entry.data.get("id")
        if found is not None and (not isinstance(found, str) or not LOOSE_ID_SHAPE.match(found)):
            self.findings.problem(f"{entry.where}.id", messages.BAD_ID)
            found = None
        if found and not ID_SHAPE.match(found):
            self.findings.note(f"{entry.where}.id", messages.LOOSE_ID)
        entry.id = found or entry.full_url.removeprefix("urn:uuid:").rpartition("/")[2]
        if not LOOSE_ID_SHAPE.match(entry.id):
            entry.id = "at-" + "".join(sign for sign in entry.where if sign.isdigit())
        entry.reference = f"{entry.type}/{entry.id}"
        for address in dict.fromkeys((entry.reference, entry.full_url)):
            first = self.by_address.setdefault(address, entry) if address else entry
            if first is not entry:
                text = messages.DOUBLE_ID.format(first=first.where, id=messages.shortened(address))
                place = (
                    f"{entry.where}.id"
                    if address == entry.reference
                    else entry.where.removesuffix("resource") + "fullUrl"
                )
                self.findings.problem(place, text)
                break

    # The client

    def _client(self) -> Client | None:
        patients = [entry for entry in self.entries if entry.type == "Patient"]
        if not patients:
            self.findings.problem("entry", messages.NO_PATIENT)
            return None
        for other in patients[1:]:
            text = messages.MANY_PATIENTS.format(first=patients[0].reference, other=other.reference)
            self.findings.problem(other.where, text)
        first = patients[0]
        return Client(first.id, first.full_url, first.data.get("identifier"))

    def _belongs(self, entry: _Entry, client: Client) -> Text | None:
        """Note any reference to another client; the reason to set the resource aside when its subject is no person."""
        known = "Patient" if entry.type == "Patient" else ""
        skip = ("link",) if known else ()
        if any(client.is_other(reference) for reference in entry.references):
            for path, reference in patient_references(entry.data, client, skip):
                text = messages.OTHER_PATIENT.format(other=messages.shortened(reference), patient=client.reference)
                self.findings.problem(f"{entry.place}.{path}", text)
        if known:
            return None
        subject = client.subject_of(entry.type, entry.data)
        place = f"{entry.place}.{subject.field}"
        if subject.kind is SubjectKind.OTHER:
            text = messages.OTHER_PATIENT.format(other=subject.words, patient=client.reference)
            if not any(problem.where.startswith(place) for problem in self.findings.problems[-MOST_PROBLEMS:]):
                self.findings.problem(place, text)
        elif subject.kind is SubjectKind.NOT_A_PERSON:
            return messages.SUBJECT_NOT_CLIENT.format(subject=subject.words)
        elif subject.kind is SubjectKind.MISSING and entry.type in READ_TYPES:
            self.findings.note(place, messages.NO_SUBJECT)
        elif subject.kind is SubjectKind.WRONG_TYPE and entry.type in READ_TYPES:
            Element(entry.data, entry.place, self.findings).wrong(subject.field, "object", entry.data[subject.field])
        elif subject.kind is SubjectKind.UNCHECKED:
            self.findings.note(place, messages.SUBJECT_UNCHECKED)
        return None

    # The resources

    def _resolve(self, element: Element, reference: str) -> Element | None:
        """The resource a reference names: contained in the same resource, or another entry."""
        if reference.startswith("#"):
            for index, item in enumerate(_list(element.root.data.get("contained"))):
                if isinstance(item, dict) and item.get("id") == reference[1:]:
                    return Element(item, f"{element.root.where}.contained[{index}]", self.findings, element.root)
            text = messages.DANGLING.format(reference=messages.shortened(reference))
            self.findings.problem(element.where, text)
            return None
        plain = reference.partition("/_history/")[0]
        entry = self.by_address.get(plain) or self.by_address.get("/".join(plain.split("/")[-2:]))
        return None if entry is None or not entry.sound else Element(entry.data, entry.place, self.findings)

    def _read(self, entry: _Entry) -> Resource | None:
        shown = list(r5_elements(entry.type, entry.data))
        for name in shown:
            self.findings.problem(entry.place, messages.R5.format(element=name))
        if shown or not entry.sound:
            return None
        element = Element(entry.data, entry.place, self.findings)
        identity = (entry.id, entry.reference, entry.where)
        if entry.type in MEDICATION_TYPES:
            return read_use(element, identity, entry.type, self._resolve)
        reader = READERS.get(entry.type)
        return None if reader is None else reader(element, identity)

    def _set_aside(self, entry: _Entry, reason: Text) -> None:
        status = entry.data.get("status")
        self.ignored.append(
            Raw(
                id=entry.id,
                reference=entry.reference,
                where=entry.where,
                status=status if isinstance(status, str) else "",
                type=entry.type,
                reason=reason,
                data=entry.data,
            )
        )

    def bundle(self) -> Bundle:
        """The Bundle, or ``InputError`` with everything found."""
        client = self._client()
        read: list[Resource] = []
        patient: Patient | None = None
        for entry in self.entries:
            aside = self._belongs(entry, client) if client is not None else None
            resource = self._read(entry) if aside is None else None
            if aside is not None:
                self._set_aside(entry, aside)
            elif isinstance(resource, Patient):
                patient = patient or resource
            elif resource is not None:
                read.append(resource)
            elif entry.type not in READ_TYPES and entry.type != "Medication":
                self._set_aside(entry, messages.TYPE_NOT_READ.format(type=entry.type))
        if self.findings.problems or patient is None:
            raise InputError(messages.UNREADABLE, self._listed())
        return Bundle(
            id=_word(self.head.get("id")),
            kind=_word(self.head.get("type")),
            patient=patient,
            resources=(patient, *read),
            ignored=tuple(self.ignored),
            notes=tuple(self.findings.notes),
            raw={entry.reference: entry.data for entry in self.entries},
        )

    def _listed(self) -> list[Problem]:
        every = list(dict.fromkeys(self.findings.problems))
        if len(every) <= MOST_PROBLEMS:
            return every
        rest = Problem("", messages.MORE.format(count=len(every) - MOST_PROBLEMS))
        return [*every[:MOST_PROBLEMS], rest]


READ_TYPES: Final = frozenset(READERS) | frozenset(MEDICATION_TYPES)
"""The resource types that are read; a Medication is read where a medicine in use refers to it."""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
