"""The YAML of the language data: its fields, what is wrong with a file, and a county's file laid over ours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from luotsi.engines.language.model import Experiencer, Theme
from luotsi.engines.language.patterns import split_patterns
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

CLASSES = frozenset({"risk", "strength", "need", "clear", "neutral", "quality", "lack"})
"""What affirmed words mean; see ``data/README.md``."""

TRIGGERS = frozenset(
    {"negation", "not_negation", "uncertain", "conditional", "not_conditional", "historic", "still", "now", "future",
     "not_future", "stopped", "not_stopped", "no_more", "refusal", "not_able", "wish", "open", "scant", "earlier",
     "sought", "worry", "partly",
     "seems", "ended"}
)  # fmt: skip
"""Groups of attribute triggers."""

SCOPES = frozenset({"clause", "after", "before", "that", "sentence", "near", "back", "own", "below", "next"})
"""How far a trigger reaches."""

_CONCEPT_FIELDS = frozenset(
    {"class", "words", "not", "who", "force", "also", "only", "time", "good", "bad", "yes", "no", "add", "remove", "off",
     "source", "note", "persons", "route"}
)  # fmt: skip
_THEME_FIELDS = frozenset({"theme", "language", "version", "status", "source", "owner", "reviewed_on", "concepts"})
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A concept of a theme: its class, its patterns, whose it is by default, and the sentences that test it.

    ``who`` is (in a child's case, in an adult's case), ``force`` the person whatever the text says. ``clients`` is
    ``child``, ``adult`` or empty for both. ``time`` is ``state`` for a lasting state, which the past tense makes historic,
    and ``now`` for what is always of the day of the note. ``persons``, when given, are the only ones of whom the concept
    is told. ``route`` changes the theme by the person in a child's case.
    """

    theme: Theme
    name: str
    kind: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    who: tuple[Experiencer, Experiencer] | None = None
    force: Experiencer | None = None
    also: tuple[Theme, ...] = ()
    clients: str = ""
    time: str = ""
    persons: frozenset[Experiencer] = frozenset()
    route: Mapping[Experiencer, Theme] = field(default_factory=dict)
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    file: str = ""
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        """Theme and name: ``SUBST/drinking``."""
        return f"{self.theme}/{self.name}"


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attribute file of a language: triggers by group and scope, word lists, clause borders, word sets."""

    triggers: Mapping[str, Mapping[str, tuple[str, ...]]]
    words: Mapping[str, tuple[str, ...]]
    borders: tuple[str, ...]
    sets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A county's own file: the themes it uses, and concepts changed, added or taken out, by language."""

    use: frozenset[Theme] | None
    rows: tuple[tuple[Language, ConceptRow], ...]
    off: frozenset[tuple[Language, str]]

    @property
    def languages(self) -> frozenset[Language]:
        """The languages that it changes something in."""
        return frozenset(language for language, _ in (*self.rows, *self.off))

    def of(self, language: Language) -> "Overlay | None":
        """What of it concerns a language; None when nothing does."""
        return self if language in self.languages else None

    @classmethod
    def read(cls, raw: object, file: str) -> "Overlay":
        """From loaded YAML; InputError names every mistake."""
        problems: list[Problem] = []
        if not isinstance(raw, Mapping):
            raise InputError(_BAD_FILE, [Problem(file, _NOT_A_MAPPING)])
        use = _themes(raw["use"], f"{file}, use", problems) if "use" in raw else None
        blocks = raw.get("themes", [raw] if "theme" in raw else [])
        rows: list[tuple[Language, ConceptRow]] = []
        off: set[tuple[Language, str]] = set()
        for number, block in enumerate(blocks if isinstance(blocks, Sequence) else []):
            language = _language(block, raw, f"{file}, themes[{number}]", problems)
            for row, removed in _rows(block, file, problems, overlay=True):
                if removed:
                    off.add((language, row.id))
                else:
                    rows.append((language, row))
        unknown = sorted(set(raw) - {"use", "themes", "language", *_THEME_FIELDS})
        problems.extend(Problem(f"{file}, {name}", _UNKNOWN_FIELD) for name in unknown)
        if not blocks and use is None:
            problems.append(Problem(file, _NOTHING))
        if problems:
            raise InputError(_BAD_FILE, problems)
        return cls(frozenset(use) if use is not None else None, tuple(rows), frozenset(off))


def read_themes(raw: object, file: str, language: Language) -> list[ConceptRow]:
    """The concepts of one of our theme files; InputError names every mistake."""
    problems: list[Problem] = []
    rows = [row for row, _ in _rows(raw, file, problems, overlay=False)]
    if problems:
        raise InputError(_BAD_FILE, problems)
    return rows


def laid_over(rows: Iterable[ConceptRow], overlay: Overlay | None) -> list[ConceptRow]:
    """Our concepts with a county's laid over: changed in place, new ones last, those taken out left out."""
    if overlay is None:
        return list(rows)
    own = {row.id: row for _, row in overlay.rows}
    gone = {name for _, name in overlay.off}
    kept = []
    for row in rows:
        if row.id in gone:
            continue
        change = own.pop(row.id, None)
        kept.append(row if change is None else _changed(row, change))
    return [*kept, *(_changed(row, row) if row.changes else row for row in own.values())]


def read_attributes(raw: object, file: str) -> Attributes:
    """An attribute file; InputError names every mistake."""
    problems: list[Problem] = []
    if not isinstance(raw, Mapping):
        raise InputError(_BAD_FILE, [Problem(file, _NOT_A_MAPPING)])
    triggers: dict[str, dict[str, tuple[str, ...]]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for name, value in raw.items():
        where = f"{file}, {name}"
        if name in TRIGGERS:
            scopes = value if isinstance(value, Mapping) else {"clause": value}
            problems.extend(Problem(f"{where}.{scope}", _UNKNOWN_FIELD) for scope in scopes if scope not in SCOPES)
            triggers[name] = {scope: _patterns(text, where, problems) for scope, text in scopes.items()}
        elif name == "sets":
            continue
        elif name not in {"language", "version", "status", "source", "owner", "reviewed_on"}:
            words[name] = _patterns(value, where, problems)
    sets = {name: _words(text, f"{file}, sets.{name}", problems) for name, text in raw.get("sets", {}).items()}
    words = {name: value if name == "borders" else _words(list(value), name, problems) for name, value in words.items()}
    if problems:
        raise InputError(_BAD_FILE, problems)
    return Attributes(triggers, words, words.pop("borders", ()), sets)


def _changed(row: ConceptRow, change: ConceptRow) -> ConceptRow:
    removed = set(change.changes.get("remove", ()))
    words = tuple(word for word in row.words if word not in removed) + change.changes.get("add", ())
    if change.words and change is not row:
        words = change.words
    return replace(
        row,
        kind=change.kind or row.kind,
        words=words,
        without=change.without or row.without,
        who=change.who or row.who,
        force=change.force or row.force,
        also=change.also or row.also,
        clients=change.clients or row.clients,
        time=change.time or row.time,
        persons=change.persons or row.persons,
        route=change.route or row.route,
        file=change.file,
        yes=change.yes or row.yes,
        no=change.no or row.no,
    )


def _rows(raw: object, file: str, problems: list[Problem], *, overlay: bool) -> list[tuple[ConceptRow, bool]]:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("concepts"), Mapping):
        problems.append(Problem(file, _NOT_A_THEME))
        return []
    themes = _themes([raw.get("theme")], f"{file}, theme", problems)
    if not themes:
        return []
    extra = sorted(str(name) for name in set(raw) - _THEME_FIELDS)
    problems.extend(Problem(f"{file}, {name}", _UNKNOWN_FIELD) for name in extra)
    rows = []
    for name, body in raw["concepts"].items():
        where = f"{file}, {themes[0]}.{name}"
        if not isinstance(body, Mapping) or not set(str(name)) <= _NAME:
            problems.append(Problem(where, _NOT_A_CONCEPT))
            continue
        row = _Reader(body, where, problems).row(themes[0], str(name), file, overlay=overlay)
        rows.append((row, bool(body.get("off"))))
    return rows


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one concept and gathers what is wrong with it."""

    body: Mapping[str, object]
    where: str
    problems: list[Problem]

    def row(self, theme: Theme, name: str, file: str, *, overlay: bool) -> ConceptRow:
        body = self.body
        self.problems.extend(
            Problem(f"{self.where}.{key}", _UNKNOWN_FIELD) for key in body if key not in _CONCEPT_FIELDS
        )
        kind = str(body.get("class", ""))
        if kind not in CLASSES and not (overlay and not kind):
            self.problems.append(Problem(f"{self.where}.class", _BAD_CLASS))
        changes = {key: self.patterns(key) for key in ("add", "remove") if key in body}
        if not overlay:
            self._demand("words", "yes", "no")
        return ConceptRow(
            theme, name, kind, self.patterns("words"), self.patterns("not"), self.who(), self.person("force"),
            tuple(_themes(body.get("also", []), f"{self.where}.also", self.problems)),
            self.choice("only", {"child", "adult"}), self.choice("time", {"state", "event", "now"}),
            self.persons(), self.route(), self.word_list("good"), self.word_list("bad"), self.lines("yes"), self.lines("no"), file, changes,
        )  # fmt: skip

    def _demand(self, *names: str) -> None:
        self.problems.extend(Problem(f"{self.where}.{name}", _MISSING) for name in names if not self.body.get(name))

    def patterns(self, name: str) -> tuple[str, ...]:
        return _patterns(self.body.get(name, ""), f"{self.where}.{name}", self.problems)

    def word_list(self, name: str) -> tuple[str, ...]:
        return _words(self.body.get(name, ""), f"{self.where}.{name}", self.problems)

    def lines(self, name: str) -> tuple[str, ...]:
        value = self.body.get(name, [])
        rows = [value] if isinstance(value, str) else value
        if not isinstance(rows, Sequence) or not all(isinstance(row, str) for row in rows):
            self.problems.append(Problem(f"{self.where}.{name}", _NOT_LINES))
            return ()
        return tuple(rows)

    def choice(self, name: str, allowed: set[str]) -> str:
        value = str(self.body.get(name, "") or "")
        if value and value not in allowed:
            self.problems.append(Problem(f"{self.where}.{name}", _one_of(allowed)))
        return value

    def person(self, name: str) -> Experiencer | None:
        value = self.body.get(name)
        return None if value is None else _person(value, f"{self.where}.{name}", self.problems)

    def persons(self) -> frozenset[Experiencer]:
        names = self.lines("persons")
        people = (_person(name, f"{self.where}.persons", self.problems) for name in names)
        return frozenset(one for one in people if one is not None)

    def route(self) -> dict[Experiencer, Theme]:
        rows = self.body.get("route", {})
        if not isinstance(rows, Mapping):
            self.problems.append(Problem(f"{self.where}.route", _NOT_LINES))
            return {}
        answer = {}
        for name, theme in rows.items():
            person = _person(name, f"{self.where}.route", self.problems)
            themes = _themes([theme], f"{self.where}.route", self.problems)
            if person and themes:
                answer[person] = themes[0]
        return answer

    def who(self) -> tuple[Experiencer, Experiencer] | None:
        value = self.body.get("who")
        if value is None:
            return None
        pair = value if isinstance(value, Mapping) else {"child": value, "adult": value}
        people = [_person(pair.get(key, "C"), f"{self.where}.who", self.problems) for key in ("child", "adult")]
        return (people[0] or Experiencer.CLIENT, people[1] or Experiencer.CLIENT)


def _person(value: object, where: str, problems: list[Problem]) -> Experiencer | None:
    try:
        return Experiencer(str(value))
    except ValueError:
        problems.append(Problem(where, _one_of(person.value for person in Experiencer)))
        return None


def _themes(value: object, where: str, problems: list[Problem]) -> list[Theme]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, Sequence):
        problems.append(Problem(where, _NOT_LINES))
        return []
    known = {theme.value for theme in Theme}
    problems.extend(Problem(where, _one_of(known)) for name in names if name not in known)
    return [Theme(name) for name in names if name in known]


def _language(block: object, raw: Mapping[str, object], where: str, problems: list[Problem]) -> Language:
    value = block.get("language", raw.get("language")) if isinstance(block, Mapping) else None
    if value not in {language.value for language in Language}:
        problems.append(Problem(f"{where}.language", _one_of(language.value for language in Language)))
        return Language.FI
    return Language(str(value))


def _patterns(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(split_patterns(value))
    if isinstance(value, Sequence) and all(isinstance(row, str) for row in value):
        return tuple(pattern for row in value for pattern in split_patterns(row))
    problems.append(Problem(where, _NOT_LINES))
    return ()


def _words(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """A plain word list: ``a|b`` is two words here."""
    return tuple(word.strip() for pattern in _patterns(value, where, problems) for word in pattern.split("|"))


def _one_of(allowed: Iterable[str]) -> Text:
    names = ", ".join(sorted(allowed))
    return Text(f"pitää olla jokin näistä: {names}", f"ska vara något av: {names}", f"must be one of: {names}")


_BAD_FILE = Text(
    "Tiedostossa on virheitä. Korjaa ne ja yritä uudelleen.",
    "Filen innehåller fel. Rätta dem och försök igen.",
    "The file has mistakes. Mend them and try again.",
)
_NOT_A_MAPPING = Text(
    "tiedostossa pitää olla kenttiä (theme, concepts tai use)",
    "filen ska innehålla fält (theme, concepts eller use)",
    "the file must hold fields (theme, concepts or use)",
)
_NOT_A_THEME = Text("puuttuu theme tai concepts", "theme eller concepts saknas", "theme or concepts is missing")
_NOT_A_CONCEPT = Text(
    "käsitteen nimessä saa olla a–z, 0–9 ja _, ja sillä pitää olla kenttiä",
    "begreppets namn får ha a–z, 0–9 och _, och det ska ha fält",
    "a concept's name may hold a–z, 0–9 and _, and it must have fields",
)
_UNKNOWN_FIELD = Text("tuntematon kenttä", "okänt fält", "unknown field")
_MISSING = Text("kenttä puuttuu", "fältet saknas", "the field is missing")
_BAD_CLASS = _one_of(CLASSES)
_NOT_LINES = Text(
    "pitää olla tekstiä tai luettelo tekstejä", "ska vara text eller en lista", "must be text or a list of texts"
)
_NOTHING = Text("tiedosto ei muuta mitään", "filen ändrar ingenting", "the file changes nothing")

Check = Callable[[ConceptRow], Sequence[Problem]]
