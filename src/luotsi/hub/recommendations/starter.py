"""The six published recommendations, the poll behind them and the vision: loaded once, never put over editors' work."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from luotsi.hub.recommendations import content
from luotsi.hub.recommendations.models import (
    Edition,
    Figure,
    Recommendation,
    Vision,
    VisionStatement,
)
from luotsi.hub.recommendations.screens import FRAMEWORK
from luotsi.hub.spine.domain import link, touch_content
from luotsi.hub.spine.models import StarterMark
from luotsi.hub.spine.registry import kind
from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.trilingual import columns
from luotsi.kit.canonical import digest
from luotsi.kit.text import Text

MARK = "recommendations"


@transaction.atomic
def load() -> None:
    """Load what has not been loaded yet."""
    if StarterMark.objects.filter(pk=MARK).exists():
        return
    given = yaml.safe_load(files(__package__).joinpath("starter.yaml").read_text("utf-8"))
    for entry in given["recommendations"]:
        _recommendation(entry, given)
    for order, entry in enumerate(given["loose"]):
        _figure(None, order, entry, given)
    _vision(given)
    StarterMark.objects.create(pk=MARK)
    touch_content()


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["fi"], entry["sv"], entry["en"])


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"source_id": given["source"], "certainty": given["certainty"], "reviewed_on": given["reviewed_on"]}


def _recommendation(entry: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    row = Recommendation.objects.create(
        number=entry["number"],
        slug=entry["slug"],
        **columns("title", _text(entry["title"])),
        **columns("why", _text(entry["why"])),
        **_known(given),
    )
    for order, one in enumerate(entry["figures"]):
        _figure(row, order, one, given)
    for order, one in enumerate(entry["actions"]):
        row.actions.create(order=order, source_id=given["source"], **columns("title", _text(one)))
    for order, one in enumerate(entry["indicators"]):
        words = {name: _text(one[name]) for name in ("title", "definition", "unit")}
        spread = {key: value for name, text in words.items() for key, value in columns(name, text).items()}
        row.indicators.create(order=order, source_id=FRAMEWORK, **spread)
    told = given["published"]
    row.progress.create(on=told["when"], source_title=told["source"], **columns("text", _text(told)))
    _first_edition(row, given)
    known = kind("experiment")
    for code in entry.get("experiments", ()):
        if known is not None and known.find(code) is not None:
            link(("recommendation", row.slug), Relation.RELATES_TO, ("experiment", code), None)


def _figure(row: Recommendation | None, order: int, entry: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    Figure.objects.create(
        recommendation=row,
        order=order,
        percent=entry["percent"],
        n=None,
        source_id=given["source"],
        certainty=given["certainty"],
        **columns("text", _text(entry)),
    )


def _vision(given: Mapping[str, Any]) -> None:
    entry = given["vision"]
    words = {name: _text(entry[name]) for name in ("title", "lead", "about")}
    spread = {key: value for name, text in words.items() for key, value in columns(name, text).items()}
    row = Vision.objects.create(slug=entry["slug"], launched=entry["launched"], **spread, **_known(given))
    by_number = {one.number: one.slug for one in Recommendation.objects.all()}
    for order, one in enumerate(entry["statements"]):
        made = VisionStatement.objects.create(
            vision=row,
            order=order,
            source_id=given["source"],
            certainty=given["certainty"],
            **columns("text", _text(one)),
        )
        link(("vision_statement", str(made.pk)), Relation.RELATES_TO, ("recommendation", by_number[one["of"]]), None)
    _first_edition(row, given)
    discussion = kind("discussion")
    if discussion is not None and discussion.find(entry["discussion"]) is not None:
        link(("vision", row.slug), Relation.RELATES_TO, ("discussion", entry["discussion"]), None)


def _first_edition(row: Recommendation | Vision, given: Mapping[str, Any]) -> None:
    """Nobody submitted or approved it: the source stands for it."""
    row.refresh_from_db()
    body = content.as_json(content.of(row))
    now = timezone.now()
    row.editions.create(
        number=1,
        content=body,
        digest=digest(body),
        state=Edition.State.PUBLISHED,
        note_words=dict(given["note"]),
        submitted_at=now,
        decided_at=now,
    )
