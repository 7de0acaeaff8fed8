"""The mathematics of choosing cells: the attacker's linear program, and the integer program that defeats it."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_diag, csr_array, hstack, vstack

from luotsi.engines.stats.table import Relations, readers

Numbers = NDArray[np.float64]
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Demand:
    """The room (width of the range) that a reader must leave every sensitive cell.

    ``up`` and ``down``: how far each cell may move when hidden (0 where it may not be hidden), in the eyes of this
    reader. Moving one cell by the room wanted never needs to move another by more.
    """

    room: int
    up: Numbers
    down: Numbers


@dataclass(frozen=True, slots=True)
class Attack:
    """A bound on the room of one cell, for every pattern: room <= sum of ``weights`` over the hidden cells."""

    wanted: float
    weights: Numbers


@dataclass(frozen=True, slots=True)
class Protection:
    """What a pattern must do: leave each sensitive cell room to move, over hidden cells, every sum unchanged.

    ``demands``: the room wanted from each reader. ``cost``: one a cell, and less than one in all for the counts lost,
    so that among the smallest patterns one is chosen that withholds small counts.
    """

    matrix: csr_array
    sensitive: tuple[int, ...]
    fixed: frozenset[int]
    may_hide: NDArray[np.bool_]
    demands: tuple[Demand, ...]
    cost: Numbers

    @classmethod
    def of(
        cls,
        counts: Sequence[int],
        relations: Relations,
        k: int,
        sensitive: Collection[int],
        fixed: Collection[int],
        *,
        zeros: bool,
    ) -> "Protection":
        """The task for these counts. ``zeros``: whether a zero may be hidden, which also lets counts fall to zero."""
        values = np.array(counts, dtype=float)
        may = (values > 0) | zeros
        may[list(fixed)] = True
        rows = [at for at, relation in enumerate(relations) for _ in relation]
        columns = [cell for relation in relations for cell in relation]
        weight = 0.5 / (len(counts) * (values.max() + 1))
        return cls(
            matrix=csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(relations), len(counts))),
            sensitive=tuple(sorted(sensitive)),
            fixed=frozenset(fixed),
            may_hide=may,
            demands=tuple(
                Demand(room, np.where(may, float(room), 0.0), np.where(may, np.clip(values - least, 0, room), 0.0))
                for least, room in readers(k, zeros_hidden=zeros)
                if room > 0
            ),
            cost=1 + weight * (values + 1),
        )

    def reach(self, cell: int, hidden: Numbers, demand: Demand) -> tuple[float, Numbers]:
        """How much room the reader must leave the cell under the pattern, and the weights that prove it."""
        most, weights = 0.0, np.zeros(len(hidden))
        for sign in (-1.0, 1.0):
            goal = np.zeros(len(hidden))
            goal[cell] = sign
            answer = linprog(
                goal,
                A_eq=self.matrix,
                b_eq=np.zeros(self.matrix.shape[0]),
                bounds=np.column_stack([-demand.down * hidden, demand.up * hidden]),
                method="highs",
            )
            prices = answer.lower.marginals + answer.upper.marginals
            weights += np.clip(-prices, 0, None) * demand.up + np.clip(prices, 0, None) * demand.down
            most -= answer.fun
        return most, weights

    def attacks(self, hidden: Collection[int], cells: Collection[int] | None = None) -> Iterator[Attack]:
        """The attacks that succeed under the pattern, on all sensitive cells or on some of them."""
        chosen = self.pattern(hidden)
        for cell in self.sensitive if cells is None else cells:
            for demand in self.demands:
                most, weights = self.reach(cell, chosen, demand)
                if most < demand.room - _TOLERANCE:
                    yield Attack(demand.room, weights)

    def pattern(self, hidden: Collection[int]) -> Numbers:
        """The pattern as ones and zeros."""
        chosen = np.zeros(len(self.cost))
        chosen[list(hidden)] = 1
        return chosen

    def safe(self, hidden: Collection[int]) -> bool:
        """Whether no attack succeeds."""
        return next(self.attacks(hidden), None) is None


def greedy(rule: Protection) -> frozenset[int] | None:
    """A safe pattern, not always the smallest: cells along the cheapest moves, then every needless one shown again.

    None when even hiding all that may be hidden does not protect.
    """
    everything = frozenset(np.flatnonzero(rule.may_hide).tolist())
    hidden = _mended(rule, rule.fixed)
    if hidden is not None:
        return hidden
    return everything if rule.safe(everything) else None


def _mended(rule: Protection, hidden: frozenset[int]) -> frozenset[int] | None:
    """The pattern made safe: the cells of the cheapest moves added, then every needless one taken away."""
    for cell in rule.sensitive:
        for demand in rule.demands:
            if rule.reach(cell, rule.pattern(hidden), demand)[0] < demand.room - _TOLERANCE:
                moved = _cheapest_move(rule, cell, hidden, demand)
                if moved is None:
                    return None
                hidden |= moved
    if not rule.safe(hidden):
        return None
    for cell in sorted(hidden - rule.fixed, key=lambda item: -rule.cost[item]):
        if rule.safe(hidden - {cell}):
            hidden -= {cell}
    return hidden


def _cheapest_move(rule: Protection, cell: int, hidden: frozenset[int], demand: Demand) -> frozenset[int] | None:
    """The cells that move when the cell gets its room, those already hidden moving for nothing."""
    n, relations = len(rule.cost), rule.matrix.shape[0]
    price = np.where(rule.pattern(hidden) > 0, 0.001, rule.cost)
    one_way = hstack([rule.matrix, -rule.matrix])  # a move is a rise less a fall, once to the top, once to the bottom
    apart = csr_array(([1.0, -1.0, -1.0, 1.0], ([0] * 4, [cell, n + cell, 2 * n + cell, 3 * n + cell])), (1, 4 * n))
    answer = linprog(
        np.tile(price, 4),
        A_eq=vstack([block_diag([one_way, one_way]), apart]),
        b_eq=np.append(np.zeros(2 * relations), demand.room),
        bounds=np.column_stack([np.zeros(4 * n), np.concatenate([demand.up, demand.down] * 2)]),
        method="highs",
    )
    if answer.status != 0:
        return None
    return frozenset(np.flatnonzero(answer.x.reshape(4, n).sum(axis=0) > _TOLERANCE).tolist())


def fewest(rule: Protection, start: frozenset[int], ends: float) -> tuple[frozenset[int], bool]:
    """The smallest safe pattern, and whether that is proved before ``ends`` (of the monotonic clock)."""
    rows, least = _lone_cells(rule)
    bounds = Bounds(rule.pattern(rule.fixed), np.where(rule.may_hide, 1.0, 0.0))
    best = start
    while (left := ends - time.monotonic()) > 0:
        answer = milp(
            rule.cost,
            integrality=np.ones(len(rule.cost)),
            bounds=bounds,
            constraints=LinearConstraint(csr_array(np.array(rows)), np.array(least), np.inf),
            options={"time_limit": left},
        )
        if answer.x is None or answer.status != 0:
            return best, False
        hidden = frozenset(np.flatnonzero(answer.x > 0.5).tolist())  # noqa: PLR2004 - the middle of 0 and 1
        attacks = list(rule.attacks(hidden))
        if not attacks:
            return hidden, True
        for attack in attacks:
            rows.append(_constraint(rule, attack))
            least.append(1.0)
        if time.monotonic() < ends:
            mended = _mended(rule, hidden)
            if mended is not None and rule.cost[list(mended)].sum() < rule.cost[list(best)].sum():
                best = mended
    return best, False


def _constraint(rule: Protection, attack: Attack) -> Numbers:
    """The attack as a row that must sum to one: no cell counts for more than is missing beside those hidden anyway."""
    fixed = list(rule.fixed)
    missing = attack.wanted - attack.weights[fixed].sum()
    row: Numbers = np.clip(attack.weights, 0, missing) / missing
    row[fixed] = 0
    return row


def _lone_cells(rule: Protection) -> tuple[list[Numbers], list[float]]:
    """First constraints: no cell is hidden alone in a published sum, unless an earlier release hid it anyway."""
    rows, least = [], []
    free = rule.fixed - set(rule.sensitive)
    matrix = rule.matrix.toarray()
    for relation in matrix:
        inside = np.flatnonzero((relation > 0) & rule.may_hide)
        for cell in set(inside.tolist()) - free:
            row = np.zeros(len(rule.cost))
            row[inside] = 1
            row[cell] = -1
            rows.append(row)
            least.append(0.0)
    return rows or [np.zeros(len(rule.cost))], least or [0.0]
