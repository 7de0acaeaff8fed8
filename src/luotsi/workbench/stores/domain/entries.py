"""Writing to the client's record: a FHIR resource, checked, versioned, and never deleted."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.engines.clinical import parse_bundle
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.indexing import columns_of
from luotsi.workbench.models import Client, RecordImport, Resource, Run
from luotsi.workbench.queries import basis_of, current_resources, purpose_of
from luotsi.workbench.stores.models import Entry, EntryVersion

SOURCE = "luotsi"
"""The source that the record names for what was written here."""

# FHIR R4 type → the element that names the client
SUBJECTS: Final[dict[str, str]] = {
    "AllergyIntolerance": "patient",
    "Communication": "subject",
    "Condition": "subject",
    "DetectedIssue": "patient",
    "DocumentReference": "subject",
    "Immunization": "patient",
    "MedicationStatement": "subject",
    "Observation": "subject",
    "Procedure": "subject",
    "QuestionnaireResponse": "subject",
}
# The readers of engines.clinical check the others; of these only status and subject are checked here
_UNREAD = frozenset({"Communication", "DetectedIssue"})
_VERIFIED = frozenset({"AllergyIntolerance", "Condition"})


def write(user: User, client: Client, resource: Mapping[str, Any], *, run: Run | None = None) -> Entry:
    """Write a FHIR R4 resource to the client's record; identifier and subject are set here.

    Raises InputError with every problem by element, NotPermittedError when the record is not open to the user.
    """
    require(user, "workbench.open_client", client)
    if run is not None and run.case.client_id != client.pk:
        raise InputError(_NOT_WRITTEN, [Problem("run", _OTHER_CLIENT)])
    kind = str(resource.get("resourceType", ""))
    with transaction.atomic():
        entry = Entry.objects.create(client=client, type=kind[:40], run=run)
        _version(user, entry, _named(client, kind, str(entry.pk), resource), EntryVersion.Act.WRITE, number=1)
    return entry


def amend(user: User, entry: Entry, resource: Mapping[str, Any], reason: str, *, seen: int) -> EntryVersion:
    """Write the next version. ``seen`` is the number of versions that the user's screen showed."""
    with transaction.atomic():
        locked = _locked(user, entry, seen)
        body = _named(locked.client, locked.type, str(locked.pk), resource)
        return _version(user, locked, body, EntryVersion.Act.AMEND, number=seen + 1, reason=_given(reason))


def enter_in_error(user: User, entry: Entry, reason: str, *, seen: int) -> EntryVersion:
    """Mark the entry as made in error: it stays to be seen, and no tool reads it."""
    with transaction.atomic():
        locked = _locked(user, entry, seen)
        body = dict(locked.versions.select_related("resource").get(number=seen).resource.body)
        if locked.type in _VERIFIED:
            system = f"http://terminology.hl7.org/CodeSystem/{_VERIFICATION[locked.type]}"
            body["verificationStatus"] = {"coding": [{"system": system, "code": "entered-in-error"}]}
            body.pop("clinicalStatus", None)  # FHIR R4 con-5 and ait-2: none beside entered-in-error
        else:
            body["status"] = "entered-in-error"
        return _version(user, locked, body, EntryVersion.Act.ERROR, number=seen + 1, reason=_given(reason))


_VERIFICATION = {"AllergyIntolerance": "allergyintolerance-verification", "Condition": "condition-ver-status"}


def _given(reason: str) -> str:
    if not reason.strip():
        raise InputError(_NOT_WRITTEN, [Problem("reason", _WHY)])
    return reason.strip()


def _locked(user: User, entry: Entry, seen: int) -> Entry:
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    require(user, "workbench.open_client", locked.client)
    last = locked.versions.order_by("-number").first()
    if last is None or last.number != seen:
        raise ConflictError(_MOVED)
    if last.act == EntryVersion.Act.ERROR:
        raise ConflictError(_IN_ERROR)
    return locked


def _named(client: Client, kind: str, identity: str, resource: Mapping[str, Any]) -> dict[str, Any]:
    if kind not in SUBJECTS or resource.get("resourceType") != kind:
        raise InputError(_NOT_WRITTEN, [Problem("resourceType", Text.same(", ".join(sorted(SUBJECTS))))])
    patient = current_resources(client, ("Patient",)).first()
    if patient is None:
        raise InputError(_NOT_WRITTEN, [Problem("Patient", _NO_PATIENT)])
    body = {**resource, "id": identity, SUBJECTS[kind]: {"reference": patient.reference}}
    entries = [{"resource": patient.body}, {"resource": body}]
    bundle = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries})
    status = body.get("status")
    if kind in _UNREAD and (not isinstance(status, str) or not status):
        raise InputError(_NOT_WRITTEN, [Problem(f"{kind}.status", _STATUS)])
    if kind not in _UNREAD and bundle.ignored:
        raise InputError(_NOT_WRITTEN, [Problem(item.reference, item.reason) for item in bundle.ignored])
    return body


def _version(
    user: User, entry: Entry, body: dict[str, Any], act: str, *, number: int, reason: str = ""
) -> EntryVersion:
    basis = basis_of(user, entry.client)
    if basis is None:
        raise NotPermittedError(_NOT_WRITTEN)
    sha256 = digest(body)
    source = RecordImport.objects.create(
        client=entry.client,
        unit=basis.unit,
        imported_by=user,
        source=SOURCE,
        system=SOURCE,
        sha256=sha256,
        added=1,
        unchanged=0,
    )
    place = {"client": entry.client, "type": entry.type, "logical_id": str(entry.pk)}
    if Resource.objects.filter(**place, sha256=sha256).exists():
        raise InputError(_NOT_WRITTEN, [Problem("", _SAME)])
    columns = asdict(columns_of(body))
    row = Resource.objects.create(**place, **columns, sha256=sha256, body=body, record_import=source)
    Resource.objects.filter(**place, superseded_by=None).exclude(pk=row.pk).update(superseded_by=row)
    version = EntryVersion.objects.create(entry=entry, number=number, act=act, resource=row, reason=reason, by=user)
    audit.record(
        f"entry.{act}",
        actor=user,
        target=f"entry:{entry.pk}",
        client=str(entry.client_id),
        purpose=purpose_of(user, entry.client, basis),
        detail={"type": entry.type, "version": number, "unit": basis.unit.slug},
    )
    return version


_NOT_WRITTEN = Text("Kirjausta ei tallennettu.", "Anteckningen sparades inte.", "The entry was not stored.")
_OTHER_CLIENT = Text("Ajo on toisen asiakkaan.", "Körningen gäller en annan klient.", "The run is another client's.")
_WHY = Text("Kirjoita syy.", "Skriv orsaken.", "Write the reason.")
_STATUS = Text("Tila puuttuu.", "Status saknas.", "The status is missing.")
_SAME = Text(
    "Sama sisältö on jo kirjattu.", "Samma innehåll finns redan.", "The same content has been written already."
)
_NO_PATIENT = Text(
    "Asiakkaan perustietoja ei ole tuotu.", "Klientens grunduppgifter saknas.", "The client's basic data is missing."
)
_MOVED = Text(
    "Kirjausta on muutettu sillä välin. Muutostasi ei tallennettu: katso uusin versio.",
    "Anteckningen har ändrats under tiden. Din ändring sparades inte: se den nyaste versionen.",
    "The entry has been changed in between. Yours was not stored: look at the newest version.",
)
_IN_ERROR = Text(
    "Kirjaus on merkitty virheelliseksi.", "Anteckningen är markerad som felaktig.", "The entry is marked as an error."
)
