"""FHIR R4 resources that signing writes: findings, risk, origin, audit, documents. Plain JSON, ids given by the caller.

Each builder gives a dict that holds against the official R4 JSON schema (checked in tests) and leaves out what is
empty. Nothing here reads a clock: times are the caller's, with a time zone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final, Literal

from luotsi.engines.clinical.datatypes import Coding, Concept

Json = dict[str, object]

Severity = Literal["high", "moderate", "low"]
IssueStatus = Literal["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error"]
DocumentStatus = Literal["preliminary", "final", "amended", "entered-in-error"]
BundleType = Literal["collection", "document"]
AuditAction = Literal["C", "R", "U", "D", "E"]
AuditOutcome = Literal["0", "4", "8", "12"]

AUDIT_TYPES: Final = "http://terminology.hl7.org/CodeSystem/audit-event-type"
PARTICIPANTS: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
MARKUP: Final = "http://www.w3.org/1999/xhtml"


def _whole(values: Mapping[str, object]) -> Json:
    """The fields that hold something: FHIR forbids empty strings, lists and objects."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}


def instant(when: datetime) -> str:
    """A FHIR instant; ``ValueError`` without a time zone.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00+00:00'
    """
    if when.tzinfo is None or when.utcoffset() is None:
        message = "an exported time needs a time zone"
        raise ValueError(message)
    return when.isoformat(timespec="seconds")


def coding(value: Coding) -> Json:
    """A FHIR Coding."""
    return _whole({"system": value.system, "code": value.code, "display": value.display})


def concept(value: Concept) -> Json:
    """A FHIR CodeableConcept; ``ValueError`` when it is empty."""
    found = _whole({"coding": [coding(one) for one in value.codings], "text": value.text})
    if not found:
        message = "a concept needs a code or words"
        raise ValueError(message)
    return found


def reference(to: str, display: str = "") -> Json:
    """A FHIR Reference ("Patient/p1")."""
    return _whole({"reference": to, "display": display})


def narrative(paragraphs: Sequence[str], language: str) -> Json:
    """A generated Narrative: each paragraph escaped, so no text can become markup."""
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    tag = escape(language, quote=True)
    return {"status": "generated", "div": f'<div xmlns="{MARKUP}" lang="{tag}" xml:lang="{tag}">{body}</div>'}


def detected_issue(
    identity: str,
    *,
    patient: str,
    status: IssueStatus,
    code: Concept,
    severity: Severity | None,
    identified: datetime,
    detail: str,
    implicated: Sequence[str] = (),
    evidence: Sequence[str] = (),
    mitigation: Sequence[tuple[Concept, datetime | None]] = (),
    author: str = "",
    source: str = "",
) -> Json:
    """DetectedIssue: a clinical problem found. ``implicated`` and ``evidence`` are references; ``source`` an address."""
    return {
        "resourceType": "DetectedIssue",
        "id": identity,
        "status": status,
        **_whole(
            {
                "code": concept(code),
                "severity": severity,
                "patient": reference(patient),
                "identifiedDateTime": instant(identified),
                "author": reference(author) if author else None,
                "implicated": [reference(one) for one in implicated],
                "evidence": [{"detail": [reference(one) for one in evidence]}] if evidence else None,
                "detail": detail,
                "reference": source,
                "mitigation": [
                    _whole({"action": concept(action), "date": None if when is None else instant(when)})
                    for action, when in mitigation
                ],
            }
        ),
    }


@dataclass(frozen=True, slots=True)
class Prediction:
    """One outcome of a risk assessment: a qualitative risk, a probability (0 to 1) or both, and why."""

    outcome: Concept
    qualitative: Concept | None = None
    probability: float | None = None
    rationale: str = ""

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= 1:
            message = f"a probability lies between 0 and 1, not {self.probability}"
            raise ValueError(message)


def risk_assessment(
    identity: str,
    *,
    patient: str,
    status: IssueStatus,
    occurred: datetime,
    predictions: Sequence[Prediction],
    code: Concept | None = None,
    method: Concept | None = None,
    basis: Sequence[str] = (),
    performer: str = "",
    mitigation: str = "",
    notes: Sequence[str] = (),
) -> Json:
    """RiskAssessment: an assessed risk with its basis. ``basis`` holds references to what it was computed from."""
    return {
        "resourceType": "RiskAssessment",
        "id": identity,
        "status": status,
        "subject": reference(patient),
        **_whole(
            {
                "method": None if method is None else concept(method),
                "code": None if code is None else concept(code),
                "occurrenceDateTime": instant(occurred),
                "performer": reference(performer) if performer else None,
                "basis": [reference(one) for one in basis],
                "prediction": [_prediction(one) for one in predictions],
                "mitigation": mitigation,
                "note": [{"text": note} for note in notes if note],
            }
        ),
    }


def _prediction(one: Prediction) -> Json:
    return _whole(
        {
            "outcome": concept(one.outcome),
            "probabilityDecimal": one.probability,
            "qualitativeRisk": None if one.qualitative is None else concept(one.qualitative),
            "rationale": one.rationale,
        }
    )


@dataclass(frozen=True, slots=True)
class Agent:
    """Who took part: a reference or a name, and the role ("author", "verifier", "assembler")."""

    role: str
    who: str = ""
    name: str = ""
    on_behalf_of: str = ""


def provenance(
    identity: str,
    *,
    targets: Sequence[str],
    recorded: datetime,
    agents: Sequence[Agent],
    activity: Concept | None = None,
    sources: Sequence[str] = (),
    reason: Concept | None = None,
) -> Json:
    """Provenance: what made the targets, from which sources. ``agents`` are the software and the professional."""
    if not targets or not agents:
        message = "provenance needs a target and an agent"
        raise ValueError(message)
    return {
        "resourceType": "Provenance",
        "id": identity,
        "target": [reference(one) for one in targets],
        "recorded": instant(recorded),
        **_whole(
            {
                "reason": [concept(reason)] if reason is not None else None,
                "activity": None if activity is None else concept(activity),
                "agent": [_agent(one) for one in agents],
                "entity": [{"role": "source", "what": reference(one)} for one in sources],
            }
        ),
    }


def _agent(one: Agent) -> Json:
    return _whole(
        {
            "type": concept(Concept((Coding(PARTICIPANTS, one.role),))),
            "who": reference(one.who, one.name),
            "onBehalfOf": reference(one.on_behalf_of) if one.on_behalf_of else None,
        }
    )


def audit_event(
    identity: str,
    *,
    kind: Coding,
    action: AuditAction,
    recorded: datetime,
    outcome: AuditOutcome,
    who: str,
    requestor: bool,
    observer: str,
    entities: Sequence[str] = (),
    purpose: Concept | None = None,
    outcome_text: str = "",
) -> Json:
    """AuditEvent: who did what to which data. ``observer`` is the system that saw it; ``kind`` such as "rest"."""
    return {
        "resourceType": "AuditEvent",
        "id": identity,
        "type": coding(kind),
        "action": action,
        "recorded": instant(recorded),
        "outcome": outcome,
        "agent": [{"who": reference(who), "requestor": requestor}],
        "source": {"observer": reference(observer)},
        **_whole(
            {
                "outcomeDesc": outcome_text,
                "purposeOfEvent": None if purpose is None else [concept(purpose)],
                "entity": [{"what": reference(one)} for one in entities],
            }
        ),
    }


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a document: its paragraphs, and the resources they rest on."""

    title: str
    paragraphs: tuple[str, ...]
    code: Concept | None = None
    entries: tuple[str, ...] = ()


def composition(
    identity: str,
    *,
    status: DocumentStatus,
    kind: Concept,
    title: str,
    patient: str,
    date: datetime,
    authors: Sequence[tuple[str, str]],
    sections: Sequence[Section],
    language: str,
    attester: str = "",
) -> Json:
    """Composition: a document by headings. ``authors`` are (reference, name); ``attester`` is who signed it."""
    if not authors:
        message = "a document needs an author"
        raise ValueError(message)
    signed = {"mode": "professional", "time": instant(date), "party": reference(attester)} if attester else None
    return {
        "resourceType": "Composition",
        "id": identity,
        "language": language,
        "status": status,
        "type": concept(kind),
        "subject": reference(patient),
        "date": instant(date),
        "author": [reference(who, name) for who, name in authors],
        "title": title,
        **_whole(
            {
                "attester": None if signed is None else [signed],
                "section": [_section(one, language) for one in sections],
            }
        ),
    }


def _section(one: Section, language: str) -> Json:
    return _whole(
        {
            "title": one.title,
            "code": None if one.code is None else concept(one.code),
            "text": narrative(one.paragraphs, language) if one.paragraphs else None,
            "entry": [reference(entry) for entry in one.entries],
        }
    )


def bundle(
    identity: str,
    *,
    kind: BundleType,
    resources: Sequence[Json],
    timestamp: datetime,
    base: str,
    identifier: tuple[str, str] | None = None,
) -> Json:
    """Bundle: the resources in the order given, each with its fullUrl under ``base`` ("https://county.example/fhir").

    A document starts with its Composition and carries an identifier (system, value), as R4 demands (bdl-9 to bdl-11).
    """
    addresses = [f"{base.rstrip('/')}/{one['resourceType']}/{one['id']}" for one in resources]
    if len(set(addresses)) != len(addresses):
        message = "two resources of one type share an id"
        raise ValueError(message)
    if kind == "document" and (identifier is None or not resources or resources[0]["resourceType"] != "Composition"):
        message = "a document needs an identifier and starts with its Composition"
        raise ValueError(message)
    return {
        "resourceType": "Bundle",
        "id": identity,
        **_whole({"identifier": None if identifier is None else {"system": identifier[0], "value": identifier[1]}}),
        "type": kind,
        "timestamp": instant(timestamp),
        "entry": [{"fullUrl": address, "resource": one} for address, one in zip(addresses, resources, strict=True)],
    }
