"""From the log of votes to the matrix of latest votes, by counting instead of comparing; very large logs in pieces."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from luotsi.engines.opinions.votes import Bools, Ints, Places, Small, VoteMatrix, VoteTable

AT_ONCE = 30_000_000
_PIECE = 4_000_000
_DENSE_IDS = 8
_SHORT = 1 << 16


def compact(identifiers: Places) -> tuple[Ints, Small]:
    """The distinct identifiers ascending, and the place of each given one among them."""
    if not len(identifiers):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    least, most = int(identifiers.min()), int(identifiers.max())
    if most - least <= _DENSE_IDS * len(identifiers) + 1024:
        wide = identifiers.astype(np.int64) if least < 0 else identifiers  # a narrow type would overflow
        offsets = wide - wide.dtype.type(least) if least else wide
        present = np.zeros(most - least + 1, dtype=bool)
        present[offsets] = True
        places = np.cumsum(present, dtype=np.int32) - np.int32(1)
        return np.flatnonzero(present) + least, places[offsets]
    distinct, places_ = np.unique(identifiers, return_inverse=True)
    return distinct.astype(np.int64), places_.astype(np.int32)


def matrix(votes: VoteTable, *, traced: bool = True) -> VoteMatrix:
    """The latest vote of each person on each statement; ``traced``: with the row of the log that each came from."""
    if len(votes) > AT_ONCE and not traced:
        return matrix_in_pieces(votes)
    people, row = compact(votes.person)
    statements, column = compact(votes.statement)
    by_statement = _counted(column, row, len(statements))
    found = csr_array(by_statement, shape=(len(statements), len(people))).tocsc()
    indptr, column, order = found.indptr, found.indices, found.data
    again = _repeats(indptr, column)
    if again.any():
        kept = _latest(again, order, votes.at_ms)
        column, order, indptr = column[kept], order[kept], _fewer(indptr, kept)
    return VoteMatrix(people, statements, indptr.astype(np.int64), column, votes.value[order], order)


def _counted(place: Small, data: Small, size: int) -> tuple[Small, Small, Small]:
    """Entries sorted by place, equal places in the order given: the data, where each came from, and where places begin.

    A counting sort: the turning of a matrix that has one entry a row.
    """
    single = np.arange(len(place) + 1, dtype=np.int32)
    turned = csr_array((data, place, single), shape=(len(place), size)).tocsc()
    return turned.indices, turned.data, turned.indptr


def _repeats(indptr: Any, column: Places) -> Bools:
    """Whether each entry but the first is of the same person on the same statement as the one before."""
    again = column[1:] == column[:-1]
    first = np.asarray(indptr[1:-1], dtype=np.int64)
    again[first[(first > 0) & (first < len(column))] - 1] = False
    return np.asarray(again)


def _fewer(indptr: Any, kept: Bools) -> Ints:
    """Row pointers after some entries are dropped."""
    before = np.concatenate([[0], np.cumsum(kept)])
    return np.asarray(before[indptr])


def _latest(again: Bools, order: Places, at_ms: Places) -> Bools:
    """Of each run of votes by one person on one statement, the latest by time, then by row."""
    kept = np.ones(len(order), dtype=bool)
    repeats = np.flatnonzero(again)
    members = np.union1d(repeats, repeats + 1)
    run = np.cumsum(np.concatenate([[True], ~again]))[members]
    by_time = np.lexsort((order[members], at_ms[order[members]], run))
    last = np.concatenate([np.diff(run[by_time]) > 0, [True]])
    kept[members] = False
    kept[members[by_time[last]]] = True
    return kept


class _Names:
    """Identifiers to places, learned from a column in pieces."""

    def __init__(self, column: Places, piece: int) -> None:
        least, most = int(column.min()), int(column.max())
        self.least = least
        if most - least > _DENSE_IDS * len(column) + 1024:
            self.names = np.unique(column).astype(np.int64)
            self.place: Small | None = None
            return
        present = np.zeros(most - least + 1, dtype=bool)
        for begin in range(0, len(column), piece):
            present[column[begin : begin + piece].astype(np.int64) - least] = True
        self.names = np.flatnonzero(present) + least
        self.place = np.cumsum(present, dtype=np.int32) - np.int32(1)

    def of(self, column: Places) -> Small:
        """The place of each identifier."""
        if self.place is None:
            return np.searchsorted(self.names, column).astype(np.int32)
        return self.place[column.astype(np.int64) - self.least]


def matrix_in_pieces(votes: VoteTable, piece: int = _PIECE) -> VoteMatrix:
    """The same in pieces of the log, then of people, so that nothing of the log's length but the result is made."""
    people, statements = _Names(votes.person, piece), _Names(votes.statement, piece)
    counts = np.zeros(len(people.names), dtype=np.int64)
    spans = [slice(begin, begin + piece) for begin in range(0, len(votes), piece)]
    for span in spans:
        counts += np.bincount(people.of(votes.person[span]), minlength=len(counts))
    indptr = np.concatenate([[0], np.cumsum(counts)])
    short = len(statements.names) <= _SHORT
    column: Places = np.empty(len(votes), dtype=np.uint16) if short else np.empty(len(votes), dtype=np.int32)
    value = np.empty(len(votes), dtype=np.int8)
    row: Small | None = None if _in_time(votes, spans) else np.empty(len(votes), dtype=np.int32)
    free = indptr[:-1].copy()
    for span in spans:
        whose = people.of(votes.person[span])
        order, _, begins = _counted(whose, whose, len(counts))
        size = np.diff(begins)
        to = np.repeat(free - begins[:-1], size) + np.arange(len(order))
        column[to] = statements.of(votes.statement[span])[order]
        value[to] = votes.value[span][order]
        if row is not None:
            row[to] = order + np.int32(span.start)
        free += size
    return _sorted_within(VoteMatrix(people.names, statements.names, indptr, column, value, row), votes.at_ms, piece)


def _in_time(votes: VoteTable, spans: list[slice]) -> bool:
    """Whether the rows are in order of time, so that the latest vote is the last."""
    if votes.at_ms.strides == (0,):
        return True
    last = -np.inf
    for span in spans:
        times = votes.at_ms[span]
        if times[0] < last or (times[1:] < times[:-1]).any():
            return False
        last = times[-1]
    return True


def _sorted_within(matrix: VoteMatrix, at_ms: Places, piece: int) -> VoteMatrix:
    """Each person's votes by statement, the latest of each only; in place, a span of people at a time."""
    column, value, end = matrix.column, matrix.value, 0
    counts = matrix.counts
    for first, last in list(matrix.parts(piece)):
        part = matrix.span(first, last)
        places = part.sparse(np.arange(len(part.column), dtype=np.int32)).tocsc().tocsr()
        within, order, pointers = places.indices, places.data, places.indptr
        again = _repeats(pointers, within)
        if again.any():
            kept = np.concatenate([~again, [True]])
            if matrix.log_row is not None:
                span = slice(int(matrix.indptr[first]), int(matrix.indptr[last]))
                kept = _latest(again, matrix.log_row[span][order], at_ms)
            within, order, pointers = within[kept], order[kept], _fewer(pointers, kept)
        value[end : end + len(order)] = part.value[order]
        column[end : end + len(order)] = within
        counts[first:last] = np.diff(pointers)
        end += len(order)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    return VoteMatrix(matrix.people, matrix.statements, indptr, column[:end], value[:end])
