import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import Refusal, UnitRefusal, convert, known_unit
from luotsi.engines.clinical.units import DIMENSIONS, MOLAR_MASS_G_PER_MOL, VALENCE

PAIRS = [
    (1, "mg/dL", "umol/L", "creatinine", 88.42),
    (5, "mmol/L", "mEq/L", "potassium", 5),
    (2.5, "mmol/L", "meq/L", "calcium", 5),
    (100, "mg/dL", "mmol/L", "glucose", 5.551),
    (13.5, "g/dL", "g/L", "hb", 135),
    (48, "mmol/mol", "%", "hba1c", 6.543),
    (7.0, "%", "mmol/mol", "hba1c", 53.0),
    (10, "mg/dL", "mmol/L", "calcium", 2.495),
    (1, "ug/L", "nmol/L", "digoxin", 1.2805),
    (70, "kg", "[lb_av]", "weight", 154.32),
    (1.75, "m", "cm", "height", 175),
    (70, "[in_i]", "cm", "height", 177.8),
    (500, "ug", "mg", "", 0.5),
    (98.6, "[degF]", "Cel", "temperature", 37),
    (30, "mg/g", "mg/mmol", "uacr", 3.393),
    (1, "ukat/L", "U/L", "alt", 60),
    (16, "kPa", "mm[Hg]", "sbp", 120.01),
    (0.45, "s", "ms", "qtc", 450),
    (250, "10*3/uL", "10*9/L", "platelets", 250),
]


@pytest.mark.parametrize(("value", "unit", "to", "analyte", "expected"), PAIRS)
def test_conversions_agree_with_the_textbook_and_turn_back(value, unit, to, analyte, expected):
    found = convert(value, unit, to, analyte)
    assert found == pytest.approx(expected, rel=1e-3)
    assert convert(found, to, unit, analyte) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("µmol/l", "umol/L"), ("μmol/L", "umol/L"), ("mmol/l", "mmol/L"), ("ml/min/1,73 m²", "mL/min/1.73m2"),
        (" mmHg ", "mmHg"), ("mmhg", "mmHg"), ("E9/l", "E9/L"), ("10^9/L", "10^9/L"), ("kg/m²", "kg/m2"),
    ],
)  # fmt: skip
def test_common_spellings_are_known(text, unit):
    assert known_unit(text) == unit


@pytest.mark.parametrize("text", ["MMOL/L", "MU/L", "Mg", "banana", "", "mmol", "KG"])
def test_capitals_are_never_folded_and_nonsense_is_refused(text):
    assert known_unit(text) in {None, "mmol"}


@pytest.mark.parametrize(
    ("value", "unit", "analyte", "reason"),
    [
        (80, "", "creatinine", Refusal.NO_UNIT),
        (80, "banana", "creatinine", Refusal.UNKNOWN_UNIT),
        (80, "kg", "creatinine", Refusal.WRONG_DIMENSION),
        (80, "mg/dL", "hb", Refusal.WRONG_DIMENSION),
        (80, "U/L", "creatinine", Refusal.WRONG_DIMENSION),
        (7, "%", "creatinine", Refusal.WRONG_DIMENSION),
        (float("nan"), "umol/L", "creatinine", Refusal.NOT_A_NUMBER),
    ],
)
def test_what_cannot_be_converted_is_refused_with_its_reason(value, unit, analyte, reason):
    found = convert(value, unit, "umol/L", analyte)
    assert isinstance(found, UnitRefusal)
    assert found.reason is reason
    assert found.text.fi


UNITS = st.sampled_from([unit for units in DIMENSIONS.values() for unit in units])
NAMES = st.sampled_from(["", "hba1c", "uacr", "creatinine", *MOLAR_MASS_G_PER_MOL, *VALENCE])


@given(st.floats(-1e6, 1e6), UNITS, UNITS, NAMES)
def test_every_conversion_has_an_inverse(value, unit, to, analyte):
    there = convert(value, unit, to, analyte)
    back = convert(1.0, to, unit, analyte) if isinstance(there, UnitRefusal) else convert(there, to, unit, analyte)
    if isinstance(there, UnitRefusal):
        assert isinstance(back, UnitRefusal)
    else:
        assert back == pytest.approx(value, rel=1e-9, abs=1e-6 * max(1.0, abs(convert(1.0, to, unit, analyte) or 1)))


def test_no_unit_stands_in_two_dimensions():
    every = [unit for units in DIMENSIONS.values() for unit in units]
    assert len(every) == len(set(every))
