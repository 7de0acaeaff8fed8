"""A text's words as the search for names sees them: where each stands, what it may be a form of, what is around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from luotsi.engines.language import name_clues as clues
from luotsi.engines.language.name_forms import bases, first_name, surname
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.namewords import ENGLISH_DAYS, NOT_NAMES, PLACES, ROLES, TITLES
from luotsi.engines.language.roles import is_role
from luotsi.engines.language.tongues import language_of
from luotsi.kit.text import Language

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
_ARTICLE = re.compile(r"(?:al|el|as|ad|an|ar|at|ash|abu|ibn|d|de)[-’'][A-ZÅÄÖ]")
_SIDES = frozenset("pohjois etelä itä länsi keski ylä ala lounais kaakkois koillis luoteis sisä norra södra".split())  # noqa: SIM905
_SHORT = 3
_INITIALS = re.compile(r"[A-ZÅÄÖ]-[A-ZÅÄÖ]")
_AROUND = 60


@dataclass(slots=True)
class Word:
    """A word at a place (code points). ``opens``: it begins a sentence, a line or a heading. ``language`` is its line's: in
    Finnish names take endings. ``capital``: it begins with one, or goes on with one after an article ("al-Masri").
    ``name`` is why it is a name, empty when it is none; ``length`` how many words of the same name end with it.
    """

    start: int
    end: int
    text: str
    opens: bool
    language: Language
    capital: bool
    name: str = ""
    length: int = 0

    @property
    def lower(self) -> str:
        """In small letters."""
        return self.text.lower()

    @property
    def finnish(self) -> bool:
        """Whether its line is Finnish."""
        return self.language is Language.FI

    @property
    def shout(self) -> bool:
        """Whether it is all in capitals."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def options(self) -> tuple[str, ...]:
        """The base forms that it may be a form of, in small letters."""
        return bases(self.text, finnish=self.finnish)

    @property
    def first(self) -> str | None:
        """The listed first name that it may be a form of."""
        return first_name(self.text, finnish=self.finnish)

    @property
    def last(self) -> str | None:
        """The surname that it may be a form of, listed or told by its ending."""
        return surname(self.text, finnish=self.finnish)

    @property
    def plain(self) -> bool:
        """Whether it is an ordinary word of our lists."""
        return _is_plain(self.lower)

    @property
    def is_place(self) -> bool:
        """Whether it is a listed place's name or a form of one."""
        head, _, tail = self.text.rpartition("-")
        options = bases(tail, finnish=self.finnish) if head.lower() in _SIDES else self.options
        return not PLACES.isdisjoint(options)

    @property
    def is_body(self) -> bool:
        """Whether it is a service's, a firm's, a medicine's or a test's."""
        return clues.is_body(self.options)

    @property
    def strange(self) -> bool:
        """Whether it may be somebody's name by its form: no common word, no place, nobody's service."""
        return not (self.plain or self.is_body or self.is_place) and clues.is_strange(self.text, self.language)


@lru_cache(16384)
def _is_plain(lower: str) -> bool:
    lower = re.sub(r"['’´]s$", "", lower)
    if lower in NOT_NAMES or lower in ROLES or lower in ENGLISH_DAYS or lower in TITLES:
        return True
    return is_role(lower) and lower not in gazetteer("first") and lower not in gazetteer("last")


class Reading:
    """A text under search: its words, its heading, and the names known beforehand."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        self.text = text
        self.words = [
            self._word(match, language)
            for line in re.finditer(r"[^\n]+", text)
            for language in [language_of(line.group())]  # once a line, however long
            for match in _WORD.finditer(text, *line.span())
        ]
        self.capitals = [(at, word) for at, word in enumerate(self.words) if word.capital]
        self.heading = _HEADING.search(text[:600])
        self.sure: set[str] = {part.lower() for name in known for part in name.split()}
        if self.heading:
            parts = self.heading["name"].lower().split()
            common = parts[0] in NOT_NAMES or parts[0] in ROLES
            self.sure |= set(parts) if not common or parts[0] in gazetteer("first") else set()

    def _word(self, match: re.Match[str], language: Language) -> Word:
        text = match.group()
        capital = text[0].isupper() or ("-" in text and _ARTICLE.match(text) is not None)
        return Word(match.start(), match.end(), text, capital and self._opens(match.start(), text), language, capital)

    def _opens(self, start: int, word: str) -> bool:
        before = self.text[max(0, start - 12) : start]
        if start and not _SENTENCE_END.search(before):
            return False
        return not (len(word) > _SHORT and _ABBREVIATED.search(before))  # "A. Virtanen", "Dr. Salonen"

    def near(self, at: int, step: int) -> Word | None:
        """The word beside, when nothing but a space (or the full stop of an initial) stands between."""
        other = at + step
        if not 0 <= other < len(self.words):
            return None
        one, two = (self.words[at], self.words[other]) if step > 0 else (self.words[other], self.words[at])
        between = self.text[one.end : two.start]
        if between in {" ", "\u00a0", "  "}:
            return self.words[other]
        short = between in {". ", "."} and (
            len(one.text) == 1 or one.lower in TITLES or _INITIALS.fullmatch(one.text) is not None
        )
        return self.words[other] if short else None

    def before(self, word: Word) -> str:
        """What stands before a word on its line."""
        return self.text[max(0, word.start - _AROUND) : word.start].rpartition("\n")[2]

    def after(self, word: Word) -> str:
        """What stands after a word on its line."""
        return self.text[word.end : word.end + _AROUND].partition("\n")[0]
