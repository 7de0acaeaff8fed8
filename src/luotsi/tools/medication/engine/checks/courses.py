"""Courses that have gone on too long, tests that are due, and medicines that treat another's side effect."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import ground_of, holds, missing_of, names, truth
from luotsi.tools.medication.engine.findings import Finding, Notebook, Question
from luotsi.tools.medication.engine.rows import Cascade, MonitoringRule
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import fill

TOO_LONG = Text("{d}: käyttö jatkunut {n} päivää, suositus enintään {m}", "{d}: använt i {n} dagar, rekommenderat högst {m}",
                "{d}: used for {n} days, advised at most {m}")  # fmt: skip
OLD_TEST = Text("{d}: {l} mitattu viimeksi {n} päivää sitten, väli enintään {m}",
                "{d}: {l} senast mätt för {n} dagar sedan, intervall högst {m}",
                "{d}: {l} last measured {n} days ago, interval at most {m}")  # fmt: skip
NO_TEST = Text(
    "{d}: tuloksissa ei ole arvoa {l}", "{d}: {l} finns inte bland resultaten", "{d}: no result of {l} in the record"
)
ORDER = Text("Pyydä {l} viikon kuluessa.", "Beställ {l} inom en vecka.", "Order {l} within a week.")
QUESTION_CASCADE = Text(
    "Selvitä, alkoiko vaiva lääkkeen {a} aloituksen jälkeen. Jos alkoi, vähennä tai vaihda {a} ja lopeta {b}.",
    "Utred om besväret började efter insättningen av {a}. I så fall minska eller byt {a} och sätt ut {b}.",
    "Find out whether the complaint began after {a} was started. If so, lower or change {a} and stop {b}.",
)
NOTABLE = 3
RUN_IN_DAYS = 31
"""A medicine newer than this is not yet due for its routine test."""


def check_durations(state: PatientState, notebook: Notebook) -> None:
    """Courses longer than their limit."""
    for rule in state.knowledge.durations:
        value = truth(rule.logic, state)
        if value is not True:
            notebook.need(missing_of(value), rule.id, rule.severity, tuple(m.index for m in state.group(rule.group)))
            continue
        long = [m for m in state.group(rule.group) if m.days is not None and m.days >= rule.days]
        ground = ground_of(rule.logic, state)
        for medicine in long:
            notebook.findings.append(
                Finding(
                    type="duration",
                    criterion=f"duration-{rule.slug}",
                    rule=rule.id,
                    severity=rule.severity,
                    problem=rule.problem,
                    strength=Strength.B,
                    statement=fill(TOO_LONG, d=medicine.name, n=str(medicine.days), m=str(rule.days)),
                    action=fill(state.knowledge.actions[rule.action], d=medicine.name),
                    drugs=(medicine.index,),
                    culprits=(medicine.index,),
                    conditions=ground.conditions,
                    aliases=(rule.id, f"duration-{medicine.slug}", rule.slug),
                )
            )


def check_monitoring(state: PatientState, notebook: Notebook) -> None:
    """Tests that are due for the medicines in use."""
    for rule in state.knowledge.monitoring:
        taking = [m for m in state.group(rule.group) if m.days is None or m.days > RUN_IN_DAYS]
        if taking:
            _due(rule, taking, state, notebook)


def _due(rule: MonitoringRule, taking: list[Medicine], state: PatientState, notebook: Notebook) -> None:
    lab = "egfr" if rule.lab == "creatinine" and "creatinine" not in state.results else rule.lab
    result = state.results.get(lab)
    drugs = tuple(m.index for m in taking)
    if result is None:
        notebook.need(frozenset({f"lab:{rule.lab}"}), rule.id, rule.severity, drugs)
        if rule.severity < NOTABLE:
            return
    elif result.age_days is None:
        notebook.need(frozenset({f"date:{rule.lab}"}), rule.id, rule.severity, drugs)
        return
    elif result.age_days <= rule.max_age_days:
        return
    test = state.knowledge.labs[rule.lab].name
    who = names(state, drugs)
    limit = str(rule.max_age_days)
    if result is None:
        statement, severity = fill(NO_TEST, d=who, l=test), rule.severity
    else:
        statement = fill(OLD_TEST, d=who, l=test, n=str(result.age_days), m=limit)
        severity = rule.severity
    notebook.findings.append(
        Finding(
            type="monitoring",
            criterion=f"monitoring-{rule.lab}",
            rule=rule.id,
            severity=severity,
            problem="monitoring",
            strength=Strength.B,
            statement=statement,
            action=fill(ORDER, l=test),
            drugs=drugs,
            culprits=drugs,
            labs=(lab,) if result is not None else (),
            aliases=(rule.id, f"monitoring-{rule.group}-{rule.lab}", f"monitoring-{state.medicines[drugs[0]].slug}"),
            change_now=False,
        )
    )


def check_cascades(state: PatientState, notebook: Notebook) -> None:
    """A medicine begun within the window after another whose side effect it may treat."""
    for rule in state.knowledge.cascades:
        if not rule.severity:
            continue
        for cause in state.group(rule.cause):
            for follow in state.group(rule.follow):
                if cause.index != follow.index and not set(cause.codes) & set(follow.codes):
                    _cascade(rule, cause, follow, state, notebook)


def _cascade(rule: Cascade, cause: Medicine, follow: Medicine, state: PatientState, notebook: Notebook) -> None:
    drugs = tuple(sorted((cause.index, follow.index)))
    if rule.window_days:
        if cause.start is None or follow.start is None:
            notebook.questions.append(Question("ask:start_dates", rule.id, rule.statement, drugs))
            return
        gap = (follow.start - cause.start).days
        if not 0 < gap <= rule.window_days:
            return
    quiet = rule.only_if is not None and not holds(rule.only_if, state)
    notebook.findings.append(
        Finding(
            type="cascade",
            criterion=rule.id,
            rule=rule.id,
            severity=1 if quiet else rule.severity,
            problem="cascade",
            strength=Strength.C,
            statement=rule.statement,
            action=fill(QUESTION_CASCADE, a=cause.name, b=follow.name),
            drugs=drugs,
            culprits=(follow.index,),
            aliases=(f"cascade-{cause.slug}-{follow.slug}", f"{cause.slug}-{follow.slug}", f"cascade-{rule.id}"),
            mitigated=quiet,
        )
    )
