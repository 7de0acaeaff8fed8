"""Opinion groups that do not depend on the order of anything, with how sure they are; none where there are none.

The number of groups is the best by Schwarz's criterion among mixtures of 1 to 8 that pass three tests. Every group has
at least 5 people and 5 %. Between the groups there are valleys, half-way fewer than half of the people of the smaller
peak, or there are two and one is a wing, a long tail of the other. And groups found anew from resampled people and
statements are the same ones: adjusted Rand index at least 0.8, mean of 30; where nothing reaches it, the best of at
least 0.6 (resampling after Hennig 2007, from memory). Otherwise there is one group, which is a result too.
"""

from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions import mixture
from luotsi.engines.opinions.latent import LatentModel, Posterior
from luotsi.engines.opinions.mixture import Mixture, Seen
from luotsi.engines.opinions.resampling import SEED, Resampling, starts
from luotsi.engines.opinions.starts import divided
from luotsi.engines.opinions.valleys import SMALLEST, distinct
from luotsi.engines.opinions.votes import Bools, Floats, Ints, VoteMatrix

MOST_GROUPS = 8
STABLE = 0.8
CLEAR = 0.6
_ENOUGH_VOTES = 7
_RELIABLE = 0.5
_SAMPLE, _RESAMPLED, _POLISHED = 2_000, 1_000, 4_000
_POLISH_ROUNDS = 8


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
    if len(rows) < 2 * SMALLEST or not len(reliable) or wanted == 1:
        return _one(inside, {}, reliable)
    best: _Try | None = None
    criterion: dict[int, float] = {}
    resampling = Resampling(model, matrix.select(rows[:_RESAMPLED]))
    for width in range(len(reliable), 0, -1):
        directions = reliable[:width]
        found, tried = _in(directions, resampling, (posterior, rows), wanted)
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
    directions: Ints, resampling: Resampling, given: tuple[Posterior, Ints], wanted: int | None
) -> tuple[_Try | None, dict[int, float]]:
    """The best groups in these directions, if any pass, and the criterion of each number of groups."""
    posterior, rows = given
    sample = rows[:_SAMPLE]
    narrow = _marginal(posterior.of(sample), directions)
    few = Seen.of(narrow)
    fewer = few.rows(np.arange(min(len(sample), _RESAMPLED)))
    fitted = _candidates(narrow.mean, few, wanted)
    criterion = {k: found.bic(len(sample)) for k, found in fitted.items()}
    best: _Try | None = None
    for k in sorted((k for k in fitted if k > 1), key=lambda k: criterion[k]):
        if wanted is None and (criterion[k] >= criterion[1] or not distinct(fitted[k], few)):
            continue
        found = _Try(fitted[k], directions, *resampling.stability(fitted[k], fewer, directions))
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
    for k in range(1, min(MOST_GROUPS, len(points) // SMALLEST) + 1):
        if wanted is not None and k != wanted:
            continue
        fitted[k] = _fit(points, seen, k)
        bic = fitted[k].bic(len(points))
        worse, best = (0, bic) if bic < best else (worse + 1, best)
        if worse == 2:  # noqa: PLR2004 - said in the docstring
            break
    return fitted


def _fit(points: Floats, seen: Seen, count: int, rounds: int = 40) -> Mixture:
    """The mixture from the best of several k-means starts."""
    draws = np.random.default_rng((SEED, count)).random((1, starts(len(points)), count))
    once = np.ones(len(points))
    of = divided(points[None], draws, once[None])[0]
    return mixture.fit(seen, mixture.started(points, of, count, once), rounds)


def _finish(inside: Bools, seen: Seen, best: _Try, criterion: dict[int, float]) -> Groups:
    """Everybody's group; the largest group comes first."""
    found = mixture.fit(seen.rows(np.flatnonzero(inside)[:_POLISHED]), best.mixture, _POLISH_ROUNDS)
    order = np.argsort(-found.weights, kind="stable")
    ordered = found.ordered(order)
    odds = mixture.memberships(ordered, seen)
    group = np.where(inside, odds.argmax(axis=1), -1)
    certainty = np.where(inside, odds.max(axis=1), np.nan)
    clear = bool(best.stability >= CLEAR and np.nanmean(certainty) >= CLEAR)
    by_group = tuple(best.of_group[k] for k in order)
    return Groups(
        group, certainty, odds, len(order), best.stability, by_group, clear, criterion, ordered, best.directions
    )
