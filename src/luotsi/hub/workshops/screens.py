"""Workshops as the pages show them."""

from typing import Any

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luotsi.hub.spine.registry import intake, kind
from luotsi.hub.spine.trilingual import here
from luotsi.hub.workshops.models import Idea, Outcome, Phase, Reason, Workshop
from luotsi.hub.workshops.queries import SMALLEST, newest_notes, public_results, taking_part
from luotsi.web import formats

_BADGES = {Phase.IDEAS: "live", Phase.VOTES: "live"}


def qr(address: str, label: str) -> SafeString:
    """A QR code as SVG: dark on white in every theme, without inline style."""
    drawn = segno.make(address, error="m").svg_inline(dark="#000", light="#fff", omitsize=True, title=label, border=2)
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - drawn by segno, the label escaped by it


def card(row: Workshop) -> dict[str, Any]:
    """What a list shows of a workshop."""
    return {
        "slug": row.slug,
        "title": row.title.shown(),
        "lead": row.lead.shown(),
        "url": reverse("workshops:detail", kwargs={"slug": row.slug}),
        "when": when(row),
        "day": row.day,
        "place": place(row),
        "host": here(row.host.short) if row.host else "",
        "phase": phase(row),
        "badge": "" if row.elsewhere else _BADGES.get(Phase(row.phase), ""),
        "invented": row.invented,
    }


def phase(row: Workshop) -> str:
    """Where it stands, in words."""
    return _("held, not in Luotsi") if row.elsewhere else str(Phase(row.phase).label)


def when(row: Workshop) -> str:
    """The day and the wall-clock times, with the zone where it is not Finland's."""
    day = formats.day(row.day)
    if row.start_time is None:
        return day
    times = formats.clock(row.start_time)
    if row.end_time is not None:
        times = f"{times}–{formats.clock(row.end_time)}"
    zone = "" if row.zone == "Europe/Helsinki" else f" ({row.zone})"
    return _("%(day)s at %(times)s") % {"day": day, "times": times} + zone


def place(row: Workshop) -> str:
    """Where it is."""
    online = row.online or bool(row.online_url)
    if row.place and online:
        return _("%(place)s and online") % {"place": row.place}
    return row.place or (_("online") if online else _("place not announced"))


def agenda(row: Workshop) -> list[dict[str, Any]]:
    """The programme."""
    return [
        {"title": item.title.shown(), "starts": formats.clock(item.starts), "minutes": item.minutes}
        for item in row.agenda.all()
    ]


def idea(row: Idea) -> dict[str, Any]:
    """An idea with the language it is written in."""
    return {"id": row.pk, "text": row.text, "language": row.language, "group": row.group}


def outcomes(row: Workshop) -> list[dict[str, Any]]:
    """What came of it, with a link to what was made where that is public."""
    return [_outcome(one) for one in row.outcomes.select_related("idea")]


def _outcome(one: Outcome) -> dict[str, Any]:
    door, known = intake(one.kind), kind(one.kind)
    found = known.find(one.made) if known is not None and one.made else None
    return {
        "row": one,
        "words": one.words.shown(),
        "kind": here(door.label) if door else (here(known.label) if known else one.kind),
        "handed": one.state == Outcome.State.HANDED,
        "state": str(Outcome.State(one.state).label),
        "url": known.address(found) if known is not None and found is not None else "",
        "can": door is not None,
    }


def report(row: Workshop) -> dict[str, Any]:
    """The closing report: nothing in it tells of fewer than ten people."""
    number = taking_part(row)
    hidden = {reason: row.ideas.filter(state=Idea.State.HIDDEN, reason=reason.value).count() for reason in Reason}
    results = public_results(row)
    return {
        "card": card(row),
        "agenda": agenda(row),
        "took_part": str(number) if number >= SMALLEST else _("fewer than %(k)s") % {"k": SMALLEST},
        "smallest": SMALLEST,
        "results": [
            {
                **idea(one.idea),
                "rank": one.rank,
                "votes": one.votes,
                "merged": one.idea.merged.count(),
            }
            for one in results
        ],
        "withheld": any(one.votes is None for one in results),
        "notes": [
            {"group": group.title.shown(), "text": note.text, "language": note.language}
            for group, note in newest_notes(row)
            if note is not None
        ],
        "outcomes": outcomes(row),
        "hidden": [(str(reason.label), count) for reason, count in hidden.items() if count],
        "closing": row.closing.shown(),
    }
