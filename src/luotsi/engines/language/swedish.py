"""Swedish forms: participles and adverbs by their endings, words that no table knows, and what neighbours tell.

Participles are words of their own ("publicerad", "krävande"), as in Swedish dictionaries; a supine is of its verb.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from luotsi.engines.language.wordbook import Reading

Known = Callable[[str], tuple[Reading, ...]]

_PRESENT_PARTICIPLE = re.compile(r"(.{2,}(?:ande|ende))(?:t|n|na|s|ts|ns|nas)?$")
_HAVE = frozenset(("ha", "har", "hade", "haft", "få", "fått"))
_BEFORE_ADJECTIVE = frozenset(
    str.split(
        """
    de den det dessa denna detta alla många några vissa våra sina deras hans hennes två tre fyra flera båda mina
    dina ett en är var blir blev bli blivit varit vara mycket väl helt nyligen mer mest
    """
    )
)
_REACH = 4
_ENDINGS = (
    ("heterna", "het"), ("heternas", "het"), ("ningarna", "ning"), ("ningar", "ning"), ("ningen", "ning"),
    ("arnas", ""), ("ornas", "a"), ("ernas", ""), ("arna", ""), ("orna", "a"), ("erna", ""), ("aste", ""), ("are", ""),
    ("ades", "a"), ("ade", "a"), ("ens", ""), ("ets", ""), ("ar", ""), ("or", "a"), ("er", ""), ("en", ""), ("et", ""),
    ("an", "a"), ("t", ""), ("s", ""), ("a", ""),
)  # fmt: skip
_SHORTEST = 3


def of_ending(low: str, readings: tuple[Reading, ...], known: Known) -> str | None:
    """The base form of a known form whose ending says more than the dictionary; None when it does not.

    >>> of_ending("krävande", (("X", "kräva"),), lambda form: ())
    'krävande'
    """
    lemma = readings[0][1]
    if match := _PRESENT_PARTICIPLE.fullmatch(low):
        return match[1] if lemma[-1:] == "a" or lemma == low else None
    if lemma[-1:] != "a" and lemma[-1:] not in "åöoeyi":
        return low[:-1] if low.endswith("igt") and lemma == low else None
    if lemma == low:
        return low[:-1] if low.endswith("igt") else None
    return _past_participle(low, lemma, known)


def _past_participle(low: str, lemma: str, known: Known) -> str | None:
    if low.endswith(("ad", "dd")) or (low.endswith("d") and low[-2:-1] not in "aeiouyåäö"):
        return low
    if low.endswith("da") and _lemma(low[:-1], known) == lemma:
        return low[:-1]
    if low.endswith("na") and _lemma(low[:-2] + "en", known) == lemma:
        return low[:-2] + "en"
    if low.endswith("en") and low[-3:-2] not in "aeiouyåäö" and lemma != low + "a":
        return low
    return None


def _lemma(form: str, known: Known) -> str:
    readings = known(form)
    return readings[0][1] if readings else ""


def guess(low: str, known: Known) -> str:
    """The likeliest base form of an unknown word: an ending taken off, if what is left is a word; else by the ending."""
    for stem in stems(low):
        if known(stem):
            return stem
    if low.endswith(("ade", "ades")) and len(low) > _SHORTEST + 3:
        return low[: low.rindex("de")] + "d"
    for ending, base in _ENDINGS[:12]:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST:
            return low[: -len(ending)] + base
    return low


def stems(low: str) -> Iterator[str]:
    """What may be left of a form when its ending is gone, the longest ending first."""
    for ending, base in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST:
            yield low[: -len(ending)] + base


def choose(at: int, forms: Sequence[str], lemma: str) -> str | None:
    """What the neighbours say of a form in -ade or -at of a verb: past tense, supine or participle."""
    low = forms[at].lower()
    if lemma[-1:] != "a" or len(low) < _SHORTEST + 2:
        return None
    if low.endswith("ade"):
        return low[:-1] if at and forms[at - 1].lower() in _BEFORE_ADJECTIVE else None
    if low.endswith("at") and low[:-1] == lemma:
        before = {forms[back].lower() for back in range(max(0, at - _REACH), at)}
        return None if before & _HAVE else low[:-1] + "d"
    return None
