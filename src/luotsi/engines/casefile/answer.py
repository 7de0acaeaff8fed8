"""The answer of the command lines: JSON per document, and a readable form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from luotsi.engines.casefile.case import Case, summary_without
from luotsi.engines.casefile.claims import dated, proposal, quoted
from luotsi.engines.casefile.grid import COLUMNS, State, grid
from luotsi.engines.casefile.groups import groups
from luotsi.engines.casefile.words import CHILD, PERSONS, THEMES, day_text
from luotsi.engines.language.model import Experiencer, Theme
from luotsi.kit.text import Text

_SUMMARY: Final = Text("KOOSTE TEEMOITTAIN", "SAMMANSTÄLLNING ENLIGT TEMA", "COMPILATION BY THEME")
_GRID: Final = Text("KENEN ASIA, JA ONKO SE NYT", "VEMS SAK, OCH ÄR DEN AKTUELL", "WHOSE MATTER, AND IS IT NOW")
_CONFLICTS: Final = Text("RISTIRIIDAT", "MOTSÄGELSER", "CONTRADICTIONS")
_UNKNOWN: Final = Text("MITÄ EMME TIEDÄ", "VAD VI INTE VET", "WHAT WE DO NOT KNOW")
_NOTED: Final = Text("HUOMAA", "OBSERVERA", "NOTE")
_UNKNOWN_WHY: Final = Text(
    "Näistä ei ole mainintaa. Se ei tarkoita, ettei huolta ole.",
    "De här nämns inte. Det betyder inte att det inte finns någon oro.",
    "These are not mentioned. That does not mean that there is no concern.",
)
_TIMELINE: Final = Text("AIKAJANA", "TIDSLINJE", "TIMELINE")
_DRAFT: Final = Text(
    "Koneen kokoama luonnos, jota kukaan ei ole tarkistanut.",
    "Ett utkast som maskinen har sammanställt och ingen har granskat.",
    "A draft compiled by a machine and checked by nobody.",
)


def answer_json(cases: Sequence[Case], file_of: Mapping[str, str]) -> dict[str, Any]:
    """One document: its object with evidence, summary, contradictions and unknown. Several: ``{"documents": [...]}``.

    ``cases`` are those of each client in the pile, the main one first; a document is told by its own client's case, and
    ``strangers`` names the papers that are not the main client's. ``unknown`` is of all papers of a client.
    """
    from luotsi.engines.language.compilation import summaries_json  # noqa: PLC0415 - loads the word tables

    own = {
        doc.id: case
        for case in reversed(cases)
        for doc in case.pile.docs
        if doc.id not in {item.doc for item in case.strangers}
    }
    docs = cases[0].pile.docs
    told: dict[str, dict[str, Any]] = {}
    for case in cases:
        of_case = [doc for doc in docs if own.get(doc.id, cases[0]) is case]
        told.update(summaries_json(summary_without(case, case.compilation), of_case))
    made = {doc.id: told[doc.id] for doc in docs}
    if len(made) == 1:
        return dict(next(iter(made.values())))
    documents = [{**_named(identity, file_of), **part} for identity, part in made.items()]
    strangers = [{**_named(item.doc, file_of), "reason": item.reason.as_json()} for item in cases[0].strangers]
    return {"documents": documents, "strangers": strangers}


def _named(identity: str, file_of: Mapping[str, str]) -> dict[str, str]:
    """The file, and the reference within it when the file holds several documents."""
    name = file_of.get(identity, identity)
    return {"file": name, **({"document": identity.removeprefix(f"{name}#")} if identity != name else {})}


def readable(case: Case, themes: Sequence[Theme], notes: Sequence[Text], language: str, *, child: bool) -> str:
    """The compilation for a terminal."""
    lines = [_DRAFT.in_(language), ""]
    if notes:
        lines += [_NOTED.in_(language), *(f"  - {note.in_(language)}" for note in notes), ""]
    lines += [_SUMMARY.in_(language)]
    for group in groups(case, tuple(themes)):
        first, *rest = proposal(case, group, child=child).in_(language).splitlines()
        lines += [f"  {first}", *(f"    {line}" for line in rest)]
    lines += ["", _GRID.in_(language), *_grid_lines(case, themes, language, child=child)]
    if case.contradictions:
        lines += ["", _CONFLICTS.in_(language)]
        for item in case.contradictions:
            sides = [dated(case, span, span.of(case.texts[span.doc])).in_(language) for span in (item.one, item.other)]
            lines.append(f"  - {sides[0]} | {sides[1]}")
    if case.timeline:
        lines += ["", _TIMELINE.in_(language), *_timeline_lines(case, language)]
    if case.unknown:
        names = ", ".join(THEMES[theme].in_(language) for theme in case.unknown)
        lines += ["", _UNKNOWN.in_(language), f"  {names}", f"  {_UNKNOWN_WHY.in_(language)}"]
    return "\n".join(lines) + "\n"


def _timeline_lines(case: Case, language: str) -> list[str]:
    """Each dated sentence once, with the themes that it tells of."""
    sentences: dict[tuple[str, str], list[str]] = {}
    for entry in case.timeline:
        when = day_text(entry.date_from).in_(language)
        if entry.date_to != entry.date_from:
            when = f"{when}–{day_text(entry.date_to).in_(language)}"
        themes = sentences.setdefault((when, quoted(entry.finding.quote)), [])
        theme = THEMES[entry.finding.theme].in_(language)
        if theme not in themes:
            themes.append(theme)
    return [f"  {when}  {', '.join(themes)}: {words}" for (when, words), themes in sentences.items()]


def _grid_lines(case: Case, themes: Sequence[Theme], language: str, *, child: bool) -> list[str]:
    rows = grid(case.findings, tuple(themes))
    heads = [COLUMNS[state].in_(language) for state in State]
    lines = []
    for row in rows:
        person = CHILD if child and row.person is Experiencer.CLIENT else PERSONS[row.person]
        counts = ", ".join(
            f"{head} {row.counts[state]}" for head, state in zip(heads, State, strict=True) if row.counts[state]
        )
        lines.append(f"  {THEMES[row.theme].in_(language)} – {person.in_(language)}: {counts}")
    return lines
