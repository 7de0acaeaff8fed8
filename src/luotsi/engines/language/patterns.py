"""Word patterns of the language data: read once, then matched against whole sentences by looking each word up once.

The language of patterns is described in ``data/README.md``. A token is looked up in a table of words, beginnings,
endings and compound parts; the answer is the set of pattern *elements* it satisfies and is kept per word form, so that
a text costs one dictionary look-up a word. A pattern is tried only in a sentence that holds its rarest element.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from luotsi.engines.language.alternatives import PHRASE, PatternError
from luotsi.engines.language.matching import Found, Match, Pattern, Places, Run, matches_of, runs_of
from luotsi.engines.language.model import Token

ANY_DISTANCE = 99
NEAR = 1
"""How many other words may stand between two elements written side by side."""

SHORTEST_HEAD = 5
"""A plain word of at least so many letters also finds compounds that end in it."""

KEPT_FORMS = 60_000
"""How many word forms a table remembers before it starts anew."""

_SPLIT = re.compile(r"[;\n]")
_ELEMENT = re.compile(r"(?:[=~]?\*?[^\s*|&!;=~@]+\*?|[^\s*|&!;=~@]+\*[^\s*|&!;=~@]+)\Z")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Patterns by the element they hang on: payloads of single words, and the others."""

    single: dict[int, list[int]] = field(default_factory=dict)
    anchored: dict[int, list[tuple[int, Pattern]]] = field(default_factory=dict)
    """Each with the element that is its next rarest: a sentence seldom holds that too."""
    hooks: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Bar:
    """What rules a concept out of a clause: single words, and the other patterns."""

    single: set[int] = field(default_factory=set)
    patterns: list[Pattern] = field(default_factory=list)


def _commonness(word: str) -> int:
    """A guess at how often a word of a pattern stands in a text, so that a pattern hangs on its rarest: short is common."""
    letters = len(word.strip("=~*"))
    if "*" in word:
        return 60 if letters <= 3 else 8  # noqa: PLR2004
    return {1: 120, 2: 100, 3: 80, 4: 20}.get(letters, 1)


def split_patterns(text: str) -> list[str]:
    """The patterns of a field: separated by ``;`` or a new line; a line that begins with ``#`` is a comment."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
    return [part.strip() for part in _SPLIT.split("\n".join(lines)) if part.strip()]


def exact(pattern: str) -> str:
    """The same pattern with every plain word made exact, so that it finds no compound that ends in it.

    >>> exact("ei ole|olla & epäil*")
    '=ei =ole|=olla & epäil*'
    """
    return " ".join(
        part
        if part in {"&", "..", "*"}
        else "|".join(word if word[:1] in "=~*@!" or word.endswith("*") else f"={word}" for word in part.split("|"))
        for part in pattern.split()
    )


@dataclass(slots=True)
class Table:
    """All patterns of a language in one table. Fill it with :meth:`add` and :meth:`element`, then match."""

    sets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _elements: dict[str, int] = field(default_factory=dict)
    _word: dict[str, list[int]] = field(default_factory=dict)
    _only: dict[str, list[int]] = field(default_factory=dict)
    _head: dict[str, list[int]] = field(default_factory=dict)
    _part: dict[str, list[int]] = field(default_factory=dict)
    _begin: dict[str, list[int]] = field(default_factory=dict)
    _end: dict[str, list[int]] = field(default_factory=dict)
    _within: dict[str, list[int]] = field(default_factory=dict)
    _around: list[tuple[str, str, int]] = field(default_factory=list)
    _width: dict[int, int] = field(default_factory=dict)
    _phrases: dict[int, list[tuple[Run, int]]] = field(default_factory=dict)
    _anchors: set[int] = field(default_factory=set)
    _shelves: tuple[Shelf, Shelf] = field(default_factory=lambda: (Shelf(), Shelf()))
    _bars: dict[str, Bar] = field(default_factory=dict)
    _known: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)
    _forms: dict[str, frozenset[int]] = field(default_factory=dict)

    def element(self, text: str) -> int:
        """The number of an element (``a|b*|@set``), the same for the same text; PatternError when it cannot be read."""
        return self.any_of([word.replace(PHRASE, " ") for word in text.split("|")])

    def any_of(self, alternatives: Sequence[str]) -> int:
        """The number of an element that any of these satisfies; they may be phrases of several words."""
        name = "|".join(alternatives)
        number = self._elements.get(name)
        if number is None:
            words = self._expanded(alternatives)
            number = self._elements[name] = len(self._elements)
            self._width[number] = sum(_commonness(word) for word in words)
            for word in words:
                if " " in word:
                    run = self._run(word)
                    anchor = min(run.elements, key=lambda one: self._width[one])
                    self._phrases.setdefault(anchor, []).append((run, number))
                    self._anchors.add(anchor)
                else:
                    self._register(word, number)
        return number

    def _expanded(self, alternatives: Sequence[str]) -> list[str]:
        words: list[str] = []
        for word in (word.lower() for word in alternatives):
            if word.startswith("@"):
                if word[1:] not in self.sets:
                    raise PatternError(f"no word set called {word}")
                words.extend(self.sets[word[1:]])
            elif " " not in word and not _ELEMENT.match(word):
                raise PatternError(f"“{word}” is no word, stem*, *tail or @set")
            else:
                words.append(word)
        return words

    def _register(self, word: str, number: int) -> None:
        bare = word.strip("=~*")
        if "*" in bare:
            begin, end = bare.split("*")
            self._around.append((begin, end, number))
        elif word.startswith("*"):
            table = self._within if word.endswith("*") else self._end
            table.setdefault(bare, []).append(number)
        elif word.endswith("*"):
            table = self._part if word.startswith("~") else self._begin
            table.setdefault(bare, []).append(number)
        elif word.startswith("="):
            self._only.setdefault(bare, []).append(number)
        elif word.startswith("~"):
            self._part.setdefault(bare, []).append(number)
        else:
            self._word.setdefault(bare, []).append(number)
            if len(bare) >= SHORTEST_HEAD:
                self._head.setdefault(bare, []).append(number)

    def add(self, text: str, payload: int, *, aside: bool = False) -> None:
        """Add one pattern; PatternError when it cannot be read. Those put ``aside`` are matched only when asked for."""
        shelf = self._shelves[aside]
        pattern = self._parsed(text, payload)
        if len(pattern.trigger.elements) == 1 and not pattern.others and not pattern.without:
            shelf.single.setdefault(pattern.trigger.elements[0], []).append(payload)
            shelf.hooks.add(pattern.trigger.elements[0])
            return
        runs = (pattern.trigger, *pattern.others)
        anchor = min((element for run in runs for element in run.elements), key=lambda one: self._width[one])
        second = min(pattern.needed - {anchor}, key=lambda one: self._width[one], default=anchor)
        shelf.anchored.setdefault(anchor, []).append((second, pattern))
        shelf.hooks.add(anchor)

    def bar(self, text: str, concept: str) -> None:
        """Add a pattern that rules a concept out of the clause it stands in; PatternError when it cannot be read."""
        bar = self._bars.setdefault(concept, Bar())
        pattern = self._parsed(text, 0)
        if len(pattern.trigger.elements) == 1 and not pattern.others and not pattern.without:
            bar.single.add(pattern.trigger.elements[0])
        else:
            bar.patterns.append(pattern)

    def _parsed(self, text: str, payload: int) -> Pattern:
        wanted: list[tuple[str, Run]] = []
        without: list[Run] = []
        for part in (part.strip() for part in text.split("&")):
            if part.startswith("!"):
                without.append(self._run(part[1:]))
            else:
                wanted.append((part, self._run(part)))
        if not wanted:
            raise PatternError(f"“{text}” names nothing to find")
        first = next((n for n, (part, _) in enumerate(wanted) if not part.startswith("@")), 0)
        others = tuple(run for n, (_, run) in enumerate(wanted) if n != first)
        needed = frozenset(element for _, run in wanted for element in run.elements)
        return Pattern(payload, wanted[first][1], others, tuple(without), needed)

    def _run(self, text: str) -> Run:
        elements: list[int] = []
        gaps: list[int] = []
        gap = NEAR
        for word in text.split():
            if word == "..":
                gap = ANY_DISTANCE
                continue
            if word == "*":
                gap += 1
                continue
            elements.append(self.element(word))
            gaps.append(gap)
            gap = NEAR
        if not elements:
            raise PatternError("an empty part beside &")
        return Run(tuple(elements), tuple(gaps))

    def share_numbers(self) -> None:
        """Let equal numbers be one object again, as they were before the table was kept: sets of them are quicker."""
        numbers = list(range(len(self._elements)))
        for table in (self._word, self._only, self._head, self._part, self._begin, self._end, self._within):
            for word, held in table.items():
                table[word] = [numbers[number] for number in held]

    def lookup(self, token: Token) -> frozenset[int]:
        """The elements that a token satisfies."""
        key = (token.text, token.lemma)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= KEPT_FORMS:
                self._known.clear()
            known = self._known[key] = self._looked_up(token)
        return known

    def _looked_up(self, token: Token) -> frozenset[int]:
        form, lemma = token.text.lower().replace("\xad", ""), token.lemma.lower()
        rows: list[Iterable[int]] = [] if lemma == form else [self._of_form(lemma)]
        for part in _parts(token, form, lemma):
            rows.extend(_by_beginning(self._part, part))
            if part in self._part:
                rows.append(self._part[part])
            if part in self._head and (form.endswith(part) or lemma.endswith(part)):
                rows.append(self._head[part])
        own = self._of_form(form)
        return own.union(*rows) if rows else own

    def _of_form(self, form: str) -> frozenset[int]:
        """The elements that a word in small letters satisfies as a whole; kept, for many forms share their lemma."""
        known = self._forms.get(form)
        if known is None:
            rows: list[Iterable[int]] = [table[form] for table in (self._word, self._only) if form in table]
            rows += _by_beginning(self._begin, form)
            rows += _by_ending(self._end, form)
            rows += [numbers for middle, numbers in self._within.items() if middle in form]
            rows += [
                (number,)
                for begin, end, number in self._around
                if form.startswith(begin) and form.endswith(end) and len(form) >= len(begin) + len(end)
            ]
            if len(self._forms) >= KEPT_FORMS:
                self._forms.clear()
            known = self._forms[form] = _NONE.union(*rows) if rows else _NONE
        return known

    def found(self, tokens: Iterable[Token]) -> Places:
        """Element → positions at which it stands, for the tokens of a sentence."""
        lookup, known = self.lookup, self._known
        rows = []
        for token in tokens:
            row = known.get((token.text, token.lemma))
            rows.append(lookup(token) if row is None else row)
        places = Places(rows)
        if self._phrases:
            self._find_phrases(places)
        return places

    def _find_phrases(self, places: Places) -> None:
        held = places.held
        for element in held & self._anchors:
            for run, number in self._phrases[element]:
                if held.issuperset(run.elements):
                    ends = [places_of_run[-1] for places_of_run in runs_of(run, places, None, None)]
                    if ends:
                        places.add(number, ends)

    def barred(self, concept: str, found: Found) -> set[int]:
        """The clauses that a concept is ruled out of."""
        bar = self._bars.get(concept)
        if bar is None:
            return set()
        places, clauses = found.places, found.clauses
        held = places.held
        barred = {clauses[place] for element in bar.single & held for place in places.get(element)}
        for pattern in bar.patterns:
            if pattern.needed <= held:
                barred.update(clauses[match.start] for match in matches_of(pattern, found))
        return barred

    def matches(self, found: Found, *, aside: bool = False) -> list[Match]:
        """Every match of every pattern (or of those put ``aside``), in no particular order; one a pattern and place."""
        matches: list[Match] = []
        places, held, shelf = found.places, found.places.held, self._shelves[aside]
        for element in held & shelf.hooks:
            for payload in shelf.single.get(element, ()):
                matches.extend([Match(payload, position, position) for position in places.get(element)])
            for second, pattern in shelf.anchored.get(element, ()):
                if second in held and pattern.needed <= held:
                    matches.extend(matches_of(pattern, found))
        return list(dict.fromkeys(matches))  # several patterns of a concept may find the same


_NONE: frozenset[int] = frozenset()


def _parts(token: Token, form: str, lemma: str) -> Iterable[str]:
    """The parts of a compound, in small letters, and those that hyphens set apart with all that follows each."""
    if "-" not in form and "-" not in lemma:
        return {part.lower() for part in token.parts} if token.parts else ()
    parts = {part.lower() for part in token.parts}
    for whole in {form, lemma}:
        pieces = whole.split("-")
        if len(pieces) > 1:
            parts.update(pieces, ("-".join(pieces[n:]) for n in range(1, len(pieces))))
    return parts


def _by_beginning(table: Mapping[str, Sequence[int]], form: str) -> list[Sequence[int]]:
    return [table[form[:n]] for n in range(2, len(form) + 1) if form[:n] in table]


def _by_ending(table: Mapping[str, Sequence[int]], form: str) -> list[Sequence[int]]:
    return [table[form[n:]] for n in range(len(form)) if form[n:] in table]
