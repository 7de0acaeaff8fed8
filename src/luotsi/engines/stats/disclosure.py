"""What a reader can work out of a suppressed table: the attack by linear programming.

Known to the reader: every shown count, every published sum, and the least that a count can be. The least and the
greatest value that a suppressed count can then have are two linear programs (Fischetti & Salazar-González 2001;
Hundepool et al., Statistical Disclosure Control, 2012, chapter 4; both named from memory). This module knows nothing
of how the suppression was made.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from luotsi.engines.stats.table import Relations, readers, small

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a suppressed count can have for all the reader knows. ``high`` is infinite without a sum."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are, in units of the count."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Exposure:
    """A small count that the table does not protect: its cell, and the range to which a reader narrows it."""

    cell: int
    range: Range


def feasible_ranges(
    counts: Sequence[int],
    hidden: Collection[int],
    relations: Relations,
    *,
    of: Iterable[int] | None = None,
    least: int = 0,
) -> dict[int, Range]:
    """The range of each hidden cell, or of those in ``of``, for a reader who knows no count to be under ``least``."""
    unknown = sorted(hidden)
    place = {cell: at for at, cell in enumerate(unknown)}
    known: dict[tuple[int, ...], int] = {}
    for relation in relations:
        inside = tuple(place[cell] for cell in relation if cell in place)
        if inside:
            known[inside] = sum(counts[unknown[at]] for at in inside)
    matrix = csr_array(
        (
            np.ones(sum(map(len, known))),
            (
                np.repeat(np.arange(len(known)), [len(inside) for inside in known]).astype(np.intp),
                np.array([at for inside in known for at in inside], dtype=np.intp),
            ),
        ),
        shape=(len(known), len(unknown)),
    )
    sums = np.array(list(known.values()), dtype=float)
    return {cell: Range(*_ends(matrix, sums, place[cell], least)) for cell in (unknown if of is None else of)}


def _ends(matrix: csr_array, sums: np.ndarray, at: int, least: int) -> tuple[float, float]:
    if not len(sums):
        return float(least), float("inf")
    ends = []
    for sign in (1.0, -1.0):
        goal = np.zeros(matrix.shape[1])
        goal[at] = sign
        answer = linprog(goal, A_eq=matrix, b_eq=sums, bounds=(least, None), method="highs")
        if answer.status == 3:  # noqa: PLR2004 - scipy's code for unbounded
            ends.append(float("inf"))
        elif answer.status != 0:
            message = f"the linear program of cell {at} was not solved: {answer.message}"
            raise ArithmeticError(message)
        else:
            ends.append(float(sign * answer.fun))
    return ends[0], ends[1]


def exposures(
    counts: Sequence[int],
    hidden: Collection[int],
    relations: Relations,
    k: int,
    *,
    also: Collection[int] = (),
) -> tuple[Exposure, ...]:
    """Every small count, and every cell of ``also``, that some reader can narrow too far (see ``readers``); empty when the table is safe."""
    sensitive = small(counts, k) | set(also)
    found = [Exposure(cell, Range(counts[cell], counts[cell])) for cell in sorted(sensitive - set(hidden))]
    withheld = sorted(sensitive & set(hidden))
    for least, room in readers(k, zeros_hidden=any(counts[cell] == 0 for cell in hidden)):
        ranges = feasible_ranges(counts, hidden, relations, of=withheld, least=least)
        found += [Exposure(cell, range_) for cell, range_ in ranges.items() if range_.width < room - _TOLERANCE]
    return tuple(found)
