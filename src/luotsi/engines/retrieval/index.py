"""An index in memory: added to and taken from one document at a time, ranked by BM25 over weighted fields.

BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009, doi:10.1561/1500000019), each field by itself, fields summed
with their weights. What the asker may not see, what does not hold on the day, and what is quarantined is left out before
anything is ranked.
"""

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.injection import quarantined
from luotsi.engines.language.model import Doc
from luotsi.engines.retrieval.fields import WEIGHTS, Field, Term, grams, lemmas_and_parts, terms_of, words_of
from luotsi.engines.retrieval.model import Audience, Document, Passage, Query, Section
from luotsi.engines.retrieval.synonyms import Synonyms

K1: Final = 1.2
B: Final = 0.75
LONGEST_PASSAGE: Final = 1200
"""Code points of a passage; longer sections are cut at sentence borders."""
_SYNONYM: Final = 0.5
_PART_OF_QUERY: Final = 0.4
_TOO_MANY_DEAD: Final = 0.25
_MANY: Final = 512
_REMEMBERED: Final = 64
_REMEMBERED_PASSAGES: Final = 4096


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its document and score. Scores of one search compare with each other only."""

    passage: Passage
    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Read:
    """A passage cut up: places of its sentences, the words of each, and the words of its title and heading."""

    sentences: tuple[tuple[int, int], ...]
    words: tuple[tuple[Term, ...], ...]
    about: tuple[Term, ...]


class _Postings:
    """One field: for each word the passages that have it and how often, and the passages' lengths."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[array[int], array[int]]] = {}
        self.lengths = array("I")

    def add(self, number: int, words: Counter[str]) -> None:
        for word, count in words.items():
            places = self.places.get(word)
            if places is None:
                places = self.places[word] = (array("I"), array("H"))
            places[0].append(number)
            places[1].append(min(count, 65_535))
        self.lengths.append(words.total())


class Index:
    """Passages of documents. Not shared between threads while it changes."""

    def __init__(self, documents: Iterable[Document] = (), synonyms: Synonyms | None = None) -> None:
        self.synonyms = synonyms or Synonyms({})
        self.documents: dict[str, Document] = {}
        self.quarantine: dict[str, tuple[str, ...]] = {}
        self._clear()
        for document in documents:
            self.add(document)

    def _clear(self) -> None:
        self.passages: list[Passage] = []
        self._fields = {field: _Postings() for field in Field}
        self._live: list[bool] = []
        self._numbers: dict[str, list[int]] = {}
        self._changed()

    def _changed(self) -> None:
        """Forget what was worked out of the passages as they were."""
        self._candidates: dict[tuple[Audience, dt.date, bool], NDArray[np.int64]] = {}
        self._norms: dict[Field, NDArray[np.float64]] = {}
        self._alive: NDArray[np.bool_] | None = None
        self._read: dict[str, Read] = {}

    def __len__(self) -> int:
        return sum(self._live)

    def add(self, document: Document) -> None:
        """Put a document in; one of the same id is replaced. A document with a sentence that orders the tool about goes
        into quarantine whole: it is kept for its owner and found by nobody else.
        """
        self.remove(document.id)
        self._changed()
        self.documents[document.id] = document
        ordering = [words for section in document.sections for words in _orders(section, document)]
        if ordering or any(_orders(Section("title", "", document.title), document)):
            self.quarantine[document.id] = tuple(ordering) or (document.title,)
        title, _ = terms_of(document.title, document.language)
        for passage in _passages(document):
            self._add_passage(passage, document, lemmas_and_parts(title))

    def _add_passage(self, passage: Passage, document: Document, title: Counter[str]) -> None:
        number = len(self.passages)
        terms, _ = terms_of(passage.text, document.language)
        heading, _ = terms_of(passage.heading, document.language)
        self.passages.append(passage)
        self._live.append(True)
        self._numbers.setdefault(document.id, []).append(number)
        words: Mapping[Field, Counter[str]] = {
            Field.TITLE: title,
            Field.HEADING: lemmas_and_parts(heading),
            Field.LEMMA: Counter(term.lemma for term in terms),
            Field.PART: Counter(part for term in terms for part in term.parts),
            Field.GRAM: Counter(gram for term in terms for gram in grams(term.form)),
        }
        for field, counts in words.items():
            self._fields[field].add(number, counts)

    def remove(self, identity: str) -> None:
        """Take a document out; nothing happens when it is not in."""
        if self.documents.pop(identity, None) is None:
            return
        self.quarantine.pop(identity, None)
        self._changed()
        for number in self._numbers.pop(identity):
            self._live[number] = False
        dead = len(self._live) - sum(self._live)
        if dead > 64 and dead > _TOO_MANY_DEAD * len(self._live):  # noqa: PLR2004 - small indexes are cheap to search
            documents = list(self.documents.values())
            self.documents = {}
            self._clear()
            for document in documents:
                self.add(document)

    def allowed(self, query: Query) -> set[str]:
        """Documents that may answer: seen by the asker, holding on the day, the newest of their versions, not poisoned."""
        seen = [
            document
            for document in self.documents.values()
            if query.audience.may_see(document) and document.id not in self.quarantine
        ]
        if query.history:
            return {document.id for document in seen if document.valid_from is None or document.valid_from <= query.on}
        holding = [document for document in seen if document.holds_on(query.on)]
        newest: dict[tuple[str, str], tuple[dt.date, tuple[int, ...]]] = {}
        for document in holding:
            newest[document.kin] = max(newest.get(document.kin, document.newness), document.newness)
        return {document.id for document in holding if document.newness == newest[document.kin]}

    def search(self, query: Query) -> list[Hit]:
        """The best passages, best first; fewer than asked when fewer have any of the words."""
        candidates = self._allowed_passages(query)
        if not candidates.size:
            return []
        terms, _ = terms_of(query.text, query.language)
        scores = self._scores(terms)
        found = scores[candidates]
        if found.size > _MANY:  # only the best need sorting
            best = np.argpartition(-found, query.most)[: query.most * 2]
            candidates, found = candidates[best], found[best]
        order = np.lexsort((candidates, -found))[: query.most]
        return [
            Hit(self.passages[number], self.documents[self.passages[number].document], float(scores[number]))
            for number in candidates[order]
            if scores[number] > 0
        ]

    def _allowed_passages(self, query: Query) -> NDArray[np.int64]:
        """Numbers of the passages that may answer; remembered until the index changes."""
        key = (query.audience, query.on, query.history)
        if key not in self._candidates:
            if len(self._candidates) >= _REMEMBERED:
                self._candidates.clear()
            allowed = self.allowed(query)
            numbers = sorted(number for identity in allowed for number in self._numbers.get(identity, ()))
            self._candidates[key] = np.array(numbers, np.int64)
        return self._candidates[key]

    def has_history(self, query: Query) -> bool:
        """Whether there are passages that only a question about earlier versions may see."""
        return self._allowed_passages(query).size < self._allowed_passages(replace(query, history=True)).size

    def read(self, passage: Passage) -> Read:
        """The passage cut up; the latest are remembered."""
        known = self._read.get(passage.id)
        if known is None:
            if len(self._read) >= _REMEMBERED_PASSAGES:
                self._read.clear()
            document = self.documents[passage.document]
            about, _ = terms_of(f"{document.title}. {passage.heading}", document.language)
            _, analysis = terms_of(passage.text, document.language)
            known = self._read[passage.id] = Read(
                tuple((sentence.start, sentence.end) for sentence in analysis.sentences),
                tuple(words_of(sentence.tokens) for sentence in analysis.sentences),
                about,
            )
        return known

    def weight(self, lemma: str) -> float:
        """How telling a word is: its inverse frequency among passages, 0 and up."""
        places = self._fields[Field.LEMMA].places.get(lemma)
        parts = self._fields[Field.PART].places.get(lemma)
        having = max(len(places[0]) if places else 0, len(parts[0]) if parts else 0)
        return float(np.log(1 + (len(self.passages) - having + 0.5) / (having + 0.5)))

    def _scores(self, terms: tuple[Term, ...]) -> NDArray[np.float64]:
        if self._alive is None:
            self._alive = np.array(self._live, bool)
        scores = np.zeros(len(self.passages))
        total = int(self._alive.sum())
        for field, wanted in self._wanted(terms).items():
            postings, norm = self._fields[field], self._norm(field)
            for word, weight in wanted.items():
                places = postings.places.get(word)
                if places is None:
                    continue
                numbers = np.frombuffer(places[0].tobytes(), np.uint32)
                counts = np.frombuffer(places[1].tobytes(), np.uint16).astype(np.float64)
                having = int(self._alive[numbers].sum()) if total < len(self._alive) else len(numbers)
                rarity = np.log(1 + (total - having + 0.5) / (having + 0.5))
                scores[numbers] += WEIGHTS[field] * weight * rarity * counts * (K1 + 1) / (counts + norm[numbers])
        return scores

    def _norm(self, field: Field) -> NDArray[np.float64]:
        """BM25's length term of each passage in a field."""
        if field not in self._norms:
            lengths = np.array(self._fields[field].lengths, np.float64)
            alive = lengths[np.array(self._live, bool)]
            mean = float(alive.mean()) if alive.size else 0.0
            self._norms[field] = K1 * (1 - B + B * lengths / mean) if mean else np.full(len(lengths), K1)
        return self._norms[field]

    def _wanted(self, terms: tuple[Term, ...]) -> dict[Field, dict[str, float]]:
        """Which words to look for in which field, and how much each counts."""
        words: dict[str, float] = {}
        letters: dict[str, float] = {}
        for term in terms:
            for word, weight in _spread(term, self.synonyms):
                words[word] = max(words.get(word, 0.0), weight)
            for gram in grams(term.form):
                letters[gram] = 1.0
        fields = dict.fromkeys((Field.TITLE, Field.HEADING, Field.LEMMA, Field.PART), words)
        return {**fields, Field.GRAM: letters}


def _spread(term: Term, synonyms: Synonyms) -> Iterator[tuple[str, float]]:
    yield term.lemma, 1.0
    for part in term.parts:
        yield part, _PART_OF_QUERY
    for word in synonyms.of_word(term.lemma):
        yield word, _SYNONYM


def _orders(section: Section, document: Document) -> Iterator[str]:
    analysis = analyse(Doc(section.id, section.text, None, document.language))
    for span in quarantined(analysis):
        yield analysis.quote(span)


def _passages(document: Document) -> Iterator[Passage]:
    for section in document.sections:
        heading = " / ".join([*section.path, section.heading])
        if len(section.text) <= LONGEST_PASSAGE:
            yield Passage(document.id, section.id, 0, len(section.text), heading, section.text)
            continue
        start = end = 0
        for sentence in analyse(Doc(section.id, section.text, None, document.language)).sentences:
            if sentence.end - start > LONGEST_PASSAGE and end > start:
                yield Passage(document.id, section.id, start, end, heading, section.text[start:end])
                start = sentence.start
            end = sentence.end
        if end > start:
            yield Passage(document.id, section.id, start, end, heading, section.text[start:end])
