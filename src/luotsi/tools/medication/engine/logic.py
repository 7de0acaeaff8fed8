"""The rule language of the medication packs: a safe parser and three-valued evaluation.

A rule is written ``G:nsaid & D:gi_bleed_ulcer & !G:gastroprotection``. An atom whose fact is not in the record is
neither true nor false: it is :class:`Missing` and names what is missing. The connectives are Kleene's strong
three-valued ones (S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text

MAX_DEPTH = 32
MAX_LENGTH = 2000

BARE_WORDS = frozenset({"ach3", "ach2plus", "conscore2", "qtdrug", "dup", "first_line", "manual"})
KINDS_WITH_NAME = frozenset({"G", "D", "sex", "flag", "regular", "vacc"})
KINDS_COMPARED = frozenset({"L", "dur", "dose", "age", "chads", "n"})

_TOKEN = re.compile(r"\s*([()&|!]|[A-Za-z][\w]*(?::[\w-]+)*(?:(?:>=|<=|>|<|:)-?\d+(?:\.\d+)?)?)")
_ATOM = re.compile(r"(?P<kind>[A-Za-z]\w*?)(?::(?P<name>[\w-]+?))?(?:(?P<op>>=|<=|>|<|:)(?P<value>-?\d+(?:\.\d+)?))?\Z")


class RuleSyntaxError(LuotsiError):
    """A rule of a pack cannot be read: a defect of the pack, named with the rule's own text."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(
            Text(
                f"Sääntöä ”{rule}” ei voi lukea: {why}.",
                f"Regeln ”{rule}” kan inte läsas: {why}.",
                f'The rule "{rule}" cannot be read: {why}.',
            )
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """The third truth value: not known, because these facts are not in the record (``lab:potassium``)."""

    facts: frozenset[str]


Truth: TypeAlias = bool | Missing
"""True, False, or Missing."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One test. ``text`` is its spelling and identity; ``op`` and ``value`` are empty for a bare name."""

    text: str
    kind: str
    name: str = ""
    op: str = ""
    value: float = 0.0

    def compare(self, figure: float) -> bool:
        """Whether ``figure`` satisfies the atom's comparison."""
        if self.op == ">=":
            return figure >= self.value
        if self.op == "<=":
            return figure <= self.value
        return figure > self.value if self.op == ">" else figure < self.value


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of ``item``."""

    item: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """True when all ``items`` are."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when any of ``items`` is."""

    items: tuple["Node", ...]


Node: TypeAlias = Atom | Not | And | Or


def parse(rule: str) -> Node:
    """The syntax tree of a rule; :class:`RuleSyntaxError` when it is not one."""
    if len(rule) > MAX_LENGTH:
        raise RuleSyntaxError(rule[:40] + "…", "too long")
    return _Parser(rule).whole()


class _Parser:
    """Recursive descent: ``or := and ('|' and)*``, ``and := not ('&' not)*``, ``not := '!' not | '(' or ')' | atom``."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.tokens = self._split(rule)
        self.place = 0
        self.depth = 0

    def _split(self, rule: str) -> list[str]:
        tokens, at = [], 0
        while at < len(rule.rstrip()):
            match = _TOKEN.match(rule, at)
            if match is None:
                raise RuleSyntaxError(rule, f"position {at}")
            tokens.append(match[1])
            at = match.end()
        return tokens

    def whole(self) -> Node:
        node = self.either()
        if self.place != len(self.tokens):
            raise RuleSyntaxError(self.rule, f"unexpected {self.tokens[self.place]}")
        return node

    def either(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleSyntaxError(self.rule, "nested too deep")
        items = [self.both()]
        while self._take("|"):
            items.append(self.both())
        self.depth -= 1
        return items[0] if len(items) == 1 else Or(tuple(items))

    def both(self) -> Node:
        items = [self.one()]
        while self._take("&"):
            items.append(self.one())
        return items[0] if len(items) == 1 else And(tuple(items))

    def one(self) -> Node:
        negated = False
        while self._take("!"):
            negated = not negated
        if self._take("("):
            node = self.either()
            if not self._take(")"):
                raise RuleSyntaxError(self.rule, "no closing bracket")
        else:
            node = self._atom()
        return Not(node) if negated else node

    def _take(self, token: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place] == token:
            self.place += 1
            return True
        return False

    def _atom(self) -> Atom:
        if self.place >= len(self.tokens) or self.tokens[self.place] in "()&|!":
            raise RuleSyntaxError(self.rule, "a test is missing")
        text = self.tokens[self.place]
        self.place += 1
        return read_atom(text, self.rule)


def read_atom(text: str, rule: str = "") -> Atom:
    """One atom from its spelling; :class:`RuleSyntaxError` for a kind that the language does not have."""
    match = _ATOM.match(text)
    if match is None:
        raise RuleSyntaxError(rule or text, f"{text} is not a test")
    kind, name, op, value = match["kind"], match["name"] or "", match["op"] or "", match["value"]
    known = (
        (text in BARE_WORDS)
        or (kind in KINDS_WITH_NAME and name and not op)
        or (kind in KINDS_COMPARED and op in {">=", "<=", ">", "<"} and bool(name) == (kind in {"L", "dur", "dose"}))
        or (kind == "labwithin" and name and op == ":")
    )
    if not known:
        raise RuleSyntaxError(rule or text, f"{text} is not a test")
    return Atom(text, kind, name, op, float(value) if value is not None else 0.0)


def evaluate(node: Node, lookup: Callable[[Atom], Truth]) -> Truth:
    """The truth of a rule, given the truth of each atom. Unknown stays unknown unless it cannot matter."""
    if isinstance(node, Atom):
        return lookup(node)
    if isinstance(node, Not):
        inner = evaluate(node.item, lookup)
        return inner if isinstance(inner, Missing) else not inner
    decisive = isinstance(node, Or)
    missing: frozenset[str] | None = None
    for item in node.items:
        value = evaluate(item, lookup)
        if isinstance(value, Missing):
            missing = value.facts if missing is None else missing | value.facts
        elif value is decisive:
            return decisive
    return not decisive if missing is None else Missing(missing)


def atoms_of(node: Node) -> Iterator[Atom]:
    """Every atom of a rule, in reading order."""
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, Not):
        yield from atoms_of(node.item)
    else:
        for item in node.items:
            yield from atoms_of(item)


def grounds(node: Node, lookup: Callable[[Atom], Truth]) -> Iterator[Atom]:
    """The atoms, not negated and true, on which a true rule stands: what evidence shows."""
    if isinstance(node, Atom):
        if lookup(node) is True:
            yield node
    elif isinstance(node, And | Or):
        for item in node.items:
            if not isinstance(item, Not) and (isinstance(node, And) or evaluate(item, lookup) is True):
                yield from grounds(item, lookup)
