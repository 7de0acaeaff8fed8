"""Conversion of the units that laboratory results, vital signs and doses come in. What is not known is refused.

A unit is (dimension, factor to the base unit of that dimension). A change between mass and amount of substance needs
the analyte, because it needs its molar mass. Spellings other than UCUM are accepted only where they are unambiguous.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Final

from luotsi.engines.clinical.messages import shortened
from luotsi.kit.text import Text

Unit = tuple[str, float]

DIMENSIONS: Final[Mapping[str, Mapping[str, float]]] = {
    # SI prefixes; pound: exact 0.45359237 kg, ounce 1/16 of it (international yard and pound agreement 1959)
    "mass, g": {
        "g": 1, "kg": 1e3, "mg": 1e-3, "ug": 1e-6, "mcg": 1e-6, "ng": 1e-9, "[lb_av]": 453.59237, "lb": 453.59237,
        "lbs": 453.59237, "[oz_av]": 28.349523125,
    },
    # inch: exact 2.54 cm (same agreement)
    "length, m": {"m": 1, "cm": 1e-2, "mm": 1e-3, "[in_i]": 0.0254, "in": 0.0254, "[ft_i]": 0.3048},
    "volume, L": {"L": 1, "dL": 0.1, "cL": 0.01, "mL": 1e-3, "uL": 1e-6},
    "time, s": {"s": 1, "ms": 1e-3, "min": 60, "h": 3600, "d": 86400},
    # 1 kPa = 7.50062 mmHg (BIPM SI brochure, conventional millimetre of mercury)
    "pressure, mmHg": {"mm[Hg]": 1, "mmHg": 1, "kPa": 7.50062},
    "rate, 1/min": {"/min": 1, "1/min": 1, "{beats}/min": 1, "beats/min": 1, "bpm": 1, "min-1": 1, "/s": 60, "Hz": 60},
    "mass concentration, g/L": {
        "g/L": 1, "g/dL": 10, "mg/dL": 1e-2, "mg/L": 1e-3, "ug/L": 1e-6, "ug/dL": 1e-5, "ug/mL": 1e-3, "mcg/L": 1e-6,
        "mcg/mL": 1e-3, "ng/mL": 1e-6, "ng/L": 1e-9, "ng/dL": 1e-8, "pg/mL": 1e-9, "mg/mL": 1, "g/mL": 1e3,
    },
    "substance concentration, mol/L": {
        "mol/L": 1, "mmol/L": 1e-3, "umol/L": 1e-6, "nmol/L": 1e-9, "pmol/L": 1e-12, "nmol/mL": 1e-6, "mM": 1e-3,
    },
    "charge concentration, eq/L": {"eq/L": 1, "meq/L": 1e-3, "mEq/L": 1e-3},
    # 1 kat = 6e7 U (IUBMB: 1 U is 1 µmol/min)
    "catalytic concentration, U/L": {"U/L": 1, "[U]/L": 1, "IU/L": 1, "[IU]/L": 1, "ukat/L": 60, "nkat/L": 0.06},
    "hormone activity, mU/L": {
        "mU/L": 1, "m[IU]/L": 1, "mIU/L": 1, "uU/mL": 1, "u[IU]/mL": 1, "uIU/mL": 1, "m[U]/L": 1,
    },
    "number concentration, 10*9/L": {
        "10*9/L": 1, "10^9/L": 1, "E9/L": 1, "x10E9/L": 1, "10E9/L": 1, "x10^9/L": 1, "G/L": 1, "10*3/uL": 1,
        "10^3/uL": 1, "K/uL": 1, "/nL": 1, "10*6/L": 1e-3, "10*12/L": 1e3,
    },
    "clearance, mL/min": {"mL/min": 1, "L/min": 1e3, "mL/s": 60},
    "indexed clearance, mL/min/1.73 m2": {
        "mL/min/{1.73_m2}": 1, "mL/min/1.73m2": 1, "mL/min/1.73_m2": 1, "mL/min/{1.73m2}": 1, "mL/min/1.73": 1,
        "mL/min/{1.73}m2": 1, "mL/min/(1.73m2)": 1, "mL/min/1.73/m2": 1, "mL/s/{1.73_m2}": 60,
    },
    "body mass index, kg/m2": {"kg/m2": 1, "kg/m^2": 1},
    "albumin per creatinine, mg/mmol": {"mg/mmol": 1, "g/mol": 1, "mg/mmol{creat}": 1},
    "albumin per creatinine, mg/g": {"mg/g": 1, "mg/g{creat}": 1, "ug/mg": 1},
    "HbA1c IFCC, mmol/mol": {"mmol/mol": 1, "mmol/mol{Hb}": 1},
    "ratio, 1": {"1": 1, "{INR}": 1, "INR": 1, "{ratio}": 1},
    "percent, %": {"%": 1, "%{HemoglobinA1C}": 1, "%{Hb}": 1},
    "activity, IU": {"[IU]": 1, "IU": 1, "k[IU]": 1e3, "m[IU]": 1e-3},
    "amount of substance, mol": {"mol": 1, "mmol": 1e-3, "umol": 1e-6, "nmol": 1e-9, "pmol": 1e-12},
    "temperature, Cel": {"Cel": 1, "°C": 1},
    "temperature, [degF]": {"[degF]": 1, "°F": 1},
    "temperature, K": {"K": 1},
}  # fmt: skip

UNITS: Final[Mapping[str, Unit]] = {
    unit: (dimension, factor) for dimension, units in DIMENSIONS.items() for unit, factor in units.items()
}

MOLAR_MASS_G_PER_MOL: Final[Mapping[str, float]] = {
    "b12": 1355.37,  # cyanocobalamin, PubChem CID 5311498
    "calcium": 40.078,  # IUPAC standard atomic weight
    "calcium_ion": 40.078,
    "carbamazepine": 236.27,  # PubChem CID 2554
    "cholesterol": 386.65,  # PubChem CID 5997
    "digoxin": 780.94,  # PubChem CID 2724385
    "ft4": 776.87,  # levothyroxine, PubChem CID 5819
    "glucose": 180.156,  # PubChem CID 5793
    "ldl": 386.65,
    "lithium": 6.94,  # IUPAC standard atomic weight
    "magnesium": 24.305,
    "phenytoin": 252.27,  # PubChem CID 1775
    "potassium": 39.098,
    "sodium": 22.990,
    "triglycerides": 885.4,  # triolein, by convention
    "valproate": 144.21,  # valproic acid, PubChem CID 3121
    "vitd25": 400.6,  # 25-hydroxyvitamin D3, PubChem CID 5283731
}
"""Grams in a mole. The figures are recalled from the source named on each row (draft, unreviewed)."""

VALENCE: Final[Mapping[str, int]] = {
    "potassium": 1, "sodium": 1, "lithium": 1, "calcium": 2, "calcium_ion": 2, "magnesium": 2,
}  # fmt: skip
"""Charges of an ion: 1 mmol/L of a doubly charged ion is 2 mEq/L (definition of the equivalent)."""

CREATININE_MG_DL_IN_UMOL_L: Final = 88.42
"""1 mg/dL of creatinine in µmol/L, as the CKD-EPI calculators use it (National Kidney Foundation: 88.4)."""
ALBUMIN_MG_G_IN_MG_MMOL: Final = 8.842
"""1 mg/mmol in mg/g of urinary albumin per creatinine; follows from the creatinine factor (KDIGO 2024 rounds to 8.84)."""
NGSP_SLOPE: Final = 0.09148
NGSP_INTERCEPT: Final = 2.152
"""IFCC-NGSP master equation, NGSP % = 0.09148 x IFCC mmol/mol + 2.152: Hoelzel W et al., Clin Chem 2004;50:166-174."""
KELVIN: Final = 273.15


class Refusal(StrEnum):
    """Why a value was not converted."""

    NO_UNIT = "no-unit"
    UNKNOWN_UNIT = "unknown-unit"
    WRONG_DIMENSION = "wrong-dimension"
    NOT_A_NUMBER = "not-a-number"


@dataclass(frozen=True, slots=True)
class UnitRefusal:
    """A value that was not converted, and why. It is an answer, not an error: the tool then abstains."""

    reason: Refusal
    text: Text


NO_UNIT: Final = Text("Yksikkö puuttuu.", "Enheten saknas.", "The unit is missing.")
UNKNOWN: Final = Text("Yksikköä ”{unit}” ei tunneta.", "Enheten ”{unit}” är okänd.", 'The unit "{unit}" is not known.')
WRONG: Final = Text(
    "Yksikköä ”{unit}” ei voi muuntaa yksiköksi {to}.",
    "Enheten ”{unit}” kan inte omvandlas till {to}.",
    'The unit "{unit}" cannot be converted to {to}.',
)
NOT_A_NUMBER: Final = Text("Arvo ei ole luku.", "Värdet är inte ett tal.", "The value is not a number.")


def known_unit(text: str) -> str | None:
    """The spelling of our table for a unit as sent, or ``None``.

    Micro signs, raised figures, a decimal comma and blanks are forgiven, and litres and hertz in lower case
    (``mmol/l``). Capitals are never folded: MU/L is not mU/L.

    >>> known_unit("µmol/l"), known_unit("ml/min/1,73 m²")
    ('umol/L', 'mL/min/1.73m2')
    """
    plain = text.strip()
    if plain in UNITS:
        return plain
    for found, replacement in SPELLINGS:
        plain = plain.replace(found, replacement)
    if plain in UNITS:
        return plain
    return LOWER.get(plain)


SPELLINGS: Final = (
    ("µ", "u"), ("μ", "u"), ("²", "2"), ("⁹", "^9"), ("³", "^3"), ("⁻¹", "-1"), ("1,73", "1.73"), (" ", ""),
    ("\u00a0", ""), ("\u202f", ""), ("lbs", "lb"),
)  # fmt: skip

LOWER: Final[Mapping[str, str]] = {
    unit.replace("L", "l"): unit for unit in UNITS if "L" in unit and unit.replace("L", "l") not in UNITS
} | {"u/l": "U/L", "iu/l": "IU/L", "mu/l": "mU/L", "miu/l": "mIU/L", "mmhg": "mmHg", "e9/l": "E9/L", "g/l": "g/L"}


def convert(value: float, unit: str, to: str, analyte: str = "") -> float | UnitRefusal:
    """``value`` of ``unit`` in the unit ``to``; a refusal when a unit is unknown or of another dimension.

    >>> round(convert(1.0, "mg/dL", "umol/L", "creatinine"), 2)
    88.42
    >>> round(convert(48, "mmol/mol", "%", "hba1c"), 1)
    6.5
    """
    source, target = known_unit(unit), known_unit(to)
    refusal = _refusal(value, unit, source) or _refusal(value, to, target)
    if refusal is not None or source is None or target is None or source == target:
        return float(value) if refusal is None else refusal
    (kind, factor), (wanted, divisor) = UNITS[source], UNITS[target]
    base = value * factor if kind == wanted else _across(value * factor, kind, wanted, analyte)
    if base is None:
        return UnitRefusal(Refusal.WRONG_DIMENSION, WRONG.format(unit=shortened(unit, 30), to=to))
    return base / divisor


def _refusal(value: float, written: str, known: str | None) -> UnitRefusal | None:
    if not isfinite(value):
        return UnitRefusal(Refusal.NOT_A_NUMBER, NOT_A_NUMBER)
    if not written.strip():
        return UnitRefusal(Refusal.NO_UNIT, NO_UNIT)
    return None if known else UnitRefusal(Refusal.UNKNOWN_UNIT, UNKNOWN.format(unit=shortened(written, 30)))


MASS: Final = "mass concentration, g/L"
SUBSTANCE: Final = "substance concentration, mol/L"
CHARGE: Final = "charge concentration, eq/L"
PERCENT: Final = "percent, %"
IFCC: Final = "HbA1c IFCC, mmol/mol"
PER_GRAM: Final = "albumin per creatinine, mg/g"
PER_MILLIMOLE: Final = "albumin per creatinine, mg/mmol"
CELSIUS: Final = "temperature, Cel"
FAHRENHEIT: Final = "temperature, [degF]"
ABSOLUTE: Final = "temperature, K"


def _across(value: float, kind: str, wanted: str, analyte: str) -> float | None:
    """From the base unit of one dimension to that of another, where the analyte or the scale allows it."""
    pair = (kind, wanted)
    if analyte == "hba1c" and pair in {(PERCENT, IFCC), (IFCC, PERCENT)}:
        return (value - NGSP_INTERCEPT) / NGSP_SLOPE if kind == PERCENT else value * NGSP_SLOPE + NGSP_INTERCEPT
    if pair in {(PER_GRAM, PER_MILLIMOLE), (PER_MILLIMOLE, PER_GRAM)}:
        return value / ALBUMIN_MG_G_IN_MG_MMOL if kind == PER_GRAM else value * ALBUMIN_MG_G_IN_MG_MMOL
    if kind.startswith("temperature") and wanted.startswith("temperature"):
        return _temperature(value, kind, wanted)
    molar = _grams_per_mole(analyte)
    if molar is not None and pair in {(MASS, SUBSTANCE), (SUBSTANCE, MASS)}:
        return value / molar if kind == MASS else value * molar
    charges = VALENCE.get(analyte)
    if charges is not None and pair in {(CHARGE, SUBSTANCE), (SUBSTANCE, CHARGE)}:
        return value / charges if kind == CHARGE else value * charges
    return None


def _grams_per_mole(analyte: str) -> float | None:
    if analyte == "creatinine":
        return 1e4 / CREATININE_MG_DL_IN_UMOL_L  # the customary factor, kept exact both ways
    return MOLAR_MASS_G_PER_MOL.get(analyte)


def _temperature(value: float, kind: str, wanted: str) -> float:
    celsius = {CELSIUS: value, FAHRENHEIT: (value - 32) / 1.8, ABSOLUTE: value - KELVIN}[kind]
    return {CELSIUS: celsius, FAHRENHEIT: celsius * 1.8 + 32, ABSOLUTE: celsius + KELVIN}[wanted]
