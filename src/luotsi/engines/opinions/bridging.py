"""Statements that unite beyond the groups: the intercept that is left when every person's leaning is taken out.

y_ic = m + b_i + c_c + f_i . g_c by ridge regression: intercepts are held back five times as hard as loadings, as
Community Notes does (its published ranking notes; the ratio from memory). The bridging score is m + c_c: the vote, on
the scale -1 to 1, to expect of somebody who leans to no side. What is shown first is the statement whose lower bound is
highest, not whose score is.
"""

from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.latent import ENOUGH_VOTES, Posterior
from luotsi.engines.opinions.votes import Floats, VoteMatrix

_ROUNDS = 3
_ONE_SIDED_95 = 1.6448536269514722
_LOADING_RIDGE = 1.0
_INTERCEPT_RIDGE = 5.0


@dataclass(frozen=True, slots=True)
class Bridging:
    """Of each statement (columns of the matrix) the score, its standard error and the lower and upper 95 % bounds."""

    score: Floats
    error: Floats

    @property
    def lower(self) -> Floats:
        """The one-sided 95 % lower bound: how much it unites in agreeing, at least."""
        return self.score - _ONE_SIDED_95 * self.error

    @property
    def upper(self) -> Floats:
        """The one-sided 95 % upper bound; below zero the statement unites in disagreeing."""
        return self.score + _ONE_SIDED_95 * self.error


def bridging(matrix: VoteMatrix, posterior: Posterior, directions: int = 2) -> Bridging:
    """The scores, from the first votes of the matrix (in canonical order a fair sample) when there are very many."""
    people = len(matrix.people)
    if len(matrix.value) > ENOUGH_VOTES:
        people = int(np.searchsorted(matrix.indptr, ENOUGH_VOTES))
    part = matrix.select(np.arange(people))
    leaning = posterior.mean[:people, :directions]
    rank = leaning.shape[1]
    width = len(part.statements)
    row, column = part.of_rows(np.arange(people)), part.column
    votes = part.value.astype(np.float64)
    middle = float(votes.mean()) if len(votes) else 0.0
    residual = part.sparse(votes - middle)
    given = part.sparse(np.ones(len(votes)))
    upper = np.triu_indices(rank + 1)
    features = np.concatenate([np.ones((people, 1)), leaning], axis=1)
    known = np.zeros((width, rank + 1, rank + 1))
    sums = given.T @ (features[:, upper[0]] * features[:, upper[1]])
    known[:, upper[0], upper[1]] = sums
    known[:, upper[1], upper[0]] = sums
    ridge = np.diag([_INTERCEPT_RIDGE, *([_LOADING_RIDGE] * rank)])
    inverse = np.linalg.inv(known + ridge)
    person = np.zeros(people)
    solved = np.zeros((width, rank + 1))
    counts, of_person = part.counts, residual @ np.ones(width)
    turned = residual.T @ features
    for _ in range(_ROUNDS):
        solved = np.einsum("cij,cj->ci", inverse, turned - given.T @ (features * person[:, None]))
        person = (of_person - ((given @ solved) * features).sum(axis=1)) / (counts + _INTERCEPT_RIDGE)
    left = votes - middle - (features[row] * solved[column]).sum(axis=1) - person[row]
    noise = float((left**2).mean()) if len(left) else 1.0
    return Bridging(middle + solved[:, 0], np.sqrt(noise * inverse[:, 0, 0]))
