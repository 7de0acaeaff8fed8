"""An answer is a verbatim quote from a passage that holds today; when none covers the question, there is no answer.

Coverage is the share of the question's content words, weighed by how telling they are, that the quote has (with its heading
and title). A question that asks for a number, a day, a person or a place is answered only by a quote that has one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from luotsi.engines.retrieval.asking import Asked, Wanted, asked
from luotsi.engines.retrieval.fields import Term
from luotsi.engines.retrieval.index import Hit, Index
from luotsi.engines.retrieval.model import Document, Passage, Query

COVERED: Final = 0.55
"""Least coverage of an answer. Tuned on the project's own questions (tests/engines/retrieval/questions.py)."""
COVERED_WITHOUT_KIND: Final = 0.75
"""Least coverage when the question asks for a number, a day, a person or a place and the quote shows none."""
_LONGEST_QUOTE: Final = 500
_DERIVED: Final = 0.75
_DERIVED_FROM_LESS: Final = 0.5
_LONG: Final = 5
_SHORTEST_STEM: Final = 4
_SYNONYM: Final = 0.9
_CONTEXT: Final = 0.85


class Why(StrEnum):
    """Why there is no answer."""

    NOTHING_FOUND = "nothing_found"  # no passage has any of the words
    NOT_COVERED = "not_covered"  # passages speak of something near, none of this
    NO_CONTENT = "no_content"  # the question has no words to search by
    SUPERSEDED_ONLY = "superseded_only"  # only versions that no longer hold speak of it


@dataclass(frozen=True, slots=True)
class Answer:
    """A quote with its place. ``start`` and ``end`` are code points of the section's text; ``others`` are further passages
    that cover the question. ``deciding`` tells that the question is one of yes or no: the quote decides it, we do not.
    """

    quote: str
    passage: Passage
    document: Document
    start: int
    end: int
    coverage: float
    deciding: bool = False
    missing: tuple[str, ...] = ()
    others: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No answer, why, what words had nothing, and the nearest passages for a person to look at."""

    why: Why
    missing: tuple[str, ...] = ()
    nearest: tuple[Hit, ...] = ()


def answer(index: Index, query: Query) -> Answer | NoAnswer:
    """The best-covering sentence window of the best passages, or no answer."""
    question = asked(query.text, query.language)
    query = replace(query, history=query.history or question.history)
    if not question.content:
        return NoAnswer(Why.NO_CONTENT)
    hits = index.search(query)
    best = max(
        (window for rank, hit in enumerate(hits) for window in _windows(index, question, hit, rank, hits[0].score)),
        key=lambda window: window.rank,
        default=None,
    )
    if best is not None and best.coverage >= (COVERED if best.of_kind else COVERED_WITHOUT_KIND):
        passage, document = best.hit.passage, best.hit.document
        others = tuple(hit for hit in hits if hit.passage != passage)[:3]
        start, end = passage.start + best.start, passage.start + best.end
        return Answer(
            passage.text[best.start : best.end], passage, document, start, end, best.coverage, question.yes_or_no,
            best.missing, others,
        )  # fmt: skip
    missing = best.missing if best else tuple(term.form for term in question.content)
    if (
        not query.history
        and index.has_history(query)
        and isinstance(answer(index, replace(query, history=True)), Answer)
    ):
        return NoAnswer(Why.SUPERSEDED_ONLY, missing, tuple(hits[:3]))
    return NoAnswer(Why.NOT_COVERED if hits else Why.NOTHING_FOUND, missing, tuple(hits[:3]))


@dataclass(frozen=True, slots=True)
class _Window:
    hit: Hit
    start: int
    end: int
    coverage: float
    of_kind: bool
    rank: float
    missing: tuple[str, ...]


def _windows(index: Index, question: Asked, hit: Hit, rank: int, best_score: float) -> Iterator[_Window]:
    """Each sentence of a passage, and each pair of neighbours, with how it covers the question."""
    read = index.read(hit.passage)
    cover = _Cover(
        question,
        [index.weight(term.lemma) for term in question.content],
        [_CONTEXT * _mark(index, term, read.about) for term in question.content],
        hit.passage.text,
    )
    marks = [[_mark(index, term, words) for term in question.content] for words in read.words]
    order = 0.25 * hit.score / best_score - 0.01 * rank
    for at, sentence in enumerate(read.sentences):
        yield _window(cover, hit, (sentence, sentence), marks[at], order)
        if at + 1 < len(read.sentences):
            following = read.sentences[at + 1]
            if following[1] - sentence[0] <= _LONGEST_QUOTE:
                both = [max(one, other) for one, other in zip(marks[at], marks[at + 1], strict=True)]
                yield _window(cover, hit, (sentence, following), both, order - 0.08)


@dataclass(frozen=True, slots=True)
class _Cover:
    """What the windows of one passage are held against: how telling each word asked for is, and how title and heading have it."""

    question: Asked
    weights: Sequence[float]
    about: Sequence[float]
    text: str

    def share(self, marks: Sequence[float]) -> float:
        """The share of the question that marks make up."""
        told = sum(weight * mark for weight, mark in zip(self.weights, marks, strict=True))
        return told / (sum(self.weights) or 1.0)


def _window(
    cover: _Cover, hit: Hit, pair: tuple[tuple[int, int], tuple[int, int]], own: Sequence[float], order: float
) -> _Window:
    question = cover.question
    marks = [max(one, other) for one, other in zip(own, cover.about, strict=True)]
    coverage = cover.share(marks)
    start, end = pair[0][0], pair[1][1]
    of_kind = question.wanted.shown_in(cover.text[start:end])
    missing = tuple(term.form for term, mark in zip(question.content, marks, strict=True) if mark == 0)
    order += coverage + 0.35 * cover.share(own) + (0.3 if of_kind and question.wanted is not Wanted.ANYTHING else 0.0)
    return _Window(hit, start, end, coverage, of_kind, order, missing)


def _mark(index: Index, term: Term, words: Sequence[Term]) -> float:
    """How well a word of the question is there, 0 to 1: itself, a compound with it, a synonym, a word derived from it."""
    best = 0.0
    synonyms = index.synonyms.of_word(term.lemma)
    for word in words:
        if word.lemma == term.lemma or word.form == term.form:
            return 1.0
        best = max(best, _likeness(term, word, synonyms))
    return best


def _likeness(term: Term, word: Term, synonyms: frozenset[str]) -> float:
    if term.lemma in word.parts or word.lemma in synonyms:
        return _SYNONYM
    if term.parts and (word.lemma in term.parts or not set(term.parts).isdisjoint(word.parts)):
        return _DERIVED if term.parts[-1] in {word.lemma, *word.parts} else _DERIVED_FROM_LESS
    near = bool(synonyms) and (
        not synonyms.isdisjoint(word.parts)
        or any(len(other) >= _LONG and word.lemma.startswith(other) for other in synonyms)
    )
    derived = _derived(term.lemma, word.lemma) or any(_derived(term.lemma, part) for part in word.parts)
    return _DERIVED if near or derived else 0.0


_ENDING = re.compile(
    r"(?:minen|inen|us|ys|os|ös|nta|ntä|ja|jä|in|aa|ää|a|ä|o|ö|e|i|u|y|are|ning|ande|else|ar|er|or|ing|ion|ment|s|ed)$"
)


def _derived(one: str, other: str) -> bool:
    """Whether two lemmas seem to come from one word: päättää and päätös, besöka and besökare, record and recording."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST_STEM or one[:_SHORTEST_STEM] != other[:_SHORTEST_STEM]:
        return False
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    stem = min(len(_ENDING.sub("", one)), len(_ENDING.sub("", other)))
    return common >= max(_SHORTEST_STEM, stem) and common >= 0.55 * max(len(one), len(other))
