"""Base forms of words in Finnish, Swedish and English, and the parts of compounds.

In turn: our own word lists and the dictionary (one table), then what the endings tell of forms that are in neither, then
the compound splitter, then the likeliest ending. Names keep their capital. A running text may be given whole: then
neighbours choose between the readings of a form, and a name's other forms tell its base form.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from luotsi.engines.language import choosing, compounds, endings, swedish
from luotsi.engines.language.building import table_path
from luotsi.engines.language.wordbook import Reading, Wordbook, own_words
from luotsi.kit.text import Language

_WORDS = Path(__file__).with_name("words")
_CACHED = 1 << 16
_COLON = re.compile(r"(?<=[^\W_]):[^\W\d_]+$")
_HYPHENS = re.compile(r"[-‐‑–]")
_ABBREVIATION_LENGTH = 5
_SHORTEST_BENT_TAIL = 6
_SHORTEST_PLAIN_TAIL = 4
_POSSESSIVES = ("nsa", "nsä", "mme", "nne", "ni")
_LIKE_CLITICS = frozenset(("pa", "pä", "ko", "kö", "si", "ni"))
_LONG_FOR_NAME = 12
_DEAR_FOR_NAME = 14.0  # a capitalised word that would be a dear compound is rather a name


class Word(NamedTuple):
    """What is known of a form without its neighbours.

    ``lemma`` is the likeliest base form; ``readings`` all of them when there are several; ``heads`` the first parts of
    a compound as written and ``tail`` the base form of its last part; ``known`` whether it is more than a guess.
    """

    lemma: str
    readings: tuple[Reading, ...] = ()
    heads: tuple[str, ...] = ()
    tail: str = ""
    known: bool = True


@cache
def wordbook(language: Language) -> Wordbook:
    """The words of a language. Their table is made first if it is missing."""
    own = _WORDS / f"{language.value}.tsv"
    return Wordbook(table_path(language), own_words(own) if own.is_file() else None)


def lemma(form: str, language: Language) -> str:
    """The base form of a word by itself, names with a capital.

    >>> lemma("lastensuojeluilmoituksen", Language.FI)
    'lastensuojeluilmoitus'
    """
    return word(form, language).lemma


def lemmas(forms: Sequence[str], language: Language) -> list[str]:
    """The base forms of a running text's words, one for each, in order; an empty form has an empty one."""
    words = list(map(_cached(language), forms))
    found = [one[0] for one in words]
    choosing.choose(forms, words, found, language, wordbook(language).read)
    return found


def compound_parts(form: str, language: Language) -> tuple[str, ...]:
    """Base forms of the parts of a compound and of every compound that it ends in; empty for a simple word.

    >>> compound_parts("perheväkivaltaa", Language.FI)
    ('perhe', 'väki', 'valta', 'väkivalta')
    """
    return _parts(form, language)


def word(form: str, language: Language) -> Word:
    """What is known of a form: see :class:`Word`."""
    return _cached(language)(form)


@cache
def _cached(language: Language) -> Callable[[str], Word]:
    book = wordbook(language)

    def look(form: str) -> Word:
        return _word(form, language, book)

    return lru_cache(_CACHED)(look)


def _number(form: str, language: Language) -> str:
    if language is Language.EN and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", form):
        return form.replace(",", "")
    return form


def _word(form: str, language: Language, book: Wordbook) -> Word:
    readings = book.read(form)
    if len(readings) == 1 and readings[0][0] not in "EA" and language is Language.FI:
        return Word(readings[0][1])
    if not form[:1].isalpha() and form.lower() == form.upper():
        return Word(_number(form, language))
    if form[-1] == ":":
        form = form.rstrip(":")
    low = form.lower()
    if "’" in low:
        low = low.replace("’", "'")
    readings = book.read(low)
    known = _known(form, low, readings, language, book) if readings else None
    if known:
        return known
    if _HYPHENS.search(form):
        return _hyphenated(form, language)
    if language is Language.FI:
        return _finnish(form, low, readings, book)
    return _other(form, low, language, book)


def _known(form: str, low: str, readings: tuple[Reading, ...], language: Language, book: Wordbook) -> Word | None:
    """What the table says; None for a Finnish name in small letters, which may be a common word's form."""
    capital = form[:1].isupper()
    common = tuple([reading for reading in readings if reading[0] != "E"])
    if not common:
        return Word(_shown(readings[0])) if capital or language is not Language.FI else None
    if language is Language.EN and capital and len(common) < len(readings) and common[0][1] == low:
        return Word(_shown(readings[-1]))
    base = common[0][1]
    if language is Language.SV and not book.owns(low):
        base = swedish.of_ending(low, common, book.read) or base
    if language is Language.FI and common[0][0] == "A" and low.endswith(_POSSESSIVES) and not book.owns(low):
        owned = endings.bent(low, book.read)  # "autonsa", which the dictionary takes for a base form
        base = owned[0][1] if owned else base
    return Word(base, readings if len(readings) > 1 else ())


def _shown(reading: Reading) -> str:
    place, base = reading
    return "-".join(part[:1].upper() + part[1:] for part in base.split("-")) if place == "E" else base


def _hyphenated(form: str, language: Language) -> Word:
    bare = form.strip("-‐‑–") or form
    if bare != form:
        inner = word(bare, language)
        return Word(inner.lemma, inner.readings, inner.heads, inner.tail, inner.known)
    at = max(match.start() for match in _HYPHENS.finditer(form))
    head, tail = form[:at], form[at + 1 :]
    last = word(tail, language)
    heads = tuple(part for part in _HYPHENS.split(head) if part)
    shown = last.lemma if last.lemma[:1].islower() or tail[:1].isupper() else last.lemma.lower()
    return Word(f"{head}{form[at]}{shown}", (), heads + last.heads, last.tail or last.lemma, last.known)


def _finnish(form: str, low: str, names: tuple[Reading, ...], book: Wordbook) -> Word:
    if match := _COLON.search(form):
        return Word(form[: match.start()])
    readings = () if low[-2:] in _LIKE_CLITICS and _plain_compound(low, book) else endings.bent(low, book.read)
    if readings and readings[0][0] != "E":
        return Word(_shown(readings[0]), readings if len(readings) > 1 else ())
    if names or readings:
        shown = _shown((names or readings)[0])
        return Word(shown.lower() if form.islower() and names else shown)
    if form.isupper() and len(form) <= _ABBREVIATION_LENGTH:
        return Word(form, known=False)
    return _finnish_compound(form, low, book) or _guessed(form, endings.guess(low, name=form[:1].isupper()))


def _guessed(form: str, base: str) -> Word:
    return Word(form[:1] + base[1:] if form[:1].isupper() else base, known=False)


def _finnish_compound(form: str, low: str, book: Wordbook) -> Word | None:
    capital = form[:1].isupper()
    found = compounds.split(low, book, book.read, listed=capital and len(low) < _LONG_FOR_NAME)
    found = found or compounds.split(low, book, partial(_bent_tail, book), listed=True)
    if not found or (capital and found.cost > _DEAR_FOR_NAME):
        return None
    base = found.readings[0][1]
    return Word("".join(found.heads) + base, (), found.heads, base)


def _plain_compound(low: str, book: Wordbook) -> bool:
    """Whether a word whose end looks like a clitic ends in a known word in its base form ("kasvatus|tapa")."""
    found = compounds.split(low, book, book.read, listed=True)
    return found is not None and found.readings[0][1] == found.tail and len(found.tail) >= _SHORTEST_PLAIN_TAIL


def _bent_tail(book: Wordbook, tail: str) -> tuple[Reading, ...]:
    return endings.bent(tail, book.read) if len(tail) >= _SHORTEST_BENT_TAIL else ()


def _other(form: str, low: str, language: Language, book: Wordbook) -> Word:
    capital = form[:1].isupper()
    if form.isupper() and len(form) <= _ABBREVIATION_LENGTH:
        return Word(form, known=False)
    if language is Language.SV and not form.isupper():
        found = compounds.split(low, book, book.read, listed=capital and len(low) < _LONG_FOR_NAME)
        if found:
            base = swedish.of_ending(found.tail, found.readings, book.read) or found.readings[0][1]
            return Word("".join(found.heads) + base, (), found.heads, base)
        guessed = swedish.guess(low, book.read) if not capital or low[-1] != "s" else low[:-1]
        return Word(form[:1] + guessed[1:] if capital else guessed, known=False)
    return Word(form if capital else low, known=False)


@lru_cache(_CACHED)
def _parts(form: str, language: Language) -> tuple[str, ...]:
    one = word(form, language)
    book = wordbook(language)
    if one.heads:
        return compounds.parts_of(tuple(part.lower() for part in one.heads), one.tail.lower(), book)
    return () if language is Language.EN else compounds.known_parts(one.lemma.lower(), book)
