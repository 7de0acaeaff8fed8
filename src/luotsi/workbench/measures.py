"""The card's measures, computed from verdicts and active time. Only signed reviews count."""

from collections.abc import Sequence

from luotsi.kit.measure import ACTIVE_MINUTES, EDIT_DISTANCE, SHARE_ACCEPTED, Cell, cell
from luotsi.kit.review import State, edit_distance
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Language
from luotsi.workbench.models import Run
from luotsi.workbench.queries import active_minutes, standing_of


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
    }


def cells(runs: Sequence[Run], k: int) -> dict[str, Cell]:
    """One cell for each measure over the runs; suppressed when there are fewer than ``k`` values but some."""
    gathered: dict[str, list[float]] = {SHARE_ACCEPTED.key: [], EDIT_DISTANCE.key: [], ACTIVE_MINUTES.key: []}
    for run in runs:
        for key, found in values(run).items():
            gathered[key] += found
    return {key: cell("all", found, k) for key, found in gathered.items()}
