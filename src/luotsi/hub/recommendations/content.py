"""What an edition holds: the whole of a recommendation or a vision at one moment, as values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luotsi.hub.recommendations.models import Recommendation, Vision
from luotsi.hub.spine.wording import Words

RECOMMENDATION_SCHEMA = "luotsi-recommendation/1"
VISION_SCHEMA = "luotsi-vision/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureContent:
    """A poll result; ``n`` is None where the source gives none."""

    id: str
    text: Words
    percent: Decimal
    n: int | None
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionContent:
    """An action; empty strings are unknown."""

    id: str
    title: Words
    owner: str
    due: str
    state: str
    done_on: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueContent:
    """A measured value with its source."""

    id: str
    on: str
    value: Decimal
    n: int | None
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorContent:
    """An indicator with its values, oldest first."""

    id: str
    title: Words
    definition: Words
    unit: Words
    direction: str
    baseline: Decimal | None
    baseline_on: str
    target: Decimal | None
    target_on: str
    source: str
    values: tuple[ValueContent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressContent:
    """One line of the history."""

    id: str
    on: str
    text: Words
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementContent:
    """One statement of the vision."""

    id: str
    text: Words
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationContent:
    """A recommendation, whole."""

    number: int
    slug: str
    title: Words
    why: Words
    owner: str
    source: str
    certainty: str
    reviewed_on: str
    behind: tuple[str, ...]
    figures: tuple[FigureContent, ...]
    actions: tuple[ActionContent, ...]
    indicators: tuple[IndicatorContent, ...]
    progress: tuple[ProgressContent, ...]

    def done(self) -> int:
        """How many actions are done."""
        return sum(action.state == "done" for action in self.actions)

    def measured(self) -> int:
        """How many indicators have a value."""
        return sum(bool(indicator.values) for indicator in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionContent:
    """A vision, whole."""

    slug: str
    title: Words
    lead: Words
    about: Words
    launched: str
    source: str
    certainty: str
    reviewed_on: str
    behind: tuple[str, ...]
    statements: tuple[StatementContent, ...]


Content = RecommendationContent | VisionContent


def as_json(content: Any) -> Any:
    """Any part of a content as JSON values: words by language, decimals as text."""
    if isinstance(content, Words):
        return content.as_json()
    if isinstance(content, Decimal):
        return plain(content)
    if isinstance(content, tuple):
        return [as_json(item) for item in content]
    if hasattr(content, "__dataclass_fields__"):
        return {name: as_json(getattr(content, name)) for name in content.__dataclass_fields__}
    return content


def plain(value: Decimal) -> str:
    """A decimal without needless zeros, never in powers of ten."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def recommendation_from(value: Mapping[str, Any]) -> RecommendationContent:
    """The inverse of :func:`as_json`."""
    indicators = tuple(
        IndicatorContent(**_part(item, "values"), values=_each(ValueContent, item["values"]))
        for item in value["indicators"]
    )
    several = ("figures", "actions", "indicators", "progress", "behind")
    return RecommendationContent(
        **_part(value, *several),
        behind=tuple(value["behind"]),
        figures=_each(FigureContent, value["figures"]),
        actions=_each(ActionContent, value["actions"]),
        indicators=indicators,
        progress=_each(ProgressContent, value["progress"]),
    )


def vision_from(value: Mapping[str, Any]) -> VisionContent:
    """The inverse of :func:`as_json`."""
    return VisionContent(
        **_part(value, "statements", "behind"),
        behind=tuple(value["behind"]),
        statements=_each(StatementContent, value["statements"]),
    )


_DECIMALS = frozenset({"percent", "value", "baseline", "target"})


def _each(kind: Any, rows: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**_part(row)) for row in rows)


def _part(row: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items() if name not in without and name != "schema"}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return Words.from_json(value)
    return Decimal(value) if name in _DECIMALS and value is not None else value


# From the tables under work -------------------------------------------------------------------------------------------
def of_recommendation(row: Recommendation) -> RecommendationContent:
    """The recommendation as it stands on the editors' table."""
    return RecommendationContent(
        number=row.number,
        slug=row.slug,
        title=row.title,
        why=row.why,
        owner=row.owner_id or "",
        **_known(row),
        figures=tuple(
            FigureContent(
                id=str(item.pk),
                text=item.text,
                percent=item.percent,
                n=item.n,
                source=item.source_id,
                certainty=item.certainty,
            )
            for item in row.figures.all()
        ),
        actions=tuple(_action(item) for item in row.actions.all()),
        indicators=tuple(_indicator(item) for item in row.indicators.all()),
        progress=tuple(
            ProgressContent(id=str(item.pk), text=item.text, **_plainly(item, ("on", "source_title", "source_url")))
            for item in row.progress.all()
        ),
    )


def of_vision(row: Vision) -> VisionContent:
    """The vision as it stands on the editors' table."""
    return VisionContent(
        slug=row.slug,
        title=row.title,
        lead=row.lead,
        about=row.about,
        launched=row.launched,
        **_known(row),
        statements=tuple(
            StatementContent(id=str(item.pk), text=item.text, source=item.source_id, certainty=item.certainty)
            for item in row.statements.all()
        ),
    )


def of(row: Recommendation | Vision) -> Content:
    """Either."""
    return of_recommendation(row) if isinstance(row, Recommendation) else of_vision(row)


def _known(row: Recommendation | Vision) -> dict[str, Any]:
    return {
        "source": row.source_id or "",
        "certainty": row.certainty,
        "reviewed_on": row.reviewed_on.isoformat() if row.reviewed_on else "",
        "behind": tuple(row.behind),
    }


def _plainly(item: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _action(item: Any) -> ActionContent:
    return ActionContent(
        id=str(item.pk),
        title=item.title,
        owner=item.owner_id or "",
        source=item.source_id or "",
        **_plainly(item, ("due", "state", "done_on")),
    )


def _indicator(item: Any) -> IndicatorContent:
    names = ("title", "definition", "unit", "direction", "baseline", "baseline_on", "target", "target_on")
    values = tuple(
        ValueContent(id=str(value.pk), **_plainly(value, ("on", "value", "n", "source_title", "source_url")))
        for value in item.values.all()
    )
    return IndicatorContent(id=str(item.pk), source=item.source_id or "", values=values, **_plainly(item, names))
