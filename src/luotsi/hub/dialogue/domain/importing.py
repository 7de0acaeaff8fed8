"""A whole conversation at once: from a Polis export, or the simulated one of the demo. Written in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.hub.dialogue.domain import chain
from luotsi.hub.dialogue.models import Choice, DayRoot, Discussion, LogEntry, Participant, Statement, Tier, Vote
from luotsi.hub.spine.domain import touch_content

_CHUNK = 2000
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One statement to be brought in. ``number`` is kept; ``author`` is a participant's number."""

    number: int
    versions: Mapping[str, str]
    language: str
    state: str = Statement.State.ACCEPTED
    seed: bool = False
    meta: bool = False
    standings: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One vote to be brought in, in the order of the log."""

    person: int
    statement: int
    choice: str
    at_ms: int


def bring_in(
    discussion: Discussion,
    statements: Iterable[Written],
    given: list[Given],
    tier: Tier,
    *,
    actor: User | None = None,
    tell: Tell | None = None,
) -> None:
    """Store statements, participants, log and votes of a discussion that has none yet; all or nothing."""
    with transaction.atomic():
        locked = Discussion.objects.select_for_update().get(pk=discussion.pk)
        rows = _statements(locked, statements)
        people = _people(locked, {vote.person for vote in given}, tier)
        latest = _log(locked, given, tell or _silent)
        _votes(latest, rows, people)
        _roots(locked)
        locked.statement_count = max(rows, default=0)
        locked.save()
        audit.record(
            "discussion.import",
            actor=actor,
            target=f"discussion:{locked.slug}",
            detail={"votes": len(given), "statements": len(rows), "participants": len(people)},
        )
        touch_content()
    discussion.refresh_from_db()


def _silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def _statements(discussion: Discussion, statements: Iterable[Written]) -> dict[int, Statement]:
    from luotsi.hub.dialogue.domain.authoring import standing_of  # noqa: PLC0415 - cycle-free start-up

    made = [
        Statement(
            discussion=discussion,
            number=each.number,
            language=each.language,
            state=each.state,
            seed=each.seed,
            meta=each.meta,
            created=each.at or timezone.now(),
            **{f"text_{tag}": each.versions.get(tag, "") for tag in ("fi", "sv", "en")},
            **{
                f"standing_{tag}": standing_of(
                    tag, each.language, each.versions.get(tag, ""), each.standings.get(tag, "")
                )
                for tag in ("fi", "sv", "en")
            },
        )
        for each in statements
    ]
    Statement.objects.bulk_create(made, batch_size=500)
    return {row.number: row for row in Statement.objects.filter(discussion=discussion)}


def _people(discussion: Discussion, numbers: set[int], tier: Tier) -> dict[int, Participant]:
    made = [
        Participant(discussion=discussion, number=number, pseudonym=f"{tier.value}:{number}", tier=tier)
        for number in sorted(numbers)
    ]
    Participant.objects.bulk_create(made, batch_size=500)
    discussion.participant_count = max(numbers, default=0)
    return {row.number: row for row in Participant.objects.filter(discussion=discussion)}


def _log(discussion: Discussion, given: list[Given], tell: Tell) -> dict[tuple[int, int], tuple[str, int]]:
    latest: dict[tuple[int, int], tuple[str, int]] = {}
    remaining, done = iter(given), 0
    while piece := list(islice(remaining, _CHUNK)):
        casts = [
            chain.Cast(person=v.person, statement=v.statement, choice=v.choice, at=_moment(v.at_ms)) for v in piece
        ]
        entries = chain.votes(discussion, casts)
        LogEntry.objects.bulk_create(entries, batch_size=500)
        latest |= {(e.person or 0, e.statement or 0): (e.choice, e.sequence) for e in entries}
        done += len(piece)
        tell(done, len(given))
    return latest


def _votes(
    latest: Mapping[tuple[int, int], tuple[str, int]],
    statements: Mapping[int, Statement],
    people: Mapping[int, Participant],
) -> None:
    made = [
        Vote(participant=people[person], statement=statements[number], choice=choice, sequence=sequence)
        for (person, number), (choice, sequence) in latest.items()
        if number in statements
    ]
    Vote.objects.bulk_create(made, batch_size=500)
    counts: dict[int, int] = {}
    for (_person, number), (choice, _sequence) in latest.items():
        counts[number] = counts.get(number, 0) + (choice != Choice.SKIP)
    for row in statements.values():
        row.votes_cast = counts.get(row.number, 0)
    Statement.objects.bulk_update(statements.values(), ["votes_cast"], batch_size=500)


def _roots(discussion: Discussion) -> None:
    """The root at the end of each day of the log; a clock that ran backwards leaves one root a day all the same."""
    last: dict[Any, tuple[int, str]] = {}
    rows = LogEntry.objects.filter(discussion=discussion).order_by("sequence")
    for day, sequence, root in rows.values_list("day", "sequence", "chain").iterator(chunk_size=_CHUNK):
        last[day] = (sequence, root)
    DayRoot.objects.bulk_create(
        [DayRoot(discussion=discussion, day=day, sequence=at[0], chain=at[1]) for day, at in last.items()],
        batch_size=500,
    )


def publish_roots() -> int:
    """Publish the root of each past day that has votes and no root yet; how many. Every night, and in the audit log."""
    today, made = timezone.localdate(), 0
    for discussion in Discussion.objects.filter(sequence__gt=0, imported=False):
        known = set(DayRoot.objects.filter(discussion=discussion).values_list("day", flat=True))
        entries = LogEntry.objects.filter(discussion=discussion, day__lt=today)
        for day in entries.order_by("day").values_list("day", flat=True).distinct():
            if day in known:
                continue
            last = LogEntry.objects.filter(discussion=discussion, day=day).order_by("-sequence").first()
            if last is None:
                continue
            with transaction.atomic():
                DayRoot.objects.get_or_create(
                    discussion=discussion, day=day, defaults={"sequence": last.sequence, "chain": last.chain}
                )
                audit.record(
                    "discussion.root",
                    actor=None,
                    target=f"discussion:{discussion.slug}",
                    detail={"day": day.isoformat(), "sequence": last.sequence, "chain": last.chain},
                )
            made += 1
    return made


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC)
