"""The shapes of FHIR that come in, and what each means for the medicine list."""

import pytest

from luotsi.engines.clinical import parse_bundle
from luotsi.tools.medication.engine.reading import state_of
from tests.tools.medication.conftest import criteria
from tests.tools.medication.vignettes import ON, bundle_of, day, diagnosis, drug, fact, result

PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1942-03-14"}
SUBJECT = {"reference": "Patient/p"}
CODE = {"coding": [{"system": "http://www.whocc.no/atc", "code": "B01AF02"}]}


def bundle(*resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in (PATIENT, *resources)]}


@pytest.fixture
def state(known):
    return lambda *resources: state_of(parse_bundle(bundle(*resources)), ON, known)


def request(**more):
    return {
        "resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": SUBJECT,
        "authoredOn": day(100), "medicationCodeableConcept": CODE,
    } | more  # fmt: skip


def test_an_order_counts_from_the_day_it_was_written(state):
    assert [(m.atc, m.days) for m in state(request()).medicines] == [("B01AF02", 100)]


def test_a_dispense_counts(state):
    dispense = {"resourceType": "MedicationDispense", "id": "d", "status": "completed", "subject": SUBJECT,
                "whenHandedOver": day(20), "medicationCodeableConcept": CODE}  # fmt: skip
    assert [m.atc for m in state(dispense).medicines] == ["B01AF02"]


@pytest.mark.parametrize("status", ["stopped", "completed", "cancelled", "entered-in-error", "on-hold", "draft"])
def test_what_is_no_longer_in_use_is_left_out(state, status):
    assert state(request(status=status)).medicines == ()


def test_the_dosage_may_stand_in_words(state):
    (medicine,) = state(request(dosageInstruction=[{"text": "5 mg 2 kertaa päivässä"}])).medicines
    assert medicine.mg == {"B01AF02": 10.0}


def test_a_dose_that_cannot_be_computed_is_not_guessed(state):
    (medicine,) = state(request(dosageInstruction=[{"text": "lääkärin ohjeen mukaan"}])).medicines
    assert medicine.mg == {}


def test_a_strength_gives_milligrams_from_tablets(state):
    medication = {
        "resourceType": "Medication", "id": "m", "code": CODE,
        "ingredient": [{"itemCodeableConcept": CODE, "strength": {"numerator": {"value": 2.5, "unit": "mg", "code": "mg", "system": "http://unitsofmeasure.org"}, "denominator": {"value": 1, "unit": "tabl"}}}],
    }  # fmt: skip
    order = request(
        contained=[medication],
        medicationReference={"reference": "#m"},
        dosageInstruction=[{"text": "1 tabl 2 kertaa päivässä"}],
    )
    del order["medicationCodeableConcept"]
    (medicine,) = state(order).medicines
    assert medicine.mg == {"B01AF02": 5.0}


def test_a_combination_product_belongs_to_the_groups_of_its_ingredients(state):
    product = {"coding": [{"system": "http://www.whocc.no/atc", "code": "C09BB07"}]}
    (medicine,) = state(request(medicationCodeableConcept=product)).medicines
    assert {"acei", "dhp_ccb", "amlodipine"} <= medicine.groups


def test_the_same_medicine_ordered_and_dispensed_is_one(state):
    dispense = {"resourceType": "MedicationDispense", "id": "d", "status": "completed", "subject": SUBJECT,
                "whenHandedOver": day(20), "medicationCodeableConcept": CODE}  # fmt: skip
    assert len(state(request(), dispense).medicines) == 1


def test_pressure_is_read_from_its_components(state):
    pressure = {
        "resourceType": "Observation", "id": "bp", "status": "final", "subject": SUBJECT, "effectiveDateTime": day(3),
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
        "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": c}]}, "valueQuantity": {"value": v, "code": "mm[Hg]", "system": "http://unitsofmeasure.org"}}
                      for c, v in (("8480-6", 182), ("8462-4", 104))],
    }  # fmt: skip
    results = state(pressure).results
    assert (results["sbp"].value, results["dbp"].value) == (182, 104)
    assert results["sbp"].element == "component[0].valueQuantity"


def test_kidney_function_is_computed_from_creatinine(state):
    found = state(result(0, "creatinine", 121, 5), result(1, "weight", 64, 5)).results
    assert found["egfr"].computed
    assert found["egfr"].value == pytest.approx(38, abs=1)  # 84-year-old woman, CKD-EPI 2021
    assert found["crcl"].value == pytest.approx((140 - 84) * 64 * 1.04 / 121)


def test_a_newer_creatinine_wins_over_an_older_reported_egfr(state):
    found = state(result(0, "creatinine", 200, 2), result(1, "egfr", 70, 300)).results
    assert found["egfr"].value < 30


def test_creatinine_in_american_units_is_converted(state):
    row = result(0, "creatinine", 1.0, 2)
    row["valueQuantity"] |= {"unit": "mg/dL", "code": "mg/dL"}
    assert state(row).results["creatinine"].value == pytest.approx(88.4, abs=0.1)


def test_a_result_without_a_unit_is_read_with_a_remark(state):
    row = result(0, "potassium", 5.9, 2)
    row["valueQuantity"] = {"value": 5.9}
    read = state(row)
    assert read.results["potassium"].value == 5.9
    assert any("unit" in text.en for _, text, _ in read.quality)


def test_an_undated_result_counts_but_its_age_is_asked_for(judge):
    case = bundle_of(
        {"age": 70, "sex": "M", "medications": [drug("C09AA05", 5), drug("C03DA01", 25)], "labs": {"potassium": 5.9}}
    )
    del case["entry"][-1]["resource"]["effectiveDateTime"]
    answer = judge(case)
    assert "STOPP-B12" in criteria(answer)
    assert "date:potassium" in {item["fact"] for item in answer["needs_data"]}


def test_a_result_from_after_the_day_is_not_used(state):
    assert "potassium" not in state(result(0, "potassium", 5.9, -3)).results


@pytest.mark.parametrize("words", ["hfpef", "flag:hfpef", "ejektiofraktio säilynyt", "Preserved ejection fraction"])
def test_a_fact_is_known_by_its_names(state, words):
    assert state(fact(0, words)).flag("hfpef")


def test_a_fact_denied_is_no_fact(state):
    read = state(fact(0, "recent_stent", holds=False))
    assert not read.flag("recent_stent")
    assert "recent_stent" in read.flags


def test_a_fact_may_be_a_condition_in_words(state):
    row = diagnosis(0, "I50.9") | {"id": "x", "code": {"text": "raskaana"}}
    assert state(row).has("pregnancy")


def test_an_ejection_fraction_says_which_heart_failure(state):
    row = result(0, "egfr", 32, 5)
    row["code"] = {"coding": [{"system": "http://loinc.org", "code": "10230-1"}]}
    row["valueQuantity"] = {"value": 32, "unit": "%", "code": "%", "system": "http://unitsofmeasure.org"}
    assert state(row).flag("hfref")


def test_a_resolved_ulcer_is_still_a_history(state):
    row = diagnosis(0, "K25.9") | {"clinicalStatus": {"coding": [{"code": "resolved"}]}}
    assert state(row).condition("gi_bleed_ulcer")


def test_a_resolved_constipation_is_over(state):
    row = diagnosis(0, "K59.0") | {"clinicalStatus": {"coding": [{"code": "resolved"}]}}
    assert not state(row).condition("constipation")


def test_vaccinations_unknown_are_asked_for_and_known_ones_counted(judge):
    case = {"age": 70, "sex": "F", "medications": []}
    assert "vaccinations" in {item["need"] for item in judge(case)["needs_data"]}
    answer = judge(case | {"vaccines": ["J07BB02"]})
    assert "START-L1" not in criteria(answer)
    assert "START-L2" in criteria(answer)


@pytest.mark.parametrize(("week", "severity"), [(8, 1), (24, 3), (30, 4), (None, 3)])
def test_an_nsaid_in_pregnancy_is_judged_by_the_week(judge, week, severity):
    case = bundle_of({"age": 30, "sex": "F", "medications": [drug("M01AE01", 400)], "conditions_icd10": ["Z33"]})
    if week is not None:
        row = result(9, "egfr", week, 1) | {"code": {"coding": [{"system": "http://loinc.org", "code": "18185-9"}]}}
        row["valueQuantity"] = {"value": week, "unit": "wk", "code": "wk", "system": "http://unitsofmeasure.org"}
        case["entry"].append({"resource": row})
    answer = judge(case)
    found = [f["severity"] for c in answer["cards"] for f in c["findings"] if f["criterion"] == "pregnancy-ibuprofen"]
    assert found == [severity]
    assert (week is None) == ("gestational_week" in {item["need"] for item in answer["needs_data"]})


def test_an_injection_under_the_skin_and_a_patch_are_not_local(state):
    insulin = request(
        medicationCodeableConcept={"coding": [{"system": "http://www.whocc.no/atc", "code": "A10AE04"}]},
        dosageInstruction=[{"text": "10 yks", "route": {"text": "ihon alle"}}],
    )
    patch = request(
        id="q",
        medicationCodeableConcept={"coding": [{"system": "http://www.whocc.no/atc", "code": "N02AB03"}]},
        dosageInstruction=[{"text": "laastari", "route": {"text": "iholle"}}],
    )
    assert ["insulin" in m.groups or "opioid" in m.groups for m in state(insulin, patch).medicines] == [True, True]
