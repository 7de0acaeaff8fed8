"""The statutory clock, against THL's own example and the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.tools.child_needs.engine.clock import clock, holiday_name, months_after, working_day, working_day_after

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2045, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


def test_a_contact_on_a_tuesday_means_thursday_of_the_next_week():
    """THL, Lastensuojelun käsikirja: Lastensuojelun aikarajat (read 29.11.2026)."""
    assert clock(day("2025-02-04")).start_by == day("2025-02-13")


@pytest.mark.parametrize(
    ("pending", "start"),
    [
        ("2025-02-07", "2025-02-18"),  # a Friday
        ("2025-02-08", "2025-02-18"),  # a Saturday: the count begins on Monday
        ("2025-04-15", "2025-04-28"),  # over Easter: Good Friday and Easter Monday
        ("2025-06-16", "2025-06-26"),  # over Midsummer: its eve is a Friday
        ("2025-12-18", "2026-01-02"),  # over Christmas and New Year
        ("2026-12-31", "2027-01-13"),  # New Year is a Friday, Epiphany a Wednesday
        ("2025-04-25", "2025-05-07"),  # May Day, a Thursday
    ],
)
def test_holidays_and_weekends_do_not_count(pending, start):
    assert clock(day(pending)).start_by == day(start)


@pytest.mark.parametrize(
    ("pending", "ready"),
    [
        ("2025-02-04", "2025-05-04"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2025-10-31", "2026-01-31"),
        ("2025-01-31", "2025-04-30"),
    ],
)
def test_three_months_end_on_the_same_number_or_on_the_last_day(pending, ready):
    assert clock(day(pending)).ready_by == day(ready)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-06",
        "2026-04-03",
        "2026-04-06",
        "2026-05-14",
        "2026-06-19",
        "2026-12-24",
        "2026-12-25",
        "2025-12-06",
        "2026-02-07",
    ],
)
def test_days_that_are_no_working_days(text):
    assert not working_day(day(text))


def test_a_holiday_has_its_finnish_name():
    assert holiday_name(day("2026-01-06")) == "Loppiainen"
    assert holiday_name(day("2026-01-07")) == ""


@given(DAYS, st.integers(1, 30))
def test_the_nth_working_day_is_one_and_there_are_n_of_them(start, count):
    end = working_day_after(start, count)
    between = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert working_day(end)
    assert sum(map(working_day, between)) == count


@given(DAYS)
def test_the_clock_moves_forward_and_counts_back(pending):
    times = clock(pending)
    assert pending < times.start_by < times.ready_by
    assert times.working_days_left(pending) == 7
    assert times.working_days_left(times.start_by) == 0
    assert times.working_days_left(working_day_after(times.start_by, 2)) == -2
    assert 89 <= times.days_left(pending) <= 92


@given(DAYS, st.integers(0, 24))
def test_months_keep_the_number_of_the_day_where_the_month_has_it(start, months):
    end = months_after(start, months)
    assert end.day == start.day or (end.day < start.day and (end + dt.timedelta(days=1)).day == 1)


def test_counting_from_nothing_is_refused():
    with pytest.raises(ValueError, match="from 1"):
        working_day_after(day("2025-01-01"), 0)
