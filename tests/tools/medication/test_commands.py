"""``luotsi medication``: what goes in, what comes out, and how bad input is told."""

import json

import pytest

from tests import commands
from tests.shared import SHARED
from tests.tools.medication.conftest import findings
from tests.tools.medication.vignettes import bundle_of, drug

FORMULAS = SHARED / "data/medication/dev_formulas.jsonl"
CASE = {"age": 84, "sex": "F", "medications": [drug("B01AF02", 10), drug("M01AE01", 1200)], "labs": {"egfr": 38}}
ROW = {"age": 48, "sex": "F", "creatinine_umol_l": 80, "weight_kg": 120, "height_cm": 190}


def luotsi(*words, given=b""):
    return commands.luotsi("medication", *words, given=given)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "input.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


def test_a_bundle_gives_json_of_the_agreed_shape(file):
    done = luotsi("assess", file(bundle_of(CASE)), "--date", "2026-11-23", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {"tier", "cards", "needs_data", "version"} <= set(answer)
    assert answer["tier"] == "critical"
    card = answer["cards"][0]
    assert card["severity"] == 4
    assert set(card["title"]) == set(card["action"]) == {"fi", "sv", "en"}
    found = next(f for f in card["findings"] if f["criterion"] == "apixaban-ibuprofen")
    assert found["rule"] == "DDI010"
    assert set(found["atc"]) == {"B01AF02", "M01AE01"}
    assert found["source"]
    assert found["evidence"]


def test_it_reads_standard_input(file):
    done = luotsi("assess", "-", "--date", "2026-11-23", "--json", given=json.dumps(bundle_of(CASE)).encode())
    assert done.returncode == 0
    assert findings(json.loads(done.stdout))


@pytest.mark.parametrize(("language", "word"), [("fi", "VAKAVA"), ("sv", "ALLVARLIG"), ("en", "SEVERE")])
def test_the_table_is_in_the_language_asked_for(file, language, word):
    done = luotsi("assess", file(bundle_of(CASE)), "--date", "2026-11-23", "--lang", language)
    assert done.returncode == 0
    assert word in done.stdout


def test_the_day_of_assessment_counts(file):
    case = {"age": 80, "sex": "F", "medications": [drug("N05CF01", 7.5, days=5)]}
    path = file(bundle_of(case))
    early, late = (
        json.loads(luotsi("assess", path, "--date", day, "--json").stdout) for day in ("2026-11-23", "2027-01-23")
    )
    assert "STOPP-D11" not in {f["criterion"] for f in findings(early)}
    assert "STOPP-D11" in {f["criterion"] for f in findings(late)}


def broken():
    good = bundle_of(CASE)
    text = json.dumps(good).encode()
    r5 = bundle_of(CASE)
    statement = r5["entry"][1]["resource"]
    statement["medication"] = {"concept": statement.pop("medicationCodeableConcept")}
    wrong_unit = bundle_of(CASE)
    wrong_unit["entry"][-1]["resource"]["valueQuantity"] |= {"unit": "kg", "code": "kg"}
    unknown_unit = bundle_of(CASE)
    unknown_unit["entry"][-1]["resource"]["valueQuantity"] |= {"unit": "furlong", "code": "furlong"}
    slipped = bundle_of(CASE | {"labs": {"creatinine": 1.2}})
    return {
        "malformed": b"{not json", "truncated": text[:-40], "empty": b"", "a list": b"[]", "a number": b"3",
        "not a bundle": b'{"resourceType": "Patient"}', "no patient": b'{"resourceType": "Bundle", "entry": []}',
        "R5": json.dumps(r5).encode(), "wrong unit": json.dumps(wrong_unit).encode(), "latin-1": "ä".encode("latin-1"),
        "unknown unit": json.dumps(unknown_unit).encode(), "a slipped unit": json.dumps(slipped).encode(),
    }  # fmt: skip


@pytest.mark.parametrize(("name", "content"), broken().items(), ids=broken())
def test_bad_input_is_refused_with_words_and_status_2(file, name, content):
    done = luotsi("assess", file(content), "--date", "2026-11-23", "--json", "--lang", "en")
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) >= 1
    assert "Traceback" not in done.stderr


def test_a_wrong_unit_names_the_result(file):
    done = luotsi("assess", file(broken()["wrong unit"]), "--date", "2026-11-23", "--lang", "en")
    assert "Observation/l0.valueQuantity" in done.stderr
    assert "kg" in done.stderr


@pytest.mark.parametrize(
    "words", [("assess", "/no/such/file.json"), ("assess", "-", "--date", "yesterday"), ("formulas", "/no/such")]
)
def test_what_cannot_be_opened_or_read_as_a_day_is_status_2(words):
    assert luotsi(*words, given=b"{}").returncode == 2


def test_an_unknown_atc_code_is_said_and_the_rest_assessed(judge):
    case = CASE | {"medications": [*CASE["medications"], drug("X99ZZ99", 5)]}
    answer = judge(case)
    assert {f["type"] for f in findings(answer) if f["criterion"] == "atc-unknown"} == {"missing_data"}
    assert any("ATC" in item["text"]["en"] for item in answer["data_quality"])
    assert answer["cards"][0]["severity"] == 4


def test_formulas_answer_by_the_agreed_keys(file):
    done = luotsi("formulas", file(json.dumps(ROW).encode() + b"\n"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ROW | {
        "egfr_ckdepi2021": 78.4, "crcl_cg_actual_weight": 143.5, "bsa_mosteller": 2.52, "egfr_deindexed_ml_min": 114.0, "bmi": 33.2,
    }  # fmt: skip


def test_every_bad_line_and_field_is_named(file):
    rows = [
        json.dumps(ROW),
        "{",
        json.dumps(ROW | {"age": "old"}),
        json.dumps({k: v for k, v in ROW.items() if k != "sex"}),
    ]
    done = luotsi("formulas", file("\n".join(rows).encode()), "--json", "--lang", "en")
    told = done.stderr
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(place in told for place in ("line 2", "line 3, age", "line 4, sex"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfe",
        b"[]",
        json.dumps(ROW | {"age": 12}).encode(),
        json.dumps(ROW | {"weight_kg": 0}).encode(),
    ],
)
def test_rows_outside_the_formulas_are_refused(file, content):
    assert luotsi("formulas", file(content)).returncode == 2


@pytest.mark.skipif(not FORMULAS.exists(), reason="the development rows are not here")
def test_the_development_rows_are_met(file):
    done = luotsi("formulas", str(FORMULAS), "--json")
    wanted = [json.loads(line) for line in FORMULAS.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(line) for line in done.stdout.splitlines()] == wanted
