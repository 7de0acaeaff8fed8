"""The word tables, made from simplemma's dictionaries (MIT). Set-up makes them; so does first use.

The tables lie in ``built/`` beside this file and are part of a built package. They are made anew only when there is
another simplemma, or ``_FORMAT`` says that they are made in another way.
"""

import gc
import math
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from luotsi.engines.language.finnish import Reading, complete, participle_verbs, positive_degrees
from luotsi.engines.language.table import write_table
from luotsi.engines.language.wordbook import LONGEST, edit, value_of, write_heads
from luotsi.kit.text import Language

BUILT = Path(__file__).with_name("built")

_FORMAT = "7"  # to be raised whenever a table would come out otherwise
_SHORTEST_PART = 3
# By its length: how many compounds must begin with a stretch that is no word of its own, and with one that is
_FEWEST_COMPOUNDS = {2: (1 << 30, 1 << 30), 3: (30, 2), 4: (6, 1)}
_BOUND = frozenset(
    str.split(
        """
        yö tv it wc by etä esi epä yli ali ylä keski täys puoli lähi moni ulko sisä jälki avo laitos kanta seksuaali
        psyko neuro kriisi päihde huume oppimis kiusaamis kehitys kuntoutus toimeentulo asiakas palvelu perhe lasten
        nuoriso vanhus muisti omais sijais
        """
    )
)
_MOST_READINGS = 4
_BOUND_COUNT = 16  # at least so many compounds are supposed of a first part that our own list names
_SHORTEST_VERB = 3

# How likely a reading is by its place in the paradigm, from the FinnTreeBank sample (UD_Finnish-FTB, CC BY 4.0): weights
# of a logistic regression over its ambiguous forms, with the number of compounds of a word, its length and whether the
# dictionary chose it
_PLACE = {
    "A": 2.0, "S": -1.9, "d": 1.7, "C": -1.6, "u": 1.4, "P": -1.3, "R": -1.1, "m": -1.1, "E": -1.1, "t": 1.0, "V": 1.0,
    "L": -1.0, "I": -1.0, "3": 0.9, "1": 0.9, "i": -0.8, "O": 0.8, "2": 0.6, "e": 0.6, "f": 0.5, "p": 0.6, "N": -0.5,
    "g": -0.5, "X": 0.4, "q": 0.2, "G": -0.2,
}  # fmt: skip
_CHOSEN = 1.2
_ORDER = "NXAnE"  # in the other languages: what is a base form itself, the dictionary's choice, names
_FAMILY = {"v": 0.58, "n": 0.28}
_LENGTH = -0.57
_ACTION = 8.0  # "siirtymistä" is of siirtyminen, not of siirtymä
_PARTICIPLES = ((("ttu", "tty", "tu", "ty"), -1.5), (("va", "vä"), -0.6), (("nut", "nyt"), -0.5), (("ma", "mä"), -0.2))


def table_path(language: Language) -> Path:
    """The table of a language, made now if it is missing or stale."""
    if is_fresh(BUILT, language):
        return BUILT / f"{language.value}.words"
    if is_fresh(_spare(), language):  # asked for last: finding a folder for temporary files writes one
        return _spare() / f"{language.value}.words"
    try:
        return build(language, BUILT)
    except OSError:  # an installation that may not be written to
        return build(language, _spare())


def _spare() -> Path:
    return Path(tempfile.gettempdir()) / f"luotsi-words-{os.getuid() if hasattr(os, 'getuid') else 0}"


def is_fresh(folder: Path, language: Language) -> bool:
    """Whether the table of a language in ``folder`` was made of what there is now."""
    path = folder / f"{language.value}.words"
    try:
        return path.is_file() and path.with_suffix(".stamp").read_text(encoding="ascii") == _stamp(language)
    except OSError:
        return False


def _stamp(language: Language) -> str:
    return f"{_FORMAT} simplemma {version('simplemma')} {language.value}"


def build(language: Language, folder: Path = BUILT) -> Path:
    """Make the table of a language in ``folder`` and return its path. Takes seconds, and memory while it is made."""
    folder.mkdir(mode=0o700 if folder != BUILT else 0o755, exist_ok=True)
    path = folder / f"{language.value}.words"
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects, none of them in a circle
    try:
        write_table(path, dict(_entries(language, path)))
    finally:
        if collecting:
            gc.enable()
    path.with_suffix(".stamp").write_text(_stamp(language), encoding="ascii")
    return path


@dataclass(frozen=True, slots=True)
class _Source:
    """What a table is made of: the dictionary's forms, names, readings made by analogy, classes of base forms, base
    forms that stand for others, and in how many compounds each is the last part.
    """

    language: Language
    dictionary: Mapping[str, str]
    names: Mapping[str, str]
    made: Mapping[str, list[Reading]]
    classes: Mapping[str, str]
    instead: Mapping[str, str]
    tails: Mapping[str, int]

    def weight(self, lemma: str) -> int:
        return min(9, self.tails.get(lemma, 0).bit_length())


def _entries(language: Language, path: Path) -> Iterator[tuple[str, str]]:
    dictionary, names = _dictionary(language)
    if language is Language.FI:
        made, classes = complete(dictionary)
        tails, heads = _families(set(classes))
        instead = positive_degrees(dictionary, classes)
        instead |= participle_verbs(made, set(dictionary.values()), tails)
        heads = {part: count for part, count in heads.items() if _is_head(part, count, dictionary)} | {
            part: max(heads[part], _BOUND_COUNT) for part in _BOUND
        }
    else:
        if language is Language.EN:
            dictionary = english_stems(dictionary)
        made, classes, instead = self_readings(dictionary, language), {}, {}
        tails, heads = _families(set(dictionary.values()))
        heads = {part: count for part, count in heads.items() if _is_head(part, count, dictionary)}
    write_heads(path, heads)
    source = _Source(language, dictionary, names, made, classes, instead, tails)
    yield from _of_dictionary(source)
    yield from _of_several(source)


def _of_dictionary(source: _Source) -> Iterator[tuple[str, str]]:
    """Forms of which nothing but the dictionary tells: nearly all, so they are dealt with in haste."""
    starts: dict[str, tuple[str, str]] = {}
    for form, lemma in source.dictionary.items():
        if form in source.made or form in source.names:
            continue
        known = starts.get(lemma)
        if known is None:
            base = source.instead.get(lemma, lemma)
            known = starts[lemma] = (base, str(source.weight(base)) + _letter(lemma, source.classes))
        base, start = known
        if start[1] == "X" and form == lemma:
            start = start[0] + "A"
        yield form, start + edit(form, base)


def _of_several(source: _Source) -> Iterator[tuple[str, str]]:
    """Forms that have several readings, or that the dictionary lacks."""
    for form in source.made.keys() | source.names.keys():
        readings = _readings(form, source)
        chosen = source.dictionary.get(form)
        readings.sort(key=lambda reading: -_score(reading, chosen, source))
        if source.language is not Language.FI:
            readings.sort(key=lambda reading: _ORDER.find(reading[0]))
        readings = _distinct((place, source.instead.get(lemma, lemma)) for place, lemma in readings)[:_MOST_READINGS]
        yield form, value_of(form, source.weight(readings[0][1]), readings)


def _dictionary(language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Simplemma's forms in lower case: those of common words, and those of names."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415 - only for building

    found = DefaultDictionaryFactory().get_dictionary(language.value)
    packed = getattr(found, "_dict", None)  # all at once is several times faster than one by one
    if packed:
        forms = b"\n".join(packed).decode().split("\n")
        lemmas = b"\n".join(packed.values()).decode().split("\n")
    else:
        forms, lemmas = list(found), [found[form] for form in found]
    keeps_dots = language is Language.EN  # "pm" is p.m. there; in Finnish the dot is a slip
    common: dict[str, str] = {}
    names: dict[str, str] = {}
    for form, lemma in zip(forms, lemmas, strict=True):
        bare = lemma if keeps_dots or form[-1:] == "." else lemma.rstrip(".")
        if not bare or "|" in bare or len(form) > LONGEST:
            continue
        if form[:1].isupper() or bare[:1].isupper():
            names[form.lower()] = bare.lower()
        else:
            common[form] = bare
    return common, names


def english_stems(dictionary: Mapping[str, str]) -> dict[str, str]:
    """The English dictionary with the base forms mended that are none ("thinking": *thinke*, "cancelled": *cancell*)."""
    forms = Counter(dictionary.values())
    irregular = {lemma for form, lemma in dictionary.items() if form[-1] not in "sdg" and form != lemma}
    mended = {}
    for lemma in forms:
        stem = lemma[:-1]
        if len(stem) < _SHORTEST_VERB or lemma[-1] not in ("e", stem[-1]) or forms[stem] <= 2:  # noqa: PLR2004
            continue
        regular = any(dictionary.get(stem + ending) == stem for ending in ("ed", "ing"))
        doubled = dictionary.get(f"{stem}{stem[-1]}ing") == stem
        taken = any(dictionary.get(form) == lemma for form in (stem + "ing", stem + "ed", lemma + "ed"))
        if taken and not doubled and (regular or forms[stem] > 3) and lemma not in irregular:  # noqa: PLR2004
            mended[lemma] = stem
    return {form: lemma if form == lemma else mended.get(lemma, lemma) for form, lemma in dictionary.items()}


def self_readings(dictionary: Mapping[str, str], language: Language) -> dict[str, list[Reading]]:
    """Forms that are base forms themselves although the dictionary gives them another's: Swedish "test" is a noun before
    it is an imperative of *testa*.
    """
    others = {lemma for form, lemma in dictionary.items() if form != lemma}
    made = {}
    for form, lemma in dictionary.items():
        if form == lemma or form not in others:
            continue
        first = language is Language.SV and lemma in (form + "a", form[:-1] + "a")
        made[form] = [("N" if first else "n", form), ("X", lemma)]
    return made


def _families(words: set[str]) -> tuple[Counter[str], dict[str, int]]:
    """In how many compounds of the dictionary a word is the last part, and a stretch the first."""
    tails: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for word in words:
        for at in range(2, len(word) - _SHORTEST_PART + 1):
            if word[at:] in words:
                heads[word[:at]] += 1
                tails[word[at:]] += 1
    return tails, heads


def _is_head(part: str, count: int, dictionary: Mapping[str, str]) -> bool:
    """Whether a stretch that compounds begin with is a first part, and not half a foreign word ("kap|pale")."""
    unknown, known = _FEWEST_COMPOUNDS.get(len(part), (3, 1))
    return count >= (known if part in dictionary else unknown)


def _letter(lemma: str, classes: Mapping[str, str]) -> str:
    """The letter of a place that only the dictionary knows: a verb's, a noun's, or that of neither."""
    return {"v": "V", "n": "O"}.get(classes.get(lemma, ""), "X")


def _readings(form: str, source: _Source) -> list[Reading]:
    readings = list(source.made.get(form, ()))
    lemma = source.dictionary.get(form)
    if lemma and all(other != lemma for _, other in readings):
        place = _letter(lemma, source.classes)
        readings.append(("A" if place == "X" and lemma == form else place, lemma))
    if form in source.names:
        readings.append(("E", source.names[form]))
    return readings


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    """One reading for each base form: the first."""
    first: dict[str, str] = {}
    for place, lemma in readings:
        first.setdefault(lemma, place)
    return [(place, lemma) for lemma, place in first.items()]


def _score(reading: Reading, chosen: str | None, source: _Source) -> float:
    place, lemma = reading
    score = _PLACE.get(place, 0.0) + _LENGTH * len(lemma) + (_CHOSEN if lemma == chosen and place != "E" else 0.0)
    score += _FAMILY["v" if source.classes.get(lemma) == "v" else "n"] * math.log1p(source.tails.get(lemma, 0))
    if lemma.endswith("minen"):
        score += _ACTION
    if place in "NO":
        score += next((weight for ends, weight in _PARTICIPLES if lemma.endswith(ends)), 0.0)
    return score
