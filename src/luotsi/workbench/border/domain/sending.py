"""Sending, receiving and acknowledging: over HTTP from the worker, or as files in a closed network.

A message is signed and stored before it is first sent. Whatever is killed on either side, it is sent again as the same
bytes until the hub's signed acknowledgement of exactly that content has been stored.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.kit.border import Acknowledgement, Envelope, read_envelope, seal, verify
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.border import wire
from luotsi.workbench.border.domain.keys import current_key, hub_key, private_of
from luotsi.workbench.border.domain.outbox import undelivered
from luotsi.workbench.border.models import Message, OwnKey

State = Message.State
PAUSES_S = (1.0, 3.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of sending came to."""

    acknowledged: int
    refused: int
    waiting: int


def sealed(message: Message) -> bytes:
    """The signed message, signed now unless it was already with the key in use. It then counts as sent."""
    key = current_key()
    if key is None:
        raise LuotsiError(_NO_KEY)
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.state not in {State.APPROVED, State.SENT}:
            raise ConflictError(
                Text("Viestiä ei lähetetä.", "Meddelandet skickas inte.", "The message is not to be sent.")
            )
        if row.envelope is None or row.envelope["key_id"] != key.key_id:
            _seal(row, key)
        row.state = State.SENT
        row.attempts += 1
        row.sent_at = row.sent_at or timezone.now()
        row.save(update_fields=["state", "attempts", "sent_at", "sequence", "envelope"])
    return canonical_json(row.envelope)


def _seal(row: Message, key: OwnKey) -> None:
    row.sequence = (Message.objects.aggregate(last=Max("sequence"))["last"] or 0) + 1
    row.envelope = dict(seal(private_of(key), row.body, sequence=row.sequence, sent_at=timezone.now()).as_json())


def send_all(*, pauses: tuple[float, ...] = PAUSES_S, check: Callable[[int, int], None] | None = None) -> Delivery:
    """Send everything that waits, oldest first; when the hub does not answer, again after each pause."""
    waiting = list(undelivered())
    total, acknowledged, refused = len(waiting), 0, 0
    for pause in (*pauses, None):
        left = []
        for message in waiting:
            if check is not None:
                check(acknowledged + refused, total)
            outcome = _send(message)
            acknowledged += outcome == State.ACKNOWLEDGED
            refused += outcome == State.REFUSED
            if outcome is None:
                left.append(message)
        waiting = left
        if not waiting or pause is None:
            break
        time.sleep(pause)
    return Delivery(acknowledged, refused, len(waiting))


def _send(message: Message) -> "Message.State | None":
    """One try: acknowledged, refused, or None when it must be tried again."""
    try:
        answer = wire.post("border/aggregates", sealed(message))
        acknowledge(answer)
    except wire.RefusedError as error:
        return _note(message, error, State.REFUSED)
    except ConflictError:  # decided or acknowledged by another worker in between
        return State.ACKNOWLEDGED
    except LuotsiError as error:
        _note(message, error, None)
        return None
    return State.ACKNOWLEDGED


def _note(message: Message, error: LuotsiError, state: "Message.State | None") -> "Message.State | None":
    """Keep what the hub said, for the county to read."""
    with transaction.atomic():
        rows = Message.objects.filter(pk=message.pk, state=State.SENT)
        rows.update(problem=error.text.as_json(), **({"state": state} if state else {}))
        if state:
            audit.record("border.refused", actor=None, target=f"message:{message.pk}")
    return state


def acknowledge(content: bytes, *, by: User | None = None) -> Message:
    """Store the hub's signed acknowledgement. The same one again changes nothing."""
    envelope = trusted(content)
    told = Acknowledgement.from_json(envelope.body)
    with transaction.atomic():
        row = (
            Message.objects.select_for_update()
            .filter(aggregate=told.id, version=told.version, sha256=told.sha256, body__county=told.county)
            .first()
        )
        if row is None:
            raise InputError(_NOT_OURS, [Problem("id", Text.same(f"{told.id} / {told.version} / {told.sha256[:16]}…"))])
        if row.state == State.ACKNOWLEDGED:
            return row
        if row.state not in {State.SENT, State.REFUSED}:
            raise InputError(_NOT_OURS, [Problem("id", Text.same(f"{told.id}: {row.state}"))])
        row.state, row.acknowledgement, row.acknowledged_at = State.ACKNOWLEDGED, envelope.as_json(), timezone.now()
        row.problem = None
        row.save(update_fields=["state", "acknowledgement", "acknowledged_at", "problem"])
        audit.record("border.acknowledged", actor=by, target=f"message:{row.pk}", detail={"sha256": row.sha256})
    return row


def trusted(content: bytes) -> Envelope:
    """An envelope of the hub, verified."""
    envelope = read_envelope(content)
    verify(envelope, hub_key(envelope.key_id), timezone.now())
    return envelope


def export() -> list[bytes]:
    """Everything that waits, signed, for carrying over as files."""
    return [sealed(message) for message in undelivered()]


_NO_KEY = Text(
    "Alueella ei ole allekirjoitusavainta. Tee se: luotsi border keys --new",
    "Området har ingen signeringsnyckel. Gör en: luotsi border keys --new",
    "The county has no signing key. Make one: luotsi border keys --new",
)
_NOT_OURS = Text(
    "Kuittaus ei koske mitään tämän alueen lähettämää viestiä.",
    "Kvitteringen gäller inget meddelande som området har skickat.",
    "The acknowledgement is of no message that this county has sent.",
)
