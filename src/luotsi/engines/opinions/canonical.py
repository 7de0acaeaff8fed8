"""An order of people and statements that depends on the votes alone, not on names, rows or time of arrival.

Each person gets a number from the multiset of (vote, statement's number), each statement one from the multiset of
(vote, person's number), in turn (colour refinement after Weisfeiler and Leman 1968), in whole-number arithmetic modulo
2^64, so that no order of summing can show. People and statements are then sorted by these numbers. Only people with
the same votes, and statements with the same votes, share a number, and they are interchangeable. Because the numbers
are hashes, the first rows in this order are also a fair sample.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from luotsi.engines.opinions.votes import PART, Bools, Ints, Small, VoteMatrix

_ROUNDS = 2
_HELD = 20_000_000  # below this many votes tables are kept from round to round
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
    place = np.full(len(out), -1, dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    rows = np.argsort(person, kind="stable")
    column, value = np.empty_like(matrix.column), np.empty_like(matrix.value)
    counts, end = np.zeros(len(rows), dtype=np.int64), 0
    lengths = np.cumsum(matrix.counts[rows])
    for first, last in _spans(lengths):
        part = _relabelled(matrix.select(rows[first:last]), place, len(columns), dropping=len(columns) < len(out))
        column[end : end + part.nnz], value[end : end + part.nnz] = part.indices, part.data
        counts[first:last] = np.diff(part.indptr)
        end += part.nnz
    present = counts > 0
    indptr = np.concatenate([[0], np.cumsum(counts[present])]).astype(np.int64)
    rows = rows[present]
    lean = VoteMatrix(matrix.people[rows], matrix.statements[columns], indptr, column[:end], value[:end])
    return Canonical(lean, rows, columns)


def _spans(lengths: Ints) -> Iterator[tuple[int, int]]:
    """Spans of rows of bounded length together, from the sums of their lengths."""
    begin = 0
    while begin < len(lengths):
        done = int(lengths[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(lengths, done + PART, side="right")), begin + 1)
        yield begin, end
        begin = end


def _relabelled(part: VoteMatrix, place: Small, width: int, *, dropping: bool) -> Any:
    """A scipy matrix under the new numbers of statements (-1: left out), in order of them within each row."""
    column, value, indptr = place[part.column], part.value, part.indptr.astype(np.int32)
    if dropping:
        kept = column >= 0
        indptr = np.concatenate([[0], np.cumsum(kept)])[indptr].astype(np.int32)
        column, value = column[kept], value[kept]
    shape = (len(indptr) - 1, width)
    return csr_array((value, column, indptr), shape=shape).tocsc().tocsr()


def _colours(matrix: VoteMatrix, out: Bools) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    weight = np.where(out[:, None], np.uint64(0), _WEIGHT).ravel()
    spans = list(matrix.parts())
    tables = [_weighted(matrix.span(*span), weight) for span in spans] if len(matrix.value) < _HELD else None
    statement = np.ones(len(matrix.statements), dtype=np.uint64)
    person = np.ones(len(matrix.people), dtype=np.uint64)
    for number in range(_ROUNDS + 1):
        added = np.zeros_like(statement)
        for at, (begin, end) in enumerate(spans):
            table = tables[at] if tables else _weighted(matrix.span(begin, end), weight)
            person[begin:end] = _mixed(table @ statement)
            if number < _ROUNDS:
                added += table.T @ person[begin:end]
        if number < _ROUNDS:
            statement = _mixed(added)
    return person, statement


def _weighted(part: VoteMatrix, weight: NDArray[np.uint64]) -> Any:
    """The pattern of votes with the weight of each answer in it; none on what is left out."""
    place = part.column * np.int32(len(_WEIGHT))
    place += part.value
    place += np.int32(1)
    return part.sparse(weight[place])


def _mixed(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A finaliser that spreads every bit over the word (splitmix64, Steele and others 2014)."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = number ^ (number >> np.uint64(31))
    return mixed
