"""A published table as its reader sees it: cells in one row of numbers, and the sums of cells that are published.

A two-way table with margins, a one-way table with a total, and a set of overlapping tables are all the same thing
here: counts and *relations*, each relation being the cells whose sum the reader also knows.
"""

from collections.abc import Sequence
from typing import TypeAlias

Relations: TypeAlias = tuple[tuple[int, ...], ...]


def of_table(rows: int, columns: int) -> Relations:
    """The relations of a two-way table with published margins, its cells counted row by row.

    The grand total follows from the row totals and adds nothing.
    """
    by_row = tuple(tuple(row * columns + column for column in range(columns)) for row in range(rows))
    by_column = tuple(tuple(row * columns + column for row in range(rows)) for column in range(columns))
    return by_row + by_column


def of_line(cells: int) -> Relations:
    """The relation of a one-way table with a published total."""
    return (tuple(range(cells)),)


def small(counts: Sequence[int], k: int) -> frozenset[int]:
    """The cells that must not be shown: counts from 1 to ``k`` - 1. A zero is shown, for it tells of nobody."""
    return frozenset(cell for cell, count in enumerate(counts) if 0 < count < k)


def readers(k: int, *, zeros_hidden: bool) -> tuple[tuple[int, int], ...]:
    """The readers to guard against: the least count they think possible, and how wide a range they may be left with.

    The reader of the textbook knows only that counts are not negative, and must be left a range ``k`` wide. Ours also
    knows that zeros are shown, so that a withheld count is at least one; this one must learn no more than the words
    "under k" say, which is a range ``k`` - 2 wide (1 to k - 1). Without the second rule a withheld row of ones with
    its sum shown would give every one of them away. In a table that hides zeros there is only the first reader.
    """
    return ((0, k),) if zeros_hidden else ((0, k), (1, k - 2))
