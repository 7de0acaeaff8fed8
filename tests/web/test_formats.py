from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.web import formats

LANGUAGES = ("fi", "sv", "en")
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3)


@pytest.mark.parametrize(
    ("language", "shown"), [("fi", "23.11.2026"), ("sv", "23.11.2026"), ("en", "23\xa0Nov\xa02026")]
)
def test_a_date_is_written_as_the_language_writes_it(language, shown):
    assert formats.day(date(2026, 11, 23), language) == shown


def test_a_moment_is_told_in_local_time_and_in_words_of_the_language():
    at = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    assert formats.moment(at, "fi") == "23.11.2026 klo\xa08.30"
    assert formats.moment(at, "sv") == "23.11.2026 kl.\xa08.30"
    assert formats.moment(at, "en") == "23\xa0Nov\xa02026, 8:30"


def test_a_time_of_day_has_a_point_in_finnish_and_a_colon_in_english():
    assert (formats.clock(time(8, 5), "fi"), formats.clock(time(8, 5), "en")) == ("8.05", "8:05")


def test_a_day_that_is_near_is_written_without_its_year():
    assert formats.short_day(date(2026, 11, 3), "sv") == "3.11."
    assert formats.short_day(date(2026, 11, 3), "en") == "3\xa0Nov"


@pytest.mark.parametrize(
    ("value", "decimals", "fi", "en"),
    [
        (-3.2, 1, "−3,2", "−3.2"),
        (2_300_000, None, "2\xa0300\xa0000", "2,300,000"),
        (0.5, None, "0,5", "0.5"),
        (-0.04, 1, "0,0", "0.0"),
        (Decimal("12.50"), None, "12,50", "12.50"),
    ],
)
def test_numbers_have_the_separators_of_the_language_and_a_real_minus(value, decimals, fi, en):
    assert formats.number(value, decimals, "fi") == fi
    assert formats.number(value, decimals, "en") == en


def test_shares_and_euros_follow_the_language():
    assert [formats.percent(0.71, language=x) for x in LANGUAGES] == ["71\xa0%", "71\xa0%", "71%"]
    assert [formats.euros(171_000, language=x) for x in LANGUAGES] == ["171\xa0000\xa0€", "171\xa0000\xa0€", "€171,000"]
    assert formats.euros(-5, language="en") == "−€5"


def test_an_interval_is_read_as_a_range():
    assert formats.interval(-4.1, -2.3, 1, "fi") == "−4,1…−2,3"
    assert formats.interval(-4.1, -2.3, 1, "en") == "−4.1\xa0to\xa0−2.3"


def test_a_dose_never_parts_from_its_unit():
    assert formats.dose(2.5, "mg", "fi") == "2,5\xa0mg"
    assert formats.unbroken("parasetamoli 1 g × 3, arvio 2 viikon") == "parasetamoli 1\xa0g\xa0×\xa03, arvio 2 viikon"
    assert formats.unbroken("400 mg x 3") == "400\xa0mg\xa0×\xa03"
    assert formats.unbroken("eGFR 38 ml/min") == "eGFR 38\xa0ml/min"


def test_nothing_is_written_for_nothing():
    assert [formats.day(None), formats.number(None), formats.dose(None, "mg"), formats.moment(None)] == [""] * 4


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match="not a finite number"):
        formats.number(value)


@given(numbers)
def test_a_written_number_reads_back_as_itself_in_every_language(value):
    for language in LANGUAGES:
        text = formats.number(value, None, language)
        plain = text.replace("−", "-").replace("\xa0", "")
        plain = plain.replace(",", "") if language == "en" else plain.replace(",", ".")
        assert Decimal(plain) == value


@given(st.text(max_size=80))
def test_binding_units_changes_nothing_but_spaces_and_the_times_sign(text):
    def bare(words):
        return words.replace("\xa0", "").replace(" ", "").replace("×", "x")

    assert bare(formats.unbroken(text)) == bare(text)
    assert formats.unbroken(formats.unbroken(text)) == formats.unbroken(text)
