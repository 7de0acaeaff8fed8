"""The card's measures, computed from verdicts and active time of signed reviews, and from what rooms register here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from luotsi.kit.measure import ACTIVE_MINUTES, EDIT_DISTANCE, SHARE_ACCEPTED, Cell, cell
from luotsi.kit.review import State, edit_distance
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Language
from luotsi.workbench.models import Run
from luotsi.workbench.queries import active_minutes, standing_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where a room's measure comes from.

    ``of``: the values of one review. ``beside``: reviews of a tool, never signed, that count all the same in a period.
    """

    key: str
    of: Callable[[Run], list[float]]
    beside: Callable[[str, datetime, datetime], list[Run]]


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let a room feed a measure."""
    _SOURCES[source.key] = source


def beside(tool: str, first: datetime, last: datetime) -> dict[str, list[Run]]:
    """By measure: the unsigned reviews of the tool that count in the period."""
    return {source.key: source.beside(tool, first, last) for source in _SOURCES.values()}


def value_of(key: str, run: Run) -> list[float]:
    """The values of one review for a measure that a room feeds."""
    return _SOURCES[key].of(run)


def values(run: Run) -> dict[str, list[float]]:
    """The values of one signed run by measure: 1 or 0 a proposal, characters an edit, minutes a review."""
    accepted: list[float] = []
    edits: list[float] = []
    for row in run.suggestions.prefetch_related("verdicts"):
        state, verdict = standing_of(row)
        accepted.append(float(state in {State.ACCEPTED, State.EDITED}))
        if state is State.EDITED and verdict is not None:
            proposal = Suggestion.from_json(row.body).proposal
            edits.append(float(min(edit_distance(proposal.in_(language), verdict.text) for language in Language)))
    return {
        SHARE_ACCEPTED.key: accepted,
        EDIT_DISTANCE.key: edits,
        ACTIVE_MINUTES.key: [active_minutes(run)],
        **{source.key: source.of(run) for source in _SOURCES.values()},
    }


def cells(runs: Sequence[Run], k: int, *, extra: Mapping[str, Sequence[Run]] | None = None) -> dict[str, Cell]:
    """One cell for each measure over the runs; suppressed when there are fewer than ``k`` values but some.

    ``extra``: unsigned reviews by measure (``beside``).
    """
    gathered: dict[str, list[float]] = {SHARE_ACCEPTED.key: [], EDIT_DISTANCE.key: [], ACTIVE_MINUTES.key: []}
    gathered |= {key: [] for key in _SOURCES}
    for run in runs:
        for key, found in values(run).items():
            gathered[key] += found
    for key, more in (extra or {}).items():
        gathered[key] += [value for run in more for value in value_of(key, run)]
    return {key: cell("all", found, k) for key, found in gathered.items()}
