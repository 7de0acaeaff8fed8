"""What can be asked of discussions."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from luotsi.hub.dialogue.models import (
    Choice,
    DayRoot,
    Discussion,
    Invitation,
    LogEntry,
    ModerationEvent,
    Participant,
    Result,
    Statement,
    Tier,
    Vote,
)
from luotsi.hub.dialogue.models.statement import Standing

# Every accepted statement reaches this many votes before those with many votes are shown more.
FLOOR = 12
# Of a batch of fewer invitations than this it is told only whether any was used.
SMALL_BATCH = 5


def public() -> QuerySet[Discussion]:
    """Discussions that anybody may find."""
    return Discussion.objects.filter(published_at__isnull=False, listed=True)


def of_user(user: Any, *, everything: bool) -> QuerySet[Discussion]:
    """The discussions that a user runs; all of them for a coordinator."""
    rows = Discussion.objects.order_by("-created")
    return rows if everything else rows.filter(stewards__user=user).distinct()


def accepted(discussion: Discussion) -> list[Statement]:
    """The statements that are voted on, in order."""
    return list(discussion.statements.filter(state=Statement.State.ACCEPTED).order_by("number"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a participant is: answered of all, how many wait as skipped, and the vote cast last."""

    answered: int
    total: int
    skipped: int
    last: Vote | None

    @property
    def left(self) -> int:
        """How many statements have no answer yet."""
        return self.total - self.answered


def progress(who: Participant | None, statements: list[Statement]) -> Progress:
    """How far somebody is."""
    if who is None:
        return Progress(0, len(statements), 0, None)
    numbers = {row.pk for row in statements}
    votes = [
        vote
        for vote in Vote.objects.filter(participant=who).select_related("statement")
        if vote.statement_id in numbers
    ]
    answered = sum(vote.choice != Choice.SKIP for vote in votes)
    last = max(votes, key=lambda vote: vote.sequence, default=None)
    return Progress(answered, len(statements), len(votes) - answered, last)


def next_asked(
    who: Participant | None, statements: list[Statement], weights: dict[int, float], language: str, token: str = ""
) -> Statement | None:
    """What to ask next. The same card until it is answered: the draw is fixed by who asks and how far they are.

    The engine draws: half for statements below the floor of votes, half by priority. A version that nobody has checked
    counts half. Skipped statements come back when nothing else is left.
    """
    given = dict(Vote.objects.filter(participant=who).values_list("statement_id", "choice")) if who else {}
    waiting = [row for row in statements if row.pk not in given]
    if not waiting:
        waiting = [row for row in statements if given[row.pk] == Choice.SKIP]
    if not waiting:
        return None
    if who is None and not token:
        return min(waiting, key=lambda row: (not row.seed, row.number))
    from luotsi.engines.opinions.routing import Candidate, next_statement  # noqa: PLC0415 - slow: numpy

    candidates = [
        Candidate(row.number, weights.get(row.number, 1.0) * _trust(row, language), row.votes_cast, row.seed)
        for row in waiting
    ]
    drawn = next_statement(candidates, draw=_draw(who.pseudonym if who else token, len(given)), floor=FLOOR)
    return next((row for row in waiting if row.number == drawn), waiting[0])


def _trust(row: Statement, language: str) -> float:
    return 0.5 if row.standing(language) in {Standing.MACHINE, ""} else 1.0


def _draw(name: str, at: int) -> float:
    """A number from 0 to 1 that nobody chose, the same for the same place."""
    return int.from_bytes(hashlib.sha256(f"{name}\n{at}".encode()).digest()[:6]) / 2**48


def shown_result(discussion: Discussion, mode: str = "stable", variant: str = Result.Variant.ALL) -> Result | None:
    """The current result of a mode, when it has been computed."""
    return Result.objects.filter(discussion=discussion, mode=mode, variant=variant, day=None).first()


def weights_of(discussion: Discussion) -> dict[int, float]:
    """The engine's routing priorities from the last result."""
    found = Result.objects.filter(discussion=discussion, day=None, variant=Result.Variant.ALL)
    row = found.order_by("-computed_at").values_list("data__routing", flat=True).first()
    return {int(number): float(weight) for number, weight in (row or {}).items()}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a discussion is going, in counts that name nobody."""

    participants: int
    by_tier: dict[str, int]
    votes: int
    statements: int
    waiting: int
    median_votes: int
    thin: int


def coverage(discussion: Discussion) -> Coverage:
    """Participants by door, votes, and how many statements still need votes."""
    people = Participant.objects.filter(discussion=discussion, withdrawn=False)
    rows = accepted(discussion)
    counts = sorted(row.votes_cast for row in rows)
    return Coverage(
        participants=people.count(),
        by_tier=dict(people.values_list("tier").annotate(n=Count("pk")).order_by("tier")),
        votes=sum(counts),
        statements=len(rows),
        waiting=discussion.statements.filter(state__in=(Statement.State.PENDING, Statement.State.SECOND)).count(),
        median_votes=counts[len(counts) // 2] if counts else 0,
        thin=sum(count < FLOOR for count in counts),
    )


def invitations(discussion: Discussion) -> list[dict[str, Any]]:
    """Per batch: given and used, with what of that may be shown as ``used_words``."""
    rows = (
        Invitation.objects.filter(discussion=discussion)
        .values("batch")
        .annotate(given=Count("pk"), used=Count("pk", filter=Q(used=True)))
        .order_by("batch")
    )
    return [{**row, "used_words": used_words(row["given"], row["used"])} for row in rows]


def used_words(given: int, used: int) -> str:
    """How many were used, where that does not point at anybody: none and all of a small batch are not told exactly."""
    if given < SMALL_BATCH and used:
        return f"< {SMALL_BATCH}"
    return str(used)


def queue(discussion: Discussion) -> list[Statement]:
    """The statements that wait for a moderator, oldest first."""
    waiting = (Statement.State.PENDING, Statement.State.SECOND)
    return list(discussion.statements.filter(state__in=waiting).order_by("created"))


def public_log(discussion: Discussion) -> QuerySet[ModerationEvent]:
    """Every act of moderation."""
    return ModerationEvent.objects.filter(statement__discussion=discussion).select_related("statement")


def roots(discussion: Discussion) -> list[tuple[Any, int, str]]:
    """(day, sequence, chain) at the end of each day with votes, newest first; today's is not final."""
    kept = list(DayRoot.objects.filter(discussion=discussion).values_list("day", "sequence", "chain"))
    today = timezone.localdate()
    if discussion.sequence and not any(day == today for day, _s, _c in kept):
        last = LogEntry.objects.filter(discussion=discussion).order_by("-sequence").first()
        if last is not None and (not kept or last.sequence > kept[0][1]):
            kept.insert(0, (last.day, last.sequence, last.chain))
    return kept


def days(discussion: Discussion) -> list[Any]:
    """The days on which somebody voted, oldest first."""
    return list(LogEntry.objects.filter(discussion=discussion).order_by("day").values_list("day", flat=True).distinct())


def sequence_at(discussion: Discussion, day: Any) -> int:
    """The last entry of the log by the end of a day; 0 when there was none."""
    found = LogEntry.objects.filter(discussion=discussion, day__lte=day).order_by("-sequence")
    return found.values_list("sequence", flat=True).first() or 0


def tiers(discussion: Discussion) -> dict[int, str]:
    """The door by which each participant came, by number."""
    rows = Participant.objects.filter(discussion=discussion, withdrawn=False)
    return dict(rows.values_list("number", "tier"))


def vote_counts(discussion: Discussion) -> Counter[int]:
    """How many answers each participant has given, by number."""
    rows = Vote.objects.filter(participant__discussion=discussion).exclude(choice=Choice.SKIP)
    return Counter(dict(rows.values_list("participant__number").annotate(n=Count("pk")).order_by()))


def open_discussions() -> QuerySet[Discussion]:
    """Discussions that still take statements: drafts and open ones."""
    return Discussion.objects.filter(closed_at=None, imported=False).filter(
        Q(closes_at=None) | Q(closes_at__gt=timezone.now())
    )


def invited_tier(number_of_tiers: dict[int, str]) -> frozenset[int]:
    """The participants who came by invitation."""
    return frozenset(number for number, tier in number_of_tiers.items() if tier == Tier.INVITED)
