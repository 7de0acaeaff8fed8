"""Clinical formulas: kidney function, body size, age. Each names its unit and its source.

All raise ``ValueError`` for figures outside the formula's domain: the caller abstains, it never guesses.
"""

from datetime import date
from math import sqrt
from typing import Final

from luotsi.engines.clinical.datatypes import PartialDate
from luotsi.engines.clinical.resources import Sex

CREATININE_UMOL_PER_MG_DL: Final = 88.42
"""µmol/L in 1 mg/dL of creatinine: molar mass 113.12 g/mol, rounded as in KDIGO 2012 and 2024 (88.4)."""

ADULT_YEARS: Final = 18
"""CKD-EPI 2021 and Cockcroft-Gault were developed on adults (Inker 2021; Cockcroft 1976)."""

STANDARD_BSA_M2: Final = 1.73
"""The body surface that eGFR is indexed to, m² (KDIGO 2024)."""


def _positive(**figures: float) -> None:
    for name, figure in figures.items():
        if not 0 < figure < float("inf"):
            message = f"{name} must be above zero, not {figure}"
            raise ValueError(message)


def _adult(age_years: float) -> None:
    if not ADULT_YEARS <= age_years < COCKCROFT_AGE:
        message = f"the formula is for adults of 18 to 139 years, not {age_years}"
        raise ValueError(message)


def _female(sex: Sex) -> bool:
    if sex not in {Sex.FEMALE, Sex.MALE}:
        message = f"the formula needs female or male, not {sex}"
        raise ValueError(message)
    return sex is Sex.FEMALE


def egfr_ckd_epi_2021(creatinine_umol_l: float, age_years: float, sex: Sex) -> float:
    """Estimated glomerular filtration rate, mL/min/1.73 m², CKD-EPI 2021 creatinine equation without race.

    142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.200 x 0.9938^age x 1.012 [female], Scr in mg/dL; k 0.7 and a -0.241 for
    women, k 0.9 and a -0.302 for men. Source: Inker LA et al., N Engl J Med 2021;385:1737-1749.

    >>> round(egfr_ckd_epi_2021(80, 48, Sex.FEMALE), 1)
    78.4
    """
    _positive(creatinine_umol_l=creatinine_umol_l)
    _adult(age_years)
    female = _female(sex)
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = creatinine_umol_l / CREATININE_UMOL_PER_MG_DL / kappa
    value = 142 * min(ratio, 1.0) ** alpha * max(ratio, 1.0) ** -1.200 * 0.9938**age_years
    return float(value * 1.012 if female else value)


COCKCROFT_AGE: Final = 140
"""The constant of Cockcroft and Gault 1976: creatinine production falls to nothing at 140 years."""


def creatinine_clearance_cockcroft_gault(
    creatinine_umol_l: float, age_years: float, weight_kg: float, sex: Sex
) -> float:
    """Creatinine clearance, mL/min (not indexed to body surface), actual weight.

    (140 - age) x weight x 1.23 [men] or 1.04 [women] / creatinine in µmol/L. Source: Cockcroft DW, Gault MH, Nephron
    1976;16:31-41, in SI units.

    >>> round(creatinine_clearance_cockcroft_gault(80, 48, 120, Sex.FEMALE), 1)
    143.5
    """
    _positive(creatinine_umol_l=creatinine_umol_l, weight_kg=weight_kg)
    _adult(age_years)
    factor = 1.04 if _female(sex) else 1.23
    return (COCKCROFT_AGE - age_years) * weight_kg * factor / creatinine_umol_l


def bsa_mosteller(weight_kg: float, height_cm: float) -> float:
    """Body surface area, m²: sqrt(cm x kg / 3600). Source: Mosteller RD, N Engl J Med 1987;317:1098.

    >>> round(bsa_mosteller(120, 190), 2)
    2.52
    """
    _positive(weight_kg=weight_kg, height_cm=height_cm)
    return sqrt(weight_kg * height_cm / 3600)


def egfr_deindexed(egfr_ml_min_173: float, bsa_m2: float) -> float:
    """Absolute filtration rate, mL/min: eGFR x BSA / 1.73. For drug dosing in very small or large people.

    Source: KDIGO 2024 CKD guideline, chapter 4 (drug dosing at extremes of body size).

    >>> egfr = egfr_ckd_epi_2021(80, 48, Sex.FEMALE)
    >>> round(egfr_deindexed(egfr, bsa_mosteller(120, 190)), 1)
    114.0
    """
    _positive(egfr_ml_min_173=egfr_ml_min_173, bsa_m2=bsa_m2)
    return egfr_ml_min_173 * bsa_m2 / STANDARD_BSA_M2


def body_mass_index(weight_kg: float, height_cm: float) -> float:
    """Body mass index, kg/m²: weight / height². Source: WHO Technical Report Series 894 (2000).

    >>> round(body_mass_index(120, 190), 1)
    33.2
    """
    _positive(weight_kg=weight_kg, height_cm=height_cm)
    return weight_kg / (height_cm / 100) ** 2


CM_IN_INCH: Final = 2.54
"""Exact, international yard and pound agreement 1959."""

DEVINE_BASE_CM: Final = 60 * CM_IN_INCH


def ideal_body_weight_devine(height_cm: float, sex: Sex) -> float:
    """Ideal body weight, kg: 50 (men) or 45.5 (women) + 2.3 for each inch over 60 inches.

    Source: Devine BJ, Drug Intell Clin Pharm 1974;8:650-655. Below 60 inches (152.4 cm) the formula is not defined.

    >>> round(ideal_body_weight_devine(180, Sex.MALE), 1)
    75.0
    """
    _positive(height_cm=height_cm)
    if height_cm < DEVINE_BASE_CM:
        message = f"the formula starts at 152.4 cm, not {height_cm}"
        raise ValueError(message)
    return (45.5 if _female(sex) else 50.0) + 2.3 * (height_cm - DEVINE_BASE_CM) / CM_IN_INCH


def age_years(born: date, on: date) -> int:
    """Age in whole years on a day; a person born on 29 February has the birthday on 1 March of other years.

    >>> age_years(date(1941, 5, 3), date(2024, 5, 2))
    82
    """
    if on < born:
        message = f"{on} is before the birth on {born}"
        raise ValueError(message)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_range(born: PartialDate, on: date) -> tuple[int, int]:
    """The least and the greatest age on a day, in whole years, when the birth date may be known only in part.

    >>> age_range(PartialDate.parse("1941"), date(2024, 5, 2))
    (82, 83)
    """
    if on < born.earliest:
        message = f"{on} is before the birth in {born}"
        raise ValueError(message)
    return age_years(min(born.latest, on), on), age_years(born.earliest, on)
