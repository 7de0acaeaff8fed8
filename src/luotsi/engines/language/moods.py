"""What a Finnish word form says by itself: without (abessive), perhaps (potential), or a bare verb that needs "ei"."""

import re
from collections.abc import Iterable
from functools import lru_cache

_VOWELS = frozenset("aeiouyäö")
_DOUBLED = {"ll": "ll", "nn": "nn", "rr": "rr", "st": "ss"}
"""How the stem of a verb in -la, -na, -ra or -sta ends before the -ee of the potential."""

_SHORTEST = 4
_PARTS = re.compile(r"[\s|&()]+")


@lru_cache(20_000)
def mood(form: str, lemma: str) -> str:
    """``without``, ``perhaps``, ``bare`` or empty, for a form and its base form.

    >>> mood("riidoitta", "riita"), mood("huutamatta", "huutaa"), mood("lääkettä", "lääke"), mood("vettä", "vesi")
    ('without', 'without', '', '')
    >>> mood("juonee", "juoda"), mood("käyttänee", "käyttää"), mood("tullee", "tulla"), mood("menee", "mennä")
    ('perhaps', 'perhaps', 'perhaps', '')
    >>> mood("onnistu", "onnistua"), mood("juo", "juoda")
    ('bare', '')
    """
    form = form.lower()
    if form == lemma or len(form) < _SHORTEST or form[:1] != lemma[:1]:
        return ""
    if form.endswith(("tta", "ttä")):
        return "without" if _abessive(form, lemma) else ""
    if not lemma.endswith(("a", "ä")):
        return ""
    if form.endswith(("ee", "evat", "evät")):
        return "perhaps" if _potential(form, lemma) else ""
    return "bare" if _bare(form, lemma) else ""


def _abessive(form: str, lemma: str) -> bool:
    """Whether -tta is "without": nouns whose partitive ends so too are told apart by their base form."""
    if form.endswith(("matta", "mättä")) and lemma.endswith(("a", "ä")):
        return True
    if lemma.endswith("e"):
        return form[-5:-3] == "ee" or form[-4:-3] == "i"
    if lemma.endswith(("s", "t", "si")):
        return form.endswith(("detta", "dettä", "ksetta", "ksettä", "itta", "ittä"))
    return form[-4] in _VOWELS and not form.endswith(("nutta", "nyttä", "uutta", "yyttä"))


def _bare(form: str, lemma: str) -> bool:
    """Whether a form is of those that stand after "ei" only; the passive ("ei jätetä") is as good a risk as its lemma."""
    if form.endswith(("eta", "etä")) or form[-1] not in _VOWELS or form[-2] in _VOWELS or form[:2] != lemma[:2]:
        return False
    if len(form) >= len(lemma):
        return False  # "peruttu", "haastava": participles are longer than the bare verb
    return form[-1] == (lemma[-2] if lemma[-2] in _VOWELS else "e")


def _potential(form: str, lemma: str) -> bool:
    stem = form.removesuffix("vat").removesuffix("vät")
    stem = stem.removesuffix("ee") if stem.endswith("ee") else stem.removesuffix("e")
    if lemma.endswith(("da", "dä")):
        return stem == f"{lemma[:-2]}n" or stem == f"{lemma[:-3]}hn"
    if lemma[-3:-1] in _DOUBLED:
        return stem == f"{lemma[:-3]}{_DOUBLED[lemma[-3:-1]]}"
    if lemma[-2] in _VOWELS:
        return stem == f"{lemma[:-1]}n"
    return lemma.endswith(("ta", "tä")) and stem == f"{lemma[:-2]}nn"


def named_forms(patterns: Iterable[str]) -> frozenset[str]:
    """The words of patterns, as they stand, that are or may be without-forms or bare verbs, and all base forms of verbs.

    >>> sorted(named_forms(["kaup* & onnistu|vaikea*", "hampaat & pesemät*"]))
    ['onnistu', 'pesemätta', 'pesemättä']
    """
    found: set[str] = set()
    for word in _PARTS.split(" ".join(patterns).lower()):
        bare = word.strip("=~!")
        if bare.endswith("*"):
            stem = bare[:-1]
            if stem.endswith("t"):
                found.update((f"{stem}ta", f"{stem}tä"))
            elif stem.endswith("m"):
                found.update((f"{stem}atta", f"{stem}ättä"))
        elif len(bare) >= _SHORTEST and bare[-1] in _VOWELS and (bare[-2] not in _VOWELS or bare[-1] in "aä"):
            found.add(bare)
    return frozenset(found)
