"""What this app puts into the registries of the spine."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.urls import reverse

from luotsi.hub.recommendations import domain, queries, screens
from luotsi.hub.recommendations.content import RecommendationContent
from luotsi.hub.recommendations.models import Edition, Figure, Recommendation, Vision, VisionStatement
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.models import Initiative, Link
from luotsi.hub.spine.registry import (
    Band,
    Intake,
    Kind,
    MenuItem,
    PublicAddress,
    TimelineItem,
    register_band,
    register_intake,
    register_kind,
    register_menu,
    register_public,
    register_timeline,
)
from luotsi.kit.text import Text

TITLE = Text("Suositukset", "Rekommendationer", "Recommendations")
VISION = Text("visio", "vision", "vision")


def _find(slug: str) -> Recommendation | None:
    return Recommendation.objects.filter(slug=slug).first()


def _find_vision(slug: str) -> Vision | None:
    return Vision.objects.filter(slug=slug).first()


def _find_statement(identifier: str) -> VisionStatement | None:
    try:
        return VisionStatement.objects.filter(pk=uuid.UUID(identifier)).first()
    except ValueError:
        return None


def _address(found: Recommendation) -> str:
    if not found.editions.filter(state=Edition.State.PUBLISHED).exists():
        return ""
    return reverse("recommendations:detail", kwargs={"slug": found.slug})


def _vision_address(found: Vision) -> str:
    return reverse("recommendations:vision")


def _offered() -> Iterator[tuple[str, str]]:
    for row in Recommendation.objects.all():
        yield row.slug, f"{row.number}. {row}"


def _offered_visions() -> Iterator[tuple[str, str]]:
    for row in Vision.objects.all():
        yield row.slug, str(row)


def _offered_statements() -> Iterator[tuple[str, str]]:
    for row in VisionStatement.objects.all():
        yield str(row.pk), str(row)


def _band() -> dict[str, Any]:
    rows = queries.published()
    named = queries.names(row.content for row in rows)
    return {
        "recommendation_cards": [screens.card(row, named) for row in rows],
        "actions": sum(len(row.content.actions) for row in rows),
        "done": sum(row.content.done() for row in rows),
    }


def _public() -> Iterator[PublicAddress]:
    yield PublicAddress(in_every_language("recommendations:list"))
    if queries.current_vision() is not None:
        yield PublicAddress(in_every_language("recommendations:vision"))
    shown = Edition.objects.filter(state=Edition.State.PUBLISHED, recommendation__isnull=False)
    newest = shown.values("recommendation__slug").annotate(at=Max("decided_at"), sent=Max("submitted_at"))
    for row in newest.order_by("recommendation__slug"):
        changed = (row["at"] or row["sent"]).date()
        yield PublicAddress(in_every_language("recommendations:detail", slug=row["recommendation__slug"]), changed)


def _timeline(initiative: Initiative) -> Iterator[TimelineItem]:
    """A recommendation that came to rest on the initiative or on its experiment."""
    names = [("initiative", initiative.slug)]
    experiment = getattr(initiative, "experiment", None)
    if experiment is not None:
        names.append(("experiment", experiment.code))
    published: dict[str, RecommendationContent] = {row.content.slug: row.content for row in queries.published()}
    for kind, identifier in names:
        for link in Link.objects.filter(from_kind="recommendation", to_kind=kind, to_id=identifier):
            content = published.get(link.from_id)
            if content is not None and not content.title.missing():
                title = Text(content.title.fi, content.title.sv, content.title.en)
                words = Text(
                    "Suositus nojaa tähän: {title}",
                    "En rekommendation vilar på detta: {title}",
                    "A recommendation rests on this: {title}",
                ).format(title=title)
                yield TimelineItem(link.created.date().isoformat(), words)


def register() -> None:
    """Called once, when the app is ready. Editions make pages stale where they are published; figures here."""
    watch(Figure, Link)
    register_kind(
        Kind("recommendation", Text("suositus", "rekommendation", "recommendation"), _find, _address, _offered)
    )
    register_kind(Kind("vision", VISION, _find_vision, _vision_address, _offered_visions))
    register_kind(
        Kind(
            "vision_statement",
            Text("vision väite", "visionens påstående", "statement of the vision"),
            _find_statement,
            lambda found: f"{reverse('recommendations:vision')}#s-{found.pk}",
            _offered_statements,
        )
    )
    register_intake(
        Intake(
            kind="recommendation",
            label=Text("suositus", "rekommendation", "recommendation"),
            accept=domain.taken_in,
        )
    )
    register_menu(MenuItem(TITLE, "recommendations:list", 45))
    register_band(Band("recommendations", TITLE, "recommendations/_band.html", _band))
    register_public("recommendations", _public)
    register_timeline("recommendations", _timeline)
