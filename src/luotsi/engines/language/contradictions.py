"""Statements of a pile that cannot both hold: shown side by side, none of them chosen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from heapq import nsmallest
from importlib.resources import files

from luotsi.engines.language.model import (
    Analysis,
    Assertion,
    Contradiction,
    Finding,
    Polarity,
    Span,
    Temporality,
    Theme,
)
from luotsi.engines.language.plain_yaml import plain_yaml
from luotsi.kit.text import Language

WITHIN_DAYS = 183
"""Two notes so many days apart may both be right: the matter has changed. Nearer, they contradict each other."""

MOST_A_MATTER = 3
"""At most so many contradictions of one matter and person: more of the same tell nothing new."""

_COMPARED = 24
"""The newest statements of each side of a matter that are compared; older ones add nothing to what is shown."""

_DOSE = re.compile(
    r"(?P<name>[^\W\d_]{4,})\s+(?P<dose>\d+(?:[.,]\d+)?)\s*(?P<unit>mg|µg|mikrog|g|ml|ky|ie|iu)\b", re.IGNORECASE
)

_Place = tuple[str, int, int]
"""A span as a plain tuple, which compares faster."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a sentence gives to an attribute."""

    attribute: str
    value: str
    span: Span
    written: date | None


def contradictions(
    analyses: Sequence[Analysis], findings: Sequence[Finding], values: Iterable[Value] | None = None
) -> tuple[Contradiction, ...]:
    """Opposite assertions of one matter of one person in notes near in time, and unlike values of one attribute.

    Each pair once, earlier note first. The order of the documents does not matter. ``values`` are those of the analyses
    when they are known already.
    """
    written = {analysis.doc.id: analysis.doc.date for analysis in analyses}
    if values is None:
        values = (value for analysis in analyses for value in values_of(analysis))
    found = {*_opposites(findings, written), *_unlike(values)}
    return tuple(sorted(found, key=lambda one: (one.theme or "", one.what, one.one, one.other)))


def _opposites(findings: Iterable[Finding], written: Mapping[str, date | None]) -> Iterator[Contradiction]:
    matters: dict[tuple[Theme, str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.temporality is Temporality.NOW and one.assertion is not Assertion.UNCERTAIN:
            matters[(one.theme, _matter(one), one.experiencer.value)].append(one)
    for (theme, what, person), rows in matters.items():
        says = [_says(one) for one in rows]
        if all(says) or not any(says):
            continue
        there, absent = (
            _newest([one for one, said in zip(rows, says, strict=True) if said is side], written)
            for side in (True, False)
        )
        pairs = (
            (_apart(day, other_day), min(span, other), max(span, other))
            for day, span in there
            for other_day, other in absent
            if span != other and _near(day, other_day)
        )
        for _, one_span, other_span in nsmallest(MOST_A_MATTER, pairs):
            first, second = _in_order(Span(*one_span), Span(*other_span), written)
            yield Contradiction(theme, f"{what} {person}".strip(), first, second)


def _newest(rows: Iterable[Finding], written: Mapping[str, date | None]) -> list[tuple[date | None, _Place]]:
    """The newest statements of one side with the days of their notes."""
    told = [(written.get(one.span.doc), (one.span.doc, one.span.start, one.span.end)) for one in rows]
    told.sort(key=lambda one: (one[0] or date.min, one[1][:2]), reverse=True)
    return told[:_COMPARED]


def _matter(one: Finding) -> str:
    """Risks of a theme as named by the lexicon; violence, substances and work contradict across concepts too."""
    return "" if one.theme in _WHOLE else one.concept


_WHOLE = frozenset({Theme.SUBST, Theme.VIOL, Theme.WORK, Theme.FALL})


def _says(one: Finding) -> bool:
    return one.polarity is Polarity.RISK and one.assertion is Assertion.PRESENT


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= WITHIN_DAYS


def _apart(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else 0


def _in_order(one: Span, other: Span, written: Mapping[str, date | None]) -> tuple[Span, Span]:
    def key(span: Span) -> tuple[date, Span]:
        return (written.get(span.doc) or date.min, span)

    first, second = sorted((one, other), key=key)
    return first, second


def _unlike(values: Iterable[Value]) -> Iterator[Contradiction]:
    by_attribute: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        by_attribute[value.attribute].append(value)
    for attribute, rows in by_attribute.items():
        if len({one.value for one in rows}) < 2:  # noqa: PLR2004 - nothing unlike
            continue
        rows.sort(key=lambda one: (one.written or date.min, one.span))
        shown = 0
        for number, one in enumerate(rows):
            for other in rows[number + 1 :]:
                if (
                    shown < MOST_A_MATTER
                    and one.value != other.value
                    and one.span != other.span
                    and _near(one.written, other.written)
                ):
                    shown += 1
                    yield Contradiction(None, f"{attribute}: {one.value} / {other.value}", one.span, other.span)


@cache
def _patterns(language: Language) -> Mapping[str, re.Pattern[str]]:
    text = files("luotsi.engines.language").joinpath("data", "values.yaml").read_text(encoding="utf-8")
    raw = plain_yaml(text)[language.value]
    left, right, sided = raw["left"], raw["right"], raw["sided"]
    return {
        "side": re.compile(rf"\b(?:(?P<left>{left})|(?P<right>{right}))\s+(?P<part>{sided})", re.IGNORECASE),
        "change": re.compile(rf"\b(?:{raw['change']})", re.IGNORECASE),
        "living": re.compile(rf"\b{raw['living']}\b", re.IGNORECASE),
        "digit": re.compile(r"\d"),
    }


def values_of(analysis: Analysis) -> Iterator[Value]:
    """Doses, sides and living arrangements that a document names; sentences that tell of a change are left out."""
    text, day = analysis.doc.text, analysis.doc.date
    for sentence in analysis.sentences:
        for attribute, value in _named(text[sentence.start : sentence.end], sentence.language):
            yield Value(attribute, value, Span(analysis.doc.id, sentence.start, sentence.end), day)


@lru_cache(8_000)
def _named(words: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The attributes that a sentence names with their values; kept, for records repeat their sentences."""
    patterns = _patterns(language)
    found = [(match["part"].lower(), "←" if match["left"] else "→") for match in patterns["side"].finditer(words)]
    if patterns["digit"].search(words):
        found.extend(
            (match["name"].lower(), f"{match['dose'].replace(',', '.')} {match['unit'].lower()}")
            for match in _DOSE.finditer(words)
        )
    found.extend(("living", match["who"].lower()) for match in patterns["living"].finditer(words))
    return () if found and patterns["change"].search(words) else tuple(found)
