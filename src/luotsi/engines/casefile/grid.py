"""Whose matter it is and whether it is so now: themes by person, counted by state. No weights, no order of gravity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luotsi.engines.language.model import Assertion, Experiencer, Finding, Polarity, Temporality, Theme
from luotsi.kit.text import Text


class State(StrEnum):
    """What the papers say of a matter."""

    NOW = "now"
    HISTORIC = "historic"
    PLANNED = "planned"
    UNCERTAIN = "uncertain"
    NEGATED = "negated"


COLUMNS: Final[Mapping[State, Text]] = {
    State.NOW: Text("nyt", "nu", "now"),
    State.HISTORIC: Text("aiemmin", "tidigare", "earlier"),
    State.PLANNED: Text("suunniteltu tai mahdollinen", "planerat eller möjligt", "planned or possible"),
    State.UNCERTAIN: Text("epävarma", "osäkert", "uncertain"),
    State.NEGATED: Text("kirjattu, ettei ole", "antecknat att det inte finns", "recorded as not so"),
}
"""The states in the order in which they are shown, with their names."""


_PHRASES: Final[Mapping[Polarity, Mapping[State, Text]]] = {
    Polarity.RISK: {
        State.NOW: Text("huoli nyt", "oro nu", "a concern now"),
        State.HISTORIC: Text("huoli aiemmin", "oro tidigare", "a concern earlier"),
        State.PLANNED: Text("mahdollinen huoli", "möjlig oro", "a possible concern"),
        State.UNCERTAIN: Text("epävarma huoli", "osäker oro", "an uncertain concern"),
        State.NEGATED: Text("kirjattu, ettei huolta ole", "antecknat att oro saknas", "recorded as no concern"),
    },
    Polarity.STRENGTH: {
        State.NOW: Text("voimavara nyt", "styrka nu", "a strength now"),
        State.HISTORIC: Text("voimavara aiemmin", "styrka tidigare", "a strength earlier"),
        State.PLANNED: Text("mahdollinen voimavara", "möjlig styrka", "a possible strength"),
        State.UNCERTAIN: Text("epävarma voimavara", "osäker styrka", "an uncertain strength"),
        State.NEGATED: Text(
            "kirjattu, ettei voimavaraa ole", "antecknat att styrkan saknas", "recorded as no strength"
        ),
    },
    Polarity.NEUTRAL: {
        State.NOW: Text("kirjattu", "antecknat", "recorded"),
        State.HISTORIC: Text("kirjattu aiemmin", "antecknat tidigare", "recorded as earlier"),
        State.PLANNED: Text("suunniteltu tai mahdollinen", "planerat eller möjligt", "planned or possible"),
        State.UNCERTAIN: Text("epävarma", "osäkert", "uncertain"),
        State.NEGATED: Text("kirjattu, ettei ole", "antecknat att det inte finns", "recorded as not so"),
    },
}


def phrase(polarity: Polarity, state: State) -> Text:
    """What papers say of a matter, in words: a concern now, recorded as no concern …."""
    return _PHRASES[polarity][state]


def state_of(found: Finding) -> State:
    """The state of a finding: what is denied goes before what is unsure, that before its time."""
    if found.assertion is Assertion.NEGATED:
        return State.NEGATED
    if found.temporality is Temporality.FUTURE:
        return State.PLANNED
    if found.assertion is Assertion.UNCERTAIN:
        return State.UNCERTAIN
    return State.HISTORIC if found.temporality is Temporality.HISTORIC else State.NOW


@dataclass(frozen=True, slots=True)
class Row:
    """One theme and one person: how many sentences of each state."""

    theme: Theme
    person: Experiencer
    counts: Mapping[State, int]

    @property
    def total(self) -> int:
        """All sentences of the row."""
        return sum(self.counts.values())


def grid(findings: Iterable[Finding], themes: Sequence[Theme] = tuple(Theme)) -> tuple[Row, ...]:
    """The rows that hold something, in the order of the themes and then of the persons."""
    places: dict[tuple[Theme, Experiencer], dict[State, set[object]]] = {}
    for found in findings:
        states = places.setdefault((found.theme, found.experiencer), {state: set() for state in State})
        states[state_of(found)].add(found.span)
    return tuple(
        Row(theme, person, {state: len(spans) for state, spans in places[theme, person].items()})
        for theme in themes
        for person in Experiencer
        if (theme, person) in places
    )
