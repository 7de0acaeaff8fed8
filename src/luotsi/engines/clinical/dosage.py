"""Structured dosage (FHIR R4 Dosage and Timing) brought to an amount per period; text is the fallback."""

from typing import Final

from luotsi.engines.clinical.datatypes import Quantity
from luotsi.engines.clinical.dosage_text import parse_dosage_text
from luotsi.engines.clinical.element import Element
from luotsi.engines.clinical.medication import Dosage, DoseRate

UNIT_DAYS: Final = {"s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}
"""Days in one FHIR UnitsOfTime. A month counts as 30 days and a year as 365, as prescribers count them."""

TIMING_CODES: Final = {
    "QD": (1.0, 1.0), "DAILY": (1.0, 1.0), "AM": (1.0, 1.0), "PM": (1.0, 1.0), "BED": (1.0, 1.0), "BID": (2.0, 1.0),
    "TID": (3.0, 1.0), "QID": (4.0, 1.0), "QOD": (1.0, 2.0), "Q1H": (24.0, 1.0), "Q2H": (12.0, 1.0),
    "Q3H": (8.0, 1.0), "Q4H": (6.0, 1.0), "Q6H": (4.0, 1.0), "Q8H": (3.0, 1.0), "WK": (1.0, 7.0), "MO": (1.0, 30.0),
}  # fmt: skip
"""Times and days of the HL7 v3 GTSAbbreviation codes (FHIR R4 value set "timing-abbreviation")."""

Times = tuple[float, float, float]
"""Fewest and most times, and the days they are counted over."""


Dose = tuple[Quantity | None, Quantity | None, str]
"""The dose at a time, low and high, and its place in the dosage."""


def read_dosage(element: Element) -> Dosage:
    """One Dosage element: the structured amount when it is complete, else what its text says."""
    text = element.text("text") or element.text("patientInstruction")
    as_needed_name = element.only_one_of(("asNeededBoolean", "asNeededCodeableConcept"))
    reason = element.concept("asNeededCodeableConcept")
    needed = element.boolean("asNeededBoolean") or as_needed_name == "asNeededCodeableConcept"
    low, high, dose_element = _dose(element)
    timing = element.child("timing")
    times, why = (None, "no timing") if timing is None else _times(timing)
    if times is None and low is None and text:
        rate, why, needed_in_text = _from_text(element, text)
        needed = needed or needed_in_text
    else:
        rate, why = _structured(element, (low, high, dose_element), times, why)
    sequence = element.number("sequence")
    dose = high or low
    return Dosage(
        _place(element), text, int(sequence or 0), needed, reason, element.concept("route"), dose, rate,
        "" if rate else why,
    )  # fmt: skip


def _place(element: Element) -> str:
    """The element's place inside its resource ("dosage[0]")."""
    return element.where.rpartition(").")[2]


def _structured(element: Element, dose: Dose, times: Times | None, why: str) -> tuple[DoseRate | None, str]:
    low, high, dose_element = dose
    if high is None or low is None or high.value is None or low.value is None:
        return None, "no dose quantity"
    if high.measure != low.measure or not high.measure:
        return None, "dose without one unit"
    if not 0 <= low.value <= high.value:
        return None, "dose below zero, or range upside down"
    if times is None:
        return _at_most(element, why)
    place = f"{_place(element)}.{dose_element}"
    rate = DoseRate(
        low.value * times[0], high.value * times[1], high.measure, times[1], times[2], 1.0, "structured", place
    )
    return rate, ""


def _at_most(element: Element, why: str) -> tuple[DoseRate | None, str]:
    """An as-needed dose without timing is bounded by ``maxDosePerPeriod`` when that is given."""
    limit = element.ratio("maxDosePerPeriod")
    if limit is None or limit.numerator.value is None or not limit.denominator.value:
        return None, why
    days = UNIT_DAYS.get(limit.denominator.measure)
    if days is None or limit.denominator.value <= 0 or limit.numerator.value < 0 or not limit.numerator.measure:
        return None, why
    period = days * limit.denominator.value
    place = f"{_place(element)}.maxDosePerPeriod"
    return DoseRate(0.0, limit.numerator.value, limit.numerator.measure, 0.0, period, 1.0, "structured", place), ""


def _dose(element: Element) -> Dose:
    """The dose at a time, low and high. Where ordered and calculated doses both stand, the ordered one counts."""
    found: list[tuple[str, Quantity | None, Quantity | None, str]] = []
    for index, each in enumerate(element.children("doseAndRate")):
        kind = next(iter(each.concept("type").codes), "")
        place = f"doseAndRate[{index}]"
        if each.only_one_of(("doseQuantity", "doseRange")) == "doseRange":
            span = each.child("doseRange")
            limits = None if span is None else span.as_range()
            if limits is not None:
                found.append((kind, limits.low or limits.high, limits.high, f"{place}.doseRange"))
        else:
            quantity = each.quantity("doseQuantity")
            if quantity is not None:
                found.append((kind, quantity, quantity, f"{place}.doseQuantity"))
    ordered = [one for one in found if one[0] == "ordered"] or found
    return ordered[0][1:] if len(ordered) == 1 else (None, None, "")


def _times(timing: Element) -> tuple[Times | None, str]:
    repeat = timing.child("repeat")
    if repeat is not None and any(
        name in repeat.data for name in ("frequency", "period", "timeOfDay", "when", "dayOfWeek")
    ):
        return _repeated(repeat)
    code = next((one.upper() for one in sorted(timing.concept("code").codes)), "")
    if code in TIMING_CODES:
        count, days = TIMING_CODES[code]
        return (count, count, days), ""
    return None, "timing not read"


def _repeated(repeat: Element) -> tuple[Times | None, str]:
    unit = repeat.text("periodUnit")
    period = repeat.positive("period")
    if unit and unit not in UNIT_DAYS:
        repeat.status("periodUnit", frozenset(UNIT_DAYS))
        return None, "unknown period unit"
    if (period is None) != (not unit):
        return None, "period without its unit, or unit without its period"
    if period is None and not any(repeat.texts(name) for name in ("timeOfDay", "when", "dayOfWeek")):
        return None, "frequency without a period"
    days = 1.0 if period is None else period * UNIT_DAYS[unit]
    longest = repeat.positive("periodMax")
    stretch = longest / period if longest is not None and period is not None and longest > period else 1.0
    return _on_days(repeat, days, stretch)


def _on_days(repeat: Element, days: float, stretch: float) -> tuple[Times | None, str]:
    """Times over ``days``, from the frequency, the times of day and the weekdays; ``None`` where they disagree."""
    frequency, most = repeat.positive("frequency"), repeat.positive("frequencyMax")
    moments = float(max(len(repeat.texts("timeOfDay")), len(repeat.texts("when"))))
    weekdays = float(len(set(repeat.texts("dayOfWeek"))))
    times: Times | None = None
    if days == 1.0 and moments > 1 and frequency not in {None, 1.0, moments}:
        return None, "frequency and times of day differ"
    low = max(frequency or 1.0, moments) if days == 1.0 else frequency or moments or 1.0
    high = max(most or low, low)
    if not weekdays:
        times = (low / stretch, high, days)
    elif days == 1.0:
        times = (low * weekdays / stretch, high * weekdays, WEEK)
    elif days == WEEK and frequency in {None, weekdays}:
        times = (weekdays / stretch, weekdays, WEEK)
    return times, "" if times else "weekdays and frequency differ"


WEEK: Final = 7.0


def _from_text(element: Element, text: str) -> tuple[DoseRate | None, str, bool]:
    read = parse_dosage_text(text)
    if not read.complete:
        return None, "text not read", read.as_needed
    low, high, days = read.low, read.high, read.period_days
    if low is None or high is None or days is None or read.times_low is None or read.times_high is None:
        return None, "text not read", read.as_needed
    place = f"{_place(element)}.text"
    rate = DoseRate(
        low * read.times_low, high * read.times_high, read.unit, read.times_high, days, read.confidence, "text", place
    )
    return rate, "", read.as_needed
