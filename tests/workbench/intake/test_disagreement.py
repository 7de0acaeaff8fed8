from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import parse_bundle
from luotsi.workbench.disagreement import (
    Kind,
    Origin,
    Statement,
    Value,
    compatible,
    disagreements,
    statements_of,
)

FIRST, LAST = datetime(2026, 1, 1), datetime(2026, 1, 3)  # noqa: DTZ001 - the strategy adds the zone
ON = date(2026, 11, 20)
WHEN = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
A, B = Origin(("Lifecare", "p1"), "Lifecare", WHEN), Origin(("Pegasos", "p1"), "Pegasos", WHEN)


def resource(kind, ident, **fields):
    return {"resourceType": kind, "id": ident, "subject": {"reference": "Patient/p1"}, **fields}


def medicine(ident, mg=5, status="active", atc="C07AB02"):
    dose = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}
    dose["doseAndRate"] = [{"doseQuantity": {"value": mg, "unit": "mg"}}]
    concept = {"coding": [{"system": "http://www.whocc.no/atc", "code": atc}], "text": "Metoprololi"}
    return resource("MedicationStatement", ident, status=status, medicationCodeableConcept=concept, dosage=[dose])


def allergy(ident, status="active"):
    fields = {"clinicalStatus": {"coding": [{"code": status}]}, "code": {"text": "Penisilliini"}}
    return {"resourceType": "AllergyIntolerance", "id": ident, "patient": {"reference": "Patient/p1"}, **fields}


def result(ident, value, unit="mmol/L", when="2026-11-01", code="2951-2"):
    return resource(
        "Observation",
        ident,
        status="final",
        code={"coding": [{"system": "http://loinc.org", "code": code}], "text": "Na"},
        effectiveDateTime=when,
        valueQuantity={"value": value, "unit": unit},
    )


def found(of_a, of_b):
    rows = [{"resourceType": "Patient", "id": "p1"}, *of_a, *of_b]
    bundle = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in rows]})
    origins = {f"{r['resourceType']}/{r['id']}": A for r in of_a} | {f"{r['resourceType']}/{r['id']}": B for r in of_b}
    return disagreements(statements_of(bundle, origins, ON))


DISAGREE = {
    "dose": ([medicine("a", 5)], [medicine("b", 10)]),
    "status": ([medicine("a")], [medicine("b", status="stopped")]),
    "allergy": ([allergy("a")], [allergy("b", "resolved")]),
    "result": ([result("a", 140)], [result("b", 131)]),
    "result in another unit": (
        [result("a", 80, "umol/L", code="14682-9")],
        [result("b", 1.5, "mg/dL", code="2160-0")],
    ),
}
AGREE = {
    "dose": ([medicine("a")], [medicine("b")]),
    "another medicine": ([medicine("a", 5)], [medicine("b", 10, atc="C03CA01")]),
    "one source alone": ([medicine("a", 5), medicine("b", 10)], []),
    "an order and its ended dispense": ([medicine("a"), medicine("c", status="completed")], [medicine("b")]),
    "another day": ([result("a", 140)], [result("b", 131, when="2026-11-02")]),
    "another hour": (
        [result("a", 140, when="2026-11-01T08:00:00Z")],
        [result("b", 131, when="2026-11-01T16:00:00Z")],
    ),
    "rounding between units": (
        [result("a", 88.42, "umol/L", code="14682-9")],
        [result("b", 1.0, "mg/dL", code="2160-0")],
    ),
    "no unit": ([result("a", 140, "")], [result("b", 131)]),
}


@pytest.mark.parametrize("name", DISAGREE)
def test_sources_that_disagree_are_both_told(name):
    [one] = found(*DISAGREE[name])
    assert {statement.origin.label for statement in one.statements} == {"Lifecare", "Pegasos"}


@pytest.mark.parametrize("name", AGREE)
def test_what_may_both_be_true_is_no_disagreement(name):
    assert found(*AGREE[name]) == ()


origins = st.builds(
    Origin,
    st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from(["1", "2"])),
    st.just("x"),
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
)
days = st.none() | st.dates(date(1940, 1, 1), date(1940, 1, 4))
values = st.builds(
    Value,
    words=st.sampled_from(["", "a", "creatinine"]),
    amount=st.none() | st.sampled_from([1.0, 88.42, 90.0, 5.0]),
    unit=st.sampled_from(["", "mg", "umol/L", "mg/dL", "nonsense"]),
    state=st.sampled_from(["", "<", "in use"]),
    first=days,
    last=days,
    moment=st.none() | st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
)


def in_order(value):
    """A day not known, or from the first to the last."""
    if value.first is None or value.last is None:
        return replace(value, first=None, last=None)
    return replace(value, first=min(value.first, value.last), last=max(value.first, value.last))


statements = st.builds(
    Statement,
    st.sampled_from(list(Kind)),
    st.sampled_from(["x", "y"]),
    st.just("label"),
    st.just("shown"),
    values.map(in_order),
    st.sampled_from(["Observation/1", "Observation/2"]),
    origins,
)


@given(statements, statements)
def test_compatibility_is_symmetric(one, other):
    same_kind = Statement(one.kind, one.about, "l", "s", other.value, other.reference, other.origin)
    assert compatible(one, same_kind) == compatible(same_kind, one)


@given(statements)
def test_a_statement_is_compatible_with_itself(one):
    assert compatible(one, one)


@given(st.lists(statements, max_size=7).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_statements_does_not_matter(pair):
    rows, shuffled = pair

    def told(items):
        return [(item.kind, item.about, sorted(map(repr, item.statements))) for item in disagreements(items)]

    assert told(rows) == told(shuffled)


@given(st.lists(statements, max_size=7))
def test_one_source_never_disagrees_with_itself(rows):
    alone = [Statement(r.kind, r.about, r.label, r.shown, r.value, r.reference, A) for r in rows]
    assert disagreements(alone) == ()
