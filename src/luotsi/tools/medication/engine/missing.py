"""What could not be judged, said once a fact: which fact, what it blocks, and how to get it."""

from collections.abc import Iterable
from dataclasses import dataclass

from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import names
from luotsi.tools.medication.engine.facts import FACTS
from luotsi.tools.medication.engine.findings import Need, Question
from luotsi.tools.medication.engine.state import PatientState
from luotsi.tools.medication.engine.words import day, fill, say

NO_RESULT = Text("Tulos puuttuu: {x}.", "Resultat saknas: {x}.", "No result: {x}.")
REFUSED = Text(
    "Tulosta ei voi käyttää: {x}. {w}", "Resultatet kan inte användas: {x}. {w}", "The result cannot be used: {x}. {w}"
)
NO_DATE = Text("Mittauspäivä puuttuu: {x}.", "Mätdatum saknas: {x}.", "No date of measurement: {x}.")
NO_DOSE = Text("Annosta ei voi laskea: {x}.", "Dosen kan inte beräknas: {x}.", "The dose cannot be computed: {x}.")
NO_START = Text("Aloituspäivä puuttuu: {x}.", "Startdatum saknas: {x}.", "No start date: {x}.")
STALE = Text(
    "Kreatiniini on vanha ({d}): pyydä uusi.",
    "Kreatinin är gammalt ({d}): beställ nytt.",
    "Creatinine is old ({d}): order a new one.",
)
OTHER = {
    "age": Text("Syntymäaika puuttuu.", "Födelsedatum saknas.", "The date of birth is missing."),
    "sex": Text("Sukupuoli puuttuu.", "Kön saknas.", "The sex is missing."),
    "vaccinations": Text("Rokotustiedot puuttuvat.", "Vaccinationsuppgifter saknas.", "No vaccination records."),
}  # fmt: skip
ASK = Text("Kysy: {x}. Ratkaisee kohdan: {s}.", "Fråga: {x}. Avgör: {s}.", "Ask: {x}. It decides: {s}.")
START_DATES = Text("aloituspäivät", "startdatum", "start dates")
SUBJECTS = {
    "age": Text("ikä", "ålder", "age"),
    "sex": Text("sukupuoli", "kön", "sex"),
    "vaccinations": Text("rokotukset", "vaccinationer", "vaccinations"),
}


@dataclass(frozen=True, slots=True)
class MissingFact:
    """One missing fact with everything that waits for it."""

    need: str
    fact: str
    subject: Text
    reason: Text
    covers: tuple[str, ...]
    rules: tuple[str, ...]
    drugs: tuple[int, ...]
    severity: int


def missing_facts(needs: Iterable[Need], state: PatientState) -> tuple[MissingFact, ...]:
    """Each missing fact once, the one that blocks the most severe rule first."""
    gathered: dict[str, list[Need]] = {}
    for need in set(needs):
        gathered.setdefault(_base(need.fact, state), []).append(need)
    found = [_fact(fact, items, state) for fact, items in gathered.items()]
    return tuple(sorted(found, key=lambda item: (-item.severity, item.fact)))


def _base(fact: str, state: PatientState) -> str:
    """Kidney function is asked for as creatinine, from which it is computed."""
    if fact == "lab:egfr" and "creatinine" not in state.results:
        return "lab:creatinine"
    return {"lab:bmi": "lab:weight" if "weight" not in state.results else "lab:height", "lab:crcl": "lab:weight"}.get(
        fact, fact
    )


def _fact(fact: str, items: list[Need], state: PatientState) -> MissingFact:
    kind, _, name = fact.partition(":")
    subject, reason, need = _words(kind, name, state)
    rules = tuple(sorted({item.rule for item in items}))
    drugs = tuple(sorted({index for item in items for index in item.drugs}))
    covers = tuple(sorted({item.fact.partition(":")[2] or item.fact for item in items}))
    return MissingFact(need, fact, subject, reason, covers, rules, drugs, max(item.severity for item in items))


def _words(kind: str, name: str, state: PatientState) -> tuple[Text, Text, str]:
    if kind == "lab":
        subject = state.knowledge.labs[name].name
        refused = next((item for item in state.refused if item.lab == name), None)
        reason = fill(NO_RESULT, x=subject) if refused is None else fill(REFUSED, x=subject, w=refused.text)
        return subject, reason, name
    if kind == "date":
        subject = state.knowledge.labs[name].name
        return subject, fill(NO_DATE, x=subject), name
    if kind == "stale":
        result = state.results.get("egfr") or state.results["creatinine"]
        when = day(result.on) if result.on is not None else Text.same("?")
        return state.knowledge.labs["creatinine"].name, fill(STALE, d=when), "creatinine"
    if kind in {"dose", "start"}:
        drugs = [m.index for m in state.medicines if m.atc == name]
        subject = names(state, drugs)
        return subject, fill(NO_DOSE if kind == "dose" else NO_START, x=subject), f"{kind}:{name}"
    return SUBJECTS[kind], OTHER[kind], kind


def asked(questions: Iterable[Question], state: PatientState) -> tuple[tuple[str, tuple[str, ...], Text], ...]:
    """Questions to a professional: the fact, the criteria it decides, and the sentence."""
    gathered: dict[str, list[Question]] = {}
    for question in questions:
        gathered.setdefault(question.fact, []).append(question)
    found = []
    for fact, items in sorted(gathered.items()):
        name = fact.removeprefix("ask:")
        words = START_DATES if name == "start_dates" else FACTS[name][0]
        rules = tuple(sorted({item.rule for item in items}))
        first = min(items, key=lambda item: item.rule)
        statement = Text(*(say(first.statement, x).rstrip(".") for x in ("fi", "sv", "en")))
        found.append((name, rules, fill(ASK, x=words, s=statement)))
    return tuple(found)
