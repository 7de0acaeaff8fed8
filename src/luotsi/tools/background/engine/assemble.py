"""The case as proposals: one a theme, person, polarity and state; contradictions; and what is not known."""

from luotsi.engines.casefile.case import Case
from luotsi.engines.casefile.claims import MORE, MOST_QUOTED, both_sides, dated, gaps, proposal, sources, unknown
from luotsi.engines.casefile.grid import State, grid
from luotsi.engines.casefile.groups import Group, groups
from luotsi.engines.casefile.words import day_text
from luotsi.engines.language.model import Theme
from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Text
from luotsi.kit.tool import Result
from luotsi.tools.background.engine.library import VERSION

WHY = Text("Kirjauksia {n}, uusin {day}.", "Anteckningar {n}, den nyaste {day}.", "Entries {n}, the newest {day}.")
HEADLINE = Text(
    "Koottu {n} asiakirjasta. Teemoja, joista on mainintoja: {found} / {all}.",
    "Sammanställt ur {n} dokument. Teman som nämns: {found} / {all}.",
    "Compiled from {n} documents. Themes that are mentioned: {found} / {all}.",
)
MOST_ON_TIMELINE = 400


def assembled(case: Case, themes: tuple[Theme, ...]) -> Result:
    """Everything of the case that a professional decides on, and what was left out and why."""
    child = bool(case.pile.child)
    conflicts = [_conflict(case, number) for number in range(len(case.contradictions))]
    made = [_suggestion(case, group, child=child) for group in groups(case, themes)]
    missing = tuple(theme for theme in themes if theme in set(case.unknown))
    return Result(
        suggestions=(*_distinct(conflicts), *made),
        abstentions=(*gaps(case), *unknown(missing if case.pile.docs else ())),
        version=f"background {VERSION}",
        summary=_summary(case, themes, child=child),
        headline=HEADLINE.format(n=len(case.pile.docs), found=len(themes) - len(missing), all=len(themes))
        if case.pile.docs
        else Text("Ei asiakirjoja.", "Inga dokument.", "No documents."),
    )


def _suggestion(case: Case, group: Group, *, child: bool) -> Suggestion:
    newest = group.findings[0]
    return Suggestion(
        key=group.key,
        kind="theme",
        title=group.title(child=child),
        proposal=proposal(case, group, child=child),
        steps=tuple(proposal_lines(case, group)),
        why=WHY.format(n=len(group.findings), day=day_text(case.day(newest.span))),
        evidence=sources(case, group.findings),
        content={
            "theme": str(group.theme),
            "person": str(group.person),
            "polarity": str(group.polarity),
            "state": group.state.value,
            "sentences": len(group.findings),
            "section": str(group.theme),
        },
    )


def proposal_lines(case: Case, group: Group) -> list[Text]:
    """The dated sentences, newest first, as they are shown on the card."""
    lines = [dated(case, found.span, found.quote) for found in group.findings[:MOST_QUOTED]]
    more = len(group.findings) - len(lines)
    return [*lines, MORE.format(n=more)] if more else lines


def _conflict(case: Case, number: int) -> Suggestion:
    item = case.contradictions[number]
    title, proposed, evidence = both_sides(case, item)
    one, other = sorted((item.one, item.other))
    return Suggestion(
        key=f"contradiction:{item.theme or item.what}:{one.doc}:{one.start}:{other.doc}:{other.start}"[:200],
        kind="contradiction",
        title=title,
        proposal=proposed,
        evidence=evidence,
        content={"theme": str(item.theme) if item.theme else None, "what": item.what, "section": "contradictions"},
    )


def _distinct(made: list[Suggestion]) -> list[Suggestion]:
    return list({item.key: item for item in made}.values())


def _summary(case: Case, themes: tuple[Theme, ...], *, child: bool) -> JsonObject:
    """The grid, the timeline and the unknown themes, for the screen and for programs."""
    rows: list[JsonValue] = [
        {"theme": str(row.theme), "person": str(row.person), **{state.value: row.counts[state] for state in State}}
        for row in grid(case.findings, themes)
    ]
    chosen = frozenset(themes)
    dated_entries = [entry for entry in case.timeline if entry.finding.theme in chosen][-MOST_ON_TIMELINE:]
    timeline: list[JsonValue] = [
        {
            "from": entry.date_from.isoformat(),
            "to": entry.date_to.isoformat(),
            "theme": str(entry.finding.theme),
            "person": str(entry.finding.experiencer),
            "document": entry.finding.span.doc,
            "start": entry.finding.span.start,
            "quote": entry.finding.quote[:500],
        }
        for entry in dated_entries
    ]
    return {
        "child": child,
        "documents": len(case.pile.docs),
        "themes": [str(theme) for theme in themes],
        "grid": rows,
        "timeline": timeline,
        "unknown": [str(theme) for theme in themes if theme in set(case.unknown)] if case.pile.docs else [],
    }
