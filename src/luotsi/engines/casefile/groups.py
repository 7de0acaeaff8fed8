"""Findings that belong together: one theme, person, polarity and state. What one proposal is about."""

from dataclasses import dataclass

from luotsi.engines.casefile.case import Case, newest_first
from luotsi.engines.casefile.grid import COLUMNS, State, phrase, state_of
from luotsi.engines.casefile.words import CHILD, PERSONS, THEMES
from luotsi.engines.language.model import Experiencer, Finding, Polarity, Theme
from luotsi.kit.text import Text

ABOUT = Text("{theme} – {person}: {what}", "{theme} – {person}: {what}", "{theme} – {person}: {what}")
_POLARITIES = tuple(Polarity)
_PERSONS = tuple(Experiencer)
_STATES = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings, newest note first, one a sentence."""

    theme: Theme
    person: Experiencer
    polarity: Polarity
    state: State
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """The same from run to run: an earlier verdict is found again by it."""
        return f"{self.theme}:{self.person}:{self.polarity}:{self.state.value}".lower()

    def person_name(self, *, child: bool) -> Text:
        """Whose matter it is, in words."""
        return CHILD if child and self.person is Experiencer.CLIENT else PERSONS[self.person]

    def title(self, *, child: bool = False) -> Text:
        """What the proposal is about: theme, person, and what the papers say: a concern now, a strength earlier …."""
        words = phrase(self.polarity, self.state)
        return ABOUT.format(theme=THEMES[self.theme], person=self.person_name(child=child), what=words)


def groups(case: Case, themes: tuple[Theme, ...] = tuple(Theme)) -> tuple[Group, ...]:
    """Every group in the order of themes, persons, states and polarities."""
    found: dict[tuple[Theme, Experiencer, State, Polarity], dict[object, Finding]] = {}
    for item in newest_first(case.findings, case):
        place = (item.theme, item.experiencer, state_of(item), item.polarity)
        found.setdefault(place, {}).setdefault(item.span, item)
    order = sorted(
        (place for place in found if place[0] in themes),
        key=lambda place: (
            themes.index(place[0]), _PERSONS.index(place[1]), _STATES.index(place[2]), _POLARITIES.index(place[3]),
        ),
    )  # fmt: skip
    return tuple(
        Group(theme, person, polarity, state, tuple(found[theme, person, state, polarity].values()))
        for theme, person, state, polarity in order
    )
