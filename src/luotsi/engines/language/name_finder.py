"""Names of people in Finnish, Swedish and English text: a gazetteer, case endings undone by rule, and the words around.

No list is complete: a name missing from it is found by what stands beside it (a role, a first name, a telling ending).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.namewords import (
    ENGLISH_DAYS,
    EPONYMS,
    ILLNESSES,
    NOT_NAMES,
    PERSON_VERBS,
    PLACES,
    ROLES,
    TITLES,
)
from luotsi.engines.language.tongues import language_of
from luotsi.kit.text import Language

_WORD = re.compile(r"[^\W\d_]+(?:[-’'´:][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:]\s*[\"”»’)]*\s*$|\n\s*[-–•*\"”]?\s*$|^\s*[-–•*\"”]?\s*$|[-–•]\s+$|\w[:;]\s*$")
_HEADING = re.compile(
    r"^[ \t]*(?:asiakas|potilas|lapsi|nuori|klient|kund|patient|barn|client|child|name|nimi|namn)[ \t]*:[ \t]*"
    r"(?P<name>[A-ZÅÄÖÉ][^\W\d_]+(?:[- ][A-ZÅÄÖÉ][^\W\d_]+)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ENDINGS_FI = tuple(
    "lla llä lta ltä lle ssa ssä sta stä n na nä ksi tta ttä ta tä a ä an en in on un yn än ön hin han hen hon hun hyn "  # noqa: SIM905
    "hän hön seen ni si nsa nsä t ja jä ita itä illa illä ilta iltä ille issa issä ista istä iin ien iden ten".split()
)
_CLITICS = ("kin", "kaan", "kään", "han", "hän", "ko", "kö", "pa", "pä")
_SURNAME_ENDING = re.compile(
    r"(?!.*(?:l[aä]inen|niminen|mainen|m[aä]inen|eläinen|rtainen|[aä]inen)$).{3,}nen$|"
    r".{3,}(?:ström|qvist|kvist|gren|lund|blom|berg|sson|stedt|roos|holm|enko|wicz|čić|ić|oğlu|zadeh)$"
)
_AGED = re.compile(r"\s?\((?:\d|s\.|synt|hetu|f\.|born)|,?\s\d{1,3}[ -]?(?:v\b|v\.|vuotia|år|year)", re.IGNORECASE)
_TELLING = ("nen", "ström", "qvist", "sson")
_THINGS = frozenset({"toivo", "rauha", "into", "sisko", "lahja", "valo", "meri", "ilta", "aamu", "voitto", "pilvi", "tuuli",
                     "lumi", "marja", "kari", "veli", "ukko", "usko", "hilja", "maini", "ruusu", "kukka"})  # fmt: skip
_SMALL = frozenset({"de", "von", "af", "van", "der", "al", "el", "bin", "ben", "la"})
_LONGEST_NAME = 4
_SHORT = 3
_WEAK = (("mm", "mp"), ("nn", "nt"), ("ng", "nk"), ("ll", "lt"), ("rr", "rt"), ("d", "t"), ("v", "p"),
         ("k", "kk"), ("p", "pp"), ("t", "tt"))  # fmt: skip


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


@lru_cache(32768)
def bases(form: str, *, finnish: bool = True) -> tuple[str, ...]:
    """What a form may be a case form of, itself first: Finnish endings and gradation undone, s and 's taken off.

    >>> "pekka" in bases("pekalla"), "mäkinen" in bases("mäkisen"), "siiri" in bases("siirillä")
    (True, True, True)
    """
    word = form.lower().replace("’", "'").replace("´", "'")
    found: dict[str, None] = {word: None}
    for sign in (":", "'"):
        if sign in word:
            found[word.partition(sign)[0]] = None
    if word.endswith("s"):
        found[word[:-1]] = None
    if finnish:
        stems = [
            word,
            *(word[: -len(clitic)] for clitic in _CLITICS if word.endswith(clitic) and len(word) > len(clitic) + 2),
        ]
        found.update(dict.fromkeys(stems))
        found.update(dict.fromkeys(base for stem in stems for base in _without_case(stem)))
    return tuple(found)


def _without_case(word: str) -> Iterator[str]:
    for ending in _ENDINGS_FI:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            yield from _undone(word[: -len(ending)], ending)


def _undone(stem: str, ending: str) -> Iterator[str]:
    """Base forms that a stem may come from."""
    yield stem
    if stem.endswith(("se", "si")):
        yield stem[:-2] + "nen"
    if stem.endswith("s") and ending in {"ta", "tä", "ten"}:
        yield stem[:-1] + "nen"
    if stem.endswith(("kse", "ksi")):
        yield stem[:-3] + "s"
    if len(stem) > _SHORT and stem[-1] == stem[-2]:  # Tuomaan: Tuomas; Laineen: Laine
        yield stem[:-1] + "s"
        yield stem[:-1]
    if stem[-1] in "ie" and len(stem) > _SHORT:  # Rolfin: Rolf; Niemen: Niemi
        yield stem[:-1]
        yield stem[:-1] + ("i" if stem[-1] == "e" else "e")
    if stem[-1] in "oöi" and ending[0] == "i":
        yield stem[:-1] + "a"
    for strong in _strengthened(stem):
        yield strong
        if strong.endswith("e"):
            yield strong[:-1] + "i"


def _strengthened(stem: str) -> Iterator[str]:
    """Consonant gradation undone before the last vowel: Peka-: Pekka, Lahde-: Lahte-, Mäe-: Mäke-."""
    if len(stem) < _SHORT or stem[-1] not in "aeiouyäö":
        return
    head, vowel = stem[:-1], stem[-1]
    for weak, strong in _WEAK:
        if head.endswith(weak) and not (len(weak) == 1 and head.endswith(weak * 2)):
            yield head[: -len(weak)] + strong + vowel
    if head[-1] in "aeiouyäölr":
        yield head + "k" + vowel


def first_name(form: str, *, finnish: bool = True) -> str | None:
    """The first name that a form is of, in lower case; None when the gazetteer has none."""
    known = gazetteer("first")
    lower = form.lower()
    if lower in known:
        return lower
    parts = lower.split("-")
    if len(parts) > 1 and parts[0] in known:
        last = first_name(parts[-1], finnish=finnish)
        if last:
            return "-".join([*parts[:-1], last])
    return next((base for base in bases(form, finnish=finnish) if base in known), None)


def surname(form: str, *, finnish: bool = True) -> str | None:
    """The surname that a form is of: listed, or with an ending that surnames have."""
    known = gazetteer("last")
    options = bases(form, finnish=finnish)
    listed = next((base for base in options if base in known), None)
    return listed or next((base for base in options if _SURNAME_ENDING.match(base)), None)


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool  # begins a sentence, a line or a heading
    finnish: bool  # stands on a line in Finnish, where names take endings
    name: str = ""  # why it is a name
    length: int = 0  # how many words of the same name end with it

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shout(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def options(self) -> tuple[str, ...]:
        return bases(self.text, finnish=self.finnish)

    @property
    def plain(self) -> bool:
        """Whether it is an ordinary word of our lists."""
        return any(self.lower in words for words in (NOT_NAMES, ROLES, ENGLISH_DAYS, TITLES))

    @property
    def is_place(self) -> bool:
        return any(option in PLACES for option in self.options)


class _Reader:
    """One pass over a text: words, then sure names, then what the sure ones and the neighbours tell of the others."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        self.text = text
        self.words = [
            self._word(match, finnish=finnish)
            for line in re.finditer(r"[^\n]+", text)
            for finnish in [language_of(line.group()) is Language.FI]  # once a line, however long
            for match in _WORD.finditer(text, *line.span())
        ]
        self.heading = _HEADING.search(text[:600])
        self.sure: set[str] = {part.lower() for name in known for part in name.split()}
        if self.heading:
            parts = self.heading["name"].lower().split()
            self.sure |= set() if parts[0] in NOT_NAMES or parts[0] in ROLES else set(parts)

    def _word(self, match: re.Match[str], *, finnish: bool) -> _Word:
        before = self.text[max(0, match.start() - 12) : match.start()]
        opens = match.start() == 0 or bool(_SENTENCE_END.search(before))
        if opens and re.search(r"(?<![\w.])[A-ZÅÄÖ]\.\s$", before) and len(match.group()) > _SHORT:  # "A. Virtanen"
            opens = False
        return _Word(match.start(), match.end(), match.group(), opens, finnish)

    def read(self) -> list[NameAt]:
        for at, word in enumerate(self.words):
            if word.capital:
                word.name = self._reason(at, word)
                before = self._near(at, -1)
                word.length = before.length + 1 if before and word.name else int(bool(word.name))
        self._learn()
        return list(self._joined())

    def _near(self, at: int, step: int) -> _Word | None:
        """The word beside, when nothing but a space (or the full stop of an initial) stands between."""
        other = at + step
        if not 0 <= other < len(self.words):
            return None
        one, two = sorted((self.words[at], self.words[other]), key=lambda word: word.start)
        between = self.text[one.end : two.start]
        joined = between in {" ", "\u00a0"} or (between == ". " and len(one.text) == 1)
        return self.words[other] if joined else None

    def _reason(self, at: int, word: _Word) -> str:
        """Why the word is a name; empty when it is none."""
        options = word.options
        before, after = self._near(at, -1), self._near(at, 1)
        if any(option in self.sure for option in options) and not (word.opens and word.lower in NOT_NAMES):
            return "known"
        illness = after is not None and after.lower.startswith(ILLNESSES)
        if word.plain or illness or any(option in EPONYMS for option in options):
            return ""
        first = first_name(word.text, finnish=word.finnish)
        after_name = after is not None and self._may_be_surname(after)
        role = before is not None and _is_role(before.text)
        if (
            before
            and before.name
            and before.length < _LONGEST_NAME
            and not word.shout
            and (self._may_be_surname(word) or first)
        ):
            return "after a name"
        if first and (not word.shout or after_name):
            return "first name" if self._stands_alone(word, first, after, told=role or after_name) else ""
        if word.shout:
            return ""
        return self._reason_around(at, word, after if after_name else None, role=role)

    def _reason_around(self, at: int, word: _Word, after: _Word | None, *, role: bool) -> str:
        """Why an unlisted word is a name, by its neighbours."""
        if role and not word.opens and (word.lower in gazetteer("last") or not word.is_place):
            return "after a role"  # "rouva Lahti" is a person, "potilas Tampereelta" tells a place
        if self._after_particle(at):
            return "after a name"
        if self._lone_surname(word):
            return "surname"
        return "before a surname" if after and self._before_surname(word, after) else ""

    def _after_particle(self, at: int) -> bool:
        particle = self._near(at, -1)
        if particle is None or particle.lower not in _SMALL:
            return False
        owner = self._near(at - 1, -1)
        return bool(owner and owner.name)

    def _before_surname(self, word: _Word, after: _Word) -> bool:
        """An unlisted first name before a listed or telling surname."""
        if word.opens or word.is_place or after.is_place:
            return False
        found = surname(after.text, finnish=after.finnish)
        return found is not None and found not in gazetteer("homographs")

    def _stands_alone(self, word: _Word, first: str, after: _Word | None, *, told: bool) -> bool:
        """Whether a first name is one here: a common word at the beginning of a sentence needs a reason."""
        common = gazetteer("homographs")
        if told or (word.is_place and first != word.lower):
            return told
        if not word.opens:
            return word.lower not in PLACES or word.lower in {"salla", "inari"}
        genitive = word.lower in {f"{first}s", f"{first}'s", f"{first}’s"}
        if first != word.lower and not genitive and (len(first) <= _SHORT or word.lower.endswith(_CLITICS)):
            return False  # "Meillä" is no Mei, "Aurinko" no Auri
        if (word.lower not in common and first not in common) or _AGED.match(self.text, word.end):
            return True
        bare = first == word.lower or (word.lower not in common and first not in _THINGS)  # "Toivoa on" is hope
        return bool(after and after.lower in PERSON_VERBS and bare)

    def _may_be_surname(self, word: _Word) -> bool:
        if not word.capital or word.opens or len(word.text) < 2:  # noqa: PLR2004 - an initial is no surname
            return False
        if word.lower in NOT_NAMES or word.lower in ROLES:
            return False
        return word.lower not in ENGLISH_DAYS or surname(word.text, finnish=word.finnish) is not None

    def _lone_surname(self, word: _Word) -> bool:
        """A surname without a first name before it: listed or telling, and neither a place nor a plain word."""
        if word.is_place or any(option in NOT_NAMES for option in word.options):
            return False
        found = surname(word.text, finnish=word.finnish)
        if found is None or found in gazetteer("homographs"):
            return False
        return not word.opens or (found in gazetteer("last") and found.endswith(_TELLING))

    def _learn(self) -> None:
        """What is a name for a reason is a name everywhere in the document."""
        learnt = set(self.sure)
        for word in self.words:
            if word.name and word.name != "surname":
                last = surname(word.text, finnish=word.finnish) if word.name != "first name" else None
                learnt |= {base for base in (first_name(word.text, finnish=word.finnish), last, word.lower) if base}
        for word in self.words:
            if not word.name and word.capital and not word.plain:
                common = word.opens and word.lower in gazetteer("homographs")
                options = word.options[:1] if common else word.options
                word.name = "learnt" if any(option in learnt for option in options) else ""

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
        initial = re.search(r"(?<!\w)(?:[A-ZÅÄÖ]\.[ ]?){1,2}$", self.text[max(0, start - 6) : start])
        if initial and len(group) == 1:
            start -= len(initial.group())
        before = self._near(at, -1) if self.words[at] is group[0] else None
        heading = bool(self.heading and self.heading.start("name") <= start < self.heading.end("name"))
        role = before.lower.rstrip(".") if before and _is_role(before.text) else ""
        return NameAt(start, end, " ".join(_base(word) for word in group), role, heading and len(group) == 1)


def _is_role(word: str) -> bool:
    plain = word.lower().rstrip(".")
    return plain in ROLES or plain in TITLES


def _base(word: _Word) -> str:
    base = first_name(word.text, finnish=word.finnish) or surname(word.text, finnish=word.finnish) or _likely_base(word)
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
