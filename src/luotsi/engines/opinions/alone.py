"""One person's place and group from the sums over the person's votes, in plain numbers.

For one person the general routines on arrays cost several times as much. Nothing is inverted: the directions that tell
no groups apart are eliminated first, and what is left is compared with each group in terms of precision.
"""

import math
from operator import mul
from typing import TypeAlias

import numpy as np

from luotsi.engines.opinions.mixture import ALMOST_ONE, Mixture
from luotsi.engines.opinions.votes import Floats, Ints

Numbers: TypeAlias = list[float]
_FEW = 3


class Alone:
    """The map as one person is placed on it: how many directions, and the groups over some of them."""

    def __init__(self, rank: int, groups: Mixture | None = None, used: Ints | None = None) -> None:
        """``used`` are the directions over which ``groups`` are told apart."""
        self.rank = rank
        chosen = [] if used is None else used.tolist()
        self.order = [at for at in range(rank) if at not in chosen] + chosen
        self.unused = rank - len(chosen)
        row, column = np.triu_indices(rank)
        place = np.zeros((rank, rank), dtype=np.int64)
        place[row, column] = place[column, row] = np.arange(len(row))
        self._cells = [[int(place[a, b]) for b in self.order] for a in self.order]
        self._groups = [] if groups is None else _terms(groups)
        self._few = len(chosen) <= _FEW

    def place(self, sums: Numbers) -> tuple[Numbers, Numbers]:
        """Coordinates and the probability of each group. ``sums``: upper triangle of precision less I, and pull."""
        rank, begin = self.rank, len(sums) - self.rank
        rows = [[sums[cell] for cell in cells] for cells in self._cells]
        for at, row in enumerate(rows):
            row[at] += 1.0
        pull = [sums[begin + at] for at in self.order]
        odds: Numbers = []
        for at in range(rank):
            if at == self.unused and self._groups:
                odds = self._odds([row[at:] for row in rows[at:]], pull[at:])
            pivot = rows[at]
            for below in range(at + 1, rank):
                ratio = rows[below][at] / pivot[at]
                if ratio:
                    other = rows[below]
                    for column in range(at, rank):
                        other[column] -= ratio * pivot[column]
                    pull[below] -= ratio * pull[at]
        found = [0.0] * rank
        for at in range(rank - 1, -1, -1):
            rest = sum(map(mul, rows[at][at + 1 :], found[at + 1 :]))
            found[at] = (pull[at] - rest) / rows[at][at]
        mean = [0.0] * rank
        for at, direction in enumerate(self.order):
            mean[direction] = found[at]
        return mean, odds

    def _odds(self, precision: list[Numbers], pull: Numbers) -> Numbers:
        """With h the pull and L the precision of the votes alone: the integral of N(f; c, S) exp(h.f - f.Lf/2)."""
        for at, row in enumerate(precision):
            row[at] -= ALMOST_ONE
        if self._few:
            logs = _few_logs(precision, pull, self._groups)
        else:
            logs = [
                constant + _half_square(precision, own, [a + b for a, b in zip(pull, pulled, strict=True)])
                for constant, own, pulled in self._groups
            ]
        most = max(logs)
        odds = [math.exp(log - most) for log in logs]
        total = sum(odds)
        return [odd / total for odd in odds]


def _terms(groups: Mixture) -> list[tuple[float, list[Numbers], Numbers]]:
    """Of each group what does not depend on the person: a constant, the inverse of its shape, and that times centre."""
    inverse = np.linalg.inv(groups.shapes)
    pulled = (inverse @ groups.centres[:, :, None])[:, :, 0]
    constant: Floats = (
        np.log(groups.weights) - 0.5 * np.linalg.slogdet(groups.shapes)[1] - 0.5 * (pulled * groups.centres).sum(axis=1)
    )
    return list(zip(constant.tolist(), inverse.tolist(), pulled.tolist(), strict=True))


def _half_square(first: list[Numbers], second: list[Numbers], pull: Numbers) -> float:
    """With M the sum of two matrices: half of pull . (M^-1 pull), less half of the logarithm of M's determinant."""
    rows = [[a + b for a, b in zip(mine, theirs, strict=True)] for mine, theirs in zip(first, second, strict=True)]
    result = 0.0
    size = len(pull)
    for at, pivot in enumerate(rows):
        head, own = pivot[at], pull[at]
        result += 0.5 * (own * own / head - math.log(head))
        for below in range(at + 1, size):
            ratio = pivot[below] / head
            other = rows[below]
            pull[below] -= ratio * own
            for column in range(below, size):
                other[column] -= ratio * pivot[column]
    return result


def _few_logs(precision: list[Numbers], pull: Numbers, groups: list[tuple[float, list[Numbers], Numbers]]) -> Numbers:
    """The same of every group in at most three directions, written out: this is most of what placing a voter costs."""
    lacking = _FEW - len(pull)
    (a, b, c), (_, d, e), (_, _, f) = _padded(precision, lacking)
    x, y, z = pull + [0.0] * lacking
    logs = []
    for constant, own, pulled in groups:
        if lacking:
            own, pulled = _padded(own, lacking, 0.0), pulled + [0.0] * lacking  # noqa: PLW2901 - of another size
        (ka, kb, kc), (_, kd, ke), (_, _, kf) = own
        head, second, third = a + ka, b + kb, c + kc
        by, bz = second / head, third / head
        middle, across = d + kd - by * second, e + ke - by * third
        cz = across / middle
        last = f + kf - bz * third - cz * across
        px = x + pulled[0]
        py = y + pulled[1] - by * px
        pz = z + pulled[2] - bz * px - cz * py
        square = px * px / head + py * py / middle + pz * pz / last
        logs.append(constant + 0.5 * (square - math.log(head * middle * last)))
    return logs


def _padded(rows: list[Numbers], lacking: int, own: float = 1.0) -> list[Numbers]:
    """A matrix with some directions more, of which it says nothing."""
    size = len(rows)
    more = [[own if at == size + other else 0.0 for at in range(size + lacking)] for other in range(lacking)]
    return [[*row, *([0.0] * lacking)] for row in rows] + more
