import json
from typing import Any

import pytest

from luotsi.engines.clinical import Bundle, parse_bundle
from luotsi.engines.clinical.json_input import DEEPEST
from luotsi.kit.errors import InputError
from tests.engines.clinical.samples import PATIENT, bundle, condition, encoded, observation, patient, statement


def refusal(source: Any, **options: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_bundle(source, **options)
    for language in ("fi", "sv", "en"):
        assert all(line.strip() for line in caught.value.lines(language))
    return caught.value


def places(source: Any) -> list[str]:
    return [problem.where for problem in refusal(source).problems]


def words(source: Any, **options: Any) -> str:
    return " | ".join(problem.in_("en") for problem in refusal(source, **options).problems)


def test_a_sound_bundle_is_read_whole():
    found = parse_bundle(encoded(bundle(observation(), condition(), statement())))
    assert isinstance(found, Bundle)
    assert found.patient.reference == "Patient/p1"
    assert [one.reference for one in found.resources] == [
        "Patient/p1", "Observation/obs-1", "Condition/c1", "MedicationStatement/m1",
    ]  # fmt: skip
    assert (found.ignored, found.notes) == ((), ())


def test_bytes_text_and_mapping_give_the_same():
    value = bundle(observation(), statement())
    assert parse_bundle(encoded(value)) == parse_bundle(encoded(value).decode()) == parse_bundle(value)


def test_the_caller_s_mapping_is_copied():
    value = bundle(observation())
    found = parse_bundle(value)
    value["entry"][1]["resource"]["valueQuantity"]["value"] = 1
    assert found.element("Observation/obs-1", "valueQuantity.value") == 80


def test_a_byte_order_mark_is_forgiven():
    assert parse_bundle(b"\xef\xbb\xbf" + encoded(bundle())).patient.id == "p1"


@pytest.mark.parametrize("source", [b"", b"  \n ", "", b"\xef\xbb\xbf"])
def test_empty_input_is_named(source):
    assert "empty" in words(source)


def test_bytes_that_are_not_utf8_are_named_by_offset():
    assert "offset 9" in words(b'{"name":"\xe4iti"}')


def test_broken_json_is_named_by_line_and_column():
    assert "line 2, column 10" in words(b'{"resourceType":\n"Bundle" "entry": []}')


def test_too_large_input_is_refused_before_reading():
    class Huge(bytes):
        def __len__(self) -> int:
            return 200_000_000

        def decode(self, *_: object, **__: object) -> str:
            raise AssertionError("must not be read")

    assert "200000000 bytes. The most is 50000000" in words(Huge(b"{}"))
    assert "The most is 10 bytes" in words(bundle(), max_bytes=10)
    assert "The most is 6 bytes" in words("ääää", max_bytes=6)


@pytest.mark.parametrize("bomb", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000])
def test_a_nesting_bomb_is_refused(bomb):
    assert "nested too deeply" in words(bomb).lower() or "ends too early" in words(bomb)


def test_deep_nesting_inside_a_resource_is_named():
    deep: Any = 1
    for _ in range(DEEPEST + 5):
        deep = {"extension": deep}
    assert "Nested too deeply" in words(json.dumps(bundle(observation(extension=[deep]))))
    assert "Nested too deeply" in words(bundle(observation(extension=[deep])))


def test_a_mapping_that_holds_itself_is_refused():
    value = bundle()
    value["self"] = value
    assert "Nested too deeply" in words(value)


def test_a_mapping_of_foreign_types_is_refused():
    assert "set" in words({"resourceType": {1, 2}})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 400])
def test_absurd_numbers_are_refused_with_their_place(number):
    text = json.dumps(bundle(observation(value=12345.5))).replace("12345.5", number)
    assert places(text) == ["entry[1].resource (Observation/obs-1).valueQuantity.value"]


def test_an_integer_of_many_thousand_digits_is_refused():
    assert "too large" in words(json.dumps(bundle(observation(value=12345.5))).replace("12345.5", "9" * 5000))


def test_a_name_given_twice_is_refused():
    text = json.dumps(bundle(observation())).replace('"status": "final"', '"status": "final", "status": "amended"')
    assert 'entry[1].resource (Observation/obs-1): The name "status" stands twice' in words(text)


@pytest.mark.parametrize("bad", ["\\u0000", "\\ud800"])
def test_characters_that_no_database_takes_are_refused(bad):
    text = json.dumps(bundle(observation(note=[{"text": "MARK"}]))).replace("MARK", bad)
    assert places(text) == ["entry[1].resource (Observation/obs-1).note[0].text"]


def test_a_bare_list_is_answered_kindly():
    assert "NDJSON" in words(json.dumps([patient()]))


def test_a_single_resource_is_answered_kindly():
    assert "single Patient resource, not a Bundle" in words(patient())


@pytest.mark.parametrize("value", [{}, {"resourceType": "Banana"}, {"resourceType": 3}, {"resourceType": ["Bundle"]}])
def test_what_is_no_bundle_is_refused(value):
    assert places(value) == ["resourceType"]


def test_ndjson_of_one_client_is_read():
    lines = b"\n".join(encoded(one) for one in (patient(), observation(), condition()))
    found = parse_bundle(lines + b"\n")
    assert [one.where for one in found.resources] == ["line 1", "line 2", "line 3"]
    assert found.patient.id == "p1"


def test_a_broken_line_of_ndjson_is_named():
    assert "line 2, column" in words(encoded(patient()) + b"\n" + b'{"resourceType": }')


def test_no_client_is_refused():
    assert "no client" in words({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": condition()}]})


def test_an_empty_bundle_is_refused():
    assert "no resources" in words({"resourceType": "Bundle", "type": "collection"})


def test_two_clients_are_refused():
    assert "Patient/p1 and Patient/p2" in words(bundle(patient(id="p2")))


@pytest.mark.parametrize(
    ("resource", "place"),
    [
        (observation(subject={"reference": "Patient/p2"}), "subject.reference"),
        (observation(subject={"reference": "urn:uuid:6f1c2f4e-0000-0000-0000-000000000000"}), "subject"),
        (observation(subject={"reference": "http://other.example/fhir/Patient/p9/_history/2"}), "subject.reference"),
        (observation(performer=[{"reference": "Patient/p3"}]), "performer[0].reference"),
        (observation(contained=[{"resourceType": "Patient", "id": "x"}], subject={"reference": "#x"}), "subject"),
    ],
)
def test_a_reference_to_another_client_is_refused(resource, place):
    assert places(bundle(resource)) == [f"entry[1].resource (Observation/obs-1).{place}"]


def test_another_client_is_noticed_in_a_type_that_is_not_read():
    coverage = {"resourceType": "Coverage", "id": "v1", "beneficiary": {"reference": "Patient/p2"}}
    assert places(bundle(coverage)) == ["entry[1].resource (Coverage/v1).beneficiary.reference"]


def test_a_subject_named_by_another_identifier_is_refused_without_showing_it():
    value = bundle(observation(subject={"identifier": {"system": "urn:oid:1.2", "value": "SECRET-2"}}))
    value["entry"][0]["resource"]["identifier"] = [{"system": "urn:oid:1.2", "value": "SECRET-1"}]
    assert places(value) == ["entry[1].resource (Observation/obs-1).subject"]
    assert "SECRET" not in words(value)


@pytest.mark.parametrize(
    "reference",
    ["Patient/p1", "Patient/p1/_history/3", "urn:uuid:0c3d", "https://county.example/fhir/Patient/p1"],
)
def test_every_way_to_name_the_client_is_understood(reference):
    value = bundle(observation(subject={"reference": reference}))
    if reference.startswith("urn"):
        value["entry"][0]["fullUrl"] = reference
    found = parse_bundle(value)
    assert len(found.observations) == 1
    assert found.notes == ()


def test_the_same_id_on_another_server_is_another_client():
    value = bundle(observation(subject={"reference": "https://b.example/fhir/Patient/p1"}))
    value["entry"][0]["fullUrl"] = "https://a.example/fhir/Patient/p1"
    assert "another client" in words(value)


def test_a_missing_subject_is_read_and_noted():
    found = parse_bundle(bundle({**observation(), "subject": None}))
    assert [note.where for note in found.notes] == ["entry[1].resource (Observation/obs-1).subject"]


def test_what_is_about_a_group_is_set_aside():
    found = parse_bundle(bundle(observation(subject={"reference": "Group/g1"})))
    assert found.observations == ()
    assert found.ignored[0].reference == "Observation/obs-1"


def test_a_link_to_an_older_record_of_the_client_is_no_second_client():
    value = bundle()
    value["entry"][0]["resource"]["link"] = [{"other": {"reference": "Patient/old"}, "type": "replaces"}]
    assert parse_bundle(value).patient.id == "p1"


def test_the_same_id_twice_is_refused():
    assert places(bundle(observation(), observation())) == ["entry[2].resource.id"]


def test_the_same_full_url_twice_is_refused():
    value = bundle(observation("a"), observation("b"))
    for entry in value["entry"][1:]:
        entry["fullUrl"] = "urn:uuid:same"
    assert places(value) == ["entry[2].fullUrl"]


def test_a_type_that_is_not_read_is_kept_and_named():
    found = parse_bundle(bundle({"resourceType": "Organization", "id": "o1", "name": "Esimerkki"}))
    assert (found.ignored[0].type, found.ignored[0].data["name"]) == ("Organization", "Esimerkki")
    assert "Organization" in found.ignored[0].reason.fi


def test_an_unknown_type_is_refused():
    assert places(bundle({"resourceType": "Observatoin"})) == ["entry[1].resource.resourceType"]


@pytest.mark.parametrize(
    ("resource", "element"),
    [
        ({**statement(), "medication": {"concept": {"text": "x"}}}, "medication (CodeableReference)"),
        (statement(status="recorded"), "status recorded"),
        ({"resourceType": "Encounter", "id": "e", "status": "planned", "class": [{}], "subject": PATIENT}, "class [ ]"),
        (observation(meta={"profile": ["http://hl7.org/fhir/5.0/StructureDefinition/Observation"]}), "meta.profile[0]"),
        ({"resourceType": "NutritionIntake", "id": "n"}, "resourceType NutritionIntake"),
        (
            {"resourceType": "AllergyIntolerance", "id": "a", "patient": PATIENT, "reaction": [{"manifestation": [{"concept": {}}]}]},
            "reaction[0].manifestation[0] (CodeableReference)",
        ),
    ],
)  # fmt: skip
def test_r5_is_named_by_its_element(resource, element):
    assert f"This is FHIR R5 ({element}); Luotsi reads R4 (4.0.1)" in words(bundle(resource))


def test_a_bundle_that_says_it_is_r5_is_refused():
    assert "FHIR R5 (fhirVersion 5.0.0)" in words(bundle(fhirVersion="5.0.0"))


def test_every_problem_is_collected():
    found = places(
        bundle(
            observation("a", status="banana", valueQuantity={"value": "9", "unit": 3}),
            condition("b", onsetDateTime="2024-13-01", recordedDate="01.02.2024"),
            statement("c", dosage={"text": "x"}),
            3,
        )
    )
    assert found == [
        "entry[4].resource",
        "entry[1].resource (Observation/a).valueQuantity.value",
        "entry[1].resource (Observation/a).valueQuantity.unit",
        "entry[1].resource (Observation/a).status",
        "entry[2].resource (Condition/b).onsetDateTime",
        "entry[2].resource (Condition/b).recordedDate",
        "entry[3].resource (MedicationStatement/c).dosage",
    ]


def test_a_flood_of_problems_is_counted():
    error = refusal(bundle(*(observation(f"o{index}", status="x") for index in range(700))))
    assert len(error.problems) == 501
    assert "200 more" in error.problems[-1].in_("en")


def test_two_values_of_one_choice_are_refused():
    assert "Only one of these: valueQuantity, valueString" in words(bundle(observation(valueString="x")))


def test_an_element_is_found_by_its_path():
    found = parse_bundle(bundle(statement()))
    assert found.element("MedicationStatement/m1", "dosage[0].doseAndRate[0].doseQuantity.value") == 15
    for path in ("dosage[1]", "nothing", "dosage.x", "status[0]", "!"):
        with pytest.raises(KeyError):
            found.element("MedicationStatement/m1", path)
    assert found.get("MedicationStatement/m1") is found.medications[0]
    assert found.get("MedicationStatement/m2") is None
