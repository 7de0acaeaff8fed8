"""Base clusters and opinion groups as Polis makes them. Spec 4.6 and 4.7."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.distance import cdist

from luotsi.engines.opinions.votes import Floats, Ints

BASE_CLUSTERS = 100
_BASE_ROUNDS = 100
_GROUP_ROUNDS = 20  # the original means 100 but passes a key that nothing reads; 20 is what runs
_MOVED = 0.01
_MOST_GROUPS = 5
_PATIENCE = 4
_AT_ONCE = 4096
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Clusters:
    """Centres, and for each point the centre it belongs to."""

    centres: Floats
    of: Ints

    @property
    def sizes(self) -> Ints:
        """How many points each centre has."""
        return np.bincount(self.of, minlength=len(self.centres))


@dataclass(frozen=True, slots=True)
class Smoother:
    """The memory of a running discussion: a new number of groups is taken after it was best four times in a row.

    ``candidate`` is the number that was best last, ``seen`` how many times in a row, ``chosen`` the number in use.
    """

    candidate: int = 0
    seen: int = 0
    chosen: int = 0

    def after(self, best: int) -> "Smoother":
        """The memory after one more computation found ``best`` groups best."""
        seen = self.seen + 1 if best == self.candidate else 1
        chosen = best if seen >= _PATIENCE or not self.chosen else self.chosen
        return Smoother(best, seen, chosen)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Base clusters, the group of each of them, the silhouette of every k tried, and the smoother's new memory."""

    base: Clusters
    group_of_base: Ints
    silhouettes: Mapping[int, float]
    smoother: Smoother = field(default_factory=Smoother)

    @property
    def of(self) -> Ints:
        """The group of each clustered person."""
        return self.group_of_base[self.base.of]


def first_distinct(points: Floats, most: int) -> Floats:
    """The first ``most`` points that differ, in the order given."""
    step = most * 4
    for end in (*range(step, len(points), step * 4), len(points)):
        _, first = np.unique(points[:end], axis=0, return_index=True)
        if len(first) >= most or end >= len(points):
            return np.asarray(points[np.sort(first)[:most]])
    return np.asarray(points[:0])


def k_means(points: Floats, start: Floats, rounds: int, weights: Floats | None = None) -> Clusters:
    """Lloyd's algorithm from given centres until the sorted centres have moved less than 0.01; no empty clusters."""
    centres = np.array(start)
    mass = np.ones(len(points)) if weights is None else weights
    nearest = _Nearest(points, centres)
    of = nearest.of
    for left in range(rounds, 0, -1):
        moved, of = _means(points, mass, nearest.of, len(centres))
        if (len(moved) == len(centres) and _same(centres, moved)) or left == 1:
            return Clusters(moved, of)
        nearest.move(centres, moved)
        centres = moved
    return Clusters(centres, of)


class _Nearest:
    """The nearest centre of each point, kept with bounds so that only points near a border are looked at anew.

    Hamerly's bounds (2010, from memory): ``own`` is at least the distance to the nearest centre, ``other`` at most that
    to any other. Same answers as comparing all, the first of equally near centres included.
    """

    def __init__(self, points: Floats, centres: Floats) -> None:
        self.points = points
        self.of = np.zeros(len(points), dtype=np.int64)
        self.own, self.other = np.zeros(len(points)), np.zeros(len(points))
        self._look(np.arange(len(points)), centres)

    def _look(self, rows: Ints, centres: Floats) -> None:
        for begin in range(0, len(rows), _AT_ONCE):
            part = rows[begin : begin + _AT_ONCE]
            distance = cdist(self.points[part], centres)
            of = distance.argmin(axis=1)
            place = np.arange(len(part))
            self.of[part], self.own[part] = of, distance[place, of]
            distance[place, of] = np.inf
            self.other[part] = distance.min(axis=1)

    def move(self, before: Floats, after: Floats) -> None:
        """Follow the centres; when one was dropped, look at all."""
        if len(before) != len(after):
            self._look(np.arange(len(self.points)), after)
            return
        shift = np.linalg.norm(after - before, axis=1)
        self.own += shift[self.of]
        self.other -= shift.max()
        doubtful = np.flatnonzero(self.own >= self.other - _SLACK)
        self.own[doubtful] = np.linalg.norm(self.points[doubtful] - after[self.of[doubtful]], axis=1)
        self._look(doubtful[self.own[doubtful] >= self.other[doubtful] - _SLACK], after)


def _means(points: Floats, mass: Floats, of: Ints, count: int) -> tuple[Floats, Ints]:
    weight = np.bincount(of, weights=mass, minlength=count)
    members = np.bincount(of, minlength=count)
    sums = np.stack(
        [np.bincount(of, weights=mass * points[:, axis], minlength=count) for axis in range(points.shape[1])], axis=1
    )
    alive = members > 0
    renumbered = np.cumsum(alive) - 1
    return sums[alive] / weight[alive, None], renumbered[of]


def _same(before: Floats, after: Floats) -> bool:
    old = before[np.lexsort(before.T[::-1])]
    new = after[np.lexsort(after.T[::-1])]
    return bool((np.linalg.norm(old - new, axis=1) < _MOVED).all())


def silhouette(distances: Floats, of: Ints) -> float:
    """The mean silhouette of points whose distances are given; a point alone in its cluster counts 0."""
    labels, place = np.unique(of, return_inverse=True)
    if len(labels) < 2:  # noqa: PLR2004 - one cluster has no other to be told from
        return 0.0
    member = np.zeros((len(of), len(labels)))
    member[np.arange(len(of)), place] = 1.0
    size = member.sum(axis=0)
    sums = distances @ member
    own = size[place]
    inside = sums[np.arange(len(of)), place] / np.maximum(own - 1, 1)
    other = np.where(member > 0, np.inf, sums / size).min(axis=1)
    larger = np.maximum(inside, other)
    width = np.divide(other - inside, larger, out=np.zeros(len(of)), where=(larger > 0) & (own > 1))
    return float(width.mean())


def base_clusters(points: Floats, previous: Clusters | None = None) -> Clusters:
    """At most 100 clusters of people; from the first distinct points, or from the clusters of the run before."""
    if previous is None or not len(previous.centres):
        return k_means(points, first_distinct(points, BASE_CLUSTERS), _BASE_ROUNDS)
    start = previous.centres
    while len(start) < min(BASE_CLUSTERS, len(points)):
        gap = cdist(points, start).min(axis=1)
        if gap.max() <= 0:
            break
        start = np.vstack([start, points[gap.argmax()]])
    return k_means(points, start, _BASE_ROUNDS)


def groups(base: Clusters, smoother: Smoother | None = None) -> Grouping:
    """The groups of base clusters with the best silhouette among k = 2 to at most 5, smoothed over runs."""
    count = len(base.centres)
    if count < 2:  # noqa: PLR2004 - a single point cannot be divided
        memory = (smoother or Smoother()).after(min(count, 1))
        return Grouping(base, np.zeros(count, dtype=np.int64), {}, memory)
    distances = cdist(base.centres, base.centres)
    weights = base.sizes.astype(np.float64)
    tried, silhouettes = {}, {}
    for k in range(2, min(_MOST_GROUPS, 2 + count // 12) + 1):
        found = k_means(base.centres, first_distinct(base.centres, k), _GROUP_ROUNDS, weights)
        tried[k] = found
        silhouettes[k] = silhouette(distances, found.of)
    best = max(tried, key=lambda k: (silhouettes[k], k))
    memory = (smoother or Smoother()).after(best)
    chosen = memory.chosen if memory.chosen in tried else best
    return Grouping(base, tried[chosen].of, silhouettes, memory)
