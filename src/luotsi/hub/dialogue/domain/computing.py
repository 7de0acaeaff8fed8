"""Results from the log of votes: when they are made anew, and how each can be made again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.base import jobs
from luotsi.base.models import Job, JobState
from luotsi.hub.dialogue import analysis, queries
from luotsi.hub.dialogue.models import Choice, Discussion, LogEntry, Result, Statement
from luotsi.kit.canonical import digest

# A result is made anew when this many votes have come, or this much time has passed, since the last one was asked for.
VOTES_AHEAD = 50
SECONDS_BETWEEN = 2
MODES = ("stable", "polis")
# Beyond this many votes the further views of a result are made at night and at closing only.
ALL_VIEWS_BELOW = 200_000

_Variant = Result.Variant


def ask(discussion: Discussion) -> bool:
    """Have the results made anew when they lag enough; whether a job was started. Call it after the transaction."""
    now = timezone.now()
    row = Discussion.objects.only("sequence", "computed_sequence", "asked_at").get(pk=discussion.pk)
    lag = row.sequence - row.computed_sequence
    if lag <= 0:
        return False
    rested = row.asked_at is None or now - row.asked_at >= timedelta(seconds=SECONDS_BETWEEN)
    if not rested and lag < VOTES_AHEAD:
        return False
    payload = {"discussion": str(row.pk)}
    if Job.objects.filter(name="dialogue.compute", state=JobState.QUEUED, payload=payload).exists():
        return False  # it will read the newest log when it begins
    before = Discussion.objects.filter(pk=row.pk, asked_at=row.asked_at)
    if not before.update(asked_at=now):  # another request asked at the same moment
        return False
    jobs.start("dialogue.compute", owner=None, payload=payload)
    return True


@dataclass(frozen=True, slots=True)
class Basis:
    """What a result is made from: the log up to ``sequence``, the statements, and what is known of participants."""

    votes: list[tuple[int, int, int, int]]
    statements: list[tuple[int, str, bool]]
    sequence: int
    invited: frozenset[int]


def basis(discussion: Discussion, upto: int | None = None) -> Basis:
    """Read the log. Skips are no votes; a server clock that ran backwards is held at the latest time seen."""
    sequence = discussion.sequence if upto is None else upto
    rows = LogEntry.objects.filter(
        discussion=discussion, sequence__lte=sequence, kind=LogEntry.Kind.VOTE, person__isnull=False
    ).order_by("sequence")
    votes, latest = [], 0
    for person, statement, choice, at_ms in rows.values_list("person", "statement", "choice", "at_ms").iterator():
        latest = max(latest, at_ms)
        votes.append((person, statement, _VALUE[choice], latest))
    statements = list(discussion.statements.values_list("number", "state", "meta"))
    return Basis(votes, statements, sequence, queries.invited_tier(queries.tiers(discussion)))


_SKIPPED = 9
_VALUE = {Choice.AGREE: 1, Choice.DISAGREE: -1, Choice.UNSURE: 0, Choice.SKIP: _SKIPPED}


def counted(votes: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The votes without skips; a vote that was later changed to a skip is taken away with it."""
    rows = list(votes)
    last: dict[tuple[int, int], int] = {(person, statement): value for person, statement, value, _at in rows}
    return [row for row in rows if row[2] != _SKIPPED and last[row[0], row[1]] != _SKIPPED]


def _silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def compute(discussion: Discussion, tell: Any = None) -> list[Result]:
    """Make every current view of the results anew and store them together."""
    discussion.refresh_from_db()
    moderated_at = discussion.moderated_at
    base = basis(discussion)
    made = [
        _row(discussion, base, (mode, variant), analysed)
        for mode, variant, analysed in _views(discussion, base, tell or _silent)
    ]
    with transaction.atomic():
        Result.objects.filter(discussion=discussion, day=None).delete()
        Result.objects.bulk_create(made)
        held = Discussion.objects.filter(pk=discussion.pk, moderated_at=moderated_at)
        held.update(computed_sequence=base.sequence)
    return made


def _views(discussion: Discussion, base: Basis, tell: Any) -> Iterable[tuple[str, str, analysis.Analysed]]:
    first = analysis.run(counted(base.votes), base.statements, "stable")
    wanted = _wanted(discussion, base, first)
    yield "stable", _Variant.ALL, first
    for done, (mode, variant) in enumerate(wanted, 1):
        tell(done, len(wanted) + 1)
        yield mode, variant, analysis.run(*_input(base, variant, first.flagged), mode, whole=False)


def _wanted(discussion: Discussion, base: Basis, first: analysis.Analysed) -> list[tuple[str, str]]:
    wanted = [("polis", str(_Variant.ALL))]
    if len(base.votes) > ALL_VIEWS_BELOW and discussion.phase() != "closed":
        return wanted
    if first.flagged:
        wanted.append(("stable", _Variant.CLEAN))
    people = {vote[0] for vote in base.votes}
    if base.invited and people - base.invited:
        wanted.append(("stable", _Variant.INVITED))
    voted = {vote[1] for vote in base.votes}
    if any(state == Statement.State.REJECTED and number in voted for number, state, _meta in base.statements):
        wanted.append(("stable", _Variant.REJECTED))
    return wanted


def _input(base: Basis, variant: str, flagged: frozenset[int]) -> tuple[list[Any], list[Any]]:
    votes, statements = counted(base.votes), base.statements
    if variant == _Variant.CLEAN:
        votes = [vote for vote in votes if vote[0] not in flagged]
    elif variant == _Variant.INVITED:
        votes = [vote for vote in votes if vote[0] in base.invited]
    elif variant == _Variant.REJECTED:
        statements = [(number, Statement.State.ACCEPTED.value, meta) for number, _state, meta in statements]
    return votes, statements


def _row(
    discussion: Discussion, base: Basis, view: tuple[str, str], analysed: analysis.Analysed, day: date | None = None
) -> Result:
    return Result(
        discussion=discussion,
        mode=view[0],
        variant=view[1],
        day=day,
        sequence=base.sequence,
        engine=analysed.engine,
        input_hash=analysed.input_hash,
        result_hash=digest(analysed.data),
        data=analysed.data,
        people=analysed.people,
    )


def at_day(discussion: Discussion, day: date) -> Result | None:
    """The result as it was at the end of a past day, made again from the log and kept; None before the first vote."""
    if day >= timezone.localdate():
        return queries.shown_result(discussion)
    kept = Result.objects.filter(discussion=discussion, mode="stable", variant=_Variant.ALL, day=day).first()
    upto = queries.sequence_at(discussion, day)
    if kept is not None and kept.sequence == upto and kept.engine == analysis.engine():
        return kept
    if not upto:
        return None
    base = basis(discussion, upto)
    analysed = analysis.run(*_input(base, _Variant.ALL, frozenset()), "stable", whole=False)
    made = _row(discussion, base, ("stable", _Variant.ALL), analysed, day)
    with transaction.atomic():
        Result.objects.filter(discussion=discussion, mode="stable", variant=_Variant.ALL, day=day).delete()
        made.save(force_insert=True)
    return made
