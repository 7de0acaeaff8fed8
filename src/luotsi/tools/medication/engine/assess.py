"""One assessment: the checks, the cards, the tier, and the same as JSON. Same input, same bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.evidence import Evidence
from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text, joined
from luotsi.tools.medication.engine.checks import CHECKS
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.grouping import Cluster, clusters_of
from luotsi.tools.medication.engine.missing import MissingFact, asked, missing_facts
from luotsi.tools.medication.engine.ranking import headline, score, tier
from luotsi.tools.medication.engine.sources import AGE, SourceBook, unlike
from luotsi.tools.medication.engine.state import PatientState
from luotsi.tools.medication.engine.words import LANGUAGES, capital, fill, listed, say

MOST_STEPS = 4
MOST_LABS = 3
MISSING_ACTION = Text("Hanki puuttuvat tiedot ja arvioi uudelleen.", "Skaffa uppgifterna som saknas och bedöm på nytt.",
                      "Get the missing data and assess again.")  # fmt: skip
WITHOUT = Text("{r} Ilman tätä jää arvioimatta {n} sääntöä.", "{r} Utan detta kan {n} regler inte bedömas.",
               "{r} Without it {n} rules cannot be judged.")  # fmt: skip
WITHOUT_ONE = Text("{r} Ilman tätä jää arvioimatta yksi sääntö.", "{r} Utan detta kan en regel inte bedömas.",
                   "{r} Without it one rule cannot be judged.")  # fmt: skip
DIAGNOSES = Text("Diagnoosit: {c}.", "Diagnoser: {c}.", "Diagnoses: {c}.")
MOST_CODES = 6
CHILD = Text("Säännöt on tehty aikuisille.", "Reglerna är gjorda för vuxna.", "The rules are made for adults.")


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """One card: a clinical problem, what to do, and every finding behind it."""

    key: str
    problem: str
    severity: int
    strength: Strength
    score: float
    title: Text
    why: Text
    steps: tuple[Text, ...]
    findings: tuple[Finding, ...]
    sources: tuple[tuple[Evidence, ...], ...]
    folded: bool
    evidence: tuple[Evidence, ...]

    @property
    def action(self) -> Text:
        """The steps in one paragraph."""
        return joined(self.steps, " ")


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer about one client."""

    state: PatientState
    book: SourceBook
    tier: str
    cards: tuple[ProblemCard, ...]
    missing: tuple[MissingFact, ...]
    questions: tuple[tuple[str, tuple[str, ...], Text], ...]

    @property
    def headline(self) -> Text:
        """The tier and its service action."""
        return headline(self.tier)

    def as_json(self) -> JsonObject:
        """The answer of ``luotsi medication assess --json``."""
        state = self.state
        cards: list[JsonValue] = [card_json(card, self.book) for card in self.cards]
        if self.missing or any(not m.known for m in state.medicines):
            cards.append(_missing_card(self, state))
        return {
            "tier": self.tier,
            "headline": self.headline.as_json(),
            "date": state.on.isoformat(),
            "cards": cards,
            "needs_data": [_missing_json(item, state) for item in self.missing],
            "questions": [
                {"fact": fact, "criteria": list(rules), "text": text.as_json()} for fact, rules, text in self.questions
            ],
            "data_quality": [
                {"subject": subject, "text": text.as_json(), "reference": reference}
                for subject, text, reference in (*state.quality, *((r.lab, r.text, r.where) for r in state.refused))
            ],
            "medicines": [
                {
                    "atc": m.atc,
                    "name": m.name.as_json(),
                    "reference": m.reference,
                    "known": m.known,
                    "regular": m.regular,
                }
                for m in state.medicines
            ],
            "version": state.knowledge.name,
        }


def assess(state: PatientState) -> Assessment:
    """Run every check and put the answer in order."""
    notebook = Notebook()
    for check in CHECKS:
        check(state, notebook)
    clusters = clusters_of(_distinct(notebook.findings), state.knowledge)
    book = SourceBook(state)
    cards = _keyed([_card(cluster, book) for cluster in clusters])
    handling = any(f.type == "handling" and f.severity > 1 for f in notebook.findings)
    level = tier([card.severity for card in cards if card.problem != "information"], handling, state)
    return Assessment(state, book, level, cards, missing_facts(notebook.needs, state), asked(notebook.questions, state))


def _distinct(findings: list[Finding]) -> list[Finding]:
    best: dict[tuple[str, str, str, tuple[int, ...]], Finding] = {}
    for finding in findings:
        key = (finding.type, finding.criterion, finding.rule, finding.drugs)
        if key not in best or finding.severity > best[key].severity:
            best[key] = finding
    return list(best.values())


def _card(cluster: Cluster, book: SourceBook) -> ProblemCard:
    state = book.state
    top = cluster.findings[0]
    problem = state.knowledge.problems[cluster.problem]
    acting = [f for f in cluster.findings if f.severity > 1] or cluster.findings
    steps = steps_of(acting)
    sources = tuple(book.of(finding) for finding in cluster.findings)
    whose = "-".join(sorted({state.medicines[i].atc or "unknown" for i in top.culprits or top.drugs}))
    return ProblemCard(
        key=f"{cluster.problem}:{whose}"
        if whose and cluster.problem not in {"information", "handling"}
        else cluster.problem,
        problem=cluster.problem,
        severity=cluster.severity,
        strength=min((f.strength for f in acting), key=lambda item: list(Strength).index(item)),
        score=round(max(score(f) for f in cluster.findings), 2),
        title=_title(cluster, problem.title, state),
        why=_why(cluster, book),
        steps=steps,
        findings=tuple(cluster.findings),
        sources=sources,
        folded=cluster.folded,
        evidence=unlike(item for each in sources for item in each),
    )


GENERAL = frozenset({"pim", "pd_effect", "renal", "duration", "duplicate", "start"})
"""Types whose action is a template: told only where no rule says more about the same medicine."""


def steps_of(findings: Sequence[Finding]) -> tuple[Text, ...]:
    """What to do, each thing once: a rule's own advice before a general one, sentence by sentence."""
    told: set[tuple[int, ...]] = set()
    chosen: list[Text] = []
    ordered = sorted(findings, key=lambda item: (-item.severity, item.type in GENERAL, item.type == "pd_effect"))
    for finding in ordered:
        known = set(finding.culprits) <= {index for group in told for index in group}
        summed = finding.type == "pd_effect" or (
            finding.type == "monitoring" and not finding.criterion.startswith("PINCER")
        )
        minor = known and len(chosen) > 1 and finding.severity < ordered[0].severity
        if chosen and (summed or minor or (finding.type in GENERAL and finding.culprits and known)):
            continue
        told.add(finding.culprits)
        chosen.extend(_sentences(finding.action))
    return tuple(dict.fromkeys(chosen))[:MOST_STEPS]


def _sentences(text: Text) -> list[Text]:
    """The sentences as steps, where the three languages have the same number of them."""
    parts = [re.split(r"(?<=[a-zåäöA-Z0-9%)])\. (?=[A-ZÅÄÖ])", say(text, x).rstrip(".")) for x in LANGUAGES]
    if len({len(part) for part in parts}) != 1:
        return [text]
    return [Text(*(f"{sentence}." for sentence in row)) for row in zip(*parts, strict=True)]


def _title(cluster: Cluster, title: Text, state: PatientState) -> Text:
    """Problem: cause. The medicines to change come first."""
    if cluster.problem in {"information", "handling"}:
        return title
    top = cluster.findings[0]
    main = [f for f in cluster.findings if f.severity == cluster.severity and f.problem == cluster.problem]
    wanted = dict.fromkeys([i for f in main for i in f.culprits] + [i for f in main for i in f.drugs])
    if not wanted:
        return Text(*(f"{say(title, x)}: {say(top.statement, x)}" for x in LANGUAGES))
    drugs = listed([state.medicines[index].name for index in wanted])
    return Text(*(f"{say(title, x)}: {say(drugs, x)}" for x in LANGUAGES))


def _why(cluster: Cluster, book: SourceBook) -> Text:
    """At most three lines: the main reason, the client's own figures, the diagnoses."""
    state = book.state
    top = cluster.findings[0]
    lines = [capital(Text(*(say(top.statement, x).rstrip(".") + "." for x in LANGUAGES)))]
    facts = [] if state.age is None else [fill(AGE, n=state.age)]
    labs = dict.fromkeys(lab for finding in cluster.findings for lab in finding.labs if lab in state.results)
    facts += [book.result(lab) for lab in list(labs)[:MOST_LABS]]
    if facts:
        lines.append(joined([Text(*(say(fact, x) + "." for x in LANGUAGES)) for fact in facts], " "))
    codes = list(dict.fromkeys(code for finding in cluster.findings for code in finding.conditions))
    if codes:
        lines.append(fill(DIAGNOSES, c=", ".join(codes[:MOST_CODES])))
    return joined(lines, "\n")


def _keyed(cards: list[ProblemCard]) -> tuple[ProblemCard, ...]:
    seen: dict[str, int] = {}
    for card in cards:
        seen[card.key] = seen.get(card.key, 0) + 1
    if all(count == 1 for count in seen.values()):
        return tuple(cards)
    from dataclasses import replace  # noqa: PLC0415 - rare

    used: dict[str, int] = {}
    kept = []
    for card in cards:
        used[card.key] = used.get(card.key, 0) + 1
        kept.append(card if used[card.key] == 1 else replace(card, key=f"{card.key}:{used[card.key]}"))
    return tuple(kept)


def finding_json(finding: Finding, sources: tuple[Evidence, ...], book: SourceBook) -> dict[str, JsonValue]:
    """One finding with its sources."""
    state = book.state
    rule = state.knowledge.rules[finding.rule]
    return {
        "type": finding.type,
        "criterion": finding.criterion,
        "aliases": list(finding.aliases),
        "atc": list(dict.fromkeys(state.medicines[i].atc for i in finding.drugs)),
        "culprits": list(dict.fromkeys(state.medicines[i].atc for i in finding.culprits)),
        "severity": finding.severity,
        "strength": finding.strength.value,
        "statement": finding.statement.as_json(),
        "note": finding.note.as_json() if finding.note else None,
        "rule": finding.rule,
        "source": f"{rule.source}; {rule.locator}",
        "status": rule.status.value,
        "evidence": [book.json(item) for item in sources],
    }


def card_json(card: ProblemCard, book: SourceBook) -> dict[str, JsonValue]:
    """One card; the form that a Suggestion carries as its content."""
    return {
        "key": card.key,
        "problem": card.problem,
        "severity": card.severity,
        "strength": card.strength.value,
        "score": card.score,
        "folded": card.folded,
        "title": card.title.as_json(),
        "why": card.why.as_json(),
        "action": card.action.as_json(),
        "findings": [
            finding_json(finding, sources, book) for finding, sources in zip(card.findings, card.sources, strict=True)
        ],
    }


def reason_of(item: MissingFact) -> Text:
    """Why the fact matters: what is missing, and how much waits for it."""
    return fill(WITHOUT if len(item.rules) > 1 else WITHOUT_ONE, r=item.reason, n=len(item.rules))


def _missing_json(item: MissingFact, state: PatientState) -> dict[str, JsonValue]:
    return {
        "need": item.need,
        "fact": item.fact,
        "covers": list(item.covers),
        "subject": item.subject.as_json(),
        "reason": reason_of(item).as_json(),
        "criteria": list(item.rules),
        "atc": list(dict.fromkeys(state.medicines[i].atc for i in item.drugs)),
        "severity": item.severity,
    }


BLOCKS_SERIOUS = 3


def _weight(item: MissingFact) -> int:
    """A missing fact is mild when a serious rule waits for it, else a remark; it never sets the tier."""
    return 2 if item.severity >= BLOCKS_SERIOUS else 1


def _missing_card(assessment: Assessment, state: PatientState) -> dict[str, JsonValue]:
    findings: list[JsonValue] = [
        {
            "type": "missing_data",
            "criterion": name,
            "aliases": [item.need, item.fact, f"missing-{name}"],
            "atc": list(dict.fromkeys(state.medicines[i].atc for i in item.drugs)),
            "severity": _weight(item),
            "statement": item.reason.as_json(),
            "rule": item.rules[0],
            "source": "; ".join(item.rules),
            "evidence": [],
        }
        for item in assessment.missing
        for name in dict.fromkeys((item.need, *item.covers))
    ]
    findings += [
        {
            "type": "missing_data",
            "criterion": "atc-unknown",
            "aliases": ["ATC unknown"],
            "atc": [m.atc] if m.atc else [],
            "severity": 1,
            "statement": next((t.as_json() for s, t, r in state.quality if r == m.reference), m.name.as_json()),
            "rule": "DATA-QUALITY",
            "source": "data quality",
            "evidence": [{"kind": "resource", "reference": m.reference, "path": "", "label": m.name.as_json()}],
        }
        for m in state.medicines
        if not m.known
    ]
    problem = state.knowledge.problems["missing"]
    subjects: list[Text] = [item.subject for item in assessment.missing] or [
        m.name for m in state.medicines if not m.known
    ]
    names = listed(subjects)
    title = Text(*(f"{say(problem.title, x)}: {say(names, x)}" for x in LANGUAGES))
    severity = max((_weight(item) for item in assessment.missing), default=1)
    return {
        "key": "missing",
        "problem": "missing",
        "severity": severity,
        "strength": Strength.C.value,
        "score": 0.0,
        "folded": True,
        "title": capital(title).as_json(),
        "why": title.as_json(),
        "action": MISSING_ACTION.as_json(),
        "findings": findings,
    }


__all__ = ["Assessment", "ProblemCard", "assess", "card_json", "finding_json", "reason_of"]
