"""What the page of arrivals shows: the newest version of each figure, by experiment and county."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from luotsi.hub.arrivals.models import Arrival, CountyKey
from luotsi.hub.spine.registry import kind
from luotsi.hub.spine.trilingual import here
from luotsi.kit.measure import STANDARD_MEASURES, Aggregate, MeasureKind
from luotsi.kit.text import Text

_MEASURES = {measure.key: measure for measure in STANDARD_MEASURES}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one month: of everybody, and how many subgroups came with it."""

    month: date
    measure: str
    is_share: bool
    version: int
    k: int
    suppressed: bool
    n: int | None
    mean: float | None
    groups_shown: int
    groups: int


@dataclass(frozen=True, slots=True)
class County:
    """What one county has sent of an experiment."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """What has come of one experiment. ``url`` is empty when the hub does not know it."""

    code: str
    title: str
    url: str
    counties: tuple[County, ...]


def experiments(*, invented: bool) -> list[Experiment]:
    """Every experiment of which something came: from real counties, or from invented ones, never both together."""
    names = {row.county: row.name for row in CountyKey.objects.filter(invented=invented)}
    newest: dict[tuple[str, str], Arrival] = {}
    for row in Arrival.objects.filter(key__invented=invented).order_by("version"):
        newest[row.county, row.aggregate] = row
    ordered = sorted(newest.values(), key=lambda row: (row.experiment, row.county, -row.start.toordinal(), row.measure))
    return [_experiment(code, list(rows), names) for code, rows in groupby(ordered, key=lambda row: row.experiment)]


def _experiment(code: str, rows: list[Arrival], names: dict[str, Text]) -> Experiment:
    known = kind("experiment")
    found = known.find(code) if known else None
    return Experiment(
        code,
        str(found) if found else code,
        known.address(found) if known and found else "",
        tuple(_counties(rows, names)),
    )


def _counties(rows: list[Arrival], names: dict[str, Text]) -> Iterator[County]:
    for county, mine in groupby(rows, key=lambda row: row.county):
        yield County(here(names[county]) if county in names else county, tuple(_row(item) for item in mine))


def _row(row: Arrival) -> Row:
    aggregate = Aggregate.from_json(row.body)
    everybody = next((cell for cell in aggregate.cells if cell.group == "all"), aggregate.cells[0])
    groups = [cell for cell in aggregate.cells if cell is not everybody]
    measure = _MEASURES.get(aggregate.measure)
    return Row(
        month=aggregate.start,
        measure=here(measure.title) if measure else aggregate.measure,
        is_share=measure is not None and measure.kind is MeasureKind.SHARE,
        version=aggregate.version,
        k=aggregate.k,
        suppressed=everybody.suppressed,
        n=everybody.n,
        mean=everybody.total / everybody.n if everybody.n and everybody.total is not None else None,
        groups_shown=sum(not cell.suppressed for cell in groups),
        groups=len(groups),
    )
