"""Where people stand, from the answers that were given, and only those.

A person has a place f ~ N(0, I), and agrees with a statement with the probability s(b + g . f), s the logistic function
(an item response model in several directions, fitted in ``latent_fit``). Filling a missing vote with the mean, as Polis
does, pulls people who vote little to where they are not; here they keep a wide posterior instead. A pass counts as a
quarter of an answer half-way: a choice, and why it was made is in ``docs/explanation/opinions.md``.

For placing, the logarithm of the logistic likelihood of each statement is replaced by the nearest quadratic function,
nearest over the people as a whole (the first terms of its expansion in Hermite polynomials, f ~ N(0, I)). An answer y
then counts as an observation y = c + a . f with noise of variance v, and what is known of a person is a sum over the
person's answers: precision I + sum aa'/v, pull sum a(y - c)/v. With p the expected share that agrees and w the mean of
s(1 - s): c = 2p - 1, a = 2wg, v = 4w.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from luotsi.engines.opinions.small import applied, inverses, triangle
from luotsi.engines.opinions.votes import Floats, VoteMatrix

ENOUGH_VOTES = 600_000
_ANSWERS = 3  # disagree, pass, agree
PASS_WEIGHT = 0.25
_COUNTS = ((-1.0, 1.0), (0.0, PASS_WEIGHT), (1.0, 1.0))


@dataclass(frozen=True)
class LatentModel:
    """What an answer tells of a person.

    ``intercept`` is the expected answer (-1 to 1), ``loadings`` (statements x directions) how much it rises by a step
    in each direction, ``noise`` the variance of the answer around that; one of each a statement.
    """

    intercept: Floats
    loadings: Floats
    noise: Floats

    @cached_property
    def told(self) -> Floats:
        """What an answer adds to the sums: row 3 * statement + answer + 1; upper triangle of precision, then pull."""
        statements, rank = self.loadings.shape
        upper = np.triu_indices(rank)
        weighted = self.loadings / self.noise[:, None]
        table = np.zeros((statements, _ANSWERS, len(upper[0]) + rank))
        products = self.loadings[:, upper[0]] * weighted[:, upper[1]]
        for at, (answer, counts) in enumerate(_COUNTS):
            table[:, at, : len(upper[0])] = counts * products
            table[:, at, len(upper[0]) :] = counts * weighted * (answer - self.intercept)[:, None]
        return table.reshape(statements * _ANSWERS, table.shape[2])


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


def positions(model: LatentModel, matrix: VoteMatrix) -> Posterior:
    """The posterior of every person."""
    return posterior(sums(model.told, matrix), model.loadings.shape[1])


def sums(told: Floats, matrix: VoteMatrix) -> Floats:
    """What the answers of each person (rows) add up to, in parts of bounded size."""
    found = np.zeros((len(matrix.people), told.shape[1]))
    for begin, end in matrix.parts():
        part = matrix.span(begin, end)
        found[begin:end] = csr_array(answer_pattern(part), shape=(end - begin, len(told))) @ told
    return found


def answer_pattern(matrix: VoteMatrix) -> tuple[Any, Any, Any]:
    """Data, columns and row pointers of the matrix that picks the rows of ``LatentModel.told``."""
    place = matrix.column.astype(np.int32) * np.int32(_ANSWERS)
    place += matrix.value
    place += np.int32(1)
    return np.ones(len(place)), place, matrix.indptr.astype(np.int32)


def posterior(added: Floats, rank: int) -> Posterior:
    """The posterior from sums over answers; ``added`` has a row a person: upper triangle of precision, pull."""
    row, column, place = triangle(rank)
    precision = np.ascontiguousarray(added[:, : len(row)].T)
    precision[row == column] += 1.0
    covariance, _ = inverses(precision, rank)
    mean = applied(covariance, np.ascontiguousarray(added[:, len(row) :].T), place)
    return Posterior(np.ascontiguousarray(mean.T), covariance.T[:, place])


def square(upper: Floats, rank: int) -> Floats:
    """Symmetric matrices from their upper triangles."""
    row, column = np.triu_indices(rank)
    whole = np.empty((len(upper), rank, rank))
    whole[:, row, column] = upper
    whole[:, column, row] = upper
    return whole
