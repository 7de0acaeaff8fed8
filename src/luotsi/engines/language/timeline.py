"""The dated matters of a pile in the order of time."""

from collections.abc import Iterable

from luotsi.engines.language.model import Finding, TimelineEntry


def timeline(findings: Iterable[Finding]) -> tuple[TimelineEntry, ...]:
    """Findings that the text dates, earliest first; the same sentence and theme once."""
    entries: dict[tuple[str, int, str, str, str], TimelineEntry] = {}
    for one in findings:
        if one.date_from is None or one.date_to is None:
            continue
        key = (one.span.doc, one.span.start, one.theme.value, one.experiencer.value, one.date_from.isoformat())
        held = entries.get(key)
        if held is None or (one.temporality, one.assertion) > (held.finding.temporality, held.finding.assertion):
            entries[key] = TimelineEntry(one.date_from, one.date_to, one)
    rows = sorted(entries.values(), key=_order)
    return tuple(rows)


def _order(entry: TimelineEntry) -> tuple[str, str, str, int, str]:
    span = entry.finding.span
    return (entry.date_from.isoformat(), entry.date_to.isoformat(), span.doc, span.start, entry.finding.theme.value)
