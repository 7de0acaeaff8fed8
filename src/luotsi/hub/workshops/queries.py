"""What can be asked of the workshops."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from luotsi.engines.stats.table import small
from luotsi.hub.workshops.models import Group, Idea, Note, Participant, Phase, Workshop

# Nothing is told of fewer people than this (specification of the dialogue: k at least 10).
SMALLEST = 10


def announced() -> QuerySet[Workshop]:
    """The workshops that the public knows."""
    return Workshop.objects.exclude(phase=Phase.DRAFT).select_related("host", "source")


def coming(today: dt.date) -> QuerySet[Workshop]:
    """Those that are not over, the next first."""
    return announced().filter(day__gte=today, elsewhere=False).exclude(phase=Phase.CLOSED).order_by("day", "start_time")


def secret_hash(workshop: Workshop, secret: str) -> str:
    """The keyed hash by which a secret is known: of no use in another workshop."""
    return salted_hmac(f"luotsi.workshops:{workshop.pk}", secret, algorithm="sha256").hexdigest()


def participant_of(workshop: Workshop, secret: str) -> Participant | None:
    """Whoever holds the secret."""
    if not secret:
        return None
    return workshop.participants.select_related("group").filter(secret_hash=secret_hash(workshop, secret)).first()


def board(workshop: Workshop) -> QuerySet[Idea]:
    """The ideas on the board with their votes."""
    shown = workshop.ideas.filter(state=Idea.State.SHOWN).select_related("group")
    return shown.annotate(number=Count("votes", distinct=True), joined=Count("merged", distinct=True))


def in_own_order(workshop: Workshop, participant: Participant) -> list[Idea]:
    """The ideas in an order of the participant's own, so that none gains by standing first for everybody."""

    def place(idea: Idea) -> str:
        return salted_hmac("luotsi.workshops.order", f"{participant.secret_hash}{idea.pk}").hexdigest()

    return sorted(board(workshop), key=place)


def ranked(workshop: Workshop) -> list[tuple[Idea, int]]:
    """The ideas by votes, the oldest first among equals."""
    rows = [(idea, votes(idea)) for idea in board(workshop)]
    return sorted(rows, key=lambda pair: -pair[1])


def votes(idea: Idea) -> int:
    """The votes of an idea: counted once for all, or still one by one."""
    if idea.counted is not None:
        return idea.counted
    number = getattr(idea, "number", None)
    return number if number is not None else idea.votes.count()


def taking_part(workshop: Workshop) -> int:
    """How many have joined."""
    if workshop.took_part is not None:
        return workshop.took_part
    return workshop.participants.filter(joined=True).count()


@dataclass(frozen=True, slots=True)
class Public:
    """An idea as the public sees it. ``votes`` is None when it was withheld."""

    idea: Idea
    votes: int | None
    rank: int


def public_results(workshop: Workshop) -> list[Public]:
    """The ideas by votes. A count under ten is withheld, and so is every count where fewer than ten took part."""
    rows = ranked(workshop)
    counts = [count for _, count in rows]
    few = taking_part(workshop) < SMALLEST
    hidden = frozenset(range(len(counts))) if few else small(counts, SMALLEST)
    ranks = {count: place for place, count in reversed(list(enumerate(counts, 1)))}
    return [Public(idea, None if place in hidden else count, ranks[count]) for place, (idea, count) in enumerate(rows)]


def newest_notes(workshop: Workshop) -> list[tuple[Group, Note | None]]:
    """Each group with its newest note."""
    newest = {note.group_id: note for note in Note.objects.filter(group__workshop=workshop).order_by("number")}
    return [(group, newest.get(group.pk)) for group in workshop.groups.all()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the reader asked for; empty means everything."""

    when: str = ""
    words: str = ""


def found(filters: Filters) -> list[Workshop]:
    """The workshops that match, newest first. Words are sought in all three languages."""
    rows = announced()
    today = timezone.localdate()
    over = Q(day__lt=today) | Q(elsewhere=True) | Q(phase=Phase.CLOSED)
    if filters.when == "coming":
        rows = rows.exclude(over)
    if filters.when == "held":
        rows = rows.filter(over)
    sought = filters.words.casefold().split()
    return [row for row in rows if all(word in _haystack(row) for word in sought)]


def _haystack(row: Workshop) -> str:
    words = [row.title, row.lead]
    return "\n".join([*(f"{one.fi}\n{one.sv}\n{one.en}" for one in words), row.place]).casefold()
