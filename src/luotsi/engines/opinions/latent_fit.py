"""The model of ``latent`` fitted to the votes of a discussion, or to a fair sample of a very large one.

First a normal model, y = b + g . f + noise, by expectation-maximisation (Tipping and Bishop 1999, with missing values as
in Ilin and Raiko 2010), from the principal components; then the logistic one from there, by the quadratic bound of
Jaakkola and Jordan 2000 (all cited from memory). Each direction's loadings have a prior of their own width, so that a
direction of noise dies out.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from luotsi.engines.opinions.components import centred, leading, means
from luotsi.engines.opinions.latent import ENOUGH_VOTES, PASS_WEIGHT, LatentModel, Posterior, posterior, square
from luotsi.engines.opinions.votes import PASS, Floats, VoteMatrix

MOST_DIRECTIONS = 4
_NORMAL_ROUNDS = 3
_LOGISTIC_ROUNDS = 4
_INTERCEPT_PRIOR = 1.0
_NOISE_FLOOR = 0.05
_ROUGH = 1e-2  # of the components that are only a start
_BLOCK = 50_000
_WHOLE, _HALF = np.float64, np.float32
Singles = NDArray[np.float32]


def fit(matrix: VoteMatrix) -> LatentModel:
    """Fit the model; of a large discussion to its first rows, which in canonical order are a fair sample."""
    people = len(matrix.people)
    if len(matrix.value) > ENOUGH_VOTES:
        people = min(int(np.searchsorted(matrix.indptr, ENOUGH_VOTES)), people)
    part = matrix.select(np.arange(people))
    kept = np.zeros(len(matrix.statements), dtype=bool)
    centre = means(part, kept)
    rank = min(MOST_DIRECTIONS, *part.shape)
    table = centred(part, centre, kept)
    total = float((table.data**2).sum() / max(table.nnz, 1))
    if not rank or total <= 0:
        width = len(centre)
        return LatentModel(centre, np.zeros((width, max(rank, 1))), np.ones(width))
    start = leading(table, centre, wanted=rank, tolerance=_ROUGH)
    density = table.nnz / (part.shape[0] * part.shape[1])
    loadings = start.directions.T * np.sqrt(start.spread / (part.shape[0] * density))
    noise = max(total - float((loadings**2).sum(axis=1).mean()), 0.3 * total)
    return _Fit(part).run(centre, loadings, noise)


class _Fit:
    """The tables that every round reads; one entry an answer, in order of people and turned."""

    def __init__(self, answers: VoteMatrix) -> None:
        self.answers = answers
        self.counts = np.where(answers.value == PASS, _HALF(PASS_WEIGHT), _HALF(1))
        half = answers.value.astype(_HALF) / 2
        self.votes = answers.sparse(half)
        self.turned_votes = self.votes.T.tocsr()
        self.total = np.asarray(self.turned_votes.sum(axis=1), dtype=_WHOLE).ravel()
        places = answers.sparse(np.arange(len(half), dtype=np.int32)).T.tocsr()
        self.order, self.turned = places.data, (places.indices, places.indptr)
        self.row = np.repeat(np.arange(len(answers.people), dtype=np.int32), answers.counts)

    def run(self, centre: Floats, loadings: Floats, noise: float) -> LatentModel:
        """Normal rounds, then logistic ones, from a start."""
        rank = loadings.shape[1]
        width = np.maximum((loadings**2).mean(axis=0), 1e-6)
        intercept = centre
        for _ in range(_NORMAL_ROUNDS):
            # the normal model of answers y in the logistic one's terms: weight 1/noise, pull y/noise
            weight = self.counts / _HALF(noise)
            found = self._placed(intercept, loadings, weight, 2 / noise)
            solved, width, found = self._solved(found, weight, 2 / noise, width)
            intercept, loadings = solved[:, rank], solved[:, :rank]
            noise = max(1.0 - float((intercept[self.answers.column] ** 2).mean()) - float((loadings**2).sum(axis=1)[self.answers.column].mean()), 0.1)
        share = np.clip((1 + intercept) / 2, 0.03, 0.97)
        spread = share * (1 - share)
        intercept, loadings = np.log(share / (1 - share)), loadings / (2 * spread)[:, None]
        width = np.maximum((loadings**2).mean(axis=0), 1e-6)
        for _ in range(_LOGISTIC_ROUNDS):
            weight = self._weights(intercept, loadings, found)
            found = self._placed(intercept, loadings, weight, 1.0)
            solved, width, found = self._solved(found, weight, 1.0, width)
            intercept, loadings = solved[:, rank], solved[:, :rank]
        return nearest_normal(intercept, loadings)

    def _weights(self, intercept: Floats, loadings: Floats, found: Posterior) -> Singles:
        """tanh(x/2)/(2x) of each answer, x^2 = E (b + g . f)^2."""
        rank = loadings.shape[1]
        upper = np.triu_indices(rank)
        twice = np.where(upper[0] == upper[1], 1.0, 2.0)
        mine = np.concatenate(
            [(intercept**2)[:, None], 2 * intercept[:, None] * loadings, twice * loadings[:, upper[0]] * loadings[:, upper[1]]],
            axis=1,
        ).astype(_HALF)
        theirs = _features(found)
        column, result = self.answers.column, np.empty(len(self.row), dtype=_HALF)
        for begin in range(0, len(result), _BLOCK):
            span = slice(begin, begin + _BLOCK)
            result[span] = np.einsum("nk,nk->n", theirs[self.row[span]], mine[column[span]])
        size = np.sqrt(np.maximum(result, _HALF(1e-6)))
        return np.asarray(self.counts * np.tanh(size / 2) / (2 * size))

    def _placed(self, intercept: Floats, loadings: Floats, weight: Singles, scale: float) -> Posterior:
        rank = loadings.shape[1]
        upper = np.triu_indices(rank)
        products = np.concatenate([loadings[:, upper[0]] * loadings[:, upper[1]], loadings * intercept[:, None]], axis=1)
        added = (self.answers.sparse(weight) @ products.astype(_HALF)).astype(_WHOLE)
        added[:, len(upper[0]) :] = scale * (self.votes @ loadings.astype(_HALF)) - added[:, len(upper[0]) :]
        return posterior(added, rank)

    def _solved(
        self, found: Posterior, weight: Singles, scale: float, width: Floats
    ) -> tuple[Floats, Floats, Posterior]:
        """Loadings and intercept anew from where people stand; the directions made independent, of unit variance."""
        people, rank = found.mean.shape
        features = _features(found)
        indices, indptr = self.turned
        turned = csr_array((weight[self.order], indices, indptr), shape=(len(indptr) - 1, people))
        seen = (turned @ features).astype(_WHOLE)
        known = np.empty((len(self.total), rank + 1, rank + 1))
        known[:, :rank, :rank] = square(seen[:, rank + 1 :], rank)
        known[:, :rank, rank] = known[:, rank, :rank] = seen[:, 1 : rank + 1]
        known[:, rank, rank] = seen[:, 0]
        right = scale * np.concatenate(
            [(self.turned_votes @ features[:, 1 : rank + 1]).astype(_WHOLE), self.total[:, None]], axis=1
        )
        inverse = np.linalg.inv(known + np.diag(np.append(1 / width, 1 / _INTERCEPT_PRIOR)))
        solved = (inverse @ right[:, :, None])[:, :, 0]
        doubt = np.einsum("cii->ci", inverse)[:, :rank].mean()
        spread = (found.mean.T @ found.mean + found.covariance.sum(axis=0)) / people
        root = np.linalg.cholesky(spread + 1e-9 * np.eye(rank))
        whitened = solved[:, :rank] @ root
        _, _, turn = np.linalg.svd(whitened, full_matrices=False)
        if len(turn) < rank:
            turn = np.eye(rank)
        back = turn @ np.linalg.inv(root)
        solved[:, :rank] = whitened @ turn.T
        width = np.maximum((solved[:, :rank] ** 2).mean(axis=0) + doubt, 1e-6)
        return solved, width, Posterior(found.mean @ back.T, back @ found.covariance @ back.T)


def _features(found: Posterior) -> Singles:
    """1, mean, and upper triangle of the second moments, of each person."""
    rank = found.mean.shape[1]
    upper = np.triu_indices(rank)
    second = found.mean[:, upper[0]] * found.mean[:, upper[1]] + found.covariance[:, upper[0], upper[1]]
    return np.concatenate([np.ones((len(second), 1)), found.mean, second], axis=1, dtype=_HALF, casting="same_kind")


_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


def nearest_normal(intercept: Floats, loadings: Floats) -> LatentModel:
    """The normal model whose likelihood is nearest to the logistic one's, over f ~ N(0, I)."""
    size = np.sqrt((loadings**2).sum(axis=1))
    share = 1 / (1 + np.exp(-(intercept[:, None] + size[:, None] * _NODES)))
    chance = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
    agrees, slope = share @ chance, (share * (1 - share)) @ chance
    return LatentModel(2 * agrees - 1, 2 * slope[:, None] * loadings, np.maximum(4 * slope, _NOISE_FLOOR))
