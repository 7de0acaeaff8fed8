"""Pharmacodynamic effects, summed over all medicines: one finding an effect, never a list of pairs."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import ground_of, holds, members, names
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.rows import EffectRule
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import fill

Scored = list[tuple[Medicine, int]]

STATEMENT = Text("Yhteenlaskettu {e}: {d}", "Sammanlagd {e}: {d}", "Summed {e}: {d}")
POINTS = Text("pisteet {n}", "{n} poäng", "score {n}")
ACTION = Text(
    "Vähennä kuormaa: arvioi ensin {d}.", "Minska belastningen: bedöm först {d}.", "Lower the load: review first {d}."
)
AGED = 75
MODERATE, SERIOUS, CRITICAL = 2, 3, 4
CLEAR, STRONG = 2, 3
"""Scores of a clear and of a strong effect."""

PAIR = 2
TIGHT_HBA1C = 48
"""mmol/mol: tighter than older people need (American Geriatrics Society position, from memory)."""
FIRST_TO_GO = {"nep": ("nsaid",), "ble": ("nsaid", "antiplatelet"), "bpu": ("nsaid",), "flu": ("nsaid",)}
"""The contributors to change first, where there is a usual answer (own reading, draft, unreviewed)."""

FALLS = frozenset({"sed", "ort"})
"""Effects that belong to the one card on falls of a person who falls (medication spec 3.1)."""


def check_effects(state: PatientState, notebook: Notebook) -> None:
    """Every effect whose sum, or pattern, passes its threshold with two or more medicines."""
    scores: dict[str, Scored] = {}
    for medicine in state.medicines:
        table = next((state.knowledge.effects[c] for c in medicine.codes[:2] if c in state.knowledge.effects), {})
        for effect, score in table.items():
            if score:
                scores.setdefault(effect, []).append((medicine, score))
    for rule in state.knowledge.effect_rules:
        contributors = scores.get(rule.effect, [])
        if rule.effect == "qt":  # a weak effect on QT alone is no ground (medication spec, effect table)
            contributors = [item for item in contributors if item[1] >= CLEAR]
        found = _one(rule, contributors, state) if contributors else None
        if found is not None:
            notebook.findings.append(found)


def tier_of(rule: EffectRule, scored: Scored, state: PatientState) -> int:
    """The tier before context: 0 none, 1 information, 2 moderate, 3 serious, 4 critical."""
    pattern = PATTERNS.get(rule.effect)
    if pattern is not None:
        return pattern(scored, state)
    if len(scored) < PAIR:
        return 0
    total = sum(score for _, score in scored)
    return sum(total >= limit for limit in (rule.information, rule.moderate, rule.serious))


def _one(rule: EffectRule, scored: Scored, state: PatientState) -> Finding | None:
    tier = tier_of(rule, scored, state)
    critical = holds(rule.critical, state)
    lifted = holds(rule.lift, state)
    lowered = holds(rule.lower, state)
    if rule.effect == "eps":
        tier = CRITICAL if critical and max(score for _, score in scored) >= CLEAR else tier
    elif tier and critical:
        tier = min(CRITICAL, max(tier + 1, SERIOUS))
    elif tier and lifted:
        tier = min(SERIOUS, tier + 1)
    if not (critical or lifted) and tier < CRITICAL:
        tier = min(tier, rule.cap)
    if tier and lowered and tier < CRITICAL:
        tier -= 1
    return _finding(rule, scored, state, tier, (lowered, lifted or critical)) if tier > 0 else None


def _finding(rule: EffectRule, scored: Scored, state: PatientState, tier: int, context: tuple[bool, bool]) -> Finding:
    lowered, lifted = context
    drugs = tuple(medicine.index for medicine, _ in scored)
    ranked = [medicine.index for medicine, _ in sorted(scored, key=lambda item: (-item[1], item[0].index))]
    total = sum(score for _, score in scored)
    reasons = [rule.critical] if holds(rule.critical, state) else []
    reasons += [rule.lift] if holds(rule.lift, state) and rule.lift is not None else []
    grounds = [ground_of(node, state) for node in reasons if node is not None]
    main = tuple(m.index for m, score in scored if score >= CLEAR) or tuple(ranked)
    for group in FIRST_TO_GO.get(rule.effect, ()):
        avoidable = tuple(index for index in members(state, (group,)) if index in drugs)
        if avoidable:
            main = avoidable
            break
    return Finding(
        type="pd_effect",
        criterion=f"pd-{rule.effect}",
        rule=f"PD-{rule.effect}",
        severity=tier,
        problem="falls" if rule.effect in FALLS and state.has("falls") else rule.problem,
        strength=Strength.C,
        statement=fill(STATEMENT, e=rule.name, d=names(state, ranked, 4)),
        action=fill(ACTION, d=names(state, ranked, 2)),
        drugs=drugs,
        culprits=tuple(sorted(main)),
        conditions=tuple(dict.fromkeys(code for ground in grounds for code in ground.conditions)),
        flags=tuple(dict.fromkeys(flag for ground in grounds for flag in ground.flags)),
        labs=tuple(dict.fromkeys(lab for ground in grounds for lab in ground.labs)),
        aliases=(rule.effect, rule.problem, f"pd-{rule.problem}"),
        mitigated=lowered,
        aggravated=lifted,
        note=fill(POINTS, n=total),
    )


def _qt(scored: Scored, _state: PatientState) -> int:
    values = sorted((score for _, score in scored if score >= CLEAR), reverse=True)
    if len(values) < PAIR:
        return 0
    return {(3, 3): 3, (3, 2): 2}.get((values[0], values[1]), 1)


def _serotonin(scored: Scored, state: PatientState) -> int:
    clear = [medicine for medicine, score in scored if score >= CLEAR]
    strong = sum(score >= STRONG for _, score in scored)
    if len(scored) < PAIR:
        return 0
    if len(clear) >= PAIR and {m.index for m in clear} & {m.index for m in state.group("maoi")}:
        return CRITICAL
    if len(clear) > PAIR:
        return SERIOUS
    return MODERATE if strong >= PAIR or len(scored) > PAIR else 1


def _kidney(scored: Scored, state: PatientState) -> int:
    triple = all(state.group(name) for name in ("ras_inhibitor", "diuretic_any", "nsaid"))
    return MODERATE if triple else int(len(scored) >= PAIR and bool(state.group("nsaid")))


def _glucose(scored: Scored, state: PatientState) -> int:
    strong = max(score for _, score in scored) >= STRONG
    older = state.age is not None and state.age >= AGED
    hba1c = state.results.get("hba1c")
    if strong and older and hba1c is not None and hba1c.value < TIGHT_HBA1C:
        return SERIOUS
    return MODERATE if strong and len(scored) >= PAIR and older else int(len(scored) >= PAIR)


def _dopamine(scored: Scored, _state: PatientState) -> int:
    return max(score for _, score in scored) - 1 if len(scored) >= PAIR else 0


PATTERNS = {"qt": _qt, "ser": _serotonin, "nep": _kidney, "hyg": _glucose, "eps": _dopamine}
"""Effects judged by a pattern of medicines instead of a plain sum."""
