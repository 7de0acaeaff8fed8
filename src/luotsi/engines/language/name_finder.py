"""Names of people in Finnish, Swedish and English text: a gazetteer, case endings undone by rule, and the words around.

No list is complete: a name missing from it is found by what stands beside it (a role, a first name, a telling ending).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luotsi.engines.language import name_clues as clues
from luotsi.engines.language.name_forms import bases
from luotsi.engines.language.name_reasons import HUMAN_STATE, LOCAL, SHORT, SMALL, Reasons
from luotsi.engines.language.name_word import Word
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.namewords import ACTS, STATES
from luotsi.engines.language.roles import is_role

__all__ = ["NameAt", "bases", "names_in"]

_JOINS = frozenset({"ja", "sekä", "och", "samt", "and", "or", "tai", "eller", "&"})
_LEAST_BASE = 4
_START = 3


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


class _Reader(Reasons):
    """One pass over a text: words, then sure names, then what the sure ones and the neighbours tell of the others."""

    def read(self) -> list[NameAt]:
        for at, word in self.capitals:
            word.name = self.reason(at, word)
            before = self.near(at, -1) if word.name else None
            word.length = before.length + 1 if before else int(bool(word.name))
        self._learn()
        for at, word in self.capitals:
            if not word.name:
                word.name = self._reason_of_company(at, word)
        self._learn()
        self._find_small()
        return list(self._joined())

    def _find_small(self) -> None:
        """The known people's names in small letters: "siirin äiti", unless they are common words."""
        starts = tuple({name[:_START] for name in self.sure if len(name) > _START})
        if not starts:
            return
        for word in self.words:
            if word.name or word.capital or not word.text.startswith(starts) or word.lower in gazetteer("homographs"):
                continue
            same = not self.sure.isdisjoint(word.options)
            if same and clues.is_strange(word.text.capitalize(), word.language):
                word.name = "known"

    def _reason_of_company(self, at: int, word: Word) -> str:
        """Why a word is a name because names stand beside it in a row: "Sirpa ja Kaie", "Sirpa, Kaie ja Tommi"."""
        common = word.plain and (word.opens or word.lower not in gazetteer("first"))
        if common or word.is_body or word.shout or clues.is_compound(word.text):
            return ""
        if word.is_place or clues.is_house(
            word.text, self.before(word), self.after(word), listed=word.first is not None
        ):
            return ""
        if not (word.finnish or word.first) and clues.after_place_word(self.before(word)):
            return ""
        if not word.opens and self._joined_to_name(at, -1):
            return "beside a name"
        candidate = word.first or word.last in gazetteer("last") or word.strange
        return "beside a name" if candidate and self._joined_to_name(at, 1) else ""

    def _joined_to_name(self, at: int, step: int) -> bool:
        """Whether "ja", "och", "and" or a list's comma joins the word to a name."""
        beside = self.near(at, step)
        if beside is not None and beside.lower in _JOINS:
            other = self.near(at + step, step)
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
            re.match(r"(?:[ ][A-ZÅÄÖ][\w-]+)?(?:,| (?:ja|sekä|och|samt|and|&)) [A-ZÅÄÖ]", self.after(word))
            or re.search(r"(?:,| (?:ja|sekä|och|samt|and|&)) (?:[A-ZÅÄÖ][\w-]+ )?[A-ZÅÄÖ][\w-]+, $", self.before(word))
        )

    def _learn(self) -> None:
        """What is a name for a reason is a name everywhere in the document."""
        first, last = set(self.sure), set()
        for _, word in self.capitals:
            if word.name and word.name != "surname":
                surnamed = word.last if word.name != "first name" else None
                first |= {base for base in (word.first, None if surnamed else word.lower) if base}
                if not (word.first or word.last):  # an unlisted name: its other forms share a base with it
                    first |= {base for base in word.options if len(base) >= max(_LEAST_BASE, len(word.text) - 4)}
                last |= {base for base in (surnamed, word.lower if surnamed else None) if base}
        for at, word in self.capitals:
            if not word.name and (not word.plain or (not word.opens and word.lower in first)):
                word.name = "learnt" if self._is_learnt(at, word, first, last) else ""

    def _is_learnt(self, at: int, word: Word, first: set[str], last: set[str]) -> bool:
        common = word.opens and word.lower in gazetteer("homographs")
        options = word.options[:1] if common else word.options
        by_first = not first.isdisjoint(options)
        if not by_first and last.isdisjoint(options):
            return False
        after = self.near(at, 1)
        if word.is_body or clues.is_compound(word.text) or self.is_thing_here(word, after):
            return False
        acts = after is not None and (after.lower in ACTS or after.lower == "mukaan")
        state = after is not None and after.lower in STATES and HUMAN_STATE.match(self.after(word)) is not None
        state = state or clues.kin_follows(word.text, self.after(word), finnish=word.finnish)
        ordinary = word.opens and word.first is None and not word.strange  # "Kettu näkyi pihalla"
        if word.is_place and (clues.after_place_word(self.before(word)) or (by_first and LOCAL.search(word.lower))):
            return False
        return not ordinary or acts or state

    def _joined(self) -> Iterator[NameAt]:
        group: list[Word] = []
        for at, word in enumerate(self.words):
            if not word.name:
                continue
            group.append(word)
            following = self.near(at, 1)
            if following and following.name:
                continue
            if following and following.lower in SMALL and self._goes_on_after(at + 2):
                continue
            yield self._name(at - len(group) + 1, group)
            group = []

    def _goes_on_after(self, at: int) -> bool:
        """Whether the name goes on after one small word or two: "von Wright", "van der Berg"."""
        words = self.words[at : at + 2]
        return bool(words) and bool(words[0].name or (words[0].lower in SMALL and words[-1].name))

    def _name(self, at: int, group: Sequence[Word]) -> NameAt:
        start, end = group[0].start, group[-1].end
        initial = re.search(r"(?<!\w)(?:[A-ZÅÄÖ]\.?[ -]?){0,2}[A-ZÅÄÖ]\.[ ]?$", self.text[max(0, start - 9) : start])
        if initial and len(group) == 1:
            start -= len(initial.group())
        before = self.near(at, -1) if self.words[at] is group[0] else None
        heading = bool(self.heading and self.heading.start("name") <= start < self.heading.end("name"))
        role = before.lower.rstrip(".") if before and is_role(before.text) else ""
        return NameAt(start, end, " ".join(_base(word) for word in group), role, heading and len(group) == 1)


def _base(word: Word) -> str:
    base = word.first or word.last or _likely_base(word)
    if word.lower == base:
        return word.text
    return "-".join(part[:1].upper() + part[1:] for part in base.split("-"))


def _likely_base(word: Word) -> str:
    """An unlisted name's likely base: a genitive is the commonest case by far."""
    lower = word.lower
    if lower.endswith(("'s", "’s")):
        return lower[:-2]
    if word.finnish and lower.endswith("sen") and len(lower) > SHORT + 2:
        return lower[:-3] + "nen"
    return lower
