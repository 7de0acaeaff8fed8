"""Telephone numbers as people write them: with spaces, hyphens, full stops, slashes and brackets, or with none.

A number is read group by group and ends where a telephone number must end, so that a date or an amount after it stays.
"""

import re
from collections.abc import Iterator

from luotsi.engines.language.stretches import Places, found_in, stretches

_JOIN = r"(?:[ \u00a0]?[-–‐‑./][ \u00a0]?|[ \u00a0]{0,2}\(0\)[ \u00a0]?|[ \u00a0]{0,2})"
_RUN = re.compile(
    rf"(?<!\w)(?<!\d[.,:/–-])(?:\+[ ]?|\(\+|00|\(0\)|\(?0)[1-9]?\d*\)?(?:{_JOIN}\(?\d+\)?){{0,11}}(?![A-Za-zÅÄÖåäö_])"
)
_GROUP = re.compile(r"\d+")
_BETWEEN = re.compile(r"[^\d]*")
_NEXT = re.compile(r"[ /,–-]{1,3}(?=[+0(])")
_SPELLED = re.compile(r"(?<!\w)(?<!\d[.,:/–-])0(?:[ ]\d){6,9}(?![\w]|[ .,]\d)")
_HOURS = re.compile(r"[012]?\d[.:][0-5]\d[ ]?[-–][ ]?[012]?\d[.:][0-5]\d")
_DATE = re.compile(r"[0-3]?\d\.(?:0?[1-9]|1[0-2])\.(?:(?:19|20)?\d\d)?(?!\d|\.\d)|[0-3]?\d\.(?:0?[1-9]|1[0-2])\.?[-–]")
_ANEW = re.compile(r"\d{1,2}[.:][0-5]\d(?!\d)|0[1-9]\d{2,}|0[1-9]\d[ -]\d{3}")
_WORD = re.compile(
    r"\b(?:puh(?:elin\w*)?|gsm|kännyk\w*|kännyn?|soit\w+ numeroon|numero(?:ssa|sta|on|lla)?|nro|tel(?:efon\w*|ephone)?|mobil\w*|mobile|cell|phone|mob|"
    r"p|t|ring\w* (?:\w+ )?på|(?:nummer|numret|number) (?:är|is)|call(?:ed|s)?|text(?:ed|s)?|tekst\w*|(?:puhelin)?numeronsa|whats ?app\w*|viber\w*)\b[.:]?\s*"
    r"(?:on |är |is |on:|nro\.?\s*|nr\.?\s*|no\.?\s*|number\s*|numero(?:on|sta)?\s*|på\s*|at\s*|:\s*)?(\(?\d(?:[ \u00a0-]{0,3}\(?\d\)?){4,11})(?!\w|[.,]\d|[ ]?(?:%|€|e\b|eur|kertaa|krt|gånger|times|mg|kg|v\b|vuo|år|year))",
    re.IGNORECASE,
)
_SHORT_WORDS = frozenset(("p", "t", "nro", "numero"))  # these stand before other numbers too
_LEAST, _MOST, _NATIONAL = 7, 15, 11
_BY_WORD = 5
_FULL = 9  # so many digits are a whole number, and what follows may be something else


def phones_in(text: str, places: Places | None = None) -> Iterator[tuple[int, int]]:
    """Places of telephone numbers; some may be given twice. ``places`` are its stretches with digits, when known already.

    >>> text = "Soita 044.208.7713 tai (09) 123 4567, klo 08.15-16.00, 03.12.2025."
    >>> [text[start:end] for start, end in phones_in(text)]
    ['044.208.7713', '(09) 123 4567']
    """
    places = list(stretches(text)) if places is None else places
    for match in found_in(_RUN, text, places):
        start = match.start()
        while place := _number(text, start, match.end()):
            yield place
            following = _NEXT.match(text, place[1], match.end())  # "050 123 45 67/044 765 4321"
            if following is None:
                break
            start = following.end()
    for match in found_in(_SPELLED, text, places):
        yield match.span()
    for match in found_in(_WORD, text, places):
        digits = sum(sign.isdigit() for sign in match[1])
        word = match[0].partition(match[1])[0].strip(" .:").lower()
        if digits >= (_LEAST if word in _SHORT_WORDS else _BY_WORD):
            yield match.span(1)


def _number(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The number that begins a run of digits and signs; None when the run is a date, hours or something else."""
    run = text[start:end]
    if _HOURS.match(run) or _DATE.match(run):
        return None
    abroad = run.startswith(("+", "(+")) or re.match(r"\(?00[1-9]", run) is not None
    groups = list(_GROUP.finditer(text, start, end))
    if not abroad and (not groups or not _begins(groups[0].group(), run)):
        return None
    most, full = (_MOST, _NATIONAL) if abroad else (_NATIONAL, _FULL)
    digits, last = 0, start
    for at, group in enumerate(groups):
        size = len(group.group())
        spaced = at > 0 and text[groups[at - 1].end() : group.start()].strip() == ""
        over = digits + size > most or (spaced and size == 1)
        anew = spaced and _starts_anew(text, group, full=digits >= full)
        if digits >= _LEAST and (over or anew):
            break
        digits += size
        last = group.end()
    if re.match(r"[.,]\d", text[last:]) is not None:  # its last group begins a date or an amount
        return _number(text, start, groups[-1].start()) if last == groups[-1].end() and len(groups) > 1 else None
    return (start, last) if _LEAST <= digits <= _MOST else None


def _begins(first: str, run: str) -> bool:
    """Whether a group can begin a number without a country: a zero and an area, or the whole number."""
    if run.startswith("(0)"):
        return True
    if first.startswith("00"):
        return False
    whole = _LEAST <= len(first) <= _NATIONAL + 2
    return whole or (2 <= len(first) <= 6 and not re.match(r"0\d[.,]\d\d?(?!\d|[.])", run))  # noqa: PLR2004 - 09 to 040123


def _starts_anew(text: str, group: re.Match[str], *, full: bool) -> bool:
    """Whether a spaced group after a number is a date or, after a full number, an hour or another number of its own."""
    return _DATE.match(text, group.start()) is not None or (full and _ANEW.match(text, group.start()) is not None)
