"""Small counts stay unknown to a reader who knows all that is published."""

import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.stats import exposures, feasible_ranges, of_line, of_table, suppress, suppress_line, suppress_table
from luotsi.engines.stats.table import small
from tests import commands
from tests.shared import SHARED

K = 5
EXAMPLE = SHARED / "data/hub/dev/suppression_dev.json"
TABLE = [[12, 3, 9], [20, 8, 4], [7, 15, 30]]


def luotsi(*words):
    return commands.luotsi("impact", "tables", *words)


@st.composite
def tables(draw, largest=4):
    height, width = draw(st.integers(2, largest)), draw(st.integers(2, largest))
    count = st.one_of(st.integers(0, 40), st.integers(0, 6))
    return draw(st.lists(st.lists(count, min_size=width, max_size=width), min_size=height, max_size=height))


def flat(table):
    return [count for row in table for count in row]


def consistent_counts(counts, hidden, relations, top):
    """Every way to fill the hidden cells with 0 to ``top`` that fits the sums: the attack by trying everything."""
    hidden = sorted(hidden)
    for values in product(range(top + 1), repeat=len(hidden)):
        trial = dict(zip(hidden, values, strict=True))
        if all(sum(trial.get(c, counts[c]) for c in rel) == sum(counts[c] for c in rel) for rel in relations):
            yield trial


@settings(deadline=None, max_examples=8)
@given(tables())
def test_no_small_count_can_be_worked_out_of_a_suppressed_table(table):
    shown, found = suppress_table(table, K, seconds=1)
    relations = of_table(len(table), len(table[0]))
    if found.safe:
        assert not exposures(flat(table), found.hidden, relations, K)
        ranges = feasible_ranges(flat(table), found.hidden, relations)
        for cell in small(flat(table), K):
            assert ranges[cell].width >= K - 1e-6
            assert ranges[cell].low - 1e-6 <= flat(table)[cell] <= ranges[cell].high + 1e-6
    assert all(got is None or got == real for got, real in zip(flat(shown), flat(table), strict=True))
    assert all(flat(shown)[cell] is None for cell in small(flat(table), K))


@settings(deadline=None, max_examples=8)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=2))
def test_trying_every_table_finds_the_same_ranges_as_the_linear_programs(table):
    counts, relations = flat(table), of_table(2, 3)
    hidden = suppress(counts, relations, K).hidden
    ways = list(consistent_counts(counts, hidden, relations, 27))[:200_000] if len(hidden) <= 4 else []
    ranges = feasible_ranges(counts, hidden, relations)
    for cell in hidden if ways else ():
        assert min(way[cell] for way in ways) == pytest.approx(ranges[cell].low, abs=1e-6)
        assert max(way[cell] for way in ways) == pytest.approx(ranges[cell].high, abs=1e-6)


@settings(deadline=None, max_examples=12)
@given(tables(largest=3))
def test_no_safe_pattern_is_smaller_than_the_one_called_fewest(table):
    counts, relations = flat(table), of_table(len(table), len(table[0]))
    found = suppress(counts, relations, K, seconds=3)
    others = [cell for cell, count in enumerate(counts) if count >= K]
    primary = small(counts, K)
    if not (found.safe and found.fewest and len(found.hidden) > len(primary)) or any(
        counts[cell] == 0 for cell in found.hidden
    ):
        return
    for choice in product((False, True), repeat=len(others)):
        trial = primary | {cell for cell, taken in zip(others, choice, strict=True) if taken}
        if len(trial) < len(found.hidden):
            assert exposures(counts, trial, relations, K)


@given(st.lists(st.lists(st.sampled_from([0, 5, 6, 40]), min_size=3, max_size=3), min_size=2, max_size=4))
def test_nothing_is_withheld_from_a_table_without_small_counts(table):
    shown, found = suppress_table(table, K)
    assert shown == table
    assert found.safe
    assert found.fewest
    assert not found.hidden


def test_hiding_only_the_small_counts_is_told_to_be_unsafe():
    counts, relations = flat(TABLE), of_table(3, 3)
    assert {item.cell for item in exposures(counts, small(counts, K), relations, K)} == {1, 5}
    assert {item.cell for item in exposures(counts, (), relations, K)} == {1, 5}


def test_without_margins_only_the_small_counts_are_withheld():
    shown, found = suppress_table(TABLE, K, margins_published=False)
    assert found.hidden == {1, 5}
    assert shown[2] == TABLE[2]


def test_a_row_of_ones_is_not_given_away_by_its_sum():
    found = suppress_line([1, 1, 1, 40, 60], K)
    assert found.safe
    assert len(found.hidden) > 3


def test_a_cell_withheld_before_stays_withheld():
    assert 2 in suppress_line([20, 30, 40], K, keep={2}).hidden
    assert not exposures([20, 3, 40, 9], suppress_line([20, 3, 40, 9], K, keep={2}).hidden, of_line(4), K)


def test_a_small_total_is_told_to_give_the_count_away():
    shown, found = suppress_table([[3, 0], [0, 9]], K)
    assert not found.safe
    assert flat(shown) == [None] * 4


def test_a_time_limit_still_gives_a_safe_table():
    table = [[(7 * row + 3 * column) % 23 for column in range(8)] for row in range(10)]
    _, found = suppress_table(table, K, seconds=0.01)
    assert found.safe
    assert not found.fewest
    assert not exposures(flat(table), found.hidden, of_table(10, 8), K)


@pytest.mark.parametrize(("counts", "k"), [([3, -1], 5), ([3, 1], 0)])
def test_impossible_counts_and_thresholds_are_refused(counts, k):
    with pytest.raises(ValueError, match="not negative"):
        suppress(counts, (), k)


def test_the_command_answers_with_the_counts_of_each_table(tmp_path):
    source, target = tmp_path / "tables.json", tmp_path / "answers.json"
    table = {"id": "t1", "k": 5, "rows": list("abc"), "cols": list("xyz"), "counts": TABLE, "margins_published": True}
    source.write_text(json.dumps({"tables": [table]}))
    done = luotsi(source, "--out", target)
    assert done.returncode == 0, done.stderr
    assert json.loads(target.read_text()) == {"t1": {"counts": [[12, None, None], [20, None, None], TABLE[2]]}}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"k": 1}, "t1.k"),
        ({"counts": [[1, 2]]}, "t1.counts"),
        ({"counts": [[1, 2], [3]]}, "t1.counts[1]"),
        ({"counts": [[1, 2], [3, -4]]}, "t1.counts[1][1]"),
        ({"margins_published": "yes"}, "t1.margins_published"),
        ({"rows": []}, "t1.rows"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_its_field(tmp_path, change, where):
    table = {"id": "t1", "k": 5, "rows": ["a", "b"], "cols": ["x", "y"], "counts": [[9, 9], [9, 9]]}
    source = tmp_path / "tables.json"
    source.write_text(json.dumps({"tables": [table | {"margins_published": True} | change]}))
    done = luotsi(source)
    assert done.returncode == 2
    assert f"{where}: " in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("content", ["", "[]", '{"tables": 3}', '{"tables": [4]}', '{"tables": [{"id": "t"}]}'])
def test_a_file_that_holds_no_tables_is_refused(tmp_path, content):
    source = tmp_path / "tables.json"
    source.write_text(content)
    assert luotsi(source).returncode == 2


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = luotsi(tmp_path / "none.json")
    assert done.returncode == 2
    assert "none.json" in done.stderr


def test_the_shared_example_is_made_safe(tmp_path):
    if not EXAMPLE.is_file():
        pytest.skip("the shared example is absent")
    target = tmp_path / "answers.json"
    assert luotsi(EXAMPLE, "--out", target).returncode == 0
    table = json.loads(EXAMPLE.read_text())["tables"][0]
    shown = json.loads(target.read_text())[table["id"]]["counts"]
    hidden = {cell for cell, count in enumerate(flat(shown)) if count is None}
    assert not exposures(flat(table["counts"]), hidden, of_table(3, 3), table["k"])
