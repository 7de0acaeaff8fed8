"""Contents as the pages show them: words in the reader's language, nothing for the template to work out."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.hub.recommendations.content import (
    ActionContent,
    FigureContent,
    IndicatorContent,
    ProgressContent,
    RecommendationContent,
    StatementContent,
    VisionContent,
    plain,
)
from luotsi.hub.recommendations.models import Action, Edition, Figure
from luotsi.hub.recommendations.queries import Names, Published
from luotsi.hub.spine.models import Certainty, Link, Source
from luotsi.hub.spine.registry import kind
from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.trilingual import here
from luotsi.kit.text import Language
from luotsi.web import formats

FRAMEWORK = "luotsi-framework"
_BADGES = {"done": "ok", "under_way": "live", "dropped": "", "ahead": "", "unknown": ""}


def when(on: str) -> str:
    """A year, month or day as exact as it is known: ``2025``, ``6/2025``, ``10.6.2025``."""
    if not on:
        return ""
    parts = [int(part) for part in on.split("-")]
    if len(parts) == 3:  # noqa: PLR2004 - year, month, day
        return formats.day(dt.date(*parts))
    return "/".join(str(part) for part in reversed(parts))


def decimal(value: Decimal | None) -> str:
    """A figure with the digits that were given."""
    return "" if value is None else formats.number(Decimal(plain(value)))


def language_name(code: str) -> str:
    """A language as the reader's own language calls it."""
    return {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}.get(code, "")


def source(row: Source | None) -> dict[str, Any] | None:
    """A source as it is cited."""
    if row is None:
        return None
    return {"title": here(row.title), "url": row.url, "publisher": row.publisher, "id": row.id}


def certainty(key: str) -> str:
    """How a fact is known, in words."""
    return str(Certainty(key).label) if key in Certainty.values else ""


def card(item: Published, named: Names) -> dict[str, Any]:
    """What a list shows of a recommendation."""
    content = item.content
    owner = named.organisations.get(content.owner)
    return {
        "number": content.number,
        "title": content.title.shown(),
        "why": content.why.shown(),
        "url": reverse("recommendations:detail", kwargs={"slug": content.slug}),
        "owner": here(owner.short) if owner else "",
        "done": content.done(),
        "actions": len(content.actions),
        "measured": content.measured(),
        "indicators": len(content.indicators),
        "figures": [figure(one, named) for one in content.figures],
        "edition": item.edition.number,
        "changed": item.edition.decided_at or item.edition.submitted_at,
    }


def detail(content: RecommendationContent, named: Names) -> dict[str, Any]:
    """What the page of a recommendation shows, published or waiting."""
    owner = named.organisations.get(content.owner)
    return {
        "content": content,
        "title": content.title.shown(),
        "why": content.why.shown(),
        "owner": here(owner.name) if owner else "",
        "source": source(named.sources.get(content.source)),
        "certainty": certainty(content.certainty),
        "reviewed_on": when(content.reviewed_on),
        "behind": (get_language() or "fi") in content.behind,
        "figures": [_told_above(figure(one, named), one.source, content) for one in content.figures],
        "actions": [_told_above(_action(one, named), one.source, content) for one in content.actions],
        "indicators": [_indicator(one, named) for one in content.indicators],
        "progress": [_progress(one) for one in content.progress],
        "done": content.done(),
        "short_url": reverse("recommendation_short", args=[content.number]),
    }


def vision(content: VisionContent, named: Names) -> dict[str, Any]:
    """What the page of the vision shows."""
    return {
        "content": content,
        "title": content.title.shown(),
        "lead": content.lead.shown(),
        "about": [paragraph for paragraph in content.about.shown().text.split("\n") if paragraph.strip()],
        "about_language": content.about.shown().language,
        "launched": when(content.launched),
        "source": source(named.sources.get(content.source)),
        "certainty": certainty(content.certainty),
        "reviewed_on": when(content.reviewed_on),
        "behind": (get_language() or "fi") in content.behind,
        "states": [_language_state(code, content) for code in (language.value for language in Language)],
        "statements": [_told_above(_statement(one, named), one.source, content) for one in content.statements],
    }


def figure(one: FigureContent, named: Names) -> dict[str, Any]:
    """A poll result: never without its n, or the words that n is not known."""
    return {
        "text": one.text.shown(),
        "percent": formats.percent(one.percent / 100, -min(0, int(one.percent.normalize().as_tuple().exponent))),
        "value": plain(one.percent),
        "n": one.n,
        "source": source(named.sources.get(one.source)),
        "certainty": certainty(one.certainty),
    }


def loose_figure(row: Figure, named_source: Source) -> dict[str, Any]:
    """A poll result that belongs to no recommendation."""
    content = FigureContent(
        id=str(row.pk), text=row.text, percent=row.percent, n=row.n, source=named_source.pk, certainty=row.certainty
    )
    return figure(content, Names({}, {named_source.pk: named_source}))


def _told_above(shown: dict[str, Any], own: str, content: RecommendationContent | VisionContent) -> dict[str, Any]:
    """Its source is cited only where it is not the one that the page cites for all."""
    return shown | {"source": None} if own == content.source else shown


def _language_state(code: str, content: VisionContent) -> dict[str, Any]:
    texts = [content.title, content.lead, content.about, *(one.text for one in content.statements)]
    missing = sum(bool(one) and not one.in_(code) for one in texts)
    if missing:
        words, badge = _("%(n)s texts missing") % {"n": missing}, "warn"
    elif code in content.behind:
        words, badge = _("older than the newest"), "warn"
    else:
        words, badge = _("up to date"), "ok"
    return {"code": code, "name": language_name(code), "words": words, "badge": badge}


def _action(one: ActionContent, named: Names) -> dict[str, Any]:
    owner = named.organisations.get(one.owner)
    return {
        "title": one.title.shown(),
        "owner": here(owner.short) if owner else "",
        "due": when(one.due),
        "state": str(Action.State(one.state).label),
        "badge": _BADGES[one.state],
        "done_on": when(one.done_on),
        "source": source(named.sources.get(one.source)),
    }


def _indicator(one: IndicatorContent, named: Names) -> dict[str, Any]:
    values = sorted(one.values, key=lambda value: value.on)
    unit = one.unit.shown()
    return {
        "id": one.id,
        "title": one.title.shown(),
        "definition": one.definition.shown(),
        "unit": unit,
        "direction": one.direction,
        "baseline": decimal(one.baseline),
        "baseline_on": when(one.baseline_on),
        "target": decimal(one.target),
        "target_on": when(one.target_on),
        "proposal": one.source == FRAMEWORK,
        "source": source(named.sources.get(one.source)),
        "values": [
            {
                "on": when(value.on),
                "value": decimal(value.value),
                "n": value.n,
                "source": {"title": value.source_title, "url": value.source_url},
            }
            for value in values
        ],
        "newest": decimal(values[-1].value) if values else "",
        "newest_on": when(values[-1].on) if values else "",
    }


def _progress(one: ProgressContent) -> dict[str, Any]:
    return {
        "on": when(one.on),
        "text": one.text.shown(),
        "source": {"title": one.source_title, "url": one.source_url} if one.source_title else None,
    }


def _statement(one: StatementContent, named: Names) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text.shown(),
        "ground": ground("vision_statement", one.id),
        "source": source(named.sources.get(one.source)),
        "certainty": certainty(one.certainty),
    }


def ground(kind_key: str, identifier: str, *, everything: bool = False) -> list[dict[str, Any]]:
    """What it rests on and what rests on it: every linked thing by name and address, whichever app has it.

    What has no public address is not public: only editors see it (``everything``).
    """
    touching = Q(from_kind=kind_key, from_id=identifier) | Q(to_kind=kind_key, to_id=identifier)
    found = []
    for link in Link.objects.filter(touching):
        outward = (link.from_kind, link.from_id) == (kind_key, identifier)
        key, name = (link.to_kind, link.to_id) if outward else (link.from_kind, link.from_id)
        known = kind(key)
        thing = known.find(name) if known else None
        if known is None or thing is None or not (everything or known.address(thing)):
            continue
        found.append(
            {
                "link": link.pk if outward else None,
                "kind": here(known.label),
                "relation": "" if link.relation == Relation.RESTS_ON else here(Relation(link.relation).label),
                "title": str(thing),
                "url": known.address(thing),
            }
        )
    return sorted(found, key=lambda item: (item["kind"], item["title"]))


def history(editions: Sequence[Edition]) -> list[dict[str, Any]]:
    """The published editions as rows, newest first."""
    return [
        {
            "number": row.number,
            "at": row.decided_at or row.submitted_at,
            "note": row.note.shown(),
            "digest": row.digest,
        }
        for row in reversed(editions)
    ]


def field_names() -> dict[str, str]:
    """The fields of a difference, in words."""
    return {
        "title": _("Title"), "why": _("Why"), "owner": _("Owner"), "source": _("Source"),
        "certainty": _("How it is known"), "reviewed_on": _("Reviewed on"), "lead": _("Lead paragraph"),
        "about": _("How it was made"), "launched": _("Launched"), "text": _("Text"), "percent": _("Share, %"),
        "n": _("Number of answers (n)"), "due": _("Due"), "state": _("State"), "done_on": _("Done on"),
        "definition": _("Definition"), "unit": _("Unit"), "direction": _("Direction"), "baseline": _("Baseline"),
        "baseline_on": _("Baseline measured"), "target": _("Target value"), "target_on": _("Target for"),
        "values": _("Measured value"), "on": _("When"), "source_title": _("Source"),
        "source_url": _("Address of the source"),
    }  # fmt: skip


def group_names() -> dict[str, str]:
    """The parts of a difference, in words."""
    return {
        "figures": _("Poll result"),
        "actions": _("Action"),
        "indicators": _("Indicator"),
        "progress": _("Progress"),
        "statements": _("Statement"),
    }
