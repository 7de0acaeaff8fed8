"""Trust: copies are noticed, headlines' frailty is told, small counts are withheld, the log cannot be altered unseen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.opinions import (
    Ballot,
    Receipt,
    VoteTable,
    analyse,
    chained,
    check_receipt,
    first_break,
    publishable,
    receipt,
    recount,
    root,
    suspicions,
    tombstone,
)
from luotsi.engines.opinions.headlines import influence, with_and_without
from luotsi.engines.opinions.suspicion import Sign, flagged, summary
from tests.engines.opinions.material import joined, planted

START = 1_700_000_000_000


def copies(count, statements, votes, *, gap_ms=9_000, noise=0.02):
    """People who answer as they were told, now and then otherwise."""
    random = np.random.default_rng(11)
    rows = []
    for person in range(10_000, 10_000 + count):
        begun = START + (person - 10_000) * 86_400_000
        for number, (statement, vote) in enumerate(zip(statements, votes, strict=True)):
            rows.append((person, statement, 0 if random.random() < noise else vote, begun + number * gap_ms))
    return VoteTable.of(rows)


@pytest.fixture(scope="module")
def honest():
    return planted(300, 50, 0.6, groups=2)[0]


def test_honest_votes_raise_no_suspicion_that_leaves_anybody_out(honest):
    assert flagged(suspicions(honest)) == frozenset()
    assert "300" in summary(suspicions(honest), 300).en


def test_five_per_cent_of_copies_are_found_and_the_warning_names_what_they_changed(honest):
    random = np.random.default_rng(4)
    attack = copies(15, range(50), (random.integers(0, 2, 50) * 2 - 1).tolist())
    votes = joined(honest, attack)
    found = [item for item in suspicions(votes) if item.sign is Sign.ALIKE]
    assert set(found[0].people) == set(range(10_000, 10_015))
    compared = with_and_without(votes, [], suspicions(votes), mode="polis")
    assert compared.left_out >= set(range(10_000, 10_015))
    honest_list = [int(compared.without.matrix.statements[e.column]) for e in compared.without.agree]
    clean = analyse(honest, mode="polis")
    assert honest_list == [int(clean.matrix.statements[e.column]) for e in clean.agree]
    tainted = {int(compared.with_all.matrix.statements[e.column]) for e in compared.with_all.agree}
    assert compared.differs or tainted == set(honest_list)


@pytest.mark.parametrize(
    ("sign", "extra"),
    [
        (Sign.FAST, [(900, s, 1 if s % 3 else -1, START + 400 * s) for s in range(20)]),
        (Sign.ONE_ANSWER, [(900, s, -1, START + 9_000 * s) for s in range(50)]),
        (Sign.REVOTING, [(900, s % 4, 1 if s % 3 else -1, START + 9_000 * s) for s in range(1_000)]),
        (Sign.BURST, [(900 + p, s, 1 if (s * p) % 3 else -1, START + 9_000 * s) for p in range(40) for s in range(5)]),
    ],
)
def test_each_sign_is_told_of_the_people_it_concerns(honest, sign, extra):
    spread = VoteTable(
        honest.person,
        honest.statement,
        honest.value,
        START + honest.person * 3_600_000 + np.arange(len(honest)) % 50 * 9_000,
    )
    found = [item for item in suspicions(joined(spread, VoteTable.of(extra))) if item.sign is sign]
    assert found
    assert 900 in found[0].people
    assert found[0].leaves_out is (sign is not Sign.BURST)


def test_no_times_mean_no_talk_of_speed(honest):
    untimed = VoteTable(honest.person, honest.statement, honest.value, np.arange(len(honest)))
    assert not [item for item in suspicions(untimed) if item.sign in {Sign.FAST, Sign.BURST}]
    assert suspicions(VoteTable.of([])) == []


def test_as_many_fake_voters_as_told_overturn_a_headline_and_one_fewer_do_not(honest):
    result = analyse(honest, mode="polis")
    told = next(item for item in influence(result) if item.headline == "agreed")
    for fakes, stays in ((told.fake_voters - 1, True), (told.fake_voters, False)):
        against = VoteTable.of([(5_000 + n, told.statement, -1, START + n) for n in range(fakes)])
        after = analyse(joined(honest, against), mode="polis")
        assert (told.statement in {int(after.matrix.statements[e.column]) for e in after.agree}) is stays
    assert str(told.fake_voters) in told.sentence().en


def test_majorities_fall_to_the_number_told(honest):
    result = analyse(honest, mode="polis")
    for item in influence(result):
        if item.headline == "majority-agrees":
            column = int(np.searchsorted(result.matrix.statements, item.statement))
            agree = result.tallies.all_agree[column]
            assert 2 * agree <= item.votes + item.fake_voters < 2 * agree + 1


def test_no_small_count_can_be_read_or_worked_out_of_what_is_published(honest):
    from luotsi.engines.stats import exposures, of_table  # noqa: PLC0415 - slow to load

    result = analyse(honest.only(honest.statement < 8), mode="polis")
    tables = publishable(result)
    for table in tables.tables:
        shown = [cell for row in table.counts for cell in row]
        assert all(cell is None or cell == 0 or cell >= 10 for cell in (*shown, *table.total))
        column = int(np.searchsorted(result.matrix.statements, table.statement))
        tallies = result.tallies
        true = [
            [int(d[column]), int(v[column] - a[column] - d[column]), int(a[column])]
            for a, d, v in zip(tallies.agree, tallies.disagree, tallies.votes, strict=True)
        ]
        if len(true) == len(table.counts) and None not in table.total and any(c is not None for c in shown):
            hidden = [at for at, cell in enumerate(shown) if cell is None]
            flat = [cell for row in true for cell in row]
            assert not exposures(flat, hidden, of_table(len(true), 3), 10)
    assert set(tables.as_json()) == {"k", "answers", "rows", "sizes", "withheld", "statements"}


def test_k_under_ten_is_refused(honest):
    with pytest.raises(ValueError, match="10"):
        publishable(analyse(honest, mode="polis"), k=5)


ballots = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 5), st.integers(-1, 1), st.integers(0, 99)),
    min_size=1,
    max_size=20,
)


def logged(rows):
    entries, opened = [], []
    for number, row in enumerate(rows):
        ballot, nonce = Ballot(*row), f"{number:032x}"
        entries.append(chained(entries[-1] if entries else None, ballot.commitment(nonce)))
        opened.append((ballot, nonce))
    return entries, opened


@given(ballots)
def test_every_receipt_holds_and_a_changed_one_does_not(rows):
    entries, opened = logged(rows)
    published = root(entries)
    for at, (ballot, nonce) in enumerate(opened):
        held = Receipt.from_json(receipt(ballot, nonce, entries, at).as_json())
        assert check_receipt(held, published)
        assert not check_receipt(replace(held, ballot=replace(ballot, vote=-ballot.vote or 1)), published)
        assert not check_receipt(held, "0" * 64)
    assert not check_receipt(replace(held, path=(("no hash", True),)), published)


@given(ballots, st.data())
def test_a_changed_dropped_or_swapped_entry_breaks_the_chain(rows, data):
    entries, _ = logged(rows)
    assert first_break(entries) is None
    at = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries[:at], replace(entries[at], commitment="0" * 64), *entries[at + 1 :]]
    assert first_break(changed) == at + 1
    if at < len(entries) - 1:
        assert first_break([*entries[:at], *entries[at + 1 :]]) == at + 1


@settings(max_examples=50)
@given(ballots)
def test_a_recount_gives_the_counts_of_the_latest_votes(rows):
    entries, opened = logged(rows)
    counted = recount(entries, reversed(opened))
    latest = {}
    for number, (person, statement, vote, at) in enumerate(rows):
        latest[person, statement] = max(latest.get((person, statement), (at, number, vote)), (at, number, vote))
    expected = {}
    for (_, statement), (_, _, vote) in latest.items():
        counts = expected.setdefault(statement, [0, 0, 0])
        counts[vote + 1] += 1
    assert counted.counts == {statement: tuple(counts) for statement, counts in expected.items()}
    assert counted.sound


def test_a_recount_notices_votes_missing_added_and_withdrawn():
    entries, opened = logged([("a", 1, 1, 1), ("b", 1, -1, 2), ("c", 1, 1, 3)])
    assert recount(entries, opened[:2]).unopened == (3,)
    assert recount(entries, [*opened, (Ballot("x", 1, 1, 1), "f" * 32)]).extra == 1
    withdrawn = [*entries, chained(entries[-1], tombstone(2))]
    counted = recount(withdrawn, [opened[0], opened[2]], withdrawn=[2])
    assert counted.sound
    assert counted.counts == {1: (0, 0, 2)}
    with pytest.raises(ValueError, match="nonce"):
        Ballot("a", 1, 1, 1).commitment("short")
