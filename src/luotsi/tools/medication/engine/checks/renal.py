"""Doses and contraindications by kidney function, by the metric that each rule names."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.knowledge import by_prefix
from luotsi.tools.medication.engine.rows import RenalRule
from luotsi.tools.medication.engine.state import Medicine, PatientState, Result
from luotsi.tools.medication.engine.words import capital, figure, fill

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
    return _finding(medicine, rule, result, (severity, mitigated, approximate))


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


def _finding(medicine: Medicine, rule: RenalRule, result: Result, weight: tuple[int, bool, bool]) -> Finding:
    severity, mitigated, approximate = weight
    action = ACTIONS[rule.action]
    if rule.max_mg is not None:
        action = fill(action, m=figure(rule.max_mg))
    limit = Text(*(rule.range.replace("-", "–") for _ in range(3)))
    reads = fill(CURE, d=medicine.name, a=action)
    return Finding(
        type="renal",
        criterion=f"renal-{medicine.slug}",
        rule=rule.id,
        severity=severity,
        problem="kidney" if rule.atc == "M01A" else "kidney_dose",
        strength=Strength.B,
        statement=fill(STATEMENT, d=medicine.name, k=METRICS[rule.metric], r=limit, a=action),
        action=capital(reads),
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        labs=(result.lab,),
        aliases=(rule.id, f"renal-{rule.atc}"),
        mitigated=mitigated,
        change_now=rule.action not in {"monitor", "level"},
        note=APPROXIMATE if approximate else None,
    )


APIXABAN, APIXABAN_FULL_MG, APIXABAN_LOW_MG = "B01AF02", 10.0, 5.0
ENOUGH = 2
APIXABAN_AGE, APIXABAN_KG, APIXABAN_UMOL, APIXABAN_CRCL = 80, 60.0, 133.0, 30.0
"""SmPC apixaban 4.2 (from memory): 2.5 mg twice a day in atrial fibrillation when two of three hold, or CrCl 15-29."""

TOO_MUCH = Text(
    "Apiksabaani: vähintään kaksi kolmesta annoksen pienennysperusteesta täyttyy (ikä ≥ 80, paino ≤ 60 kg, kreatiniini ≥ 133)",
    "Apixaban: minst två av tre skäl till dosminskning uppfylls (ålder ≥ 80, vikt ≤ 60 kg, kreatinin ≥ 133)",
    "Apixaban: at least two of three reasons for the lower dose hold (age ≥ 80, weight ≤ 60 kg, creatinine ≥ 133)",
)
TOO_LITTLE = Text(
    "Apiksabaani: pienennetty annos, vaikka annoksen pienennysperusteet eivät täyty",
    "Apixaban: minskad dos fast skälen till dosminskning inte uppfylls",
    "Apixaban: reduced dose although the reasons for the lower dose do not hold",
)
APIXABAN_LESS = Text("Apiksabaani 2,5 mg × 2.", "Apixaban 2,5 mg × 2.", "Apixaban 2.5 mg × 2.")
APIXABAN_MORE = Text(
    "Tarkista, onko apiksabaani 5 mg × 2 oikea annos.",
    "Kontrollera om apixaban 5 mg × 2 är rätt dos.",
    "Check whether apixaban 5 mg × 2 is the right dose.",
)


def check_apixaban(state: PatientState, notebook: Notebook) -> None:
    """The dose of apixaban in atrial fibrillation by its own criteria."""
    taking = [m for m in state.medicines if m.atc == APIXABAN]
    if not taking or not state.has("atrial_fibrillation"):
        return
    dose = sum(m.mg.get(APIXABAN, 0.0) for m in taking)
    drugs = tuple(m.index for m in taking)
    creatinine, weight, crcl = (state.results.get(name) for name in ("creatinine", "weight", "crcl"))
    known = [r.value >= limit if up else r.value <= limit for r, limit, up in (
        (creatinine, APIXABAN_UMOL, True), (weight, APIXABAN_KG, False)) if r is not None]  # fmt: skip
    held = sum(known) + int(state.age is not None and state.age >= APIXABAN_AGE)
    unknown = [name for name, result in (("creatinine", creatinine), ("weight", weight)) if result is None]
    if not dose or (held < ENOUGH <= held + len(unknown)):
        facts = {f"lab:{name}" for name in unknown} if dose else {f"dose:{APIXABAN}"}
        notebook.need(frozenset(facts), "APIXABAN-DOSE", 3, drugs)
        return
    low_clearance = crcl is not None and crcl.value < APIXABAN_CRCL
    if held >= ENOUGH and dose >= APIXABAN_FULL_MG:
        notebook.findings.extend(_apixaban(drugs, 3, TOO_MUCH, APIXABAN_LESS, state))
    elif held < ENOUGH and dose <= APIXABAN_LOW_MG and not low_clearance:
        notebook.findings.extend(_apixaban(drugs, 2, TOO_LITTLE, APIXABAN_MORE, state))


def _apixaban(
    drugs: tuple[int, ...], severity: int, statement: Text, action: Text, state: PatientState
) -> list[Finding]:
    return [
        Finding(
            type=kind,
            criterion=f"{kind}-apixaban",
            rule="APIXABAN-DOSE",
            severity=severity,
            problem="kidney_dose",
            strength=Strength.B,
            statement=statement,
            action=action,
            drugs=drugs,
            culprits=drugs,
            conditions=tuple(d.code for d in state.condition("atrial_fibrillation")),
            labs=tuple(name for name in ("creatinine", "weight") if name in state.results),
            aliases=("apixaban-dose",),
        )
        for kind in ("dose", "renal")
    ]


def _stale(medicine: Medicine, state: PatientState, notebook: Notebook) -> None:
    result = state.results.get("egfr") or state.results.get("creatinine")
    limit = STALE_DAYS_AGED if state.age is not None and state.age >= AGED else STALE_DAYS
    if result is not None and result.age_days is not None and result.age_days > limit:
        notebook.need(frozenset({"stale:creatinine"}), "RENAL-AGE", 2, (medicine.index,))
