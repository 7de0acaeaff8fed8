"""What of a resource stands in columns of its own, so that questions over many clients need not open the JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from luotsi.engines.clinical import Coding, Concept, PartialDate, atc_of, icd10_of

LONGEST_CODE: Final = 64
LONGEST_STATUS: Final = 24

CONCEPTS: Final = ("code", "medicationCodeableConcept", "vaccineCode", "type")
"""Elements of R4 that say what a resource is about, in the order in which they are looked for."""

MOMENTS: Final = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "onsetDateTime", "onsetPeriod", "performedDateTime",
    "performedPeriod", "occurrenceDateTime", "occurrencePeriod", "whenHandedOver", "whenPrepared", "authoredOn",
    "authored", "period", "started", "sent", "date", "recordedDate", "dateAsserted", "issued", "created", "birthDate",
)  # fmt: skip
"""Elements of R4 that say when, the time of the thing itself before the time of its writing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """``code``: the ATC code of a medicine, the ICD-10 code of a diagnosis, else the first code. Empty when unknown."""

    code: str
    effective: date | None
    status: str


def columns_of(body: Mapping[str, Any]) -> Columns:
    """The columns of a resource that has been read without problems."""
    status = body.get("status") or _first_code(body.get("clinicalStatus"))
    return Columns(_code(body)[:LONGEST_CODE], _moment(body), str(status)[:LONGEST_STATUS])


def _code(body: Mapping[str, Any]) -> str:
    kind = body.get("resourceType")
    for name in CONCEPTS:
        value = body.get(name)
        if isinstance(value, Mapping):
            if kind == "Condition" or name == "medicationCodeableConcept":
                known = icd10_of(_concept(value)) if kind == "Condition" else atc_of(_concept(value))
                if known:
                    return known[0]
            return _first_code(value)
    return ""


def _concept(value: Mapping[str, Any]) -> Concept:
    codings = tuple(
        Coding(str(item.get("system", "")), str(item.get("code", "")))
        for item in value.get("coding") or ()
        if isinstance(item, Mapping)
    )
    return Concept(codings, str(value.get("text", "")))


def _first_code(value: object) -> str:
    codings = value.get("coding") if isinstance(value, Mapping) else None
    for item in codings if isinstance(codings, list) else ():
        if isinstance(item, Mapping) and item.get("code"):
            return str(item["code"])
    return ""


def _moment(body: Mapping[str, Any]) -> date | None:
    for name in MOMENTS:
        value = body.get(name)
        if isinstance(value, Mapping):
            value = value.get("start")
        if isinstance(value, str):
            try:
                return PartialDate.parse(value).earliest
            except ValueError:
                continue
    return None
