"""The stretches of a text that have digits in them: whatever is known by its numbers need be looked for only there."""

import re
from collections.abc import Iterator

Places = list[tuple[int, int]]
"""Beginnings and ends in a text."""

_DIGITS = re.compile(r"\d(?:[\d\s.,:/()-]*\d)?")
_AROUND = 70  # more than any word before a number, or a street's name after one, takes


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Places of digits with what stands around them, in order, joined where they meet.

    >>> list(stretches("a" * 100 + "1" + "b" * 100))
    [(30, 171)]
    """
    start = end = -1
    for match in _DIGITS.finditer(text):
        begins, ends = max(0, match.start() - _AROUND), match.end() + _AROUND
        if begins > end:
            if end >= 0:
                yield start, end
            start = begins
        end = min(len(text), ends)
    if end >= 0:
        yield start, end


def found_in(pattern: re.Pattern[str], text: str, places: Places) -> Iterator[re.Match[str]]:
    """What a pattern finds in some places of a text."""
    for start, end in places:
        yield from pattern.finditer(text, start, end)
