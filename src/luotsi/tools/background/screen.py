"""The tool's own part of the review: whose matter it is and whether it is so now, the timeline, and what is not known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from luotsi.engines.casefile.grid import COLUMNS, State
from luotsi.engines.casefile.model_summary import PLACE
from luotsi.engines.casefile.model_summary import TITLE as MODEL_SUMMARY
from luotsi.engines.casefile.words import CHILD, PERSONS, THEMES
from luotsi.engines.language.model import Experiencer, Theme
from luotsi.kit.text import Text
from luotsi.web.formats import day
from luotsi.web.parts import Event
from luotsi.workbench.review_view import Review
from luotsi.workbench.screens import Screen, Section

_MOST_QUOTED = 160


def values(review: Review) -> Mapping[str, Any]:
    """What the template shows, in the reader's language."""
    summary, language = review.summary, review.language
    child = bool(summary.get("child"))
    places = _places(review)
    return {
        "columns": [text.in_(language) for text in COLUMNS.values()],
        "rows": [_row(row, places, language, child=child) for row in summary.get("grid", ())],
        "events": [_event(entry, language, child=child) for entry in summary.get("timeline", ())],
        "unknown": [THEMES[Theme(code)].in_(language) for code in summary.get("unknown", ())],
        "conflicts": [item.position for item in review.proposals if item.suggestion.kind == "contradiction"],
    }


def _places(review: Review) -> dict[tuple[str, str, str], int]:
    """The first card of each theme, person and state."""
    found: dict[tuple[str, str, str], int] = {}
    for item in review.proposals:
        content = item.suggestion.content
        place = (str(content.get("theme")), str(content.get("person")), str(content.get("state")))
        found.setdefault(place, item.position)
    return found


def _row(
    row: Mapping[str, Any], places: Mapping[tuple[str, str, str], int], language: str, *, child: bool
) -> dict[str, Any]:
    cells = [
        {
            "state": COLUMNS[state].in_(language),
            "count": row[state.value],
            "position": places.get((row["theme"], row["person"], state.value), 0),
        }
        for state in State
    ]
    return {
        "theme": THEMES[Theme(row["theme"])].in_(language),
        "person": _person(row["person"], language, child=child),
        "cells": cells,
    }


def _person(code: str, language: str, *, child: bool) -> str:
    person = Experiencer(code)
    return (CHILD if child and person is Experiencer.CLIENT else PERSONS[person]).in_(language)


def _event(entry: Mapping[str, Any], language: str, *, child: bool) -> Event:
    first, last = date.fromisoformat(entry["from"]), date.fromisoformat(entry["to"])
    quote = " ".join(entry["quote"].split())
    if len(quote) > _MOST_QUOTED:
        quote = quote[:_MOST_QUOTED].rpartition(" ")[0] + " …"
    theme = THEMES[Theme(entry["theme"])].in_(language)
    return Event(
        at=day(first) if first == last else f"{day(first)}–{day(last)}",
        strong=f"{theme}, {_person(entry['person'], language, child=child)}:",
        text=f"”{quote}”",
        machine=entry["from"],
    )


SCREEN = Screen(
    above="background/_overview.html",
    values=values,
    sections=(
        Section(
            key="contradictions",
            title=Text("Ristiriidat rinnakkain", "Motsägelser sida vid sida", "Contradictions side by side"),
        ),
        *(Section(key=str(theme), title=THEMES[theme]) for theme in Theme),
        Section(key=PLACE, title=MODEL_SUMMARY),
    ),
    tells=("unknown:",),
)
