"""From the JSON of one FHIR R4 resource to its typed form, a function for each type."""

from collections.abc import Callable
from typing import Final

from luotsi.engines.clinical import messages
from luotsi.engines.clinical.datatypes import Coding
from luotsi.engines.clinical.element import Element
from luotsi.engines.clinical.resources import (
    AllergyIntolerance,
    Answer,
    Attachment,
    Component,
    Condition,
    DocumentReference,
    Encounter,
    Immunization,
    Item,
    Observation,
    Patient,
    Procedure,
    QuestionnaireResponse,
    Reaction,
    Resource,
    Sex,
    Value,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GENDERS: Final = frozenset(sex.value for sex in Sex)
CLINICAL: Final = _words("active recurrence relapse inactive remission resolved")
VERIFICATION: Final = _words("unconfirmed provisional differential confirmed refuted entered-in-error")
OBSERVATION: Final = _words("registered preliminary final amended corrected cancelled entered-in-error unknown")
ENCOUNTER: Final = _words("planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown")
EVENT: Final = _words("preparation in-progress not-done on-hold stopped completed entered-in-error unknown")
RESPONSE: Final = _words("in-progress completed amended entered-in-error stopped")
DOCUMENT: Final = _words("current superseded entered-in-error")
OBSERVATION_VALUES: Final = (
    "valueQuantity", "valueCodeableConcept", "valueBoolean", "valueString", "valueInteger", "valueDateTime",
    "valueRange", "valueRatio", "valueSampledData", "valueTime", "valuePeriod",
)  # fmt: skip
ANSWER_VALUES: Final = (
    "valueBoolean", "valueDecimal", "valueInteger", "valueDate", "valueDateTime", "valueTime", "valueString",
    "valueUri", "valueAttachment", "valueCoding", "valueQuantity", "valueReference",
)  # fmt: skip


def read_status(element: Element, allowed: frozenset[str]) -> str:
    """The required ``status``; a missing one is noted and read as ``unknown``."""
    if element.data.get("status") is None:
        element.note("status", messages.NO_STATUS)
        return "unknown"
    return element.status("status", allowed)


def _coded_status(element: Element, name: str, allowed: frozenset[str]) -> str:
    """The code of a CodeableConcept bound to a closed list (Condition.clinicalStatus)."""
    codes = [coding.code for coding in element.concept(name).codings if coding.code]
    known = [code for code in codes if code in allowed]
    if codes and not known:
        text = messages.BAD_CODE.format(value=messages.shortened(codes[0]), allowed=", ".join(sorted(allowed)))
        element.problem(f"{name}.coding[0].code", text)
    return known[0] if known else ""


def read_patient(element: Element, identity: tuple[str, str, str]) -> Patient:
    """Patient."""
    deceased = element.only_one_of(("deceasedBoolean", "deceasedDateTime"))
    died = element.when("deceasedDateTime")
    gender = element.status("gender", GENDERS)
    return Patient(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        birth_date=element.when("birthDate"),
        sex=Sex(gender) if gender else Sex.UNKNOWN,
        name=_name(element),
        identifiers=element.identifiers("identifier"),
        deceased=bool(element.boolean("deceasedBoolean")) or deceased == "deceasedDateTime",
        deceased_on=died,
    )


def _name(element: Element) -> str:
    names = [
        item.text("text") or " ".join((*item.texts("given"), item.text("family"))).strip()
        for item in element.children("name")
    ]
    return next((name for name in names if name), "")


def read_condition(element: Element, identity: tuple[str, str, str]) -> Condition:
    """Condition."""
    onset = element.only_one_of(("onsetDateTime", "onsetPeriod", "onsetAge", "onsetRange", "onsetString"))
    abated = element.only_one_of(
        ("abatementDateTime", "abatementPeriod", "abatementAge", "abatementRange", "abatementString")
    )
    started, ended = element.period("onsetPeriod"), element.period("abatementPeriod")
    return Condition(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=_coded_status(element, "clinicalStatus", CLINICAL),
        verification=_coded_status(element, "verificationStatus", VERIFICATION),
        concept=element.concept("code"),
        onset=started.start if onset == "onsetPeriod" and started else element.when("onsetDateTime"),
        onset_text=element.text("onsetString"),
        abatement=ended.end if abated == "abatementPeriod" and ended else element.when("abatementDateTime"),
        abated=bool(abated),
        recorded=element.when("recordedDate"),
        categories=element.concepts("category"),
    )


def _value(element: Element) -> tuple[Value, str]:
    name = element.only_one_of(OBSERVATION_VALUES)
    value: Value = None
    if name == "valueQuantity":
        value = element.quantity(name)
    elif name == "valueCodeableConcept":
        value = element.concept(name)
    elif name == "valueBoolean":
        value = element.boolean(name)
    elif name == "valueInteger":
        number = element.number(name)
        value = None if number is None else f"{number:g}"
    elif name in {"valueString", "valueDateTime", "valueTime"}:
        value = element.text(name) or None
    return value, name


def read_observation(element: Element, identity: tuple[str, str, str]) -> Observation:
    """Observation; other values than amounts, concepts, yes/no and words are kept in the raw resource only."""
    value, value_element = _value(element)
    when = element.only_one_of(("effectiveDateTime", "effectivePeriod", "effectiveTiming", "effectiveInstant"))
    span = element.period("effectivePeriod")
    effective = (span.end or span.start) if span is not None else None
    if when in {"effectiveDateTime", "effectiveInstant"}:
        effective = element.when(when)
    components = []
    for index, part in enumerate(element.children("component")):
        found, name = _value(part)
        ranges = tuple(item.as_range() for item in part.children("referenceRange"))
        place = f"component[{index}].{name}" if name else f"component[{index}]"
        components.append(Component(place, part.concept("code"), found, part.concepts("interpretation"), ranges))
    return Observation(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, OBSERVATION),
        concept=element.concept("code"),
        value=value,
        value_element=value_element,
        components=tuple(components),
        effective=effective,
        issued=element.when("issued"),
        interpretation=element.concepts("interpretation"),
        reference_ranges=tuple(item.as_range() for item in element.children("referenceRange")),
        categories=element.concepts("category"),
        absent_reason=element.concept("dataAbsentReason"),
    )


def read_allergy(element: Element, identity: tuple[str, str, str]) -> AllergyIntolerance:
    """AllergyIntolerance."""
    reactions = tuple(
        Reaction(
            item.concept("substance"),
            item.concepts("manifestation"),
            item.status("severity", _words("mild moderate severe")),
            item.when("onset"),
        )
        for item in element.children("reaction")
    )
    return AllergyIntolerance(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=_coded_status(element, "clinicalStatus", _words("active inactive resolved")),
        verification=_coded_status(
            element, "verificationStatus", _words("unconfirmed confirmed refuted entered-in-error presumed")
        ),
        concept=element.concept("code"),
        kind=element.status("type", _words("allergy intolerance")),
        categories=element.texts("category"),
        criticality=element.status("criticality", _words("low high unable-to-assess")),
        recorded=element.when("recordedDate"),
        reactions=reactions,
    )


def read_encounter(element: Element, identity: tuple[str, str, str]) -> Encounter:
    """Encounter."""
    kind = element.child("class")
    provider = element.reference("serviceProvider")
    return Encounter(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, ENCOUNTER),
        kind=Coding() if kind is None else kind.as_coding(),
        types=element.concepts("type"),
        reasons=element.concepts("reasonCode"),
        period=element.period("period"),
        provider="" if provider is None else provider.display or provider.reference,
    )


def read_immunization(element: Element, identity: tuple[str, str, str]) -> Immunization:
    """Immunization."""
    element.only_one_of(("occurrenceDateTime", "occurrenceString"))
    return Immunization(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, _words("completed entered-in-error not-done")),
        concept=element.concept("vaccineCode"),
        occurrence=element.when("occurrenceDateTime"),
        occurrence_text=element.text("occurrenceString"),
    )


def read_procedure(element: Element, identity: tuple[str, str, str]) -> Procedure:
    """Procedure."""
    element.only_one_of(("performedDateTime", "performedPeriod", "performedString", "performedAge", "performedRange"))
    span = element.period("performedPeriod")
    return Procedure(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, EVENT),
        concept=element.concept("code"),
        performed=span.start if span is not None else element.when("performedDateTime"),
        performed_end=None if span is None else span.end,
        body_sites=element.concepts("bodySite"),
    )


def read_response(element: Element, identity: tuple[str, str, str]) -> QuestionnaireResponse:
    """QuestionnaireResponse."""
    return QuestionnaireResponse(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, RESPONSE),
        questionnaire=element.text("questionnaire"),
        authored=element.when("authored"),
        items=_items(element, ""),
    )


def _items(element: Element, place: str) -> tuple[Item, ...]:
    found = []
    for index, item in enumerate(element.children("item")):
        here = f"{place}item[{index}]"
        answers: list[Answer] = []
        inner: list[Item] = []
        for number, answer in enumerate(item.children("answer")):
            value = _answer(answer)
            if value is not None:
                answers.append(value)
            inner.extend(_items(answer, f"{here}.answer[{number}]."))
        inner.extend(_items(item, f"{here}."))
        found.append(Item(here, item.text("linkId"), item.text("text"), tuple(answers), tuple(inner)))
    return tuple(found)


def _answer(element: Element) -> Answer | None:
    name = element.only_one_of(ANSWER_VALUES)
    reader = ANSWER_READERS.get(name)
    return None if reader is None else reader(element, name)


def _answered_coding(element: Element, name: str) -> Answer | None:
    coding = element.child(name)
    return None if coding is None else coding.as_coding()


def _answered_reference(element: Element, name: str) -> Answer | None:
    reference = element.reference(name)
    return None if reference is None else reference.display or reference.reference


ANSWER_READERS: Final[dict[str, Callable[[Element, str], Answer | None]]] = {
    "valueBoolean": Element.boolean,
    "valueDecimal": Element.number,
    "valueInteger": Element.number,
    "valueDate": Element.when,
    "valueDateTime": Element.when,
    "valueTime": Element.text,
    "valueString": Element.text,
    "valueUri": Element.text,
    "valueCoding": _answered_coding,
    "valueQuantity": Element.quantity,
    "valueReference": _answered_reference,
}


def read_document(element: Element, identity: tuple[str, str, str]) -> DocumentReference:
    """DocumentReference."""
    attachments = []
    for index, content in enumerate(element.children("content")):
        file = content.child("attachment")
        if file is not None:
            place = f"content[{index}].attachment"
            attachments.append(
                Attachment(place, file.text("contentType"), file.text("title"), file.text("url"), file.text("data"))
            )
    return DocumentReference(
        id=identity[0],
        reference=identity[1],
        where=identity[2],
        status=read_status(element, DOCUMENT),
        concept=element.concept("type"),
        categories=element.concepts("category"),
        date=element.when("date"),
        description=element.text("description"),
        attachments=tuple(attachments),
    )


READERS: Final[dict[str, Callable[[Element, tuple[str, str, str]], Resource]]] = {
    "Patient": read_patient,
    "Condition": read_condition,
    "Observation": read_observation,
    "AllergyIntolerance": read_allergy,
    "Encounter": read_encounter,
    "Immunization": read_immunization,
    "Procedure": read_procedure,
    "QuestionnaireResponse": read_response,
    "DocumentReference": read_document,
}
