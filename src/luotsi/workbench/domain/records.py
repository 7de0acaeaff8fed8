"""Bringing a record in, and opening it. An import is whole or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.engines.clinical import Bundle, Patient, parse_bundle
from luotsi.kit.canonical import digest
from luotsi.kit.errors import InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.adoption import adopt
from luotsi.workbench.models import CareRelationship, Client, RecordImport, Resource, Unit
from luotsi.workbench.queries import basis_of, clients_of, purpose_of, units_of

HETU_SYSTEMS = ("urn:oid:1.2.246.21", "http://hl7.fi/fhir/sid/hetu")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``repeated`` means that the very same file had been imported before."""

    record_import: RecordImport
    repeated: bool


def import_record(user: User, data: bytes, *, source: str, unit: Unit | None = None) -> Imported:
    """Import a FHIR R4 Bundle of one client into the user's unit.

    Raises InputError with every problem named by element, NotPermittedError when the client is known and the user
    has no care relationship. Nothing is stored unless all of it is.
    """
    require(user, "workbench.work_with_clients")
    unit = _unit(user, unit)
    bundle = parse_bundle(data, max_bytes=settings.LUOTSI_BUNDLE_LIMIT)
    try:
        with transaction.atomic():
            return _store(user, bundle, unit, source)
    except IntegrityError as error:
        raise InputError(
            Text(
                "Samaa asiakasta tuotiin samaan aikaan toisaalla. Yritä uudelleen.",
                "Samma klient importerades samtidigt på annat håll. Försök igen.",
                "The same client was imported elsewhere at the same time. Try again.",
            )
        ) from error


def _unit(user: User, unit: Unit | None) -> Unit:
    units = list(units_of(user))
    if unit is None and len(units) == 1:
        return units[0]
    if unit in units:
        return unit
    slugs = ", ".join(item.slug for item in units)
    raise InputError(
        Text("Valitse yksikkö.", "Välj enhet.", "Choose the unit."),
        [
            Problem(
                "unit",
                Text("Yksikkösi: {slugs}.", "Dina enheter: {slugs}.", "Your units: {slugs}.").format(slugs=slugs),
            )
        ],
    )


def _store(user: User, bundle: Bundle, unit: Unit, source: str) -> Imported:
    client, new = _client(user, bundle.patient, bundle.raw[bundle.patient.reference])
    sha256 = digest(dict(bundle.raw))
    before = RecordImport.objects.filter(client=client, sha256=sha256).first()
    if before:
        audit.record("record.import_repeated", actor=user, target=f"import:{before.id}", client=str(client.id))
        return Imported(before, repeated=True)
    if new:
        CareRelationship.objects.create(client=client, unit=unit)
    record_import = RecordImport.objects.create(
        client=client,
        unit=unit,
        imported_by=user,
        source=source[:120],
        sha256=sha256,
        added=0,
        unchanged=0,
        ignored=[{"reference": item.reference, "reason": item.reason.as_json()} for item in bundle.ignored],
    )
    for reference, body in adopt(bundle.raw, bundle.patient.id, _known_as(client, bundle.patient.id)).items():
        resource_type, _, logical_id = reference.partition("/")
        if _add(record_import, resource_type, logical_id, body):
            record_import.added += 1
        else:
            record_import.unchanged += 1
    record_import.save(update_fields=["added", "unchanged"])
    audit.record(
        "record.import",
        actor=user,
        target=f"import:{record_import.id}",
        client=str(client.id),
        purpose="care",
        detail={"added": record_import.added, "unchanged": record_import.unchanged, "unit": unit.slug},
    )
    return Imported(record_import, repeated=False)


def _known_as(client: Client, otherwise: str) -> str:
    first = client.resources.filter(type="Patient").order_by("pk").values_list("logical_id", flat=True).first()
    return first or otherwise


def _add(record_import: RecordImport, resource_type: str, logical_id: str, body: dict[str, Any]) -> bool:
    sha256 = digest(body)
    same = Resource.objects.filter(client=record_import.client, type=resource_type, logical_id=logical_id)
    current = same.filter(superseded_by=None).first()
    if current and current.sha256 == sha256:
        return False
    row, created = same.get_or_create(
        client=record_import.client,
        type=resource_type,
        logical_id=logical_id,
        sha256=sha256,
        defaults={"record_import": record_import, "body": body},
    )
    if not created:  # an earlier version came back: it is current again
        Resource.objects.filter(pk=row.pk).update(superseded_by=None)
    if current:
        Resource.objects.filter(pk=current.pk).update(superseded_by=row)
    return True


def _client(user: User, patient: Patient, raw: Mapping[str, Any]) -> tuple[Client, bool]:
    code = next((item.value for item in patient.identifiers if item.system in HETU_SYSTEMS), "")
    names = _names(patient, raw)
    born = patient.birth_date.earliest if patient.birth_date else None
    if code:
        known = Client.objects.select_for_update().filter(identity_code=code).first()
    else:  # without an identity code only the very same person of the same source is known again
        same = clients_of(user).filter(identity_code="", family_name=names[0], given_name=names[1], birth_date=born)
        known = same.filter(resources__type="Patient", resources__logical_id=patient.id).first()
    if known and not clients_of(user).filter(pk=known.pk).exists():
        raise NotPermittedError(
            Text(
                "Tietoja ei voi tuoda: yksikölläsi ei ole hoito- tai asiakassuhdetta tähän henkilöön.",
                "Uppgifterna kan inte importeras: din enhet har ingen vård- eller klientrelation till personen.",
                "The record cannot be imported: your unit has no care relationship with this person.",
            )
        )
    where = f"{patient.where} ({patient.reference}).birthDate"
    if known and born and known.birth_date and born != known.birth_date:
        problem = Problem(
            where,
            Text(
                "Henkilötunnus on jo asiakkaalla, jonka syntymäaika on toinen. Tarkista, kenen tiedot nämä ovat.",
                "Personbeteckningen finns redan hos en klient med ett annat födelsedatum. Kontrollera vems uppgifter.",
                "The identity code belongs to a client with another date of birth. Check whose record this is.",
            ),
        )
        raise InputError(Text("Tietoja ei voi tuoda.", "Uppgifterna kan inte importeras.", "Not imported."), [problem])
    client = known or Client(identity_code=code)
    client.family_name, client.given_name = names
    client.birth_date = born or client.birth_date
    if born and born > timezone.localdate():
        problem = Problem(
            where, Text("Päivä on tulevaisuudessa.", "Datumet är i framtiden.", "The day is in the future.")
        )
        raise InputError(Text("Tietoja ei voi tuoda.", "Uppgifterna kan inte importeras.", "Not imported."), [problem])
    client.sex = {"female": "F", "male": "M"}.get(patient.sex.value, client.sex)
    client.save()
    return client, known is None


def open_client(user: User, client: Client, *, target: str, purpose: str = "") -> None:
    """Note that the user opened the client's record, on what ground and for what purpose.

    NotPermittedError without a care relationship or an exceptional ground. Without a ``purpose`` the one that the
    user has chosen is noted, else that of the ground.
    """
    require(user, "workbench.open_client", client)
    basis = basis_of(user, client)
    if basis is None:  # it ended between the two questions
        raise NotPermittedError(
            Text(
                "Oikeutesi avata asiakkaan tiedot on päättynyt.",
                "Din rätt att öppna klientens uppgifter har upphört.",
                "Your right to open the client's record has ended.",
            )
        )
    audit.record(
        "record.open",
        actor=user,
        role=basis.role,
        target=target,
        client=str(client.id),
        purpose=purpose or purpose_of(user, client, basis),
        detail={"basis": basis.reference, "unit": basis.unit.slug},
    )


def _names(patient: Patient, raw: Mapping[str, Any]) -> tuple[str, str]:
    """Family and given names as written; all in the first place when the record does not tell them apart."""
    for name in raw.get("name", ()):
        if name.get("family"):
            return name["family"][:120], " ".join(name.get("given", ()))[:120]
    return (patient.name or patient.id)[:120], ""
