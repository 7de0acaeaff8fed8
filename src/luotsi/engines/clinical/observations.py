"""Laboratory results and vital signs by name, in one unit, newest last; nothing doubtful is passed off as sound."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from luotsi.engines.clinical.analytes import ANALYTES, BY_FINNISH, BY_LOINC, Analyte
from luotsi.engines.clinical.bundle import Bundle
from luotsi.engines.clinical.codes import LABORATORY_FI, loinc_of
from luotsi.engines.clinical.datatypes import Concept, PartialDate, Quantity, Range
from luotsi.engines.clinical.resources import Observation, Value
from luotsi.engines.clinical.units import UnitRefusal, convert, known_unit
from luotsi.kit.text import Text

DOUBTFUL: Final = Text(
    "Yksikkö näyttää väärältä: {value} {unit}.",
    "Enheten verkar fel: {value} {unit}.",
    "The unit looks wrong: {value} {unit}.",
)
PERHAPS: Final = Text(
    "Yksikkö näyttää väärältä: {value} {unit}. Onko yksikkö {other}?",
    "Enheten verkar fel: {value} {unit}. Är enheten {other}?",
    "The unit looks wrong: {value} {unit}. Is the unit {other}?",
)
NO_DATE: Final = Text("Mittauspäivä puuttuu.", "Mätdatum saknas.", "The date of the measurement is missing.")
NO_VALUE: Final = Text("Lukuarvo puuttuu.", "Talvärdet saknas.", "There is no numeric value.")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One result in the standard unit of its name. ``quantity`` is as sent; ``element`` its place in the resource.

    ``doubt`` says why the figure is hard to believe (a wrong unit, a slipped decimal): do not use it in a rule.
    ``conflicts`` are the other figures of the same name and day, each once (at most 20); they are kept, not averaged.
    ``age_days`` is counted to the day asked for from the earliest day the result can be from: a date known only in
    part never makes a result look newer than it may be.
    """

    name: str
    value: float
    unit: str
    on: PartialDate
    age_days: int
    reference: str
    element: str
    quantity: Quantity
    comparator: str = ""
    preliminary: bool = False
    doubt: Text | None = None
    interpretation: tuple[Concept, ...] = ()
    reference_ranges: tuple[Range, ...] = ()
    conflicts: "tuple[Measurement, ...]" = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A result of a known name that could not be used, and why."""

    name: str
    reference: str
    element: str
    text: Text


def names_of(concept: Concept) -> tuple[str, ...]:
    """The names of our table that a code means: by LOINC, else by the Finnish short name of the laboratory."""
    found = [BY_LOINC[code] for code in loinc_of(concept.codings) if code in BY_LOINC]
    if not found:
        words = [coding.display or coding.code for coding in concept.codings if coding.system in {LABORATORY_FI, ""}]
        found = [BY_FINNISH[word] for word in map(_short_name, (*words, concept.text)) if word in BY_FINNISH]
    return tuple(dict.fromkeys(found))


def _short_name(text: str) -> str:
    return "".join(text.split()).upper()


def _parts(observation: Observation) -> Iterator[tuple[Concept, Value, str, tuple[Concept, ...], tuple[Range, ...]]]:
    yield (
        observation.concept,
        observation.value,
        observation.value_element,
        observation.interpretation,
        observation.reference_ranges,
    )
    for part in observation.components:
        yield part.concept, part.value, part.element, part.interpretation, part.reference_ranges


def readings(bundle: Bundle, name: str, on: date) -> tuple[tuple[Measurement, ...], tuple[Unreadable, ...]]:
    """The usable results of a name up to the day, oldest first, and those that could not be read.

    Results dated after the day are left out; so are those cancelled, entered in error or not yet final enough
    (registered). ``KeyError`` for a name that is not in the table.
    """
    analyte = ANALYTES[name]
    found: list[Measurement] = []
    unreadable: list[Unreadable] = []
    for observation in bundle.observations:
        if not observation.usable:
            continue
        for concept, value, element, interpretation, ranges in _parts(observation):
            if name not in names_of(concept):
                continue
            if value is None and observation.components and concept is observation.concept:
                continue
            result = _measured(analyte, observation, value, element, on)
            if isinstance(result, Text):
                unreadable.append(Unreadable(name, observation.reference, element, result))
            elif result is not None:
                found.append(replace(result, interpretation=interpretation, reference_ranges=ranges))
    found.sort(key=_order)
    return _conflicting(found), tuple(unreadable)


def _order(measurement: Measurement) -> tuple[date, date, str, str, str]:
    """By day, then by clock, then by reference, so that the order never depends on the order sent."""
    when = measurement.on
    clock = "" if when.moment is None else when.moment.strftime("%H:%M:%S.%f")
    return when.earliest, when.latest, clock, measurement.reference, measurement.element


def _measured(
    analyte: Analyte, observation: Observation, value: Value, element: str, on: date
) -> Measurement | Text | None:
    when = observation.effective or observation.issued
    if when is None:
        return NO_DATE
    if when.earliest > on:
        return None
    if not isinstance(value, Quantity) or value.value is None:
        return NO_VALUE
    unit = value.measure
    if known_unit(unit) is None and known_unit(value.unit) is not None:
        unit = value.unit
    if not unit and analyte.unit == "1":
        unit = "1"
    result = convert(value.value, unit, analyte.unit, analyte.name)
    if isinstance(result, UnitRefusal):
        return result.text
    return Measurement(
        name=analyte.name,
        value=result,
        unit=analyte.unit,
        on=when,
        age_days=max(0, (on - when.earliest).days),
        reference=observation.reference,
        element=element,
        quantity=value,
        comparator=value.comparator,
        preliminary=observation.status == "preliminary",
        doubt=doubt_of(analyte, result, value.value, unit),
    )


def doubt_of(analyte: Analyte, value: float, sent: float, unit: str) -> Text | None:
    """Why a figure is hard to believe in its unit, with the unit that would make it believable; ``None`` when fine."""
    if analyte.low <= value <= analyte.high:
        return None
    for other in LIKELY_UNITS.get(analyte.name, ()):
        result = convert(sent, other, analyte.unit, analyte.name)
        if (
            isinstance(result, float)
            and known_unit(other) != known_unit(unit)
            and analyte.low <= result <= analyte.high
        ):
            return PERHAPS.format(value=f"{sent:g}", unit=unit, other=other)
    return DOUBTFUL.format(value=f"{sent:g}", unit=unit)


LIKELY_UNITS: Final = {
    "creatinine": ("mg/dL", "umol/L"), "glucose": ("mg/dL", "mmol/L"), "hb": ("g/dL", "g/L"),
    "hba1c": ("%", "mmol/mol"), "calcium": ("mg/dL", "mmol/L"), "magnesium": ("mg/dL", "mmol/L"),
    "height": ("m", "cm", "[in_i]"), "weight": ("g", "kg", "[lb_av]"), "temperature": ("[degF]", "Cel"),
    "qtc": ("s", "ms"), "ferritin": ("ug/L",), "digoxin": ("ug/L", "nmol/L"), "vitd25": ("ng/mL", "nmol/L"),
    "platelets": ("10*6/L", "10*9/L"), "leukocytes": ("10*6/L", "10*9/L"), "neutrophils": ("10*6/L", "10*9/L"),
    "waist": ("m", "cm"), "sbp": ("kPa", "mm[Hg]"), "dbp": ("kPa", "mm[Hg]"), "carbamazepine": ("mg/L", "umol/L"),
    "phenytoin": ("mg/L", "umol/L"), "valproate": ("mg/L", "umol/L"),
}  # fmt: skip
"""Units that a figure is most often sent under by mistake (our own list, draft, unreviewed)."""


MOST_CONFLICTS: Final = 20
"""Other figures of a day that are listed with a result; a monitor that writes all day has no more to say."""


def _conflicting(found: list[Measurement]) -> tuple[Measurement, ...]:
    """Tie together the different figures of one day; a result without an exact day ties with nothing."""
    days: dict[date, dict[tuple[float, str], Measurement]] = {}
    for one in found:
        if one.on.day is not None:
            figures = days.setdefault(one.on.day, {})
            if len(figures) <= MOST_CONFLICTS:
                figures.setdefault(_figure(one), one)
    return tuple(one if one.on.day is None else replace(one, conflicts=_others(one, days[one.on.day])) for one in found)


def _others(one: Measurement, figures: dict[tuple[float, str], Measurement]) -> tuple[Measurement, ...]:
    if len(figures) == 1 and _figure(one) in figures:
        return ()
    return tuple(other for figure, other in figures.items() if figure != _figure(one))[:MOST_CONFLICTS]


def _figure(one: Measurement) -> tuple[float, str]:
    return round(one.value, 6), one.comparator


def history(bundle: Bundle, name: str, on: date) -> tuple[Measurement, ...]:
    """Every usable result of the name up to the day, oldest first; doubtful ones included and flagged."""
    return readings(bundle, name, on)[0]


def latest(bundle: Bundle, name: str, on: date) -> Measurement | None:
    """The newest result of the name up to the day, or ``None``. Look at ``doubt`` and ``conflicts`` before using it."""
    found = history(bundle, name, on)
    return found[-1] if found else None


def unreadable(bundle: Bundle, name: str, on: date) -> tuple[Unreadable, ...]:
    """Results of the name that could not be read, each with its reason."""
    return readings(bundle, name, on)[1]
