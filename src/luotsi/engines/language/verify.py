"""The verifier: every sentence of a draft against the places it cites. The same code for our own and a model's drafts.

Five checks (the order is that of ``Check``): the cites are places of the documents and their quotes equal them; the words
of the sentence are in the cites; numbers, units, dates, sides are; what it says is said there (whether so, how surely, of
whom, when); no name is new. A sentence that fails goes to the tray of the unsupported, never to the draft.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.clauses import Clause, all_clauses, clauses_of, content, sides_in
from luotsi.engines.language.identifiers import dates_in
from luotsi.engines.language.model import Analysis, Claim, Doc, Finding, Sentence, Span, Support
from luotsi.engines.language.name_finder import names_in
from luotsi.engines.language.quantities import quantities_in, same
from luotsi.kit.suggestion import Severity

ENOUGH: Final = 0.6
"""Share of the sentence's content words that the cites must have (specification of the language engine, section 4)."""
ENOUGH_WHEN_GRAVE: Final = 0.8
"""The same for sentences that name a medicine, a diagnosis or a person."""
SURELY: Final = 0.85
"""From here on a sentence counts as supported; between the two as inferable."""

_GRAVE = re.compile(
    r"\w{3,}(?:oosi|iitti|itis|osis|emia|opatia|opati|tauti|sairaus|syöpä|cancer|sjukdom|diabetes|astma|asthma|masennus|depression|psykoosi|skitsofreni\w*)(?!\w)|"
    r"\w{3,}(?:pamia?|pram|statiini|statin|siini|cillin|silliini|mysiini|mycin|prazole|pratsoli|sartaani|sartan|priili|pril|ololi|olol|fariini|farin|opioidi|insuliini|insulin)(?!\w)|"
    r"\b\d+(?:[.,]\d+)? ?(?:mg|µg|ml|ky|iu)\b",
    re.IGNORECASE,
)  # fmt: skip
_STEM: Final = 6
_DAYS_AGO: Final = {
    "tänään": 0, "eilen": 1, "toissapäivänä": 2, "idag": 0, "igår": 1, "förrgår": 2, "today": 0, "yesterday": 1,
    "huomenna": -1, "imorgon": -1, "tomorrow": -1,
}  # fmt: skip
_SPEAKER = re.compile(r"\b[A-ZÅÄÖ]\w{0,12}:\s+")


class Check(StrEnum):
    """The verifier's checks."""

    CITES = "cites"
    WORDS = "words"
    NUMBERS = "numbers"
    MEANING = "meaning"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found. ``what`` names it in the words of the sentence or by the attribute that differs."""

    check: Check
    what: str
    support: Support
    severity: Severity


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence that wants to be a claim. ``quotes``, when given, are what it says that its cites read."""

    text: str
    cites: tuple[Span, ...]
    section: str = ""
    rewrites: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a sentence stands: its support, how grave it would be to believe it wrongly, and every fault found."""

    support: Support
    severity: Severity
    containment: float
    faults: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the sentence may stand in a draft."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence in the tray: what was proposed, and why it may not stand."""

    proposed: Proposed
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Sifted:
    """A draft after the verifier: claims that hold in their order, and the tray."""

    claims: tuple[Claim, ...]
    tray: tuple[Unsupported, ...]


FindingsOf = Callable[[Analysis], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Verifier:
    """Holds the sources: documents' analyses by id. ``people`` are names that may be used without standing in the cites
    (the client's own). ``findings_of``, when given, compares the themes' attributes too.
    """

    sources: Mapping[str, Analysis]
    people: tuple[str, ...] = ()
    findings_of: FindingsOf | None = None

    def sift(self, proposed: Sequence[Proposed]) -> Sifted:
        """Claims from what holds, the tray from the rest."""
        claims, tray = [], []
        for one in proposed:
            verdict = self.verdict(one)
            if verdict.holds:
                claims.append(Claim(one.text, one.cites, verdict.support, one.section, one.rewrites))
            else:
                tray.append(Unsupported(one, verdict))
        return Sifted(tuple(claims), tuple(tray))

    def verdict(self, proposed: Proposed) -> Verdict:
        """All five checks on one sentence."""
        broken = list(self._cites(proposed))
        if broken:
            return Verdict(Support.UNMENTIONED, Severity.SEVERE, 0.0, tuple(broken))
        sources = _Sources(self, proposed.cites)
        claim = analyse(Doc("claim", proposed.text, sources.date, sources.language))
        containment, missing = _containment(claim, sources)
        faults = [
            *_words(claim, containment, missing),
            *_numbers(claim, sources),
            *_meaning(claim, sources),
            *self._themes(claim, sources),
            *_names(claim, sources, self.people),
        ]
        if not faults:
            support = Support.SUPPORTED if containment >= SURELY else Support.INFERABLE
            return Verdict(support, Severity.INFORMATION, containment)
        contradicted = any(fault.support is Support.CONTRADICTED for fault in faults)
        support = Support.CONTRADICTED if contradicted else Support.UNMENTIONED
        return Verdict(support, max(fault.severity for fault in faults), containment, tuple(faults))

    def _cites(self, proposed: Proposed) -> Iterator[Fault]:
        if not proposed.cites or not proposed.text.strip():
            yield Fault(Check.CITES, "none", Support.UNMENTIONED, Severity.SEVERE)
        for at, cite in enumerate(proposed.cites):
            analysis = self.sources.get(cite.doc)
            if analysis is None or cite.end > len(analysis.doc.text):
                yield Fault(Check.CITES, f"{cite.doc} {cite.start}:{cite.end}", Support.UNMENTIONED, Severity.SEVERE)
            elif at < len(proposed.quotes) and proposed.quotes[at] != analysis.quote(cite):
                yield Fault(Check.CITES, proposed.quotes[at], Support.UNMENTIONED, Severity.SEVERE)

    def _themes(self, claim: Analysis, sources: "_Sources") -> Iterator[Fault]:
        """The findings' own attributes: what the sentence says of a theme must be said of it in a cite."""
        if self.findings_of is None:
            return
        said = [
            finding
            for analysis in sources.analyses
            for finding in self.findings_of(analysis)
            if any(finding.span.overlaps(cite) for cite in sources.cites)
        ]
        for finding in self.findings_of(claim):
            alike = [other for other in said if other.theme is finding.theme and other.concept == finding.concept]
            for name in ("assertion", "experiencer", "temporality"):
                value = getattr(finding, name)
                if alike and all(getattr(other, name) is not value for other in alike):
                    yield Fault(Check.MEANING, f"{finding.theme}: {name}", Support.CONTRADICTED, Severity.SEVERE)


class _Sources:
    """The cited sentences of one claim, each with the question before it when it answers one."""

    def __init__(self, verifier: Verifier, cites: Sequence[Span]) -> None:
        self.cites = cites
        self.analyses = [verifier.sources[doc] for doc in dict.fromkeys(cite.doc for cite in cites)]
        self.date: dt.date | None = next((analysis.doc.date for analysis in self.analyses if analysis.doc.date), None)
        self.language = self.analyses[0].language
        self.sentences: list[tuple[Analysis, Sentence]] = []
        self.questions: list[tuple[Analysis, Sentence]] = []
        for analysis in self.analyses:
            for at, sentence in enumerate(analysis.sentences):
                if any(c.doc == analysis.doc.id and c.start < sentence.end and sentence.start < c.end for c in cites):
                    self.sentences.append((analysis, sentence))
                    before = analysis.sentences[at - 1] if at else None
                    if before and _is_question(before, analysis.doc.text):
                        self.questions.append((analysis, before))
        self.language = self.sentences[0][1].language if self.sentences else self.language

    @property
    def text(self) -> str:
        return "\n".join(
            analysis.doc.text[sentence.start : sentence.end]
            for analysis, sentence in [*self.questions, *self.sentences]
        )

    @property
    def tokens_of(self) -> list[Sentence]:
        return [sentence for _, sentence in [*self.questions, *self.sentences]]

    def clauses(self) -> list[Clause]:
        """Clauses of the cited sentences; an answer carries the words of its question ("Onko kuumetta? – Ei.")."""
        found: list[Clause] = []
        for analysis, sentence in self.sentences:
            text = analysis.doc.text
            if _is_question(sentence, text):
                continue  # a question says nothing of how things are
            found += clauses_of(sentence, text)
            question = next((q for a, q in self.questions if a is analysis and q.end <= sentence.start), None)
            if question and found and len(found[-1].lemmas) <= 2:  # noqa: PLR2004 - a short answer
                answer = found[-1]
                asked = content(question.tokens)
                joined = Clause(
                    answer.text, answer.lemmas | asked, answer.negated, answer.uncertain, answer.historic, answer.future,
                    answer.still, answer.persons, answer.sources,
                )  # fmt: skip
                found.append(joined)
        return found


def _is_question(sentence: Sentence, text: str) -> bool:
    return text[sentence.start : sentence.end].rstrip().endswith("?")


def _containment(claim: Analysis, sources: _Sources) -> tuple[float, list[str]]:
    """The share of the claim's content words that the cites have, and those that they lack."""
    words = [token for sentence in claim.sentences for token in sentence.tokens]
    wanted = [token for token in words if token.lemma in content([token])]
    offered = {
        piece
        for sentence in sources.tokens_of
        for token in sentence.tokens
        if token.is_word
        for piece in (token.lemma, token.text.lower(), *token.parts)
    }
    numbers = {quantity.start for quantity in quantities_in(claim.doc.text, claim.language)}
    wanted = [token for token in wanted if token.start not in numbers]
    missing = [token.text for token in wanted if not _found(token.lemma, token.text.lower(), token.parts, offered)]
    return (1.0 if not wanted else 1 - len(missing) / len(wanted)), missing


def _found(lemma: str, form: str, parts: Sequence[str], offered: set[str]) -> bool:
    if lemma in offered or form in offered or (parts and all(part in offered for part in parts)):
        return True
    stem = lemma[: max(5, round(len(lemma) * 0.75))]
    return len(lemma) > 4 and any(other.startswith(stem) for other in offered)  # noqa: PLR2004 - a derived form


def _words(claim: Analysis, containment: float, missing: Sequence[str]) -> Iterator[Fault]:
    grave = bool(_GRAVE.search(claim.doc.text)) or bool(names_in(claim.doc.text))
    if containment < (ENOUGH_WHEN_GRAVE if grave else ENOUGH):
        severity = Severity.SEVERE if grave else Severity.NOTABLE
        yield Fault(Check.WORDS, ", ".join(missing), Support.UNMENTIONED, severity)
    elif any(_GRAVE.fullmatch(word) for word in missing):
        word = next(word for word in missing if _GRAVE.fullmatch(word))
        yield Fault(Check.WORDS, word, Support.UNMENTIONED, Severity.SEVERE)


def _numbers(claim: Analysis, sources: _Sources) -> Iterator[Fault]:
    text = claim.doc.text
    dates = list(dates_in(text))
    told = _days_told(sources)
    for date in dates:
        day = date.on(sources.date)
        partial = {(other.month, other.day) for other in told} | _partly_told(sources)
        if (day is None or day not in told) and not (date.year is None and (date.month, date.day) in partial):
            yield Fault(Check.NUMBERS, text[date.start : date.end], Support.UNMENTIONED, Severity.SEVERE)
    offered = [
        quantity
        for analysis, sentence in [*sources.questions, *sources.sentences]
        for quantity in quantities_in(analysis.doc.text[sentence.start : sentence.end], sentence.language)
    ]
    for quantity in quantities_in(text, claim.language):
        in_date = any(date.start <= quantity.start < date.end for date in dates)
        if in_date or not quantity.sure:
            continue
        if not any(same(quantity, other) for other in offered):
            near = [other for other in offered if other.kind and other.kind == quantity.kind]
            support = Support.CONTRADICTED if near else Support.UNMENTIONED
            yield Fault(Check.NUMBERS, text[quantity.start : quantity.end], support, Severity.SEVERE)
    yield from _sides(text, sources.text)


def _sides(text: str, cited: str) -> Iterator[Fault]:
    said, offered = sides_in(text), sides_in(cited)
    for side in sorted(said - offered):
        if side == "both" and {"left", "right"} <= offered:
            continue
        support = Support.CONTRADICTED if offered & {"left", "right", "both"} else Support.UNMENTIONED
        yield Fault(Check.NUMBERS, side, support, Severity.SEVERE)


def _partly_told(sources: _Sources) -> set[tuple[int, int]]:
    """Month and day of the dates that the cites write without a year."""
    return {
        (date.month, date.day)
        for analysis, sentence in sources.sentences
        for date in dates_in(analysis.doc.text[sentence.start : sentence.end])
        if date.year is None
    }


def _days_told(sources: _Sources) -> set[dt.date]:
    """Days that the cites name, exactly or from the day of writing, and the days of writing themselves."""
    told: set[dt.date] = set()
    for analysis, sentence in sources.sentences:
        written = analysis.doc.date
        words = analysis.doc.text[sentence.start : sentence.end]
        told |= {day for date in dates_in(words) if (day := date.on(written))}
        if written:
            told.add(written)
            told |= {
                written - dt.timedelta(days=days)
                for word, days in _DAYS_AGO.items()
                if re.search(rf"\b{word}\b", words, re.IGNORECASE)
            }
    return told


def _meaning(claim: Analysis, sources: _Sources) -> Iterator[Fault]:
    """Whether so, how surely, when, of whom: each clause of the claim against the cites' clauses on the same matter."""
    cited = sources.clauses()
    if not cited and sources.sentences:  # only questions are cited: they say nothing, and may only be asked again
        if not claim.doc.text.rstrip().endswith("?"):
            yield Fault(Check.MEANING, "question", Support.UNMENTIONED, Severity.NOTABLE)
        return
    everyone = frozenset(person for clause in cited for person in clause.persons)
    for clause in all_clauses(claim):
        strangers = clause.persons - everyone
        if strangers and everyone:
            yield Fault(Check.MEANING, ", ".join(sorted(strangers)), Support.CONTRADICTED, Severity.SEVERE)
            continue
        if strangers:
            yield Fault(Check.MEANING, ", ".join(sorted(strangers)), Support.UNMENTIONED, Severity.SEVERE)
            continue
        alike = _about_the_same(clause, cited)
        if alike:
            yield from _differences(clause, alike)


def _about_the_same(clause: Clause, cited: Sequence[Clause]) -> list[Clause]:
    """The cited clauses that share most with the claim's clause."""
    shares = [len(_shared(clause.lemmas, other.lemmas)) for other in cited]
    most = max(shares, default=0)
    return [other for other, share in zip(cited, shares, strict=True) if share == most and most > 0]


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> set[str]:
    """Lemmas that both have; long ones by their first six letters too, for derived words."""
    beginnings = {other[:_STEM] for other in theirs}
    return {lemma for lemma in ours if lemma in theirs or (len(lemma) >= _STEM and lemma[:_STEM] in beginnings)}


def _differences(clause: Clause, alike: Sequence[Clause]) -> Iterator[Fault]:
    if all(other.negated is not clause.negated for other in alike):
        yield Fault(Check.MEANING, "negation", Support.CONTRADICTED, Severity.SEVERE)
    if not clause.uncertain and all(other.uncertain for other in alike):
        yield Fault(Check.MEANING, "certainty", Support.UNMENTIONED, Severity.NOTABLE)
    if not clause.future and all(other.future for other in alike):
        yield Fault(Check.MEANING, "future", Support.UNMENTIONED, Severity.NOTABLE)
    if clause.historic and not any(other.historic for other in alike):
        yield Fault(Check.MEANING, "past", Support.UNMENTIONED, Severity.NOTABLE)
    if not clause.historic and all(other.historic and not other.still for other in alike):
        yield Fault(Check.MEANING, "past", Support.UNMENTIONED, Severity.NOTABLE)
    owners = [other.persons - other.sources for other in alike]
    ours = clause.persons - clause.sources
    if owners and all(owner and not owner & ours for owner in owners) and not (ours == frozenset() and clause.persons):
        yield Fault(Check.MEANING, "person", Support.CONTRADICTED, Severity.SEVERE)


def _names(claim: Analysis, sources: _Sources, people: Sequence[str]) -> Iterator[Fault]:
    """No name that the cites, the headings of their documents or the caller do not have."""
    known = {part.lower() for name in people for part in name.split()}
    for analysis in sources.analyses:
        known |= {part.lower() for part in analysis.doc.client.partition(",")[0].split()}
    cited = sources.text
    known |= {part.lower() for name in names_in(cited, people) for part in name.base.split()}
    words = {token.text.lower() for sentence in sources.tokens_of for token in sentence.tokens}
    lemmas = {token.lemma for sentence in sources.tokens_of for token in sentence.tokens}
    for name in names_in(claim.doc.text, people):
        strangers = [part for part in name.base.split() if part.lower() not in known and part.lower() not in words]
        if strangers:
            yield Fault(Check.NAMES, " ".join(strangers), Support.UNMENTIONED, Severity.SEVERE)
    for sentence in claim.sentences:
        for token in sentence.tokens[1:]:
            proper = token.is_word and token.text[0].isupper() and not _SPEAKER.match(claim.doc.text, token.start)
            strange = proper and token.lemma not in lemmas and token.text.lower() not in words | known
            if strange and not any(other.startswith(token.lemma[:4]) for other in lemmas | known):
                yield Fault(Check.NAMES, token.text, Support.UNMENTIONED, Severity.NOTABLE)
