"""Compounds taken apart: the cheapest way to read a word as first parts and a last part that the wordbook knows.

Only the last part bends; the first ones are nominatives, genitives or bound stems ("lasten|suojelu", "hevos|talous").
How often the dictionary's own compounds begin or end so says how likely a part is. Swedish joins the same way, with or
without an -s- between ("barn|skydds|anmälan").
"""

from collections.abc import Callable
from typing import NamedTuple

from luotsi.engines.language.wordbook import Reading, Wordbook

Known = Callable[[str], tuple[Reading, ...]]

_NOUN_PLACES = frozenset("NOGLCPRISpqtumXA")
_HEAD_PLACES = frozenset("NOGXA")
_PART = 1.5  # what each part costs besides its rarity
_RARITY = 0.45  # a doubling of the compounds that begin or end with the part
_BASE = 4.5
_UNLISTED = 5.0  # a known noun or genitive that no dictionary compound begins with
_SHORT = {2: 3.5, 3: 0.9}
_SHORTEST_TAIL = 3
_LONGEST = 60
_LONGEST_HEAD = 20
_DEAREST = 26.0
_KNOWN_COMPOUND = 10.5  # a word that the dictionary has is a compound only when its parts are common ones
_LONG_COMPOUND = 12.5
_LONG_WORD = 12
_SHORTEST_COMPOUND = 7
# Words that are endings of derived words far more often than last parts ("suoma|lainen", "norma|ali")
_SUFFIXES = frozenset(str.split("lainen läinen mainen mäinen nainen ali itä uusi mato aari oja utu kale visio"))


class Split(NamedTuple):
    """A compound: its first parts as written, its last part as written, the readings of that, and the cost."""

    heads: tuple[str, ...]
    tail: str
    readings: tuple[Reading, ...]
    cost: float


def split(form: str, book: Wordbook, known: Known, *, whole: float = _DEAREST, listed: bool = False) -> Split | None:
    """The cheapest reading of a lower-case form as a compound; None when there is none cheaper than ``whole``.

    First parts that the dictionary's own compounds begin with are tried before all else; only they are when ``listed``.
    """
    if not 2 + _SHORTEST_TAIL <= len(form) <= _LONGEST:
        return None
    best = _split(form, book, known, whole, None)
    if best or listed:
        return best
    return _split(form, book, known, whole, book)


def _split(form: str, book: Wordbook, known: Known, whole: float, also: Wordbook | None) -> Split | None:
    """One pass from left to right over the places where first parts may end."""
    heads = book.heads
    reached: list[tuple[int, float, tuple[str, ...]]] = [(0, 0.0, ())]
    best: Split | None = None
    for end in range(2, len(form) - _SHORTEST_TAIL + 1):
        cheapest = whole
        parts: tuple[str, ...] = ()
        for start, before, earlier in reached:
            part = form[start:end]
            count = heads.get(part, -1)
            if count >= 0:
                cost = before + _PART + _BASE - _RARITY * count + _SHORT.get(end - start, 0.0)
            elif also is None or not _may_begin(part, also):
                continue
            else:
                cost = before + _PART + _UNLISTED
            if cost < cheapest:
                cheapest, parts = cost, (*earlier, part)
        if not parts:
            continue
        reached.append((end, cheapest, parts))
        readings = tuple([reading for reading in known(form[end:]) if reading[0] in _NOUN_PLACES])
        if readings:
            cheapest += _BASE - _RARITY * max(book.weight(form[end:]), 0) + _SHORT.get(len(form) - end, 0.0)
            if cheapest < whole:
                whole = cheapest
                best = Split(parts, form[end:], readings, cheapest)
    return best


def _may_begin(part: str, book: Wordbook) -> bool:
    """Whether a stretch that begins no compound of the dictionary is a known noun or genitive."""
    if not _SHORTEST_TAIL < len(part) <= _LONGEST_HEAD:
        return False
    if part[-1] == "s" and f"{part[:-1]}nen" in book:
        return True  # "kaatumis-" of kaatuminen
    return any(
        (place in _HEAD_PLACES and lemma == part) or place == "G" or (place == "O" and part[-1] == "n")
        for place, lemma in book.read(part)
    )


def head_lemma(part: str, book: Wordbook) -> str:
    """The base form of a first part: "lasten" of *lapsi*, "hevos" of *hevonen*; the part itself when nothing is known."""
    bare = part.strip("-")
    readings = book.read(bare)
    if any(lemma == bare for _, lemma in readings):
        return bare
    for place, lemma in readings:
        if place in "GO" and bare.endswith("n"):
            return lemma
    if bare.endswith("s") and f"{bare[:-1]}nen" in book:
        return f"{bare[:-1]}nen"
    if bare.endswith("s") and bare[:-1] in book:
        return bare[:-1]  # the Swedish joint
    return readings[0][1] if readings else bare


def parts_of(heads: tuple[str, ...], tail: str, book: Wordbook) -> tuple[str, ...]:
    """Base forms of the parts, of what the first ones make together, and of every compound that the word ends in.

    A part that is itself a compound of common parts is taken apart too.
    """
    bare = tuple(part.strip("-") for part in heads)
    lemmas = [head_lemma(part, book) for part in bare]
    size = sum(map(len, bare)) + len(tail)
    found: list[str] = []
    for lemma in lemmas:
        found += [lemma, *known_parts(lemma, book, below=size)]
    if len(bare) > 1:
        found.append("".join(bare[:-1]) + lemmas[-1])
    found += [*known_parts(tail, book, below=size), tail]
    found += ["".join(bare[at:]) + tail for at in range(len(bare) - 1, 0, -1)]
    return tuple(dict.fromkeys(part for part in found if part))


def known_parts(lemma: str, book: Wordbook, *, below: int = _LONGEST) -> tuple[str, ...]:
    """The parts of a base form that the dictionary has, when it is a compound of common parts; else none. Nothing is
    said of a word of ``below`` letters or more: a part must be shorter than its whole.
    """
    if not _SHORTEST_COMPOUND <= len(lemma) < below:
        return ()
    long = len(lemma) >= _LONG_WORD

    def base(tail: str) -> tuple[Reading, ...]:
        return () if tail in _SUFFIXES else tuple([one for one in book.read(tail) if one[1] == tail])

    found = split(lemma, book, base, whole=_LONG_COMPOUND if long else _KNOWN_COMPOUND, listed=not long)
    if not found or len(found.readings[0][1]) >= len(lemma):
        return ()
    return parts_of(found.heads, found.readings[0][1], book)
