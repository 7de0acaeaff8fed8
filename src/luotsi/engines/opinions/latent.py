"""Latent positions from the votes that were given, and only those: probabilistic components with missing data.

The model is y_ic = b_c + g_c . f_i + noise, f_i ~ N(0, I), fitted by expectation-maximisation (Tipping and Bishop 1999,
with missing values as in Ilin and Raiko 2010; both cited from memory). Filling a missing vote with the mean, as Polis
does, pulls people who vote little to where they are not; here they keep a wide posterior instead. Each direction's
loadings have a prior of their own width, so that a direction of noise dies out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions.components import centred, leading, means
from luotsi.engines.opinions.votes import Floats, VoteMatrix

MOST_DIRECTIONS = 4
_ROUNDS = 9
ENOUGH_VOTES = 800_000
_CHUNK = 1_500_000
_INTERCEPT_PRIOR = 0.25
_WHOLE = np.float64


@dataclass(frozen=True, slots=True)
class LatentModel:
    """What a vote tells of a person: intercept (one a statement), loadings (statements x directions), noise variance."""

    intercept: Floats
    loadings: Floats
    noise: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Where people stand: mean (people x directions) and covariance (people x directions x directions)."""

    mean: Floats
    covariance: Floats

    def of(self, rows: NDArray[np.int64]) -> "Posterior":
        """The same of some people."""
        return Posterior(self.mean[rows], self.covariance[rows])

    @property
    def reliability(self) -> Floats:
        """Of each direction the share of the variance of positions that is not uncertainty."""
        spread = self.mean.var(axis=0)
        doubt = np.einsum("ikk->k", self.covariance) / max(len(self.mean), 1)
        share: Floats = np.divide(spread, spread + doubt, out=np.zeros(len(spread)), where=spread + doubt > 0)
        return share


def fit(matrix: VoteMatrix) -> LatentModel:
    """Fit the model; of a large discussion to its first rows, which in canonical order are a fair sample."""
    enough = (
        int(np.searchsorted(matrix.indptr, ENOUGH_VOTES)) if len(matrix.value) > ENOUGH_VOTES else len(matrix.people)
    )
    part = matrix.select(np.arange(min(enough, len(matrix.people))))
    kept = np.zeros(len(matrix.statements), dtype=bool)
    centre = means(part, kept)
    rank = min(MOST_DIRECTIONS, *part.shape)
    table = centred(part, centre, kept)
    total = float((table.data**2).sum() / max(table.nnz, 1))
    if not rank or total <= 0:
        return LatentModel(centre, np.zeros((len(centre), max(rank, 1))), max(total, 1e-3))
    start = leading(table, centre, wanted=rank)
    density = table.nnz / (part.shape[0] * part.shape[1])
    loadings = start.directions.T * np.sqrt(start.spread / (part.shape[0] * density))
    noise = max(total - float((loadings**2).sum(axis=1).mean()), 0.3 * total)
    table.data = table.data.astype(np.float32)
    return _Fit(part, table, centre).run(LatentModel(np.zeros(len(centre)), loadings, noise))


class _Fit:
    """The tables that every round reads."""

    def __init__(self, matrix: VoteMatrix, table: Any, centre: Floats) -> None:
        self.votes, self.centre = table, centre
        self.given = matrix.sparse(np.ones(len(matrix.value), dtype=np.float32))
        self.turned_votes, self.turned_given = self.votes.T.tocsr(), self.given.T.tocsr()
        self.count = np.asarray(self.turned_given.sum(axis=1), dtype=_WHOLE).ravel()
        self.total = np.asarray(self.turned_votes.sum(axis=1), dtype=_WHOLE).ravel()
        self.squares = float((self.votes.data.astype(_WHOLE) ** 2).sum())

    def run(self, model: LatentModel) -> LatentModel:
        width = np.maximum((model.loadings**2).mean(axis=0), 1e-6)
        for _ in range(_ROUNDS):
            model, width = self._round(model, width)
        return LatentModel(model.intercept + self.centre, model.loadings, model.noise)

    def _round(self, model: LatentModel, width: Floats) -> tuple[LatentModel, Floats]:
        rank = model.loadings.shape[1]
        found = _posterior(model, self.given, self.votes)
        upper = np.triu_indices(rank)
        second = found.mean[:, upper[0]] * found.mean[:, upper[1]] + found.covariance[:, upper[0], upper[1]]
        known = np.zeros((len(self.count), rank + 1, rank + 1))
        known[:, :rank, :rank] = _square((self.turned_given @ second.astype(np.float32)).astype(_WHOLE), rank)
        mean = found.mean.astype(np.float32)
        known[:, :rank, rank] = known[:, rank, :rank] = self.turned_given @ mean
        known[:, rank, rank] = self.count
        right = np.concatenate([self.turned_votes @ mean, self.total[:, None]], axis=1, dtype=_WHOLE)
        prior = np.append(model.noise / width, model.noise / _INTERCEPT_PRIOR)
        inverse = np.linalg.inv(known + np.diag(prior))
        solved = np.einsum("cij,cj->ci", inverse, right)
        doubt = model.noise * np.einsum("cii->ci", inverse)[:, :rank]
        error = (
            self.squares - 2 * float((solved * right).sum()) + float(np.einsum("ci,cij,cj->", solved, known, solved))
        )
        noise = max(error / self.count.sum(), 1e-3)
        people = len(found.mean)
        spread = (found.mean.T @ found.mean + found.covariance.sum(axis=0)) / people
        whitened = solved[:, :rank] @ np.linalg.cholesky(spread + 1e-9 * np.eye(rank))
        _, _, turn = np.linalg.svd(whitened, full_matrices=False)
        if len(turn) < rank:
            turn = np.eye(rank)
        width = np.maximum(((whitened @ turn.T) ** 2).mean(axis=0) + doubt.mean(), 1e-6)
        return LatentModel(solved[:, rank], whitened @ turn.T, noise), width


def positions(model: LatentModel, matrix: VoteMatrix) -> Posterior:
    """The posterior of every person, in parts of bounded size."""
    found = [_part(model, matrix, begin, end) for begin, end in _parts(matrix)]
    if not found:
        rank = model.loadings.shape[1]
        return Posterior(np.zeros((0, rank)), np.zeros((0, rank, rank)))
    return Posterior(np.concatenate([item.mean for item in found]), np.concatenate([item.covariance for item in found]))


def positions_weighted(model: LatentModel, matrix: VoteMatrix, times: Floats) -> Posterior:
    """The posterior when each statement counts ``times`` times: a resampling of statements."""
    weight = times[matrix.column]
    given = matrix.sparse(weight)
    votes = matrix.sparse((matrix.value - model.intercept[matrix.column]) * weight)
    return _posterior(LatentModel(np.zeros(len(model.intercept)), model.loadings, model.noise), given, votes)


def _parts(matrix: VoteMatrix) -> Iterator[tuple[int, int]]:
    begin, people = 0, len(matrix.people)
    while begin < people:
        end = int(np.searchsorted(matrix.indptr, matrix.indptr[begin] + _CHUNK, side="right")) - 1
        end = min(max(end, begin + 1), people)
        yield begin, end
        begin = end


def _part(model: LatentModel, matrix: VoteMatrix, begin: int, end: int) -> Posterior:
    span = slice(int(matrix.indptr[begin]), int(matrix.indptr[end]))
    column, indptr = matrix.column[span], matrix.indptr[begin : end + 1] - matrix.indptr[begin]
    part = VoteMatrix(matrix.people[begin:end], matrix.statements, indptr, column, matrix.value[span])
    given = part.sparse(np.ones(len(column)))
    votes = part.sparse(part.value - model.intercept[column])
    return _posterior(LatentModel(np.zeros(len(model.intercept)), model.loadings, model.noise), given, votes)


def _posterior(model: LatentModel, given: Any, votes: Any) -> Posterior:
    """The mean and covariance of f from ``votes`` (less their means) where ``given`` is 1."""
    loadings, kind = model.loadings, votes.dtype
    rank = loadings.shape[1]
    upper = np.triu_indices(rank)
    products = np.concatenate(
        [loadings[:, upper[0]] * loadings[:, upper[1]], loadings * model.intercept[:, None]], axis=1
    ).astype(kind)
    sums = (given @ products).astype(_WHOLE)
    right = (votes @ loadings.astype(kind)).astype(_WHOLE) - sums[:, len(upper[0]) :]
    covariance = _inverses(_square(sums[:, : len(upper[0])], rank) / model.noise + np.eye(rank))
    return Posterior(np.einsum("ikl,il->ik", covariance, right) / model.noise, covariance)


def _inverses(matrices: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrices), dtype=np.float64)


def _square(upper: Floats, rank: int) -> Floats:
    """Symmetric matrices from their upper triangles."""
    row, column = np.triu_indices(rank)
    whole = np.empty((len(upper), rank, rank))
    whole[:, row, column] = upper
    whole[:, column, row] = upper
    return whole
