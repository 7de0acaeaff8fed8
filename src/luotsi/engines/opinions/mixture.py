"""Groups as a mixture of normal distributions seen through each person's own uncertainty (extreme deconvolution).

f_i | group k ~ N(centre_k, shape_k), and what is known of f_i is a posterior with precision of its own; a person with
few votes has a wide one and pulls little. Expectation-maximisation after Bovy, Hogg and Roweis 2011 (from memory).

Every array may have axes in front of those named here: as many mixtures, of as many samples of people, at once.
"""

from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.latent import Posterior
from luotsi.engines.opinions.small import applied, inverses, triangle
from luotsi.engines.opinions.votes import Floats, Ints

ALMOST_ONE = 1 - 1e-3
_ROUNDS = 40
_STILL = 1e-4
_SHAPE_PRIOR = 0.05
_PRIOR_WEIGHT = 0.02
_AT_ONCE = 2_500  # people that are worked on at once: more do not fit in the processor's cache


@dataclass(frozen=True, slots=True)
class Mixture:
    """Groups: weights, centres (groups x directions) and shapes (covariances); the log-likelihood of those it is of."""

    weights: Floats
    centres: Floats
    shapes: Floats
    likelihood: Floats

    @property
    def parameters(self) -> int:
        """How many free numbers a mixture has."""
        count, rank = self.centres.shape[-2:]
        return int(count * (1 + rank + rank * (rank + 1) // 2) - 1)

    def bic(self, people: int) -> float:
        """Schwarz's criterion: less is better."""
        return float(-2 * self.likelihood + self.parameters * np.log(max(people, 2)))

    def ordered(self, order: Ints) -> "Mixture":
        """The same groups under other numbers."""
        return Mixture(self.weights[order], self.centres[order], self.shapes[order], self.likelihood)


@dataclass(frozen=True, slots=True)
class Seen:
    """People as the mixture sees them: the position the votes point to, and the variance of that observation.

    ``times``, where it is given, is how many times each person counts.

    The posterior of a person under f ~ N(0, I) is turned back into what the votes alone say: precision W - I. Along a
    direction of which the votes say nothing the variance is large. ``variance`` holds upper triangles; the last axis of
    both arrays is people, the one before it directions or cells of the triangle.
    """

    at: Floats
    variance: Floats
    times: Floats | None = None

    @classmethod
    def of(cls, posterior: Posterior) -> "Seen":
        """What the votes alone say of each person."""
        rank = posterior.mean.shape[1]
        row, column, place = triangle(rank)
        precision, _ = inverses(np.ascontiguousarray(posterior.covariance[:, row, column].T), rank)
        pulled = applied(precision, posterior.mean.T, place)
        precision[row == column] -= ALMOST_ONE
        variance, _ = inverses(precision, rank)
        return cls(applied(variance, pulled, place), variance)

    def rows(self, rows: Ints) -> "Seen":
        """The same of some people."""
        return Seen(self.at[..., rows], self.variance[..., rows])

    def along(self, axis: Floats) -> tuple[Floats, Floats]:
        """Place and variance of each person on a line."""
        row, column, _ = triangle(len(axis))
        twice = np.where(row == column, 1.0, 2.0)
        return axis @ self.at, (axis[row] * axis[column] * twice) @ self.variance


def memberships(mixture: Mixture, seen: Seen) -> Floats:
    """The probability of each group (columns) for each person (rows)."""
    people = seen.at.shape[-1]
    found = np.empty((people, len(mixture.weights)))
    for begin in range(0, people, _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        found[part] = _expect(mixture, Seen(seen.at[..., part], seen.variance[..., part]))[0].T
    return found


def likeliest(mixture: Mixture, seen: Seen) -> Ints:
    """The likeliest group of each person."""
    return np.asarray(_expect(mixture, seen)[0].argmax(axis=-2))


def _expect(mixture: Mixture, seen: Seen) -> tuple[Floats, Floats, Floats, Floats]:
    """Probabilities (k x people), log-likelihood of each person, precisions, and precision times distance."""
    rank = seen.at.shape[-2]
    row, column, place = triangle(rank)
    entries = seen.variance[..., None, :, :] + mixture.shapes[..., row, column][..., None]
    precision, determinant = inverses(entries, rank)
    apart = seen.at[..., None, :, :] - mixture.centres[..., None]
    pull = applied(precision, apart, place)
    logs = np.log(mixture.weights)[..., None] - 0.5 * (
        np.log(determinant) + np.einsum("...rn,...rn->...n", pull, apart)
    )
    most = logs.max(axis=-2)
    odds = np.exp(logs - most[..., None, :])
    total = odds.sum(axis=-2)
    odds /= total[..., None, :]
    return odds, most + np.log(total) - 0.5 * rank * np.log(2 * np.pi), precision, pull


def fit(seen: Seen, start: Mixture, rounds: int = _ROUNDS) -> Mixture:
    """Expectation-maximisation from ``start`` until the likelihood stands still (of all, where there are several)."""
    mixture, before = start, np.full(start.weights.shape[:-1], -np.inf)
    people = seen.at.shape[-1] if seen.times is None else float(seen.times.sum(axis=-1).max())
    for _ in range(rounds):
        odds, likelihood, precision, pull = _expect(mixture, seen)
        total = _summed(likelihood, seen)
        if seen.times is not None:
            odds *= seen.times[..., None, :]
        if (total - before < _STILL * people).all():
            return Mixture(mixture.weights, mixture.centres, mixture.shapes, total)
        before = total
        mixture = _maximise(mixture, odds, precision, pull, people)
    return Mixture(mixture.weights, mixture.centres, mixture.shapes, _summed(_expect(mixture, seen)[1], seen))


def _summed(likelihood: Floats, seen: Seen) -> Floats:
    return np.asarray((likelihood if seen.times is None else likelihood * seen.times).sum(axis=-1))


def _maximise(mixture: Mixture, odds: Floats, precision: Floats, pull: Floats, people: float) -> Mixture:
    count, rank = mixture.centres.shape[-2:]
    size = odds.sum(axis=-1) + 1e-9
    pulled = (pull @ odds[..., None])[..., 0] / size[..., None]
    weighted = pull * odds[..., None, :]
    # sums over people of odds * (S p - shift)(S p - shift)', from those of odds * p p'
    second = weighted @ pull.swapaxes(-1, -2) - size[..., None, None] * pulled[..., :, None] * pulled[..., None, :]
    known = (precision @ odds[..., None])[..., 0][..., triangle(rank)[2]]
    spread = mixture.shapes @ (second - known) @ mixture.shapes
    shift = (mixture.shapes @ pulled[..., None])[..., 0]
    prior = _PRIOR_WEIGHT * people / count
    weight = size[..., None, None]
    shapes = (spread + weight * mixture.shapes + prior * _SHAPE_PRIOR * np.eye(rank)) / (weight + prior)
    weights = size / size.sum(axis=-1, keepdims=True)
    return Mixture(
        weights, mixture.centres + shift, (shapes + shapes.swapaxes(-1, -2)) / 2, np.zeros(weights.shape[:-1])
    )


def started(points: Floats, of: Ints, count: int, times: Floats) -> Mixture:
    """The mixture that a hard division of the points (... x people x directions) stands for."""
    rank = points.shape[-1]
    member = np.where(of[..., None, :] == np.arange(count)[:, None], times[..., None, :], 0.0)
    size = member.sum(axis=-1)
    centres = member @ points / np.maximum(size, 1)[..., None]
    centres = np.where(size[..., None] > 0, centres, points[..., :count, :])
    own = np.take_along_axis(centres, of[..., None], axis=-2)
    apart = ((points - own) ** 2).sum(axis=-1)
    inside = (apart * times).sum(axis=-1) / (times.sum(axis=-1) * rank)
    shapes = np.maximum(inside, 0.02)[..., None, None, None] * np.ones((count, 1, 1)) * np.eye(rank)
    weights = (size + 1) / (size.sum(axis=-1, keepdims=True) + count)
    return Mixture(weights, centres, shapes, np.zeros(size.shape[:-1]))
