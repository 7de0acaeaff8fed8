from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import Coding, PartialDate, Precision, Quantity, Sex, parse_bundle
from luotsi.kit.errors import InputError
from tests.engines.clinical.samples import PATIENT, bundle, condition, observation, patient


def only(resource):
    return parse_bundle(bundle(resource)).resources[1]


def test_a_patient_keeps_name_birth_and_death():
    value = bundle()
    value["entry"][0]["resource"] = patient(
        name=[{"given": ["Aino"], "family": "Esimerkki"}], deceasedDateTime="2024-01"
    )
    found = parse_bundle(value).patient
    assert (found.name, found.sex, found.deceased, str(found.deceased_on)) == (
        "Aino Esimerkki",
        Sex.FEMALE,
        True,
        "2024-01",
    )
    assert found.birth_date.day == date(1941, 5, 3)


@pytest.mark.parametrize(
    ("fields", "active", "usable"),
    [
        ({}, True, True),
        ({"clinicalStatus": None}, True, True),
        ({"clinicalStatus": {"coding": [{"code": "resolved"}]}}, False, True),
        ({"abatementDateTime": "2020"}, False, True),
        ({"verificationStatus": {"coding": [{"code": "refuted"}]}}, False, False),
        ({"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}, False, False),
    ],
)
def test_whether_a_condition_counts(fields, active, usable):
    found = only(condition(**fields))
    assert (found.active, found.usable, found.icd10) == (active, usable, ("I48.9",))


@pytest.mark.parametrize(
    ("fields", "value", "element"),
    [
        ({"valueBoolean": True}, True, "valueBoolean"),
        ({"valueString": " kyllä "}, "kyllä", "valueString"),
        ({"valueInteger": 3}, "3", "valueInteger"),
    ],
)
def test_other_values_of_observations(fields, value, element):
    found = only({**observation(**fields), "valueQuantity": None})
    assert (found.value, found.value_element) == (value, element)


def test_an_allergy_keeps_its_reactions():
    found = only(
        {
            "resourceType": "AllergyIntolerance", "id": "a", "patient": PATIENT, "criticality": "high", "type": "allergy",
            "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "confirmed"}]},
            "code": {"coding": [{"system": "http://www.whocc.no/atc", "code": "J01CA04"}]},
            "reaction": [{"manifestation": [{"text": "anafylaksia"}], "severity": "severe"}],
        }
    )  # fmt: skip
    assert (found.criticality, found.active, found.reactions[0].severity) == ("high", True, "severe")
    assert found.reactions[0].manifestations[0].label == "anafylaksia"


def test_a_form_keeps_the_place_of_each_question():
    item = {"linkId": "1", "text": "Kaatumiset", "answer": [{"valueInteger": 2, "item": [{"linkId": "1.1", "answer": [
        {"valueCoding": {"code": "home"}}]}]}, {"valueBoolean": False}]}  # fmt: skip
    found = only(
        {"resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "subject": PATIENT, "item": [item]}
    )
    outer, inner = found.walk()
    assert (outer.element, outer.answers) == ("item[0]", (2.0, False))
    assert (inner.element, inner.answers) == ("item[0].answer[0].item[0]", (Coding(code="home"),))


def test_visits_vaccines_procedures_and_documents_are_read():
    found = parse_bundle(
        bundle(
            {"resourceType": "Encounter", "id": "e", "status": "finished", "subject": PATIENT, "class": {"code": "AMB"},
             "period": {"start": "2024-01-01", "end": "2024-01-02"}, "serviceProvider": {"display": "Terveysasema"}},
            {"resourceType": "Immunization", "id": "i", "status": "not-done", "patient": PATIENT, "vaccineCode": {"text": "influenssa"},
             "occurrenceString": "syksyllä"},
            {"resourceType": "Procedure", "id": "p", "status": "completed", "subject": PATIENT, "code": {"text": "x"},
             "performedPeriod": {"start": "2020", "end": "2021"}},
            {"resourceType": "DocumentReference", "id": "d", "status": "superseded", "subject": PATIENT, "date": "2024-01-01T10:00:00Z",
             "content": [{"attachment": {"contentType": "text/plain", "data": "aGVp"}}]},
        )
    )  # fmt: skip
    assert found.encounters[0].kind.code == "AMB"
    assert found.encounters[0].provider == "Terveysasema"
    assert (found.immunizations[0].usable, found.immunizations[0].occurrence_text) == (False, "syksyllä")
    assert str(found.procedures[0].performed_end) == "2021"
    assert (found.documents[0].usable, found.documents[0].attachments[0].data) == (False, "aGVp")
    assert found.responses == ()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), Precision.MONTH),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), Precision.DAY),
        ("2024-02-29T23:59:59.1234567+02:00", date(2024, 2, 29), date(2024, 2, 29), Precision.TIME),
        ("2024-02-29T23:59Z", date(2024, 2, 29), date(2024, 2, 29), Precision.TIME),
    ],
)
def test_dates_keep_their_precision(text, earliest, latest, precision):
    found = PartialDate.parse(text)
    assert (found.earliest, found.latest, found.precision, str(found)) == (earliest, latest, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "2023-02-29",
        "24",
        "2024-1-1",
        "2024-01-01T",
        "2024-01-01T25:00:00Z",
        "0000",
        "２０２４",
        "2024-01-01\n",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


@given(st.dates())
def test_a_day_reads_back(day):
    assert PartialDate.parse(day.isoformat()) == PartialDate.of(day)


def test_a_time_without_zone_is_noted():
    found = parse_bundle(bundle(observation(effectiveDateTime="2024-01-01T10:00:00")))
    assert found.notes[0].where == "entry[1].resource (Observation/obs-1).effectiveDateTime"


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError) as caught:
        only({**observation(), "effectiveDateTime": None, "effectivePeriod": {"start": "2024", "end": "2023"}})
    assert caught.value.problems[0].where.endswith("effectivePeriod.end")


def test_a_quantity_reads_as_people_write_it():
    assert str(Quantity(7.5, "mmol/L", "<")) == "<7.5 mmol/L"
