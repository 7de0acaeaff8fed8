"""Words of statements: which language, which meanings, and which earlier statements say nearly the same."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, TypeVar

from luotsi.engines.opinions.terms import meanings

Lemmas: TypeAlias = Callable[[str, str], Sequence[str]]
"""Text and language (fi, sv, en) to base forms: where a language engine gives better ones than beginnings of words."""

_Key = TypeVar("_Key", str, int)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_GRAMS = (3, 4, 5)
_NEAR = 0.55
_NEAR_IN_MEANING, _SAME_MEANING = 0.74, 0.85
_FEWEST_MEANINGS = 3
COMMON = {
    "fi": frozenset(
        {
            "ja",
            "on",
            "ei",
            "että",
            "se",
            "ovat",
            "joka",
            "mutta",
            "kun",
            "niin",
            "tai",
            "myös",
            "kuin",
            "voi",
            "olla",
            "pitää",
            "pitäisi",
            "tulee",
            "sen",
        }
    ),
    "sv": frozenset(
        {
            "och",
            "är",
            "att",
            "det",
            "som",
            "en",
            "på",
            "för",
            "inte",
            "av",
            "med",
            "den",
            "ska",
            "bör",
            "ett",
            "om",
            "till",
            "kan",
            "har",
            "vi",
            "jag",
            "skall",
        }
    ),
    "en": frozenset(
        {
            "the",
            "and",
            "is",
            "of",
            "to",
            "in",
            "that",
            "it",
            "for",
            "be",
            "not",
            "are",
            "should",
            "with",
            "as",
            "on",
            "we",
            "by",
            "can",
            "must",
            "will",
            "this",
        }
    ),
}
_NEGATIONS = frozenset(
    {
        "ei",
        "en",
        "et",
        "emme",
        "ette",
        "eivät",
        "älä",
        "älköön",
        "inte",
        "ej",
        "aldrig",
        "utan",
        "not",
        "no",
        "never",
        "cannot",
        "without",
        "ilman",
        "ikinä",
        "koskaan",
    }
)


@dataclass(frozen=True, slots=True)
class Near:
    """An earlier statement that says nearly the same: its identifier, likeness (0 to 1), and whether in another tongue.

    ``opposite`` is true when one of the two denies and the other does not: alike in words, contrary in sense.
    """

    statement: int
    likeness: float
    across: bool
    opposite: bool


def plain(text: str) -> str:
    """Lower case, one kind of space, compatibility forms resolved."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """fi, sv or en: by common words, then by letters. For short texts a guess; what the author said goes first."""
    found = words(text)
    scores = {tongue: float(sum(word in common for word in found)) for tongue, common in COMMON.items()}
    letters = plain(text)
    scores["fi"] += 0.6 * len(re.findall(r"[aeiouyäö]{2}|kk|tt|ss[aä]|ll[aä]", letters)) / max(len(found), 1)
    scores["sv"] += 2.0 * letters.count("å") + 0.3 * len(re.findall(r"(?:ning|het|arna|erna|ade)\b", letters))
    scores["en"] += 0.3 * len(re.findall(r"th|wh|ing\b|tion", letters))
    return max(scores, key=lambda tongue: (scores[tongue], tongue))


def near_duplicates(
    text: str,
    others: Iterable[tuple[int, Mapping[str, str]]],
    *,
    language: str | None = None,
    lemmas: Lemmas | None = None,
) -> list[Near]:
    """The earlier statements that say nearly the same, the nearest first.

    ``others`` are identifiers with texts by language (fi, sv, en). In one language likeness is that of letters in
    groups of three to five (and of base forms, where ``lemmas`` gives them) or, when nearly all are the same, of
    meanings; across languages that of meanings in the table of terms.
    """
    spoken = language or language_of(text)
    own = _Read.of(text, spoken, lemmas)
    found = []
    for identifier, versions in others:
        best: Near | None = None
        for tongue, version in versions.items():
            near = _near(own, _Read.of(version, tongue, lemmas), identifier)
            if near is not None and (best is None or near.likeness > best.likeness):
                best = near
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda near: (-near.likeness, near.statement))


@dataclass(frozen=True, slots=True)
class _Read:
    language: str
    grams: Mapping[str, float]
    bases: frozenset[str]
    meanings: Mapping[int, float]
    denies: bool
    share_known: float

    @classmethod
    def of(cls, text: str, language: str, lemmas: Lemmas | None) -> "_Read":
        found = words(text)
        content = [word for word in found if word not in COMMON.get(language, frozenset())]
        bases = frozenset(lemmas(text, language)) if lemmas else frozenset()
        known = meanings(sorted(bases) if lemmas else content, language)
        return cls(
            language,
            _unit(Counter(_grams(plain(text)))),
            bases,
            _unit(Counter(known)),
            any(word in _NEGATIONS for word in found),
            len(known) / max(len(content), 1),
        )


def _grams(text: str) -> Iterable[str]:
    for word in _WORD.findall(text):
        padded = f" {word} "
        for size in _GRAMS:
            yield from (padded[at : at + size] for at in range(max(len(padded) - size + 1, 1)))


def _unit(counts: Mapping[_Key, int]) -> Mapping[_Key, float]:
    weights = {key: 1 + math.log(count) for key, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {key: weight / norm for key, weight in weights.items()}


def _dot(left: Mapping[_Key, float], right: Mapping[_Key, float]) -> float:
    small, large = (left, right) if len(left) < len(right) else (right, left)
    return sum(weight * large.get(key, 0.0) for key, weight in small.items())


def _near(own: _Read, other: _Read, identifier: int) -> Near | None:
    opposite = own.denies != other.denies
    if own.language == other.language:
        likeness = _dot(own.grams, other.grams)
        if min(len(own.meanings), len(other.meanings)) >= _FEWEST_MEANINGS:
            told = _dot(own.meanings, other.meanings)
            likeness = max(likeness, told if told >= _SAME_MEANING else 0.0)
        if own.bases and other.bases:
            likeness = max(likeness, 2 * len(own.bases & other.bases) / (len(own.bases) + len(other.bases)))
        return Near(identifier, round(likeness, 4), False, opposite) if likeness >= _NEAR else None
    if min(len(own.meanings), len(other.meanings)) < _FEWEST_MEANINGS:
        return None
    likeness = _dot(own.meanings, other.meanings)
    return Near(identifier, round(likeness, 4), True, opposite) if likeness >= _NEAR_IN_MEANING else None
