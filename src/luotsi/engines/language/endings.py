"""Finnish forms that no table holds: clitics, possessive suffixes, bent participles, and the endings of unknown words.

Each rule takes an ending away and asks the wordbook for the rest, so a rule cannot make a word up; only the last
resort for words that nobody knows (:func:`guess`) does (Iso suomen kielioppi §§ 95–130, 520–543).
"""

import re
from collections.abc import Callable, Iterator

from luotsi.engines.language.wordbook import Reading

Known = Callable[[str], tuple[Reading, ...]]
"""The readings of a form that a table holds."""

_VOWELS = frozenset("aeiouyäöå")
_CLITICS = (
    "kaan", "kään", "kin", "han", "hän", "kohan", "köhän", "pahan", "ko", "kö", "pa", "pä", "kos", "kös", "pas", "päs",
    "ks",
)  # fmt: skip
_POSSESSIVES = {"nsa": 3, "nsä": 3, "mme": 3, "nne": 3, "ni": 2, "si": 2}
_SHORTEST = 3


def _bent(base: str, weak: str, strong: str, plural: str) -> Iterator[tuple[str, str]]:
    """Endings of the bent forms of a participle ending, and the base ending that they stand for."""
    a = "ä" if base[-1] in "äy" or base.endswith("yt") else "a"
    front = [ending.replace("a", a) for ending in ("n", "t", "ssa", "sta", "lla", "lta", "lle", "ksi", "tta")]
    for ending in front:
        yield weak + ending, base
    for ending in ("na", a, strong[-1] + "n"):
        yield strong + ending.replace("a", a), base
    for ending in ("ssa", "sta", "lla", "lta", "lle", "ksi", "n", "tta", "na", "ne", "hin"):
        yield plural + ending.replace("a", a), base


def _participles() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}

    def add(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
        for ending, base in pairs:
            if ending != base and base not in found.setdefault(ending, []):
                found[ending].append(base)

    for a, u in (("a", "u"), ("ä", "y")):
        for base in (f"v{a}", f"m{a}"):
            add(_bent(base, base, base, f"{base[0]}i"))
            add([(f"{base[0]}i{a}", base), (f"{base[0]}ien", base), (f"{base[0]}iin", base), (f"{base[0]}{a}in", base)])
        for consonant in "nlrs":
            nut, stem = f"{consonant}{u}t", f"{consonant}ee"
            add(_bent(nut, stem, stem, f"{consonant}ei"))
            add([(f"{stem}seen", nut), (f"{consonant}eit{a}", nut), (f"{consonant}eiden", nut)])
            add([(f"{consonant}eisiin", nut), (f"{consonant}eitten", nut), (f"{stem}t", nut)])
        for strong, weak in (
            ("tt", "t"),
            ("ht", "hd"),
            ("lt", "ll"),
            ("nt", "nn"),
            ("rt", "rr"),
            ("st", "st"),
            ("t", "d"),
        ):
            tu = f"{strong}{u}"
            add(_bent(tu, f"{weak}{u}", tu, f"{weak}{u}i"))
            add([(f"{tu}j{a}", tu), (f"{tu}jen", tu), (f"{tu}ihin", tu), (f"{tu}in{a}", tu)])
        add([(f"m{a}tt{'o' if a == 'a' else 'ö'}{end}", f"m{a}t{'on' if a == 'a' else 'ön'}") for end in _matto(a)])
    return {ending: tuple(bases) for ending, bases in found.items()}


def _matto(a: str) -> tuple[str, ...]:
    return tuple(
        ending.replace("a", a)
        for ending in ("man", "mat", "mia", "mien", "maa", "massa", "masta", "malla", "malle", "mana", "missa", "mista")
    )


_PARTICIPLES = _participles()
_LONGEST_PARTICIPLE = max(map(len, _PARTICIPLES))
_LAST_OF_PARTICIPLE = frozenset(ending[-1] for ending in _PARTICIPLES)
_CLITICS_BY_END = {
    end: tuple(clitic for clitic in _CLITICS if clitic[-2:] == end) for end in {clitic[-2:] for clitic in _CLITICS}
}


def bent(form: str, known: Known) -> tuple[Reading, ...]:
    """The readings of a form by taking its clitics, its possessive suffix or its participle's case ending away."""
    return (
        _participle(form, known)
        or _possessed(form, known)
        or _plural(form, known)
        or _degree(form, known)
        or _with_clitic(form, known)
        or _spoken(form, known)
    )


def _participle(form: str, known: Known) -> tuple[Reading, ...]:
    if form[-1] not in _LAST_OF_PARTICIPLE:
        return ()
    for size in range(min(_LONGEST_PARTICIPLE, len(form) - 2), 1, -1):
        for base in _PARTICIPLES.get(form[-size:], ()):
            readings = tuple(
                [
                    ("V" if place in "pqtum" else place, lemma)
                    for place, lemma in known(form[:-size] + base)
                    if place in "pqtumNO"
                ]
            )
            if readings:
                return readings
    return ()


def _possessed(form: str, known: Known) -> tuple[Reading, ...]:
    size = _POSSESSIVES.get(form[-3:]) or _POSSESSIVES.get(form[-2:])
    if size:
        return _owned(form[:-size], known) if len(form) - size >= _SHORTEST else ()
    if form[-1] == "n" and len(form) > _SHORTEST + 2 and form[-2] == form[-3] and form[-2] in _VOWELS:
        stem = form[:-2]
        if stem.endswith("kse"):
            stem = stem[:-1] + "i"
        if stem[-2:] != "nn":
            return known(stem) or _participle(stem, known)
    return ()


def _owned(stem: str, known: Known) -> tuple[Reading, ...]:
    """What is left when a possessive suffix is gone lacks its -n or -t, or stands in the strong grade."""
    if stem.endswith("kse"):
        return known(stem[:-1] + "i") or known(stem[:-3])
    a = "a" if any(vowel in stem for vowel in "aou") else "ä"
    candidates = [stem + "n", f"{stem}n{a}"] if stem[-1:] in _VOWELS else []
    found = known(stem)
    if found and found[0][0] not in "AX1":
        return found
    for candidate in candidates:
        readings = known(candidate)
        kept = tuple((place, lemma) for place, lemma in readings if place not in "1AXE")
        if kept:
            return kept
    return found or _participle(stem, known) or _participle(stem + "n", known) or _spoken(stem, known)


_PLURAL = re.compile(r"(.{3,}?)(?:i?den|itten|ien|i?t[aä]|ihin|iin)$")
_DEGREE = re.compile(
    r"(.{3,}?)(mm(?:[aä](?:n|t|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi)|in|[ei])|mp(?:i|[aä]{2}n?|i[aä]|ien|[aä]n[aä]|iin|in[aä]))"
)
_INFINITIVE = re.compile(r"(.{2,})essa|(.{2,})essä")
_SECOND_LAST = {"nu": "t", "ny": "t", "lu": "t", "ly": "t", "su": "t", "sy": "t", "is": "i", "ks": "i", "as": "i"}


def _plural(form: str, known: Known) -> tuple[Reading, ...]:
    """Plural genitives, partitives and illatives, by the plural stem that the adessive shows: "huolien" as "huolilla"."""
    match = _PLURAL.fullmatch(form)
    if not match:
        return ()
    stem = match[1] + "i" if not match[1].endswith("i") else match[1]
    a = "a" if any(vowel in stem for vowel in "aou") else "ä"
    return tuple([("R", lemma) for place, lemma in known(f"{stem}ll{a}") if place in "OC"])


def _degree(form: str, known: Known) -> tuple[Reading, ...]:
    """Comparatives and superlatives of adjectives that the dictionary has: "tärkeämmät", "kuuluisimman"."""
    match = _DEGREE.fullmatch(form)
    if not match:
        return ()
    stem = match[1]
    a = "a" if any(vowel in stem for vowel in "aou") else "ä"
    if stem.endswith("i"):
        found = known(f"{stem}ll{a}")
    else:
        found = known(f"{stem}ll{a}") or (known(f"{stem[:-1]}{a}ll{a}") if stem.endswith("e") else ())
    return tuple([("O", lemma) for place, lemma in found if place in "OC"])


def _spoken(form: str, known: Known) -> tuple[Reading, ...]:
    """Spoken forms that lack their last letter ("ottanu", "olis", "taloks"), and infinitives like "kirjoittaessa"."""
    if match := _INFINITIVE.fullmatch(form):
        stem, a = (match[1], "a") if match[1] else (match[2], "ä")
        found = known(stem + a) or (known(f"{stem[:-1]}e{a}") if stem[-1:] == "i" else ())
        return tuple([("V", lemma) for _, lemma in found if lemma in (stem + a, f"{stem[:-1]}e{a}")])
    letter = _SECOND_LAST.get(form[-2:])
    if not letter:
        return ()
    return tuple([("V", lemma) for place, lemma in known(form + letter) if place in "VuCO"])


def _with_clitic(form: str, known: Known) -> tuple[Reading, ...]:
    for clitic in _CLITICS_BY_END.get(form[-2:], ()):
        if form.endswith(clitic) and len(form) - len(clitic) >= 2:  # noqa: PLR2004 - "eikö", "onko"
            stem = form[: -len(clitic)]
            found = known(stem) or _participle(stem, known) or _possessed(stem, known)
            if not found and clitic in ("kin", "ks"):
                found = _with_clitic(stem, known)
            if found:
                return found
    return ()


# What the stem of an unknown word ends in when its case ending is gone, and its base form
_STEMS = (
    ("uude", "uus"), ("yyde", "yys"), ("oude", "ous"), ("eude", "eus"), ("öyde", "öys"), ("eyde", "eys"), ("kse", "s"),
    ("ise", "inen"), ("ttoma", "ton"), ("ttömä", "tön"), ("uut", "uus"), ("yyt", "yys"), ("isi", "inen"), ("is", "inen"),
    ("uks", "us"), ("yks", "ys"), ("iaa", "ias"), ("iää", "iäs"),
)  # fmt: skip
_CASE_ENDINGS = (
    "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "na", "nä", "tta", "ttä", "ta", "tä", "ten",
    "n", "t", "a", "ä",
)  # fmt: skip
_ONLY_AFTER_CONSONANT = frozenset(("ta", "tä", "ten"))
_WHOLE = ("nen", "us", "ys", "ton", "tön")


def guess(form: str, *, name: bool) -> str:
    """The likeliest base form of a word that no table knows: its case ending taken off by what endings there are.

    >>> guess("arduinolla", name=True), guess("twitterin", name=True), guess("bloggauksen", name=False)
    ('arduino', 'twitter', 'bloggaus')
    """
    if not name:
        if form.endswith(_WHOLE):
            return form
        for ending in _CASE_ENDINGS:
            stem = form[: -len(ending)]
            if form.endswith(ending):
                for bent_stem, base in _STEMS:
                    if stem.endswith(bent_stem) and len(stem) > len(bent_stem) + 1:
                        return stem[: -len(bent_stem)] + base
    return next(iter(stems(form, name=name)), form)


def stems(form: str, *, name: bool) -> Iterator[str]:
    """The stems that an unknown form may be of, the likeliest first; the form itself is not among them."""
    if name and form.endswith("nen"):
        return
    keeps_a = name and form.endswith(("ia", "iä", "ea", "eä"))
    for ending in _CASE_ENDINGS:
        stem = form[: -len(ending)]
        if not form.endswith(ending) or len(stem) < _SHORTEST or (keeps_a and ending in ("a", "ä")):
            continue
        if _may_follow(stem, ending, name=name):
            yield from _bare(stem, ending, name=name)


def _may_follow(stem: str, ending: str, *, name: bool) -> bool:
    if ending in _ONLY_AFTER_CONSONANT or (name and ending in ("na", "nä")):
        return False
    if ending in ("a", "ä"):
        return stem[-1] in _VOWELS
    return ending != "t" or (not name and stem[-1] in _VOWELS)


def _bare(stem: str, ending: str, *, name: bool) -> Iterator[str]:
    """A stem as a base form: the lengthened vowel shortened, a foreign name without the -i- before its ending."""
    if ending in ("a", "ä") and stem[-1] == ending:
        yield stem
    elif ending == "n" and len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] in _VOWELS:
        short = stem[:-1]
        yield short[:-1] if short[-1] == "i" and short[-2] not in _VOWELS and name else short
        yield short
    elif stem[-1] == "i" and len(stem) > _SHORTEST and stem[-2] not in _VOWELS:
        yield from (stem[:-1], stem) if name else (stem, stem[:-1])
    elif name and stem.endswith("kse"):
        yield from (stem[:-3] + "s", stem)
    elif name and stem.endswith("se") and len(stem) > _SHORTEST + 2:
        yield from (stem[:-2] + "nen", stem)
    elif stem[-1] in _VOWELS:
        yield stem
