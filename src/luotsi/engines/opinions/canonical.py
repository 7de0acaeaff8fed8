"""An order of people and statements that depends on the votes alone, not on names, rows or time of arrival.

Each person gets a number from the multiset of (vote, statement's number), each statement one from the multiset of
(vote, person's number), in turn (colour refinement after Weisfeiler and Leman 1968), in whole-number arithmetic modulo
2^64, so that no order of summing can show. People and statements are then sorted by these numbers. Only people with
the same votes, and statements with the same votes, share a number, and they are interchangeable. Because the numbers
are hashes, the first rows in this order are also a fair sample.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions.votes import Bools, Ints, VoteMatrix

_ROUNDS = 2
_ANSWER_BITS, _ANSWER_MASK = 2, 3
_WEIGHT = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Canonical:
    """The matrix in canonical order, with the original row and column of each of its rows and columns."""

    matrix: VoteMatrix
    rows: Ints
    columns: Ints


def canonical(matrix: VoteMatrix, out: Bools) -> Canonical:
    """The matrix without the statements ``out`` and without people who voted on none of the others, in order."""
    person, statement = _colours(matrix, out)
    columns = np.argsort(statement, kind="stable")
    columns = columns[~out[columns]]
    place = np.full(len(out), -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    rows = np.argsort(person, kind="stable")
    rank = np.empty(len(rows), dtype=np.int64)
    rank[rows] = np.arange(len(rows))
    column, row, value = place[matrix.column], matrix.of_rows(rank), matrix.value + np.int64(1)
    if out.any():
        kept = column >= 0
        column, row, value = column[kept], row[kept], value[kept]
    width = len(columns)
    packed = ((row * width + column) << _ANSWER_BITS) | value
    packed.sort()
    value = (packed & _ANSWER_MASK).astype(np.int8) - np.int8(1)
    packed >>= _ANSWER_BITS
    counts = np.bincount(row, minlength=len(rows))
    packed -= np.repeat(np.arange(len(rows)) * width, counts)
    present = counts > 0
    indptr = np.concatenate([[0], np.cumsum(counts[present])]).astype(np.int64)
    rows = rows[present]
    lean = VoteMatrix(matrix.people[rows], matrix.statements[columns], indptr, packed.astype(np.int32), value)
    return Canonical(lean, rows, columns)


def _colours(matrix: VoteMatrix, out: Bools) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    weight = _WEIGHT[matrix.value.astype(np.int64) + 1]
    if out.any():
        weight[out[matrix.column]] = 0
    table = matrix.sparse(weight)
    turned = table.T
    statement = np.ones(len(matrix.statements), dtype=np.uint64)
    person = np.ones(len(matrix.people), dtype=np.uint64)
    for _ in range(_ROUNDS):
        person = _mixed(table @ statement)
        statement = _mixed(turned @ person)
    return _mixed(table @ statement), statement


def _mixed(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A finaliser that spreads every bit over the word (splitmix64, Steele and others 2014)."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = number ^ (number >> np.uint64(31))
    return mixed
