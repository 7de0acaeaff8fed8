"""Running a workshop: its phases, moderation, merging, outcomes, and the closing report."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from luotsi.base import audit
from luotsi.hub.spine import domain as spine
from luotsi.hub.spine.registry import Handover
from luotsi.hub.spine.wording import Words
from luotsi.hub.workshops.domain.preparing import locked, stored
from luotsi.hub.workshops.models import Idea, IdeaVote, Outcome, Participant, Phase, Reason, Workshop
from luotsi.hub.workshops.queries import taking_part, votes
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text

# As long as the cookie that holds a secret, and a fortnight more for the report to be written.
KEPT = dt.timedelta(days=30)

_STEPS = {
    Phase.DRAFT: {Phase.ANNOUNCED},
    Phase.ANNOUNCED: {Phase.DRAFT, Phase.IDEAS},
    Phase.IDEAS: {Phase.VOTES, Phase.CLOSED},
    Phase.VOTES: {Phase.IDEAS, Phase.CLOSED},
    Phase.CLOSED: {Phase.VOTES},
}


def next_phases(workshop: Workshop) -> set[Phase]:
    """Where it may go from here. A workshop whose report is published stays closed."""
    over = workshop.reported_at or workshop.took_part is not None or workshop.elsewhere
    return set() if over else _STEPS[Phase(workshop.phase)]


@transaction.atomic
def move(workshop: Workshop, phase: Phase, actor: Any) -> None:
    """Take the workshop to another phase."""
    current = locked(workshop)
    if phase not in next_phases(current):
        raise ConflictError(
            Text(
                "Tähän vaiheeseen ei pääse tästä. Lataa sivu uudelleen.",
                "Den här fasen kan inte nås härifrån. Ladda om sidan.",
                "This phase cannot be reached from here. Reload the page.",
            )
        )
    if phase is Phase.ANNOUNCED and current.title.missing():
        raise InputError(
            Text(
                "Otsikko puuttuu jollakin kielellä. Kirjoita se kolmella kielellä ennen julkaisua.",
                "Rubriken saknas på något språk. Skriv den på tre språk före publiceringen.",
                "The title is missing in some language. Write it in all three before announcing.",
            )
        )
    current.phase = phase
    stored(current, actor, "move", [phase.value])


@transaction.atomic
def hide(idea: Idea, reason: str, actor: Any) -> None:
    """Take an idea off the board for one of the fixed reasons. Its votes go back to those who gave them."""
    if reason not in Reason.values:
        raise InputError(
            Text("Valitse syy.", "Välj en orsak.", "Choose a reason."),
            [Problem("reason", Text("Valitse syy.", "Välj en orsak.", "Choose a reason."))],
        )
    current = _movable(idea)
    current.state, current.reason = Idea.State.HIDDEN, reason
    current.save()
    IdeaVote.objects.filter(idea=current).delete()
    _told(current, actor, "hide", reason)


@transaction.atomic
def restore(idea: Idea, actor: Any) -> None:
    """Put a hidden or merged idea back on the board, without the votes it had."""
    current = _movable(idea)
    current.state, current.reason, current.into = Idea.State.SHOWN, "", None
    current.save()
    _told(current, actor, "restore", "")


@transaction.atomic
def merge(idea: Idea, into: Idea, actor: Any) -> None:
    """Join an idea to another. Votes follow; whoever voted for both gets one vote back."""
    current, target = _movable(idea), _movable(into)
    if current.pk == target.pk or target.state != Idea.State.SHOWN or current.workshop_id != target.workshop_id:
        raise InputError(
            Text(
                "Valitse toinen taululla oleva idea.",
                "Välj en annan idé på tavlan.",
                "Choose another idea that is on the board.",
            )
        )
    already = IdeaVote.objects.filter(idea=target).values("participant")
    IdeaVote.objects.filter(idea=current, participant__in=already).delete()
    IdeaVote.objects.filter(idea=current).update(idea=target)
    Idea.objects.filter(into=current).update(into=target)
    current.state, current.into = Idea.State.MERGED, target
    current.save()
    _told(current, actor, "merge", str(target.pk))


def _movable(idea: Idea) -> Idea:
    locked(idea.workshop)
    current = Idea.objects.select_for_update().get(pk=idea.pk)
    if current.counted is not None:
        raise ConflictError(
            Text(
                "Loppuraportti on julkaistu, eikä taulu enää muutu.",
                "Slutrapporten är publicerad och tavlan ändras inte längre.",
                "The closing report is published, and the board no longer changes.",
            )
        )
    return current


def _told(idea: Idea, actor: Any, act: str, detail: str) -> None:
    audit.record(f"workshop.idea_{act}", actor=actor, target=f"idea:{idea.pk}", detail={"what": detail})


# Outcomes -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_outcome(workshop: Workshop, kind: str, words: Words, actor: Any, **more: Any) -> Outcome:
    """Write an outcome down; it waits until it is handed over. ``more``: idea, ground, details."""
    if not words:
        raise InputError(
            Text("Ei tallennettu.", "Inte sparat.", "Not stored."),
            [
                Problem(
                    "words_fi",
                    Text(
                        "Kirjoita ainakin yhdellä kielellä.",
                        "Skriv på minst ett språk.",
                        "Write in at least one language.",
                    ),
                )
            ],
        )
    made: Outcome = workshop.outcomes.create(kind=kind, words_fi=words.fi, words_sv=words.sv, words_en=words.en, **more)
    audit.record("workshop.outcome", actor=actor, target=f"workshop:{workshop.slug}", detail={"kind": kind})
    return made


@transaction.atomic
def hand_over(outcome: Outcome, actor: Any, details: Mapping[str, str] | None = None) -> str:
    """Give the outcome to the app that takes such things in; the identifier of what it made."""
    current = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if current.state == Outcome.State.HANDED:
        raise ConflictError(
            Text("Tämä on jo luovutettu.", "Det här har redan överlämnats.", "This is already handed over.")
        )
    written = {tag: current.words.in_(tag) for tag in ("fi", "sv", "en") if current.words.in_(tag)}
    current.made = spine.hand_over(
        current.kind,
        Handover(
            words=written,
            origin=("workshop", current.workshop.slug),
            actor=actor,
            ground=current.ground,
            details={**current.details, **(details or {})},
        ),
    )
    current.state = Outcome.State.HANDED
    current.save()
    spine.touch_content()
    return current.made


@transaction.atomic
def drop_outcome(outcome: Outcome, actor: Any) -> None:
    """Take away an outcome that has not been handed over."""
    if outcome.state == Outcome.State.HANDED:
        raise ConflictError(
            Text("Tämä on jo luovutettu.", "Det här har redan överlämnats.", "This is already handed over.")
        )
    audit.record("workshop.drop_outcome", actor=actor, target=f"workshop:{outcome.workshop.slug}", detail={})
    outcome.delete()


# The report -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish_report(workshop: Workshop, actor: Any) -> None:
    """Publish the closing report. Single votes, secrets and authorship are destroyed; only the counts remain."""
    current = locked(workshop)
    if current.phase != Phase.CLOSED or current.reported_at is not None:
        raise ConflictError(
            Text(
                "Raportti julkaistaan suljetusta työpajasta, kerran.",
                "Rapporten publiceras för en stängd workshop, en gång.",
                "The report is published of a closed workshop, once.",
            )
        )
    _count_for_good(current)
    current.reported_at = timezone.now()
    stored(current, actor, "report", [])


@transaction.atomic
def forget(workshop: Workshop) -> None:
    """Close a workshop that was left open and destroy its secrets and single votes; its report may still be published."""
    current = locked(workshop)
    current.phase = Phase.CLOSED
    _count_for_good(current)
    stored(current, None, "forget", [])


def left_behind(today: dt.date) -> QuerySet[Workshop]:
    """Workshops over for more than thirty days whose secrets are still there."""
    return Workshop.objects.filter(day__lt=today - KEPT, participants__isnull=False).distinct()


def _count_for_good(current: Workshop) -> None:
    if current.took_part is None:
        current.took_part = taking_part(current)
    for idea in current.ideas.filter(counted=None):
        Idea.objects.filter(pk=idea.pk).update(counted=votes(idea), author=None)
    Participant.objects.filter(workshop=current).delete()
    current.room_secret = ""
