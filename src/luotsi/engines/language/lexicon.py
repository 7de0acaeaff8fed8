"""Lexicons: the language data read into one table of patterns a language, with a county's own file laid over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from luotsi.engines.language.alternatives import PatternError, spelled_out
from luotsi.engines.language.compiled import kept
from luotsi.engines.language.lexicon_files import ConceptRow, Overlay, laid_over, read_attributes, read_themes
from luotsi.engines.language.matching import Found, Run
from luotsi.engines.language.model import Experiencer, Theme
from luotsi.engines.language.moods import named_forms
from luotsi.engines.language.patterns import Table, exact, split_patterns
from luotsi.engines.language.people import PeopleWords, read_people
from luotsi.engines.language.plain_yaml import plain_yaml
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

if TYPE_CHECKING:
    from luotsi.engines.language.frames import Frame

_DATA = "luotsi.engines.language"

WORD_FIELDS = (
    "saying", "according", "good", "bad", "relative", "that", "and", "verbs", "past", "infinitive", "affirm", "turn",
    "turned", "states", "perfect", "circumstance", "denying",
    "opening", "subjects",
)  # fmt: skip
"""Attribute fields that are plain word lists, not triggers with a scope."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a pattern stands for: a concept, or an attribute trigger."""

    concept: ConceptRow | None = None
    group: str = ""
    scope: str = ""
    forms: frozenset[str] = frozenset()
    """Words that the concept's patterns name as they stand: their ending belongs to the matter."""
    id: str = ""
    """The concept's theme and name."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything known of a language: patterns with what they stand for, word lists, people."""

    language: Language
    table: Table
    uses: tuple[Use, ...]
    concepts: tuple[ConceptRow, ...]
    words: Mapping[str, int]
    borders: tuple[Run, ...]
    people: PeopleWords
    good: Mapping[str, int] = field(default_factory=dict)
    bad: Mapping[str, int] = field(default_factory=dict)
    frames: dict[tuple[tuple[str, ...], tuple[str, ...], bool], "Frame"] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Sentences read already, by their words and base forms."""

    def concept(self, theme: Theme, name: str) -> ConceptRow:
        """The concept of that name; KeyError when there is none."""
        for row in self.concepts:
            if row.theme is theme and row.name == name:
                return row
        raise KeyError(f"{theme}/{name}")


@dataclass(frozen=True, slots=True)
class Defaults:
    """Whose a theme is when nobody is named (by the kind of client), and themes that change with the person."""

    who: Mapping[Theme, tuple[Experiencer, Experiencer]]
    route: Mapping[Theme, Mapping[Experiencer, Theme]]


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The lexicons of the three languages, each read when first asked for, with a county's overlay if there is one."""

    overlay: Overlay | None = None
    _read: dict[Language, Lexicon] = field(default_factory=dict, compare=False, repr=False)

    def of(self, language: Language) -> Lexicon:
        """The lexicon of a language."""
        own = self.overlay
        if own is None or not own.of(language):
            return lexicon(language)
        if language not in self._read:
            self._read[language] = _built(language, own)
        return self._read[language]

    @property
    def themes(self) -> frozenset[Theme]:
        """The themes that the unit uses: all of them unless the county's file names some."""
        return (self.overlay.use if self.overlay else None) or frozenset(Theme)


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon that comes with the engine, read once."""
    texts = [text for _, text in _theme_files(language)] + [_text(path) for path in _places(language)]
    found = kept(language.value, texts, lambda: _built(language, None))
    found.table.share_numbers()
    return found


@cache
def defaults() -> Defaults:
    """``data/themes.yaml``, read once."""
    raw = plain_yaml(_text("themes.yaml"))
    who = {}
    for theme, value in raw["who"].items():
        pair = (value["child"], value["adult"]) if isinstance(value, dict) else (value, value)
        who[Theme(theme)] = (Experiencer(pair[0]), Experiencer(pair[1]))
    route = {
        Theme(theme): {Experiencer(person): Theme(new) for person, new in rows.items()}
        for theme, rows in raw["route"].items()
    }
    return Defaults(who, route)


def lexicons_with(text: str, file: str) -> Lexicons:
    """Lexicons with a county's own YAML laid over ours. InputError names file, entry and field of every mistake.

    The file is described in ``data/README.md``; ``file`` is only for messages.
    """
    try:
        raw = plain_yaml(text)
    except yaml.YAMLError as error:
        raise InputError(_NOT_YAML, [Problem(file, Text.same(str(error).replace("\n", " ")))]) from error
    lexicons = Lexicons(Overlay.read(raw, file))
    for language in lexicons.overlay.languages if lexicons.overlay else ():
        lexicons.of(language)
    return lexicons


def _text(path: str) -> str:
    return files(_DATA).joinpath("data", *path.split("/")).read_text(encoding="utf-8")


def _places(language: Language) -> tuple[str, str]:
    return f"attributes/{language.value}.yaml", f"people/{language.value}.yaml"


def _theme_files(language: Language) -> list[tuple[str, str]]:
    folder = files(_DATA).joinpath("data", "themes", language.value)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [(f"themes/{language.value}/{name}", folder.joinpath(name).read_text(encoding="utf-8")) for name in names]


def _loaded(text: str, file: str) -> object:
    try:
        return plain_yaml(text)
    except yaml.YAMLError as error:
        raise InputError(_NOT_YAML, [Problem(file, Text.same(str(error).replace("\n", " ")))]) from error


def _built(language: Language, own: Overlay | None) -> Lexicon:
    rows: list[ConceptRow] = []
    for file, text in _theme_files(language):
        rows.extend(read_themes(_loaded(text, file), file, language))
    if own is not None:
        rows = laid_over(rows, own.of(language))
    place, where = _places(language)
    attributes = read_attributes(_loaded(_text(place), place), place)
    table = Table(
        sets={**attributes.sets, "good": attributes.words.get("good", ()), "bad": attributes.words.get("bad", ())}
    )
    builder = _Builder(table, language)
    for row in rows:
        builder.concept(row)
    for group, scopes in attributes.triggers.items():
        for scope, patterns in scopes.items():
            builder.patterns(patterns, Use(group=group, scope=scope), f"{place}, {group}.{scope}")
    words = {name: builder.words(attributes.words.get(name, ()), f"{place}, {name}") for name in WORD_FIELDS}
    borders = builder.borders(attributes.borders, f"{place}, borders")
    people = read_people(_loaded(_text(where), where), where, table)
    builder.check()
    return Lexicon(language, table, tuple(builder.uses), tuple(rows), words, borders, people, builder.good, builder.bad)


class _Builder:
    """Fills the table of patterns and gathers what could not be read."""

    def __init__(self, table: Table, language: Language) -> None:
        self.table = table
        self.language = language
        self.uses: list[Use] = []
        self.problems: list[Problem] = []
        self.good: dict[str, int] = {}
        self.bad: dict[str, int] = {}

    def concept(self, row: ConceptRow) -> None:
        where = f"{row.file}, {row.theme}.{row.name}"
        forms = named_forms(row.words) if self.language is Language.FI else frozenset()
        key = row.id
        self.patterns(row.words, Use(row, forms=forms, id=key), f"{where}.words")
        if row.without:
            self.bars(row.without, key, f"{where}.not")
        if row.good:
            self.good[key] = self.words(row.good, f"{where}.good")
        if row.bad:
            self.bad[key] = self.words(row.bad, f"{where}.bad")

    def patterns(self, patterns: Sequence[str], use: Use, where: str) -> None:
        payload = len(self.uses)
        self.uses.append(use)
        for pattern in patterns:
            try:
                for one in spelled_out(pattern):
                    self.table.add(exact(one) if use.group else one, payload, aside=bool(use.group))
            except PatternError as error:
                self.problems.append(_bad_pattern(where, pattern, error))

    def bars(self, patterns: Sequence[str], concept: str, where: str) -> None:
        for pattern in patterns:
            try:
                for one in spelled_out(pattern):
                    self.table.bar(one, concept)
            except PatternError as error:
                self.problems.append(_bad_pattern(where, pattern, error))

    def words(self, words: Sequence[str], where: str) -> int:
        try:
            return self.table.any_of([exact(word) for word in words]) if words else -1
        except PatternError as error:
            self.problems.append(_bad_pattern(where, "; ".join(words)[:60], error))
            return -1

    def borders(self, patterns: Sequence[str], where: str) -> tuple[Run, ...]:
        runs = []
        for pattern in patterns:
            try:
                elements = tuple(self.table.element(word) for word in exact(pattern).split())
                runs.append(Run(elements, (0,) * len(elements)))
            except PatternError as error:
                self.problems.append(_bad_pattern(where, pattern, error))
        return tuple(runs)

    def check(self) -> None:
        if self.problems:
            raise InputError(_BAD_DATA, self.problems)


def _bad_pattern(where: str, pattern: str, error: PatternError) -> Problem:
    return Problem(
        where,
        Text(
            f"kuviota ”{pattern}” ei voi lukea ({error})",
            f"mönstret ”{pattern}” kan inte läsas ({error})",
            f"the pattern “{pattern}” cannot be read ({error})",
        ),
    )


_NOT_YAML = Text("Tiedosto ei ole luettavaa YAML:ää.", "Filen är inte läsbar YAML.", "The file is not readable YAML.")
_BAD_DATA = Text(
    "Teemasanastossa on virheitä. Korjaa ne ja yritä uudelleen.",
    "Temaordlistan innehåller fel. Rätta dem och försök igen.",
    "The theme lexicon has mistakes. Mend them and try again.",
)

__all__ = ["Defaults", "Found", "Lexicon", "Lexicons", "Use", "defaults", "lexicon", "lexicons_with", "split_patterns"]
