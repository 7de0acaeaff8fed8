"""Care relationships: start, end, move between units, and the purpose chosen for a client. History is kept."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.access.models import ChosenPurpose, RelationshipAct
from luotsi.workbench.access.purposes import PURPOSES
from luotsi.workbench.access.queries import acting_role
from luotsi.workbench.access.reasons import NOTE_LIMIT, EndReason, StartReason
from luotsi.workbench.models import CareRelationship, Client, Unit

CHOSEN_FOR = timedelta(hours=8)


def start(
    user: User, client: Client, unit: Unit, *, reason: StartReason, note: str = "", purpose: str = "care"
) -> CareRelationship:
    """Start a care relationship. ConflictError when the same one is in force."""
    require(user, "access.start_relationship", unit)
    _check_purpose(purpose)
    _check_note(reason, note)
    with transaction.atomic():
        relationship = _create(client, unit, purpose)
        _act(user, relationship, RelationshipAct.Act.START, reason, note)
    return relationship


def end(user: User, relationship: CareRelationship, *, reason: EndReason, note: str = "") -> None:
    """End a care relationship. ConflictError when it has ended already."""
    require(user, "access.end_relationship", relationship)
    _check_note(reason, note)
    with transaction.atomic():
        _end(user, relationship, reason, note)


def move(user: User, relationship: CareRelationship, unit: Unit, *, note: str = "") -> CareRelationship:
    """End the relationship and start one of the same purpose in another unit, at the same moment."""
    require(user, "access.end_relationship", relationship)
    require(user, "access.move_relationship", unit)
    if unit.pk == relationship.unit_id:
        raise InputError(
            Text("Tarkista yksikkö.", "Kontrollera enheten.", "Check the unit."),
            [Problem("unit", Text("Valitse toinen yksikkö.", "Välj en annan enhet.", "Choose another unit."))],
        )
    _check_note(EndReason.TRANSFER, note)
    with transaction.atomic():
        _end(user, relationship, EndReason.TRANSFER, note)
        fresh = _create(relationship.client, unit, relationship.purpose)
        _act(user, fresh, RelationshipAct.Act.START, StartReason.TRANSFER, note)
    return fresh


def choose_purpose(user: User, client: Client, purpose: str) -> None:
    """From now on this user handles this client's record for the purpose, for a working day."""
    require(user, "workbench.open_client", client)
    _check_purpose(purpose)
    until = timezone.now() + CHOSEN_FOR
    with transaction.atomic():
        ChosenPurpose.objects.update_or_create(user=user, client=client, defaults={"purpose": purpose, "until": until})
        audit.record("access.purpose", actor=user, role=acting_role(user), client=str(client.pk), purpose=purpose)


def _create(client: Client, unit: Unit, purpose: str) -> CareRelationship:
    try:
        with transaction.atomic():
            return CareRelationship.objects.create(client=client, unit=unit, purpose=purpose)
    except IntegrityError as error:
        raise ConflictError(
            Text(
                "Yksiköllä on jo voimassa oleva asiakassuhde samaan tarkoitukseen.",
                "Enheten har redan en gällande klientrelation för samma ändamål.",
                "The unit has a care relationship for the same purpose already.",
            )
        ) from error


def _end(user: User, relationship: CareRelationship, reason: EndReason, note: str) -> None:
    open_ = CareRelationship.objects.filter(pk=relationship.pk, ended_at=None)
    if not open_.update(ended_at=timezone.now()):
        raise ConflictError(
            Text(
                "Asiakassuhde on jo päättynyt.",
                "Klientrelationen har redan upphört.",
                "The care relationship has ended already.",
            )
        )
    _act(user, relationship, RelationshipAct.Act.END, reason, note)


def _act(
    user: User, relationship: CareRelationship, act: RelationshipAct.Act, reason: StartReason | EndReason, note: str
) -> None:
    RelationshipAct.objects.create(
        relationship=relationship, act=act, reason=reason, note=note.strip(), by=user, at=timezone.now()
    )
    audit.record(
        f"access.relationship_{act.value}",
        actor=user,
        role=acting_role(user),
        target=f"relationship:{relationship.pk}",
        client=str(relationship.client_id),
        purpose=relationship.purpose,
        detail={"unit": relationship.unit.slug, "reason": reason},
    )


def _check_purpose(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise InputError(
            Text("Tarkista käyttötarkoitus.", "Kontrollera ändamålet.", "Check the purpose."),
            [Problem("purpose", Text.same(", ".join(PURPOSES)))],
        )


def _check_note(reason: StartReason | EndReason, note: str) -> None:
    text = None
    if reason in (StartReason.OTHER, EndReason.OTHER) and not note.strip():
        text = Text("Kerro syy.", "Ange orsaken.", "Tell the reason.")
    elif len(note) > NOTE_LIMIT:
        text = Text("Enintään {n} merkkiä.", "Högst {n} tecken.", "At most {n} characters.").format(n=NOTE_LIMIT)
    if text:
        raise InputError(
            Text("Tarkista tiedot.", "Kontrollera uppgifterna.", "Check what you gave."), [Problem("note", text)]
        )
