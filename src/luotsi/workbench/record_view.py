"""The record as a person reads it: medicines, values, diagnoses and allergies, each row named by its reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from luotsi.engines.clinical import (
    ANALYTES,
    AllergyIntolerance,
    Bundle,
    Component,
    Concept,
    MedicationUse,
    Observation,
    Quantity,
    names_of,
    parse_bundle,
)
from luotsi.kit.tool import RecordPart
from luotsi.web.formats import number
from luotsi.workbench.disagreement import disagreements, statements_of
from luotsi.workbench.models import Resource
from luotsi.workbench.provenance import origins_of, several_sources

SHOWN_PARTS = frozenset({RecordPart.MEDICATION, RecordPart.OBSERVATIONS, RecordPart.CONDITIONS, RecordPart.ALLERGIES})
"""Parts of the record that the tables show. A tool that was handed none of them shows no tables."""

OLD_DAYS = 365
MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, how much, since or when, and which proposals rest on it (their positions).

    ``disputed`` says that two sources of the record disagree about it.
    """

    reference: str
    label: str
    detail: str
    on: date | None
    old: bool = False
    cited: tuple[int, ...] = ()
    row_id: int = 0
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class RecordView:
    """The four tables, and how many resources of other kinds there are."""

    medications: tuple[Row, ...] = ()
    values: tuple[Row, ...] = ()
    conditions: tuple[Row, ...] = ()
    allergies: tuple[Row, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)


def record_view(
    rows: Sequence[Resource], on: date, language: str, cited: Mapping[str, tuple[int, ...]] | None = None
) -> RecordView:
    """The resources as tables, on a day. ``cited`` maps a reference to the positions of proposals that name it."""
    if not any(row.type == "Patient" for row in rows):
        return RecordView()
    bundle = parse_bundle(as_bundle(rows))
    ids = {row.reference: row.pk for row in rows}
    view = _View(bundle, on, language, cited or {}, ids, _disputed(bundle, rows, on))
    shown = {"Patient", "Condition", "Observation", "AllergyIntolerance", "Medication"}
    shown |= {"MedicationStatement", "MedicationRequest", "MedicationDispense"}
    others: dict[str, int] = {}
    for row in rows:
        if row.type not in shown:
            others[row.type] = others.get(row.type, 0) + 1
    return RecordView(
        tuple(view.medications()), tuple(view.values()), tuple(view.conditions()), tuple(view.allergies()), others
    )


def _disputed(bundle: Bundle, rows: Sequence[Resource], on: date) -> frozenset[str]:
    origins = origins_of(rows)
    if not several_sources(origins.values()):
        return frozenset()
    found = disagreements(statements_of(bundle, origins, on))
    return frozenset(reference for item in found for reference in item.references)


def as_bundle(rows: Iterable[Resource]) -> dict[str, Any]:
    """The stored resources as one collection Bundle."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row.body} for row in rows]}


@dataclass(frozen=True, slots=True)
class _View:
    bundle: Bundle
    on: date
    language: str
    cited: Mapping[str, tuple[int, ...]]
    ids: Mapping[str, int]
    disputed: frozenset[str]

    def row(self, reference: str, label: str, detail: str, on: date | None, *, old: bool = False) -> Row:
        cited, row_id = self.cited.get(reference, ()), self.ids.get(reference, 0)
        return Row(reference, label, detail, on, old, cited, row_id, reference in self.disputed)

    def medications(self) -> Iterable[Row]:
        uses = sorted(self.bundle.medications, key=lambda use: (not use.current(self.on), use.label.lower()))
        for use in uses:
            if use.usable:
                yield self.row(
                    use.reference,
                    use.label,
                    _dose(use),
                    use.start.earliest if use.start else None,
                    old=not use.current(self.on),
                )

    def conditions(self) -> Iterable[Row]:
        for condition in self.bundle.conditions:
            if condition.usable:
                codes = ", ".join(condition.icd10)
                onset = condition.onset or condition.recorded
                label = condition.concept.label
                yield self.row(
                    condition.reference,
                    label if label != codes else codes,
                    codes if label != codes else "",
                    onset.earliest if onset else None,
                    old=not condition.active,
                )

    def allergies(self) -> Iterable[Row]:
        for allergy in self.bundle.allergies:
            if allergy.active:
                yield self.row(allergy.reference, allergy.concept.label, _reactions(allergy), None)

    def values(self) -> Iterable[Row]:
        newest: dict[str, tuple[date, Row]] = {}
        for observation in self.bundle.observations:
            day = observation.effective.earliest if observation.effective else None
            if not observation.usable or day is None or day > self.on:
                continue
            for concept, shown in _figures(observation, self.language):
                key = concept.codings[0].code if concept.codings else concept.label
                old = (self.on - day).days > OLD_DAYS
                row = self.row(observation.reference, _measured(concept, self.language), shown, day, old=old)
                if key not in newest or newest[key][0] < day:
                    newest[key] = (day, row)
        yield from sorted((row for _, row in newest.values()), key=lambda row: row.label.lower())


def _dose(use: MedicationUse) -> str:
    if use.dosage_text:
        return use.dosage_text
    for dosage in use.dosages:
        if dosage.rate:
            rate = dosage.rate
            period = "d" if rate.period_days == 1 else f"{rate.period_days:g} d"
            return f"{rate.high:g} {rate.unit}/{period}"
    return ""


def _reactions(allergy: AllergyIntolerance) -> str:
    words = [concept.label for reaction in allergy.reactions for concept in reaction.manifestations]
    return ", ".join(word for word in words if word)


def _measured(concept: Concept, language: str) -> str:
    """What was measured: the record's own words, else our name for the code, else the code."""
    if concept.text or any(coding.display for coding in concept.codings):
        return concept.label
    known = names_of(concept)
    return ANALYTES[known[0]].title.in_(language).capitalize() if known else concept.label


_UNITS = {
    "mL/min/{1.73_m2}": "ml/min/1,73 m²",
    "umol/L": "µmol/l",
    "mm[Hg]": "mmHg",
    "10*9/L": "10⁹/l",
    "/min": "/min",
    "kg/m2": "kg/m²",
    "1": "",
}


def _amount(quantity: Quantity, language: str) -> str:
    """The amount as the language writes it; units as laboratories print them, litres with a small l in fi and sv."""
    unit = quantity.unit or quantity.code
    unit = _UNITS.get(unit, unit)
    if language == "en":
        unit = unit.replace("1,73", "1.73").replace("/l", "/L").replace("ml/", "mL/")
    else:
        unit = unit.replace("/L", "/l")
    return f"{quantity.comparator}{number(quantity.value, None, language)} {unit}".strip()


def _figures(observation: Observation, language: str) -> Iterable[tuple[Concept, str]]:
    parts: tuple[Observation | Component, ...] = (observation, *observation.components)
    for part in parts:
        value = part.value
        if isinstance(value, Quantity) and value.value is not None:
            yield part.concept, _amount(value, language)
        elif isinstance(value, Concept):
            yield part.concept, value.label
        elif isinstance(value, str) and value:
            yield part.concept, value
        elif isinstance(value, bool):
            yield part.concept, "+" if value else "−"
