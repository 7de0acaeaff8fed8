"""The verbs of safety events: report, close."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from luotsi.base import audit, notifications
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.models import Run
from luotsi.workbench.queries import purpose_now
from luotsi.workbench.safety.models import SafetyEvent

LEAST, MOST = 10, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is told. ``position`` is the proposal that it concerns; 0 for the review as a whole."""

    kind: SafetyEvent.Kind
    part: SafetyEvent.Part
    what: str
    position: int = 0


def report(user: User, run: Run, told: Report) -> SafetyEvent:
    """Store a report and tell those who follow up. InputError when too little is told or the proposal is unknown."""
    require(user, "safety.report", run)
    problems = []
    what = told.what.strip()
    if not LEAST <= len(what) <= MOST:
        problems.append(Problem("what", _LENGTH.format(least=LEAST, most=MOST)))
    suggestion = run.suggestions.filter(position=told.position).first() if told.position else None
    if told.position and suggestion is None:
        problems.append(Problem("position", _NO_PROPOSAL))
    if problems:
        raise InputError(_NOT_STORED, problems)
    with transaction.atomic():
        event = SafetyEvent.objects.create(
            run=run, suggestion=suggestion, kind=told.kind, part=told.part, what=what, reported_by=user
        )
        audit.record(
            "safety.report",
            actor=user,
            target=f"safety:{event.pk}",
            client=str(run.case.client_id),
            purpose=purpose_now(user, run.case.client),
            detail={"kind": event.kind, "part": event.part, "tool": run.tool, "version": run.version},
        )
        for handler in _handlers():
            notifications.notify(handler, _TOLD, reverse("safety:event", args=[event.pk]))
    return event


def _handlers() -> list[User]:
    roles = (Role.KNOWLEDGE_EDITOR, Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER)
    return [user for user in User.objects.filter(is_active=True) if user.has_any_role(roles)]


def close(user: User, event: SafetyEvent, done: str) -> SafetyEvent:
    """Close the report with what was done. ConflictError when somebody else has closed it."""
    require(user, "safety.follow")
    done = done.strip()
    if not LEAST <= len(done) <= MOST:
        raise InputError(_NOT_STORED, [Problem("done", _LENGTH.format(least=LEAST, most=MOST))])
    with transaction.atomic():
        waiting = SafetyEvent.objects.filter(pk=event.pk, state=SafetyEvent.State.OPEN)
        if not waiting.update(state=SafetyEvent.State.CLOSED, done=done, closed_by=user, closed_at=timezone.now()):
            raise ConflictError(_CLOSED)
        audit.record("safety.close", actor=user, target=f"safety:{event.pk}", detail={"kind": event.kind})
        if event.reported_by_id != user.pk:
            notifications.notify(event.reported_by, _ANSWERED, reverse("safety:event", args=[event.pk]))
    event.refresh_from_db()
    return event


_NOT_STORED = Text("Ilmoitusta ei tallennettu.", "Anmälan sparades inte.", "The report was not stored.")
_LENGTH = Text(
    "Kirjoita {least}–{most} merkkiä.", "Skriv {least}–{most} tecken.", "Write {least} to {most} characters."
)
_NO_PROPOSAL = Text("Ehdotusta ei ole.", "Förslaget finns inte.", "There is no such proposal.")
_CLOSED = Text("Ilmoitus on jo käsitelty.", "Anmälan har redan behandlats.", "The report has been followed up already.")
_TOLD = Text(
    "Vaaratapahtuma on ilmoitettu. Lue ja käsittele.",
    "Ett tillbud eller olycksfall har anmälts. Läs och behandla.",
    "A safety event has been reported. Read and follow it up.",
)
_ANSWERED = Text(
    "Ilmoittamasi vaaratapahtuma on käsitelty.",
    "Tillbudet eller olycksfallet som du anmälde har behandlats.",
    "The safety event that you reported has been followed up.",
)
