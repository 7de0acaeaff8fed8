"""Mode polis: the definitions, against plain recomputations that share no code with the engine."""

import math
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.opinions import Statement, VoteTable, analyse, matrix
from luotsi.engines.opinions.polis import clustered
from luotsi.engines.opinions.polis_groups import Clusters, Smoother, groups, k_means, silhouette
from tests.engines.opinions.material import planted

rows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(-1, 1), st.integers(0, 50)), min_size=1, max_size=120
)


def latest(log):
    """The last vote by time, then by row, of each person on each statement."""
    found = {}
    for number, (person, statement, value, at) in enumerate(log):
        key = (at, number)
        if (person, statement) not in found or key > found[person, statement][0]:
            found[person, statement] = (key, value)
    return {cell: value for cell, (_, value) in found.items()}


@given(rows)
def test_the_latest_vote_by_time_then_by_row_counts(log):
    table = matrix(VoteTable.of(log))
    seen = {}
    for at, person in enumerate(table.people):
        column, value = table.row(at)
        assert list(column) == sorted(column)
        seen |= {(person, table.statements[c]): v for c, v in zip(column, value, strict=True)}
    assert seen == latest(log)


def replayed(log):
    """Who is in when the votes are replayed one by one: spec 4.3 as it is written."""
    inside, votes, seen = set(), {}, set()
    for _, _, (person, statement, _, _) in sorted((row[3], number, row) for number, row in enumerate(log)):
        seen.add(statement)
        votes.setdefault(person, set()).add(statement)
        inside |= {who for who, what in votes.items() if len(what) >= min(7, len(seen))}
        if len(inside) < 15:
            rest = sorted((who for who in votes if who not in inside), key=lambda who: -len(votes[who]))
            inside |= set(rest[: 15 - len(inside)])
    return inside


@settings(max_examples=150)
@given(rows)
def test_who_is_clustered_is_what_a_replay_gives(log):
    votes = VoteTable.of(log)
    table = matrix(votes)
    assert set(table.people[clustered(votes, table)]) == replayed(log)


def test_components_are_those_of_the_dense_table():
    votes, _ = planted(120, 40, 0.5)
    result = analyse(votes, mode="polis")
    table = result.matrix
    dense = np.zeros(table.shape)
    for at in range(len(table.people)):
        column, value = table.row(at)
        dense[at, column] = value - result.model.centre[column]
    _, size, right = np.linalg.svd(dense, full_matrices=False)
    found = result.details["polis"].components
    for axis in (0, 1):
        assert abs(right[axis] @ found.directions[axis]) == pytest.approx(1, abs=1e-9)
        assert found.spread[axis] == pytest.approx(size[axis] ** 2, rel=1e-9)
        assert found.directions[axis][np.argmax(np.abs(found.directions[axis]))] > 0
    counts = table.counts
    place = dense @ found.directions.T * np.sqrt(table.shape[1] / counts)[:, None]
    assert result.xy == pytest.approx(place, abs=1e-9)


def test_figures_of_one_group_against_the_other_by_hand():
    log = [(p, 0, 1, p) for p in range(8)] + [(p, 0, -1, p) for p in range(8, 14)] + [(14, 0, 0, 14)]
    log += [(p, 1, 1, 20 + p) for p in range(14)]
    given_groups = dict.fromkeys(range(8), 0) | dict.fromkeys(range(8, 15), 1)
    result = analyse(VoteTable.of(log), mode="polis", groups=given_groups)
    figures, tallies = result.comparison, result.tallies
    assert (tallies.agree[0, 0], tallies.disagree[1, 0], tallies.votes[1, 0]) == (8, 6, 7)
    assert figures.share_agree[0, 0] == 9 / 10
    assert figures.test_agree[0, 0] == pytest.approx(2 * math.sqrt(9) * (9 / 9 - 0.5), abs=1e-12)
    assert figures.ratio_agree[0, 0] == pytest.approx((9 / 10) / (1 / 9), abs=1e-12)
    pooled = (9 + 1) / (9 + 8)
    by_hand = (9 / 9 - 1 / 8) / math.sqrt(pooled * (1 - pooled) * (1 / 9 + 1 / 8))
    assert figures.ratio_test_agree[0, 0] == pytest.approx(by_hand, abs=1e-12)
    assert figures.ratio_test_agree[0, 1] == 0  # everybody of one mind
    assert result.gac[0] == pytest.approx(9 / 10 * 1 / 9, abs=1e-12)
    assert result.gac_disagree[0] == pytest.approx(1 / 10 * 7 / 9, abs=1e-12)
    extremity = result.extremity[0]
    importance = (1 - (1 + 1) / (15 + 2)) * (extremity + 1) * (8 + 1) / (15 + 2)
    assert result.priority[0] == pytest.approx((importance * (1 + 8 * 2 ** (-15 / 5))) ** 2, rel=1e-12)
    assert [e.column for e in result.agree] == [1]
    assert result.representative[1][-1].side == "disagree"


def test_what_moderation_left_out_counts_as_seen_and_nothing_else():
    votes, _ = planted(60, 20, 0.6)
    out = [Statement(3, moderated=-1), Statement(5, meta=True)]
    result = analyse(votes, out, mode="polis")
    assert list(np.flatnonzero(result.moderation.out)) == [3, 5]
    assert result.priority[5] == 49
    assert result.extremity[3] == pytest.approx(0, abs=1e-12)
    listed = {e.column for e in (*result.agree, *result.disagree, *chain(*result.representative))}
    assert not listed & {3, 5}
    table, found = result.matrix, result.details["polis"].components
    column, value = table.row(0)
    live = ~np.isin(column, [3, 5])
    seen = live.sum() + 2
    raw = (value[live] - found.centre[column[live]]) @ found.directions.T[column[live]]
    assert result.xy[0] == pytest.approx(raw * math.sqrt(20 / seen), abs=1e-9)


def plain_k_means(points, centres, rounds):
    """Lloyd's algorithm as it is told in spec 4.6."""
    for _ in range(rounds):
        of = [min(range(len(centres)), key=lambda c: (math.dist(p, centres[c]), c)) for p in points]
        moved = [
            tuple(np.mean([p for p, o in zip(points, of, strict=True) if o == c], axis=0))
            for c in range(len(centres))
            if c in of
        ]
        still = len(moved) == len(centres) and all(
            math.dist(a, b) < 0.01 for a, b in zip(sorted(centres), sorted(moved), strict=True)
        )
        centres = moved
        if still:
            break
    return centres


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9))
def test_k_means_with_bounds_is_k_means(seed, count):
    points = np.random.default_rng(seed).normal(size=(60, 2))
    found = k_means(points, points[:count], 20)
    expected = plain_k_means([tuple(p) for p in points], [tuple(p) for p in points[:count]], 20)
    assert found.centres == pytest.approx(np.array(expected), abs=1e-9)


def test_silhouette_is_the_textbook_s():
    points = np.array([[0.0, 0], [0, 1], [5, 5], [5, 6], [20, 0]])
    of = np.array([0, 0, 1, 1, 2])
    distance = np.linalg.norm(points[:, None] - points, axis=2)
    widths = []
    for i in range(5):
        own = [distance[i, j] for j in range(5) if of[j] == of[i] and j != i]
        others = [np.mean([distance[i, j] for j in range(5) if of[j] == g]) for g in set(of.tolist()) - {int(of[i])}]
        widths.append((min(others) - np.mean(own)) / max(min(others), np.mean(own)) if own else 0.0)
    assert silhouette(distance, of) == pytest.approx(np.mean(widths), abs=1e-12)


def test_a_new_number_of_groups_is_taken_when_it_was_best_four_times():
    memory = Smoother().after(2)
    assert memory.chosen == 2
    for expected in (2, 2, 2, 3):
        memory = memory.after(3)
        assert memory.chosen == expected
    assert memory.after(2).chosen == 3


def test_groups_keep_their_numbers_when_people_come():
    votes, _ = planted(150, 40, 0.5, groups=2)
    order = np.argsort(votes.at_ms)
    early = votes.only(np.isin(np.arange(len(votes)), order[: len(votes) * 3 // 4]))
    first = analyse(early, mode="polis")
    again = analyse(votes, mode="polis", memory=first.details["polis"].memory)
    before, after = first.groups_by_person(), again.groups_by_person()
    assert sum(before[person] == after[person] for person in before) > 0.9 * len(before)
    assert (first.xy[:5] * again.xy[:5]).sum() > 0


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_points_make_no_groups(count):
    base = Clusters(np.zeros((count, 2)), np.zeros(count, dtype=np.int64))
    assert len(groups(base).group_of_base) == count


def test_measures_of_a_person_are_distances_from_the_centres():
    votes, _ = planted(80, 30, 0.6, groups=2)
    result = analyse(votes, mode="polis")
    inside = result.group >= 0
    middle = result.xy[inside].mean(axis=0)
    own = result.xy[result.group == result.group[0]].mean(axis=0)
    assert result.measures.centricness[0] == pytest.approx(1 - math.dist(result.xy[0], middle))
    assert result.measures.coreness[0] == pytest.approx(1 - math.dist(result.xy[0], own))
    unit = (own - middle) / np.linalg.norm(own - middle)
    assert result.measures.extremeness[0] == pytest.approx((result.xy[0] - own) @ unit)
