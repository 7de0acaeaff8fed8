"""Votes of a discussion: the log as columns, and the matrix of the latest vote of each person on each statement.

A vote is +1 (agree), -1 (disagree) or 0 (pass); no entry means no vote. Polis' own database has the opposite sign; its
CSV export has ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Small: TypeAlias = NDArray[np.int32]
Places: TypeAlias = NDArray[np.signedinteger[Any]]
Votes: TypeAlias = NDArray[np.int8]

AGREE, PASS, DISAGREE = 1, 0, -1
_DENSE_IDS = 8
_BITS = 62


@dataclass(frozen=True, slots=True)
class VoteTable:
    """The log of votes, one a row, in the order in which they arrived: person, statement, vote, time (ms).

    The same person may vote anew on a statement; the latest vote by time, then by row, counts.
    """

    person: Ints
    statement: Ints
    value: Votes
    at_ms: Ints

    def __post_init__(self) -> None:
        if not len(self.person) == len(self.statement) == len(self.value) == len(self.at_ms):
            message = "the columns of a vote table have one length"
            raise ValueError(message)
        if len(self.value) and (self.value.min() < DISAGREE or self.value.max() > AGREE):
            message = "a vote is 1, 0 or -1"
            raise ValueError(message)

    def __len__(self) -> int:
        return len(self.person)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int]]) -> "VoteTable":
        """The table of (person, statement, vote, time in ms) rows."""
        table = np.array(list(rows), dtype=np.int64).reshape(-1, 4)
        person, statement, value, at_ms = (np.ascontiguousarray(column) for column in table.T)
        if len(value) and np.abs(value).max() > AGREE:
            message = "a vote is 1, 0 or -1"
            raise ValueError(message)
        return cls(person, statement, value.astype(np.int8), at_ms)

    def only(self, mask: Bools) -> "VoteTable":
        """The rows where ``mask`` is true, in the same order."""
        return VoteTable(self.person[mask], self.statement[mask], self.value[mask], self.at_ms[mask])

    def without(self, people: Iterable[int]) -> "VoteTable":
        """The log as if these people had never voted."""
        return self.only(~np.isin(self.person, np.fromiter(people, dtype=np.int64)))


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """The latest votes as compressed rows: people and statements by ascending identifier, zeros (passes) stored.

    ``indptr`` (people + 1), ``column`` and ``value`` (one entry a vote) are as in a CSR matrix. ``log_row`` is the row
    of the log that each entry came from, where that is known.
    """

    people: Ints
    statements: Ints
    indptr: Ints
    column: Small
    value: Votes
    log_row: Small | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """How many people and how many statements."""
        return len(self.people), len(self.statements)

    @property
    def counts(self) -> Ints:
        """How many statements each person has voted on."""
        return np.diff(self.indptr)

    def of_rows(self, per_person: NDArray[Any]) -> NDArray[Any]:
        """A value of each person repeated for each of the person's votes."""
        return np.repeat(per_person, self.counts)

    def sparse(self, data: NDArray[Any]) -> Any:
        """A scipy matrix of the pattern of votes with other numbers in it."""
        return csr_array((data, self.column, self.indptr), shape=self.shape)

    def row(self, at: int) -> tuple[Small, Votes]:
        """The columns and votes of one person."""
        span = slice(self.indptr[at], self.indptr[at + 1])
        return self.column[span], self.value[span]

    def select(self, rows: Ints) -> "VoteMatrix":
        """The same statements and the people in ``rows``, in that order."""
        counts = self.counts[rows]
        indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        take = np.repeat(self.indptr[rows] - indptr[:-1], counts) + np.arange(indptr[-1])
        return VoteMatrix(self.people[rows], self.statements, indptr, self.column[take], self.value[take])


def compact(identifiers: Ints) -> tuple[Ints, Small]:
    """The distinct identifiers ascending, and the place of each given one among them."""
    if not len(identifiers):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    least, most = int(identifiers.min()), int(identifiers.max())
    if most - least <= _DENSE_IDS * len(identifiers) + 1024:
        offsets = identifiers - least if least else identifiers
        present = np.zeros(most - least + 1, dtype=bool)
        present[offsets] = True
        places = np.cumsum(present, dtype=np.int32) - np.int32(1)
        return np.flatnonzero(present) + least, places[offsets]
    distinct, places_ = np.unique(identifiers, return_inverse=True)
    return distinct, places_.astype(np.int32)


def matrix(votes: VoteTable) -> VoteMatrix:
    """The latest vote of each person on each statement."""
    people, row = compact(votes.person)
    statements, column = compact(votes.statement)
    cell, order = _by_cell(row.astype(np.int64) * len(statements) + column, len(people) * len(statements))
    again = cell[1:] == cell[:-1]
    if again.any():
        kept = _latest(again, order, votes.at_ms)
        cell, order = cell[kept], order[kept]
    indptr = np.searchsorted(cell, np.arange(len(people) + 1) * len(statements)).astype(np.int64)
    cell -= np.repeat(np.arange(len(people)) * len(statements), np.diff(indptr))
    return VoteMatrix(people, statements, indptr, cell.astype(np.int32), votes.value[order], order)


def _by_cell(cell: Ints, cells: int) -> tuple[Ints, Small]:
    """Cells in ascending order, equal ones in the order given, and where each came from.

    The place is packed below the cell in one number, for sorting numbers is much quicker than sorting places.
    """
    bits = max(len(cell).bit_length(), 1)
    if cells.bit_length() + bits > _BITS:
        order = np.argsort(cell, kind="stable")
        return cell[order], order.astype(np.int32)
    packed = cell << bits
    packed |= np.arange(len(cell))
    packed.sort()
    return packed >> bits, (packed & ((1 << bits) - 1)).astype(np.int32)


def _latest(again: Bools, order: Small, at_ms: Ints) -> Bools:
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
