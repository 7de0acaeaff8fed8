"""A running discussion gives what an analysis from nothing gives, whatever came one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.opinions import Engine, Statement, VoteTable, analyse, own_position
from tests.engines.opinions.material import planted


def rows(votes):
    return zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), votes.at_ms.tolist(), strict=True)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["stable", "polis"]))
def test_votes_one_by_one_give_what_the_whole_log_gives(seed, mode):
    votes, _ = planted(80, 25, 0.6, groups=2, seed=seed)
    random = np.random.default_rng(seed)
    engine = Engine.of(votes.only(np.arange(len(votes)) < len(votes) // 2), mode=mode)
    for row in list(rows(votes))[len(votes) // 2 :]:
        engine.vote(*row)
    for _ in range(60):
        engine.vote(
            int(random.integers(85)), int(random.integers(27)), int(random.integers(3)) - 1, int(random.integers(2**41))
        )
    gone = [int(person) for person in random.choice(80, 4, replace=False)]
    for person in gone:
        engine.withdraw(person)
    kept = {person: group for person, group in engine.result.groups_by_person().items() if person not in gone}
    standing, same_groups = engine.standing(), analyse(engine.log, mode=mode, groups=kept)
    if len(set(kept.values())) == len(engine.result.labels):
        assert (standing.statements == same_groups.matrix.statements).all()
        assert (standing.tallies.agree == same_groups.tallies.agree).all()
        assert (standing.tallies.all_votes == same_groups.tallies.all_votes).all()
        assert standing.gac == pytest.approx(same_groups.gac, abs=1e-9)
        assert [e.column for e in standing.agree] == [e.column for e in same_groups.agree]
    rebuilt, anew = engine.rebuild(), analyse(engine.log, mode=mode)
    assert rebuilt.groups_by_person() == anew.groups_by_person()
    assert rebuilt.xy == pytest.approx(anew.xy, abs=1e-9)
    assert rebuilt.priority == pytest.approx(anew.priority, abs=1e-9)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_a_refresh_counts_the_whole_log_on_the_map_of_the_last_rebuild(seed):
    votes, _ = planted(80, 25, 0.6, groups=2, seed=seed)
    random = np.random.default_rng(seed)
    engine = Engine.of(votes)
    model, stability = engine.model, engine.result.certainty.stability
    for gone in (None, 0, 1):
        for _ in range(60):
            engine.vote(int(random.integers(2, 85)), int(random.integers(-2, 27)), int(random.integers(3)) - 1, 2**41)
        if gone is not None:
            engine.withdraw(gone)
        found = engine.refresh()
        assert found.model is model
        counted = analyse(engine.log, groups=found.groups_by_person())
        for name in ("people", "statements", "indptr", "column", "value"):
            assert (getattr(found.matrix, name) == getattr(counted.matrix, name)).all()
        assert found.input_hash() == counted.input_hash()
        assert (found.tallies.agree == counted.tallies.agree).all()
        assert (found.log_rows, found.certainty.stability) == (counted.log_rows, stability)
        assert found.gac == pytest.approx(counted.gac, abs=1e-9)
        for at, person in enumerate(found.matrix.people.tolist()):
            own = own_position(model, engine.votes_of(person))
            assert found.xy[at] == pytest.approx((own.x, own.y), abs=1e-9)
            assert found.group[at] == (-1 if own.group is None else own.group)


def test_withdrawing_is_as_if_one_had_never_voted():
    votes, _ = planted(80, 25, 0.6, groups=2)
    engine = Engine.of(votes)
    engine.withdraw(7)
    never = analyse(votes.without([7]))
    found = engine.rebuild()
    assert found.input_hash() == never.input_hash()
    assert (found.xy == never.xy).all()
    assert engine.votes_of(7) == {}
    with pytest.raises(ValueError, match="withdrawn"):
        engine.vote(7, 1, 1, 1)


@pytest.mark.parametrize("mode", ["stable", "polis"])
def test_a_voter_is_placed_at_once_as_the_map_would(mode):
    votes, _ = planted(80, 25, 0.6, groups=2)
    engine = Engine.of(votes, mode=mode)
    for statement, value in ((1, 1), (2, -1), (3, 0), (1, -1), (9, 1), (10, 1), (11, 1), (12, -1)):
        place = engine.vote(500, statement, value, 2**42)
    alone = own_position(engine.model, engine.votes_of(500))
    assert (place.x, place.y) == pytest.approx((alone.x, alone.y), abs=1e-9)
    assert (place.group, place.votes) == (alone.group, 7)


def test_a_late_arriving_older_vote_changes_nothing():
    engine = Engine.of(planted(40, 20, 0.6, groups=2)[0])
    engine.vote(3, 4, 1, 2**42)
    before = engine.standing()
    engine.vote(3, 4, -1, 5)
    assert engine.votes_of(3)[4] == 1
    assert (engine.standing().tallies.all_agree == before.tallies.all_agree).all()
    assert engine.refresh().matrix.value.sum() == analyse(engine.log).matrix.value.sum()


def test_what_is_no_vote_is_refused():
    engine = Engine()
    with pytest.raises(ValueError, match="vote"):
        engine.vote(1, 1, 2, 1)
    with pytest.raises(ValueError, match="mode"):
        Engine(mode="magic")
    assert engine.vote(1, 1, 1, 1) is None


def test_moderation_follows_at_the_next_refresh():
    votes, _ = planted(60, 20, 0.6, groups=2)
    engine = Engine.of(votes)
    engine.moderate(Statement(4, moderated=-1))
    assert 4 in engine.refresh().matrix.statements[engine.result.moderation.out]


def test_a_smoothed_refresh_keeps_the_number_of_groups_for_a_while():
    votes, _ = planted(150, 40, 0.5)
    engine = Engine.of(votes.only(votes.person < 60), mode="polis")
    first = engine.result.k
    for row in rows(votes.only(votes.person >= 60)):
        engine.vote(*row)
    assert engine.refresh(smoothed=True).k == first


def test_a_table_refuses_columns_of_other_lengths_and_values():
    with pytest.raises(ValueError, match="length"):
        VoteTable(np.zeros(2, int), np.zeros(1, int), np.zeros(2, np.int8), np.zeros(2, int))
    with pytest.raises(ValueError, match="vote"):
        VoteTable.of([(1, 1, 3, 1)])
    with pytest.raises(ValueError, match="vote"):
        VoteTable(np.zeros(1, int), np.zeros(1, int), np.full(1, 2, np.int8), np.zeros(1, int))
