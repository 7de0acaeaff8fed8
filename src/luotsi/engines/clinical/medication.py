"""A medicine in use, brought to one shape from MedicationStatement, MedicationRequest and MedicationDispense."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from luotsi.engines.clinical.codes import atc_of, vnr_of
from luotsi.engines.clinical.datatypes import Coding, Concept, PartialDate, Quantity, Ratio
from luotsi.engines.clinical.resources import Resource

CONFIDENT: Final = 0.8
"""Dosage text read with less confidence than this is shown as text and left out of dose rules (medication spec 3.2)."""

WEEK_DAYS: Final = 7

ENDED: Final = frozenset({"stopped", "cancelled", "entered-in-error", "not-taken", "declined", "draft", "on-hold"})
NOT_ORDERED: Final = frozenset({"proposal", "plan", "option"})


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An active ingredient and its strength, such as 500 mg per 1 tablet. ``element`` is its place."""

    element: str
    concept: Concept
    strength: Ratio | None

    @property
    def atc(self) -> tuple[str, ...]:
        """The ATC codes of the ingredient."""
        return atc_of(self.concept)


@dataclass(frozen=True, slots=True)
class DoseRate:
    """How much is taken: ``low`` to ``high`` of ``unit`` in ``period_days`` days. ``unit`` is as written.

    ``times`` is how many times in that period. Methotrexate 15 mg once a week is low = high = 15, unit "mg",
    period_days = 7. ``confidence`` is 1 for structured dosage, the text reader's own figure for text.
    """

    low: float
    high: float
    unit: str
    times: float
    period_days: float
    confidence: float
    basis: str
    element: str

    @property
    def per_day(self) -> float:
        """The largest amount a day, in ``unit`` per day: dose ceilings judge what may be taken at most."""
        return self.high / self.period_days

    @property
    def low_per_day(self) -> float:
        """The smallest amount a day, in ``unit`` per day."""
        return self.low / self.period_days

    @property
    def at_longer_intervals(self) -> bool:
        """Whether a dose is meant for a week or more (methotrexate, bisphosphonates)."""
        return self.period_days / self.times >= WEEK_DAYS if self.times else False


@dataclass(frozen=True, slots=True)
class Dosage:
    """One dosage instruction. ``rate`` is ``None`` when the amount a day cannot be computed; ``why_not`` says why."""

    element: str
    text: str
    sequence: int
    as_needed: bool
    as_needed_for: Concept
    route: Concept
    dose: Quantity | None
    rate: DoseRate | None
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicationUse(Resource):
    """One medicine of one record row. ``source`` is the FHIR resource type it came from."""

    source: str
    intent: str
    concept: Concept
    form: Concept
    ingredients: tuple[Ingredient, ...]
    start: PartialDate | None
    end: PartialDate | None
    start_element: str
    end_element: str
    authored: PartialDate | None
    dosages: tuple[Dosage, ...]
    reasons: tuple[Concept, ...]
    forbidden: bool = False

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The codings of the medicine."""
        return self.concept.codings

    @property
    def atc(self) -> tuple[str, ...]:
        """The ATC codes of the medicine, in standard form; of its only ingredient when the medicine has none."""
        own = atc_of(self.concept)
        return own if own or len(self.ingredients) != 1 else self.ingredients[0].atc

    @property
    def vnr(self) -> tuple[str, ...]:
        """The Nordic product numbers of the package."""
        return vnr_of(self.concept)

    @property
    def label(self) -> str:
        """Words for a person."""
        return self.concept.label or " + ".join(ingredient.concept.label for ingredient in self.ingredients)

    @property
    def route(self) -> Concept | None:
        """The route of the first dosage that names one."""
        return next((dosage.route for dosage in self.dosages if dosage.route.codings or dosage.route.text), None)

    @property
    def as_needed(self) -> bool:
        """Whether every dosage is "as needed"; a medicine that also has a regular dosage is regular."""
        return bool(self.dosages) and all(dosage.as_needed for dosage in self.dosages)

    @property
    def dosage_text(self) -> str:
        """The dosage as written, instructions in order."""
        return "; ".join(dosage.text for dosage in self.dosages if dosage.text)

    @property
    def usable(self) -> bool:
        """False when cancelled, entered in error, declined, not taken, or an order NOT to give."""
        return not self.forbidden and self.status not in {"entered-in-error", "cancelled", "declined", "not-taken"}

    def current(self, on: date) -> bool:
        """Whether the medicine is in use on the day: usable, ordered, started, not ended, not stopped or paused.

        A dispense with status ``completed`` was handed over, so it is in use until its supply ends; any other
        ``completed`` has ended. An unknown start or end does not rule the medicine out.
        """
        if not self.usable or self.status in ENDED or self.intent in NOT_ORDERED:
            return False
        if self.status == "completed" and self.source != "MedicationDispense":
            return self.end is not None and self.end.earliest > on
        started = self.start is None or self.start.earliest <= on
        return started and (self.end is None or self.end.latest >= on)

    @property
    def rate(self) -> DoseRate | None:
        """The amount taken, all simultaneous dosages added; ``None`` when any of them cannot be computed.

        Dosages in sequence (a taper) are not added: the rate is then ``None`` and ``dosages`` must be read one by one.
        """
        rates = [dosage.rate for dosage in self.dosages]
        known = [rate for rate in rates if rate is not None]
        if not known or len(known) != len(rates):
            return None
        if len(known) == 1:
            return known[0]
        sequences = {dosage.sequence for dosage in self.dosages if dosage.sequence}
        if len(sequences) > 1 or len({rate.unit for rate in known}) != 1:
            return None
        return _sum(known)


def _sum(rates: list[DoseRate]) -> DoseRate:
    period = max(rate.period_days for rate in rates)
    return DoseRate(
        sum(rate.low * period / rate.period_days for rate in rates),
        sum(rate.high * period / rate.period_days for rate in rates),
        rates[0].unit,
        sum(rate.times * period / rate.period_days for rate in rates),
        period,
        min(rate.confidence for rate in rates),
        "text" if any(rate.basis == "text" for rate in rates) else "structured",
        ", ".join(rate.element for rate in rates),
    )


MASS_MG: Final[Mapping[str, float]] = {
    "kg": 1e6, "g": 1000.0, "mg": 1.0, "ug": 0.001, "µg": 0.001, "μg": 0.001, "mcg": 0.001, "mikrog": 0.001,
    "mikrogrammaa": 0.001, "ng": 1e-6,
}  # fmt: skip
"""Milligrams in one unit of mass (SI)."""

PIECES: Final = frozenset(
    [
        "1",
        "{tbl}",
        "{tablet}",
        "tbl",
        "tabl",
        "tab",
        "tabs",
        "tablet",
        "tablets",
        "tabletti",
        "tablettia",
        "tablett",
        "tabletter",
        "kaps",
        "kapseli",
        "kapselia",
        "kapsel",
        "kapslar",
        "capsule",
        "capsules",
        "{capsule}",
        "{cap}",
        "cap",
        "caps",
        "kpl",
        "st",
        "dosis",
        "depottabletti",
        "depottablettia",
        "unit-dose",
    ]
)
"""Words for one countable piece of medicine: from our own reading of dosage texts, draft, unreviewed."""


def daily_mg(use: MedicationUse, ingredient: int | None = None) -> float | None:
    """The largest amount of active substance a day in mg, or ``None`` when it cannot be computed (never a guess).

    A dose in units of mass is taken as it is, for a medicine of at most one ingredient. A dose in pieces (tablets) or
    volume is multiplied by the strength of the ingredient: the only one, or the one of index ``ingredient``.
    Doses read from text with a confidence under 0.8 are not used.
    """
    rate = use.rate
    if rate is None or rate.confidence < CONFIDENT:
        return None
    unit = rate.unit.strip()
    if len(use.ingredients) > 1 and ingredient is None:
        return None
    strength = use.ingredients[ingredient or 0].strength if use.ingredients else None
    of_product = strength is not None and strength.denominator.measure in MASS_MG
    if unit in MASS_MG and len(use.ingredients) <= 1 and not of_product:
        return rate.per_day * MASS_MG[unit]
    per_unit = None if strength is None else _mg_in_one(strength, unit)
    return None if per_unit is None else rate.per_day * per_unit


def _mg_in_one(strength: Ratio, unit: str) -> float | None:
    mass = MASS_MG.get(strength.numerator.measure)
    amount, pieces = strength.numerator.value, strength.denominator.value
    if mass is None or amount is None or pieces is None or amount < 0 or pieces <= 0:
        return None
    per = strength.denominator.measure
    if per in MASS_MG and unit in MASS_MG:
        return amount * mass / pieces * MASS_MG[unit] / MASS_MG[per]
    same = per == unit or (per.lower() in PIECES | {""} and unit.lower() in PIECES)
    return amount * mass / pieces if same else None
