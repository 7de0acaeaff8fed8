"""STOPP, START and PINCER criteria, each by its own logic. Criteria that a person must judge are not guessed at."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import ground_of, members, missing_of, names
from luotsi.tools.medication.engine.findings import Finding, Notebook, Question
from luotsi.tools.medication.engine.logic import Missing, atoms_of, evaluate
from luotsi.tools.medication.engine.rows import Criterion
from luotsi.tools.medication.engine.state import PatientState
from luotsi.tools.medication.engine.words import fill, say

COMFORT = frozenset({"START-F2", "START-F3", "START-F5", "START-H9", "START-K2"})
"""START criteria that protect from harm of a medicine in use: kept in end-of-life care and severe frailty."""

SEVERE = 4

ELSEWHERE = frozenset({"STOPP-A3"})
"""Criteria that another check judges (duplicates)."""


def check_criteria(state: PatientState, notebook: Notebook) -> None:
    """Every criterion that logic can judge, with what is missing for those it cannot."""
    if state.age is None:
        notebook.need(frozenset({"age"}), "STOPP", 4)
        return
    spared = state.flag("end_of_life") or state.flag("severe_frailty") or bool(state.condition("palliative"))
    for criterion in state.knowledge.criteria:
        if criterion.manual or state.age < criterion.min_age or criterion.id in ELSEWHERE:
            continue
        if spared and "start" in criterion.types and criterion.id not in COMFORT:
            continue
        value = evaluate(criterion.logic, state.truth)
        if isinstance(value, Missing):
            drugs = members(state, criterion.groups)
            if drugs or not _screening(criterion) or _anchored(criterion, state):
                notebook.need(value.facts, criterion.id, criterion.severity, drugs)
        elif value:
            notebook.findings.extend(_findings(criterion, state))
        else:
            _ask(criterion, state, notebook)


def _screening(criterion: Criterion) -> bool:
    """A mild START criterion that every older person would meet but for a test: no reason to order the test."""
    return "start" in criterion.types and criterion.severity == 1 and not criterion.id.startswith("START-L")


def _anchored(criterion: Criterion, state: PatientState) -> bool:
    return any(a.kind in {"D", "flag"} and state.truth(a) is True for a in atoms_of(criterion.logic))


def _findings(criterion: Criterion, state: PatientState) -> list[Finding]:
    ground = ground_of(criterion.logic, state)
    culprits = tuple(index for index in members(state, criterion.culprits) if index in ground.drugs) or ground.drugs
    action = _action(criterion, state, culprits)
    return [
        Finding(
            type=kind,
            criterion=criterion.id,
            rule=criterion.id,
            severity=criterion.severity,
            problem=criterion.problem,
            strength=_strength(criterion),
            statement=criterion.statement,
            action=action,
            drugs=ground.drugs,
            culprits=culprits,
            conditions=ground.conditions,
            flags=ground.flags,
            labs=ground.labs,
            change_now=not criterion.action.startswith("check"),
        )
        for kind in criterion.types
    ]


def _strength(criterion: Criterion) -> Strength:
    return Strength.A if criterion.severity >= SEVERE and criterion.id.startswith("STOPP") else Strength.B


def _action(criterion: Criterion, state: PatientState, culprits: tuple[int, ...]) -> Text:
    template = state.knowledge.actions[criterion.action]
    if criterion.action == "start":
        return fill(template, s=_lower(criterion.statement))
    if "{d}" not in template.fi:
        return template
    if not culprits:
        return fill(template, d=_lower(criterion.statement))
    return fill(template, d=names(state, culprits))


def _lower(text: Text) -> Text:
    """The statement inside a sentence: a lower-case beginning unless it is an abbreviation."""
    return Text(*(_small(say(text, language)) for language in ("fi", "sv", "en")))


def _small(words: str) -> str:
    return words if len(words) > 1 and not words[1].islower() else words[:1].lower() + words[1:]


def _ask(criterion: Criterion, state: PatientState, notebook: Notebook) -> None:
    """A question, when nothing but a fact that a professional knows stands between the client and the criterion."""
    if not criterion.asks:
        return
    value = evaluate(criterion.logic, state.with_open_flags)
    facts = missing_of(value)
    drugs = members(state, criterion.groups)
    if facts and all(fact.startswith("ask:") for fact in facts) and (drugs or _anchored(criterion, state)):
        notebook.questions.extend(Question(fact, criterion.id, criterion.statement, drugs) for fact in sorted(facts))
