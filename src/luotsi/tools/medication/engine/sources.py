"""Evidence of a finding: each medicine, diagnosis, result, fact and allergy it stands on, and the rule it cites."""

from collections.abc import Callable, Iterable, Iterator

from luotsi.kit.canonical import JsonObject
from luotsi.kit.evidence import Evidence, ResourceElement, RuleStatus
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.facts import FACTS
from luotsi.tools.medication.engine.findings import Finding
from luotsi.tools.medication.engine.state import Diagnosis, Medicine, PatientState, Result
from luotsi.tools.medication.engine.words import LANGUAGES, amount, capital, day, fill, say

TWO_DIGITS = 10
STARTED = Text("alkanut {d}", "började {d}", "started {d}")
COMPUTED = Text("laskettu kreatiniinista", "beräknat från kreatinin", "computed from creatinine")
UNREVIEWED = Text("luonnos, tarkistamatta", "utkast, inte granskat", "draft, unreviewed")
DIAGNOSIS = Text("Diagnoosi {c} {l}", "Diagnos {c} {l}", "Diagnosis {c} {l}")
DIAGNOSIS_CODE = Text("Diagnoosi {c}", "Diagnos {c}", "Diagnosis {c}")
ALLERGY = Text("Allergia: {l}", "Allergi: {l}", "Allergy: {l}")
FACT = Text("Kirjattu: {l}", "Antecknat: {l}", "Recorded: {l}")
AGE = Text("Ikä {n} v", "Ålder {n} år", "Age {n} y")


def medicine_label(medicine: Medicine) -> Text:
    """``Ibuprofeeni 400 mg × 3, alkanut 2.9.2026``: the dosage as the record writes it."""
    label = capital(medicine.name)
    if medicine.dosage:
        label = Text(*(f"{say(label, x)} {medicine.dosage}" for x in LANGUAGES))
    if medicine.start is not None:
        begun = fill(STARTED, d=day(medicine.start))
        label = Text(*(f"{say(label, x)}, {say(begun, x)}" for x in LANGUAGES))
    return label


def result_label(result: Result, state: PatientState, dated: bool = True) -> Text:
    """``eGFR 38 ml/min/1,73 m², 6.10.2026``."""
    lab = state.knowledge.labs[result.lab]
    value = result.value if not result.computed else round(result.value, 0 if result.value >= TWO_DIGITS else 1)
    figure = amount(value, lab.unit)
    label = Text(*(f"{say(lab.name, x)} {say(figure, x)}" for x in LANGUAGES))
    if result.computed and result.lab in {"egfr", "crcl"}:
        label = Text(*(f"{say(label, x)} ({say(COMPUTED, x)})" for x in LANGUAGES))
    if dated and result.on is not None:
        label = Text(*(f"{say(label, x)}, {say(day(result.on), x)}" for x in LANGUAGES))
    return capital(label)


class SourceBook:
    """The evidence of one client's findings; each place is described once."""

    def __init__(self, state: PatientState) -> None:
        self.state = state
        self._places: dict[tuple[str, str], Evidence] = {}
        self._labels: dict[int, Text] = {}
        self._json: dict[int, JsonObject] = {}
        self._kept: list[Evidence] = []

    def of(self, finding: Finding) -> tuple[Evidence, ...]:
        """Every source of a finding, the rule last."""
        found = [*self._medicines(finding), *self._circumstances(finding)]
        if not found and self.state.patient_reference:
            found.append(self._client())
        found.append(self._rule(finding))
        return tuple(dict.fromkeys(found))

    def json(self, evidence: Evidence) -> JsonObject:
        """The evidence as JSON, made once for one object."""
        key = id(evidence)
        if key not in self._json:
            self._kept.append(evidence)
            location = evidence.location
            if isinstance(location, ResourceElement):
                self._json[key] = {
                    "kind": "resource",
                    "label": evidence.label.as_json(),
                    "reference": location.reference,
                    "path": location.path,
                }
            else:
                self._json[key] = evidence.as_json()
        return self._json[key]

    def label(self, medicine: Medicine) -> Text:
        """A medicine in words."""
        if medicine.index not in self._labels:
            self._labels[medicine.index] = medicine_label(medicine)
        return self._labels[medicine.index]

    def _place(self, reference: str, path: str, label: Callable[[], Text]) -> Evidence:
        key = (reference, path)
        if key not in self._places:
            self._places[key] = Evidence(ResourceElement(reference, path), label())
        return self._places[key]

    def _client(self) -> Evidence:
        age = self.state.age
        label = fill(AGE, n=age if age is not None else "?")
        return self._place(self.state.patient_reference, "birthDate" if age is not None else "", lambda: label)

    def _medicines(self, finding: Finding) -> Iterator[Evidence]:
        path = {"dose": "dose_element", "duration": "start_element", "cascade": "start_element"}.get(finding.type, "")
        for index in dict.fromkeys((*finding.culprits, *finding.drugs)):
            medicine = self.state.medicines[index]
            element = str(getattr(medicine, path)) if path else ""
            yield self._place(medicine.reference, element, lambda m=medicine: self.label(m))  # type: ignore[misc]

    def _circumstances(self, finding: Finding) -> Iterator[Evidence]:
        state = self.state
        for code in finding.conditions:
            diagnosis = next(item for item in state.diagnoses if item.code == code)
            yield self._place(diagnosis.reference, "code", lambda d=diagnosis: _diagnosis_label(d))  # type: ignore[misc]
        for name in finding.flags:
            known = FACTS.get(name)
            words = known[0] if known else Text.same(name)
            yield self._place(state.flags[name][1], "", lambda w=words: fill(FACT, l=w))  # type: ignore[misc]
        for name in finding.labs:
            result = state.results.get(name)
            if result is not None:
                yield Evidence(ResourceElement(result.reference, result.element), self.result(name))
        for place in finding.allergies:
            allergy = state.allergies[place]
            yield self._place(allergy.reference, "", lambda a=allergy: fill(ALLERGY, l=a.label))  # type: ignore[misc]

    def result(self, lab: str) -> Text:
        """A result in words."""
        key = (f"result:{lab}", "")
        if key not in self._places:
            found = self.state.results[lab]
            self._places[key] = Evidence(
                ResourceElement(found.reference, found.element), result_label(found, self.state)
            )
        return self._places[key].label

    def _rule(self, finding: Finding) -> Evidence:
        """The cited rule, with its review status said beside it while nobody has reviewed it."""
        rule = self.state.knowledge.rules[finding.rule]
        cited = rule.rule_id.startswith(("STOPP", "START", "PINCER"))
        name = rule.locator.partition(" (")[0] if cited else rule.rule_id
        tail = rule.status is RuleStatus.DRAFT
        return Evidence(
            rule,
            Text(
                *(f"{name}: {say(finding.statement, x)}{f' ({say(UNREVIEWED, x)})' if tail else ''}" for x in LANGUAGES)
            ),
        )


def _diagnosis_label(diagnosis: Diagnosis) -> Text:
    label = "" if diagnosis.label == diagnosis.code else diagnosis.label
    return fill(DIAGNOSIS, c=diagnosis.code, l=label) if label else fill(DIAGNOSIS_CODE, c=diagnosis.code)


def unlike(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each source once: what reads the same on screen is listed once, by its first place."""
    seen: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        seen.setdefault((item.kind, item.label.fi), item)
    return tuple(seen.values())
