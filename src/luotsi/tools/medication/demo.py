"""Synthetic clients for the demo: invented people, identity codes of the test series (individual numbers 900 to 999)."""

from datetime import date

from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.text import Text
from luotsi.kit.tool import DemoCase

ON = date(2026, 11, 23)
ATC = "http://www.whocc.no/atc"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SYNTHETIC = "Synteettinen, keksitty henkilö. Syntetisk, påhittad person. Synthetic, invented person."

Row = dict[str, JsonValue]


class _Client:
    """Builds one client's Bundle resource by resource."""

    def __init__(self, key: str, name: tuple[str, str], born: str, gender: str, code: str) -> None:
        given, family = name
        self.key = key
        self.rows: list[Row] = [
            {
                "resourceType": "Patient", "id": key, "meta": {"tag": [{"display": SYNTHETIC}]},
                "identifier": [{"system": "urn:oid:1.2.246.21", "value": code}],
                "name": [{"family": family, "given": [given]}], "gender": gender, "birthDate": born,
            }
        ]  # fmt: skip

    def _add(self, kind: str, **fields: JsonValue) -> "_Client":
        number = 1 + sum(row["resourceType"] == kind for row in self.rows)
        who = "patient" if kind in {"AllergyIntolerance", "Immunization"} else "subject"
        self.rows.append(
            {
                "resourceType": kind,
                "id": f"{self.key}-{kind.lower()}-{number}",
                who: {"reference": f"Patient/{self.key}"},
                **fields,
            }
        )
        return self

    def takes(
        self, atc: str, name: str, amount: tuple[float | None, int], text: str, start: str, *, needed: bool = False
    ) -> "_Client":
        """A medicine in use; ``amount`` is mg at a time (``None``: not written) and times a day."""
        mg, times = amount
        dosage: Row = {"text": text, "asNeededBoolean": needed}
        if mg is not None:
            dosage["timing"] = {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}}
            dosage["doseAndRate"] = [{"doseQuantity": {"value": mg, "unit": "mg", "system": UCUM, "code": "mg"}}]
        return self._add(
            "MedicationStatement", status="active", effectivePeriod={"start": start}, dosage=[dosage],
            medicationCodeableConcept={"coding": [{"system": ATC, "code": atc, "display": name}], "text": name},
        )  # fmt: skip

    def has(self, code: str, name: str, since: str) -> "_Client":
        """A diagnosis."""
        return self._add(
            "Condition", code={"coding": [{"system": ICD10, "code": code, "display": name}], "text": name}, recordedDate=since,
            clinicalStatus={"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
        )  # fmt: skip

    def measured(self, loinc: str, name: str, value: float, unit: str, on: str) -> "_Client":
        """A result."""
        return self._add(
            "Observation", status="final", effectiveDateTime=on,
            code={"coding": [{"system": LOINC, "code": loinc, "display": name}], "text": name},
            valueQuantity={"value": value, "unit": unit, "system": UCUM, "code": unit},
        )  # fmt: skip

    def pressure(self, systolic: int, diastolic: int, on: str) -> "_Client":
        """A blood pressure."""
        parts: list[JsonValue] = [
            {
                "code": {"coding": [{"system": LOINC, "code": code}]},
                "valueQuantity": {"value": value, "unit": "mmHg", "system": UCUM, "code": "mm[Hg]"},
            }
            for code, value in (("8480-6", systolic), ("8462-4", diastolic))
        ]
        code: Row = {"coding": [{"system": LOINC, "code": "85354-9"}], "text": "RR"}
        return self._add("Observation", status="final", effectiveDateTime=on, code=code, component=parts)

    def fact(self, words: str, on: str) -> "_Client":
        """A fact recorded by a professional."""
        return self._add("Observation", status="final", effectiveDateTime=on, code={"text": words}, valueBoolean=True)

    def allergic(self, atc: str, name: str, high: bool) -> "_Client":
        """An allergy."""
        return self._add(
            "AllergyIntolerance", code={"coding": [{"system": ATC, "code": atc}], "text": name},
            clinicalStatus={"coding": [{"code": "active"}]}, criticality="high" if high else "low",
        )  # fmt: skip

    def vaccinated(self, atc: str, name: str, on: str) -> "_Client":
        """A vaccination given."""
        return self._add(
            "Immunization", status="completed", occurrenceDateTime=on,
            vaccineCode={"coding": [{"system": ATC, "code": atc, "display": name}]},
        )  # fmt: skip

    def case(self, title: Text, *expects: str) -> DemoCase:
        """The finished client."""
        bundle: JsonObject = {
            "resourceType": "Bundle", "type": "collection", "meta": {"tag": [{"display": SYNTHETIC}]},
            "entry": [{"resource": row} for row in self.rows],
        }  # fmt: skip
        return DemoCase(key=self.key, title=title, bundle=bundle, on=ON, expects=expects)


def _eila() -> DemoCase:
    client = _Client("eila", ("Eila", "Esimerkki"), "1942-03-14", "female", "140342-982Y")
    client.has("I48.2", "Pysyvä eteisvärinä", "2021-05-03").has("I50.9", "Sydämen vajaatoiminta", "2022-02-11")
    client.has("I10", "Verenpainetauti", "2005-09-01").has("W19", "Kaatuminen", "2026-08-14")
    client.takes("B01AF02", "Apiksabaani", (5, 2), "5 mg × 2", "2021-05-10")
    client.takes("M01AE01", "Ibuprofeeni", (400, 3), "400 mg × 3", "2026-09-02")
    client.takes("C09AA05", "Ramipriili", (5, 1), "5 mg × 1", "2019-03-01")
    client.takes("C03DA01", "Spironolaktoni", (25, 1), "25 mg × 1", "2022-03-01")
    client.takes("C03CA01", "Furosemidi", (40, 1), "40 mg × 1", "2022-02-15")
    client.takes("C07AB07", "Bisoprololi", (2.5, 1), "2,5 mg × 1", "2021-05-10")
    client.takes("N05CF01", "Tsopikloni", (7.5, 1), "7,5 mg illalla", "2026-04-21")
    client.takes("N02BE01", "Parasetamoli", (1000, 1), "1 g tarvittaessa", "2024-01-15", needed=True)
    client.measured("14682-9", "P-Krea", 121, "umol/L", "2026-10-06").measured(
        "98979-8", "eGFR", 38, "mL/min/{1.73_m2}", "2026-10-06"
    )
    client.measured("2823-3", "P-K", 4.9, "mmol/L", "2026-03-20").measured("718-7", "B-Hb", 108, "g/L", "2026-10-06")
    client.measured("29463-7", "Paino", 64, "kg", "2026-11-09").pressure(132, 70, "2026-11-09")
    client.allergic("J01C", "Penisilliini", high=True)
    return client.case(
        Text("84-vuotias, verenohennuslääke ja särkylääke", "84 år, blodförtunnande och värkmedicin", "84-year-old, anticoagulant and painkiller"),
        "STOPP-C10", "STOPP-E4", "STOPP-B13", "STOPP-K4",
    )  # fmt: skip


def _toivo() -> DemoCase:
    client = _Client("toivo", ("Toivo", "Malli"), "1948-06-02", "male", "020648-9512")
    client.has("I10", "Verenpainetauti", "2010-01-01").has("E11.9", "Tyypin 2 diabetes", "2014-01-01")
    client.takes("A10BA02", "Metformiini", (1000, 2), "1 g × 2", "2014-02-01")
    client.takes("C09CA01", "Losartaani", (50, 1), "50 mg × 1", "2012-02-01")
    client.takes("N05AN01", "Litium", (None, 1), "lääkärin ohjeen mukaan", "2001-02-01")
    return client.case(
        Text("78-vuotias, tulokset puuttuvat", "78 år, provsvar saknas", "78-year-old, results missing"), "missing"
    )


def _aino() -> DemoCase:
    client = _Client("aino", ("Aino", "Kuvitteellinen"), "1955-02-20", "female", "200255-9384")
    client.has("E03.9", "Kilpirauhasen vajaatoiminta", "2012-01-01").has("I10", "Verenpainetauti", "2015-01-01")
    client.takes("H03AA01", "Levotyroksiini", (0.1, 1), "100 mikrog aamulla", "2012-02-01")
    client.takes("C08CA01", "Amlodipiini", (5, 1), "5 mg × 1", "2015-02-01")
    client.measured("11579-0", "S-TSH", 2.1, "mU/L", "2026-09-15").measured(
        "14682-9", "P-Krea", 68, "umol/L", "2026-09-15"
    )
    client.measured("29463-7", "Paino", 71, "kg", "2026-09-15").pressure(128, 76, "2026-09-15")
    client.vaccinated("J07BB02", "Influenssarokote", "2026-10-20").vaccinated(
        "J07AL02", "Pneumokokkirokote", "2021-01-10"
    )
    client.vaccinated("J07BK03", "Vyöruusurokote", "2022-03-03").vaccinated("J07BN01", "Koronarokote", "2026-10-20")
    return client.case(Text("71-vuotias, kunnossa", "71 år, i sin ordning", "71-year-old, in order"), "low")


def _iida() -> DemoCase:
    client = _Client("iida", ("Iida", "Keksitty"), "1997-08-09", "female", "090897-965R")
    client.has("G40.3", "Yleistynyt epilepsia", "2012-01-01")
    client.takes("N03AG01", "Valproaatti", (500, 2), "500 mg × 2", "2019-05-01")
    client.takes("N03AX09", "Lamotrigiini", (100, 2), "100 mg × 2", "2025-11-01")
    client.measured("1743-4", "P-ALAT", 22, "U/L", "2026-06-01").measured(
        "777-3", "B-Trom", 245, "10*9/L", "2026-06-01"
    )
    return client.case(
        Text("29-vuotias nainen, valproaatti", "29-årig kvinna, valproat", "29-year-old woman on valproate"),
        "pregnancy-valproic acid",
    )


def _kalle() -> DemoCase:
    client = _Client("kalle", ("Kalle", "Tekaistu"), "1944-11-30", "male", "301144-9076")
    client.has("F00.1", "Alzheimerin tauti", "2022-01-01").has("G20", "Parkinsonin tauti", "2023-01-01")
    client.has("N40", "Eturauhasen liikakasvu", "2018-01-01")
    client.takes("N06DA02", "Donepetsiili", (10, 1), "10 mg × 1", "2022-03-01")
    client.takes("G04BD08", "Solifenasiini", (10, 1), "10 mg × 1", "2022-06-15")
    client.takes("A03FA01", "Metoklopramidi", (10, 3), "10 mg × 3", "2026-10-01")
    client.takes("N05AX08", "Risperidoni", (1, 1), "1 mg iltaisin", "2026-05-01")
    client.measured("8867-4", "Syke", 56, "/min", "2026-11-10").measured(
        "14682-9", "P-Krea", 88, "umol/L", "2026-09-01"
    )
    client.measured("29463-7", "Paino", 78, "kg", "2026-09-01").fact("asuu yksin", "2026-11-10")
    return client.case(
        Text("81-vuotias, muistisairaus ja Parkinsonin tauti", "81 år, demens och Parkinsons sjukdom", "81-year-old, dementia and Parkinson's"),
        "STOPP-D12", "STOPP-F1", "CAS03",
    )  # fmt: skip


def demos() -> tuple[DemoCase, ...]:
    """The synthetic clients, the most telling first."""
    return (_eila(), _toivo(), _aino(), _iida(), _kalle())
