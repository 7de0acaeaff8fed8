"""Statements of a pile that cannot both hold: shown side by side, none of them chosen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
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


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that a sentence gives to an attribute."""

    attribute: str
    value: str
    span: Span
    written: date | None


def contradictions(analyses: Sequence[Analysis], findings: Sequence[Finding]) -> tuple[Contradiction, ...]:
    """Opposite assertions of one matter of one person in notes near in time, and unlike values of one attribute.

    Each pair once, earlier note first. The order of the documents does not matter.
    """
    written = {analysis.doc.id: analysis.doc.date for analysis in analyses}
    found = {*_opposites(findings, written), *_unlike(analyses)}
    return tuple(sorted(found, key=lambda one: (one.theme or "", one.what, one.one, one.other)))


def _opposites(findings: Iterable[Finding], written: Mapping[str, date | None]) -> Iterator[Contradiction]:
    matters: dict[tuple[Theme, str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.temporality is Temporality.NOW and one.assertion is not Assertion.UNCERTAIN:
            matters[(one.theme, _matter(one), one.experiencer.value)].append(one)
    for (theme, what, person), rows in matters.items():
        rows.sort(key=lambda one: (written.get(one.span.doc) or date.min, one.span.doc, one.span.start), reverse=True)
        there = [one for one in rows if _says(one)][:_COMPARED]
        absent = [one for one in rows if not _says(one)][:_COMPARED]
        pairs = [
            (one, other)
            for one in there
            for other in absent
            if one.span != other.span and _near(written.get(one.span.doc), written.get(other.span.doc))
        ]
        pairs.sort(
            key=lambda pair: (_apart(pair, written), min(pair[0].span, pair[1].span), max(pair[0].span, pair[1].span))
        )
        for pair in pairs[:MOST_A_MATTER]:
            first, second = _in_order(pair[0].span, pair[1].span, written)
            yield Contradiction(theme, f"{what} {person}".strip(), first, second)


def _matter(one: Finding) -> str:
    """Risks of a theme as named by the lexicon; violence, substances and work contradict across concepts too."""
    return "" if one.theme in _WHOLE else one.concept


_WHOLE = frozenset({Theme.SUBST, Theme.VIOL, Theme.WORK, Theme.FALL})


def _says(one: Finding) -> bool:
    return one.polarity is Polarity.RISK and one.assertion is Assertion.PRESENT


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= WITHIN_DAYS


def _apart(pair: tuple[Finding, Finding], written: Mapping[str, date | None]) -> int:
    one, other = (written.get(finding.span.doc) for finding in pair)
    return abs((one - other).days) if one and other else 0


def _in_order(one: Span, other: Span, written: Mapping[str, date | None]) -> tuple[Span, Span]:
    def key(span: Span) -> tuple[date, Span]:
        return (written.get(span.doc) or date.min, span)

    first, second = sorted((one, other), key=key)
    return first, second


def _unlike(analyses: Sequence[Analysis]) -> Iterator[Contradiction]:
    values: dict[str, list[_Value]] = defaultdict(list)
    for analysis in analyses:
        for value in values_of(analysis):
            values[value.attribute].append(value)
    for attribute, rows in values.items():
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


def values_of(analysis: Analysis) -> Iterator[_Value]:
    """Doses, sides and living arrangements that a document names; sentences that tell of a change are left out."""
    for sentence in analysis.sentences:
        words = analysis.doc.text[sentence.start : sentence.end]
        patterns = _patterns(sentence.language)
        if patterns["change"].search(words):
            continue
        span = Span(analysis.doc.id, sentence.start, sentence.end)
        for match in patterns["side"].finditer(words):
            yield _Value(match["part"].lower(), "←" if match["left"] else "→", span, analysis.doc.date)
        if patterns["digit"].search(words):
            for match in _DOSE.finditer(words):
                dose = f"{match['dose'].replace(',', '.')} {match['unit'].lower()}"
                yield _Value(match["name"].lower(), dose, span, analysis.doc.date)
        for match in patterns["living"].finditer(words):
            yield _Value("living", match["who"].lower(), span, analysis.doc.date)
