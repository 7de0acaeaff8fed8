from datetime import date

import pytest

from luotsi.engines.clinical import MedicationUse, daily_mg, parse_bundle
from luotsi.kit.errors import InputError
from tests.engines.clinical.samples import PATIENT, bundle, statement, weekly_dosage

ON = date(2024, 6, 1)


def use(resource, *others) -> MedicationUse:
    return parse_bundle(bundle(resource, *others)).medications[0]


def dosed(repeat=None, dose=None, **fields):
    structured = {"doseAndRate": [{"doseQuantity": dose or {"value": 5, "unit": "mg"}}]}
    return statement(dosage=[{"timing": {"repeat": repeat or {}}, **structured, **fields}])


def tablets(numerator=500, **fields):
    strength = {"numerator": {"value": numerator, "unit": "mg"}, "denominator": {"value": 1, "unit": "tabl"}}
    medication = {
        "resourceType": "Medication",
        "id": "med",
        "code": {"coding": [{"code": "n02 be01"}], "text": "Parasetamoli 500 mg"},
        "ingredient": [{"itemCodeableConcept": {"text": "parasetamoli"}, "strength": strength}],
    }
    return {
        **statement(**fields),
        "medicationCodeableConcept": None,
        "medicationReference": {"reference": "#med"},
        "contained": [medication],
    }


def request(**fields):
    return {
        "resourceType": "MedicationRequest", "id": "r1", "status": "active", "intent": "order", "subject": PATIENT,
        "authoredOn": "2024-02-01", "medicationCodeableConcept": {"text": "Varfariini"}, **fields,
    }  # fmt: skip


def dispense(**fields):
    return {
        "resourceType": "MedicationDispense", "id": "d1", "status": "completed", "subject": PATIENT,
        "whenHandedOver": "2024-05-01", "medicationCodeableConcept": {"text": "Varfariini"}, **fields,
    }  # fmt: skip


def test_weekly_methotrexate_is_not_a_daily_dose():
    found = use(statement())
    assert (found.rate.high, found.rate.period_days, found.rate.at_longer_intervals) == (15, 7, True)
    assert daily_mg(found) == pytest.approx(15 / 7)


@pytest.mark.parametrize(
    ("repeat", "mg"),
    [
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, 10),
        ({"frequency": 1, "period": 8, "periodUnit": "h"}, 15),
        ({"frequency": 1, "frequencyMax": 3, "period": 1, "periodUnit": "d"}, 15),
        ({"frequency": 1, "period": 2, "periodUnit": "d"}, 2.5),
        ({"timeOfDay": ["08:00:00", "20:00:00"]}, 10),
        ({"when": ["MORN", "NOON", "EVE"], "period": 1, "periodUnit": "d"}, 15),
        ({"dayOfWeek": ["mon", "thu"]}, 10 / 7),
        ({"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"]}, 5 / 7),
        ({"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "wed", "fri"]}, 15 / 7),
        ({"frequency": 1, "period": 1, "periodUnit": "mo"}, 5 / 30),
    ],
)
def test_structured_timing_gives_the_amount_a_day(repeat, mg):
    assert daily_mg(use(dosed(repeat))) == pytest.approx(mg)


@pytest.mark.parametrize(
    "repeat",
    [
        {},
        {"frequency": 2},
        {"frequency": 1, "period": 1},
        {"frequency": 3, "period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00", "20:00:00"]},
        {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "thu"]},
    ],
)
def test_an_unclear_timing_gives_no_amount(repeat):
    found = use(dosed(repeat))
    assert daily_mg(found) is None
    assert found.dosages[0].why_not


def test_a_timing_code_is_understood():
    dosage = {
        "timing": {"code": {"coding": [{"code": "BID"}]}},
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "g"}}],
    }
    assert daily_mg(use(statement(dosage=[dosage]))) == 2000


def test_a_dose_range_keeps_both_ends():
    limits = {"low": {"value": 5, "unit": "mg"}, "high": {"value": 10, "unit": "mg"}}
    dosage = {
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseRange": limits}],
    }
    rate = use(statement(dosage=[dosage])).rate
    assert (rate.low_per_day, rate.per_day) == (5, 10)


def test_the_ordered_dose_counts_beside_a_calculated_one():
    each = [
        {"type": {"coding": [{"code": kind}]}, "doseQuantity": {"value": value, "unit": "mg"}}
        for kind, value in (("calculated", 99), ("ordered", 5))
    ]
    dosage = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "doseAndRate": each}
    assert daily_mg(use(statement(dosage=[dosage]))) == 5


def test_a_negative_dose_gives_no_amount():
    assert daily_mg(use(dosed({"frequency": 1, "period": 1, "periodUnit": "d"}, {"value": -5, "unit": "mg"}))) is None


def test_an_as_needed_dose_is_bounded_by_its_maximum():
    limit = {"numerator": {"value": 4, "unit": "g"}, "denominator": {"value": 1, "unit": "d"}}
    found = use(dosed(None, asNeededBoolean=True, maxDosePerPeriod=limit))
    assert (found.as_needed, daily_mg(found)) == (True, 4000)


def test_a_regular_dosage_beside_an_as_needed_one_is_regular():
    needed = {**weekly_dosage(), "asNeededCodeableConcept": {"text": "kipuun"}}
    found = use(statement(dosage=[weekly_dosage(), needed]))
    assert not found.as_needed
    assert found.rate.high == 30
    assert found.dosages[1].as_needed_for.text == "kipuun"


def test_a_taper_is_not_added_up():
    steps = [{**weekly_dosage(), "sequence": number} for number in (1, 2)]
    assert use(statement(dosage=steps)).rate is None


def test_dosage_text_is_the_fallback_and_is_kept():
    found = use(tablets(dosage=[{"text": "1 tabl 3 kertaa päivässä"}]))
    assert (found.rate.basis, found.rate.confidence, found.rate.element) == ("text", 1.0, "dosage[0].text")
    assert (daily_mg(found), found.dosage_text) == (1500, "1 tabl 3 kertaa päivässä")


def test_text_read_with_little_confidence_gives_no_dose():
    found = use(tablets(dosage=[{"text": "1 tabl 3 kertaa päivässä, sitten erillisohjeen mukaan"}]))
    assert found.rate.confidence < 0.8
    assert daily_mg(found) is None


def test_a_contained_medication_gives_code_ingredients_and_strength():
    found = use(tablets())
    assert (found.atc, found.label) == (("N02BE01",), "Parasetamoli 500 mg")
    assert found.ingredients[0].strength.numerator.value == 500
    assert found.ingredients[0].element == "ingredient[0]"


def test_a_medication_elsewhere_in_the_bundle_is_found():
    medicine = {
        "resourceType": "Medication",
        "id": "x",
        "code": {"coding": [{"system": "http://www.whocc.no/atc", "code": "B01AA03"}]},
    }
    row = {**request(), "medicationCodeableConcept": None, "medicationReference": {"reference": "Medication/x"}}
    assert use(row, medicine).atc == ("B01AA03",)


def test_a_medication_that_is_not_there_is_noted_and_its_name_kept():
    row = {
        **request(),
        "medicationCodeableConcept": None,
        "medicationReference": {"reference": "Medication/x", "display": "Marevan"},
    }
    found = parse_bundle(bundle(row))
    assert found.medications[0].label == "Marevan"
    assert found.notes[0].where == "entry[1].resource (MedicationRequest/r1).medicationReference.reference"


def test_several_codings_give_each_atc_code_once():
    codings = [
        {"system": "urn:oid:1.2.246.537.6.32.2007", "code": "b01aa03"},
        {"system": "http://www.whocc.no/atc", "code": "B01AA03"},
        {"system": "urn:oid:1.2.246.537.6.55", "code": "12345"},
        {"system": "http://snomed.info/sct", "code": "372756006"},
    ]
    found = use(request(medicationCodeableConcept={"coding": codings}))
    assert (found.atc, found.vnr) == (("B01AA03",), ("012345",))


def test_two_ingredients_are_asked_for_one_by_one():
    row = tablets(dosage=[{"text": "2 tabl x 3"}])
    first = row["contained"][0]["ingredient"][0]
    codeine = {"numerator": {"value": 30, "unit": "mg"}, "denominator": {"value": 1, "unit": "tabl"}}
    row["contained"][0]["ingredient"] = [first, {"itemCodeableConcept": {"text": "kodeiini"}, "strength": codeine}]
    found = use(row)
    assert (daily_mg(found), daily_mg(found, 0), daily_mg(found, 1)) == (None, 3000, 180)


def test_a_gel_dosed_by_its_own_mass_is_counted_by_its_strength():
    row = tablets(dosage=[{"text": "2 g kerran päivässä"}])
    row["contained"][0]["ingredient"][0]["strength"] = {
        "numerator": {"value": 10, "unit": "mg"},
        "denominator": {"value": 1, "unit": "g"},
    }
    assert daily_mg(use(row)) == 20


@pytest.mark.parametrize(
    ("row", "current"),
    [
        (statement(), True),
        (statement(status="on-hold"), False),
        (statement(status="stopped"), False),
        (statement(status="completed"), False),
        (statement(status="entered-in-error"), False),
        (statement(status="not-taken"), False),
        (statement(effectivePeriod={"start": "2024-01-01", "end": "2024-05-31"}), False),
        (statement(effectivePeriod={"start": "2024-01", "end": "2024-06"}), True),
        (statement(effectivePeriod={"start": "2024-07-01"}), False),
        (request(), True),
        (request(intent="plan"), False),
        (request(doNotPerform=True), False),
        (request(status="cancelled"), False),
        (dispense(), True),
        (dispense(daysSupply={"value": 30, "unit": "d"}), False),
        (dispense(daysSupply={"value": 90, "unit": "vrk"}), True),
        (dispense(status="declined"), False),
    ],
)
def test_what_is_in_use_on_the_day(row, current):
    assert use(row).current(ON) is current


def test_an_order_s_dates_come_from_its_dosage_bounds():
    bounds = {"repeat": {"boundsPeriod": {"start": "2024-03-01", "end": "2024-03-10"}}}
    found = use(request(dosageInstruction=[{"timing": bounds}]))
    assert (str(found.start), str(found.end)) == ("2024-03-01", "2024-03-10")
    assert found.end_element == "dosageInstruction[0].timing.repeat.boundsPeriod.end"


def test_a_broken_contained_reference_is_refused():
    with pytest.raises(InputError, match="could not be read"):
        use({**tablets(), "contained": []})
