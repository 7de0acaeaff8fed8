"""From MedicationStatement, MedicationRequest and MedicationDispense to one :class:`MedicationUse`."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from luotsi.engines.clinical import messages
from luotsi.engines.clinical.datatypes import NO_CONCEPT, Concept, PartialDate
from luotsi.engines.clinical.dosage import read_dosage
from luotsi.engines.clinical.element import Element
from luotsi.engines.clinical.medication import Ingredient, MedicationUse
from luotsi.engines.clinical.readers import read_status

STATUSES: Final = {
    "MedicationStatement": "active completed entered-in-error intended stopped on-hold unknown not-taken",
    "MedicationRequest": "active on-hold cancelled completed entered-in-error stopped draft unknown",
    "MedicationDispense": "preparation in-progress cancelled on-hold completed entered-in-error stopped declined unknown",
}
INTENTS: Final = frozenset(
    ["proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
)
SUPPLY_DAYS: Final = {"d": 1, "day": 1, "days": 1, "pv": 1, "vrk": 1, "": 1, "wk": 7, "mo": 30}

LONGEST_SUPPLY_DAYS: Final = 3650
"""Ten years: a longer supply is a slip of the pen and is not used."""
LAST_DAY: Final = date.max - timedelta(days=LONGEST_SUPPLY_DAYS)

Resolve = Callable[[Element, str], Element | None]
"""Finds the resource that a reference inside an element names, among its contained resources or in the Bundle."""


def read_use(element: Element, identity: tuple[str, str, str], source: str, resolve: Resolve) -> MedicationUse:
    """A medicine in use; ``source`` is one of the three resource types."""
    status = read_status(element, frozenset(STATUSES[source].split()))
    concept, form, ingredients = _medicine(element, resolve)
    dosages = tuple(
        read_dosage(item)
        for item in element.children("dosage" if source == "MedicationStatement" else "dosageInstruction")
    )
    start, end, start_element, end_element = PERIODS_OF[source](element)
    return MedicationUse(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=status,
        source=source,
        intent=element.status("intent", INTENTS) if source == "MedicationRequest" else "",
        concept=concept,
        form=form,
        ingredients=ingredients,
        start=start,
        end=end,
        start_element=start_element,
        end_element=end_element,
        authored=element.when("authoredOn") or element.when("dateAsserted"),
        dosages=dosages,
        reasons=element.concepts("reasonCode"),
        forbidden=source == "MedicationRequest" and bool(element.boolean("doNotPerform")),
    )


def _medicine(element: Element, resolve: Resolve) -> tuple[Concept, Concept, tuple[Ingredient, ...]]:
    chosen = element.only_one_of(("medicationCodeableConcept", "medicationReference"))
    if chosen != "medicationReference":
        return element.concept("medicationCodeableConcept"), NO_CONCEPT, ()
    reference = element.reference("medicationReference")
    if reference is None:
        return NO_CONCEPT, NO_CONCEPT, ()
    found = resolve(element, reference.reference) if reference.reference else None
    if found is None:
        name = reference.reference or reference.display
        if not name.startswith("#"):
            text = messages.MEDICATION_NOT_FOUND.format(reference=messages.shortened(name))
            element.note("medicationReference.reference", text)
        return Concept((), reference.display), NO_CONCEPT, ()
    concept = found.concept("code")
    if not concept.codings and not concept.text:
        concept = Concept((), reference.display)
    ingredients = tuple(
        _ingredient(item, f"ingredient[{index}]", resolve) for index, item in enumerate(found.children("ingredient"))
    )
    return concept, found.concept("form"), ingredients


def _ingredient(element: Element, place: str, resolve: Resolve) -> Ingredient:
    concept = element.concept("itemCodeableConcept")
    reference = element.reference("itemReference")
    if reference is not None:
        found = resolve(element, reference.reference) if reference.reference else None
        concept = Concept((), reference.display) if found is None else found.concept("code")
    return Ingredient(place, concept, element.ratio("strength"))


Times = tuple[PartialDate | None, PartialDate | None, str, str]


def _statement(element: Element) -> Times:
    """A statement's effective period; a lone dateTime is a day on which it was taken: the start, with no known end."""
    element.only_one_of(("effectiveDateTime", "effectivePeriod"))
    span = element.period("effectivePeriod")
    if span is None:
        return element.when("effectiveDateTime"), None, "effectiveDateTime", ""
    return span.start, span.end, "effectivePeriod.start", "effectivePeriod.end"


def _request(element: Element) -> Times:
    """An order's own dates: the bounds of its dosage, else ``authoredOn``. The validity of the prescription is for
    the pharmacy and says nothing of the end of treatment.
    """
    for index, dosage in enumerate(element.children("dosageInstruction")):
        timing = dosage.child("timing")
        repeat = None if timing is None else timing.child("repeat")
        bounds = None if repeat is None else repeat.period("boundsPeriod")
        if bounds is not None:
            place = f"dosageInstruction[{index}].timing.repeat.boundsPeriod"
            start = bounds.start or element.when("authoredOn")
            return start, bounds.end, f"{place}.start" if bounds.start else "authoredOn", f"{place}.end"
    return element.when("authoredOn"), None, "authoredOn", ""


def _dispense(element: Element) -> Times:
    """A dispense starts when handed over (else prepared) and lasts its days' supply when that is told."""
    name = "whenHandedOver" if element.data.get("whenHandedOver") is not None else "whenPrepared"
    start = element.when(name)
    supply = element.quantity("daysSupply")
    if start is None or start.day is None or supply is None or supply.value is None:
        return start, None, name, ""
    unit = SUPPLY_DAYS.get(supply.measure.lower())
    if unit is None or not 0 < supply.value * unit <= LONGEST_SUPPLY_DAYS or start.day > LAST_DAY:
        return start, None, name, ""
    return start, PartialDate.of(start.day + timedelta(days=int(supply.value * unit) - 1)), name, "daysSupply"


PERIODS_OF: Final = {
    "MedicationStatement": _statement,
    "MedicationRequest": _request,
    "MedicationDispense": _dispense,
}
