"""Votes of a discussion: the log as columns, and the matrix of the latest vote of each person on each statement.

A vote is +1 (agree), -1 (disagree) or 0 (pass); no entry means no vote. Polis' own database has the opposite sign; its
CSV export has ours.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Small: TypeAlias = NDArray[np.int32]
Places: TypeAlias = NDArray[np.integer[Any]]
Votes: TypeAlias = NDArray[np.int8]

AGREE, PASS, DISAGREE = 1, 0, -1
PART = 1_500_000  # votes that are worked on at once
_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class VoteTable:
    """The log of votes, one a row, in the order in which they arrived: person, statement, vote, time (ms).

    The same person may vote anew on a statement; the latest vote by time, then by row, counts. The columns may be of
    any whole-number type and mapped from files: 100 million votes fit in a gigabyte as int32, int16, int8 and, where
    the order of rows is the order of time, ``np.broadcast_to(0, n)``.
    """

    person: Places
    statement: Places
    value: Votes
    at_ms: Places

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
        """The table of (person, statement, vote, time in ms) rows, taken in some at a time."""
        waiting = iter(rows)
        parts = [np.zeros((0, 4), dtype=np.int64)]
        while batch := list(islice(waiting, _ROWS)):
            parts.append(np.array(batch, dtype=np.int64).reshape(-1, 4))
        table = np.concatenate(parts)
        person, statement, value, at_ms = (np.ascontiguousarray(column) for column in table.T)
        if len(value) and np.abs(value).max() > AGREE:
            message = "a vote is 1, 0 or -1"
            raise ValueError(message)
        return cls(person, statement, value.astype(np.int8), at_ms)

    def narrow(self) -> "VoteTable":
        """The same with people and statements in the smallest signed type that holds them, int16 at least."""
        return VoteTable(_narrow(self.person), _narrow(self.statement), self.value, self.at_ms)

    def only(self, mask: Bools) -> "VoteTable":
        """The rows where ``mask`` is true, in the same order."""
        return VoteTable(self.person[mask], self.statement[mask], self.value[mask], self.at_ms[mask])

    def without(self, people: Iterable[int]) -> "VoteTable":
        """The log as if these people had never voted."""
        return self.only(~np.isin(self.person, np.fromiter(people, dtype=np.int64)))


def _narrow(column: Places) -> Places:
    least, most = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    fitting = np.promote_types(np.result_type(np.min_scalar_type(least), np.min_scalar_type(most)), np.int16)
    return column.astype(fitting, copy=False) if fitting.itemsize < column.dtype.itemsize else column


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """The latest votes as compressed rows: people and statements by ascending identifier, zeros (passes) stored.

    ``indptr`` (people + 1), ``column`` (int32; uint16 in a very large discussion) and ``value`` (one entry a vote) are
    as in a CSR matrix. ``log_row`` is the row of the log that each entry came from, where that is known.
    """

    people: Ints
    statements: Ints
    indptr: Ints
    column: Places
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

    def row(self, at: int) -> tuple[Places, Votes]:
        """The columns and votes of one person."""
        span = slice(self.indptr[at], self.indptr[at + 1])
        return self.column[span], self.value[span]

    def span(self, begin: int, end: int) -> "VoteMatrix":
        """The same statements and the people from ``begin`` to ``end``; nothing is copied."""
        votes = slice(int(self.indptr[begin]), int(self.indptr[end]))
        indptr = self.indptr[begin : end + 1] - self.indptr[begin]
        return VoteMatrix(self.people[begin:end], self.statements, indptr, self.column[votes], self.value[votes])

    def parts(self, votes: int = PART) -> Iterator[tuple[int, int]]:
        """Spans of people who have at most so many votes together."""
        begin, people = 0, len(self.people)
        while begin < people:
            end = int(np.searchsorted(self.indptr, self.indptr[begin] + votes, side="right")) - 1
            end = min(max(end, begin + 1), people)
            yield begin, end
            begin = end

    def select(self, rows: Ints) -> "VoteMatrix":
        """The same statements and the people in ``rows``, in that order."""
        counts = self.counts[rows]
        indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        take = np.repeat(self.indptr[rows] - indptr[:-1], counts) + np.arange(indptr[-1])
        return VoteMatrix(self.people[rows], self.statements, indptr, self.column[take], self.value[take])
