"""The words of one language, read from their table: which base forms a form may be of, and what joins to what.

A value of the table is a digit (how many dictionary compounds end in this word, in doublings) and the readings, the
likeliest first: the letter of the place in the paradigm (see ``finnish``), how much to cut off the form, and what to put
there instead. Keys are lower case; a word's use as first part of compounds stands under the word after ``<``.
"""

from collections.abc import Sequence
from pathlib import Path

from luotsi.engines.language.table import WordTable

Reading = tuple[str, str]
"""The letter of the place in the paradigm, and the base form."""

_HEAD = "<"
_OFFSET = 48  # digits and letters stand for the numbers from zero


def value_of(form: str, weight: int, readings: Sequence[Reading]) -> str:
    """What the table says of a form: the inverse of :meth:`Wordbook.read`."""
    return str(weight) + "|".join(place + _edit(form, lemma) for place, lemma in readings)


def head_key(part: str) -> str:
    """The key under which the use of a word as first part of compounds stands."""
    return _HEAD + part


def head_value(count: int) -> str:
    """The value there: in how many dictionary compounds, in doublings."""
    return str(min(9, count.bit_length()))


def _edit(form: str, lemma: str) -> str:
    same = min(len(form), len(lemma))
    while not form.startswith(lemma[:same]):
        same -= 1
    return chr(_OFFSET + len(form) - same) + lemma[same:]


class Wordbook:
    """Forms and their readings in one language. Looks nothing up before it is asked."""

    __slots__ = ("_parsed", "_table")

    def __init__(self, path: Path) -> None:
        self._table = WordTable(path)
        self._parsed: dict[int, tuple[tuple[str, int, str], ...]] = {}

    def read(self, form: str) -> tuple[Reading, ...]:
        """The readings of a lower-case form, the likeliest first; none when it is unknown."""
        number = self._table.number(form)
        if not number:
            return ()
        parsed = self._parsed.get(number)
        if parsed is None:
            parsed = self._parsed[number] = tuple(
                (one[0], ord(one[1]) - _OFFSET, one[2:]) for one in self._table.value(number)[1:].split("|")
            )
        size = len(form)
        return tuple([(place, form[: size - cut] + end) for place, cut, end in parsed])

    def weight(self, form: str) -> int:
        """How common the word is as the last part of compounds: 0 to 9, -1 when unknown."""
        number = self._table.number(form)
        return int(self._table.value(number)[0]) if number else -1

    def head(self, part: str) -> int:
        """How common a stretch is as a first part of compounds: 0 to 9, -1 when it is none."""
        number = self._table.number(_HEAD + part)
        return int(self._table.value(number)) if number else -1

    def __contains__(self, form: str) -> bool:
        return form in self._table
