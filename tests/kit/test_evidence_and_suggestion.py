from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.evidence import (
    AudioInterval,
    CitedRule,
    Evidence,
    ResourceElement,
    RuleStatus,
    TableRow,
    TextSpan,
    VoxelRegion,
)
from luotsi.kit.suggestion import Abstention, Severity, Strength, Suggestion
from luotsi.kit.text import Text

LABEL = Text("kalium 5,9 mmol/l", "kalium 5,9 mmol/l", "potassium 5.9 mmol/l")
LOCATIONS = [
    TextSpan("doc", 3, 7, "kali"),
    TableRow("labs", 0, ("value", "unit")),
    ResourceElement("Observation/k", "valueQuantity"),
    VoxelRegion("1.2.3", (0, 1, 2), (4, 5, 6)),
    AudioInterval("rec", 0.5, 2.25),
    CitedRule("B12", "luotsi-medication", "0.1.0", "STOPP/START v3", "STOPP B12", RuleStatus.DRAFT, None),
    CitedRule(
        "B12", "luotsi-medication", "1.0.0", "STOPP/START v3", "STOPP B12", RuleStatus.PUBLISHED, date(2026, 5, 1)
    ),
]
ONE = Evidence(LOCATIONS[2], LABEL)


@pytest.mark.parametrize("location", LOCATIONS, ids=lambda item: item.kind)
def test_every_kind_of_evidence_survives_json(location):
    evidence = Evidence(location, LABEL)
    assert Evidence.from_json(evidence.as_json()) == evidence


@pytest.mark.parametrize(
    "value", [{}, {"kind": "rumour", "label": {}}, {"kind": "rule", "label": LABEL.as_json(), "x": 1}]
)
def test_malformed_evidence_is_refused(value):
    with pytest.raises((ValueError, KeyError)):
        Evidence.from_json(value)


@given(st.text(), st.integers(-5, 60), st.integers(-5, 60))
def test_a_span_constructs_only_when_its_quote_fits(text, start, end):
    fits = 0 <= start < end and len(text) == end - start
    try:
        TextSpan("doc", start, end, text)
    except ValueError:
        assert not fits
    else:
        assert fits


def test_a_suggestion_without_evidence_cannot_be_constructed():
    with pytest.raises(ValueError, match="no evidence"):
        Suggestion(key="a", kind="b", title=LABEL, proposal=LABEL, evidence=())


@given(
    st.sampled_from([None, *Severity]),
    st.sampled_from([None, *Strength]),
    st.lists(st.just(LABEL), max_size=3),
    st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text(), max_size=4),
)
def test_a_suggestion_survives_json(severity, strength, steps, content):
    suggestion = Suggestion(
        key="potassium",
        kind="monitoring",
        title=LABEL,
        proposal=LABEL,
        evidence=(ONE,),
        why=LABEL,
        steps=tuple(steps),
        severity=severity,
        strength=strength,
        content=content,
    )
    assert Suggestion.from_json(suggestion.as_json()) == suggestion


def test_a_suggestion_holds_no_number_that_json_cannot_carry():
    with pytest.raises(ValueError, match="JSON"):
        Suggestion(key="a", kind="b", title=LABEL, proposal=LABEL, evidence=(ONE,), content={"x": float("nan")})


def test_an_abstention_survives_json():
    abstention = Abstention(key="k", subject=LABEL, reason=LABEL, needs=("potassium",), evidence=(ONE,))
    assert Abstention.from_json(abstention.as_json()) == abstention
