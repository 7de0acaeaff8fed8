"""Small invented FHIR data for the tests: no real person."""

import json
from typing import Any

Json = dict[str, Any]
PATIENT = {"reference": "Patient/p1"}


def patient(**fields: Any) -> Json:
    return {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1941-05-03", **fields}


def observation(
    identity: str = "obs-1", code: str = "14682-9", value: float = 80, unit: str = "umol/L", **fields: Any
) -> Json:
    return {
        "resourceType": "Observation",
        "id": identity,
        "status": "final",
        "subject": PATIENT,
        "effectiveDateTime": "2024-03-01",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "valueQuantity": {"value": value, "unit": unit},
        **fields,
    }


def condition(identity: str = "c1", code: str = "I48.9", **fields: Any) -> Json:
    return {
        "resourceType": "Condition",
        "id": identity,
        "subject": PATIENT,
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}]},
        **fields,
    }


def weekly_dosage() -> Json:
    return {
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk"}},
        "doseAndRate": [{"doseQuantity": {"value": 15, "unit": "mg"}}],
    }


def statement(identity: str = "m1", atc: str = "L04AX03", **fields: Any) -> Json:
    return {
        "resourceType": "MedicationStatement",
        "id": identity,
        "status": "active",
        "subject": PATIENT,
        "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": atc}]},
        "effectivePeriod": {"start": "2024-01-01"},
        "dosage": [weekly_dosage()],
        **fields,
    }


def bundle(*resources: Json, **fields: Any) -> Json:
    entries = [{"resource": resource} for resource in (patient(), *resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **fields}


def encoded(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
