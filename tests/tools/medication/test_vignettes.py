"""The tool's answers on vignettes: the development set where it is at hand, and our own always."""

import json

import pytest

from tests.shared import SHARED
from tests.tools.medication.cases import CASES
from tests.tools.medication.conftest import criteria, findings

DEVELOPMENT = SHARED / "data/medication/dev_cases.jsonl"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_vignette(case, judge):
    answer = judge(case)
    found = findings(answer)
    for kind, criterion, severity in case["must"]:
        hits = [f["severity"] for f in found if (f["type"], f["criterion"]) == (kind, criterion)]
        assert hits, f"{kind} {criterion} is missing among {sorted({(f['type'], f['criterion']) for f in found})}"
        assert max(hits) >= severity
    for criterion in case["never"]:
        assert criterion not in criteria(answer, least=2)
    asked = {item["need"] for item in answer["needs_data"]}
    assert set(case["needs"]) <= asked
    assert sum(card["severity"] >= 3 for card in answer["cards"]) <= case.get("card_max", 4)


def test_most_vignettes_open_few_serious_cards(judge):
    counts = sorted(sum(card["severity"] >= 3 for card in judge(case)["cards"]) for case in CASES)
    assert counts[len(counts) // 2] <= 2
    assert counts[int(len(counts) * 0.95)] <= 4


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development vignettes are not here")
def test_the_development_vignettes_are_all_met(judge):
    for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        answer = judge(case)
        found = findings(answer)
        for wanted in case["expected"]:
            assert any(
                f["type"] == wanted["type"]
                and f["criterion"] == wanted["criterion"]
                and set(wanted["atc"]) <= set(f["atc"])
                and f["severity"] >= wanted["severity_min"]
                for f in found
            ), f"{case['id']}: {wanted}"
        for forbidden in case["expected_not"]:
            assert not any(
                f["type"] == forbidden["type"]
                and forbidden["criterion"] in {"any", f["criterion"]}
                and (not forbidden["atc"] or set(forbidden["atc"]) & set(f["atc"]))
                and f["severity"] > forbidden["max_severity_allowed"]
                for f in found
            ), f"{case['id']}: {forbidden}"
        assert sum(card["severity"] >= 3 for card in answer["cards"]) <= case.get("card_max", 4)
