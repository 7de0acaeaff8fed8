"""A small real tool for the tests of the host: it proposes one thing for each laboratory value of a record."""

from dataclasses import dataclass
from datetime import date

from luotsi.engines.clinical import Quantity, parse_bundle
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.evidence import CitedRule, Evidence, ResourceElement, RuleStatus
from luotsi.kit.measure import STANDARD_MEASURES
from luotsi.kit.suggestion import Abstention, Severity, Suggestion
from luotsi.kit.text import Text
from luotsi.kit.tool import Card, Classification, DemoCase, RecordPart, Result, Tool

RULE = CitedRule("T1", "toy", "0.1.0", "The toy's own handbook", "page 1", RuleStatus.DRAFT)
NONE = Classification(
    regulation="(EU) 2024/1689",
    grade="-",
    ground=Text("Leluna.", "Som leksak.", "As a toy."),
    locator="Art. 2",
    status=Text("Ei arvioitu.", "Ej bedömd.", "Not assessed."),
)
ON = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Values:
    """(reference, name, figure, day) of each value."""

    rows: tuple[tuple[str, str, float, date], ...]
    client: str


def read(record):
    bundle = parse_bundle(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in record.resources]}
    )
    rows = [
        (item.reference, item.concept.label, item.value.value, item.effective.earliest)
        for item in bundle.observations
        if isinstance(item.value, Quantity) and item.value.value is not None
    ]
    if any(name == "explode" for _, name, _, _ in rows):
        raise ZeroDivisionError("the toy broke")
    if any(name == "refuse" for _, name, _, _ in rows):
        raise InputError(
            Text("Ei käy.", "Går inte.", "Will not do."), [Problem("refuse", Text("pois", "bort", "away"))]
        )
    newest = {row[1]: row for row in sorted(rows)}
    return Values(tuple(sorted(newest.values())), bundle.patient.id)


def run(values, context):
    made = []
    for reference, name, figure, _day in values.rows:
        label = Text.same(f"{name} {figure:g}")
        made.append(
            Suggestion(
                key=name,
                kind="value",
                title=Text("Tarkista {x}", "Kontrollera {x}", "Check {x}").format(x=name),
                proposal=Text("Uusi koe: {x}", "Nytt prov: {x}", "New test: {x}").format(x=name),
                why=label,
                severity=Severity.SEVERE if figure > 100 else Severity.MILD,
                evidence=(
                    Evidence(ResourceElement(reference, "valueQuantity"), label),
                    Evidence(RULE, Text.same("T1")),
                ),
            )
        )
    missing = (
        () if made else (Abstention(key="v", subject=Text.same("x"), reason=Text("Ei.", "Nej.", "No."), needs=("v",)),)
    )
    ordered = tuple(sorted(made, key=lambda item: (-int(item.severity), item.key)))
    return Result(
        suggestions=ordered,
        abstentions=missing,
        version="toy 0.1.0",
        summary={"tier": "low"},
        headline=Text.same("low"),
    )


def resource(kind, ident, **fields):
    return {"resourceType": kind, "id": ident, **fields}


def bundle(*values, hetu="140342-982Y", family="Esimerkki", ident="p1", extra=()):
    """A Bundle of one synthetic client with one Observation for each (name, figure)."""
    patient = resource(
        "Patient",
        ident,
        name=[{"family": family, "given": ["Eila"]}],
        gender="female",
        birthDate="1942-03-14",
        **({"identifier": [{"system": "urn:oid:1.2.246.21", "value": hetu}]} if hetu else {}),
    )
    subject = {"reference": f"Patient/{ident}"}
    rows = [
        resource(
            "Observation",
            f"o{n}",
            status="final",
            code={"text": name},
            subject=subject,
            effectiveDateTime="2026-11-01",
            valueQuantity={"value": figure, "unit": "mmol/L"},
        )
        for n, (name, figure) in enumerate(values)
    ]
    entry = [{"resource": item} for item in (patient, *rows, *extra)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


def demos():
    return (DemoCase(key="one", title=Text("Yksi", "Ett", "One"), bundle=bundle(("Na", 120), ("K", 4)), on=ON),)


TOY = Tool(
    card=Card(
        name="toy",
        title=Text("Lelutyökalu", "Leksaksverktyg", "Toy tool"),
        purpose=Text("Testaa isännän.", "Testar värden.", "Tests the host."),
        users=Text("Testaajat.", "Testare.", "Testers."),
        limits=(Text("Ei käyttöön.", "Inte för bruk.", "Not for use."),),
        ai_act=NONE,
        mdr=NONE,
        reads=(RecordPart.PATIENT, RecordPart.OBSERVATIONS),
        measures=STANDARD_MEASURES,
    ),
    read=read,
    run=run,
    demos=demos,
    rulebook=lambda: {"T1": RULE},
)
