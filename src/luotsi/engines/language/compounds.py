"""Compounds taken apart: the cheapest way to read a word as first parts and a last part that the wordbook knows.

Only the last part bends; the first ones are nominatives, genitives or bound stems ("lasten|suojelu", "hevos|talous").
How often the dictionary's own compounds begin or end so says how likely a part is. Swedish joins the same way, with or
without an -s- between ("barn|skydds|anmälan").
"""

from collections.abc import Callable
from dataclasses import dataclass

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
_DEAREST = 26.0
_INFINITE = 1e9


@dataclass(frozen=True, slots=True)
class Split:
    """A compound: its first parts as written, its last part as written, the readings of that, and the cost."""

    heads: tuple[str, ...]
    tail: str
    readings: tuple[Reading, ...]
    cost: float


def split(form: str, book: Wordbook, known: Known, *, whole: float = _DEAREST) -> Split | None:
    """The cheapest reading of a lower-case form as a compound; None when there is none cheaper than ``whole``."""
    size = len(form)
    if not 2 + _SHORTEST_TAIL <= size <= _LONGEST:
        return None
    best: Split | None = None
    heads: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for end in range(1, size - _SHORTEST_TAIL + 1):
        heads.append(_cheapest_heads(form, end, heads, book))
        cost, parts = heads[end]
        if cost >= whole:
            continue
        tail = form[end:]
        readings = tuple(reading for reading in known(tail) if reading[0] in _NOUN_PLACES)
        if not readings:
            continue
        cost += _BASE - _RARITY * max(book.weight(tail), 0) + _SHORT.get(len(tail), 0.0)
        if cost < whole:
            whole = cost
            best = Split(parts, tail, readings, cost)
    return best


def _cheapest_heads(
    form: str, end: int, before: list[tuple[float, tuple[str, ...]]], book: Wordbook
) -> tuple[float, tuple[str, ...]]:
    best, parts = _INFINITE, ()
    for start in range(max(0, end - 25), end - 1):
        cost, earlier = before[start]
        if cost >= best:
            continue
        part = form[start:end]
        cost += _head_cost(part, book)
        if cost < best:
            best, parts = cost, (*earlier, part)
    return best, parts


def _head_cost(part: str, book: Wordbook) -> float:
    short = _SHORT.get(len(part), 0.0)
    listed = book.head(part)
    if listed >= 0:
        return _PART + _BASE - _RARITY * listed + short
    if len(part) <= _SHORTEST_TAIL:
        return _INFINITE
    for place, lemma in book.read(part):
        if (place in _HEAD_PLACES and lemma == part) or place == "G" or (place == "O" and part[-1] == "n"):
            return _PART + _UNLISTED + short
    return _INFINITE


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
    """Base forms of the parts, of what the first ones make together, and of every compound that the word ends in."""
    found = [head_lemma(part, book) for part in heads]
    last = heads[-1].strip("-") if heads else ""
    if len(heads) > 1:
        found.append("".join(heads[:-1]) + (last if last not in book else head_lemma(last, book)))
    found.append(tail)
    found += ["".join(heads[at:]).replace("-", "") + tail for at in range(len(heads) - 1, 0, -1)]
    return tuple(dict.fromkeys(part for part in found if part))
