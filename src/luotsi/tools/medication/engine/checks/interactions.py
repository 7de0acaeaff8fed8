"""Explicit interactions, and those derived from metabolic pathways where no explicit rule speaks."""

from collections.abc import Iterator

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import ground_of, holds, missing_of, pairs, truth
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.logic import atoms_of
from luotsi.tools.medication.engine.rows import Interaction, PathwayRole
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import fill, say

TRIPLE = "triple_whammy"
SEVERE = 4
TOLERATED_DAYS = 183
"""A combination used longer than this with its monitoring in order comes one tier down (medication spec 3.3)."""

MONITORED = {"hyperkalaemia": "potassium", "hyponatraemia": "sodium", "electrolytes": "potassium"}
"""The test whose normal, recent result shows that a long-used combination is tolerated."""

NORMAL = {"potassium": (3.5, 5.0), "sodium": (135.0, 145.0), "inr": (2.0, 3.5)}
"""Limits used for that: mmol/L (Nordic reference intervals, rounded, from memory) and the INR range of treatment."""

PRODRUGS = {("CYP2C19", "B01AC04"), ("CYP2D6", "R05DA04"), ("CYP2D6", "N02AX02"), ("CYP2D6", "L02BA01"),
            ("CYP2D6", "N02AA59"), ("CYP2D6", "N02AJ06"), ("CYP2D6", "N02AJ13")}  # fmt: skip
"""Pathways that make the active substance: an inhibitor lowers the effect, an inducer raises it."""

SERIOUS_LEVEL, MODERATE_LEVEL = 5, 4

ACTION_LESS = Text(
    "Tarkista yhdistelmän tarve. Teho voi heiketä: {d}.",
    "Kontrollera behovet av kombinationen. Effekten kan minska: {d}.",
    "Check the need for the combination. The effect may be lost: {d}.",
)
ACTION_MORE = Text(
    "Tarkista annos ja seuraa haittoja tai vaihda: {d}.",
    "Kontrollera dosen och följ biverkningar eller byt: {d}.",
    "Check the dose and watch for harm, or change: {d}.",
)
LESS = Text(
    "{a} heikentää lääkkeen {b} tehoa ({p})", "{a} minskar effekten av {b} ({p})", "{a} lowers the effect of {b} ({p})"
)
MORE = Text(
    "{a} lisää lääkkeen {b} pitoisuutta ({p})",
    "{a} ökar koncentrationen av {b} ({p})",
    "{a} raises the level of {b} ({p})",
)


def check_interactions(state: PatientState, notebook: Notebook) -> None:
    """Explicit rules first; a pair that one of them covers is not derived again."""
    covered: set[frozenset[int]] = set()
    for rule in state.knowledge.interactions:
        if rule.group_a == TRIPLE:
            _triple(rule, state, notebook)
            continue
        if not state.group(rule.group_a) or not state.group(rule.group_b):
            continue
        for first, second in pairs(state, rule.group_a, rule.group_b):
            covered.add(frozenset({first.index, second.index}))
            _explicit(rule, first, second, state, notebook)
    _derived(state, notebook, covered)


def _explicit(rule: Interaction, first: Medicine, second: Medicine, state: PatientState, notebook: Notebook) -> None:
    drugs = tuple(sorted((first.index, second.index)))
    severity, mitigated = rule.severity, False
    if rule.condition is not None:
        value = truth(rule.condition, state)
        if value is not True:
            notebook.need(missing_of(value), rule.id, rule.severity, drugs)
            return
    if rule.quiet is not None and holds(rule.quiet, state):
        severity, mitigated = rule.quiet_to, True
    elif _tolerated(rule, first, second, state):
        severity, mitigated = severity - 1, True
    if severity > 0:
        notebook.findings.append(_finding(rule, (first, second), (severity, mitigated), state))


def _tolerated(rule: Interaction, first: Medicine, second: Medicine, state: PatientState) -> bool:
    lab = "inr" if rule.group_a == "warfarin" else MONITORED.get(rule.problem)
    if rule.severity >= SEVERE or lab is None or min(first.days or 0, second.days or 0) <= TOLERATED_DAYS:
        return False
    result = state.results.get(lab)
    low, high = NORMAL[lab]
    return result is not None and (result.age_days or 0) <= TOLERATED_DAYS and low <= result.value <= high


def _finding(
    rule: Interaction, both: tuple[Medicine, Medicine], weight: tuple[int, bool], state: PatientState
) -> Finding:
    first, second = both
    severity, mitigated = weight
    culprit = first if rule.culprit == "a" else second
    title = state.knowledge.problems[rule.problem].title
    labs = ground_of(rule.quiet, state).labs if mitigated and rule.quiet is not None else _labs(rule, state)
    return Finding(
        type="ddi",
        criterion=f"{first.slug}-{second.slug}",
        rule=rule.id,
        severity=severity,
        problem=rule.problem,
        strength=Strength.B if "cohort" not in rule.rule.source else Strength.C,
        statement=Text(*(f"{_and(first, second, x)}: {say(title, x).lower()}" for x in ("fi", "sv", "en"))),
        action=rule.action,
        drugs=tuple(sorted((first.index, second.index))),
        culprits=(culprit.index,),
        labs=labs,
        aliases=(rule.id, f"{second.slug}-{first.slug}", f"{rule.group_a}-{rule.group_b}"),
        mitigated=mitigated,
    )


def _and(first: Medicine, second: Medicine, language: str) -> str:
    return f"{say(first.name, language)} + {say(second.name, language)}"


def _labs(rule: Interaction, state: PatientState) -> tuple[str, ...]:
    if rule.quiet is None:
        return ()
    return tuple(
        dict.fromkeys(a.name for a in atoms_of(rule.quiet) if a.kind in {"L", "labwithin"} and a.name in state.results)
    )


def _triple(rule: Interaction, state: PatientState, notebook: Notebook) -> None:
    """RAS inhibitor, diuretic and NSAID together: one finding for all of them."""
    pressers, diuretics, painkillers = (state.group(name) for name in ("ras_inhibitor", "diuretic_any", rule.group_b))
    if not (pressers and diuretics and painkillers):
        return
    every = {m.index: m for m in (*pressers, *diuretics, *painkillers)}
    drugs = tuple(sorted(every))
    slug = "-".join(m.slug for m in (pressers[0], diuretics[0], painkillers[0]))
    title = state.knowledge.problems[rule.problem].title
    names = " + ".join
    notebook.findings.append(
        Finding(
            type="ddi",
            criterion="triple-whammy",
            rule=rule.id,
            severity=rule.severity,
            problem=rule.problem,
            strength=Strength.B,
            statement=Text(
                *(f"{names(say(every[i].name, x) for i in drugs)}: {say(title, x).lower()}" for x in ("fi", "sv", "en"))
            ),
            action=rule.action,
            drugs=drugs,
            culprits=tuple(m.index for m in painkillers),
            labs=tuple(name for name in ("egfr", "potassium") if name in state.results),
            aliases=(rule.id, slug),
        )
    )


def _derived(state: PatientState, notebook: Notebook, covered: set[frozenset[int]]) -> None:
    """Inhibitor or inducer strength plus substrate sensitivity: 5 serious, 4 moderate, 3 never shown."""
    acting: dict[str, list[tuple[Medicine, PathwayRole]]] = {}
    served: dict[str, list[tuple[Medicine, PathwayRole]]] = {}
    for medicine in state.medicines:
        for role in _roles(medicine, state):
            (served if role.role == "sub" else acting).setdefault(role.pathway, []).append((medicine, role))
    best: dict[frozenset[int], Finding] = {}
    for pathway, actors in acting.items():
        for actor, part in actors:
            for subject, sensitivity in served.get(pathway, ()):
                pair = frozenset({actor.index, subject.index})
                level = part.strength + sensitivity.strength
                if len(pair) == 1 or pair in covered or level < MODERATE_LEVEL or actor.atc == subject.atc:
                    continue
                found = _pathway_finding(actor, part, subject, level)
                if pair not in best or found.severity > best[pair].severity:
                    best[pair] = found
    notebook.findings.extend(best.values())


def _roles(medicine: Medicine, state: PatientState) -> Iterator[PathwayRole]:
    seen: set[tuple[str, str]] = set()
    for code in medicine.codes:
        for role in state.knowledge.roles.get(code, ()):
            if (role.pathway, role.role) not in seen:
                seen.add((role.pathway, role.role))
                yield role


def _pathway_finding(actor: Medicine, part: PathwayRole, subject: Medicine, level: int) -> Finding:
    prodrug = any((part.pathway, code) in PRODRUGS for code in subject.codes)
    lower = (part.role == "inh") == prodrug
    statement = fill(LESS if lower else MORE, a=actor.name, b=subject.name, p=part.pathway)
    return Finding(
        type="ddi",
        criterion=f"{subject.slug}-{actor.slug}",
        rule="PK",
        severity=3 if level >= SERIOUS_LEVEL else 2,
        problem="lack_of_effect" if lower else "toxicity",
        strength=Strength.C,
        statement=statement,
        action=fill(ACTION_LESS if lower else ACTION_MORE, d=subject.name),
        drugs=tuple(sorted((actor.index, subject.index))),
        culprits=(actor.index,),
        aliases=(f"{actor.slug}-{subject.slug}", part.pathway),
    )
