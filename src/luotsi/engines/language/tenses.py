"""A month without a year on the side of the note that the tense tells: "aloittaa eskarin elokuussa" is ahead."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from luotsi.engines.language.dates import When
from luotsi.engines.language.model import Token

_BARE_MONTH = re.compile(r"[a-zäö]+kuu(?:ssa|lle)\Z")
_PRESENT_LIKE_BASE = re.compile(r".*[aeiouyäö].*[tksrln](?:aa|ää)\Z")
"""A form of the third person that is the base form too ("aloittaa"), which no ending shows to be finite."""


def by_tense(when: When, text: str, written: date, *, present: bool, past: bool) -> When:
    """The time moved by a year when the tense says so; ``text`` is what the note says of it.

    ``present`` and ``past`` tell the tense of its clause. Only a month "in" which something is ("elokuussa",
    "elokuulle") moves: "maaliskuun" and "maaliskuusta" tell of what was.
    """
    if when.granularity != "month" or when.lasting or not _BARE_MONTH.match(text.lower()):
        return when
    if present and when.date_to < written:
        return _moved(when, 1)
    return _moved(when, -1) if past and when.date_from > written else when


def in_past(when: When, text: str, written: date) -> When:
    """The month of the year before when a month without a year, in the past tense, would lie ahead ("in May she started")."""
    if when.granularity != "month" or when.lasting or any(sign.isdigit() for sign in text) or when.date_from <= written:
        return when
    return _moved(when, -1)


def like_present(tokens: Sequence[Token]) -> bool:
    """Whether a word may be a present that looks like its base form."""
    return any(token.text == token.lemma and _PRESENT_LIKE_BASE.match(token.text) for token in tokens)


def _moved(when: When, years: int) -> When:
    first, last = when.date_from, when.date_to
    day = min(last.day, 28) if last.month == 2 else last.day  # noqa: PLR2004 - a leap day has no brother
    return replace(
        when,
        date_from=first.replace(year=first.year + years),
        date_to=date(last.year + years, last.month, day),
    )
