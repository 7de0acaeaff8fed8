"""Whatever comes in, the answer is a Bundle or an InputError."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.clinical import latest, parse_bundle
from luotsi.engines.clinical.medication import daily_mg
from luotsi.kit.errors import InputError
from tests.engines.clinical.samples import bundle, condition, encoded, observation, statement

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
NAMES = st.sampled_from(
    [
        "resourceType",
        "entry",
        "resource",
        "id",
        "status",
        "subject",
        "reference",
        "patient",
        "code",
        "coding",
        "value",
        "valueQuantity",
        "unit",
        "component",
        "dosage",
        "timing",
        "repeat",
        "frequency",
        "period",
        "periodUnit",
        "doseAndRate",
        "doseQuantity",
        "item",
        "answer",
        "name",
        "given",
        "meta",
        "class",
        "contained",
        "medicationReference",
        "medicationCodeableConcept",
        "effectiveDateTime",
        "effectivePeriod",
        "start",
        "end",
    ]
) | st.text(max_size=6)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)
TYPES = st.sampled_from(
    [
        "Patient",
        "Condition",
        "Observation",
        "MedicationStatement",
        "MedicationRequest",
        "MedicationDispense",
        "AllergyIntolerance",
        "Encounter",
        "Immunization",
        "QuestionnaireResponse",
        "DocumentReference",
        "Procedure",
        "Medication",
        "Organization",
        "Bundle",
    ]
)
RESOURCES = st.builds(
    lambda kind, rest: {**rest, "resourceType": kind}, TYPES, st.dictionaries(NAMES, VALUES, max_size=8)
)
SOUND = bundle(observation(), condition(), statement())


def answered(source: object) -> None:
    problems = None
    try:
        found = parse_bundle(source)
    except InputError as error:
        problems = [line for language in ("fi", "sv", "en") for line in error.lines(language)]
    if problems is not None:
        assert len(problems) >= 6
        "\n".join(problems).encode()
    else:
        assert all(daily_mg(use) is None or daily_mg(use) >= 0 for use in found.medications)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_any_json_is_answered(value):
    answered(json.dumps(value))


@given(st.binary(max_size=60) | st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_bytes_and_text_are_answered(source):
    answered(source)


@given(st.lists(RESOURCES, max_size=4))
@settings(max_examples=250, deadline=None)
def test_any_resources_are_answered(resources):
    answered(bundle(*resources))
    answered(json.dumps(bundle(*resources)))


def paths(value, here=()):
    yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*here, key))


PLACES = [place for place in paths(SOUND) if place]


@given(st.sampled_from(PLACES), VALUES)
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_place_is_answered(place, value):
    changed = copy.deepcopy(SOUND)
    target = changed
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    answered(changed)


def test_input_cut_at_any_byte_is_refused():
    whole = encoded(bundle(observation(note=[{"text": "kääpiö ½ µg"}])))
    for length in range(len(whole)):
        with pytest.raises(InputError):
            parse_bundle(whole[:length])


@given(st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_the_newest_result_does_not_depend_on_the_order_sent(order):
    results = [
        observation(f"o{index}", value=70 + index, effectiveDateTime=f"2024-0{1 + index % 3}-01") for index in range(6)
    ]
    found = latest(parse_bundle(bundle(*(results[index] for index in order))), "creatinine", date(2024, 6, 1))
    assert found is not None
    assert (found.reference, [one.value for one in found.conflicts]) == ("Observation/o5", [72])
