"""The model of ``latent`` fitted to the votes of a discussion, or to a fair sample of a very large one.

First a normal model, y = b + g . f + noise, by expectation-maximisation (Tipping and Bishop 1999, with missing values
as in Ilin and Raiko 2010), from the principal components; then the logistic one from there, by the quadratic bound of
Jaakkola and Jordan 2000 (all cited from memory). Each direction's loadings have a prior of their own width, so that a
direction of noise dies out.
"""

from dataclasses import dataclass

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
_LEAST_NOISE, _LEAST_WIDTH = 0.05, 1e-6
_SURE = (0.03, 0.97)
_ROUGH = 1e-2  # of the components that are only a start
_BLOCK = 50_000
_WHOLE, _HALF = np.float64, np.float32
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
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
    line = _Fit(part).run(_Line.of(centre, loadings), noise)
    return nearest_normal(line.intercept, line.loadings)


@dataclass(frozen=True, slots=True)
class _Line:
    """Intercept and loadings of each statement, and the variance of the loadings' prior in each direction."""

    intercept: Floats
    loadings: Floats
    width: Floats

    @classmethod
    def of(cls, intercept: Floats, loadings: Floats) -> "_Line":
        return cls(intercept, loadings, np.maximum((loadings**2).mean(axis=0), _LEAST_WIDTH))

    @property
    def rank(self) -> int:
        return int(self.loadings.shape[1])


class _Fit:
    """The tables that every round reads; one entry a vote, in order of people and turned.

    Each round is one of weighted least squares: a vote y on a statement has a weight w, and the pull ``scale`` * y / 2.
    """

    def __init__(self, votes: VoteMatrix) -> None:
        self.matrix = votes
        self.counts = np.where(votes.value == PASS, _HALF(PASS_WEIGHT), _HALF(1))
        self.halves = votes.sparse(votes.value.astype(_HALF) / 2)
        self.turned_halves = self.halves.T.tocsr()
        self.total = np.asarray(self.turned_halves.sum(axis=1), dtype=_WHOLE).ravel()
        self.turned = votes.sparse(np.arange(len(votes.value), dtype=np.int32)).T.tocsr()
        self.row = np.repeat(np.arange(len(votes.people), dtype=np.int32), votes.counts)

    def run(self, start: _Line, noise: float) -> _Line:
        """Normal rounds, then logistic ones."""
        line, column = start, self.matrix.column
        for _ in range(_NORMAL_ROUNDS):
            # y = b + g . f + noise, in these terms
            weight = (self.counts / noise).astype(_HALF)
            line, found = self._round(line, weight, 2 / noise)
            known = (line.intercept**2 + (line.loadings**2).sum(axis=1))[column].mean()
            noise = max(1.0 - float(known), _LEAST_NOISE)
        line = _as_logistic(line)
        for _ in range(_LOGISTIC_ROUNDS):
            line, found = self._round(line, self._weights(line, found), 1.0)
        return line

    def _round(self, line: _Line, weight: Singles, scale: float) -> tuple[_Line, Posterior]:
        return self._solved(line, self._placed(line, weight, scale), weight, scale)

    def _weights(self, line: _Line, found: Posterior) -> Singles:
        """tanh(x/2)/(2x) of each vote, x^2 = E (b + g . f)^2; a pass counts for less."""
        upper = np.triu_indices(line.rank)
        twice = np.where(upper[0] == upper[1], 1.0, 2.0)
        intercept = line.intercept[:, None]
        products = twice * line.loadings[:, upper[0]] * line.loadings[:, upper[1]]
        mine = np.concatenate([intercept**2, 2 * intercept * line.loadings, products], axis=1).astype(_HALF)
        theirs, column = _features(found), self.matrix.column
        square = np.empty(len(self.row), dtype=_HALF)
        for begin in range(0, len(square), _BLOCK):
            span = slice(begin, begin + _BLOCK)
            square[span] = np.einsum("nk,nk->n", theirs[self.row[span]], mine[column[span]])
        size = np.sqrt(np.maximum(square, _HALF(1e-6)))
        return np.asarray(self.counts * np.tanh(size / 2) / (2 * size))

    def _placed(self, line: _Line, weight: Singles, scale: float) -> Posterior:
        """Where people stand."""
        upper = np.triu_indices(line.rank)
        cells = len(upper[0])
        products = line.loadings[:, upper[0]] * line.loadings[:, upper[1]]
        table = np.concatenate([products, line.loadings * line.intercept[:, None]], axis=1).astype(_HALF)
        added = (self.matrix.sparse(weight) @ table).astype(_WHOLE)
        added[:, cells:] = scale * (self.halves @ line.loadings.astype(_HALF)) - added[:, cells:]
        return posterior(added, line.rank)

    def _solved(self, line: _Line, found: Posterior, weight: Singles, scale: float) -> tuple[_Line, Posterior]:
        """The statements anew from where people stand; directions made independent, of unit variance over people."""
        people, rank = found.mean.shape
        features = _features(found)
        turned = csr_array((weight[self.turned.data], self.turned.indices, self.turned.indptr), shape=self.turned.shape)
        seen = (turned @ features).astype(_WHOLE)
        known = np.empty((len(self.total), rank + 1, rank + 1))
        known[:, :rank, :rank] = square(seen[:, rank + 1 :], rank)
        known[:, :rank, rank] = known[:, rank, :rank] = seen[:, 1 : rank + 1]
        known[:, rank, rank] = seen[:, 0]
        pull = (self.turned_halves @ features[:, 1 : rank + 1]).astype(_WHOLE)
        right = scale * np.concatenate([pull, self.total[:, None]], axis=1)
        inverse = np.linalg.inv(known + np.diag(np.append(1 / line.width, 1 / _INTERCEPT_PRIOR)))
        solved = (inverse @ right[:, :, None])[:, :, 0]
        doubt = np.einsum("cii->ci", inverse)[:, :rank].mean()
        spread = (found.mean.T @ found.mean + found.covariance.sum(axis=0)) / people
        root = np.linalg.cholesky(spread + 1e-9 * np.eye(rank))
        loadings = solved[:, :rank] @ root
        _, _, turn = np.linalg.svd(loadings, full_matrices=False)
        if len(turn) < rank:
            turn = np.eye(rank)
        loadings = loadings @ turn.T
        back = turn @ np.linalg.inv(root)
        width = np.maximum((loadings**2).mean(axis=0) + doubt, _LEAST_WIDTH)
        moved = Posterior(found.mean @ back.T, back @ found.covariance @ back.T)
        return _Line(solved[:, rank], loadings, width), moved


def _as_logistic(line: _Line) -> _Line:
    """A straight line of answers from -1 to 1 as the logistic curve that has its height and slope."""
    share = np.clip((1 + line.intercept) / 2, *_SURE)
    return _Line.of(np.log(share / (1 - share)), line.loadings / (2 * share * (1 - share))[:, None])


def _features(found: Posterior) -> Singles:
    """1, mean, and upper triangle of the second moments, of each person."""
    rank = found.mean.shape[1]
    upper = np.triu_indices(rank)
    second = found.mean[:, upper[0]] * found.mean[:, upper[1]] + found.covariance[:, upper[0], upper[1]]
    return np.concatenate([np.ones((len(second), 1)), found.mean, second], axis=1, dtype=_HALF, casting="same_kind")


def nearest_normal(intercept: Floats, loadings: Floats) -> LatentModel:
    """The normal model whose likelihood is nearest to the logistic one's, over f ~ N(0, I)."""
    size = np.sqrt((loadings**2).sum(axis=1))
    share = 1 / (1 + np.exp(-(intercept[:, None] + size[:, None] * _NODES)))
    chance = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
    agrees, slope = share @ chance, (share * (1 - share)) @ chance
    return LatentModel(2 * agrees - 1, 2 * slope[:, None] * loadings, np.maximum(4 * slope, _LEAST_NOISE))
