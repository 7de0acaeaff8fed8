"""Exact intervals of rates against published tables (Garwood 1936, as restated in many textbooks)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.stats import event_rate


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
    ],
)
def test_the_exact_interval_of_a_count(events, low, high):
    rate = event_rate(events, 1)
    assert (rate.low, rate.high) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


@given(st.integers(0, 500), st.integers(1, 10_000))
def test_the_interval_holds_the_rate_and_narrows_with_use(events, uses):
    rate, more = event_rate(events, uses), event_rate(events * 2, uses * 2)
    assert rate.low <= rate.value <= rate.high
    assert more.high - more.low < rate.high - rate.low


@pytest.mark.parametrize(("events", "uses"), [(-1, 5), (0, 0)])
def test_no_rate_of_nothing(events, uses):
    with pytest.raises(ValueError, match="at least one use"):
        event_rate(events, uses)
