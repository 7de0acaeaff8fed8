"""Names of people in Finnish, Swedish and English text: a gazetteer, case endings undone by rule, and the words around.

No list is complete: a name missing from it is found by what stands beside it (a role, a first name, a telling ending).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luotsi.engines.language import name_clues as clues
from luotsi.engines.language.name_forms import CLITICS, bases, first_name, surname
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.namewords import (
    ACTS,
    ENGLISH_DAYS,
    EPONYMS,
    ILLNESSES,
    NOT_NAMES,
    PERSON_VERBS,
    PLACES,
    ROLES,
    STATES,
    THING_VERBS,
    THINGS,
    TITLES,
)
from luotsi.engines.language.roles import is_role
from luotsi.engines.language.tongues import language_of
from luotsi.kit.text import Language

__all__ = ["NameAt", "bases", "first_name", "names_in", "surname"]

_WORD = re.compile(r"(?:(?:al|el|as|ad|an|ar|at|ash|abu|ibn|d|de)[-’'])?[^\W\d_]+(?:[-’'´:][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:]\s*[\"”»’)]*\s*$|\n\s*[-–•*\"”]?\s*$|^\s*[-–•*\"”]?\s*$|[-–•]\s+$|\w[:;]\s*$")
_HEADING = re.compile(
    r"^[ \t]*(?:asiakas|potilas|lapsi|nuori|klient|kund|patient|barn|client|child|name|nimi|namn)[ \t]*:[ \t]*"
    r"(?P<name>[A-ZÅÄÖÉ][^\W\d_]+(?:[- ][A-ZÅÄÖÉ][^\W\d_]+)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?:[A-ZÅÄÖ]|[Dd]r|[Mm]r|[Mm]rs|[Mm]s|[Pp]rof|[Tt]oht|[Ll]ääk|[Rr]va|[Hh]ra|[Nn]ti|[Oo]s|[Ss]osiaalityönt|[Mm]ed|[Ff]r|[Hh]r|St|[Yy]list)\.\s?$"
)
_TELLING = ("nen", "ström", "qvist", "sson")
_SMALL = frozenset(
    {
        "de",
        "von",
        "af",
        "van",
        "der",
        "den",
        "ter",
        "ten",
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "la",
        "da",
        "di",
        "del",
        "della",
        "dos",
        "du",
        "le",
        "zu",
    }
)
_JOINS = frozenset({"ja", "sekä", "och", "samt", "and", "or", "tai", "eller", "&"})
_ARTICLE = re.compile(r"(?:al|el|as|ad|an|ar|at|ash|abu|ibn|d|de)[-’'][A-ZÅÄÖ]")
_HUMAN_STATE = re.compile(
    r"[ ]\w+(?:[ ]\w+){0,2}?[ ](?:\d|kaatu|sairaa|nukku|syön|asu|väsyn|kotona|käyn|muutt|kuol|synty|iloinen|surull|levot|hyvä|huono|ahdist|masen|poissa|kerto|sano|soitt|itken|pelä|käytt|juon|opet|puhu|leikk|"
    r"trött|hemma|sjuk|ledsen|orolig|arg|glad|född|inlagd|borta|tired|ill|sick|home|upset|worried|happy|born|angry|late|pregnant|unwell|married|reluctant|afraid|tearful|able|unable|in\b|at\b|not\b|två|tre|two|three|a\b|an\b)"
    r"|[ ]\w+[ ]\d",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-ZÅÄÖ]-[A-ZÅÄÖ]")
_LOCAL = re.compile(r"(?:ssa|ssä|sta|stä|iin|seen|hin|hun|hon|hen|hän|han)$")
_LONGEST_NAME = 5
_SHORT = 3
_AROUND = 60


@dataclass(frozen=True, slots=True)
class NameAt:
    """A name at a place in code points. ``base`` is its uninflected form as far as the rules tell; ``role`` is the word
    before it that says who the person is ("äiti"), ``heading`` whether it stands in the document's heading line.
    """

    start: int
    end: int
    base: str
    role: str = ""
    heading: bool = False


def names_in(text: str, known: Sequence[str] = ()) -> list[NameAt]:
    """Names of people, in order. ``known`` are names that the caller knows to be in the file (the client's, the kin's)."""
    return _Reader(text, known).read()


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool  # begins a sentence, a line or a heading
    language: Language  # of its line: in Finnish names take endings
    name: str = ""  # why it is a name
    length: int = 0  # how many words of the same name end with it

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def finnish(self) -> bool:
        return self.language is Language.FI

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or _ARTICLE.match(self.text) is not None

    @property
    def shout(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def options(self) -> tuple[str, ...]:
        return bases(self.text, finnish=self.finnish)

    @property
    def first(self) -> str | None:
        return first_name(self.text, finnish=self.finnish)

    @property
    def last(self) -> str | None:
        return surname(self.text, finnish=self.finnish)

    @property
    def plain(self) -> bool:
        """Whether it is an ordinary word of our lists."""
        listed = any(self.lower in words for words in (NOT_NAMES, ROLES, ENGLISH_DAYS, TITLES))
        return listed or (is_role(self.text) and self.lower not in gazetteer("first") | gazetteer("last"))

    @property
    def is_place(self) -> bool:
        tail = self.text.rpartition("-")[2]  # "Keski-Suomessa"
        options = self.options if tail == self.text else (*self.options, *bases(tail, finnish=self.finnish))
        return any(option in PLACES for option in options)

    @property
    def is_body(self) -> bool:
        return clues.is_body(self.options)

    @property
    def strange(self) -> bool:
        """Whether it may be somebody's name by its form: no common word, no place, nobody's service."""
        return not (self.plain or self.is_body or self.is_place) and clues.is_strange(self.text, self.language)


class _Reader:
    """One pass over a text: words, then sure names, then what the sure ones and the neighbours tell of the others."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        self.text = text
        self.words = [
            self._word(match, language)
            for line in re.finditer(r"[^\n]+", text)
            for language in [language_of(line.group())]  # once a line, however long
            for match in _WORD.finditer(text, *line.span())
        ]
        self.heading = _HEADING.search(text[:600])
        self.sure: set[str] = {part.lower() for name in known for part in name.split()}
        if self.heading:
            parts = self.heading["name"].lower().split()
            self.sure |= set() if parts[0] in NOT_NAMES or parts[0] in ROLES else set(parts)

    def _word(self, match: re.Match[str], language: Language) -> _Word:
        before = self.text[max(0, match.start() - 12) : match.start()]
        opens = match.start() == 0 or bool(_SENTENCE_END.search(before))
        if opens and _ABBREVIATED.search(before) and len(match.group()) > _SHORT:  # "A. Virtanen", "Dr. Salonen"
            opens = False
        return _Word(match.start(), match.end(), match.group(), opens, language)

    def read(self) -> list[NameAt]:
        for at, word in enumerate(self.words):
            if word.capital:
                word.name = self._reason(at, word)
                before = self._near(at, -1)
                word.length = before.length + 1 if before and word.name else int(bool(word.name))
        self._learn()
        for at, word in enumerate(self.words):
            if word.capital and not word.name:
                word.name = self._reason_of_company(at, word)
        self._learn()
        return list(self._joined())

    def _near(self, at: int, step: int) -> _Word | None:
        """The word beside, when nothing but a space (or the full stop of an initial) stands between."""
        other = at + step
        if not 0 <= other < len(self.words):
            return None
        one, two = sorted((self.words[at], self.words[other]), key=lambda word: word.start)
        between = self.text[one.end : two.start]
        short = len(one.text) == 1 or one.lower in TITLES
        joined = between in {" ", "\u00a0", "  "} or (between in {". ", "."} and short)
        return self.words[other] if joined else None

    def _before(self, word: _Word) -> str:
        return self.text[max(0, word.start - _AROUND) : word.start].rpartition("\n")[2]

    def _after(self, word: _Word) -> str:
        return self.text[word.end : word.end + _AROUND].partition("\n")[0]

    def _reason(self, at: int, word: _Word) -> str:
        """Why the word is a name; empty when it is none."""
        before, after = self._near(at, -1), self._near(at, 1)
        if any(option in self.sure for option in word.options) and not (word.opens and word.lower in NOT_NAMES):
            return "" if self._is_thing_here(word, after) else "known"
        if clues.is_compound(word.text) or self._is_no_person(word, before, after):
            return ""
        if _INITIALS.fullmatch(word.text) and after is not None and self._may_be_surname(after):
            return "first name"  # "J-P Mäki"
        first = word.first
        role = before is not None and is_role(before.text)
        after_name = after is not None and self._may_be_surname(after) and not after.is_body
        if before and before.name and before.length < _LONGEST_NAME and self._goes_on(before, word):
            return "after a name"
        if word.shout:
            return self._reason_shouted(word, after)
        if first:
            told = role or after_name or self._told(word)
            return "first name" if self._stands_alone(word, first, after, told=told) else ""
        return self._reason_around(at, word, after if after_name else None, role=role)

    def _is_no_person(self, word: _Word, before: _Word | None, after: _Word | None) -> bool:
        """Whether lists or neighbours say that the word is common, an illness's, a firm's or a house's."""
        named = before is not None and bool(before.name)
        if word.plain or (after is not None and after.lower.startswith(ILLNESSES)):
            return True
        if not named and any(option in EPONYMS for option in word.options):
            return True
        if word.is_body and not (named and word.last):
            return True
        if before is not None and before.is_body and before.capital and not named:
            return word.first is None or before.lower in gazetteer("bodies")
        return not named and clues.is_house(word.text, self._before(word), self._after(word))

    def _is_thing_here(self, word: _Word, after: _Word | None) -> bool:
        """Whether a known name that is also a thing stands for the thing here: "Ilo paistoi kasvoilta"."""
        thing = word.opens and not word.shout and word.lower in THINGS
        return bool(thing and after and after.lower in THING_VERBS and not _HUMAN_STATE.match(self._after(word)))

    def _goes_on(self, before: _Word, word: _Word) -> bool:
        """Whether a word after a name is a part of the same name."""
        if len(word.text) == 1:  # "Jaana K. Lehtovirta"
            return self.text[word.end : word.end + 2] == ". "
        if not self._may_be_surname(word) and not (word.first and not word.opens):
            return False
        if word.shout and not before.shout and before.length:
            return word.last in gazetteer("last") if word.last else False
        listed = word.first is not None or word.last is not None
        if word.is_place and (word.lower not in gazetteer("last")) and (_LOCAL.search(word.lower) or not word.last):
            return False
        if listed or before.shout:
            return True
        inflected = before.lower not in before.options[1:] and before.first not in {None, before.lower}
        return not inflected and not word.is_body  # "Siirin Wilma": a name in the genitive is not gone on with

    def _reason_shouted(self, word: _Word, after: _Word | None) -> str:
        """Why a word in capitals is a name: a first name and a surname, in either order, or a first name of its own."""
        if after is not None and after.shout and not after.plain and not after.is_body:
            pair = word.first or (word.last in gazetteer("last") and after.first)
            return "first name" if pair and len(after.text) > 2 else ""  # noqa: PLR2004 - an abbreviation
        if after is not None and word.first and after.last and not after.opens and not after.shout:
            return "first name"
        if word.last and after is None and clues.after_initial(self._before(word), listed=True):
            return "surname"
        if word.last in gazetteer("last") and self.text[word.end : word.end + 2] == ", ":
            return "surname" if first_name(re.split(r"\W", self.text[word.end + 2 : word.end + 20])[0]) else ""
        alone = word.first and len(word.text) > _SHORT and word.lower not in gazetteer("homographs") | PLACES
        return "first name" if alone else ""

    def _told(self, word: _Word) -> bool:
        """Whether the words around say that a person is named here."""
        before, after = self._before(word), self._after(word)
        return (
            clues.in_label(before)
            or clues.named_before(before) == "surely"
            or clues.in_apposition(before, after)
            or clues.is_called(word.text, after)
            or clues.after_initial(before, listed=True)
            or (word.first is not None and clues.kin_follows(word.text, after, finnish=word.finnish))
        )

    def _reason_around(self, at: int, word: _Word, after: _Word | None, *, role: bool) -> str:
        """Why an unlisted word is a name, by its neighbours."""
        if role and not word.opens and self._may_follow_role(word):
            return "after a role"  # "rouva Lahti" is a person, "potilas Tampereelta" tells a place
        if self._after_particle(at):
            return "after a name"
        if self._lone_surname(word):
            return "surname"
        if after and self._before_surname(word, after):
            return "before a surname"
        return self._reason_told(word, self._near(at, 1))

    def _may_follow_role(self, word: _Word) -> bool:
        if word.lower in gazetteer("last"):
            return True
        return not word.is_place and not (word.finnish and word.lower.endswith(("ssa", "ssä", "sta", "stä")))

    def _reason_told(self, word: _Word, after: _Word | None) -> str:
        """Why an unlisted word is a name, by what is said around it."""
        before, behind = self._before(word), self._after(word)
        place = word.is_place and word.lower not in gazetteer("last")
        listed = word.last in gazetteer("last") if word.last else False
        if len(word.text) < _SHORT - 1 or place:
            return ""
        if clues.is_called(word.text, behind) or clues.after_initial(before, listed=listed or word.strange):
            return "told"
        naming = clues.named_before(before)
        if not (listed or word.strange):
            sure = naming == "surely" or clues.in_apposition(before, behind)
            return "told" if not word.opens and sure and self._dictionary_name(word) else ""
        if naming or clues.in_label(before) or clues.in_apposition(before, behind) or clues.aged(self.text, word.end):
            return "told"
        if clues.kin_follows(word.text, behind, finnish=word.finnish) or clues.to_person(before, word.text, behind):
            return "told"
        return "told" if self._acts(word, after) else ""

    def _dictionary_name(self, word: _Word) -> bool:
        """Whether a common word in capitals after "nimeltä" or a role's comma may be a name all the same."""
        return not word.plain and not word.is_body and not word.shout

    def _acts(self, word: _Word, after: _Word | None) -> bool:
        """Whether the word, or two of them, do what only people do."""
        if after is not None and after.capital and not after.opens and not after.plain and not after.is_body:
            after = self._near(self.words.index(after), 1)
        return after is not None and after.lower in ACTS

    def _after_particle(self, at: int) -> bool:
        """Whether a name and a small word stand before: "von Wright", "van der Berg"."""
        for back in (1, 2):
            particle = self._near(at - back + 1, -1)
            if particle is None or particle.lower not in _SMALL:
                return False
            owner = self._near(at - back, -1)
            if owner and owner.name:
                return True
        return False

    def _before_surname(self, word: _Word, after: _Word) -> bool:
        """An unlisted first name before a listed or telling surname."""
        if word.is_place or after.is_place or (word.opens and not word.strange):
            return False
        found = after.last
        return found is not None and (found not in gazetteer("homographs") or word.strange)

    def _stands_alone(self, word: _Word, first: str, after: _Word | None, *, told: bool) -> bool:
        """Whether a first name is one here: a common word at the beginning of a sentence needs a reason."""
        common = gazetteer("homographs")
        if told or (word.is_place and first != word.lower):
            return told
        if not word.opens:
            derived = first != word.lower and (len(first) < _SHORT or (len(first) == _SHORT and first in common))
            return not derived and (word.lower not in PLACES or word.lower in {"salla", "inari"})
        genitive = word.lower in {f"{first}s", f"{first}'s", f"{first}’s"}
        if first != word.lower and not genitive and (len(first) <= _SHORT or word.lower.endswith(CLITICS)):
            return False  # "Meillä" is no Mei, "Aurinko" no Auri
        if (word.lower not in common and first not in common) or clues.aged(self.text, word.end):
            return True
        bare = first == word.lower or (word.lower not in common and first not in THINGS)  # "Toivoa on" is hope
        if after is None or not bare or after.lower not in PERSON_VERBS:
            return False
        state = after.lower in STATES and word.lower in THINGS  # "Toivo on parasta", "Toivo on kaatunut"
        return not state or _HUMAN_STATE.match(self._after(word)) is not None

    def _may_be_surname(self, word: _Word) -> bool:
        if not word.capital or word.opens or len(word.text) < 2:  # noqa: PLR2004 - an initial is no surname
            return False
        if word.lower in NOT_NAMES or word.lower in ROLES or clues.is_compound(word.text):
            return False
        return word.lower not in ENGLISH_DAYS or word.last is not None

    def _lone_surname(self, word: _Word) -> bool:
        """A surname without a first name before it: listed or telling, and neither a place nor a plain word."""
        if word.is_place or any(option in NOT_NAMES for option in word.options):
            return False
        found = word.last
        if found is None or len(found) <= _SHORT:
            return False
        if found in gazetteer("homographs"):
            return not word.opens and self._is_persons(word)
        return not word.opens or (found in gazetteer("last") and found.endswith(_TELLING) and word.strange)

    def _is_persons(self, word: _Word) -> bool:
        """Whether a surname that is a common word too does something, or is told of, as a person is."""
        after = re.match(r"[ ]([\w-]+)", self._after(word))
        return bool(after and (after[1] in ACTS or after[1] == "mukaan")) or bool(
            clues.to_person(self._before(word), word.text, self._after(word))
        )

    def _reason_of_company(self, at: int, word: _Word) -> str:
        """Why a word is a name because names stand beside it in a row: "Sirpa ja Kaie", "Sirpa, Kaie ja Tommi"."""
        if word.plain or word.is_body or word.shout or clues.is_compound(word.text):
            return ""
        if word.is_place or clues.is_house(word.text, self._before(word), self._after(word)):
            return ""
        if not word.opens and self._joined_to_name(at, -1):
            return "beside a name"
        candidate = word.first or word.last in gazetteer("last") or word.strange
        return "beside a name" if candidate and self._joined_to_name(at, 1) else ""

    def _joined_to_name(self, at: int, step: int) -> bool:
        """Whether "ja", "och", "and" or a list's comma joins the word to a name."""
        beside = self._near(at, step)
        if beside is not None and beside.lower in _JOINS:
            other = self._near(at + step, step)
            return bool(other and other.name and other.capital)
        if not 0 <= at + step < len(self.words):
            return False
        other = self.words[at + step]
        gap = self.text[min(other.end, self.words[at].end) : max(other.start, self.words[at].start)]
        if not other.name or gap not in {", ", " & ", "/", " / "}:
            return False
        return gap != ", " or self._in_row(at)

    def _in_row(self, at: int) -> bool:
        """Whether a word joined by a comma is one of several: another joint follows or precedes it."""
        word = self.words[at]
        return bool(
            re.match(r"(?:[ ][A-ZÅÄÖ][\w-]+)?(?:,| (?:ja|sekä|och|samt|and|&)) [A-ZÅÄÖ]", self._after(word))
            or re.search(r"(?:,| (?:ja|sekä|och|samt|and|&)) (?:[A-ZÅÄÖ][\w-]+ )?[A-ZÅÄÖ][\w-]+, $", self._before(word))
        )

    def _learn(self) -> None:
        """What is a name for a reason is a name everywhere in the document."""
        first, last = set(self.sure), set()
        for word in self.words:
            if word.name and word.name != "surname":
                surnamed = word.last if word.name != "first name" else None
                first |= {base for base in (word.first, None if surnamed else word.lower) if base}
                last |= {base for base in (surnamed, word.lower if surnamed else None) if base}
        for at, word in enumerate(self.words):
            if not word.name and word.capital and not word.plain:
                word.name = "learnt" if self._is_learnt(at, word, first, last) else ""

    def _is_learnt(self, at: int, word: _Word, first: set[str], last: set[str]) -> bool:
        common = word.opens and word.lower in gazetteer("homographs")
        options = word.options[:1] if common else word.options
        after = self._near(at, 1)
        if word.is_body or clues.is_compound(word.text) or self._is_thing_here(word, after):
            return False
        if any(option in first for option in options):
            return not (word.is_place and _LOCAL.search(word.lower))
        if not any(option in last for option in options):
            return False
        if word.opens and not word.strange and word.lower in gazetteer("homographs"):
            return after is not None and after.lower in PERSON_VERBS
        return True

    def _joined(self) -> Iterator[NameAt]:
        group: list[_Word] = []
        for at, word in enumerate(self.words):
            if not word.name:
                continue
            group.append(word)
            following = self._near(at, 1)
            if following and following.name:
                continue
            if following and following.lower in _SMALL and at + 2 < len(self.words) and self.words[at + 2].name:
                continue
            yield self._name(at - len(group) + 1, group)
            group = []

    def _name(self, at: int, group: Sequence[_Word]) -> NameAt:
        start, end = group[0].start, group[-1].end
        initial = re.search(r"(?<!\w)(?:[A-ZÅÄÖ]\.[ -]?){1,3}$", self.text[max(0, start - 9) : start])
        if initial and len(group) == 1:
            start -= len(initial.group())
        before = self._near(at, -1) if self.words[at] is group[0] else None
        heading = bool(self.heading and self.heading.start("name") <= start < self.heading.end("name"))
        role = before.lower.rstrip(".") if before and is_role(before.text) else ""
        return NameAt(start, end, " ".join(_base(word) for word in group), role, heading and len(group) == 1)


def _base(word: _Word) -> str:
    base = word.first or word.last or _likely_base(word)
    if word.lower == base:
        return word.text
    return "-".join(part[:1].upper() + part[1:] for part in base.split("-"))


def _likely_base(word: _Word) -> str:
    """An unlisted name's likely base: a genitive is the commonest case by far."""
    lower = word.lower
    if lower.endswith(("'s", "’s")):
        return lower[:-2]
    if word.finnish and lower.endswith("sen") and len(lower) > _SHORT + 2:
        return lower[:-3] + "nen"
    return lower
