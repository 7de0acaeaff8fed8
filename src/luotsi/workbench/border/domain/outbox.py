"""The outbox: figures drafted, read by the county, approved or withheld. Nothing leaves that nobody approved."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.base import audit, jobs
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.engines.stats import Release, revealing_changes
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.border.measuring import Figure, basis, figures, month_of, release_of
from luotsi.workbench.border.models import Message

State = Message.State
# Versions that the hub has or may have: what a reader may hold
_LEFT = (State.APPROVED, State.SENT, State.ACKNOWLEDGED)
_OPEN = (State.APPROVED, State.SENT)


def draft(day: date, *, by: User | None) -> list[Message]:
    """Draft what may be told of the month of ``day``: new figures, and restated ones that may be told. The new drafts.

    A draft that nobody has decided on is made anew in place. A figure that differs from an earlier release by fewer
    than k clients waits for more. Drafting again without a change makes nothing.
    """
    made = [message for figure in figures(day) if (message := _draft(figure)) is not None]
    if made:
        with transaction.atomic():
            audit.record("border.draft", actor=by, target=f"{month_of(day)[0]:%Y-%m}", detail={"messages": len(made)})
    return made


def _draft(figure: Figure) -> Message | None:
    k = settings.LUOTSI_SMALLEST_CELL
    with transaction.atomic():
        earlier = list(Message.objects.select_for_update().filter(aggregate=figure.id).order_by("version"))
        told = [release_of(row.basis) for row in earlier if row.state in _LEFT]
        new = figure.release(told, k)
        if revealing_changes(new, told, k):
            return None
        last = earlier[-1] if earlier else None
        again = last if last is not None and last.state == State.DRAFTED else None
        version = again.version if again else (last.version + 1 if last else 1)
        body = figure.aggregate(new.hidden, version, k).as_json()
        same = last is not None and {**last.body, "version": 0} == {**body, "version": 0}
        if same and last is not None and last.state != State.REFUSED:
            return None
        return _store(again or Message(aggregate=figure.id, version=version), figure, new, body)


def _store(message: Message, figure: Figure, new: Release, body: object) -> Message:
    message.experiment, message.tool, message.measure = figure.experiment, figure.tool, figure.measure.key
    message.start, message.end = figure.start, figure.end
    message.body, message.sha256 = body, digest(body)  # type: ignore[arg-type]
    message.basis, message.drafted_at = basis(new.breakdown, new.hidden), timezone.now()
    message.save()
    return message


def approve(user: User, pk: int, sha256: str) -> Message:
    """Let a message leave. ``sha256`` is that of the content which the user read: a draft made anew is not approved."""
    require(user, "border.decide")
    with transaction.atomic():
        message = _draft_of(pk, sha256)
        told = Message.objects.filter(aggregate=message.aggregate, state__in=_LEFT).exclude(pk=message.pk)
        if revealing_changes(
            release_of(message.basis), [release_of(row.basis) for row in told], int(message.body["k"])
        ):
            raise ConflictError(_REVEALS)
        _decide(message, user, State.APPROVED, "")
        if settings.LUOTSI_HUB_URL:  # in a closed network the message is carried over as a file
            jobs.start("border.send", owner=None)
    return message


def withhold(user: User, pk: int, sha256: str, reason: str) -> Message:
    """Keep a message in the county, with the reason."""
    require(user, "border.decide")
    if not reason.strip():
        problem = Problem("reason", Text("Kirjoita peruste.", "Skriv en motivering.", "Write the reason."))
        raise InputError(Text("Peruste puuttuu.", "Motiveringen saknas.", "The reason is missing."), [problem])
    with transaction.atomic():
        message = _draft_of(pk, sha256)
        _decide(message, user, State.WITHHELD, reason.strip())
    return message


def _draft_of(pk: int, sha256: str) -> Message:
    message = Message.objects.select_for_update().get(pk=pk)
    if message.state != State.DRAFTED or message.sha256 != sha256:
        raise ConflictError(
            Text(
                "Viesti on muuttunut tai siitä on jo päätetty. Lue se uudelleen.",
                "Meddelandet har ändrats eller redan avgjorts. Läs det på nytt.",
                "The message has changed or been decided on already. Read it again.",
            )
        )
    return message


def _decide(message: Message, user: User, state: "Message.State", reason: str) -> None:
    message.state, message.decided_by, message.decided_at, message.reason = state, user, timezone.now(), reason
    message.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    audit.record(
        f"border.{'approve' if state == State.APPROVED else 'withhold'}",
        actor=user,
        target=f"message:{message.pk}",
        detail={"aggregate": message.aggregate, "version": message.version, "sha256": message.sha256},
    )


def undelivered() -> Iterable[Message]:
    """What waits to be sent or acknowledged, oldest first: versions leave in the order in which they were approved."""
    return Message.objects.filter(state__in=_OPEN).order_by("decided_at", "pk")


_REVEALS = Text(
    "Uusi versio paljastaisi muutoksen, joka koskee liian harvaa asiakasta. Odota, että muutoksia kertyy.",
    "Den nya versionen skulle avslöja en ändring som gäller för få klienter. Vänta tills fler ändringar samlats.",
    "The new version would reveal a change that concerns too few clients. Wait until more changes gather.",
)
