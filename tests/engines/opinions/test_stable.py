"""Mode stable: the truth that was planted is found, what is not there is not, and no order of anything matters."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.opinions import MapModel, Statement, VoteTable, analyse, own_position
from tests.engines.opinions.material import agreement, joined, planted, votes_of


@pytest.fixture(scope="module")
def four():
    votes, group = planted(700, 60, 0.7)
    return analyse(votes), dict(enumerate(group.tolist()))


def test_four_planted_groups_are_found_without_being_told(four):
    result, truth = four
    assert result.k == 4
    assert agreement(result.groups_by_person(), truth) > 0.85
    assert result.certainty.clear
    assert result.certainty.stability >= 0.8
    assert len(result.certainty.of_group) == 4


def test_the_largest_group_comes_first(four):
    result, _ = four
    sizes = np.bincount(result.group[result.group >= 0])
    assert list(sizes) == sorted(sizes, reverse=True)


@pytest.mark.parametrize("kind", ["nothing", "one cloud", "a line without gaps"])
def test_where_there_are_no_groups_none_are_found(kind):
    random = np.random.default_rng(3)
    place = {
        "nothing": np.zeros((400, 2)),
        "one cloud": random.normal(0, 1, (400, 2)),
        "a line without gaps": np.stack([random.uniform(-1.7, 1.7, 400), np.zeros(400)], axis=1),
    }[kind]
    result = analyse(votes_of(place, 60, 0.5, pull=1.5, random=random))
    assert result.k == 1
    assert not result.certainty.clear
    assert "There are no clear opinion groups." in [note.en for note in result.notes]
    assert result.representative == [[]]


def test_a_given_number_of_groups_is_made_and_said_to_be_worth_little():
    random = np.random.default_rng(3)
    votes = votes_of(random.normal(0, 1, (300, 2)), 60, 0.5, pull=1.5, random=random)
    result = analyse(votes, k=3)
    assert result.k == 3
    assert result.certainty.stability < 0.8


def relabelled(votes, seed):
    """The same discussion under other names, in another order of rows."""
    random = np.random.default_rng(seed)
    person = random.permutation(int(votes.person.max()) + 1) * 3 + 5
    statement = random.permutation(int(votes.statement.max()) + 1) * 2 + 7
    order = random.permutation(len(votes))
    table = VoteTable(
        person[votes.person][order], statement[votes.statement][order], votes.value[order], votes.at_ms[order]
    )
    return table, person, statement


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10_000))
def test_names_and_order_change_nothing(seed):
    votes, _ = planted(250, 40, 0.5, groups=3, seed=seed)
    table, person, statement = relabelled(votes, seed)
    plain, other = analyse(votes), analyse(table)
    where = {int(name): at for at, name in enumerate(other.matrix.people)}
    rows = [where[int(person[name])] for name in plain.matrix.people]
    assert (plain.group == other.group[rows]).all()
    assert (plain.xy == other.xy[rows]).all()
    assert plain.certainty.stability == other.certainty.stability
    column = {int(name): at for at, name in enumerate(other.matrix.statements)}
    columns = [column[int(statement[name])] for name in plain.matrix.statements]
    assert (plain.bridging.score == other.bridging.score[columns]).all()
    assert plain.gac == pytest.approx(other.gac[columns], abs=1e-12)


def test_few_votes_mean_the_middle_and_little_certainty(four):
    result, _ = four
    one = own_position(result.model, {int(result.matrix.statements[0]): 1})
    assert one.group is None
    assert abs(one.x) + abs(one.y) < np.abs(result.xy).sum(axis=1).mean()


def test_a_person_is_placed_from_the_stored_model_as_in_the_result(four):
    result, _ = four
    model = MapModel.from_json(json.loads(json.dumps(result.model.to_json())))
    for at in range(0, 700, 23):
        column, value = result.matrix.row(at)
        mine = dict(zip(result.matrix.statements[column].tolist(), value.tolist(), strict=True))
        found = own_position(model, mine)
        assert (found.x, found.y) == pytest.approx(tuple(result.xy[at]), abs=1e-9)
        assert found.group == result.group[at]
        assert found.certainty == pytest.approx(result.certainty.of_person[at], abs=1e-9)


def test_certainty_means_what_it_says(four):
    result, truth = four
    match = {}
    for label in range(4):
        members = [truth[int(p)] for p, g in zip(result.matrix.people, result.group, strict=True) if g == label]
        match[label] = max(set(members), key=members.count)
    right = np.array(
        [match[int(g)] == truth[int(p)] for p, g in zip(result.matrix.people, result.group, strict=True) if g >= 0]
    )
    sure = result.certainty.of_person[result.group >= 0]
    assert abs(right.mean() - sure.mean()) < 0.08
    assert right[sure > 0.9].mean() > right[sure < 0.7].mean()


def test_bridging_statement_is_what_all_sides_agree_on():
    random = np.random.default_rng(5)
    place = np.where(random.random(300) < 0.5, 1.5, -1.5)[:, None] * np.array([[1.0, 0.0]]) + random.normal(
        0, 0.2, (300, 2)
    )
    votes = votes_of(place, 30, 0.8, pull=2.0, random=random)
    people = np.arange(300)
    unites = VoteTable(people, np.full(300, 99), np.where(random.random(300) < 0.9, 1, -1).astype(np.int8), people + 1)
    divides = VoteTable(people, np.full(300, 98), np.where(place[:, 0] > 0, 1, -1).astype(np.int8), people + 1)

    result = analyse(joined(votes, unites, divides))
    assert int(result.matrix.statements[result.bridging.lower.argmax()]) == 99
    column = int(np.searchsorted(result.matrix.statements, 98))
    assert abs(result.bridging.score[column]) < 0.25
    assert (result.bridging.lower <= result.bridging.score).all()


def test_rejected_statements_change_nothing_but_their_own_row():
    votes, _ = planted(250, 40, 0.5, groups=2)
    noise = VoteTable.of([(p, 77, 1 if p % 2 else -1, p) for p in range(250)])

    with_rejected = analyse(joined(votes, noise), [Statement(77, moderated=-1)])
    without = analyse(votes)
    assert with_rejected.groups_by_person() == without.groups_by_person()


@pytest.mark.parametrize(
    ("log", "note"),
    [
        ([(1, s, 1, s) for s in range(12)], "Only one participant."),
        ([(p, s, 0, p) for p in range(30) for s in range(12)], "Every vote is a pass."),
        ([(p, s, 1, p) for p in range(30) for s in range(12)], "Everybody voted alike."),
    ],
)
@pytest.mark.parametrize("mode", ["stable", "polis"])
def test_discussions_without_contrast_are_told_as_such(log, note, mode):
    result = analyse(VoteTable.of(log), mode=mode)
    assert note in [text.en for text in result.notes]
    assert json.loads(json.dumps(result.to_json(), allow_nan=False))["k"] <= 1 or mode == "polis"


def test_two_identical_statements_get_identical_figures():
    votes, _ = planted(150, 30, 0.6, groups=2)
    copy = votes.only(votes.statement == 4)
    twin = VoteTable(copy.person, np.full(len(copy), 400), copy.value, copy.at_ms)

    result = analyse(joined(votes, twin))
    at, other = (int(np.searchsorted(result.matrix.statements, name)) for name in (4, 400))
    assert result.gac[at] == result.gac[other]
    assert result.bridging.score[at] == pytest.approx(result.bridging.score[other], abs=1e-9)


@pytest.mark.parametrize("wrong", [{"mode": "magic"}, {"mode": "polis", "k": 2}, {"k": 0}, {"k": 9}])
def test_unknown_ways_of_analysing_are_refused(wrong):
    with pytest.raises(ValueError, match="mode"):
        analyse(VoteTable.of([(1, 1, 1, 1)]), **wrong)
