"""Doses above the maximum, summed by ingredient over all products, and the weekly methotrexate guard."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import ground_of, missing_of, truth
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.rows import DoseRule
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import figure, fill, say

STATEMENT = Text(
    "{d} {x} mg vuorokaudessa, enintään {m} mg", "{d} {x} mg per dygn, högst {m} mg", "{d} {x} mg a day, at most {m} mg"
)
ACTION = Text("Tarkista annos: {d} enintään {m} mg vuorokaudessa.", "Kontrollera dosen: {d} högst {m} mg per dygn.",
              "Check the dose: {d} at most {m} mg a day.")  # fmt: skip
DAILY = Text(
    "Metotreksaatti on merkitty päivittäin otettavaksi, vaikka pieniannoksinen hoito on kerran viikossa",
    "Metotrexat är angivet för dagligt intag, fast lågdosbehandling tas en gång i veckan",
    "Methotrexate is written for daily use, although the low dose is taken once a week",
)
DAILY_ACTION = Text(
    "Tarkista heti: metotreksaatti vain kerran viikossa, viikonpäivä nimettynä.",
    "Kontrollera genast: metotrexat bara en gång i veckan, med namngiven veckodag.",
    "Check at once: methotrexate only once a week, with the weekday named.",
)
METHOTREXATE = ("L04AX03", "L01BA01")
FAR_OVER = 1.5
ALMOST_DAILY = 0.9
"""Times a day from which a dosage counts as daily."""
ROUNDING = 1.001


def check_doses(state: PatientState, notebook: Notebook) -> None:
    """Each ingredient's total a day against its strictest applicable maximum."""
    if not state.adult:
        return
    totals: dict[str, list[Medicine]] = {}
    for medicine in state.medicines:
        for code in medicine.codes:
            if code in state.knowledge.doses:
                totals.setdefault(code, []).append(medicine)
        if any(code in METHOTREXATE for code in medicine.codes) and _daily(medicine):
            notebook.findings.append(_weekly_guard(medicine, state))
    for code, medicines in totals.items():
        if code in METHOTREXATE and any(_daily(m) for m in medicines):
            continue
        _judge(code, medicines, state, notebook)


def _daily(medicine: Medicine) -> bool:
    return medicine.times_a_day >= ALMOST_DAILY and not medicine.weekly


def _judge(code: str, medicines: list[Medicine], state: PatientState, notebook: Notebook) -> None:
    unknown = [m for m in medicines if code not in m.mg]
    total = sum(m.mg.get(code, 0.0) for m in medicines)
    over: list[tuple[int, DoseRule]] = []
    for rule in state.knowledge.doses[code]:
        if rule.context is not None:
            value = truth(rule.context, state)
            if value is not True:
                notebook.need(missing_of(value), rule.id, rule.severity, tuple(m.index for m in medicines))
                continue
        if total > rule.max_mg * ROUNDING:
            severe = rule.context is None and total > rule.max_mg * FAR_OVER
            over.append((min(4, rule.severity + int(severe)), rule))
        elif unknown and len(medicines) > 1:
            for m in unknown:
                notebook.need(frozenset({f"dose:{m.atc}"}), rule.id, 2, (m.index,))
    if over:
        severity, rule = max(over, key=lambda item: (item[0], -item[1].max_mg))
        notebook.findings.append(_finding(medicines, total, rule, severity, state))


def _finding(medicines: list[Medicine], total: float, rule: DoseRule, severity: int, state: PatientState) -> Finding:
    drugs = tuple(sorted(m.index for m in medicines))
    substance = state.knowledge.substance(rule.atc)
    name = (
        medicines[0].name
        if substance is None
        else Text(*(say(substance.name, x).partition(" (")[0] for x in ("fi", "sv", "en")))
    )
    ground = ground_of(rule.context, state) if rule.context is not None else None
    return Finding(
        type="dose",
        criterion=f"dose-{name.en.lower()}",
        rule=rule.id,
        severity=severity,
        problem="dose",
        strength=Strength.B,
        statement=fill(STATEMENT, d=name, x=figure(total), m=figure(rule.max_mg)),
        action=fill(ACTION, d=name, m=figure(rule.max_mg)),
        drugs=drugs,
        culprits=drugs,
        conditions=ground.conditions if ground else (),
        labs=ground.labs if ground else (),
        aliases=(rule.id, f"max-dose-{name.en.lower()}"),
    )


def _weekly_guard(medicine: Medicine, state: PatientState) -> Finding:
    return Finding(
        type="dose",
        criterion=f"dose-{medicine.slug}",
        rule=state.knowledge.doses["L04AX03"][0].id,
        severity=4,
        problem="dose",
        strength=Strength.A,
        statement=DAILY,
        action=DAILY_ACTION,
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        aliases=("methotrexate-daily", "methotrexate-weekly"),
    )
