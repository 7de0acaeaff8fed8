import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft6Validator

from luotsi.engines.clinical import Coding, Concept, export, parse_bundle
from tests.engines.clinical.samples import bundle, condition, observation, patient, statement

SCHEMA = json.loads(gzip.decompress((Path(__file__).parent / "published" / "fhir-r4.schema.json.gz").read_bytes()))
WHEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
WORDS = Concept((Coding("http://example.fi/codes", "x", "Esimerkki"),), "Esimerkki")
BASE = "https://county.example/fhir"


def faults(resource) -> list[str]:
    validator = Draft6Validator(
        {"$ref": f"#/definitions/{resource['resourceType']}", "definitions": SCHEMA["definitions"]}
    )
    return [error.message for error in validator.iter_errors(resource)]


def issue(**fields):
    return export.detected_issue(
        "i1", patient="Patient/p1", status="final", code=WORDS, severity="high", identified=WHEN, detail="Verenvuotoriski",
        implicated=["MedicationStatement/m1"], evidence=["Observation/o1"], mitigation=[(WORDS, WHEN), (WORDS, None)],
        author="Device/luotsi", source="https://example.fi/rule/1", **fields,
    )  # fmt: skip


def risk():
    return export.risk_assessment(
        "r1", patient="Patient/p1", status="preliminary", occurred=WHEN, code=WORDS, method=WORDS, basis=["Observation/o1"],
        performer="Device/luotsi", mitigation="Kuntoutusarvio", notes=["Luonnos"],
        predictions=[export.Prediction(WORDS, WORDS, 0.0, "perustelu"), export.Prediction(WORDS)],
    )  # fmt: skip


def origin():
    agents = [
        export.Agent("assembler", name="Luotsi 0.1"),
        export.Agent("verifier", "Practitioner/a", on_behalf_of="Organization/o"),
    ]
    return export.provenance(
        "v1",
        targets=["DetectedIssue/i1"],
        recorded=WHEN,
        agents=agents,
        activity=WORDS,
        sources=["Observation/o1"],
        reason=WORDS,
    )


def audit():
    return export.audit_event(
        "a1", kind=Coding(export.AUDIT_TYPES, "rest"), action="R", recorded=WHEN, outcome="0", who="Practitioner/a",
        requestor=True, observer="Device/luotsi", entities=["Patient/p1"], purpose=WORDS, outcome_text="luettu",
    )  # fmt: skip


def document(*paragraphs: str):
    return export.composition(
        "c1", status="final", kind=WORDS, title="Yhteenveto", patient="Patient/p1", date=WHEN, language="fi",
        authors=[("Practitioner/a", "Lääkäri")], attester="Practitioner/a",
        sections=[export.Section("Esitiedot", paragraphs or ("Terve & <reipas>",), WORDS, ("Observation/o1",))],
    )  # fmt: skip


@pytest.mark.parametrize(
    "resource", [issue(), risk(), origin(), audit(), document()], ids=lambda one: one["resourceType"]
)
def test_what_we_write_holds_against_the_official_schema(resource):
    assert faults(resource) == []


@pytest.mark.parametrize("kind", ["collection", "document"])
def test_a_bundle_holds_against_the_official_schema(kind):
    whole = export.bundle(
        "b1", kind=kind, resources=[document(), issue()], timestamp=WHEN, base=BASE, identifier=("urn:x", "1")
    )
    assert faults(whole) == []
    assert whole["entry"][1]["fullUrl"] == "https://county.example/fhir/DetectedIssue/i1"


def test_the_schema_check_can_fail():
    assert faults({**issue(), "severity": "dreadful"})
    assert faults({**issue(), "nonsense": 1})


def test_a_probability_of_nought_is_kept():
    assert risk()["prediction"][0]["probabilityDecimal"] == 0.0


@given(st.text(max_size=40))
def test_no_text_becomes_markup(text):
    div = document(text)["section"][0]["text"]["div"]
    inner = div.partition("<p>")[2].removesuffix("</p></div>")
    assert "<" not in inner
    assert ">" not in inner


@pytest.mark.parametrize(
    "make",
    [
        lambda: export.instant(datetime(2026, 1, 1)),  # noqa: DTZ001
        lambda: export.concept(Concept()),
        lambda: export.Prediction(WORDS, None, 1.5),
        lambda: export.provenance("v", targets=[], recorded=WHEN, agents=[export.Agent("author", "x")]),
        lambda: export.bundle("b", kind="document", resources=[issue()], timestamp=WHEN, base=BASE),
        lambda: export.bundle("b", kind="collection", resources=[issue(), issue()], timestamp=WHEN, base=BASE),
        lambda: export.composition(
            "c",
            status="final",
            kind=WORDS,
            title="x",
            patient="Patient/p",
            date=WHEN,
            authors=[],
            sections=[],
            language="fi",
        ),
    ],
)
def test_what_r4_forbids_cannot_be_built(make):
    with pytest.raises(ValueError, match=r"."):
        make()


def test_a_written_bundle_is_read_again():
    whole = export.bundle(
        "b1",
        kind="collection",
        resources=[patient(), observation(), condition(), statement(), issue()],
        timestamp=WHEN,
        base=BASE,
    )
    found = parse_bundle(json.dumps(whole))
    assert found.observations == parse_bundle(bundle(observation())).observations
    assert [one.type for one in found.ignored] == ["DetectedIssue"]


def test_the_samples_of_these_tests_are_sound_r4():
    for one in (patient(), observation(), condition(), statement()):
        assert faults(one) == []
