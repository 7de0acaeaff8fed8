"""Groups as a mixture of normal distributions seen through each person's own uncertainty (extreme deconvolution).

f_i | group k ~ N(centre_k, shape_k), and what is known of f_i is a posterior with precision of its own; a person with
few votes has a wide one and pulls little. Expectation-maximisation after Bovy, Hogg and Roweis 2011 (from memory).
"""

from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.latent import Posterior
from luotsi.engines.opinions.votes import Floats, Ints

_ROUNDS = 60
_STILL = 2e-5
_SHAPE_PRIOR = 0.05
_PRIOR_WEIGHT = 0.02


@dataclass(frozen=True, slots=True)
class Mixture:
    """Groups: weight, centre and shape (covariance) of each, and the log-likelihood of the people it was fitted to."""

    weights: Floats
    centres: Floats
    shapes: Floats
    likelihood: float

    @property
    def parameters(self) -> int:
        """How many free numbers the mixture has."""
        count, rank = self.centres.shape
        return count * (1 + rank + rank * (rank + 1) // 2) - 1

    def bic(self, people: int) -> float:
        """Schwarz's criterion: less is better."""
        return -2 * self.likelihood + self.parameters * float(np.log(max(people, 2)))


@dataclass(frozen=True, slots=True)
class Seen:
    """People as the mixture sees them: the position the votes point to, and the variance of that observation.

    The posterior of a person under f ~ N(0, I) is turned back into what the votes alone say: precision W - I. Along a
    direction of which the votes say nothing the variance is large.
    """

    at: Floats
    variance: Floats

    @classmethod
    def of(cls, posterior: Posterior) -> "Seen":
        """What the votes alone say of each person."""
        rank = posterior.mean.shape[1]
        precision = np.linalg.inv(posterior.covariance)
        alone = precision - np.eye(rank) * (1 - 1e-3)
        variance = np.linalg.inv(alone)
        at = np.einsum("ikl,ilm,im->ik", variance, precision, posterior.mean)
        return cls(at, variance)

    @classmethod
    def single(cls, mean: Floats, covariance: Floats) -> "Seen":
        """What the votes alone say of one person."""
        return cls.of(Posterior(mean[None], covariance[None]))

    def rows(self, rows: Ints) -> "Seen":
        """The same of some people."""
        return Seen(self.at[rows], self.variance[rows])


def inverse(matrices: Floats) -> tuple[Floats, Floats]:
    """Inverses and log-determinants of many small positive definite matrices."""
    rank = matrices.shape[-1]
    if rank == 1:
        value = matrices[:, 0, 0]
        return (1 / value)[:, None, None], np.log(value)
    if rank == 2:  # noqa: PLR2004 - the closed form of two by two
        a, b, d = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]
        determinant = a * d - b * b
        turned = np.empty_like(matrices)
        turned[:, 0, 0], turned[:, 1, 1] = d / determinant, a / determinant
        turned[:, 0, 1] = turned[:, 1, 0] = -b / determinant
        return turned, np.log(determinant)
    if rank == 3:  # noqa: PLR2004 - by cofactors: ten times quicker than the general routine
        return _inverse_of_three(matrices)
    return np.linalg.inv(matrices), np.linalg.slogdet(matrices)[1]


def _inverse_of_three(matrices: Floats) -> tuple[Floats, Floats]:
    entries = np.ascontiguousarray(matrices.reshape(-1, 9).T)
    a, b, c, d, e, f = entries[0], entries[1], entries[2], entries[4], entries[5], entries[8]
    first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
    determinant = a * first + b * second + c * third
    middle = b * c - a * e
    cells = (first, second, third, second, a * f - c * c, middle, third, middle, a * d - b * b)
    return (np.stack(cells, axis=1) / determinant[:, None]).reshape(-1, 3, 3), np.log(determinant)


def memberships(mixture: Mixture, seen: Seen) -> Floats:
    """The probability of each group (columns) for each person (rows)."""
    return _expect(mixture, seen)[0]


def _expect(mixture: Mixture, seen: Seen) -> tuple[Floats, Floats, list[tuple[Floats, Floats]]]:
    rank = seen.at.shape[1]
    logs = np.empty((len(seen.at), len(mixture.weights)))
    parts = []
    for k, (centre, shape) in enumerate(zip(mixture.centres, mixture.shapes, strict=True)):
        precision, determinant = inverse(seen.variance + shape)
        apart = seen.at - centre
        pull = (precision @ apart[:, :, None])[:, :, 0]
        logs[:, k] = np.log(mixture.weights[k]) - 0.5 * (
            determinant + (pull * apart).sum(axis=1) + rank * np.log(2 * np.pi)
        )
        parts.append((precision, pull))
    most = logs.max(axis=1, keepdims=True)
    odds = np.exp(logs - most)
    total = odds.sum(axis=1, keepdims=True)
    return odds / total, (most + np.log(total))[:, 0], parts


def fit(seen: Seen, start: Mixture, rounds: int = _ROUNDS) -> Mixture:
    """Expectation-maximisation from ``start`` until the likelihood stands still."""
    mixture, before = start, -np.inf
    for _ in range(rounds):
        odds, likelihood, parts = _expect(mixture, seen)
        total = float(likelihood.sum())
        if total - before < _STILL * len(seen.at):
            return Mixture(mixture.weights, mixture.centres, mixture.shapes, total)
        before = total
        mixture = _maximise(mixture, odds, parts)
    return Mixture(mixture.weights, mixture.centres, mixture.shapes, float(_expect(mixture, seen)[1].sum()))


def _maximise(mixture: Mixture, odds: Floats, parts: list[tuple[Floats, Floats]]) -> Mixture:
    people, rank = len(odds), mixture.centres.shape[1]
    size = odds.sum(axis=0) + 1e-9
    centres, shapes = np.empty_like(mixture.centres), np.empty_like(mixture.shapes)
    prior = _PRIOR_WEIGHT * people / len(size)
    for k, (precision, pull) in enumerate(parts):
        shape = mixture.shapes[k]
        moved = pull @ shape
        shift = odds[:, k] @ moved / size[k]
        centres[k] = mixture.centres[k] + shift
        error = moved - shift
        spread = (odds[:, k, None] * error).T @ error + size[k] * shape
        spread -= shape @ (odds[:, k] @ precision.reshape(people, -1)).reshape(rank, rank) @ shape
        shapes[k] = (spread + prior * _SHAPE_PRIOR * np.eye(rank)) / (size[k] + prior)
    return Mixture(size / size.sum(), centres, (shapes + shapes.transpose(0, 2, 1)) / 2, 0.0)


def started(points: Floats, of: Ints, count: int) -> Mixture:
    """The mixture that a hard division of the points stands for."""
    rank = points.shape[1]
    size = np.bincount(of, minlength=count)
    centres = np.stack([points[of == k].mean(axis=0) if size[k] else points[k] for k in range(count)])
    inside = ((points - centres[of]) ** 2).mean()
    shapes = np.repeat((max(float(inside), 0.02) * np.eye(rank))[None], count, axis=0)
    weights = (size + 1) / (size.sum() + count)
    return Mixture(weights, centres, shapes, 0.0)


def seeds(points: Floats, count: int, random: np.random.Generator) -> Floats:
    """Starting centres, each drawn with odds of the squared distance to those drawn (k-means++)."""
    chosen = [points[random.integers(len(points))]]
    nearest = ((points - chosen[0]) ** 2).sum(axis=1)
    while len(chosen) < count:
        total = nearest.sum()
        at = random.choice(len(points), p=nearest / total) if total > 0 else random.integers(len(points))
        chosen.append(points[at])
        nearest = np.minimum(nearest, ((points - points[at]) ** 2).sum(axis=1))
    return np.array(chosen)
