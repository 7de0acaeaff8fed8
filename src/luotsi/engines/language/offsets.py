"""Text made even for reading, and the way back: every place of the even text is a place of the text as given.

Composed letters (NFC), soft hyphens and zero-width marks taken out, no-break spaces as spaces, words joined that a line
break cut in two. Browsers count in UTF-16 units; :func:`utf16_offsets` turns code points into those.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SPACES = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t")
_UNEVEN = re.compile(f"[{''.join(sorted(_INVISIBLE | _SPACES))}\r\x0b\x0c\x85\u2028\u2029]|[^\\W\\d_]-[ \t]*\r?\n")
_CUT = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[a-zåäöéü])(?!(?:ja|tai|sekä|eli|och|eller|samt|and|or)\b)")
_LAST_OF_FIRST_PLANE = "\uffff"
_BREAKS = frozenset("\r\x0b\x0c\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Even:
    """An even text and where each of its code points begins and ends in the text as given (None: at the same place)."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the even text as a stretch of the text as given. ``start`` < ``end``."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def even(text: str) -> Even:
    """The text made even. Nothing is done, and nothing costs, when it is so already."""
    if unicodedata.is_normalized("NFC", text) and not _UNEVEN.search(text):
        return Even(text)
    cut: set[int] = set()
    for match in _CUT.finditer(text):
        cut.update(range(*match.span()))
    letters: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    size = len(text)
    while at < size:
        after = at + 1
        while after < size and unicodedata.combining(text[after]):
            after += 1
        if at not in cut:
            made = _letters(text, at, after)
            # A mark that does not compose has a place of its own; a letter that NFC would take apart stays as it is
            if len(made) > after - at:
                made = text[at:after]
            places = range(after - len(made), after)
            letters.extend(made)
            starts.extend((at, *places[1:]) if made else ())
            ends.extend(place + 1 for place in places)
        at = after
    return Even("".join(letters), starts, ends)


def _letters(text: str, at: int, after: int) -> str:
    """What a letter with its marks is in the even text: nothing, a space, a line break or the composed letter."""
    first = text[at]
    if after - at == 1:
        if first in _INVISIBLE:
            return ""
        if first in _SPACES:
            return " "
        if first in _BREAKS:
            return "" if first == "\r" and text[after : after + 1] == "\n" else "\n"
    return unicodedata.normalize("NFC", text[at:after])


def utf16_offsets(text: str) -> Sequence[int]:
    """For each code point place from 0 to the length of ``text``, the place in UTF-16 units (as browsers count).

    >>> list(utf16_offsets("a😀b"))
    [0, 1, 3, 4]
    """
    if text.isascii() or max(text) <= _LAST_OF_FIRST_PLANE:
        return range(len(text) + 1)
    places = array("q", (0,))
    at = 0
    for letter in text:
        at += 2 if letter > _LAST_OF_FIRST_PLANE else 1
        places.append(at)
    return places
