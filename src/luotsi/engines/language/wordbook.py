"""The words of one language, read from their table: which base forms a form may be of, and what joins to what.

A value of the table is a digit (how many dictionary compounds end in this word, in doublings) and the readings, the
likeliest first: the letter of the place in the paradigm (see ``finnish``), how much to cut off the form, and what to put
there instead. Keys are lower case. Beside the table lies the list of first parts of compounds with their counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from luotsi.engines.language.table import WordTable, whole

Reading = tuple[str, str]
"""The letter of the place in the paradigm, and the base form."""

_OFFSET = 48  # digits and letters stand for the numbers from zero
LONGEST = 70
"""The longest form that a table holds, in letters: its number must come before the sign that parts the readings."""
_CUTS = "".join(chr(_OFFSET + number) for number in range(LONGEST + 1))


def value_of(form: str, weight: int, readings: Sequence[Reading]) -> str:
    """What the table says of a form: the inverse of :meth:`Wordbook.read`."""
    return str(weight) + "|".join(place + edit(form, lemma) for place, lemma in readings)


def heads_path(path: Path) -> Path:
    """Where the first parts of compounds stand that belong to a table."""
    return path.with_suffix(".heads")


def write_heads(path: Path, counts: Mapping[str, int]) -> None:
    """Write in how many dictionary compounds each first part occurs, in doublings."""
    listed: list[list[str]] = [[] for _ in range(10)]
    for part, count in counts.items():
        listed[min(9, count.bit_length())].append(part)
    with whole(heads_path(path)) as partial:
        partial.write_text("\n".join("\t".join(parts) for parts in listed), encoding="utf-8")


def edit(form: str, lemma: str) -> str:
    """How a base form is made of a form: a sign for how much to cut off, and what to put there instead."""
    if form.startswith(lemma):
        return _CUTS[len(form) - len(lemma)]
    same = min(len(form), len(lemma) - 1)
    while not form.startswith(lemma[:same]):
        same -= 1
    return _CUTS[len(form) - same] + lemma[same:]


def edits(start: str, forms: Iterable[str], lemma: str) -> list[str]:
    """What :func:`edit` says of each of the forms of a base form, after ``start``. Millions of forms pass here."""
    size = len(lemma)
    beginnings = [lemma[:same] for same in range(size)]
    values = []
    for form in forms:
        if form.startswith(lemma):
            values.append(start + _CUTS[len(form) - size])
            continue
        same = size - 1
        while not form.startswith(beginnings[same]):
            same -= 1
        values.append(start + _CUTS[len(form) - same] + lemma[same:])
    return values


class Wordbook:
    """Forms and their readings in one language. Looks nothing up before it is asked."""

    __slots__ = ("_heads", "_number", "_own", "_parsed", "_path", "_table")

    def __init__(self, path: Path, own: Mapping[str, tuple[Reading, ...]] | None = None) -> None:
        """``own`` are forms whose readings win over the table's."""
        self._path = path
        self._own = dict(own or {})
        self._table = WordTable(path)
        self._number = self._table.number
        self._heads: dict[str, int] | None = None
        self._parsed: dict[int, tuple[tuple[str, int, str], ...]] = {}

    def read(self, form: str) -> tuple[Reading, ...]:
        """The readings of a lower-case form, the likeliest first; none when it is unknown."""
        own = self._own.get(form)
        if own is not None:
            return own
        number = self._number(form)
        if not number:
            return ()
        parsed = self._parsed.get(number) or self._parse(number)
        if len(parsed) == 1:
            place, cut, end = parsed[0]
            return ((place, form[:-cut] + end if cut else form + end),)
        size = len(form)
        return tuple([(place, form[: size - cut] + end) for place, cut, end in parsed])

    def _parse(self, number: int) -> tuple[tuple[str, int, str], ...]:
        listed = self._table.value(number)[1:].split("|")
        parsed = self._parsed[number] = tuple([(one[0], ord(one[1]) - _OFFSET, one[2:]) for one in listed])
        return parsed

    def weight(self, form: str) -> int:
        """How common the word is as the last part of compounds: 0 to 9, -1 when unknown."""
        number = self._table.number(form)
        return int(self._table.value(number)[0]) if number else -1

    def head(self, part: str) -> int:
        """How common a stretch is as a first part of compounds: 0 to 9, -1 when it is none."""
        return self.heads.get(part, -1)

    @property
    def heads(self) -> dict[str, int]:
        """The first parts of compounds and how common each is."""
        if self._heads is None:
            listed = heads_path(self._path).read_text(encoding="utf-8").split("\n")
            self._heads = {part: count for count, line in enumerate(listed) for part in line.split("\t") if part}
        return self._heads

    def owns(self, form: str) -> bool:
        """Whether the form is in our own list."""
        return form in self._own

    def __contains__(self, form: str) -> bool:
        return form in self._own or form in self._table


def own_words(file: Path) -> dict[str, tuple[Reading, ...]]:
    """A word list of ours: a form, its base forms and the letters of their places, parted by tabs; a form alone is its
    own base form.
    """
    own: dict[str, tuple[Reading, ...]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, lemmas, letters = (*line.split("\t"), "", "")[:3]
            bases = (lemmas or form).split("|")
            own[form] = tuple((letters[at : at + 1] or "A", base) for at, base in enumerate(bases))
    return own
