"""Storing a record that has been read: one client, every resource of the import, in as few statements as it takes.

The single import and the bulk import both end here. The caller opens the transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.engines.clinical import Bundle, PartialDate, Patient
from luotsi.kit.canonical import digest
from luotsi.kit.errors import InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.adoption import Source, adopt, same_source
from luotsi.workbench.indexing import columns_of
from luotsi.workbench.models import CareRelationship, Client, RecordImport, Resource, Unit
from luotsi.workbench.queries import clients_of

HETU_SYSTEMS = ("urn:oid:1.2.246.21", "http://hl7.fi/fhir/sid/hetu")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``repeated`` means that the very same content had been imported before."""

    record_import: RecordImport
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who brings the record, into which unit, from which file and system. ``lines`` are lines of the file by reference.

    ``system`` is empty when nobody named it (the Patient may), None when the record was made here.
    """

    user: User
    unit: Unit
    source: str
    system: str | None = ""
    lines: Mapping[str, int] = field(default_factory=dict)


def store(bundle: Bundle, origin: Origin) -> Imported:
    """Store the record of one client. InputError or NotPermittedError before anything has been written."""
    raw_patient = bundle.raw[bundle.patient.reference]
    system = "" if origin.system is None else origin.system or _stated_system(raw_patient)
    source = system[:120], bundle.patient.id
    client, home = _client(origin.user, bundle.patient, raw_patient, source)
    new = client._state.adding  # noqa: SLF001 - Django's own mark of a row that is not stored yet
    digests = {reference: digest(dict(body)) for reference, body in bundle.raw.items()}
    sha256 = digest(digests)
    before = None if new else RecordImport.objects.filter(client=client, sha256=sha256).first()
    if before:
        audit.record("record.import_repeated", actor=origin.user, target=f"import:{before.id}", client=str(client.id))
        return Imported(before, repeated=True)
    client.save()
    if new:
        CareRelationship.objects.create(client=client, unit=origin.unit)
    record_import = RecordImport(
        client=client,
        unit=origin.unit,
        imported_by=origin.user,
        source=origin.source[:120],
        system=source[0],
        patient=source[1],
        sha256=sha256,
        ignored=[{"reference": item.reference, "reason": item.reason.as_json()} for item in bundle.ignored],
    )
    rows = _rows(record_import, bundle, (source, home), digests, origin.lines)
    record_import.added, record_import.unchanged = _written(
        record_import, rows, new=new, guest=not same_source(source, home)
    )
    _audited(record_import)
    return Imported(record_import, repeated=False)


def _stated_system(patient: Mapping[str, Any]) -> str:
    """The system that the Patient says it is of (``meta.source`` of R4, without the message's own part)."""
    meta = patient.get("meta")
    stated = meta.get("source") if isinstance(meta, Mapping) else ""
    return stated.partition("#")[0] if isinstance(stated, str) else ""


def _rows(
    record_import: RecordImport,
    bundle: Bundle,
    sources: tuple[Source, Source],
    digests: Mapping[str, str],
    lines: Mapping[str, int],
) -> list[Resource]:
    stored = adopt(bundle.raw, *sources)
    made = []
    for (reference, body), (was, sha256) in zip(stored.items(), digests.items(), strict=True):
        kind, _, logical_id = reference.partition("/")
        columns = columns_of(body)
        made.append(
            Resource(
                client=record_import.client,
                record_import=record_import,
                type=kind,
                logical_id=logical_id,
                sha256=sha256 if same_source(*sources) else digest(body),
                body=body,
                code=columns.code,
                effective=columns.effective,
                status=columns.status,
                line=lines.get(was),
            )
        )
    return made


def _written(record_import: RecordImport, rows: list[Resource], *, new: bool, guest: bool) -> tuple[int, int]:
    """Write the import and the rows that are new; what they supersede points to them. Gives how many were added and unchanged."""
    standing = _Standing() if new else _Standing.of(record_import.client)
    fresh = [row for row in rows if standing.current.get((row.type, row.logical_id), (0, ""))[1] != row.sha256]
    record_import.added, record_import.unchanged = len(fresh), len(rows) - len(fresh)
    record_import.save(force_insert=True)
    made = [row for row in fresh if standing.earlier.get((row.type, row.logical_id, row.sha256)) is None]
    Resource.objects.bulk_create(made, batch_size=AT_ONCE)
    if new:
        return len(fresh), len(rows) - len(fresh)
    changed: list[Resource] = []
    for row in fresh:
        newest = row.pk or standing.earlier[row.type, row.logical_id, row.sha256]
        current = standing.current.get((row.type, row.logical_id))
        if guest and row.type == "Patient" and current:
            # who the client is, the first source says; another source's version is kept and compared, never chosen
            changed.append(Resource(pk=newest, superseded_by_id=current[0]))
        elif current:
            changed += [Resource(pk=current[0], superseded_by_id=newest), Resource(pk=newest, superseded_by=None)]
    Resource.objects.bulk_update(changed, ["superseded_by"], batch_size=AT_ONCE)
    return len(fresh), len(rows) - len(fresh)


@dataclass(frozen=True, slots=True)
class _Standing:
    """The client's rows so far: the current ones as (row, digest) by reference, and every version by its digest."""

    current: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    earlier: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, client: Client) -> "_Standing":
        found = cls()
        rows = Resource.objects.filter(client=client)
        for pk, kind, logical_id, sha256, after in rows.values_list(
            "pk", "type", "logical_id", "sha256", "superseded_by"
        ):
            found.earlier[kind, logical_id, sha256] = pk
            if after is None:
                found.current[kind, logical_id] = pk, sha256
        return found


def _audited(record_import: RecordImport) -> None:
    audit.record(
        "record.import",
        actor=record_import.imported_by,
        target=f"import:{record_import.id}",
        client=str(record_import.client_id),
        purpose="care",
        detail={
            "added": record_import.added,
            "unchanged": record_import.unchanged,
            "unit": record_import.unit.slug,
        },
    )


# Who it is ------------------------------------------------------------------------------------------------------------
def _client(user: User, patient: Patient, raw: Mapping[str, Any], source: Source) -> tuple[Client, Source]:
    """The client, not yet saved, and its first source. What another source says of the person fills gaps only."""
    code = next((item.value for item in patient.identifiers if item.system in HETU_SYSTEMS), "")
    names, born = _names(patient, raw), patient.birth_date
    known = _known(user, code, names, patient)
    if known and not clients_of(user, known.pk).exists():
        raise NotPermittedError(
            Text(
                "Tietoja ei voi tuoda: yksikölläsi ei ole hoito- tai asiakassuhdetta tähän henkilöön.",
                "Uppgifterna kan inte importeras: din enhet har ingen vård- eller klientrelation till personen.",
                "The record cannot be imported: your unit has no care relationship with this person.",
            )
        )
    _check_birth_date(known, patient)
    home = _home(known) if known else source
    client = known or Client(identity_code=code)
    own = same_source(source, home)
    if own or not client.family_name:
        client.family_name, client.given_name = names
    if born and (client.birth_date is None or (own and born.day)):
        client.birth_date = born.earliest
    sex = {"female": "F", "male": "M"}.get(patient.sex.value, "")
    client.sex = sex if sex and (own or not client.sex) else client.sex
    return client, home


def _known(user: User, code: str, names: tuple[str, str], patient: Patient) -> Client | None:
    if code:
        return Client.objects.select_for_update().filter(identity_code=code).first()
    # without an identity code only the very same person of the same source is known again
    born = patient.birth_date.earliest if patient.birth_date else None
    same = clients_of(user).filter(identity_code="", family_name=names[0], given_name=names[1], birth_date=born)
    return same.filter(resources__type="Patient", resources__logical_id=patient.id).first()


def _home(client: Client) -> Source:
    """The client's first source."""
    first = client.imports.order_by("imported_at", "pk").first()
    known_as = client.resources.filter(type="Patient").order_by("pk").values_list("logical_id", flat=True).first()
    return (first.system, first.patient or known_as or "") if first else ("", known_as or "")


def _check_birth_date(known: Client | None, patient: Patient) -> None:
    born = patient.birth_date
    if born is None:
        return
    wrong: Text | None = None
    if born.earliest > timezone.localdate():
        wrong = Text("Päivä on tulevaisuudessa.", "Datumet är i framtiden.", "The day is in the future.")
    elif known and known.birth_date and not _may_be(born, known.birth_date, known):
        wrong = Text(
            "Henkilötunnus on jo asiakkaalla, jonka syntymäaika on toinen. Tarkista, kenen tiedot nämä ovat.",
            "Personbeteckningen finns redan hos en klient med ett annat födelsedatum. Kontrollera vems uppgifter.",
            "The identity code belongs to a client with another date of birth. Check whose record this is.",
        )
    if wrong is not None:
        where = f"{patient.where} ({patient.reference}).birthDate"
        text = Text("Tietoja ei voi tuoda.", "Uppgifterna kan inte importeras.", "Not imported.")
        raise InputError(text, [Problem(where, wrong)])


def _may_be(born: PartialDate, stored: date, client: Client) -> bool:
    """Whether the two may be one day: "1942" and 14 March 1942 may."""
    if born.earliest <= stored <= born.latest:
        return True
    body = client.resources.filter(type="Patient", superseded_by=None).values_list("body", flat=True).first() or {}
    try:
        known = PartialDate.parse(str(body.get("birthDate", "")))
    except ValueError:
        return False
    return known.earliest <= born.latest and born.earliest <= known.latest


def _names(patient: Patient, raw: Mapping[str, Any]) -> tuple[str, str]:
    """Family and given names as written; all in the first place when the record does not tell them apart."""
    for name in raw.get("name", ()):
        if name.get("family"):
            return name["family"][:120], " ".join(name.get("given", ()))[:120]
    return (patient.name or patient.id)[:120], ""
