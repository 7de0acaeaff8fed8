"""Dates, times, numbers and doses as people write them in Finnish, Swedish and English.

A number never parts from its unit at the end of a line (no-break space), a minus is a real minus (U+2212), and the
separators are those of the language: decimal comma and space in thousands for fi and sv, point and comma for en.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from luotsi.kit.text import Language

NBSP = "\u00a0"
MINUS = "\u2212"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = (
    "mg|g|kg|µg|ug|mcg|ng|ml|dl|l|IU|IE|KY|U|mmol/l|µmol/l|g/l|mg/l|mmHg|cm|mm|m|min|h|s|ms|v|vrk|vk|kk|%|€|kB|MB|GB"
    "|years|år|vuotta|days|dagar|päivää|weeks|veckor|viikkoa|kpl|st|pcs"
)
_NUMBER_UNIT = re.compile(rf"(\d) (?=(?:{_UNITS})(?![\w]))")
_TIMES = re.compile(r" × ?(?=\d)|(?<=\d)x(?=\d)| [x] (?=\d)")

Number = int | float | Decimal


def _language(language: str | None) -> Language:
    return Language.parse(language or get_language() or "fi")


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | None, language: str | None = None) -> str:
    """``23.11.2026`` in fi and sv, ``23 Nov 2026`` in en; empty for nothing."""
    if value is None:
        return ""
    value = _local(value)
    if _language(language) is Language.EN:
        return NBSP.join((str(value.day), _MONTHS[value.month - 1], str(value.year)))
    return f"{value.day}.{value.month}.{value.year}"


def short_day(value: date | None, language: str | None = None) -> str:
    """``23.11.`` in fi and sv, ``23 Nov`` in en: where the year is plain."""
    if value is None:
        return ""
    value = _local(value)
    if _language(language) is Language.EN:
        return f"{value.day}{NBSP}{_MONTHS[value.month - 1]}"
    return f"{value.day}.{value.month}."


def clock(value: time | datetime | None, language: str | None = None) -> str:
    """``8.30`` in fi and sv, ``8:30`` in en."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    mark = ":" if _language(language) is Language.EN else "."
    return f"{value.hour}{mark}{value.minute:02}"


def moment(value: datetime | None, language: str | None = None) -> str:
    """``23.11.2026 klo 8.30``, ``23.11.2026 kl. 8.30``, ``23 Nov 2026, 8:30``; local time."""
    if value is None:
        return ""
    spoken = _language(language)
    joint = {Language.FI: f" klo{NBSP}", Language.SV: f" kl.{NBSP}", Language.EN: ", "}[spoken]
    return f"{day(value, spoken)}{joint}{clock(value, spoken)}"


def number(value: Number | None, decimals: int | None = None, language: str | None = None) -> str:
    r"""A number with the language's separators; ``decimals`` rounds half to even, none keeps the digits given.

    >>> number(-1234.5, language="sv")
    '−1\xa0234,5'
    """
    if value is None:
        return ""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    text = f"{exact:,f}" if decimals is None else f"{exact:,.{decimals}f}"
    if Decimal(text.replace(",", "")).is_zero():
        text = text.lstrip("-")
    if _language(language) is not Language.EN:
        text = text.translate({ord(","): NBSP, ord("."): ","})
    return text.replace("-", MINUS)


def percent(value: Number | None, decimals: int = 0, language: str | None = None) -> str:
    """A share (0.71) as ``71 %``, ``71 %``, ``71%``."""
    if value is None:
        return ""
    text = number(Decimal(str(value)) * 100, decimals, language)
    return f"{text}%" if _language(language) is Language.EN else f"{text}{NBSP}%"


def euros(value: Number | None, decimals: int = 0, language: str | None = None) -> str:
    """``171 000 €`` in fi and sv, ``€171,000`` in en."""
    if value is None:
        return ""
    text = number(value, decimals, language)
    if _language(language) is Language.EN:
        return f"{MINUS}€{text[1:]}" if text.startswith(MINUS) else f"€{text}"
    return f"{text}{NBSP}€"


def dose(value: Number | None, unit: str, language: str | None = None) -> str:
    """A number and its unit that never part: ``2,5 mg``."""
    return "" if value is None else f"{number(value, None, language)}{NBSP}{unit}"


def interval(low: Number, high: Number, decimals: int | None = None, language: str | None = None) -> str:
    """``−4,1…−2,3`` in fi and sv, ``−4.1 to −2.3`` in en."""
    joint = f"{NBSP}to{NBSP}" if _language(language) is Language.EN else "…"
    return f"{number(low, decimals, language)}{joint}{number(high, decimals, language)}"


def unbroken(text: str) -> str:
    r"""The same text with no-break spaces between numbers and units and round ``×``.

    >>> unbroken("parasetamoli 1 g × 3")
    'parasetamoli 1\xa0g\xa0×\xa03'
    """
    return _TIMES.sub(f"{NBSP}×{NBSP}", _NUMBER_UNIT.sub(rf"\1{NBSP}", text))
