"""Which laboratory results and vital signs we know by name: their codes, unit, and the limits of what is believable.

LOINC codes and Finnish short names are **unverified, from memory**: confirm against LOINC and the Kuntaliitto
laboratory nomenclature before clinical use. The believable limits are our own and deliberately wide (draft,
unreviewed): they catch a wrong unit or a slipped decimal, never an abnormal result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from luotsi.kit.text import Text

UNVERIFIED: Final = "unverified, from memory"
"""The status of every code row below."""


@dataclass(frozen=True, slots=True)
class Analyte:
    """A named measurement. ``unit`` is the unit results are given in; ``low`` to ``high`` is believable, in that unit.

    ``finnish`` are short names of the Kuntaliitto nomenclature, upper case without blanks (``P-KREA``).
    """

    name: str
    title: Text
    unit: str
    low: float
    high: float
    loinc: tuple[str, ...]
    finnish: tuple[str, ...] = ()
    status: str = UNVERIFIED


def _row(name: str, title: str, unit: str, limits: tuple[float, float], *codes: str) -> Analyte:
    fi, sv, en = title.split(" | ")
    loinc, finnish = (*codes, "")[:2]
    return Analyte(name, Text(fi, sv, en), unit, *limits, tuple(loinc.split()), tuple(finnish.upper().split()))


ROWS: Final = (
    _row("alt", "ALAT | ALAT | ALT", "U/L", (1, 20000), "1743-4 1742-6", "P-ALAT S-ALAT"),
    _row("b12", "B12-vitamiini | vitamin B12 | vitamin B12", "pmol/L", (10, 5000), "14685-2 2132-9", "P-B12-Vit S-B12-Vit"),
    _row("bmi", "painoindeksi | kroppsmasseindex | body mass index", "kg/m2", (7, 120), "39156-5"),
    _row("calcium", "kalsium | kalcium | calcium", "mmol/L", (0.5, 6), "2000-8 17861-6", "P-Ca S-Ca"),
    _row("calcium_ion", "ionisoitu kalsium | joniserat kalcium | ionised calcium", "mmol/L", (0.3, 4), "1994-3 1995-0", "P-Ca-Ion S-Ca-Ion B-Ca-Ion"),
    _row("carbamazepine", "karbamatsepiini | karbamazepin | carbamazepine", "umol/L", (0.1, 300), "14639-9 3432-2", "S-Karba P-Karba"),
    _row("ck", "kreatiinikinaasi | kreatinkinas | creatine kinase", "U/L", (1, 1000000), "2157-6", "P-CK S-CK"),
    _row("creatinine", "kreatiniini | kreatinin | creatinine", "umol/L", (10, 3000), "14682-9 2160-0 38483-4", "P-Krea S-Krea fP-Krea"),
    _row("crp", "CRP | CRP | C-reactive protein", "mg/L", (0, 1000), "1988-5", "P-CRP S-CRP"),
    _row("dbp", "diastolinen verenpaine | diastoliskt blodtryck | diastolic blood pressure", "mm[Hg]", (15, 200), "8462-4"),
    _row("digoxin", "digoksiini | digoxin | digoxin", "nmol/L", (0.05, 20), "14698-5 10535-9", "S-Digoks P-Digoks"),
    _row("egfr", "eGFR | eGFR | eGFR", "mL/min/{1.73_m2}", (1, 250), "98979-8 62238-1 33914-3 88294-4", "Pt-GFReEPI Pt-GFRe"),
    _row("ferritin", "ferritiini | ferritin | ferritin", "ug/L", (0.5, 200000), "2276-4", "P-Ferrit S-Ferrit"),
    _row("ft4", "vapaa tyroksiini | fritt tyroxin | free thyroxine", "pmol/L", (0.5, 150), "14920-3 3024-7", "P-T4-V S-T4-V"),
    _row("glucose", "glukoosi | glukos | glucose", "mmol/L", (0.3, 100), "14749-6 15074-8 2345-7 2339-0", "P-Gluk B-Gluk"),
    _row("hb", "hemoglobiini | hemoglobin | haemoglobin", "g/L", (15, 280), "718-7", "B-Hb"),
    _row("hba1c", "HbA1c | HbA1c | HbA1c", "mmol/mol", (10, 250), "59261-8 4548-4", "B-HbA1c"),
    _row("height", "pituus | längd | height", "cm", (30, 260), "8302-2 3137-7"),
    _row("inr", "INR | INR | INR", "1", (0.5, 30), "34714-6 6301-6", "P-INR"),
    _row("leukocytes", "leukosyytit | leukocyter | leukocytes", "10*9/L", (0, 1000), "6690-2 26464-8", "B-Leuk"),
    _row("lithium", "litium | litium | lithium", "mmol/L", (0.02, 10), "14334-7 3719-2", "S-Li P-Li"),
    _row("magnesium", "magnesium | magnesium | magnesium", "mmol/L", (0.1, 8), "2601-3 19123-9", "P-Mg S-Mg"),
    _row("neutrophils", "neutrofiilit | neutrofiler | neutrophils", "10*9/L", (0, 500), "751-8 26499-4", "B-Neut"),
    _row("phenytoin", "fenytoiini | fenytoin | phenytoin", "umol/L", (0.5, 500), "14877-5 3968-5", "S-Feny P-Feny"),
    _row("platelets", "trombosyytit | trombocyter | platelets", "10*9/L", (0, 5000), "777-3 26515-7", "B-Trom"),
    _row("potassium", "kalium | kalium | potassium", "mmol/L", (1, 12), "2823-3 6298-4", "P-K S-K"),
    _row("pulse", "syke | puls | pulse", "/min", (15, 350), "8867-4"),
    _row("qtc", "QTc-aika | QTc-tid | QTc interval", "ms", (200, 900), "8636-3"),
    _row("sbp", "systolinen verenpaine | systoliskt blodtryck | systolic blood pressure", "mm[Hg]", (30, 320), "8480-6"),
    _row("sodium", "natrium | natrium | sodium", "mmol/L", (80, 220), "2951-2 2947-0", "P-Na S-Na"),
    _row("temperature", "lämpö | temperatur | body temperature", "Cel", (20, 46), "8310-5"),
    _row("tsh", "TSH | TSH | TSH", "mU/L", (0, 1000), "11579-0 3016-3", "P-TSH S-TSH"),
    _row("uacr", "virtsan albumiini/kreatiniini | U-albumin/kreatinin | urine albumin/creatinine", "mg/mmol", (0, 5000), "30000-4 9318-7 14959-1", "U-AlbKre"),
    _row("valproate", "valproaatti | valproat | valproate", "umol/L", (1, 10000), "14946-8 4086-5", "S-Valpr P-Valpr"),
    _row("vitd25", "D-vitamiini (25-OH) | vitamin D (25-OH) | vitamin D (25-OH)", "nmol/L", (2, 1500), "14635-7 1989-3", "P-D-25 S-D-25"),
    _row("waist", "vyötärönympärys | midjemått | waist circumference", "cm", (30, 300), "8280-0"),
    _row("weight", "paino | vikt | weight", "kg", (0.3, 500), "29463-7 3141-9"),
)  # fmt: skip

ANALYTES: Final[Mapping[str, Analyte]] = {row.name: row for row in ROWS}
"""Every known measurement by its name."""

BY_LOINC: Final[Mapping[str, str]] = {code: row.name for row in ROWS for code in row.loinc}
BY_FINNISH: Final[Mapping[str, str]] = {name: row.name for row in ROWS for name in row.finnish}

BLOOD_PRESSURE: Final = frozenset({"85354-9", "55284-4"})
"""LOINC panels whose components are the systolic (8480-6) and diastolic (8462-4) pressure."""
