"""Positions: what the answers say, the same for one person as for all, and the same in any number of directions."""

import json

import numpy as np
import pytest

from luotsi.engines.opinions import MapModel, VoteTable, matrix
from luotsi.engines.opinions.alone import Alone
from luotsi.engines.opinions.latent import LatentModel, Posterior, positions, posterior, square, sums
from luotsi.engines.opinions.latent_fit import fit, nearest_normal
from luotsi.engines.opinions.mixture import Mixture, Seen, memberships
from luotsi.engines.opinions.mixture import fit as fit_mixture
from luotsi.engines.opinions.small import applied, inverses, triangle
from tests.engines.opinions.material import planted


def drawn(rank, groups, people=40, seed=0):
    """Sums of some people, and a mixture."""
    random = np.random.default_rng(seed)
    loadings = random.normal(0, 0.4, (30, rank))
    model = LatentModel(random.uniform(-0.5, 0.5, 30), loadings, random.uniform(0.2, 0.9, 30))
    row, column = np.nonzero(random.random((people, 30)) < 0.5)
    value = random.integers(-1, 2, len(row))
    votes = matrix(VoteTable(row, column, value.astype(np.int8), np.arange(len(row))))
    width = min(rank, 3)
    spread = random.normal(0, 0.3, (groups, width, width))
    shapes = spread @ spread.swapaxes(1, 2) + 0.1 * np.eye(width)
    weights = random.dirichlet(np.ones(groups))
    return model, votes, Mixture(weights, random.normal(0, 1, (groups, width)), shapes, np.zeros(()))


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_one_person_alone_is_placed_as_among_all(rank):
    model, votes, groups = drawn(rank, 3)
    added = sums(model.told, votes)
    found = positions(model, votes)
    assert posterior(added, rank).mean == pytest.approx(found.mean)
    used = np.arange(rank)[-groups.centres.shape[1] :]  # of four directions the last three
    narrow = Posterior(found.mean[:, used], found.covariance[:, used[:, None], used])
    odds = memberships(groups, Seen.of(narrow))
    alone = Alone(rank, groups, used)
    for at in range(len(added)):
        mean, mine = alone.place(added[at].tolist())
        assert mean == pytest.approx(found.mean[at], abs=1e-10)
        assert mine == pytest.approx(odds[at], abs=1e-9)


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_votes_alone_are_what_is_left_when_the_prior_is_taken_away(rank):
    model, votes, _ = drawn(rank, 2)
    seen = Seen.of(positions(model, votes))
    added = sums(model.told, votes)
    cells = rank * (rank + 1) // 2
    alone = np.linalg.inv(square(added[:, :cells], rank) + 1e-3 * np.eye(rank))
    assert square(seen.variance.T, rank) == pytest.approx(alone, rel=1e-6)
    expected = (alone @ added[:, cells:, None])[:, :, 0]
    assert np.allclose(seen.at.T, expected, rtol=1e-6)


def test_several_mixtures_at_once_are_as_one_by_one():
    model, votes, groups = drawn(2, 3)
    seen = Seen.of(positions(model, votes))
    other = Mixture(groups.weights[::-1].copy(), groups.centres + 0.3, groups.shapes, groups.likelihood)
    both = Mixture(
        *(np.stack([getattr(groups, name), getattr(other, name)]) for name in ("weights", "centres", "shapes")),
        np.zeros(2),
    )
    twice = Seen(np.stack([seen.at, seen.at]), np.stack([seen.variance, seen.variance]))
    together = fit_mixture(twice, both, 5)
    for at, one in enumerate((groups, other)):
        single = fit_mixture(seen, one, 5)
        assert together.centres[at] == pytest.approx(single.centres, abs=1e-10)
        assert together.shapes[at] == pytest.approx(single.shapes, abs=1e-10)
        assert together.likelihood[at] == pytest.approx(float(single.likelihood))


def test_the_nearest_normal_model_keeps_height_and_slope_of_the_logistic_one():
    intercept, loadings = np.array([0.0, 1.0, -2.0]), np.array([[0.0, 0.0], [1.5, 0.0], [0.6, 0.8]])
    model = nearest_normal(intercept, loadings)
    random = np.random.default_rng(0).normal(0, 1, (400_000, 2))
    share = 1 / (1 + np.exp(-(intercept + random @ loadings.T)))
    assert model.intercept == pytest.approx(2 * share.mean(axis=0) - 1, abs=5e-3)
    assert model.loadings == pytest.approx(2 * (share * (1 - share)).mean(axis=0)[:, None] * loadings, abs=5e-3)
    assert model.noise == pytest.approx(4 * (share * (1 - share)).mean(axis=0), abs=5e-3)


def test_answers_are_foretold_better_than_by_the_mean_of_the_statement():
    votes, _ = planted(400, 60, 0.5)
    hidden = np.random.default_rng(0).random(len(votes)) < 0.2
    known, asked = matrix(votes.only(~hidden)), votes.only(hidden & (votes.value != 0))
    model = fit(known)
    place = positions(model, known).mean[np.searchsorted(known.people, asked.person)]
    column = np.searchsorted(known.statements, asked.statement)
    told = model.intercept[column] + (model.loadings[column] * place).sum(axis=1)
    by_mean = model.intercept[column]
    assert ((told - asked.value) ** 2).mean() < 0.75 * ((by_mean - asked.value) ** 2).mean()


def test_a_pass_says_less_than_an_answer():
    model, _, _ = drawn(2, 2)
    passed, agreed = model.told[1], model.told[2]
    assert passed[:3] == pytest.approx(agreed[:3] / 4)


def test_a_model_stored_with_one_noise_for_all_statements_is_still_read():
    model, _, groups = drawn(2, 2)
    whole = MapModel(
        "stable", np.arange(30), model.intercept, model.loadings, model.noise, 0, np.arange(2), np.zeros((2, 2)), groups,
        np.arange(2),
    )  # fmt: skip
    stored = json.loads(json.dumps(whole.to_json()))
    assert (MapModel.from_json(stored).noise == model.noise).all()
    assert (MapModel.from_json({**stored, "noise": 0.5}).noise == 0.5).all()


@pytest.mark.parametrize("rank", [1, 2, 3, 4, 5])
def test_small_matrices_are_inverted_all_at_once(rank):
    random = np.random.default_rng(rank)
    spread = random.normal(0, 1, (50, rank, rank)) * np.array([30.0, 5.0, 1.0, 0.3, 0.1])[:rank]
    whole = spread @ spread.swapaxes(1, 2) + np.eye(rank)
    row, column, place = triangle(rank)
    inverse, determinant = inverses(np.ascontiguousarray(whole[:, row, column].T), rank)
    assert inverse.T[:, place] == pytest.approx(np.linalg.inv(whole), rel=1e-9, abs=1e-12)
    assert determinant == pytest.approx(np.linalg.det(whole))
    vector = random.normal(0, 1, (50, rank))
    assert (
        pytest.approx(np.linalg.solve(whole, vector[:, :, None])[:, :, 0]) == applied(inverse, vector.T.copy(), place).T
    )
