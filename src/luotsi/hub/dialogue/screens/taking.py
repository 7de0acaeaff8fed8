"""Discussions, statements and votes as they are shown."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from luotsi.hub.dialogue import queries
from luotsi.hub.dialogue.models import (
    Choice,
    Discussion,
    LogEntry,
    ModerationEvent,
    Participant,
    Response,
    Statement,
    Tier,
    Vote,
)
from luotsi.hub.dialogue.models.statement import Standing
from luotsi.hub.spine.models import Link
from luotsi.hub.spine.queries import links_of
from luotsi.hub.spine.registry import kind
from luotsi.hub.spine.trilingual import here
from luotsi.hub.spine.wording import Shown


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as read: its words, their language when it is not the reader's, and how the version was made."""

    number: int
    words: Shown
    original: str
    original_language: str
    standing: str
    machine: bool

    def __str__(self) -> str:
        return self.words.text


def wording(row: Statement) -> Wording:
    """The statement in the reader's language, with the original beside a translation."""
    language = get_language() or "fi"
    words = row.text.shown(language)
    translated = not words.language and row.language != language
    return Wording(
        number=row.number,
        words=words,
        original=row.text.in_(row.language) if translated else "",
        original_language=row.language,
        standing=str(Standing(row.standing(language)).label) if translated and row.standing(language) else "",
        machine=translated and row.standing(language) == Standing.MACHINE,
    )


def card(row: Discussion) -> dict[str, Any]:
    """A discussion on a list."""
    phase = row.phase()
    return {
        "title": row.title.shown(),
        "about": row.about.shown(),
        "url": reverse("dialogue:detail", args=[row.slug]),
        "results_url": reverse("dialogue:results", args=[row.slug]),
        "phase": phase.label,
        "open": phase == "open",
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "invented": row.invented,
        "imported": row.imported,
        "participants": row.participant_count,
        "statements": row.statement_count,
    }


def discussion(row: Discussion) -> dict[str, Any]:
    """What every page of a discussion shows."""
    phase = row.phase()
    return {
        "title": row.title.shown(),
        "about": row.about.shown(),
        "use": row.use.shown(),
        "phase": str(phase),
        "phase_words": phase.label,
        "is_closed": phase == "closed",
        "links": named_links("discussion", row.slug),
    }


_KEYS = {
    Choice.AGREE: ("tick", "agree"),
    Choice.DISAGREE: ("cross", "disagree"),
    Choice.UNSURE: ("ring", "unsure"),
    Choice.SKIP: ("arrow-right", "skip"),
}


def keys() -> dict[str, str]:
    """The letter of each answer, in the reader's language."""
    return {
        Choice.AGREE: pgettext("vote key", "A"),
        Choice.DISAGREE: pgettext("vote key", "D"),
        Choice.UNSURE: pgettext("vote key", "U"),
        Choice.SKIP: pgettext("vote key", "S"),
        "back": pgettext("vote key", "Z"),
    }


def statement_card(row: Statement, who: Participant | None) -> dict[str, Any]:
    """The card that is voted on, with the vote that stands when it is shown again."""
    before = Vote.objects.filter(participant=who, statement=row).first() if who else None
    letters = keys()
    return {
        "number": row.number,
        "wording": wording(row),
        "seed": row.seed,
        "mine": who is not None and row.author_id == who.pk,
        "important": bool(before and before.important),
        "again": before is not None,
        "choices": [
            {
                "value": str(choice.value),
                "label": str(choice.label),
                "icon": _KEYS[choice][0],
                "key": letters[choice],
                "chosen": bool(before and before.choice == choice),
            }
            for choice in Choice
        ],
        "back_key": letters["back"],
    }


def own_vote(vote: Vote) -> dict[str, Any]:
    """One of my votes: what, how, and its receipt."""
    entry = LogEntry.objects.filter(discussion_id=vote.statement.discussion_id, sequence=vote.sequence).first()
    votable = vote.statement.state == Statement.State.ACCEPTED
    return {
        "wording": wording(vote.statement),
        "choice": Choice(vote.choice).label,
        "important": vote.important,
        "url": reverse("dialogue:detail", args=[vote.statement.discussion.slug]) + f"?statement={vote.statement.number}"
        if votable
        else "",
        "receipt": f"{entry.sequence} {entry.leaf[:16]}" if entry else "",
    }


def own_statement(row: Statement) -> dict[str, Any]:
    """One of my statements: where it stands, why, and whether I may appeal."""
    last = row.events.exclude(reason="").first()
    appeal = getattr(row, "appeal", None)
    state = {
        Statement.State.PENDING: _("waits for a moderator"),
        Statement.State.SECOND: _("waits for a second moderator"),
        Statement.State.ACCEPTED: _("accepted, and voted on"),
        Statement.State.REJECTED: _("rejected"),
    }[Statement.State(row.state)]
    return {
        "number": row.number,
        "words": row.text.shown(row.language),
        "state": state,
        "reason": last.get_reason_display() if last and row.state == Statement.State.REJECTED else "",
        "note": last.note if last and row.state == Statement.State.REJECTED else "",
        "may_appeal": row.state == Statement.State.REJECTED and appeal is None,
        "appealed": appeal is not None and appeal.decided_at is None,
        "answer": appeal.answer if appeal and appeal.decided_at else "",
        "dismissed": bool(appeal and appeal.upheld is False),
    }


def near(row: Statement) -> dict[str, Any]:
    """A statement that says nearly the same."""
    return {
        "wording": wording(row),
        "url": reverse("dialogue:detail", args=[row.discussion.slug]) + f"?statement={row.number}#vote",
    }


def queued(row: Statement, near_rows: list[Statement], remarks: list[Any], user: Any) -> dict[str, Any]:
    """A statement in the moderators' queue."""
    proposal = row.events.filter(act=ModerationEvent.Act.PROPOSE).first()
    second = row.state == Statement.State.SECOND
    return {
        "number": row.number,
        "words": row.text.shown(row.language),
        "language": row.language,
        "at": row.created,
        "seed": row.seed,
        "second": second,
        "reason": proposal.get_reason_display() if second and proposal else "",
        "mine": bool(second and proposal and proposal.by_id == user.pk),
        "near": [near(other) for other in near_rows],
        "remarks": remarks,
        "replaces": row.replaces.number if row.replaces else None,
    }


def event(row: ModerationEvent) -> dict[str, Any]:
    """A line of the public log of moderation. A hidden text stays hidden; nobody's name is shown."""
    statement = row.statement
    withheld = statement.hidden or statement.state == Statement.State.PENDING
    return {
        "at": row.at,
        "number": statement.number,
        "act": ModerationEvent.Act(row.act).label,
        "reason": row.get_reason_display() if row.reason else "",
        "note": row.note,
        "wording": None if withheld else wording(statement),
        "hidden": statement.hidden,
        "waiting": statement.state == Statement.State.PENDING,
    }


def response(row: Response) -> dict[str, Any]:
    """An official answer."""
    return {"id": row.pk, "who": here(row.organisation.name), "words": row.words.shown(), "on": row.on}


def coverage(row: Discussion) -> dict[str, Any]:
    """How a discussion is going. Doors with fewer than five people are told as "under 5"."""
    found = queries.coverage(row)
    return {
        "participants": found.participants,
        "votes": found.votes,
        "statements": found.statements,
        "waiting": found.waiting,
        "median": found.median_votes,
        "thin": found.thin,
        "floor": queries.FLOOR,
        "tiers": [
            {"label": Tier(tier).label, "count": str(count) if count >= 5 else _("under 5")}  # noqa: PLR2004 - the least that is told
            for tier, count in found.by_tier.items()
        ],
    }


def named_links(key: str, identifier: str) -> list[dict[str, Any]]:
    """What of the hub is linked with a thing of ours, as (kind, title, address)."""
    found = []
    for link in links_of(key, identifier):
        other_kind, other_id = _other(link, key, identifier)
        known = kind(other_kind)
        thing = known.find(other_id) if known else None
        if known is None or thing is None:
            continue
        found.append({"pk": link.pk, "kind": here(known.label), "title": str(thing), "url": known.address(thing)})
    return found


def _other(link: Link, key: str, identifier: str) -> tuple[str, str]:
    if (link.from_kind, link.from_id) == (key, identifier):
        return link.to_kind, link.to_id
    return link.from_kind, link.from_id
