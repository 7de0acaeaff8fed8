"""Which statement a person is shown next: by what a vote on it would tell, with a floor below which none is left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from luotsi.engines.opinions.result import DialogueResult
from luotsi.engines.opinions.statement import ACCEPTED, REJECTED, Statement

_UNKNOWN_PRIORITY = 1.0
_FLOOR_SHARE = 0.5
FLOOR = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may be shown: its priority (Polis' definition), how many votes it has, whether it is a seed."""

    statement: int
    priority: float = _UNKNOWN_PRIORITY
    votes: int = 0
    seed: bool = False


def routing_candidates(
    result: DialogueResult | None, statements: Iterable[Statement], *, strict: bool = False
) -> list[Candidate]:
    """The statements that may be shown: not rejected, and with ``strict`` moderation only those accepted."""
    priority: Mapping[int, float] = {}
    votes: Mapping[int, int] = {}
    if result is not None:
        ids = result.matrix.statements.tolist()
        priority = dict(zip(ids, result.priority.tolist(), strict=True))
        votes = dict(zip(ids, result.tallies.all_votes.tolist(), strict=True))
    return [
        Candidate(item.id, priority.get(item.id, _UNKNOWN_PRIORITY), votes.get(item.id, 0), item.seed)
        for item in statements
        if item.moderated != REJECTED and (not strict or item.moderated == ACCEPTED)
    ]


def next_statement(
    candidates: Sequence[Candidate],
    *,
    draw: float,
    done: Collection[int] = (),
    floor: int = FLOOR,
    seeds_first: bool = False,
) -> int | None:
    """The next statement for a person who has voted on (or muted) those ``done``; None when there are no more.

    ``draw`` is the caller's number, at least 0 and under 1. As long as some statement has fewer than ``floor`` votes, half of the
    draws go to such statements in proportion to what they lack; the rest go by priority, as in Polis.
    """
    if not 0 <= draw < 1:
        message = "draw is at least 0 and less than 1"
        raise ValueError(message)
    left = [item for item in candidates if item.statement not in done]
    if seeds_first and any(item.seed for item in left):
        left = [item for item in left if item.seed]
    lacking = [max(floor - item.votes, 0) for item in left]
    if any(lacking):
        if draw < _FLOOR_SHARE:
            return _drawn(left, lacking, draw / _FLOOR_SHARE)
        draw = (draw - _FLOOR_SHARE) / (1 - _FLOOR_SHARE)
    return _drawn(left, [item.priority for item in left], draw)


def _drawn(items: Sequence[Candidate], weights: Sequence[float], draw: float) -> int | None:
    total = sum(weights)
    if not items:
        return None
    if total <= 0:
        return items[int(draw * len(items))].statement
    at = draw * total
    chosen = items[0].statement
    for item, weight in zip(items, weights, strict=True):
        if weight > 0:
            chosen = item.statement
            at -= weight
            if at < 0:
                break
    return chosen
