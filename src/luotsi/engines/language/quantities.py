"""Numbers in text with their units, whether written in digits or in words, so that they can be compared.

"2,5 mg", "kaksi ja puoli milligrammaa" and "0.0025 g" are one quantity. Spoken blood pressure ("sata kaksikymmentäkolme
kautta neljäkymmentäviisi") gives its two numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from luotsi.kit.text import Language

_DIGITS = re.compile(r"\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|%|°C?")

_UNITS: Final[dict[str, dict[float, str]]] = {
    "mass": {0.001: "µg ug mikrog mcg mikrogramma mikrogram microgram", 1: "mg milligramma milligram milligramme",
             1000: "g gramma gram gramme", 1_000_000: "kg kilo kilogramma kilogram"},
    "volume": {1: "ml millilitra milliliter millilitre", 10: "cl senttilitra", 100: "dl desilitra deciliter", 1000: "l litra liter litre"},
    "minutes": {1: "min minuutti minut minute", 60: "h t tunti timme timma hour"},
    "days": {1: "pv päivä vrk vuorokausi dag dygn day", 7: "vk viikko vecka week", 30: "kk kuukausi månad month", 365: "v vuosi vuotias år year"},
    "share": {1: "% prosentti procent percent"},
    "warmth": {1: "° °c aste grad degree"},
    "length": {1: "mm", 10: "cm sentti senttimetri centimeter centimetre", 1000: "m metri meter metre", 1_000_000: "km kilometri kilometer kilometre"},
    "pieces": {1: "tabl tabletti tablett tablet kpl styck st annos dos dose tippa droppe drop"},
    "times": {1: "kerta gång time krt x"},
    "money": {1: "€ euro eur"},
    "pressure": {1: "mmhg"},
    "activity": {1: "iu ky yksikkö enhet unit mmol mekv"},
}  # fmt: skip
_SCALE: Final = {
    name: (kind, factor)
    for kind, by_factor in _UNITS.items()
    for factor, names in by_factor.items()
    for name in names.split()
}
_FI_ONES: Final = (
    (9, "yhdeksä"), (8, "kahdeksa"), (7, "seitsemä"), (10, "kymmen"), (6, "kuusi|kuude|kuutt|kuute"), (5, "viisi|viide|viitt|viite|viis"), (4, "neljä"), (3, "kolme|kolmi|kolm"),
    (2, "kaksi|kahde|kahte|kaht|kaks"), (1, "yksi|yhde|yhte|yht|yks"), (0, "nolla"),
)  # fmt: skip
_FI_END: Final = "(?:nä|n|a|ä|ta|tä|tta|ttä|lla|llä|lta|ltä|lle|ssa|ssä|sta|stä|en|ksi|sti|)"
_FI_ONE: Final = "|".join(f"(?P<o{value}>{stem}){_FI_END}" for value, stem in _FI_ONES if value != 10)  # noqa: PLR2004
_FI_NUMBER: Final = re.compile(
    r"(?:(?P<thousands>.*?)(?:tuhatta|tuhannen|tuhat))?(?:(?P<hundreds>.*?)sa(?:taa|ta|dan))?(?:(?P<tens>.+?)kymmen(?:tä|en|ellä|eltä|tä))?(?P<ones>.*)"
)
_FI_PLAIN: Final = re.compile(rf"(?:{_FI_ONE}|(?P<ten>kymmen(?:en|tä|enen|ellä|eltä|esti)?))(?P<teen>toista)?")
_FI_FIXED: Final = {
    "puoli": 0.5,
    "puolikas": 0.5,
    "puolta": 0.5,
    "puolen": 0.5,
    "puolitoista": 1.5,
    "kerran": 1.0,
    "sata": 100.0,
    "tuhat": 1000.0,
}
_SV: Final = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
    "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18, "nitton": 19, "tjugo": 20, "trettio": 30, "fyrtio": 40,
    "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "halv": 0.5, "halva": 0.5, "hundra": 100, "tusen": 1000,
}  # fmt: skip
_EN: Final = {
    "zero": 0, "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "thrice": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_ARTICLES: Final = frozenset({"en", "ett", "one", "yksi"})
_TENS: Final = 20


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at a place, with its unit's kind and scale when one follows ("" and 1 else). ``sure`` is False for words
    that are also articles ("en", "one").
    """

    start: int
    end: int
    value: float
    kind: str = ""
    factor: float = 1.0
    sure: bool = True

    @property
    def amount(self) -> float:
        """The number in the smallest common unit of its kind."""
        return round(self.value * self.factor, 6)


def quantities_in(text: str, language: Language) -> list[Quantity]:
    """Every number in the text in order.

    >>> [(q.value, q.kind) for q in quantities_in("Kefaleksiini 750 milligrammaa kahdesti päivässä", Language.FI)]
    [(750.0, 'mass'), (2.0, 'days')]
    """
    return sorted((*_of_digits(text), *_of_words(text, language)), key=lambda quantity: quantity.start)


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same: equal numbers, and units that do not speak against it."""
    if one.kind and one.kind == other.kind:
        return abs(one.amount - other.amount) < 1e-6  # noqa: PLR2004 - rounding of a conversion
    unlike = one.kind in {"mass", "volume"} and other.kind in {"mass", "volume"}
    return one.value == other.value and not unlike


def number_word(word: str, language: Language) -> float | None:
    """The number that a word names; None when it names none.

    >>> number_word("kaksikymmentäviisi", Language.FI), number_word("tjugofem", Language.SV), number_word("kissa", Language.FI)
    (25.0, 25.0, None)
    """
    lower = word.lower()
    if language is Language.FI:
        return _finnish(lower)
    return _germanic(lower, _SV if language is Language.SV else _EN)


@lru_cache(16384)
def _finnish(word: str) -> float | None:
    if word in _FI_FIXED:
        return _FI_FIXED[word]
    plain = _fi_plain(word)
    if plain is not None:
        return plain
    match = _FI_NUMBER.fullmatch(word)
    if match is None or not (match["thousands"] is not None or match["hundreds"] is not None or match["tens"]):
        return None
    total = 0.0
    for name, scale in (("thousands", 1000), ("hundreds", 100), ("tens", 10), ("ones", 1)):
        piece = match[name]
        if piece is None or (not piece and name == "ones"):
            continue
        value = 1.0 if not piece else _fi_plain(piece)
        if value is None:
            return None
        total += value * scale
    return total


def _fi_plain(word: str) -> float | None:
    match = _FI_PLAIN.fullmatch(word)
    if match is None:
        return None
    value = (
        10
        if match["ten"]
        else next(int(name[1:]) for name, found in match.groupdict().items() if found and name[0] == "o")
    )
    return float(value + 10 if match["teen"] else value)


def _germanic(word: str, table: dict[str, float]) -> float | None:
    if word in table:
        return float(table[word])
    for name, scale in (("hundra", 100), ("tusen", 1000)):
        head, found, tail = word.partition(name)
        if found:
            first, rest = _germanic(head, table) if head else 1.0, _germanic(tail, table) if tail else 0.0
            return None if first is None or rest is None else first * scale + rest
    for tens, value in table.items():
        if value >= _TENS and value < 100 and word.startswith(tens):  # noqa: PLR2004 - twenty to ninety
            rest = table.get(word[len(tens) :].lstrip("-"))
            return float(value + rest) if rest is not None and 0 < rest < 10 else None  # noqa: PLR2004
    return None


def _of_digits(text: str) -> Iterator[Quantity]:
    for match in _DIGITS.finditer(text):
        plain = re.sub(r"[ \u00a0]", "", match.group()).replace(",", ".")
        yield Quantity(*match.span(), float(plain), *_unit(text, match.end()))


def _of_words(text: str, language: Language) -> Iterator[Quantity]:
    """Number words; neighbours add up ("sata kaksikymmentä", "one hundred and five", "kaksi ja puoli")."""
    found: list[tuple[int, int, float, bool]] = []
    for match in _WORD.finditer(text):
        value = number_word(match.group(), language)
        if value is None:
            continue
        sure = match.group().lower() not in _ARTICLES
        if found:
            start, end, before, was_sure = found[-1]
            between = text[end : match.start()].strip().lower()
            joined = (
                _joined(before, value) if between in {"", "ja", "och", "and", "and a", "och en", "och ett"} else None
            )
            if joined is not None:
                found[-1] = (start, match.end(), joined, sure or was_sure)
                continue
        found.append((*match.span(), value, sure))
    for start, end, value, sure in found:
        yield Quantity(start, end, value, *_unit(text, end), sure=sure)


def _joined(before: float, value: float) -> float | None:
    if value in {100.0, 1000.0} and 0 < before < value:
        return before * value
    if value == 0.5 and before >= 1:  # noqa: PLR2004 - a half
        return before + value
    if before >= 100 and before % 100 == 0 and 0 < value < 100:  # noqa: PLR2004 - a hundred and some
        return before + value
    if before >= _TENS and before % 10 == 0 and before < 100 and 0 < value < 10:  # noqa: PLR2004 - twenty and some
        return before + value
    return None


def _unit(text: str, end: int) -> tuple[str, float]:
    match = re.match(r"[ \u00a0]?([^\W\d_]+|%|°C?|€)", text[end : end + 24])
    return _unit_of(match.group(1).lower()) if match else ("", 1.0)


@lru_cache(4096)
def _unit_of(word: str) -> tuple[str, float]:
    """A unit by its word in any case form: the longest unit name that the word begins with, short ones whole."""
    if word in _SCALE:
        kind, factor = _SCALE[word]
        return kind, float(factor)
    for length in range(len(word), 3, -1):
        for name in (word[:length], word[:length] + "i", word[:length] + "a"):
            if name in _SCALE and len(name) > 3:  # noqa: PLR2004 - "min" is no beginning of "mind"
                kind, factor = _SCALE[name]
                return kind, float(factor)
    stems = {"päiv": ("days", 1.0), "viik": ("days", 7.0), "kuukau": ("days", 30.0), "vuo": ("days", 365.0), "tun": ("minutes", 60.0),
             "veck": ("days", 7.0), "månad": ("days", 30.0), "kert": ("times", 1.0), "gång": ("times", 1.0)}  # fmt: skip
    return next((unit for stem, unit in stems.items() if word.startswith(stem)), ("", 1.0))
