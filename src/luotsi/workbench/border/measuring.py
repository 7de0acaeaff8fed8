"""Aggregates of one tool, experiment and calendar month: values of signed reviews, divided by sex and age, suppressed.

A month is the only period: no two periods overlap, so none can be subtracted from another.
"""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils import timezone

from luotsi.engines.stats import Breakdown, Release, dominated, hidden_groups
from luotsi.engines.stats.release import ALL
from luotsi.kit.canonical import digest
from luotsi.kit.measure import Aggregate, Cell, Measure, MeasureKind
from luotsi.kit.registry import tools
from luotsi.workbench.measures import beside, value_of, values
from luotsi.workbench.models import Client, Run

LONGEST_ID = 64
SEXES = MappingProxyType({"F": "sex:female", "M": "sex:male"})
AGES = ((18, "age:0-17"), (65, "age:18-64"), (75, "age:65-74"), (200, "age:75-"))
AXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sex": ("sex:female", "sex:male", "sex:other"), "age": (*(name for _, name in AGES), "age:unknown")}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything of one measure in one month before it is decided what of it may leave. Holds client identifiers."""

    id: str
    experiment: str
    tool: str
    measure: Measure
    start: date
    end: date
    groups: Mapping[str, Mapping[str, tuple[float, ...]]]

    @property
    def breakdown(self) -> Breakdown:
        """Who contributed, by axis; a contribution is told only by a hash of its values."""
        made = {
            group: {person: digest(sorted(found))[:16] for person, found in by.items()}
            for group, by in self.groups.items()
        }
        return Breakdown(made[ALL], {axis: {name: made[name] for name in names} for axis, names in AXES.items()})

    def release(self, earlier: Sequence[Release], k: int) -> Release:
        """What of it may be shown beside what was shown before."""
        mean = self.measure.kind is MeasureKind.MEAN
        also = {name for name, by in self.groups.items() if dominated(by, mean=mean)}
        found = self.breakdown
        return Release(found, hidden_groups(found, k, also=also, earlier=earlier))

    def aggregate(self, hidden: frozenset[str], version: int, k: int) -> Aggregate:
        """The message: figures of every group that is not hidden."""
        return Aggregate(
            id=self.id,
            county=settings.LUOTSI_COUNTY_ID,
            experiment=self.experiment,
            tool=self.tool,
            measure=self.measure.key,
            start=self.start,
            end=self.end,
            version=version,
            k=k,
            cells=tuple(_cell(group, by, hidden=group in hidden) for group, by in self.groups.items()),
        )


def _cell(group: str, by: Mapping[str, tuple[float, ...]], *, hidden: bool) -> Cell:
    if hidden:
        return Cell(group, None, None, None)
    found = [value for values_ in by.values() for value in values_]
    return Cell(group, len(found), float(sum(found)), float(sum(value * value for value in found)))


def basis(breakdown: Breakdown, hidden: frozenset[str]) -> dict[str, Any]:
    """A release as JSON, for comparing later ones with it. Stays in the county."""
    return {
        "hidden": sorted(hidden),
        "all": dict(breakdown.everybody),
        "axes": {a: dict(g) for a, g in breakdown.axes.items()},
    }


def release_of(stored: Mapping[str, Any]) -> Release:
    """A stored release read back."""
    return Release(Breakdown(stored["all"], stored["axes"]), frozenset(stored["hidden"]))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def figures(day: date) -> Iterator[Figure]:
    """Every measure of every tool and experiment of the month of ``day`` in which something was signed or counted."""
    start, end = month_of(day)
    for name, tool in tools().items():
        period = _period(start, end)
        gathered = [(run.case.client, values(run)) for run in _signed(name, period)]
        for key, unsigned in beside(name, *period).items():
            gathered += [(run.case.client, {key: value_of(key, run)}) for run in unsigned]
        for measure in tool.card.measures:
            if not any(measure.key in found for _, found in gathered):
                continue
            groups = _grouped([(client, found.get(measure.key, [])) for client, found in gathered], end)
            for experiment in tool.card.experiments:
                identity = _identity(experiment, name, measure.key, start)
                yield Figure(identity, experiment, name, measure, start, end, groups)


def _period(start: date, end: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return datetime.combine(start, time.min, zone), datetime.combine(end, time.max, zone)


def _signed(tool: str, period: tuple[datetime, datetime]) -> list[Run]:
    runs = Run.objects.filter(tool=tool, state=Run.State.SIGNED, signature__signed_at__range=period)
    return list(runs.select_related("case__client").order_by("signature__signed_at", "pk"))


def _grouped(gathered: Sequence[tuple[Client, Sequence[float]]], end: date) -> dict[str, dict[str, tuple[float, ...]]]:
    groups: dict[str, dict[str, tuple[float, ...]]] = {name: {} for name in (ALL, *AXES["sex"], *AXES["age"])}
    for client, found in gathered:
        if found:
            person = str(client.pk)
            for group in (ALL, SEXES.get(client.sex, "sex:other"), _age_group(client.birth_date, end)):
                groups[group][person] = (*groups[group].get(person, ()), *found)
    return groups


def _age_group(born: date | None, on: date) -> str:
    if born is None:
        return "age:unknown"
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((name for limit, name in AGES if 0 <= age < limit), "age:unknown")


def _identity(experiment: str, tool: str, measure: str, start: date) -> str:
    """The same figure has the same identifier in every version."""
    name = f"{experiment}.{tool}.{measure}.{start:%Y-%m}"
    if len(name) <= LONGEST_ID:
        return name
    return f"{experiment}.{hashlib.sha256(name.encode()).hexdigest()[:32]}.{start:%Y-%m}"
