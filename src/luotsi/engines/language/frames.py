"""What the words of a sentence give on their own, whoever it is about and whenever it was written.

Records repeat their sentences ("Asiakas voinut hyvin."), so the frame of a sentence is kept for the next time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from luotsi.engines.language.attributes import Marks, Reading, marks_of, reading_at
from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.lexicon_files import ConceptRow
from luotsi.engines.language.model import Sentence
from luotsi.engines.language.patterns import Found, Match
from luotsi.engines.language.scopes import Clause, clauses_of, verbs_of

KEPT_SENTENCES = 6_000
"""How many sentences' frames a lexicon keeps before it starts anew."""


class Hit(NamedTuple):
    """A concept found, where, and what its clause says around it."""

    concept: ConceptRow
    match: Match
    reading: Reading


@dataclass(frozen=True, slots=True)
class Frame:
    """Elements of the words and their places, finite verbs, clauses, attribute triggers and concepts of a sentence."""

    places: Mapping[int, Sequence[int]]
    verbs: set[int]
    past: set[int]
    clauses: Sequence[Clause]
    clause_at: Sequence[int]
    marks: Marks
    hits: tuple[Hit, ...]


def frame_of(sentence: Sentence, lexicon: Lexicon) -> Frame:
    """The frame of a sentence, made or remembered."""
    tokens = sentence.tokens
    words = (tuple([token.text for token in tokens]), tuple([token.lemma for token in tokens]))
    known = lexicon.frames.get(words)
    if known is None:
        if len(lexicon.frames) >= KEPT_SENTENCES:
            lexicon.frames.clear()
        known = lexicon.frames[words] = _framed(sentence, lexicon)
    return known


def _framed(sentence: Sentence, lexicon: Lexicon) -> Frame:
    places = lexicon.table.found(sentence.tokens)
    verbs, past = verbs_of(sentence.tokens, places, lexicon)
    clauses = clauses_of(sentence, places, lexicon, verbs)
    clause_at = [n for n, clause in enumerate(clauses) for _ in range(clause.start, clause.end)]
    found = Found(places, clause_at)
    concepts = _concepts(lexicon.table.matches(found), lexicon, clause_at)
    if not concepts:
        return Frame(places, verbs, past, clauses, clause_at, Marks(clauses), ())
    marks = marks_of(lexicon.table.matches(found, aside=True), lexicon, clauses, clause_at)
    return Frame(places, verbs, past, clauses, clause_at, marks, _hits(concepts, marks, clause_at))


def _concepts(matches: Iterable[Match], lexicon: Lexicon, clause_at: Sequence[int]) -> list[tuple[ConceptRow, Match]]:
    """The concepts found in order, those ruled out left aside."""
    ruled_out: set[tuple[str, int]] = set()
    found: list[tuple[ConceptRow, Match]] = []
    for match in matches:
        use = lexicon.uses[match.payload]
        if use.concept is None:
            continue
        if use.rules_out:
            ruled_out.add((use.concept.id, clause_at[match.start]))
        else:
            found.append((use.concept, match))
    if ruled_out:
        found = [one for one in found if (one[0].id, clause_at[one[1].start]) not in ruled_out]
    return sorted(found, key=lambda one: (one[1].start, one[1].end, one[0].id))


def _hits(concepts: Iterable[tuple[ConceptRow, Match]], marks: Marks, clause_at: Sequence[int]) -> tuple[Hit, ...]:
    readings: dict[tuple[object, ...], Reading] = {}
    hits: list[Hit] = []
    for concept, match in concepts:
        place = (match.start, match.end, match.extra, match.skipped)
        reading = readings.get(place)
        if reading is None:
            reading = readings[place] = reading_at(marks, match, clause_at[match.start])
        hits.append(Hit(concept, match, reading))
    return tuple(hits)
