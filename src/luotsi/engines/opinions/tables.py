"""What of a discussion may be published: counts per group and statement, no row of any person, small counts withheld.

A count of 1 to k - 1 is withheld, and with it enough others that sums do not give it away (complementary suppression of
``engines.stats``). Groups under five people are merged with the smallest of the others. Identifiers of people, times
and authors are not in it at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luotsi.engines.opinions.result import DialogueResult
from luotsi.engines.opinions.votes import Ints

SMALLEST_K = 10
_SMALLEST_GROUP = 5
ANSWERS = ("disagree", "pass", "agree")


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One statement: counts by group (rows) and answer (columns); None where withheld. ``total`` is by answer."""

    statement: int
    counts: tuple[tuple[int | None, ...], ...]
    total: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PublicTables:
    """The tables that may be published, the names of their rows, and how many cells were withheld."""

    k: int
    rows: tuple[str, ...]
    sizes: tuple[int | None, ...]
    tables: tuple[PublicTable, ...]
    withheld: int

    def as_json(self) -> Mapping[str, Any]:
        """The tables as open data."""
        return {
            "k": self.k,
            "answers": list(ANSWERS),
            "rows": list(self.rows),
            "sizes": list(self.sizes),
            "withheld": self.withheld,
            "statements": [
                {"tid": table.statement, "counts": [list(row) for row in table.counts], "total": list(table.total)}
                for table in self.tables
            ],
        }


def publishable(result: DialogueResult, k: int = SMALLEST_K) -> PublicTables:
    """The tables of all statements that moderation left in. ``k`` is at least 10 (``ValueError``)."""
    if k < SMALLEST_K:
        message = f"k is at least {SMALLEST_K}"
        raise ValueError(message)
    names, cells, sizes = _merged(result)
    tables = []
    for column in np.flatnonzero(result.live):
        counts = [[int(value) for value in row] for row in cells[:, column]]
        tables.append(_table(int(result.matrix.statements[column]), counts, k))
    withheld = sum(cell is None for table in tables for row in table.counts for cell in row)
    return PublicTables(k, names, tuple(_or_none(size, k) for size in sizes), tuple(tables), withheld)


def _or_none(count: int, k: int) -> int | None:
    return None if 0 < count < k else count


def _table(statement: int, counts: list[list[int]], k: int) -> PublicTable:
    """The most detailed table of which at most half is withheld: three answers, agreement alone, or no groups."""
    total = [sum(column) for column in zip(*counts, strict=True)]
    if not any(0 < cell < k for row in counts for cell in row):
        return PublicTable(statement, tuple(tuple(row) for row in counts), tuple(total))
    nobody = tuple((None, None, None) for _ in counts)
    if sum(total) < k or any(0 < cell < k for cell in total):
        return PublicTable(
            statement, nobody, tuple(_or_none(cell, k) for cell in total) if _apart(total, k) else nobody[0]
        )
    shown = _shown(counts, k)
    if shown is not None:
        return PublicTable(statement, tuple(tuple(row) for row in shown), tuple(total))
    shown = _shown([[row[0] + row[1], row[2]] for row in counts], k)
    if shown is not None:
        return PublicTable(statement, tuple((None, None, row[1]) for row in shown), tuple(total))
    return PublicTable(statement, nobody, tuple(total))


def _apart(total: list[int], k: int) -> bool:
    """Whether the large answers may be told without the sum: always, for the sum is then not told either."""
    return any(cell >= k for cell in total)


def _shown(counts: list[list[int]], k: int) -> list[list[int | None]] | None:
    """The counts with the small ones and enough others withheld; None when more than half would be."""
    from luotsi.engines.stats import suppress_table  # noqa: PLC0415 - scipy's optimiser takes half a second to load

    cells = [cell for row in counts for cell in row]
    if sum(0 < cell < k for cell in cells) > len(cells) / 3:
        return None
    shown, found = suppress_table(counts, k, margins_published=True, seconds=0.0)
    return shown if found.safe and 2 * len(found.hidden) <= len(cells) else None


def _merged(result: DialogueResult) -> tuple[tuple[str, ...], Ints, list[int]]:
    """Counts by row, statement and answer; the rows are groups, small ones merged, and those in no group."""
    tallies = result.tallies
    by_group = np.stack([tallies.disagree, tallies.votes - tallies.agree - tallies.disagree, tallies.agree], axis=2)
    whole = np.stack(
        [tallies.all_disagree, tallies.all_votes - tallies.all_agree - tallies.all_disagree, tallies.all_agree], axis=1
    )
    parts = [([str(label)], by_group[at], int((result.group == label).sum())) for at, label in enumerate(result.labels)]
    outside = int((result.group < 0).sum())
    if outside:
        parts.append((["-"], whole - by_group.sum(axis=0), outside))
    while len(parts) > 1 and min(size for _, _, size in parts) < _SMALLEST_GROUP:
        parts.sort(key=lambda part: (-part[2], part[0]))
        (names, cells, size), (more, other, count) = parts.pop(), parts.pop()
        parts.append((sorted([*names, *more]), cells + other, size + count))
    parts.sort(key=lambda part: part[0])
    if not parts:
        return (), np.zeros((0, len(result.matrix.statements), 3), dtype=np.int64), []
    return (
        tuple("+".join(names) for names, _, _ in parts),
        np.stack([cells for _, cells, _ in parts]),
        [size for _, _, size in parts],
    )
