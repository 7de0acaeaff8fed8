"""What can be asked of the recommendations and the vision. The public sees published editions only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from luotsi.hub.recommendations.content import (
    RecommendationContent,
    VisionContent,
    recommendation_from,
    vision_from,
)
from luotsi.hub.recommendations.models import Edition, Figure, Indicator, Recommendation, Vision
from luotsi.hub.spine.models import Organisation, Source


@dataclass(frozen=True, slots=True)
class Published:
    """A recommendation as the public knows it, and the edition it was published in."""

    content: RecommendationContent
    edition: Edition


@dataclass(frozen=True, slots=True)
class PublishedVision:
    """The vision as the public knows it."""

    content: VisionContent
    edition: Edition


def published() -> list[Published]:
    """The newest published edition of every recommendation, by number."""
    newest = {row.recommendation_id: row for row in _published().filter(recommendation__isnull=False)}
    found = [Published(recommendation_from(row.content), row) for row in newest.values()]
    return sorted(found, key=lambda item: item.content.number)


def published_recommendation(slug: str) -> Published | None:
    """One of them."""
    row = _published().filter(recommendation__slug=slug).last()
    return Published(recommendation_from(row.content), row) if row else None


def current_vision() -> PublishedVision | None:
    """The vision that was launched last; one whose launch is not announced only when there is no other."""
    newest = {row.vision_id: row for row in _published().filter(vision__isnull=False)}
    found = [PublishedVision(vision_from(row.content), row) for row in newest.values()]
    return max(found, key=lambda item: (item.content.launched, item.edition.pk), default=None)


def editions_of(subject: Recommendation | Vision) -> QuerySet[Edition]:
    """Every edition of it, oldest first."""
    return subject.editions.select_related("submitted_by", "decided_by")


def public_editions(subject: Recommendation | Vision) -> list[Edition]:
    """The published ones, oldest first."""
    return list(subject.editions.filter(state=Edition.State.PUBLISHED))


def waiting() -> QuerySet[Edition]:
    """The editions that wait for a second person."""
    return Edition.objects.filter(state=Edition.State.WAITING).select_related(
        "recommendation", "vision", "submitted_by"
    )


def in_work() -> QuerySet[Recommendation]:
    """Every recommendation with all that an edition holds."""
    return Recommendation.objects.prefetch_related(
        "figures",
        "actions",
        "progress",
        "stewards",
        Prefetch("indicators", Indicator.objects.prefetch_related("values")),
    )


def loose_figures() -> QuerySet[Figure]:
    """The poll results that belong to no recommendation."""
    return Figure.objects.filter(recommendation=None)


def _published() -> QuerySet[Edition]:
    return Edition.objects.filter(state=Edition.State.PUBLISHED).order_by("number")


@dataclass(frozen=True, slots=True)
class Names:
    """Organisations and sources that contents name, read at once."""

    organisations: dict[str, Organisation]
    sources: dict[str, Source]


def names(contents: Iterable[RecommendationContent | VisionContent]) -> Names:
    """The organisations and sources that these contents name."""
    organisations: set[str] = set()
    sources: set[str] = set()
    for content in contents:
        sources.add(content.source)
        if isinstance(content, VisionContent):
            sources |= {item.source for item in content.statements}
            continue
        organisations |= {content.owner} | {action.owner for action in content.actions}
        for group in (content.figures, content.actions, content.indicators):
            sources |= {item.source for item in group}
    return Names(
        {row.pk: row for row in Organisation.objects.filter(pk__in=organisations - {""})},
        {row.pk: row for row in Source.objects.filter(pk__in=sources - {""})},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the reader asked for; empty means everything."""

    owner: str = ""
    state: str = ""
    measured: str = ""
    words: str = ""


UNNAMED = "none"


def found(filters: Filters) -> list[Published]:
    """The recommendations that match. Words are sought in all three languages, without regard to capitals."""
    rows = published()
    if filters.owner:
        wanted = "" if filters.owner == UNNAMED else filters.owner
        rows = [row for row in rows if row.content.owner == wanted]
    if filters.state:
        rows = [row for row in rows if any(action.state == filters.state for action in row.content.actions)]
    if filters.measured:
        rows = [row for row in rows if bool(row.content.measured()) == (filters.measured == "yes")]
    sought = filters.words.casefold().split()
    return [row for row in rows if all(word in _haystack(row.content) for word in sought)]


def _haystack(content: RecommendationContent) -> str:
    groups = (content.figures, content.actions, content.indicators, content.progress)
    words = [content.title, content.why]
    for group in groups:
        words += [item.title if hasattr(item, "title") else item.text for item in group]
    return "\n".join(f"{one.fi}\n{one.sv}\n{one.en}" for one in words).casefold()
