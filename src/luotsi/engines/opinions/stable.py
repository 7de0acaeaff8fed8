"""Opinion groups that do not depend on the order of anything, with how sure they are; none where there are none.

The number of groups is the best by Schwarz's criterion among mixtures of 1 to 8 that pass three tests. Every group has
at least 5 people and 5 %. Between the groups there are valleys, fewer people than at either group, or there are two and
one is a wing, a long tail of the other. And groups found anew from resampled people and statements are the same ones:
adjusted Rand index at least 0.8, mean of 30; where nothing reaches it, the best of at least 0.6 (resampling after
Hennig 2007, from memory). Otherwise there is one group, which is a result too.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from luotsi.engines.opinions import latent, mixture
from luotsi.engines.opinions.latent import LatentModel, Posterior
from luotsi.engines.opinions.mixture import Mixture, Seen
from luotsi.engines.opinions.votes import Bools, Floats, Ints, VoteMatrix

MOST_GROUPS = 8
STABLE = 0.8
CLEAR = 0.6
_ENOUGH_VOTES = 7
_SMALLEST, _SMALLEST_SHARE = 5, 0.05
_RELIABLE = 0.5
_SAMPLE, _BOOTSTRAP_SAMPLE = 2_000, 1_000
_BOOTSTRAPS = 30
_STARTS, _MORE_STARTS, _FEW_PEOPLE = 3, 6, 600
_LLOYD, _EM_AGAIN = 12, 12
_FIRST_LOOK, _HOPELESS = 6, 0.55
_VALLEY, _VALLEY_Z = 0.75, 1.645
_ASHMAN, _SKEWED = 2.0, 0.8
_SEED = 20_191_122  # any number: it only has to be the same every time


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of the people of a matrix.

    ``group`` is -1 for a person with too few votes to place. ``certainty`` is the probability of the person's group.
    ``stability`` is the mean agreement of 30 repetitions with these groups (1 for one group), ``of_group`` the mean
    overlap (Jaccard) of each group with its nearest in a repetition. ``clear`` is false when there is one group, or
    people on average belong to theirs with a probability under 0.6.
    """

    group: Ints
    certainty: Floats
    memberships: Floats
    count: int
    stability: float
    of_group: tuple[float, ...]
    clear: bool
    criterion: dict[int, float]
    mixture: Mixture | None
    directions: Ints


def placed(matrix: VoteMatrix) -> Bools:
    """Who has voted enough to be placed: min(7, statements) votes."""
    return np.asarray(matrix.counts >= min(_ENOUGH_VOTES, max(len(matrix.statements), 1)))


def find(matrix: VoteMatrix, model: LatentModel, posterior: Posterior, wanted: int | None = None) -> Groups:
    """The groups of people in canonical order; with ``wanted``, that many groups whether stable or not.

    Groups are sought in all reliable directions, and where none hold there, in fewer of them.
    """
    inside = placed(matrix)
    rows = np.flatnonzero(inside)
    reliable = np.flatnonzero(posterior.of(rows).reliability >= _RELIABLE) if len(rows) else rows[:0]
    if len(rows) < 2 * _SMALLEST or not len(reliable) or wanted == 1:
        return _one(inside, {}, reliable)
    best: _Try | None = None
    criterion: dict[int, float] = {}
    for width in range(len(reliable), 0, -1):
        directions = reliable[:width]
        found, tried = _in(directions, matrix, (model, posterior, rows), wanted)
        criterion = criterion or tried
        if found is not None and (best is None or found.rank > best.rank):
            best, criterion = found, tried
        if best is not None and (wanted is not None or (best.stability >= STABLE and len(best.mixture.weights) > 2)):  # noqa: PLR2004
            break
    if best is None:
        return _one(inside, criterion, reliable)
    return _finish(inside, Seen.of(_marginal(posterior, best.directions)), best, criterion)


@dataclass(frozen=True, slots=True)
class _Try:
    """Groups found in some directions."""

    mixture: Mixture
    directions: Ints
    stability: float
    of_group: tuple[float, ...]

    @property
    def rank(self) -> tuple[bool, int, float]:
        """Stable before unstable, then more groups before fewer, then the more stable."""
        stable = self.stability >= STABLE
        return stable, len(self.mixture.weights) if stable else 0, self.stability


def _in(
    directions: Ints, matrix: VoteMatrix, given: tuple[LatentModel, Posterior, Ints], wanted: int | None
) -> tuple[_Try | None, dict[int, float]]:
    """The best groups in these directions, if any pass, and the criterion of each number of groups."""
    model, posterior, rows = given
    seen = Seen.of(_marginal(posterior, directions))
    sample = rows[:_SAMPLE]
    few = seen.rows(sample)
    fitted = _candidates(posterior.mean[np.ix_(sample, directions)], few, wanted)
    criterion = {k: found.bic(len(sample)) for k, found in fitted.items()}
    best: _Try | None = None
    for k in sorted((k for k in fitted if k > 1), key=lambda k: criterion[k]):
        if wanted is None and (criterion[k] >= criterion[1] or not _distinct(fitted[k], few)):
            continue
        found = _Try(fitted[k], directions, *_stability(matrix, model, (fitted[k], seen, sample, directions)))
        if wanted is not None or found.stability >= STABLE:
            return found, criterion
        if found.stability >= CLEAR and (best is None or found.rank > best.rank):
            best = found
    return best, criterion


def _one(inside: Bools, criterion: dict[int, float], directions: Ints) -> Groups:
    group = np.where(inside, 0, -1)
    certainty = np.where(inside, 1.0, np.nan)
    return Groups(group, certainty, inside.astype(float)[:, None], 1, 1.0, (1.0,), False, criterion, None, directions)


def _marginal(posterior: Posterior, directions: Ints) -> Posterior:
    return Posterior(posterior.mean[:, directions], posterior.covariance[:, directions[:, None], directions])


def _candidates(points: Floats, seen: Seen, wanted: int | None) -> dict[int, Mixture]:
    """The best mixture of each number of groups, until two in a row are worse than the best."""
    fitted: dict[int, Mixture] = {}
    worse, best = 0, np.inf
    for k in range(1, min(MOST_GROUPS, len(points) // _SMALLEST) + 1):
        if wanted is not None and k != wanted:
            continue
        fitted[k] = _fit(points, seen, k, np.random.default_rng((_SEED, k)))
        bic = fitted[k].bic(len(points))
        worse, best = (0, bic) if bic < best else (worse + 1, best)
        if worse == 2:  # noqa: PLR2004 - said in the docstring
            break
    return fitted


def _fit(points: Floats, seen: Seen, count: int, random: np.random.Generator, rounds: int = 40) -> Mixture:
    """The mixture from the best of several k-means starts."""
    times = 1 if count == 1 else _MORE_STARTS if len(points) < _FEW_PEOPLE else _STARTS
    starts = [_lloyd(points, mixture.seeds(points, count, random)) for _ in range(times)]
    of = min(starts, key=lambda start: start[1])[0]
    return mixture.fit(seen, mixture.started(points, of, count), rounds)


def _lloyd(points: Floats, centres: Floats) -> tuple[Ints, float]:
    count = len(centres)
    turned, ones = points.T.copy(), np.ones(len(points))
    of = np.zeros(len(points), dtype=np.int64)
    for _ in range(_LLOYD):
        distance = (centres**2).sum(axis=1)[:, None] - 2 * centres @ turned
        new = distance.argmin(axis=0)
        if (new == of).all():
            break
        of = new
        member = np.zeros((count, len(points)))
        member[of, np.arange(len(points))] = ones
        size = member.sum(axis=1)
        centres = np.where(size[:, None] > 0, member @ points / np.maximum(size, 1)[:, None], centres)
    return of, float((points**2).sum() + distance[of, np.arange(len(of))].sum())


def _distinct(found: Mixture, seen: Seen) -> bool:
    """Whether every group is large enough, and every two have a valley between them."""
    odds = mixture.memberships(found, seen)
    of = odds.argmax(axis=1)
    size = np.bincount(of, minlength=len(found.weights))
    if size.min() < max(_SMALLEST, _SMALLEST_SHARE * len(of)):
        return False
    count = len(size)
    pairs = [
        _valley(found, seen, of, (a, b)) for a in range(count) for b in range(a + 1, count) if _neighbours(found, a, b)
    ]
    if not pairs:
        return False
    middle, peak, variance = (sum(part) for part in zip(*pairs, strict=True))
    apart = middle < _VALLEY * peak and peak - middle > _VALLEY_Z * variance**0.5
    if apart and all(pair[0] < pair[1] for pair in pairs):
        return True
    return count == 2 and _wing(found, seen)  # noqa: PLR2004 - a majority and a wing


def _wing(found: Mixture, seen: Seen) -> bool:
    """Whether the smaller of two groups is a wing: a tail much longer on one side than a single group has.

    Skewness along the line between the groups at least 0.8 and three standard errors, and Ashman's D (the distance of
    the centres in standard deviations) at least 2.
    """
    apart = found.centres[1] - found.centres[0]
    axis = apart / np.linalg.norm(apart)
    spread = np.sqrt(np.einsum("k,gkl,l->g", axis, found.shapes, axis).mean())
    place, doubt = seen.along(axis)
    place = place[doubt <= np.median(doubt)]
    centred = place - place.mean()
    skew = float((centred**3).mean() / max(float((centred**2).mean()), 1e-12) ** 1.5)
    error = np.sqrt(6 / len(place))
    return bool(np.linalg.norm(apart) >= _ASHMAN * spread and abs(skew) >= max(_SKEWED, 3 * error))


def _neighbours(found: Mixture, first: int, second: int) -> bool:
    """Whether no third group is the likeliest half-way between two."""
    middle = (found.centres[first] + found.centres[second]) / 2
    logs = [
        np.log(weight)
        - 0.5 * (np.linalg.slogdet(shape)[1] + (middle - centre) @ np.linalg.solve(shape, middle - centre))
        for weight, centre, shape in zip(found.weights, found.centres, found.shapes, strict=True)
    ]
    return int(np.argmax(logs)) in (first, second)


def _valley(found: Mixture, seen: Seen, of: Ints, pair: tuple[int, int]) -> tuple[float, float, float]:
    """How many people stand half-way between two groups, how many at the smaller peak, and the variance of the gap.

    Shares of the groups, both weighed alike, on the line that tells them apart best, in the better known half of the
    people.
    """
    first, second = (found.centres[k] for k in pair)
    axis = np.linalg.solve(found.shapes[pair[0]] + found.shapes[pair[1]], second - first)
    axis /= np.linalg.norm(axis)
    members = np.flatnonzero((of == pair[0]) | (of == pair[1]))
    at, doubt = seen.along(axis)
    members = members[doubt[members] <= np.median(doubt[members])]
    low, high = float(first @ axis), float(second @ axis)
    place = (at[members] - low) / (high - low)
    own = of[members]
    weight = np.where(own == pair[0], 1 / max((own == pair[0]).sum(), 1), 1 / max((own == pair[1]).sum(), 1))
    near = [np.abs(place - centre) <= 1 / 6 for centre in (0.0, 0.5, 1.0)]
    mass = [float(weight[window].sum()) for window in near]
    variance = float(sum((weight[window] ** 2).sum() for window in near[:2]))
    return mass[1], min(mass[0], mass[2]), variance


def _stability(
    matrix: VoteMatrix, model: LatentModel, found: tuple[Mixture, Seen, Ints, Ints]
) -> tuple[float, tuple[float, ...]]:
    """Agreement of the groups with groups found anew from resampled people and statements."""
    whole, seen, sample, directions = found
    rows = sample[:_BOOTSTRAP_SAMPLE]
    part = matrix.select(rows)
    count, width = len(whole.weights), len(matrix.statements)
    reference = mixture.memberships(whole, seen.rows(rows)).argmax(axis=1)
    agreement: list[float] = []
    overlaps: list[Floats] = []
    for number in range(_BOOTSTRAPS):
        if number == _FIRST_LOOK and np.mean(agreement) < _HOPELESS:
            break
        random = np.random.default_rng((_SEED, count, number))
        times = np.bincount(random.integers(width, size=width), minlength=width)
        people = random.integers(len(rows), size=len(rows))
        again = latent.positions_weighted(model, part, times.astype(np.float64))
        narrow = _marginal(again, directions).of(people)
        anew = _fit(narrow.mean, Seen.of(narrow), count, random, _EM_AGAIN)
        of = mixture.memberships(anew, seen.rows(rows)).argmax(axis=1)
        table = np.zeros((count, count))
        np.add.at(table, (reference, of), 1)
        agreement.append(rand_index(table))
        overlaps.append(_overlap(table))
    return float(np.mean(agreement)), tuple(float(value) for value in np.mean(overlaps, axis=0))


def rand_index(table: Floats) -> float:
    """The adjusted Rand index of two divisions from their cross table (Hubert and Arabie 1985).

    >>> import numpy as np
    >>> rand_index(np.array([[5.0, 0.0], [0.0, 5.0]]))
    1.0
    """

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, first, second = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    total = table.sum() * (table.sum() - 1) / 2
    expected, most = (first * second / total if total else 0.0), (first + second) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def _overlap(table: Floats) -> Floats:
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None] - table
    share = np.divide(table, union, out=np.zeros_like(table), where=union > 0)
    rows, columns = linear_sum_assignment(-share)
    return np.asarray(share[rows, columns])


def _finish(inside: Bools, seen: Seen, best: _Try, criterion: dict[int, float]) -> Groups:
    """Everybody's group; the largest group comes first."""
    found = best.mixture
    order = np.argsort(-found.weights, kind="stable")
    ordered = Mixture(found.weights[order], found.centres[order], found.shapes[order], found.likelihood)
    odds = mixture.memberships(ordered, seen)
    group = np.where(inside, odds.argmax(axis=1), -1)
    certainty = np.where(inside, odds.max(axis=1), np.nan)
    clear = bool(best.stability >= CLEAR and np.nanmean(certainty) >= CLEAR)
    by_group = tuple(best.of_group[k] for k in order)
    return Groups(
        group, certainty, odds, len(order), best.stability, by_group, clear, criterion, ordered, best.directions
    )
