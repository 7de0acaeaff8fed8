"""Bringing a record in, and opening it. An import is whole or nothing."""

from django.conf import settings
from django.db import IntegrityError, transaction

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.engines.clinical import parse_bundle
from luotsi.kit.errors import InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.storing import HETU_SYSTEMS, Imported, Origin, store
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import basis_of, purpose_of, units_of

__all__ = ["AT_THE_SAME_TIME", "HETU_SYSTEMS", "Imported", "import_record", "open_client", "unit_for"]

AT_THE_SAME_TIME = Text(
    "Samaa asiakasta tuotiin samaan aikaan toisaalla. Yritä uudelleen.",
    "Samma klient importerades samtidigt på annat håll. Försök igen.",
    "The same client was imported elsewhere at the same time. Try again.",
)


def import_record(user: User, data: bytes, *, source: str, unit: Unit | None = None, system: str = "") -> Imported:
    """Import a FHIR R4 Bundle of one client into the user's unit.

    ``source`` names the file, ``system`` the system that the data are of (else what the Patient's meta.source says).
    Raises InputError with every problem named by element, NotPermittedError when the client is known and the user
    has no care relationship. Nothing is stored unless all of it is.
    """
    require(user, "workbench.work_with_clients")
    unit = unit_for(user, unit)
    bundle = parse_bundle(data, max_bytes=settings.LUOTSI_BUNDLE_LIMIT)
    try:
        with transaction.atomic():
            return store(bundle, Origin(user=user, unit=unit, source=source, system=system))
    except IntegrityError as error:
        raise InputError(AT_THE_SAME_TIME) from error


def unit_for(user: User, unit: Unit | None) -> Unit:
    """The unit to import into: the one given when it is the user's own, else the user's only one."""
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
