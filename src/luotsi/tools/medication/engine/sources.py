"""Evidence of a finding: each medicine, diagnosis, result, fact and allergy it stands on, and the rule it cites."""

from luotsi.kit.evidence import Evidence, ResourceElement, RuleStatus
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.facts import FACTS
from luotsi.tools.medication.engine.findings import Finding
from luotsi.tools.medication.engine.state import Medicine, PatientState, Result
from luotsi.tools.medication.engine.words import amount, capital, day

STARTED = Text("alkanut {d}", "började {d}", "started {d}")
COMPUTED = Text("laskettu kreatiniinista", "beräknat från kreatinin", "computed from creatinine")
UNREVIEWED = Text("luonnos, tarkistamatta", "utkast, inte granskat", "draft, unreviewed")
DIAGNOSIS = Text("Diagnoosi {c} {l}", "Diagnos {c} {l}", "Diagnosis {c} {l}")
ALLERGY = Text("Allergia: {l}", "Allergi: {l}", "Allergy: {l}")
FACT = Text("Kirjattu: {l}", "Antecknat: {l}", "Recorded: {l}")
AGE = Text("Ikä {n} v", "Ålder {n} år", "Age {n} y")
LANGUAGES = ("fi", "sv", "en")


def medicine_label(medicine: Medicine) -> Text:
    """``Ibuprofeeni 400 mg × 3, alkanut 2.9.2026``: the dosage as the record writes it."""
    label = capital(medicine.name)
    if medicine.dosage:
        label = Text(*(f"{label.in_(x)} {medicine.dosage}" for x in LANGUAGES))
    if medicine.start is not None:
        begun = STARTED.format(d=day(medicine.start))
        label = Text(*(f"{label.in_(x)}, {begun.in_(x)}" for x in LANGUAGES))
    return label


def result_label(result: Result, state: PatientState, dated: bool = True) -> Text:
    """``eGFR 38 ml/min/1,73 m², 6.10.2026``."""
    lab = state.knowledge.labs[result.lab]
    value = result.value if not result.computed else round(result.value, 0 if result.value >= 10 else 1)
    figure = amount(value, lab.unit)
    label = Text(*(f"{lab.name.in_(x)} {figure.in_(x)}" for x in LANGUAGES))
    if result.computed and result.lab in {"egfr", "crcl"}:
        label = Text(*(f"{label.in_(x)} ({COMPUTED.in_(x)})" for x in LANGUAGES))
    if dated and result.on is not None:
        label = Text(*(f"{label.in_(x)}, {day(result.on).in_(x)}" for x in LANGUAGES))
    return capital(label)


def evidence_of(finding: Finding, state: PatientState) -> tuple[Evidence, ...]:
    """Every source of a finding, the rule last."""
    found = [*_medicines(finding, state), *_circumstances(finding, state)]
    if not found and state.patient_reference:
        aged = state.age is not None
        label = AGE.format(n=state.age if state.age is not None else "?")
        found.append(Evidence(ResourceElement(state.patient_reference, "birthDate" if aged else ""), label))
    found.append(rule_evidence(finding, state))
    return tuple(dict.fromkeys(found))


def _medicines(finding: Finding, state: PatientState) -> list[Evidence]:
    chosen = [state.medicines[index] for index in (*finding.culprits, *finding.drugs)]
    path = {"dose": "dose_element", "duration": "start_element", "cascade": "start_element"}.get(finding.type, "")
    return [
        Evidence(ResourceElement(m.reference, getattr(m, path) if path else ""), medicine_label(m))
        for m in dict.fromkeys(m.index for m in chosen)
        for m in [state.medicines[m]]
    ]


def _circumstances(finding: Finding, state: PatientState) -> list[Evidence]:
    found = []
    by_code = {diagnosis.code: diagnosis for diagnosis in state.diagnoses}
    for code in finding.conditions:
        diagnosis = by_code[code]
        label = "" if diagnosis.label == code else diagnosis.label
        text = DIAGNOSIS.format(c=code, l=label)
        found.append(
            Evidence(ResourceElement(diagnosis.reference, "code"), Text(*(text.in_(x).strip() for x in LANGUAGES)))
        )
    for name in finding.flags:
        reference = state.flags[name][1]
        known = FACTS.get(name)
        found.append(Evidence(ResourceElement(reference), FACT.format(l=known[0] if known else name)))
    for name in finding.labs:
        result = state.results.get(name)
        if result is not None:
            found.append(Evidence(ResourceElement(result.reference, result.element), result_label(result, state)))
    for place in finding.allergies:
        allergy = state.allergies[place]
        found.append(Evidence(ResourceElement(allergy.reference), ALLERGY.format(l=allergy.label)))
    return found


def rule_evidence(finding: Finding, state: PatientState) -> Evidence:
    """The cited rule, with its review status said beside it while nobody has reviewed it."""
    rule = state.knowledge.rules[finding.rule]
    name = rule.locator if rule.rule_id.startswith(("STOPP", "START", "PINCER")) else rule.rule_id
    text = Text(*(f"{name}: {finding.statement.in_(x)}" for x in LANGUAGES))
    if rule.status is RuleStatus.DRAFT:
        text = Text(*(f"{text.in_(x)} ({UNREVIEWED.in_(x)})" for x in LANGUAGES))
    return Evidence(rule, text)
