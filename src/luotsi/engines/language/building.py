"""The word tables, made from simplemma's dictionaries (MIT). Set-up makes them; so does first use.

The tables lie in ``built/`` beside this file and are part of a built package. They are made anew only when there is
another simplemma, or ``_FORMAT`` says that they are made in another way.
"""

import contextlib
import functools
import gc
import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from luotsi.engines.language.dictionary import Words, forms_of, read_words, text_of
from luotsi.engines.language.finnish import Reading, complete, participle_verbs, positive_degrees
from luotsi.engines.language.table import TableWriter, whole
from luotsi.engines.language.wordbook import edit, edits, value_of, write_heads
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
_AT_ONCE = 50_000  # forms

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
    """Make the table of a language in ``folder`` unless it is fresh, and return its path. Takes seconds, and memory while
    it is made. Of several processes that ask at once, one makes it and the others wait for it.
    """
    folder.mkdir(mode=0o700 if folder != BUILT else 0o755, exist_ok=True)
    path = folder / f"{language.value}.words"
    with _alone(path.with_suffix(".lock")):
        if is_fresh(folder, language):
            return path
        collecting = gc.isenabled()
        gc.disable()  # millions of small objects, none of them in a circle
        try:
            _make(language, path)
        finally:
            if collecting:
                gc.enable()
        with whole(path.with_suffix(".stamp")) as stamp:  # last: until then nobody takes the table for a fresh one
            stamp.write_text(_stamp(language), encoding="ascii")
    return path


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the system lets go when the process ends. Where it knows no such locks several may build at
    once, each a whole table.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class _Source:
    """What a table is made of: the words, names, readings made by analogy, classes of base forms, base forms that stand
    for others, in how many compounds each is the last part, and what the dictionary chose for the forms that have more
    than its own reading.
    """

    language: Language
    words: Words
    names: Mapping[str, str]
    made: Mapping[str, list[Reading]]
    classes: Mapping[str, str]
    instead: Mapping[str, str]
    tails: Mapping[str, int]
    chosen: Mapping[str, str]

    def weight(self, lemma: str) -> int:
        return min(9, self.tails.get(lemma, 0).bit_length())


def _make(language: Language, path: Path) -> None:
    words, names = read_words(language)
    made: dict[str, list[Reading]]
    classes: dict[str, str] = {}
    instead: dict[str, str] = {}
    if language is Language.FI:
        made, classes = complete(words)
        tails, heads = _families(classes)
        instead = positive_degrees(words, classes) | participle_verbs(made, words, tails)
    else:
        dictionary = {form: lemma for lemma, text in words.items() for form in forms_of(text)}
        if language is Language.EN:
            dictionary = english_stems(dictionary)
            words = _regrouped(dictionary)
        made = self_readings(dictionary, language)
        tails, heads = _families(words)
    chosen = _chosen(words, {*made, *names, *heads})
    firsts = {part: count for part, count in sorted(heads.items()) if _is_head(part, count, chosen)}
    if language is Language.FI:
        firsts |= {part: max(heads[part], _BOUND_COUNT) for part in sorted(_BOUND)}
    write_heads(path, firsts)
    source = _Source(language, words, names, made, classes, instead, tails, chosen)
    writer = TableWriter()
    _add_of_dictionary(source, writer)
    _add_of_several(source, writer)
    writer.write(path)


def _regrouped(dictionary: Mapping[str, str]) -> dict[str, str]:
    words: dict[str, list[str]] = {}
    for form, lemma in dictionary.items():
        words.setdefault(lemma, []).append(form)
    return {lemma: text_of(forms) for lemma, forms in words.items()}


def _chosen(words: Words, asked: set[str]) -> dict[str, str]:
    """The dictionary's base form of those of the forms that it has."""
    return {form: lemma for lemma, text in words.items() for form in asked.intersection(forms_of(text))}


def _add_of_dictionary(source: _Source, writer: TableWriter) -> None:
    """Add the forms of which nothing but the dictionary tells: nearly all, so they are dealt with in haste."""
    forms: list[str] = []
    values: list[str] = []
    others = source.made.keys() | source.names.keys()
    for lemma, text in source.words.items():
        own = forms_of(text)
        if not others.isdisjoint(own):
            own = [form for form in own if form not in others]
        base = source.instead.get(lemma, lemma)
        weight = str(source.weight(base))
        place = _letter(lemma, source.classes)
        forms += own
        values += edits(weight + place, own, base)
        if place == "X" and lemma in own:
            values[own.index(lemma) - len(own)] = weight + "A" + edit(lemma, base)
        if len(forms) > _AT_ONCE:
            writer.add(forms, values)
            forms.clear()
            values.clear()
    writer.add(forms, values)


def _add_of_several(source: _Source, writer: TableWriter) -> None:
    """Add the forms that have several readings, or that the dictionary lacks."""
    forms: list[str] = []
    values: list[str] = []
    score = _scores(source)
    for form in dict.fromkeys((*source.made, *source.names)):
        readings = _readings(form, source)
        if len(readings) > 1:
            chosen = source.chosen.get(form)
            readings.sort(key=lambda reading: -score(reading, chosen))
            if source.language is not Language.FI:
                readings.sort(key=lambda reading: _ORDER.find(reading[0]))
        readings = _distinct((place, source.instead.get(lemma, lemma)) for place, lemma in readings)[:_MOST_READINGS]
        forms.append(form)
        values.append(value_of(form, source.weight(readings[0][1]), readings))
    writer.add(forms, values)


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


def _families(words: Mapping[str, str]) -> tuple[Counter[str], Counter[str]]:
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
    lemma = source.chosen.get(form)
    if lemma and lemma not in [other for _, other in readings]:
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


def _scores(source: _Source) -> Callable[[Reading, str | None], float]:
    """How likely a reading is, given what the dictionary chose. What hangs on the base form alone is reckoned once."""

    @functools.cache
    def of_lemma(lemma: str) -> tuple[float, float]:
        family = _FAMILY["v" if source.classes.get(lemma) == "v" else "n"] * math.log1p(source.tails.get(lemma, 0))
        participle = next((weight for ends, weight in _PARTICIPLES if lemma.endswith(ends)), 0.0)
        return family, participle

    def score(reading: Reading, chosen: str | None) -> float:
        place, lemma = reading
        family, participle = of_lemma(lemma)
        likely = _PLACE.get(place, 0.0) + _LENGTH * len(lemma) + (_CHOSEN if lemma == chosen and place != "E" else 0.0)
        likely += family
        if lemma.endswith("minen"):
            likely += _ACTION
        return likely + participle if place in "NO" else likely

    return score
