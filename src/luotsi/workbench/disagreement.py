"""Where two sources of one client's record disagree about the same fact. Pure: nothing is chosen, both are told.

A fact is what two systems can say differently of one person: date of birth, name, sex; a medicine by its ATC code; an
allergy by its substance; a measurement by its code and day. Statements of one source never disagree with each other:
a later one of the same source replaces the earlier. What cannot be compared (a dose in tablets with a dose in mg, a
result without its unit) is not called a disagreement. The rules are the house's own: draft, unreviewed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isclose
from typing import Final

from luotsi.engines.clinical import (
    AllergyIntolerance,
    Bundle,
    Concept,
    MedicationUse,
    Observation,
    PartialDate,
    Patient,
    Quantity,
    Sex,
    convert,
    daily_mg,
    names_of,
)

SAME: Final = 1e-6
"""Relative difference under which two figures of one unit are the same figure."""

ROUNDED: Final = 0.02
"""Relative difference that rounding may leave between two units: 2 %. The house's own, draft, unreviewed."""


class Kind(StrEnum):
    """What a fact is about."""

    BIRTH_DATE = "birth_date"
    NAME = "name"
    SEX = "sex"
    MEDICINE = "medicine"
    ALLERGY = "allergy"
    MEASUREMENT = "measurement"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which source said it (the system's name and its id for the client), under what label, and when it came."""

    source: tuple[str, str]
    label: str
    at: datetime

    def same(self, other: "Origin") -> bool:
        """Whether the two are one source: one Patient id, and not two systems that are named differently."""
        (system, patient), (other_system, other_patient) = self.source, other.source
        return patient == other_patient and (system == other_system or not system or not other_system)


@dataclass(frozen=True, slots=True)
class Value:
    """A fact's value in comparable form. Only the fields of its kind are set.

    ``amount`` of ``unit`` is a measured result, or the largest dose a day (mg a day when it can be computed).
    """

    words: str = ""
    amount: float | None = None
    unit: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of one fact: ``about`` names the fact, ``shown`` is what a person reads."""

    kind: Kind
    about: str
    label: str
    shown: str
    value: Value
    reference: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A fact of which two sources say different things: every version, oldest first."""

    kind: Kind
    about: str
    label: str
    statements: tuple[Statement, ...]

    @property
    def references(self) -> frozenset[str]:
        """The resources that say it."""
        return frozenset(statement.reference for statement in self.statements)


def disagreements(statements: Iterable[Statement]) -> tuple[Disagreement, ...]:
    """The facts of which sources disagree, in a fixed order whatever the order of the statements."""
    facts: dict[tuple[Kind, str], list[Statement]] = {}
    for statement in statements:
        facts.setdefault((statement.kind, statement.about), []).append(statement)
    found = []
    for (kind, about), said in sorted(facts.items(), key=lambda item: (list(Kind).index(item[0][0]), item[0][1])):
        ordered = tuple(sorted(said, key=_order))
        if any(_at_odds(one, other, ordered) for one in ordered for other in ordered):
            found.append(Disagreement(kind, about, ordered[0].label, ordered))
    return tuple(found)


def _order(statement: Statement) -> tuple[str, str, str, str, str]:
    origin = statement.origin
    return origin.at.isoformat(), *origin.source, statement.reference, statement.shown


def _at_odds(one: Statement, other: Statement, said: tuple[Statement, ...]) -> bool:
    """Whether two statements of two sources contradict, and neither source says what the other does elsewhere."""
    if one.origin.same(other.origin) or compatible(one, other):
        return False
    # several rows of one fact (results of a day, an order and its dispense): what both say is no disagreement
    return not _echoed(one, other.origin, said) and not _echoed(other, one.origin, said)


def _echoed(statement: Statement, origin: Origin, said: tuple[Statement, ...]) -> bool:
    return any(compatible(statement, item) for item in said if item.origin.same(origin))


def compatible(one: Statement, other: Statement) -> bool:
    """Whether both statements of a fact may be true at once. Symmetric."""
    a, b = one.value, other.value
    if one.kind is Kind.BIRTH_DATE:
        return a.first is None or b.last is None or b.first is None or a.last is None or _overlap(a, b)
    if one.kind is Kind.MEASUREMENT:
        return bool(a.moment and b.moment and a.moment != b.moment) or _same_result(a, b)
    if a.state != b.state:
        return False
    return _same_dose(a, b) if one.kind is Kind.MEDICINE else a.words == b.words


def _overlap(a: Value, b: Value) -> bool:
    return bool(a.first and a.last and b.first and b.last and a.first <= b.last and b.first <= a.last)


def _same_dose(a: Value, b: Value) -> bool:
    if a.amount is not None and b.amount is not None:
        return a.unit != b.unit or isclose(a.amount, b.amount, rel_tol=SAME)
    return a.amount is not None or b.amount is not None or not a.words or not b.words or a.words == b.words


def _same_result(a: Value, b: Value) -> bool:
    if a.amount is None or b.amount is None:
        return a.amount is not None or b.amount is not None or a.words == b.words
    if a.state != b.state:  # "<5" is not 5
        return False
    if a.unit == b.unit:
        return isclose(a.amount, b.amount, rel_tol=SAME)
    low, high = sorted((a, b), key=lambda value: value.unit)
    if not low.unit or not high.unit or high.amount is None or low.amount is None:
        return True
    converted = convert(high.amount, high.unit, low.unit, low.words)
    return not isinstance(converted, float) or isclose(converted, low.amount, rel_tol=ROUNDED)


# Statements of a record -----------------------------------------------------------------------------------------------
def statements_of(bundle: Bundle, origins: Mapping[str, Origin], on: date) -> list[Statement]:
    """What the resources say, as far as it can be compared. ``origins`` by reference; others are left out."""
    found: list[Statement] = []
    for use in bundle.medications:
        origin = origins.get(use.reference)
        if origin and use.label:
            found.append(_medicine(use, origin, on))
    for allergy in bundle.allergies:
        origin = origins.get(allergy.reference)
        if origin and allergy.concept.label:
            found.append(_allergy(allergy, origin))
    for observation in bundle.observations:
        origin = origins.get(observation.reference)
        day = observation.effective.day if observation.effective else None
        if origin and day and observation.usable:
            found += _results(observation, day, origin)
    return found


def _medicine(use: MedicationUse, origin: Origin, on: date) -> Statement:
    in_use = use.current(on)
    mg, rate = daily_mg(use), use.rate
    amount = mg if mg is not None else (rate.per_day if rate else None)
    unit = "mg" if mg is not None else (rate.unit if rate else "")
    about = use.atc[0] if use.atc else use.label.casefold()
    dose = use.dosage_text or (f"{amount:g} {unit}/d" if amount is not None else "")
    value = Value(_plain(use.dosage_text), amount, unit, "in use" if in_use else "not in use")
    return Statement(Kind.MEDICINE, about, use.label, dose, value, use.reference, origin)


def _allergy(allergy: AllergyIntolerance, origin: Origin) -> Statement:
    state = "active" if allergy.active else ("refuted" if not allergy.usable else "inactive")
    value = Value(state=state)
    return Statement(
        Kind.ALLERGY,
        _key(allergy.concept),
        allergy.concept.label,
        allergy.criticality,
        value,
        allergy.reference,
        origin,
    )


def _results(observation: Observation, day: date, origin: Origin) -> Iterable[Statement]:
    moment = observation.effective.moment if observation.effective else None
    parts = ((observation.concept, observation.value), *((part.concept, part.value) for part in observation.components))
    for concept, result in parts:
        names = names_of(concept)
        about = f"{names[0] if names else _key(concept)} {day.isoformat()}"
        value, shown = Value(moment=moment), ""
        if isinstance(result, Quantity) and result.value is not None:
            analyte = names[0] if names else ""
            value = Value(analyte, result.value, result.measure, result.comparator, moment=moment)
            shown = str(result)
        elif isinstance(result, Concept) and result.label:
            value, shown = Value(_key(result), moment=moment), result.label
        elif isinstance(result, str | bool) and result != "":
            value, shown = Value(_plain(str(result)), moment=moment), str(result)
        if shown:
            yield Statement(Kind.MEASUREMENT, about, concept.label, shown, value, observation.reference, origin)


def statements_of_patient(patient: Patient, family: str, given: str, origin: Origin) -> list[Statement]:
    """What one source says of the person. An unknown sex and a missing name say nothing."""
    found = []
    born: PartialDate | None = patient.birth_date
    if born:
        value = Value(first=born.earliest, last=born.latest)
        found.append(Statement(Kind.BIRTH_DATE, "", "", born.text, value, patient.reference, origin))
    if family:
        first = given.split(maxsplit=1)[0] if given else ""
        shown = f"{family}, {given}" if given else family
        value = Value(_plain(f"{family} {first}"))
        found.append(Statement(Kind.NAME, "", "", shown, value, patient.reference, origin))
    if patient.sex is not Sex.UNKNOWN:
        value = Value(patient.sex.value)
        found.append(Statement(Kind.SEX, "", "", patient.sex.value, value, patient.reference, origin))
    return found


def _key(concept: Concept) -> str:
    return next((coding.code for coding in concept.codings if coding.code), "") or _plain(concept.text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
