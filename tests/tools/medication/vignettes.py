"""Vignettes (age, diagnoses, medicines, results, facts) as FHIR R4 Bundles."""

from datetime import date, timedelta

ON = date(2026, 11, 23)

UNITS = {
    "egfr": ("98979-8", "mL/min/{1.73_m2}"), "creatinine": ("14682-9", "umol/L"), "potassium": ("2823-3", "mmol/L"),
    "sodium": ("2951-2", "mmol/L"), "sbp": ("8480-6", "mm[Hg]"), "dbp": ("8462-4", "mm[Hg]"), "weight": ("29463-7", "kg"),
    "height": ("8302-2", "cm"), "pulse": ("8867-4", "/min"), "qtc": ("8636-3", "ms"), "inr": ("34714-6", "1"),
    "hb": ("718-7", "g/L"), "alt": ("1743-4", "U/L"), "tsh": ("11579-0", "mU/L"), "lithium": ("14334-7", "mmol/L"),
    "leukocytes": ("6690-2", "10*9/L"), "hba1c": ("59261-8", "mmol/mol"), "calcium": ("2000-8", "mmol/L"),
    "crcl": ("35591-7", "mL/min"), "uacr": ("30000-4", "mg/mmol"), "bmi": ("39156-5", "kg/m2"),
    "platelets": ("777-3", "10*9/L"), "ferritin": ("2276-4", "ug/L"), "vitd25": ("14635-7", "nmol/L"),
    "neutrophils": ("751-8", "10*9/L"), "magnesium": ("2601-3", "mmol/L"), "digoxin": ("14698-5", "nmol/L"),
    "glucose": ("14749-6", "mmol/L"), "b12": ("14685-2", "pmol/L"),
}  # fmt: skip


def day(ago):
    return (ON - timedelta(days=ago)).isoformat()


def medicine(number, row, period="day"):
    unit = {"day": "d", "week": "wk"}[period]
    resource = {
        "resourceType": "MedicationStatement", "id": f"m{number}", "status": row.get("status", "active"),
        "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": row["atc"]}]},
    }  # fmt: skip
    if "days" in row:
        resource["effectivePeriod"] = {"start": day(row["days"])}
    dosage = {"asNeededBoolean": not row.get("regular", True)}
    if "mg_per_day" in row:
        dosage["timing"] = {"repeat": {"frequency": row.get("times", 1), "period": 1, "periodUnit": unit}}
        amount = row["mg_per_day"] / row.get("times", 1)
        dosage["doseAndRate"] = [
            {"doseQuantity": {"value": amount, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}
        ]
    if "route" in row:
        dosage["route"] = {"text": row["route"]}
    resource["dosage"] = [dosage]
    return resource


def result(number, name, value, ago):
    code, unit = UNITS[name]
    return {
        "resourceType": "Observation", "id": f"l{number}", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "effectiveDateTime": day(ago),
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
    }  # fmt: skip


def fact(number, name, holds=True):
    return {
        "resourceType": "Observation", "id": f"f{number}", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"text": name}, "effectiveDateTime": day(0), "valueBoolean": holds,
    }  # fmt: skip


def diagnosis(number, code):
    return {
        "resourceType": "Condition", "id": f"d{number}", "subject": {"reference": "Patient/p"},
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}]},
    }  # fmt: skip


def allergy(number, row):
    row = {"text": row} if isinstance(row, str) else row
    code = {"text": row.get("text", row.get("atc", ""))}
    if "atc" in row:
        code["coding"] = [{"system": "http://www.whocc.no/atc", "code": row["atc"]}]
    resource = {
        "resourceType": "AllergyIntolerance", "id": f"a{number}", "patient": {"reference": "Patient/p"}, "code": code,
        "clinicalStatus": {"coding": [{"code": "active"}]},
    }  # fmt: skip
    return resource | ({"criticality": "high"} if row.get("severe") else {})


def bundle_of(case):
    """The Bundle of one vignette; ``lab_ages`` are days before the day of assessment."""
    patient = {"resourceType": "Patient", "id": "p", "gender": {"F": "female", "M": "male"}[case["sex"]]}
    patient["birthDate"] = f"{ON.year - case['age']}-01-15"
    periods = case.get("dose_period", {})
    ages = case.get("lab_ages", {})
    resources = [patient]
    resources += [diagnosis(n, code) for n, code in enumerate(case.get("conditions_icd10", []))]
    resources += [medicine(n, row, periods.get(row["atc"], "day")) for n, row in enumerate(case["medications"])]
    resources += [
        result(n, name, value, ages.get(name, 10)) for n, (name, value) in enumerate(case.get("labs", {}).items())
    ]
    flags = case.get("flags", {})
    flags = flags if isinstance(flags, dict) else dict.fromkeys(flags, True)
    resources += [fact(n, name, holds) for n, (name, holds) in enumerate(flags.items())]
    resources += [allergy(n, row) for n, row in enumerate(case.get("allergies", []))]
    resources += [
        {
            "resourceType": "Immunization", "id": f"v{n}", "status": "completed", "patient": {"reference": "Patient/p"},
            "vaccineCode": {"coding": [{"system": "http://www.whocc.no/atc", "code": code}]}, "occurrenceDateTime": day(30),
        }
        for n, code in enumerate(case.get("vaccines", []))
    ]  # fmt: skip
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": item} for item in resources]}


def drug(atc, mg=None, days=400, **more):
    """A row of a vignette's medicine list."""
    row = {"atc": atc, "status": "active", "regular": True, "days": days, **more}
    return row if mg is None else row | {"mg_per_day": mg}
