"""A themed summary made of the record's own sentences: covering, recent, diverse, without repetition. Every claim cites."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from luotsi.engines.language.model import (
    Analysis,
    Assertion,
    Claim,
    Finding,
    Polarity,
    Sentence,
    Span,
    Temporality,
    Theme,
)
from luotsi.engines.language.rewriting import answered, rewritten

SAME_SHARE = 0.6
"""Jaccard overlap of content lemmas above which two sentences say the same (language spec, section 4)."""

MOST_A_THEME = 8
"""Sentences of one theme in the summary; the rest stays in the findings."""

_CONTENT_LENGTH = 3
_START = attrgetter("start")
_COMPARED = 40
"""Candidates of a theme that are compared with each other; the newest and surest come first."""


@dataclass(slots=True)
class _Candidate:
    """A sentence of a theme with what speaks for it."""

    span: Span
    sentence: Sentence
    written: date
    states: set[tuple[str, ...]]
    confidence: float
    lemmas: frozenset[str]
    cites: list[Span] = field(default_factory=list)


def compose(
    analyses: Sequence[Analysis], findings: Sequence[Finding], themes: Collection[Theme] | None = None
) -> tuple[Claim, ...]:
    """The summary: themes in their order; within one, every kind of statement once, then the newest.

    Sentences that say the same are merged and all cited. ``Claim.section`` is the theme's code.
    """
    by_doc = {analysis.doc.id: analysis for analysis in analyses}
    by_theme: dict[Theme, list[Finding]] = defaultdict(list)
    for one in findings:
        if themes is None or one.theme in themes:
            by_theme[one.theme].append(one)
    claims: list[Claim] = []
    for theme in Theme:
        for candidate in _chosen(_candidates(by_theme.get(theme, ()), by_doc)):
            claims.append(_claim(candidate, by_doc[candidate.span.doc], theme))  # noqa: PERF401
    return tuple(claims)


def _candidates(findings: Iterable[Finding], by_doc: Mapping[str, Analysis]) -> list[_Candidate]:
    held: dict[Span, _Candidate] = {}
    for one in findings:
        candidate = held.get(one.span)
        if candidate is None:
            analysis = by_doc[one.span.doc]
            sentence = analysis.sentences[bisect_left(analysis.sentences, one.span.start, key=_START)]
            held[one.span] = candidate = _Candidate(
                one.span, sentence, analysis.doc.date or date.min, set(), 0.0, frozenset(), [one.span]
            )
        candidate.states.add((one.polarity, one.assertion, one.experiencer, one.temporality))
        candidate.confidence = max(candidate.confidence, one.confidence + _weight(one))
    rows = sorted(held.values(), key=lambda one: (one.span.doc, one.span.start))
    rows.sort(key=lambda one: (one.written, one.confidence), reverse=True)
    return rows


def _weight(one: Finding) -> float:
    """A risk or strength that stands now tells more than what was or is not."""
    now = one.temporality is Temporality.NOW and one.assertion is Assertion.PRESENT
    return (0.3 if now else 0.0) + (0.1 if one.polarity is not Polarity.NEUTRAL else 0.0)


def _content(sentence: Sentence) -> frozenset[str]:
    lemmas = {token.lemma for token in sentence.tokens if token.text[:1].isalpha()}
    return frozenset([lemma for lemma in lemmas if len(lemma) >= _CONTENT_LENGTH])


def _chosen(candidates: list[_Candidate]) -> list[_Candidate]:
    """Every kind of statement once (coverage), then by date and from other documents first (diversity)."""
    merged: list[_Candidate] = []
    for candidate in candidates:
        same = None
        if len(merged) < _COMPARED:
            candidate.lemmas = _content(candidate.sentence)
            same = next((one for one in merged if _alike(one, candidate)), None)
        if same is not None:
            same.cites.append(candidate.span)
        else:
            merged.append(candidate)
    chosen: list[_Candidate] = []
    told: set[tuple[str, ...]] = set()
    for candidate in merged:
        if len(chosen) < MOST_A_THEME and not candidate.states <= told:
            chosen.append(candidate)
            told |= candidate.states
    documents = {one.span.doc for one in chosen}
    taken = {id(one) for one in chosen}
    rest = [one for one in merged if id(one) not in taken]
    rest.sort(key=lambda one: one.span.doc in documents)
    return [*chosen, *rest[: MOST_A_THEME - len(chosen)]]


def _alike(one: _Candidate, other: _Candidate) -> bool:
    if one.states != other.states or not one.lemmas or not other.lemmas:
        return False
    return len(one.lemmas & other.lemmas) > SAME_SHARE * len(one.lemmas | other.lemmas)


def _claim(candidate: _Candidate, analysis: Analysis, theme: Theme) -> Claim:
    words = analysis.quote(candidate.span)
    text, done = rewritten(words, candidate.sentence.language)
    cites = list(candidate.cites)
    question = _question_before(candidate.sentence, analysis)
    if question is not None:
        told = answered(analysis.doc.text[question.start : question.end], words, candidate.sentence.language)
        if told:
            text, done = told, ("question",)
            cites.insert(0, Span(analysis.doc.id, question.start, question.end))
    return Claim(text, tuple(cites), section=theme.value, rewrites=done)


def _question_before(sentence: Sentence, analysis: Analysis) -> Sentence | None:
    if len(sentence.tokens) > 4:  # noqa: PLR2004 - only a short answer needs its question
        return None
    number = bisect_left(analysis.sentences, sentence.start, key=_START)
    before = analysis.sentences[number - 1] if number else None
    return before if before and before.tokens[-1].text == "?" else None
