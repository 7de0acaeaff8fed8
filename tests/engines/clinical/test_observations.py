from datetime import date

import pytest

from luotsi.engines.clinical import ANALYTES, history, latest, parse_bundle, unreadable
from luotsi.engines.clinical.analytes import BY_LOINC
from tests.engines.clinical.samples import bundle, observation
from tests.shared import SHARED

ON = date(2024, 6, 1)
LOINC_TABLE = SHARED / "data/medication/lab_codes.csv"


def read(*results):
    return parse_bundle(bundle(*results))


def test_the_newest_result_comes_in_the_standard_unit_with_its_age():
    found = latest(
        read(observation("a", value=1, unit="mg/dL"), observation("b", value=60, effectiveDateTime="2023")),
        "creatinine",
        ON,
    )
    assert found is not None
    assert (round(found.value, 2), found.unit, found.age_days) == (88.42, "umol/L", 92)
    assert (found.reference, found.element, found.doubt) == ("Observation/a", "valueQuantity", None)


def test_a_result_after_the_day_is_left_out():
    assert latest(read(observation(effectiveDateTime="2024-06-02")), "creatinine", ON) is None


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "registered"])
def test_what_was_cancelled_or_has_no_result_yet_is_left_out(status):
    found = read(observation(status=status))
    assert latest(found, "creatinine", ON) is None
    assert not found.observations[0].usable


def test_blood_pressure_is_read_from_its_components():
    parts = [
        {
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {"value": value, "unit": "mmHg"},
        }
        for code, value in (("8480-6", 134), ("8462-4", 82))
    ]
    found = read({**observation(code="85354-9", component=parts), "valueQuantity": None})
    upper, lower = latest(found, "sbp", ON), latest(found, "dbp", ON)
    assert (upper.value, upper.element, lower.value, lower.element) == (
        134,
        "component[0].valueQuantity",
        82,
        "component[1].valueQuantity",
    )


def test_different_results_of_one_day_are_both_kept():
    found = read(observation("a", value=80), observation("b", value=140), observation("c", value=80))
    results = history(found, "creatinine", ON)
    assert [one.value for one in results] == [80, 140, 80]
    assert [one.value for one in latest(found, "creatinine", ON).conflicts] == [140]


def test_the_clock_orders_one_day():
    found = read(
        observation("z", value=80, effectiveDateTime="2024-03-01T07:00:00+02:00"),
        observation("a", value=90, effectiveDateTime="2024-03-01T19:00:00+02:00"),
    )
    assert latest(found, "creatinine", ON).value == 90


@pytest.mark.parametrize(
    ("code", "value", "unit", "name", "hint"),
    [("14682-9", 0.9, "umol/L", "creatinine", "0.9 umol/L. Is the unit mg/dL?"), ("718-7", 13.5, "g/L", "hb", "g/dL"),
     ("29463-7", 72000, "kg", "weight", "g?"), ("2823-3", 45, "mmol/L", "potassium", "looks wrong: 45 mmol/L")],
)  # fmt: skip
def test_an_unbelievable_figure_is_flagged(code, value, unit, name, hint):
    found = latest(read(observation(code=code, value=value, unit=unit)), name, ON)
    assert hint in found.doubt.en


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"unit": ""}, "unit is missing"), ({"unit": "banana"}, "not known"), ({"unit": "kg"}, "cannot be converted"),
     ({"effectiveDateTime": None}, "date"), ({"valueQuantity": None, "valueString": "koholla"}, "no numeric value")],
)  # fmt: skip
def test_a_result_that_cannot_be_read_says_why(fields, words):
    found = read(observation(**fields))
    assert latest(found, "creatinine", ON) is None
    assert words in unreadable(found, "creatinine", ON)[0].text.en


def test_a_comparator_is_kept():
    found = read(observation(code="98979-8", valueQuantity={"value": 90, "comparator": ">", "unit": "ml/min/1,73 m²"}))
    assert (latest(found, "egfr", ON).value, latest(found, "egfr", ON).comparator) == (90, ">")


def test_inr_needs_no_unit():
    assert latest(read(observation(code="34714-6", value=2.5, unit="")), "inr", ON).value == 2.5


def test_a_finnish_short_name_is_known_without_loinc():
    code = {"coding": [{"system": "urn:oid:1.2.246.537.6.3.2006", "code": "x", "display": "P -Krea"}]}
    assert latest(read(observation(code="x") | {"code": code}), "creatinine", ON).value == 80


def test_a_partial_date_never_makes_a_result_look_newer():
    found = latest(read(observation(effectiveDateTime="2024-02")), "creatinine", ON)
    assert found.age_days == (ON - date(2024, 2, 1)).days


def test_an_unknown_name_is_a_defect_of_the_caller():
    with pytest.raises(KeyError):
        latest(read(), "kreatin", ON)


def test_every_row_says_it_is_unverified_and_no_code_means_two_things():
    codes = [code for row in ANALYTES.values() for code in row.loinc]
    assert len(codes) == len(set(codes)) == len(BY_LOINC)
    assert {row.status for row in ANALYTES.values()} == {"unverified, from memory"}


@pytest.mark.skipif(not LOINC_TABLE.exists(), reason="the starter table is not on this machine")
def test_the_starter_table_is_restated_whole():
    for line in LOINC_TABLE.read_text().splitlines()[1:]:
        name, loinc, unit, _ = line.split(",", 3)
        assert loinc in ANALYTES[name].loinc
        assert ANALYTES[name].unit == unit


def test_a_monitor_that_writes_all_day_lists_few_conflicts_and_stays_fast():
    found = read(
        *(observation(f"o{index}", code="8867-4", value=50 + index / 100, unit="/min") for index in range(3000))
    )
    assert len(latest(found, "pulse", ON).conflicts) == 20
