import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.clinical import (
    PartialDate,
    Sex,
    age_range,
    age_years,
    body_mass_index,
    bsa_mosteller,
    creatinine_clearance_cockcroft_gault,
    egfr_ckd_epi_2021,
    egfr_deindexed,
    ideal_body_weight_devine,
)
from tests.shared import SHARED

ORACLE = SHARED / "data/medication/dev_formulas.jsonl"
SEXES = st.sampled_from([Sex.FEMALE, Sex.MALE])
AGES = st.integers(18, 110)
CREATININE = st.floats(10, 2000)


@pytest.mark.skipif(not ORACLE.exists(), reason="the reference cases are not on this machine")
def test_reference_cases_agree_to_the_last_decimal():
    for line in ORACLE.read_text().splitlines():
        case = json.loads(line)
        sex = Sex.FEMALE if case["sex"] == "F" else Sex.MALE
        weight, height, creatinine = case["weight_kg"], case["height_cm"], case["creatinine_umol_l"]
        egfr, bsa = egfr_ckd_epi_2021(creatinine, case["age"], sex), bsa_mosteller(weight, height)
        assert round(egfr, 1) == case["egfr_ckdepi2021"]
        assert (
            round(creatinine_clearance_cockcroft_gault(creatinine, case["age"], weight, sex), 1)
            == case["crcl_cg_actual_weight"]
        )
        assert round(bsa, 2) == case["bsa_mosteller"]
        assert round(egfr_deindexed(egfr, bsa), 1) == case["egfr_deindexed_ml_min"]
        assert round(body_mass_index(weight, height), 1) == case["bmi"]


@pytest.mark.parametrize(("sex", "at_kappa"), [(Sex.FEMALE, 142 * 0.9938**50 * 1.012), (Sex.MALE, 142 * 0.9938**50)])
def test_egfr_at_kappa_is_the_constant_of_the_equation(sex, at_kappa):
    kappa = 88.42 * (0.7 if sex is Sex.FEMALE else 0.9)
    assert egfr_ckd_epi_2021(kappa, 50, sex) == pytest.approx(at_kappa)
    below, above = (egfr_ckd_epi_2021(kappa * (1 + step), 50, sex) for step in (-1e-9, 1e-9))
    assert below == pytest.approx(above, rel=1e-7)


@given(CREATININE, AGES, SEXES, st.floats(1.001, 3))
def test_egfr_falls_with_creatinine_and_age(creatinine, age, sex, more):
    value = egfr_ckd_epi_2021(creatinine, age, sex)
    assert value > 0
    assert egfr_ckd_epi_2021(creatinine * more, age, sex) < value
    assert egfr_ckd_epi_2021(creatinine, age + 1, sex) < value


@given(CREATININE, AGES, SEXES, st.floats(30, 200))
def test_clearance_falls_with_age_and_rises_with_weight(creatinine, age, sex, weight):
    value = creatinine_clearance_cockcroft_gault(creatinine, age, weight, sex)
    assert value > 0
    assert creatinine_clearance_cockcroft_gault(creatinine, age + 1, weight, sex) < value
    assert creatinine_clearance_cockcroft_gault(creatinine, age, weight * 1.1, sex) > value


@given(st.floats(1, 200))
def test_deindexing_at_the_standard_surface_changes_nothing(egfr):
    assert egfr_deindexed(egfr, 1.73) == pytest.approx(egfr)


@pytest.mark.parametrize("creatinine", [0, -1, float("nan"), float("inf")])
def test_impossible_figures_are_refused(creatinine):
    with pytest.raises(ValueError, match="above zero"):
        egfr_ckd_epi_2021(creatinine, 50, Sex.MALE)


def test_children_and_an_unstated_sex_are_refused():
    with pytest.raises(ValueError, match="adults"):
        egfr_ckd_epi_2021(80, 17, Sex.MALE)
    with pytest.raises(ValueError, match="female or male"):
        creatinine_clearance_cockcroft_gault(80, 50, 70, Sex.UNKNOWN)
    with pytest.raises(ValueError, match=r"152\.4"):
        ideal_body_weight_devine(150, Sex.FEMALE)


def test_a_birthday_on_leap_day():
    born = date(2000, 2, 29)
    assert (age_years(born, date(2023, 2, 28)), age_years(born, date(2023, 3, 1))) == (22, 23)


@given(st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.dates(date(2000, 1, 2), date(2100, 1, 1)))
def test_a_partial_birth_date_gives_a_range_around_the_age(born, on):
    exact = age_years(born, on)
    for text in (born.isoformat(), born.isoformat()[:7], born.isoformat()[:4]):
        low, high = age_range(PartialDate.parse(text), on)
        assert low <= exact <= high <= low + 1


def test_a_day_before_birth_is_refused():
    with pytest.raises(ValueError, match="before the birth"):
        age_years(date(2000, 1, 1), date(1999, 1, 1))
    with pytest.raises(ValueError, match="before the birth"):
        age_range(PartialDate.parse("2000"), date(1999, 1, 1))
