"""Sentences cut into clauses: at conjunctions, relative and object clauses, and at commas between two finite verbs."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.matching import starts
from luotsi.engines.language.model import Sentence, Token
from luotsi.kit.text import Language

_BREAKS = frozenset({";", "–", "—", "|", "•"})
_INFINITIVE_FI = re.compile(r"(?:[dtlnr][aä]|[aeiouyäö][aä])\Z")
_FINITE_FI = re.compile(r"(?:aa|ää|ee|ii|oo|uu|yy|öö|uo|yö|ie|ui|oi|öi|vat|vät|i|tiin|daan|dään|taan|tään|ut|yt)\Z")
_PAST_FI = re.compile(r"(?:[^aeou]i|oi|ui|ivat|ivät|ttiin|tiin)\Z")
_SAME_IN_BOTH = re.compile(r"(?:oi|ui)da\Z|(?:öi|yi)dä\Z")
_PREDICATES_FI = ("ttu", "tty", "tu", "ty", "nut", "nyt", "matta", "mättä")
_THIRD_PERSON_FI = re.compile(r"[^,]*[aeiouyäö].*[tksrln](?:aa|ää)\Z")
_PARTICIPLE_FI = re.compile(r"[aeiouyäö]v(?:a|ä|an|än|aa|ää|aksi|äksi|ana|änä|ia|iä|ien)\Z")
_VOWELS_FI = ("a", "ä")
_SHORT_PAST_FI = frozenset({"oli", "olivat", "oltiin", "joi", "löi", "söi", "joivat", "löivät", "söivät"})


class Clause(NamedTuple):
    """Tokens from ``start`` to before ``end``; ``kind`` tells what it is to the one before: main, and, border, that,
    relative, comma, ellipsis ("…, in childhood yes") or denial ("…, nowadays not").
    """

    start: int
    end: int
    kind: str


@lru_cache(20_000)
def finite_fi(form: str, lemma: str) -> str:
    """Whether a Finnish word looks like a finite verb, judged by its form against its lemma: past, finite or empty.

    >>> finite_fi("halasi", "halata"), finite_fi("nukkuu", "nukkua"), finite_fi("äiti", "äiti")
    ('past', 'finite', '')
    """
    if form in _SHORT_PAST_FI:
        return "past"
    if form == lemma or form == lemma + lemma[-1:] or not _INFINITIVE_FI.search(lemma) or form[:2] != lemma[:2]:
        return ""
    if form.endswith(("ut", "yt")) or not _FINITE_FI.search(form):
        return ""
    if _PAST_FI.search(form) and not form.endswith("isi") and not _SAME_IN_BOTH.search(lemma):
        return "past"
    return "finite"


def verbs_of(
    tokens: Sequence[Token], places: Mapping[int, Sequence[int]], lexicon: Lexicon
) -> tuple[set[int], set[int]]:
    """Where the finite verbs of a sentence stand, and which of them are in the past tense."""
    verbs = set(places.get(lexicon.words["verbs"], ()))
    past = set(places.get(lexicon.words["past"], ()))
    if lexicon.language is Language.FI:
        for place, token in enumerate(tokens):
            kind = finite_fi(token.text.lower(), token.lemma)
            if kind:
                verbs.add(place)
            if kind == "past":
                past.add(place)
            if place in verbs and token.lemma.endswith(_VOWELS_FI) and _PARTICIPLE_FI.search(token.text):
                verbs.discard(place)  # "alkava muistisairaus": an adjective
            opens = not place or tokens[place - 1].text == ","
            if opens and token.text == token.lemma and _THIRD_PERSON_FI.match(token.text):
                verbs.add(place)  # "…, viettää päivät yksin": a note that leaves out who
    return verbs | past, past


def clauses_of(
    sentence: Sentence, places: Mapping[int, Sequence[int]], lexicon: Lexicon, verbs: set[int]
) -> list[Clause]:
    """The clauses of a sentence in order; together they hold every token."""
    tokens = sentence.tokens
    heads = _heads(tokens, places, lexicon)
    stops = sorted({*heads, *(n for n, token in enumerate(tokens) if token.text in _BREAKS or token.text == ",")})
    joints = frozenset(places.get(lexicon.words["and"], ()))
    if not heads and not stops and not joints:
        return [Clause(0, len(tokens), "main")]
    predicates = verbs | _terse(tokens, places, lexicon, verbs) if lexicon.language is Language.FI else verbs
    lists = [places.get(lexicon.words[name], ()) for name in ("denying", "good", "affirm", "opening", "subjects")]
    cutter = _Cutter(tokens, heads, stops, joints, predicates, *lists)
    answer: list[Clause] = []
    start, kind = 0, "main"
    for place in range(1, len(tokens)):
        new = cutter.begins(place, start)
        if new:
            answer.append(Clause(start, place, kind))
            start, kind = place, new
    answer.append(Clause(start, len(tokens), kind))
    if len(answer) > 1:
        answer = [answer[0], *(_turned(clause, tokens, places, lexicon, verbs) for clause in answer[1:])]
    return answer


def _terse(tokens: Sequence[Token], places: Mapping[int, Sequence[int]], lexicon: Lexicon, verbs: set[int]) -> set[int]:
    """Participles that do for verbs in notes ("Allergiaa epäilty, testaus tekemättä"); none where a negation goes on."""
    if any(place in verbs for place in places.get(lexicon.words["turned"], ())):
        return set()
    return {
        place
        for place, token in enumerate(tokens)
        if token.lemma.endswith(("a", "ä")) and token.text.endswith(_PREDICATES_FI) and token.lemma != token.text
    }


def _turned(
    clause: Clause, tokens: Sequence[Token], places: Mapping[int, Sequence[int]], lexicon: Lexicon, verbs: set[int]
) -> Clause:
    """A clause that only says yes or no to the one before ("…, mutta henkistä kyllä", "…, nykyisin ei")."""
    if clause.kind not in {"comma", "border", "and"}:
        return clause
    inside = range(clause.start, clause.end)
    turns = {place for place in places.get(lexicon.words["turned"], ()) if place in inside}
    if turns:
        allowed = turns | {place for place in places.get(lexicon.words["turn"], ()) if place in inside}
        if all(place in allowed or not tokens[place].is_word for place in inside):
            return Clause(clause.start, clause.end, "denial")
    affirmed = any(place in inside for place in places.get(lexicon.words["affirm"], ()))
    if affirmed and not any(verb in inside for verb in verbs):
        return Clause(clause.start, clause.end, "ellipsis")
    return clause


def _heads(tokens: Sequence[Token], places: Mapping[int, Sequence[int]], lexicon: Lexicon) -> dict[int, str]:
    heads: dict[int, str] = {}
    for run in lexicon.borders:
        if run.elements[0] in places and all(element in places for element in run.elements):
            heads.update(dict.fromkeys(starts(run, places), "border"))
    infinitives = set(places.get(lexicon.words.get("infinitive", -1), ()))
    finnish = lexicon.language is Language.FI
    for name in ("that", "relative"):
        for place in places.get(lexicon.words[name], ()):
            if place + 1 in infinitives and (finnish or _is_base(tokens[place + 1], name)):
                heads.pop(place, None)
            elif name == "that" or not finnish or (place and tokens[place - 1].text in ",("):
                heads[place] = name
    return heads


def _is_base(token: Token, name: str) -> bool:
    """Whether "att" stands before an infinitive, which is the base form itself: no object clause then."""
    return name == "that" and token.text.lower() == token.lemma


@dataclass(slots=True)
class _Cutter:
    """Where the words that cut a sentence stand."""

    tokens: Sequence[Token]
    heads: Mapping[int, str]
    stops: Sequence[int]
    joints: frozenset[int]
    verbs: Collection[int]
    denying: Sequence[int]
    praising: Sequence[int]
    affirming: Sequence[int]
    opening: Sequence[int]
    subjects: Sequence[int]

    def begins(self, place: int, start: int) -> str:
        """The kind of the clause that begins at a word, empty when none does; ``start`` is where the one before began."""
        if place in self.heads:
            listed = place in self.denying and not any(verb in range(start, place) for verb in self.verbs)
            return "" if listed else self.heads[place]  # "Pelkoja eikä painajaisia ole": one list, denied as a whole
        if place - 1 in self.heads and place - 1 == start:
            return ""
        mark = self.tokens[place - 1].text
        if mark in _BREAKS:
            return "border"
        if mark != "," and place not in self.joints:
            return ""
        comma = mark == ","
        return self._opened(place, start, comma=comma) or self._joined(place, start, comma=comma)

    def _opened(self, place: int, start: int, *, comma: bool) -> str:
        """The kind of a clause after a comma or "and" that its first words show to be one."""
        opens = any(place <= word <= place + 1 for word in self.opening)
        if comma and (opens or place in self.denying):
            return "comma"  # "Mieliala hyvä, ei itsetuhoisuutta", "Itsemurhayritys 2019, tällä hetkellä …"
        if place in self.joints and place + 1 in self.subjects and place - start > 1:
            return "and"  # "Old colleagues look in on him, and he does not feel alone"
        return ""

    def _joined(self, place: int, start: int, *, comma: bool) -> str:
        """The kind of a clause after a comma or "and" that its verb shows to be one."""
        end = next((stop for stop in self.stops if stop > place), len(self.tokens))
        before, after = range(start, place), range(place, end)
        if not any(verb in before for verb in self.verbs):
            return ""
        if any(verb in after for verb in self.verbs):
            return "and" if place in self.joints else "comma"
        if comma and any(word in after for word in self.affirming):
            return "ellipsis"
        if comma and any(word in before for word in self.denying) and any(word in after for word in self.praising):
            return "comma"  # "Ei haavoja, iho ehjä": a list of what there is not would not praise
        return ""
