"""One assessment: the checks, the cards, the tier, and the same as JSON. Same input, same bytes."""

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
from luotsi.tools.medication.engine.sources import AGE, LANGUAGES, evidence_of, result_label
from luotsi.tools.medication.engine.state import PatientState
from luotsi.tools.medication.engine.words import capital, listed

MOST_STEPS = 4
MOST_LABS = 3
MISSING_ACTION = Text("Hanki puuttuvat tiedot ja arvioi uudelleen.", "Skaffa uppgifterna som saknas och bedöm på nytt.",
                      "Get the missing data and assess again.")  # fmt: skip
WITHOUT = Text("{r} Ilman tätä jää arvioimatta {n} sääntöä.", "{r} Utan detta kan {n} regler inte bedömas.",
               "{r} Without it {n} rules cannot be judged.")  # fmt: skip
DIAGNOSES = Text("Diagnoosit: {c}", "Diagnoser: {c}", "Diagnoses: {c}")
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
        cards: list[JsonValue] = [card_json(card, state) for card in self.cards]
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
    cards = _keyed([_card(cluster, state) for cluster in clusters])
    handling = any(f.type == "handling" and f.severity > 1 for f in notebook.findings)
    level = tier([card.severity for card in cards if card.problem != "information"], handling, state)
    return Assessment(state, level, cards, missing_facts(notebook.needs, state), asked(notebook.questions, state))


def _distinct(findings: list[Finding]) -> list[Finding]:
    best: dict[tuple[str, str, str, tuple[int, ...]], Finding] = {}
    for finding in findings:
        key = (finding.type, finding.criterion, finding.rule, finding.drugs)
        if key not in best or finding.severity > best[key].severity:
            best[key] = finding
    return list(best.values())


def _card(cluster: Cluster, state: PatientState) -> ProblemCard:
    top = cluster.findings[0]
    problem = state.knowledge.problems[cluster.problem]
    acting = [f for f in cluster.findings if f.severity > 1] or cluster.findings
    steps = tuple(dict.fromkeys(finding.action for finding in acting))[:MOST_STEPS]
    evidence = tuple(dict.fromkeys(item for finding in cluster.findings for item in evidence_of(finding, state)))
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
        why=_why(cluster, state),
        steps=steps,
        findings=tuple(cluster.findings),
        folded=cluster.folded,
        evidence=evidence,
    )


def _title(cluster: Cluster, title: Text, state: PatientState) -> Text:
    """Problem: cause. The medicines to change come first."""
    if cluster.problem in {"information", "handling"}:
        return title
    top = cluster.findings[0]
    wanted = dict.fromkeys((*top.culprits, *top.drugs))
    if not wanted:
        return Text(*(f"{title.in_(x)}: {top.statement.in_(x)}" for x in LANGUAGES))
    drugs = listed([state.medicines[index].name for index in wanted])
    return Text(*(f"{title.in_(x)}: {drugs.in_(x)}" for x in LANGUAGES))


def _why(cluster: Cluster, state: PatientState) -> Text:
    """At most three lines: the main reason, the client's own figures, the diagnoses."""
    top = cluster.findings[0]
    lines = [Text(*(top.statement.in_(x).rstrip(".") + "." for x in LANGUAGES))]
    facts = [] if state.age is None else [AGE.format(n=state.age)]
    labs = dict.fromkeys(lab for finding in cluster.findings for lab in finding.labs if lab in state.results)
    facts += [result_label(state.results[lab], state) for lab in list(labs)[:MOST_LABS]]
    if facts:
        lines.append(joined([Text(*(fact.in_(x) + "." for x in LANGUAGES)) for fact in facts], " "))
    codes = list(dict.fromkeys(code for finding in cluster.findings for code in finding.conditions))
    if codes:
        lines.append(Text(*(DIAGNOSES.format(c=", ".join(codes[:6])).in_(x) + "." for x in LANGUAGES)))
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


def finding_json(finding: Finding, state: PatientState) -> dict[str, JsonValue]:
    """One finding with its sources."""
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
        "evidence": [item.as_json() for item in evidence_of(finding, state)],
    }


def card_json(card: ProblemCard, state: PatientState) -> dict[str, JsonValue]:
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
        "findings": [finding_json(finding, state) for finding in card.findings],
    }


def reason_of(item: MissingFact) -> Text:
    """Why the fact matters: what is missing, and how much waits for it."""
    return WITHOUT.format(r=item.reason, n=len(item.rules))


def _missing_json(item: MissingFact, state: PatientState) -> dict[str, JsonValue]:
    return {
        "need": item.need,
        "fact": item.fact,
        "subject": item.subject.as_json(),
        "reason": reason_of(item).as_json(),
        "criteria": list(item.rules),
        "atc": list(dict.fromkeys(state.medicines[i].atc for i in item.drugs)),
        "severity": item.severity,
    }


BLOCKS_CRITICAL = 4


def _missing_card(assessment: Assessment, state: PatientState) -> dict[str, JsonValue]:
    findings: list[JsonValue] = [
        {
            "type": "missing_data",
            "criterion": f"missing-{item.need}",
            "aliases": [item.need, item.fact],
            "atc": list(dict.fromkeys(state.medicines[i].atc for i in item.drugs)),
            "severity": 2 if item.severity >= BLOCKS_CRITICAL else 1,
            "statement": item.reason.as_json(),
            "rule": item.rules[0],
            "source": "; ".join(item.rules),
            "evidence": [],
        }
        for item in assessment.missing
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
    subjects: Sequence[Text] = [item.subject for item in assessment.missing] or [
        m.name for m in state.medicines if not m.known
    ]
    title = Text(*(f"{problem.title.in_(x)}: {listed(subjects).in_(x)}" for x in LANGUAGES))
    severity = 2 if any(item.severity >= BLOCKS_CRITICAL for item in assessment.missing) else 1
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
