"""What the words of a sentence give on their own, whoever it is about and whenever it was written.

Records repeat their sentences ("Asiakas voinut hyvin."), so the frame of a sentence is kept for the next time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from luotsi.engines.language.attributes import PLAIN, Marks, Own, Reading, marks_of, reading_at
from luotsi.engines.language.lexicon import Lexicon, Use
from luotsi.engines.language.lexicon_files import ConceptRow
from luotsi.engines.language.matching import Found, Match, Places
from luotsi.engines.language.model import Sentence, Token
from luotsi.engines.language.moods import mood
from luotsi.engines.language.people import case_of
from luotsi.engines.language.scopes import Clause, clauses_of, verbs_of
from luotsi.kit.text import Language

KEPT_SENTENCES = 6_000
"""How many sentences' frames a lexicon keeps before it starts anew."""


class Hit(NamedTuple):
    """A concept found, where, and what its clause says around it."""

    concept: ConceptRow
    match: Match
    reading: Reading
    value: str = ""
    value_at: int = -1

    @property
    def words(self) -> frozenset[int]:
        """The tokens that the match names, and the one that judges it."""
        match = self.match
        named = frozenset(range(match.start, match.end + 1)).difference(match.skipped).union(match.extra)
        return named | {self.value_at} if self.value_at >= 0 else named


@dataclass(frozen=True, slots=True)
class Frame:
    """Elements of the words and their places, finite verbs, clauses, attribute triggers and concepts of a sentence."""

    places: Places
    verbs: set[int]
    past: set[int]
    clauses: Sequence[Clause]
    clause_at: Sequence[int]
    marks: Marks
    hits: tuple[Hit, ...]


def frame_of(sentence: Sentence, lexicon: Lexicon, *, named: bool = False) -> Frame:
    """The frame of a sentence, made or remembered; ``named`` when its first word is the name of a person of the case."""
    tokens = sentence.tokens
    words = (tuple([token.text for token in tokens]), tuple([token.lemma for token in tokens]), named)
    known = lexicon.frames.get(words)
    if known is None:
        if len(lexicon.frames) >= KEPT_SENTENCES:
            lexicon.frames.clear()
        known = lexicon.frames[words] = _framed(sentence, lexicon, named=named)
    return known


def _framed(sentence: Sentence, lexicon: Lexicon, *, named: bool) -> Frame:
    places = lexicon.table.found(sentence.tokens)
    verbs, past = verbs_of(sentence.tokens, places, lexicon)
    clauses = clauses_of(sentence, places, lexicon, verbs)
    clause_at = [n for n, clause in enumerate(clauses) for _ in range(clause.start, clause.end)]
    found = Found(places, clause_at)
    concepts = _concepts(lexicon, found)
    if not concepts:
        return Frame(places, verbs, past, clauses, clause_at, Marks(clauses), ())
    moods = _moods(sentence)
    marks = marks_of(lexicon.table.matches(found, aside=True), lexicon, clauses, clause_at, verbs)
    marks.tidy(sentence.tokens, named=named)
    marks.add_doubts([place for place, one in moods.items() if one == "perhaps"], clause_at)
    said = _Said(sentence.tokens, places, clause_at, marks, moods, lexicon)
    return Frame(places, verbs, past, clauses, clause_at, marks, said.hits(concepts))


def _moods(sentence: Sentence) -> dict[int, str]:
    """What the forms of a Finnish sentence say by themselves, by token."""
    if sentence.language is not Language.FI:
        return {}
    moods = {}
    for place, token in enumerate(sentence.tokens):
        if token.text != token.lemma:
            said = mood(token.text, token.lemma)
            if said:
                moods[place] = said
    return moods


def _concepts(lexicon: Lexicon, found: Found) -> list[tuple[Use, Match]]:
    """The concepts found in order, those ruled out left aside."""
    matches = [(lexicon.uses[match.payload], match) for match in lexicon.table.matches(found)]
    barred = {use.id: lexicon.table.barred(use.id, found) for use in {use.id: use for use, _ in matches}.values()}
    matches = [one for one in matches if found.clauses[one[1].start] not in barred[one[0].id]]
    matches.sort(key=lambda one: (one[1].start, one[1].end, one[0].id))
    return matches


def _keep(hits: dict[tuple[object, ...], Hit], hit: Hit) -> None:
    """Keep one hit of a concept at a place with a reading: the one whose pattern names most words."""
    concept, match, reading = hit[:3]
    key = (id(concept), match.start, match.end, id(reading))
    held = hits.get(key)
    if held is None or len(held.match.extra) < len(match.extra):
        hits[key] = hit


_JUDGED = frozenset({"quality", "lack"})
"""Classes that an evaluation beside the matter tells of."""


@dataclass(slots=True)
class _Said:
    """What a sentence says around its concepts."""

    tokens: Sequence[Token]
    places: Mapping[int, Sequence[int]]
    clause_at: Sequence[int]
    marks: Marks
    moods: Mapping[int, str]
    lexicon: Lexicon

    def hits(self, concepts: Iterable[tuple[Use, Match]]) -> tuple[Hit, ...]:
        """The concepts with their readings; one reading for all that name the same words in the same way."""
        readings: dict[tuple[object, ...], Reading] = {}
        plain = not self.marks.tells and "without" not in self.moods.values()
        hits: dict[tuple[object, ...], Hit] = {}
        for use, match in concepts:
            concept = use.concept
            if concept is None:
                continue
            value, at = self.value(concept, match) if concept.kind in _JUDGED else ("", -1)
            if plain:
                _keep(hits, Hit(concept, match, PLAIN, value, at))
                continue
            own = self.own(use.forms, concept.kind, match, at)
            place = (match.start, match.end, match.skipped, own)
            reading = readings.get(place)
            if reading is None:
                reading = readings[place] = reading_at(self.marks, match, self.clause_at[match.start], own)
            _keep(hits, Hit(concept, match, reading, value, at))
        return tuple(hits.values())

    def own(self, forms: frozenset[str], kind: str, match: Match, value_at: int) -> Own:
        """Which words around a matter are its own, and what their forms say."""
        named = match.extra
        judged: tuple[int, ...] = ()
        if named:
            judging = self.places.get(self.lexicon.words["bad"], ())
            judged = tuple([one for one in named if one in judging]) if judging else ()
        if value_at >= 0:
            named, judged = (*named, value_at), (*judged, value_at)
        without = bare = False
        if self.moods:
            without, bare = self._formed(forms, match)
        worry = "worry" in self.marks.groups and (
            self.lexicon.language is not Language.FI or case_of(self.tokens[match.end], Language.FI) == "ela"
        )
        return Own(kind, named, judged, without, bare and kind == "risk", worry, self._aside(match))

    def _formed(self, forms: frozenset[str], match: Match) -> tuple[bool, bool]:
        """Whether a word of the matter is a without-form that its pattern does not name, or a bare verb that it names."""
        without = bare = False
        for place in (*range(match.start, match.end + 1), *match.extra):
            said = self.moods.get(place)
            if said == "without":
                form = self.tokens[place].text.lower()
                beside = place > match.end and form.endswith(("matta", "mättä"))
                without = without or not (beside or form in forms)
            elif said == "bare":
                token = self.tokens[place]
                bare = bare or (token.text.lower() in forms and token.lemma not in forms)
        return without, bare

    def _aside(self, match: Match) -> bool:
        """Whether a matter is only a circumstance of what is said: "sydäninfarktin jälkeen", "because of the illness"."""
        places = self.places.get(self.lexicon.words["circumstance"])
        if not places:
            return False
        if self.lexicon.language is Language.FI:
            return match.end + 1 in places
        return any(match.start - 3 <= place < match.start for place in places)

    def value(self, concept: ConceptRow, match: Match) -> tuple[str, int]:
        """Which evaluation stands nearest to the matter in its clause, good, bad or none, and where."""
        clause = self.clause_at[match.start]
        candidates: list[tuple[int, str, int]] = []
        for value, own in (("good", self.lexicon.good), ("bad", self.lexicon.bad)):
            for element in (self.lexicon.words[value], own.get(concept.id, -1)):
                for place in self.places.get(element, ()):
                    if self.clause_at[place] == clause and not match.start <= place <= match.end:
                        distance = place - match.end if place > match.end else 2 * (match.start - place)
                        candidates.append((distance, value, place))
        return min(candidates)[1:] if candidates else ("", -1)
