"""The checks: each a function of the client's state that writes findings and needs into a notebook."""

from luotsi.tools.medication.engine.checks.courses import check_cascades, check_durations, check_monitoring
from luotsi.tools.medication.engine.checks.criteria import check_criteria
from luotsi.tools.medication.engine.checks.doses import check_doses
from luotsi.tools.medication.engine.checks.duplicates import check_duplicates
from luotsi.tools.medication.engine.checks.effects import check_effects
from luotsi.tools.medication.engine.checks.interactions import check_interactions
from luotsi.tools.medication.engine.checks.persons import (
    check_allergies,
    check_handling,
    check_listed,
    check_pregnancy,
)
from luotsi.tools.medication.engine.checks.renal import check_apixaban, check_renal

CHECKS = (
    check_interactions, check_effects, check_criteria, check_duplicates, check_renal, check_apixaban, check_doses, check_durations,
    check_monitoring, check_pregnancy, check_allergies, check_cascades, check_handling, check_listed,
)  # fmt: skip

__all__ = ["CHECKS"]
