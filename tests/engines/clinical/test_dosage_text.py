import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import CONFIDENT, parse_dosage_text

DAILY = [
    ("1 tabl 2 kertaa päivässä", 2, "{tbl}"),
    ("1 tablett 2 gånger dagligen", 2, "{tbl}"),
    ("1 tablet twice daily", 2, "{tbl}"),
    ("1x2", 2, "1"),
    ("2x1", 2, "1"),
    ("1 tabl x 3", 3, "{tbl}"),
    ("1-0-1", 2, "1"),
    ("15 mg kerran viikossa", 15 / 7, "mg"),
    ("15 mg en gång i veckan", 15 / 7, "mg"),
    ("15 mg once weekly", 15 / 7, "mg"),
    ("1 tabl aamulla ja 2 tabl illalla", 3, "{tbl}"),
    ("½ tabl iltaisin", 0.5, "{tbl}"),
    ("1 ½ tabl kerran päivässä", 1.5, "{tbl}"),
    ("0,5 mg kahdesti päivässä", 1, "mg"),
    ("1 tabl joka toinen päivä", 0.5, "{tbl}"),
    ("en tablett varannan dag", 0.5, "{tbl}"),
    ("500 mg 8 tunnin välein", 1500, "mg"),
    ("500 mg every 6 hours", 2000, "mg"),
    ("one tablet twice a day", 2, "{tbl}"),
    ("en tablett om dagen", 1, "{tbl}"),
    ("5 mg/vrk", 5, "mg"),
    ("20 mg 1 krt/vrk", 20, "mg"),
    ("1 tabl 3/vrk 7 päivän ajan", 3, "{tbl}"),
    ("1 tabl maanantaisin ja torstaisin", 2 / 7, "{tbl}"),
    ("1 laastari 3 päivän välein", 1 / 3, "{patch}"),
    ("2 suihketta aamulla ja illalla", 4, "{puff}"),
    ("1-2 tabl tarvittaessa, enintään 3 kertaa päivässä", 6, "{tbl}"),
    ("10 yksikköä illalla", 10, "[IU]"),
    ("1 tabl (500 mg) 2 kertaa päivässä", 2, "{tbl}"),
]


@pytest.mark.parametrize(("text", "amount", "unit"), DAILY)
def test_common_dosages_are_read(text, amount, unit):
    found = parse_dosage_text(text)
    assert found.complete
    assert found.confidence >= CONFIDENT
    assert found.high * found.times_high / found.period_days == pytest.approx(amount)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ohjeen mukaan",
        "1 tabl",
        "vid behov",
        "ei käytössä",
        "1 tabl kerran päivässä, sitten 2 tabl kerran päivässä",
        "1 tabl viikonloppuisin kerran päivässä",
        "500 mg 1 tabl 2 kertaa päivässä",
        "1 tabl 2 kertaa päivässä aamulla",
        "1 tabl kerran päivässä kerran viikossa",
        "nostetaan 1 tabl kerran päivässä",
        "1 tablett dagligen, trappas ut",
        "1 tablet daily, not on Sundays",
        "1 tabl " * 200,
    ],
)
def test_what_is_unclear_stays_below_the_line(text):
    assert parse_dosage_text(text).confidence < CONFIDENT


@pytest.mark.parametrize(
    "text", ["1 tabl tarvittaessa", "1 tablett vid behov", "1 tablet as needed", "1 tabl x 3 prn", "1 kaps v.b."]
)
def test_as_needed_is_heard(text):
    assert parse_dosage_text(text).as_needed


def test_at_most_starts_from_none():
    assert parse_dosage_text("1 tabl enintään 3 kertaa päivässä").times_low == 0


WORDS = st.sampled_from(
    [
        "1",
        "2",
        "0,5",
        "½",
        "tabl",
        "mg",
        "x",
        "kerran",
        "2x3",
        "päivässä",
        "viikossa",
        "aamulla",
        "tarvittaessa",
        "enintään",
        "ja",
        "1-2",
        "1-0-1",
        "8",
        "tunnin",
        "välein",
        "ei",
        "(",
        ")",
        "/",
    ]
)


@given(st.text(max_size=40) | st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_without_failing(text):
    found = parse_dosage_text(text)
    assert 0 <= found.confidence <= 1
    if found.confidence >= CONFIDENT:
        assert found.complete
        assert found.period_days > 0
        assert 0 <= found.low <= found.high
        assert 0 <= found.times_low <= found.times_high


@given(st.sampled_from(DAILY), st.sampled_from(["paitsi", "except", "blub", "utom"]))
def test_a_word_not_understood_takes_the_confidence_away(case, word):
    assert parse_dosage_text(f"{case[0]} {word}").confidence < CONFIDENT
