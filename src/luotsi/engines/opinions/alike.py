"""People who voted the same beyond chance, found without comparing everybody with everybody (MinHash with bands).

Each person is a set of (statement, vote). Two people share a MinHash value with the probability of their Jaccard
similarity (Broder 1997); people who share a whole band of values are compared exactly.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions.votes import Ints, VoteMatrix

_BANDS, _ROWS = 16, 4
_FEWEST = 10
_SAME_SHARE = 0.9
_SMOOTH = 3.0
CELLS = 9
_FEWEST_MEMBERS = 3
_SEED = 7


def alike(table: VoteMatrix, cell: Ints, beyond: float) -> Iterator[tuple[list[int], float]]:
    """Sets of rows that vote alike, at least three people each, with the set's chance.

    People are linked when they share ten statements or more and answer 90 % of them alike; so must the set's members
    on average with the one who voted most. ``cell`` puts each person among the like-minded. A set is told of when its
    answers, by how the like-minded outside the set answer, and all sets of its size considered, are less likely than
    ``beyond``.
    """
    people = np.flatnonzero(table.counts >= _FEWEST)
    parent = {int(row): int(row) for row in people}
    for first, second in sorted(_candidates(table, people)):
        low, high = sorted((_root(parent, first), _root(parent, second)))
        if low != high and _same(table, first, second)[2] >= _SAME_SHARE:
            parent[high] = low
    sets: dict[int, list[int]] = defaultdict(list)
    for row in parent:
        sets[_root(parent, row)].append(row)
    counts = _counts(table, cell, np.arange(len(table.people)))
    for _, members in sorted(sets.items()):
        if len(members) < _FEWEST_MEMBERS:
            continue
        ways = lgamma(len(people) + 1) - lgamma(len(members) + 1) - lgamma(len(people) - len(members) + 1)
        chance = _chance(table, cell, counts, members) + ways
        if chance < np.log(beyond):
            yield members, float(np.exp(chance))


def _counts(table: VoteMatrix, cell: Ints, rows: Ints) -> Ints:
    """Answers of these people by cell, statement and answer."""
    part, width = table.select(rows), len(table.statements)
    key = (part.of_rows(cell[rows]) * width + part.column) * 3 + (part.value + 1)
    return np.bincount(key, minlength=CELLS * width * 3).reshape(CELLS, width, 3)


def _chance(table: VoteMatrix, cell: Ints, counts: Ints, members: list[int]) -> float:
    """The log-probability that the others of a set answer as the one who voted most; 0 when on average they do not."""
    rows = np.array(members, dtype=np.int64)
    rest = counts - _counts(table, cell, rows)
    whole = rest.sum(axis=0) + 1.0
    whole /= whole.sum(axis=1, keepdims=True)
    near = rest[cell[rows]].sum(axis=0) + _SMOOTH * whole
    logs = np.log(near / near.sum(axis=1, keepdims=True))
    model = max(members, key=lambda row: (table.counts[row], -row))
    total, alike_, compared = 0.0, 0.0, 0
    for other in members:
        if other == model:
            continue
        shared, answers, share = _same(table, model, other)
        if len(shared) >= _FEWEST:
            total += float(logs[shared, answers].sum())
            alike_, compared = alike_ + share, compared + 1
    return total if compared and alike_ / compared >= _SAME_SHARE else 0.0


def _same(table: VoteMatrix, first: int, second: int) -> tuple[Ints, Ints, float]:
    """The statements on which two people answered alike, the answers, and their share of those both answered."""
    left, left_votes = table.row(first)
    right, right_votes = table.row(second)
    shared, at_left, at_right = np.intersect1d(left, right, assume_unique=True, return_indices=True)
    same = left_votes[at_left] == right_votes[at_right]
    share = float(same.mean()) if len(shared) >= _FEWEST else 0.0
    return shared[same].astype(np.int64), left_votes[at_left][same].astype(np.int64) + 1, share


def _root(parent: dict[int, int], row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


def _candidates(table: VoteMatrix, people: NDArray[np.int64]) -> set[tuple[int, int]]:
    """Pairs of neighbours within a bucket; a chain of neighbours is enough to join a bucket together."""
    values = _signatures(table)
    found: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        keys = values[people, band * _ROWS : (band + 1) * _ROWS]
        order = np.lexsort(keys.T)
        ordered = keys[order]
        edges = np.flatnonzero((ordered[1:] != ordered[:-1]).any(axis=1)) + 1
        for bucket in np.split(people[order], edges):
            if len(bucket) > 1:
                members = np.sort(bucket).tolist()
                found.update(pairwise(members))
                found.update((members[0], other) for other in members[1:])
    return found


def _signatures(table: VoteMatrix) -> NDArray[np.uint64]:
    """The MinHash values of every person, one column a hash function."""
    token = (table.column.astype(np.uint64) * np.uint64(3)) + (table.value + 1).astype(np.uint64) + np.uint64(1)
    starts = np.minimum(table.indptr[:-1], max(len(token) - 1, 0))
    random = np.random.default_rng(_SEED)
    multipliers = random.integers(1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    signatures = np.empty((len(table.people), len(multipliers)), dtype=np.uint64)
    for at, multiplier in enumerate(multipliers):
        hashed = token * multiplier
        hashed ^= hashed >> np.uint64(29)
        hashed *= np.uint64(0x9E3779B97F4A7C15)
        hashed ^= hashed >> np.uint64(32)
        signatures[:, at] = np.minimum.reduceat(hashed, starts) if len(hashed) else 0
    return signatures
