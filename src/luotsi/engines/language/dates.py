"""Dates and times in a sentence, as bounds counted from the day the note was written, never from today."""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from luotsi.engines.language.plain_yaml import plain_yaml
from luotsi.kit.text import Language

HISTORIC_AFTER_DAYS = 360
"""A matter that ended so many days before the note is over (language spec, section 4: twelve months)."""

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25, "decade": 3652.5}
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class When:
    """A time named at ``start``:``end`` (code points of the text searched).

    ``date_from`` and ``date_to`` bound it, both inclusive. ``granularity`` is day, week, month, season, year, decade or
    age. ``lasting`` means that it goes on until the note ("since January", "for two years"). A season without a year or
    "last" is not ``exact``: in the present tense it tells of every such season.
    """

    start: int
    end: int
    date_from: date
    date_to: date
    granularity: str
    lasting: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of time of a language, compiled."""

    rules: tuple[tuple[re.Pattern[str], "Rule"], ...]
    by_start: Mapping[str, Sequence[int]]
    """First letters of a word → the rules that need a word which begins so; under "" those that need a digit."""
    since: re.Pattern[str]
    since_before: bool
    since_case: re.Pattern[str] | None
    during: re.Pattern[str]
    during_before: bool
    birth: re.Pattern[str]

    def worth_trying(self, low: str) -> list[int]:
        """The rules that a text in small letters might meet, in order."""
        by_start = self.by_start
        starts = by_start.keys() & {word[:_START] for word in _WORD.findall(low)}
        if _DIGIT.search(low):
            starts.add("")
        return sorted({number for start in starts for number in by_start[start]}) if starts else []


_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_START = 3
_LITERAL = re.compile(r"[^\W\d_]+(?=[^\W\d_][?*{])|[^\W\d_]+(?![?*{])")


def _starts(pattern: str) -> Iterator[str]:
    r"""The first letters of the words that a pattern may begin with.

    >>> list(_starts(r"kevä\w*|syys(?!ku)\w*|kk|maa?"))
    ['kev', 'syy', 'kk', 'ma']
    """
    depth = 0
    opens = True
    for at, sign in enumerate(pattern):
        if opens and depth == 0:
            literal = _LITERAL.match(pattern, at)
            if literal is None:
                raise ValueError(pattern)
            yield literal.group()[:_START]
        depth += (sign == "(") - (sign == ")")
        opens = sign == "|"


Rule = Callable[[re.Match[str], date, date | None], "tuple[date, date, str, bool] | None"]


@cache
def calendar_of(language: Language) -> Calendar:
    """The words of time of a language, read once."""
    path = files("luotsi.engines.language").joinpath("data", "dates", f"{language.value}.yaml")
    return _compiled(plain_yaml(path.read_text(encoding="utf-8")))


def times_in(text: str, written: date | None, born: date | None, language: Language) -> tuple[When, ...]:
    """The times that a text names, in order and without overlap; empty when the day of the note is unknown.

    ``born`` turns ages into years. A day and month without a year is the latest one not after the note.

    >>> times_in("Isä lopetti juomisen kaksi vuotta sitten.", date(2025, 2, 10), None, Language.FI)[0].date_to.year
    2023
    """
    if written is None:
        return ()
    low = text.lower()
    taken: list[When] = []
    for rule, match in _named(low, language):
        if any(match.start() < one.end and one.start < match.end() for one in taken):
            continue
        bounds = _safely(rule, match, written, born)
        if bounds:
            exact = bounds[2] != "season" or " " in match.group()
            when = When(match.start(), match.end(), *bounds, exact=exact)
            taken.append(_lasting(when, low, calendar_of(language), written))
    return tuple(sorted(taken, key=lambda one: one.start))


@lru_cache(8_000)
def _named(low: str, language: Language) -> "tuple[tuple[Rule, re.Match[str]], ...]":
    """What the rules find in a text in small letters, whenever it was written; kept, for records repeat themselves."""
    words = calendar_of(language)
    numbers = words.worth_trying(low)
    if not numbers:
        return ()
    birth = words.birth.search(low)
    return tuple(
        (rule, match)
        for pattern, rule in (words.rules[number] for number in numbers)
        if not (birth and rule is _week)  # "syntynyt viikolla 29": a week of pregnancy
        for match in pattern.finditer(low)
    )


def _safely(
    rule: Rule, match: re.Match[str], written: date, born: date | None
) -> "tuple[date, date, str, bool] | None":
    try:
        return rule(match, written, born)
    except (ValueError, OverflowError):  # the 31st of February, the year 0: no date after all
        return None


def _lasting(when: When, low: str, words: Calendar, written: date) -> When:
    before, after = low[max(0, when.start - 24) : when.start], low[when.end : when.end + 16]
    since = words.since.search(before) if words.since_before else words.since.match(after.lstrip())
    if not since and words.since_case and when.granularity != "day":
        since = words.since_case.search(low[when.start : when.end].split(maxsplit=1)[0])
    if since and when.date_from <= written:
        return When(when.start, when.end, when.date_from, max(when.date_to, written), when.granularity, lasting=True)
    return when


def _compiled(raw: Mapping[str, Any]) -> Calendar:
    rules: list[tuple[re.Pattern[str], Rule]] = []
    by_start: dict[str, list[int]] = {}
    for needed, pattern, rule in _RuleBuilder(raw).rules():
        for start in {*_starts(needed)} if needed else ("",):
            by_start.setdefault(start, []).append(len(rules))
        rules.append((re.compile(rf"(?<![\w-]){pattern}(?!\w)"), rule))
    before = bool(raw.get("since_before"))
    since = rf"(?:{raw['since']})(?: \w+)?\s*\Z" if before else rf"(?:{raw['since']})\b"
    case = raw.get("since_case")
    return Calendar(
        tuple(rules),
        by_start,
        re.compile(since),
        before,
        re.compile(rf"(?:{case})\Z") if case else None,
        re.compile(rf"(?:{raw['during']})\b"),
        before,
        re.compile(rf"\b(?:{raw['birth']})"),
    )


@dataclass(frozen=True, slots=True)
class _RuleBuilder:
    raw: Mapping[str, Any]

    def rules(self) -> Iterator[tuple[str, str, Rule]]:
        """The word that a text must hold (empty: a digit), pattern and rule, in the order in which they take their place."""
        raw = self.raw
        yield "", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", _full_date
        yield "", r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", _full_date
        yield "", r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?!\d)", _day_and_month
        yield "", r"(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})", _month_of_year
        yield "", rf"(?:{raw['decade']})", _decade
        yield "", rf"(?:{raw['aged']})", _age
        yield from self._months()
        yield from self._seasons()
        yield from self._relative()
        yield "", rf"(?:{raw['week_number']}) (?P<w>\d{{1,2}})", _week
        yield "", rf"(?:(?:{raw['year_words']}) )?(?P<y>(?:19|20)\d{{2}})", _year

    def _months(self) -> Iterator[tuple[str, str, Rule]]:
        tail = self.raw["month_tail"]
        for number, name in enumerate(self.raw["months"], start=1):
            month = rf"(?:{name})(?:{tail})" if tail else rf"(?:{name})"
            yield name, rf"(?:(?P<d>\d{{1,2}})\.? )?{month}(?:n)? (?P<y>(?:19|20)\d{{2}})", _named_month(number)
            if name in {"may", "mars", "march"}:  # words of other meanings, unless a day or such a word stands before
                yield name, rf"(?:(?P<d>\d{{1,2}})\.? |(?:{self.raw['month_after']}) ){month}", _named_month(number)
            else:
                yield name, rf"(?:(?P<d>\d{{1,2}})\.? )?{month}", _named_month(number)

    def _seasons(self) -> Iterator[tuple[str, str, Rule]]:
        raw = self.raw
        for name, (first, last) in raw.get("past_seasons", {}).items():
            yield name, rf"(?:{name})", _season(first, last, -1)
        for name, (first, last) in raw["seasons"].items():
            yield name, rf"(?:{name}) (?P<y>(?:19|20)\d{{2}})", _season(first, last, 0)
            yield name, rf"(?:{raw['last']}) (?:{name})", _season(first, last, -1)
            yield name, rf"(?:{raw['next']}) (?:{name})", _season(first, last, 1)
            yield name, rf"(?:{name})", _season(first, last, -1)

    def _relative(self) -> Iterator[tuple[str, str, Rule]]:
        raw = self.raw
        for name, shift in raw["years"].items():
            yield name, rf"(?:{name})", _year_shift(shift)
        for name, shift in raw["days"].items():
            yield name, rf"(?:{name})", _day_shift(shift)
        yield raw["plural_ago"], rf"(?:{raw['plural_ago']})", _long_ago
        numbers = "|".join(raw["numbers"])
        values = [(re.compile(rf"(?:{name})\Z"), float(value)) for name, value in raw["numbers"].items()]
        for name, unit in raw["units"].items():
            count = rf"(?:(?P<n>\d+(?:,\d)?|{numbers})(?: \w+)? )?"
            yield name, rf"{count}(?:{name}) (?:{raw['ago']})", _ago(unit, values)
            yield name, rf"(?:{raw['last']}) (?P<n>\d+|{numbers}) (?:{name})", _span_back(unit, values)
            if raw.get("since_before"):
                yield name, rf"(?:{raw['during']}) (?:\w+ )?(?P<n>\d+|{numbers}) (?:{name})", _span_back(unit, values)
            else:
                yield name, rf"(?:(?P<n>\d+|{numbers}) )?(?:{name}) (?:{raw['during']})", _span_back(unit, values)
            yield name, rf"(?:{raw['last']}) (?:{name})", _neighbour(unit, -1)
            yield name, rf"(?:{raw['next']}) (?:{name})", _neighbour(unit, 1)
        for number, name in enumerate(raw["weekdays"]):
            yield name, rf"(?:(?P<last>{raw['last']})|(?P<next>{raw['next']})) (?:{name})", _weekday(number)


def _full_date(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return day, day, "day", False


def _day_and_month(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    day = date(written.year, int(match["m"]), int(match["d"]))
    if (day - written).days > 120:  # a day far ahead of the note is last year's  # noqa: PLR2004
        day = date(written.year - 1, day.month, day.day)
    return day, day, "day", False


def _month_bounds(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _month_of_year(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    return (*_month_bounds(int(match["y"]), int(match["m"]), int(match["m"])), "month", False)


def _named_month(number: int) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
        groups = match.groupdict()
        year = int(groups["y"]) if groups.get("y") else written.year
        if not groups.get("y") and (number - written.month) > 4:  # noqa: PLR2004 - the latest such month, unless soon
            year -= 1
        if groups.get("d"):
            day = date(year, number, int(groups["d"]))
            return day, day, "day", False
        return (*_month_bounds(year, number, number), "month", False)

    return rule


def _season(first: int, last: int, direction: int) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
        groups = match.groupdict()
        year = int(groups["y"]) if groups.get("y") else written.year
        wraps = last < first
        start = date(year, first, 1)
        if not groups.get("y"):
            while direction <= 0 and start > written:
                start = date(start.year - 1, first, 1)
            while direction > 0 and start <= written:
                start = date(start.year + 1, first, 1)
        end_year = start.year + 1 if wraps else start.year
        return start, _month_bounds(end_year, last, last)[1], "season", False

    return rule


def _year_shift(shift: int) -> Rule:
    return lambda match, written, born: (  # noqa: ARG005
        date(written.year + shift, 1, 1), date(written.year + shift, 12, 31), "year", False
    )  # fmt: skip


def _day_shift(shift: int) -> Rule:
    return lambda match, written, born: (  # noqa: ARG005
        written + timedelta(days=shift), written + timedelta(days=shift), "day", False
    )  # fmt: skip


def _long_ago(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    return written - timedelta(days=3652), written - timedelta(days=730), "year", False


def _number(words: str | None, values: Sequence[tuple[re.Pattern[str], float]]) -> float:
    if not words:
        return 1.0
    if words[0].isdigit():
        return float(words.replace(",", "."))
    return next((value for pattern, value in values if pattern.match(words)), 1.0)


def _ago(unit: str, values: Sequence[tuple[re.Pattern[str], float]]) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
        day = written - timedelta(days=round(_number(match["n"], values) * _DAYS[unit]))
        slack = timedelta(days=round(_DAYS[unit] / 2))
        return day - slack, min(day + (slack if unit in {"week", "month"} else timedelta()), written), unit, False

    return rule


def _span_back(unit: str, values: Sequence[tuple[re.Pattern[str], float]]) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
        start = written - timedelta(days=round(_number(match["n"], values) * _DAYS[unit]))
        return start, written, unit, True

    return rule


def _neighbour(unit: str, step: int) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool] | None:
        if unit == "year":
            return date(written.year + step, 1, 1), date(written.year + step, 12, 31), "year", False
        if unit == "month":
            month = written.year * 12 + written.month - 1 + step
            return (*_month_bounds(month // 12, month % 12 + 1, month % 12 + 1), "month", False)
        if unit == "week":
            monday = written - timedelta(days=written.weekday()) + timedelta(weeks=step)
            return monday, monday + timedelta(days=6), "week", False
        return None

    return rule


def _weekday(number: int) -> Rule:
    def rule(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
        back = (written.weekday() - number) % 7 or 7
        day = written - timedelta(days=back) if match["last"] else written + timedelta(days=7 - back % 7)
        return day, day, "day", False

    return rule


def _week(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    monday = date.fromisocalendar(written.year, int(match["w"]), 1)
    if (monday - written).days > 45:  # noqa: PLR2004 - a week far ahead of the note is last year's
        monday = date.fromisocalendar(written.year - 1, int(match["w"]), 1)
    return monday, monday + timedelta(days=6), "week", False


def _year(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool] | None:
    year = int(match["y"])
    if not _FIRST_YEAR <= year <= written.year + 10:
        return None
    return date(year, 1, 1), date(year, 12, 31), "year", False


def _decade(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool]:
    first = int(match["decade"])
    return date(first, 1, 1), date(first + 9, 12, 31), "decade", False


def _age(match: re.Match[str], written: date, born: date | None) -> tuple[date, date, str, bool] | None:
    age = next((int(value) for name, value in match.groupdict().items() if name.startswith("age") and value), None)
    if age is None or born is None:
        return None
    year = born.year + age
    return date(year, 1, 1), date(year + 1, 12, 31), "age", False


def historic(when: When, written: date) -> bool:
    """Whether the time was over long before the note: a year earlier, or a calendar year that has ended."""
    if when.lasting or when.date_to >= written:
        return False
    return when.granularity in {"year", "decade", "age"} or (written - when.date_to).days >= HISTORIC_AFTER_DAYS


def ahead(when: When, written: date) -> bool:
    """Whether the time lies after the day of the note."""
    return not when.lasting and when.date_from > written and when.granularity != "decade"
