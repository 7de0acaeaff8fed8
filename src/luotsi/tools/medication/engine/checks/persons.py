"""What depends on the person: pregnancy, allergies, handling of the medicines, and list-only cautions."""

import re

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.knowledge import by_prefix
from luotsi.tools.medication.engine.rows import AllergyRule, Listed, PregnancyRule
from luotsi.tools.medication.engine.state import Allergy, Medicine, PatientState
from luotsi.tools.medication.engine.words import fill, say

FERTILE = range(12, 56)
"""Years of age in which the pregnancy prevention programmes apply (SmPC wording "women of childbearing potential"; limits our own)."""

CATEGORIES = {
    "X": Text("vasta-aiheinen raskauden aikana", "kontraindicerat under graviditet", "contraindicated in pregnancy"),
    "X2": Text("vasta-aiheinen raskauden 2. ja 3. kolmanneksella", "kontraindicerat i graviditetens andra och tredje trimester",
               "contraindicated in the 2nd and 3rd trimester"),
    "X3": Text("vältettävä raskausviikosta 20, vasta-aiheinen viikosta 28", "undviks från graviditetsvecka 20, kontraindicerat från vecka 28",
               "avoid from week 20, contraindicated from week 28 of pregnancy"),
    "A": Text("vältettävä raskauden aikana", "undviks under graviditet", "avoid in pregnancy"),
}  # fmt: skip
PREGNANT_ACTION = Text("Ota heti yhteys hoitavaan lääkäriin: {d}. Älä lopeta omin päin.",
                       "Kontakta genast behandlande läkare: {d}. Sätt inte ut på egen hand.",
                       "Contact the treating physician at once: {d}. Do not stop without advice.")  # fmt: skip
PROGRAMME = Text("{d}: ehkäisyohjelmaa ei ole kirjattu (nainen, {n} v)", "{d}: inget graviditetsförebyggande program finns antecknat (kvinna, {n} år)",
                 "{d}: no pregnancy prevention programme on record (woman, {n} y)")  # fmt: skip
PROGRAMME_ACTION = Text("Varmista ehkäisy ja raskaudenehkäisyohjelma tai vaihda: {d}.",
                        "Säkerställ preventivmedel och graviditetsförebyggande program eller byt: {d}.",
                        "Make sure of contraception and the pregnancy prevention programme, or change: {d}.")  # fmt: skip
ALLERGIC = Text("Allergia: {a}. Käytössä {d}", "Allergi: {a}. Används {d}", "Allergy: {a}. In use {d}")
ALLERGY_ACTION = Text(
    "Varmista allergia ja vaihda: {d}.", "Bekräfta allergin och byt: {d}.", "Confirm the allergy and change: {d}."
)
LOW_RISK_ACTION = Text("Ristireaktio on epätodennäköinen. Varmista aiempi reaktio.", "Korsreaktion är osannolik. Bekräfta den tidigare reaktionen.",
                       "A cross-reaction is unlikely. Confirm the earlier reaction.")  # fmt: skip
MANY = Text("{n} lääkettä käytössä", "{n} läkemedel i bruk", "{n} medicines in use")
TIMES = Text("lääkkeenottoaikoja {n} vuorokaudessa", "{n} intagstillfällen per dygn", "{n} dosing times a day")
HANDLING_ACTION = Text("Tarjoa koneellista annosjakelua ja lääkehoidon kokonaisarviota.",
                       "Erbjud maskinell dosdispensering och en helhetsbedömning av läkemedelsbehandlingen.",
                       "Offer dose dispensing and a comprehensive medication review.")  # fmt: skip
ON_LIST = Text("{d} on EU(7)-PIM-luettelossa", "{d} finns på EU(7)-PIM-listan", "{d} is on the EU(7)-PIM list")
ON_LIST_ACTION = Text("Ei toimia pelkän listan vuoksi. Ota huomioon seuraavassa arviossa.",
                      "Ingen åtgärd bara på grund av listan. Beakta vid nästa bedömning.",
                      "No action for the list alone. Bear in mind at the next review.")  # fmt: skip
SEVERE = 4
SHORTEST_NAME, SUBGROUP = 5, 4
MANY_MEDICINES, SOME_MEDICINES, MANY_TIMES, OLDER = 10, 5, 4, 65


SECOND_TRIMESTER, AVOID_WEEK, THIRD_TRIMESTER = 13, 20, 28


def _later(week: float | None) -> int:
    """Contraindicated from the second trimester; before it, to be changed in time."""
    return SEVERE if week is None or week >= SECOND_TRIMESTER else 3


def _last(week: float | None) -> int:
    """Contraindicated from week 28, to be avoided from week 20."""
    if week is None:
        return 3
    return SEVERE if week >= THIRD_TRIMESTER else 3 if week >= AVOID_WEEK else 1


BY_WEEK = {"X2": _later, "X3": _last}
"""Severity by the week of pregnancy; the graver one is told while the week is unknown, and the week is asked for."""


def check_pregnancy(state: PatientState, notebook: Notebook) -> None:
    """Harm to a pregnancy, known or possible."""
    pregnant = state.has("pregnancy")
    fertile = state.age is not None and state.age in FERTILE
    if state.sex == "M" or not (pregnant or fertile):
        return
    for medicine in state.medicines:
        for _code, rule in by_prefix(state.knowledge.pregnancy, medicine.codes):
            if pregnant and rule.category != "ok":
                notebook.findings.append(_in_pregnancy(medicine, rule, state, notebook))
            elif not pregnant and rule.childbearing_severity and state.sex == "F" and not _protected(state):
                notebook.findings.append(_possible(medicine, rule, state))


def _protected(state: PatientState) -> bool:
    return bool(state.group("contraception")) or state.flag("contraception_used")


def _in_pregnancy(medicine: Medicine, rule: PregnancyRule, state: PatientState, notebook: Notebook) -> Finding:
    severity = 4 if rule.category == "X" else 3
    if rule.category == "A":
        severity = 2
    if rule.category in BY_WEEK:
        result = state.results.get("gestational_week")
        week = None if result is None else result.value
        severity = BY_WEEK[rule.category](week)
        if week is None:
            notebook.need(frozenset({"lab:gestational_week"}), rule.id, 3, (medicine.index,))
    codes = tuple(d.code for d in state.condition("pregnancy"))
    text = CATEGORIES[rule.category]
    return Finding(
        type="pregnancy",
        criterion=f"pregnancy-{medicine.slug}",
        rule=rule.id,
        severity=severity,
        problem="pregnancy",
        strength=Strength.A if severity == SEVERE else Strength.B,
        statement=Text(*(f"{say(medicine.name, x)}: {say(text, x)}" for x in ("fi", "sv", "en"))),
        action=fill(PREGNANT_ACTION, d=medicine.name),
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        conditions=codes,
        flags=() if codes else ("pregnancy",),
        labs=("gestational_week",) if rule.category in BY_WEEK else (),
        aliases=(rule.id, f"pregnancy-{rule.atc}"),
    )


def _possible(medicine: Medicine, rule: PregnancyRule, state: PatientState) -> Finding:
    return Finding(
        type="pregnancy",
        criterion=f"pregnancy-{medicine.slug}",
        rule=rule.id,
        severity=rule.childbearing_severity,
        problem="pregnancy",
        strength=Strength.A,
        statement=fill(PROGRAMME, d=medicine.name, n=state.age or 0),
        action=fill(PROGRAMME_ACTION, d=medicine.name),
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        aliases=(rule.id, f"pregnancy-{rule.atc}"),
    )


def check_allergies(state: PatientState, notebook: Notebook) -> None:
    """Allergies against the medicines: by class and by cross-reaction. What the table says is harmless stays silent."""
    for place, allergy in enumerate(state.allergies):
        rules = [rule for rule in state.knowledge.allergies if _concerns(rule, allergy)]
        for medicine in state.medicines:
            rule = _worst(allergy, medicine, rules)
            if rule is not None:
                notebook.findings.append(_allergic(place, allergy, medicine, *rule))


def _worst(allergy: Allergy, medicine: Medicine, rules: list[AllergyRule]) -> tuple[AllergyRule | None, int] | None:
    met = [rule for rule in rules if any(code.startswith(rule.checked_atc) for code in medicine.codes)]
    if not met:
        return (None, 4 if allergy.severe else 3) if _same(allergy, medicine) else None
    chosen = max(met, key=lambda rule: len(rule.checked_atc))  # the most specific: M01AH before M01A
    severity = chosen.severity
    if not severity:
        return None
    if allergy.severe:
        severity = min(4, severity + 1)
    elif allergy.intolerance:
        severity = max(1, severity - 1)
    return chosen, severity


def _same(allergy: Allergy, medicine: Medicine) -> bool:
    if any(code in medicine.codes for code in allergy.codes):
        return True
    return any(
        len(name) >= SHORTEST_NAME and name in allergy.words
        for name in (medicine.name.fi.lower(), medicine.name.sv.lower(), medicine.slug)
    )


def _concerns(rule: AllergyRule, allergy: Allergy) -> bool:
    if "angioedema" in rule.words:
        named = any(code.startswith(rule.allergen_atc) for code in allergy.codes) or re.search(
            r"\bace\b|ace[-:n ]", allergy.words
        )
        return bool(named) and ("angio" in allergy.words or any(c.startswith("C09A") for c in allergy.codes))
    if any(
        code.startswith(rule.allergen_atc) or (len(code) >= SUBGROUP and rule.allergen_atc.startswith(code))
        for code in allergy.codes
    ):
        return True
    return any(
        re.search(rf"\b{re.escape(word)}", allergy.words)
        for word in rule.words
        if word != "iodine" or "contrast" in allergy.words
    )


def _allergic(place: int, allergy: Allergy, medicine: Medicine, rule: AllergyRule | None, severity: int) -> Finding:
    name = rule.allergen if rule is not None else medicine.name
    return Finding(
        type="allergy",
        criterion=f"allergy-{name.en.lower()}",
        rule=rule.id if rule is not None else "SAME-ALLERGEN",
        severity=severity,
        problem="allergy",
        strength=Strength.B,
        statement=fill(ALLERGIC, a=name, d=medicine.name),
        action=fill(ALLERGY_ACTION if severity > 1 else LOW_RISK_ACTION, d=medicine.name),
        drugs=(medicine.index,),
        culprits=(medicine.index,),
        allergies=(place,),
        aliases=(f"allergy-{medicine.slug}", rule.id if rule is not None else "same-substance"),
        aggravated=allergy.severe,
        change_now=severity > 1,
    )


def check_handling(state: PatientState, notebook: Notebook) -> None:
    """Whether the list is more than the person may manage alone."""
    regular = [m for m in state.medicines if m.regular]
    count = len({m.atc or m.reference for m in state.medicines})
    times = max((m.times_a_day for m in regular), default=0.0)
    strained = [name for name in ("cognitive", "lives_alone", "vision", "hands") if state.has(name)]
    if count < SOME_MEDICINES or state.flag("dose_dispensing"):
        return
    severity = 2 if count >= MANY_MEDICINES or (strained and count >= SOME_MEDICINES) or times > MANY_TIMES else 1
    statement = fill(MANY, n=count)
    if times > MANY_TIMES:
        more = fill(TIMES, n=round(times))
        statement = Text(*(f"{say(statement, x)}, {say(more, x)}" for x in ("fi", "sv", "en")))
    codes = tuple(d.code for name in strained for d in state.condition(name))
    notebook.findings.append(
        Finding(
            type="handling",
            criterion="handling-polypharmacy",
            rule="HANDLING",
            severity=severity,
            problem="handling" if severity > 1 else "information",
            strength=Strength.C,
            statement=statement,
            action=HANDLING_ACTION,
            drugs=tuple(m.index for m in state.medicines),
            conditions=codes,
            flags=tuple(name for name in strained if state.flag(name)),
            aliases=("polypharmacy", "handling"),
            change_now=False,
        )
    )


def check_listed(state: PatientState, notebook: Notebook) -> None:
    """Hits of the EU(7)-PIM list at 65 or over: information only, never above what the context says."""
    if state.age is None or state.age < OLDER:
        return
    for medicine in state.medicines:
        for code, entry in by_prefix(state.knowledge.listed, medicine.codes):
            if _applies(entry, medicine, code):
                notebook.findings.append(
                    Finding(
                        type="pim",
                        criterion="EU7-PIM",
                        rule=entry.id,
                        severity=1,
                        problem="listed",
                        strength=Strength.LIST,
                        statement=fill(ON_LIST, d=medicine.name),
                        action=ON_LIST_ACTION,
                        drugs=(medicine.index,),
                        culprits=(medicine.index,),
                        aliases=(entry.id, f"EU7-{medicine.slug}"),
                        change_now=False,
                    )
                )


def _applies(entry: Listed, medicine: Medicine, code: str) -> bool:
    """The entry's own limit, where it has one that can be read: days of use, or mg a day."""
    if not entry.condition:
        return True
    days = re.match(r">(\d+) (day|week)s?$", entry.condition)
    if days:
        limit = int(days[1]) * (7 if days[2] == "week" else 1)
        return medicine.days is not None and medicine.days > limit
    dose = re.search(r">(?:(\d)x)?([\d.]+) mg", entry.condition)
    if dose:
        limit_mg = float(dose[2]) * float(dose[1] or 1)
        return medicine.mg.get(code, 0.0) > limit_mg
    return True
