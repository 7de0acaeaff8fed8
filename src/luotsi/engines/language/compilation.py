"""A pile of documents compiled: findings, summary, contradictions, timeline, what is unknown, and papers of strangers."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.compose import compose
from luotsi.engines.language.contradictions import Value, contradictions, values_of
from luotsi.engines.language.findings import findings
from luotsi.engines.language.injection import quarantined
from luotsi.engines.language.lexicon import Lexicons
from luotsi.engines.language.model import Analysis, Compilation, Doc, Finding, Span, Theme
from luotsi.engines.language.people import header_client
from luotsi.engines.language.timeline import timeline

_HETU = re.compile(r"\b(?P<day>\d{6})[-+ABCDEFYXWVU]\d{3}[0-9A-FHJ-NPR-Y]\b")
_FULL_DATE = re.compile(r"\b(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))\b")
_HEAD = 400
"""Code points at the beginning of a paper in which its client, identity code and date are looked for."""

KEPT_DOCUMENTS = 4_000
"""How many documents' readings a compiler keeps for the next time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document gives on its own; depends on nothing but the document and the lexicons."""

    analysis: Analysis
    findings: tuple[Finding, ...]
    quarantined: tuple[Span, ...]
    values: tuple[Value, ...]


@dataclass(slots=True)
class Compiler:
    """Compiles piles and remembers the reading of each document: adding a note costs that note only."""

    lexicons: Lexicons = field(default_factory=Lexicons)
    _readings: dict[Doc, Reading] = field(default_factory=dict, repr=False)

    def reading(self, doc: Doc) -> Reading:
        """The reading of a document, new or remembered."""
        known = self._readings.get(doc)
        if known is None:
            if len(self._readings) >= KEPT_DOCUMENTS:
                self._readings.clear()
            known = self._readings[doc] = self._read(doc)
        return known

    def _read(self, doc: Doc) -> Reading:
        dated = doc if doc.date is not None else replace(doc, date=date_of_note(doc))
        analysis = analyse(dated)
        away = quarantined(analysis)
        found = findings(analysis, self.lexicons)
        if away:
            found = tuple(one for one in found if not any(one.span.overlaps(span) for span in away))
        return Reading(analysis, found, away, tuple(values_of(analysis)))

    def compile(
        self, docs: Sequence[Doc], *, themes: Collection[Theme] | None = None, on: dt.date | None = None
    ) -> Compilation:
        """Everything of a pile. Papers that seem another client's keep their findings but stay out of what is concluded."""
        chosen = frozenset(themes) if themes is not None else self.lexicons.themes
        rows = [
            self.reading(doc if doc.date or on is None or date_of_note(doc) else replace(doc, date=on)) for doc in docs
        ]
        foreign = strangers(docs)
        found = tuple(one for row in rows for one in row.findings if one.theme in chosen)
        own = [one for one in found if one.span.doc not in foreign]
        analyses = tuple(row.analysis for row in rows)
        own_analyses = [analysis for analysis in analyses if analysis.doc.id not in foreign]
        told = {one.theme for one in own}
        return Compilation(
            analyses=analyses,
            findings=found,
            summary=compose(own_analyses, own),
            contradictions=contradictions(
                own_analyses, own, (value for row in rows if row.analysis.doc.id not in foreign for value in row.values)
            ),
            timeline=timeline(own),
            unknown=tuple(theme for theme in Theme if theme in chosen and theme not in told),
            strangers=foreign,
            quarantined=tuple(span for row in rows for span in row.quarantined),
        )


def compile_documents(
    docs: Sequence[Doc],
    *,
    themes: Collection[Theme] | None = None,
    lexicons: Lexicons | None = None,
    on: dt.date | None = None,
) -> Compilation:
    """Compile a pile of one client's documents.

    ``themes`` are those the unit works with (all 26, or those of the county's lexicons). ``on`` dates notes that carry no
    date. The order of the documents changes nothing but the order of what is found; a further document takes away none
    of the others' findings.
    """
    return Compiler(lexicons or Lexicons()).compile(docs, themes=themes, on=on)


def date_of_note(doc: Doc) -> dt.date | None:
    """The day the note was written: as given, or the first full date at the head of its text."""
    if doc.date is not None:
        return doc.date
    for match in _FULL_DATE.finditer(doc.text[:_HEAD]):
        day, month, year, year_first, month_second, day_third = match.groups()
        numbers = (year, month, day) if year else (year_first, month_second, day_third)
        try:
            return dt.date(*(int(number) for number in numbers))
        except ValueError:
            continue
    return None


def strangers(docs: Sequence[Doc]) -> Mapping[str, str]:
    """Papers whose head names another client than most of the pile: document → the words that tell.

    Names are compared by first name, identity codes whole. When as many papers speak for two clients, the client that the
    record states stands, else the one with more text.
    """
    marks = {doc.id: _mark(doc) for doc in docs}
    size: Counter[str] = Counter()
    for doc in docs:
        for key in marks[doc.id].values():
            size[key] += 1_000_000 + len(doc.text) + (10_000_000_000 if doc.client and key.startswith("name") else 0)
    answer: dict[str, str] = {}
    for kind in ("code", "name"):
        seen = sorted({mark[kind] for mark in marks.values() if kind in mark})
        if len(seen) < 2:  # noqa: PLR2004 - one client
            continue
        main = max(seen, key=lambda key: (size[key], key))
        for doc in docs:
            other = marks[doc.id].get(kind, main)
            if other != main:
                answer.setdefault(doc.id, other.split(":", 1)[1])
    return answer


def _mark(doc: Doc) -> dict[str, str]:
    head = doc.text[:_HEAD]
    mark: dict[str, str] = {}
    name = header_client(head) or doc.client.strip()
    first = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)?", name)
    if first and first.group()[0].isupper():
        mark["name"] = f"name:{first.group()}"
    code = _HETU.search(head)
    if code:
        mark["code"] = f"code:{code['day']}"
    return mark


def summary_json(compilation: Compilation, doc: Doc) -> dict[str, Any]:
    """One document's part of a compilation as the command line prints it; offsets are code points of ``doc.text``.

    ``summary`` holds the claims that rest on this document with the places in it; ``contradictions`` those with a side in it.
    """
    return summaries_json(compilation, [doc])[doc.id]


def summaries_json(compilation: Compilation, docs: Iterable[Doc]) -> dict[str, dict[str, Any]]:
    """The parts of several documents, by their ids; see :func:`summary_json`."""
    unknown = [theme.value for theme in compilation.unknown]
    parts: dict[str, dict[str, Any]] = {
        doc.id: {"evidence": [], "summary": [], "contradictions": [], "unknown": unknown} for doc in docs
    }
    for finding in compilation.findings:
        if finding.span.doc in parts:
            parts[finding.span.doc]["evidence"].append(_evidence(finding))
    for claim in compilation.summary:
        for doc in dict.fromkeys(cite.doc for cite in claim.cites if cite.doc in parts):
            cites = [[cite.start, cite.end] for cite in claim.cites if cite.doc == doc]
            row = {"text": claim.text, "theme": claim.section, "rewrites": list(claim.rewrites), "cites": cites}
            parts[doc]["summary"].append(row)
    for one in compilation.contradictions:
        sides = {"one": _place(one.one), "other": _place(one.other)}
        for doc in dict.fromkeys(side.doc for side in (one.one, one.other) if side.doc in parts):
            theme = one.theme.value if one.theme else None
            parts[doc]["contradictions"].append({"theme": theme, "what": one.what, **sides})
    return parts


def _place(span: Span) -> dict[str, Any]:
    return {"doc": span.doc, "start": span.start, "end": span.end}


def _evidence(one: Finding) -> dict[str, Any]:
    return {
        "start": one.span.start,
        "end": one.span.end,
        "theme": one.theme.value,
        "polarity": one.polarity.value,
        "assertion": one.assertion.value,
        "experiencer": one.experiencer.value,
        "temporality": one.temporality.value,
        "quote": one.quote,
        "trigger": [one.trigger.start, one.trigger.end],
        "concept": one.concept,
        "source": one.source_role,
        "rules": list(one.rule_ids),
    }


__all__ = ["Compiler", "compile_documents", "date_of_note", "strangers", "summaries_json", "summary_json"]
