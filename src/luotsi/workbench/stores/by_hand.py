"""What a person writes by hand, as FHIR R4 resources, and back into the fields of the form."""

import base64
import binascii
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luotsi.engines.clinical import ANALYTES

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"

# What is measured by hand at a client's home, by its name in engines.clinical
MEASURED = ("weight", "height", "waist", "sbp", "dbp", "pulse", "temperature", "glucose")


def measures(language: str) -> dict[str, str]:
    """The measurements that a person may write by hand: name → title with unit."""
    return {name: f"{ANALYTES[name].title.in_(language)}, {ANALYTES[name].unit}" for name in MEASURED}


def note_resource(title: str, text: str, language: str, at: datetime) -> dict[str, Any]:
    """A note as a DocumentReference with the words inside."""
    data = base64.b64encode(text.encode()).decode()
    attachment = {"contentType": "text/plain; charset=utf-8", "language": language, "data": data, "title": title}
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "date": at.isoformat(timespec="seconds"),
        "description": title,
        "content": [{"attachment": attachment}],
    }


def note_of(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Heading and words of such a note; None for a resource of another kind."""
    for content in body.get("content", ()) if body.get("resourceType") == "DocumentReference" else ():
        attachment = content.get("attachment", {})
        if str(attachment.get("contentType", "")).startswith("text/plain") and attachment.get("data"):
            try:
                text = base64.b64decode(attachment["data"]).decode()
            except (binascii.Error, UnicodeDecodeError):
                return None
            return {"title": body.get("description", ""), "text": text}
    return None


def measurement_resource(name: str, value: Decimal, on: date, language: str) -> dict[str, Any]:
    """A measurement as an Observation in the unit of its analyte."""
    analyte = ANALYTES[name]
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": analyte.loinc[0]}], "text": analyte.title.in_(language)},
        "effectiveDateTime": on.isoformat(),
        "valueQuantity": {"value": float(value), "unit": analyte.unit, "system": UCUM, "code": analyte.unit},
    }


def measurement_of(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Name, value and day of such a measurement; None for a resource of another kind."""
    if body.get("resourceType") != "Observation":
        return None
    codes = {coding.get("code") for coding in body.get("code", {}).get("coding", ()) if coding.get("system") == LOINC}
    name = next((name for name in MEASURED if ANALYTES[name].loinc[0] in codes), None)
    quantity = body.get("valueQuantity", {})
    if name is None or quantity.get("code") != ANALYTES[name].unit or "value" not in quantity:
        return None
    return {"name": name, "value": quantity["value"], "on": str(body.get("effectiveDateTime", ""))[:10]}
