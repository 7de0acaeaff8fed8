"""Doses and contraindications by kidney function, by the metric that each rule names."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.knowledge import by_prefix
from luotsi.tools.medication.engine.rows import RenalRule
from luotsi.tools.medication.engine.state import Medicine, PatientState, Result
from luotsi.tools.medication.engine.words import figure

ACTIONS = {
    "contra": Text("vasta-aiheinen, lopeta tai vaihda", "kontraindicerat, sätt ut eller byt", "contraindicated, stop or change"),
    "avoid": Text("vältä, vaihda toiseen", "undvik, byt", "avoid, change"),
    "max": Text("enintään {m} mg vuorokaudessa", "högst {m} mg per dygn", "at most {m} mg a day"),
    "reduce": Text("pienennä annosta tai harvenna", "minska dosen eller glesa ut", "lower the dose or widen the interval"),
    "monitor": Text("seuraa munuaisten toimintaa ja haittoja", "följ njurfunktionen och biverkningar", "monitor kidney function and harm"),
    "level": Text("annos pitoisuuden mukaan", "dosen enligt koncentration", "dose by level"),
    "nostart": Text("älä aloita", "börja inte", "do not start"),
    "ineffective": Text("teho häviää, vaihda", "effekten försvinner, byt", "loses its effect, change"),
}  # fmt: skip
METRICS = {
    "egfr": Text.same("eGFR"),
    "crcl": Text("kreatiniinipuhdistuma", "kreatininclearance", "creatinine clearance"),
}
STATEMENT = Text("{d}, {k} {r}: {a}", "{d}, {k} {r}: {a}", "{d}, {k} {r}: {a}")
APPROXIMATE = Text(
    "Kreatiniinipuhdistumaa ei voi laskea (paino tai kreatiniini puuttuu): verrattu eGFR-arvoon.",
    "Kreatininclearance kan inte beräknas (vikt eller kreatinin saknas): jämfört med eGFR.",
    "Creatinine clearance cannot be computed (weight or creatinine missing): compared with eGFR.",
)
CURE = Text("{d}: {a}.", "{d}: {a}.", "{d}: {a}.")
LOW_SHARE = 0.5
"""A dose at or under half of the usual maximum counts as already reduced (our own reading, draft, unreviewed)."""

STALE_DAYS, STALE_DAYS_AGED, AGED = 365, 180, 75
"""Creatinine older than this is asked for again (medication spec 3.1)."""


def check_renal(state: PatientState, notebook: Notebook) -> None:
    """Each medicine against its own limits; only the strictest of overlapping limits is told."""
    if not state.adult:
        return
    for medicine in state.medicines:
        rules = list(by_prefix(state.knowledge.renal, medicine.codes))
        found = [f for code, rule in rules if (f := _judge(medicine, code, rule, state, notebook)) is not None]
        if found:
            notebook.findings.append(max(found, key=lambda item: (item.severity, item.rule)))
        if rules:
            _stale(medicine, state, notebook)


def _judge(medicine: Medicine, code: str, rule: RenalRule, state: PatientState, notebook: Notebook) -> Finding | None:
    result = state.results.get(rule.metric)
    approximate = False
    if result is None:
        notebook.need(_lacking(rule.metric, state), rule.id, rule.severity, (medicine.index,))
        result = state.results.get("egfr") if rule.metric == "crcl" else None
        approximate = True
    if result is None or not rule.low <= result.value < rule.below:
        return None
    severity, mitigated = _severity(medicine, code, rule, state, notebook)
    if severity == 0:
        return None
    return _finding(medicine, rule, result, severity, mitigated, approximate)


def _lacking(metric: str, state: PatientState) -> frozenset[str]:
    if metric == "egfr":
        return frozenset({"lab:egfr"})
    parts = [name for name in ("creatinine", "weight") if name not in state.results]
    missing = [f"lab:{name}" for name in parts]
    missing += [fact for fact, known in (("age", state.age is not None), ("sex", bool(state.sex))) if not known]
    return frozenset(missing or ["lab:crcl"])


def _severity(
    medicine: Medicine, code: str, rule: RenalRule, state: PatientState, notebook: Notebook
) -> tuple[int, bool]:
    dose = medicine.mg.get(code)
    if rule.max_mg is not None:
        if dose is None:
            notebook.need(frozenset({f"dose:{medicine.atc}"}), rule.id, rule.severity, (medicine.index,))
            return 0, False
        return (rule.severity, False) if dose > rule.max_mg * 1.001 else (0, True)
    if rule.action == "reduce" and dose is not None:
        usual = [item.max_mg for item in state.knowledge.doses.get(code, ()) if item.context is None]
        if usual and dose <= usual[0] * LOW_SHARE:
            return 1, True
    return rule.severity, False


def _finding(
    medicine: Medicine, rule: RenalRule, result: Result, severity: int, mitigated: bool, approximate: bool
) -> Finding:
    action = ACTIONS[rule.action]
    if rule.max_mg is not None:
        action = action.format(m=figure(rule.max_mg))
    limit = Text(*(rule.range.replace("-", "–") for _ in range(3)))
    return Finding(
        type="renal",
        criterion=f"renal-{medicine.slug}",
        rule=rule.id,
        severity=severity,
        problem="kidney" if rule.atc == "M01A" else "kidney_dose",
        strength=Strength.B,
        statement=STATEMENT.format(d=medicine.name, k=METRICS[rule.metric], r=limit, a=action),
        action=CURE.format(d=medicine.name, a=action),
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        labs=(result.lab,),
        aliases=(rule.id, f"renal-{rule.atc}"),
        mitigated=mitigated,
        change_now=rule.action not in {"monitor", "level"},
        note=APPROXIMATE if approximate else None,
    )


def _stale(medicine: Medicine, state: PatientState, notebook: Notebook) -> None:
    result = state.results.get("egfr") or state.results.get("creatinine")
    limit = STALE_DAYS_AGED if state.age is not None and state.age >= AGED else STALE_DAYS
    if result is not None and result.age_days is not None and result.age_days > limit:
        notebook.need(frozenset({"stale:creatinine"}), "RENAL-AGE", 2, (medicine.index,))
