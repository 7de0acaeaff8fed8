"""The newest usable result of each test, with kidney function computed where it can be."""

from collections.abc import Iterator
from datetime import date

from luotsi.engines.clinical import (
    ANALYTES,
    Bundle,
    Concept,
    Observation,
    Quantity,
    Sex,
    UnitRefusal,
    body_mass_index,
    convert,
    creatinine_clearance_cockcroft_gault,
    egfr_ckd_epi_2021,
    known_unit,
    names_of,
)
from luotsi.engines.clinical.observations import doubt_of
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.knowledge import Knowledge
from luotsi.tools.medication.engine.rows import Lab
from luotsi.tools.medication.engine.state import ADULT_YEARS, Refused, Result
from luotsi.tools.medication.engine.words import fill

OLDEST_YEARS = 140
"""Where the Cockcroft-Gault formula reaches nothing."""

Quality = list[tuple[str, Text, str]]

NO_UNIT = Text(
    "Yksikkö puuttuu: luettiin yksikössä {unit}.", "Enhet saknas: lästes i {unit}.", "No unit: read in {unit}."
)
IMPLAUSIBLE = Text(
    "Arvo {value} {unit} ei ole mahdollinen: tarkista yksikkö.",
    "Värdet {value} {unit} är inte möjligt: kontrollera enheten.",
    "The value {value} {unit} is not possible: check the unit.",
)


def results_of(
    bundle: Bundle, on: date, age: int | None, sex: str, known: Knowledge
) -> tuple[dict[str, Result], tuple[Refused, ...], Quality]:
    """The newest result of each test up to the day, those refused, and what was tolerated."""
    by_loinc = {code: lab.key for lab in known.labs.values() for code in lab.loinc}
    newest: dict[str, Result] = {}
    refused: list[Refused] = []
    quality: Quality = []
    for observation in sorted(bundle.observations, key=lambda item: item.reference):
        if not observation.usable:
            continue
        for concept, value, element in _parts(observation):
            name = _name(concept, by_loinc, known)
            if name is None or not isinstance(value, Quantity) or value.value is None:
                continue
            if not _understood(observation, on):
                continue
            if not value.measure.strip() and known.labs[name].unit != "1":
                text = fill(NO_UNIT, unit=known.labs[name].unit)
                quality.append((known.labs[name].name.en, text, observation.reference))
            result = _read(observation, value, element, on, known.labs[name])
            if isinstance(result, Refused):
                refused.append(result)
            elif result is not None and _newer(result, newest.get(name)):
                newest[name] = result
    _compute(newest, age, sex)
    return newest, tuple(refused), quality


def _parts(observation: Observation) -> Iterator[tuple[Concept, object, str]]:
    yield observation.concept, observation.value, observation.value_element
    for part in observation.components:
        yield part.concept, part.value, part.element


def _name(concept: Concept, by_loinc: dict[str, str], known: Knowledge) -> str | None:
    for coding in concept.codings:
        if coding.code in by_loinc:
            return by_loinc[coding.code]
    names = [name for name in names_of(concept) if name in known.labs]
    if names:
        return names[0]
    words = [concept.text, *(w for c in concept.codings for w in (c.code, c.display))]
    return next((word.strip().lower() for word in words if word.strip().lower() in known.labs), None)


def _understood(observation: Observation, on: date) -> bool:
    """Whether the result is from before the day of assessment is over; an undated one counts."""
    when = observation.effective or observation.issued
    return when is None or when.earliest <= on


def _read(observation: Observation, value: Quantity, element: str, on: date, lab: Lab) -> Result | Refused:
    when = observation.effective or observation.issued
    sent = float(value.value or 0)
    unit = value.measure if known_unit(value.measure) or not known_unit(value.unit) else value.unit
    unit = unit.strip() or lab.unit
    figure: float | UnitRefusal = sent if unit == lab.unit else convert(sent, unit, lab.unit, lab.key)
    where = f"{observation.reference}.{element}"
    if isinstance(figure, UnitRefusal):
        return Refused(lab.key, where, observation.reference, figure.text)
    analyte = ANALYTES.get(lab.key)
    doubt = doubt_of(analyte, figure, sent, unit) if analyte is not None else None
    if doubt is None and not lab.least <= figure <= lab.most:
        doubt = fill(IMPLAUSIBLE, value=f"{sent:g}", unit=unit)
    if doubt is not None:
        return Refused(lab.key, where, observation.reference, doubt)
    day = when.earliest if when is not None else None
    age_days = None if day is None else (on - day).days
    return Result(lab.key, figure, age_days, day, observation.reference, element)


def _newer(one: Result, other: Result | None) -> bool:
    if other is None:
        return True
    return (one.on or date.min, one.reference) > (other.on or date.min, other.reference)


def _compute(newest: dict[str, Result], age: int | None, sex: str) -> None:
    """eGFR, creatinine clearance and body mass index from what is there; a reported value no older stays."""
    creatinine, weight, height = (newest.get(name) for name in ("creatinine", "weight", "height"))
    gender = {"F": Sex.FEMALE, "M": Sex.MALE}.get(sex)
    if weight is not None and height is not None and "bmi" not in newest:
        newest["bmi"] = _from(weight, "bmi", body_mass_index(weight.value, height.value))
    if creatinine is None or age is None or gender is None or not ADULT_YEARS <= age < OLDEST_YEARS:
        return
    reported = newest.get("egfr")
    if reported is None or (creatinine.on or date.min) > (reported.on or date.min):
        newest["egfr"] = _from(creatinine, "egfr", egfr_ckd_epi_2021(creatinine.value, age, gender))
    measured = newest.get("crcl")
    if weight is not None and (measured is None or (creatinine.on or date.min) > (measured.on or date.min)):
        value = creatinine_clearance_cockcroft_gault(creatinine.value, age, weight.value, gender)
        newest["crcl"] = _from(creatinine, "crcl", value)


def _from(source: Result, name: str, value: float) -> Result:
    return Result(name, value, source.age_days, source.on, source.reference, source.element, computed=True)
