"""What a sentence asserts of a matter found in it: so, not so or uncertain; now, over or planned. After ConText.

Harkema H, Dowling JN, Thornblade T, Chapman WW 2009, J Biomed Inform 42:839-851 (ConText: trigger, direction, end of
scope). Here the scope ends at the clause's border, object clauses follow their verb, and what the proposition means is
kept apart from its grammar: the class of the concept says what a negation makes of it (``data/README.md``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from luotsi.engines.language.lexicon import Lexicon
from luotsi.engines.language.matching import Match
from luotsi.engines.language.model import Assertion, Polarity, Temporality, Token
from luotsi.engines.language.scopes import Clause


class Mark(NamedTuple):
    """An attribute trigger at a place: its scope, first and last token, and its clause."""

    scope: str
    start: int
    end: int
    clause: int


class State(NamedTuple):
    """One way in which a finding stands: polarity, assertion, time."""

    polarity: Polarity
    assertion: Assertion
    temporality: Temporality


@dataclass(slots=True)
class Marks:
    """The attribute triggers of a sentence by group, those that are no triggers after all taken out."""

    clauses: Sequence[Clause]
    verbs: frozenset[int] = frozenset()
    groups: dict[str, list[Mark]] = field(default_factory=dict)

    def reaching(self, group: str, start: int, end: int, clause: int, skipped: Sequence[int] = ()) -> list[Mark]:
        """The triggers of a group in whose scope the tokens from ``start`` to ``end`` lie.

        A trigger that is part of the matter's own words does not reach it, one among the ``skipped`` words does.
        """
        found = self.groups.get(group)
        if not found:
            return []
        return [mark for mark in found if self._reaches(mark, start, end, clause, skipped)]

    def _reaches(self, mark: Mark, start: int, end: int, clause: int, skipped: Sequence[int]) -> bool:
        if start <= mark.start and mark.end <= end and mark.scope != "that" and mark.start not in skipped:
            return mark.scope == "own"
        if mark.scope == "sentence":
            return True
        if mark.scope in {"that", "below"} and self._governs(mark.clause, clause):
            return True
        if mark.scope == "back":
            return mark.clause == clause + 1
        if mark.scope == "next" and any(mark.end < verb <= start for verb in self.verbs):
            return False
        return mark.clause == clause and _in_scope(mark, start, end)

    def _governs(self, upper: int, lower: int) -> bool:
        """Whether the clause ``lower`` is the object clause of ``upper`` or coordinated with it."""
        if lower <= upper:
            return False
        kinds = [self.clauses[n].kind for n in range(upper + 1, lower + 1)]
        return kinds[0] == "that" and all(kind in {"that", "and", "comma"} for kind in kinds[1:])

    def tidy(self, tokens: Sequence[Token], *, named: bool) -> None:
        """Take out the triggers that are a name: "in May", "May has fallen"."""
        for group, marks in self.groups.items():
            if any(_is_name(mark, tokens, named=named) for mark in marks):
                self.groups[group] = [mark for mark in marks if not _is_name(mark, tokens, named=named)]

    @property
    def tells(self) -> bool:
        """Whether any trigger could change how a matter is read."""
        return not _TELLING.isdisjoint(self.groups)

    def add_doubts(self, places: Sequence[int], clause_at: Sequence[int]) -> None:
        """Verbs that say by their form that their clause is not sure."""
        if places:
            doubts = self.groups.setdefault("uncertain", [])
            doubts.extend(Mark("clause", place, place, clause_at[place]) for place in places)


def _in_scope(mark: Mark, start: int, end: int) -> bool:
    """Whether a trigger reaches the tokens from ``start`` to ``end`` of its own clause."""
    if mark.scope == "near":
        return mark.end + 1 == start or 0 < mark.start - end <= NEAR_AFTER
    if mark.scope in {"after", "next"}:
        return mark.end < start
    if mark.scope == "before":
        return mark.start > end
    return mark.scope in {"clause", "that"}


NEAR_AFTER = 3
"""How far after a matter its adjective may stand: "valvonta on ollut kovin vähäistä"."""


def _is_name(mark: Mark, tokens: Sequence[Token], *, named: bool) -> bool:
    """A trigger that begins with a capital within its sentence, or with the name that opens it."""
    token = tokens[mark.start]
    if not token.text[:1].isupper() or token.text.isupper():
        return False
    before = tokens[mark.start - 1].text if mark.start else ""
    return tokens[mark.start - 1].is_word or before.isdigit() if mark.start else named  # "5 May"


_CANCELS: Mapping[str, str] = {
    "not_negation": "negation", "not_conditional": "conditional", "not_future": "future", "not_stopped": "stopped"
}  # fmt: skip


def marks_of(
    matches: Sequence[Match], lexicon: Lexicon, clauses: Sequence[Clause], clause_at: Sequence[int], verbs: set[int]
) -> Marks:
    """The triggers of a sentence from the matches of its patterns."""
    marks = Marks(clauses, frozenset(verbs))
    for match in matches:
        use = lexicon.uses[match.payload]
        if use.group:
            mark = Mark(use.scope, match.start, match.end, clause_at[match.start])
            marks.groups.setdefault(use.group, []).append(mark)
    for cancelling, group in _CANCELS.items():
        cancelled = marks.groups.get(cancelling)
        if cancelled and group in marks.groups:
            marks.groups[group] = [
                mark
                for mark in marks.groups[group]
                if not any(one.start <= mark.end and mark.start <= one.end for one in cancelled)
            ]
    return marks


class Reading(NamedTuple):
    """What the clause says around a matter, before the concept's class is applied."""

    negated: bool
    denied: bool
    uncertain: bool
    conditional: bool
    stopped: bool
    refused: bool
    wished: bool
    worried: bool
    rules: tuple[str, ...]


PLAIN = Reading(
    negated=False,
    denied=False,
    uncertain=False,
    conditional=False,
    stopped=False,
    refused=False,
    wished=False,
    worried=False,
    rules=(),
)


class Own(NamedTuple):
    """What belongs to the matter itself: its class, the words it names, those that judge it, and what its form says.

    ``without`` is a form that denies ("riidoitta"), ``bare`` a risk whose words need their negation ("ei onnistu"),
    ``worry`` a form that one can worry about ("huoli kaverisuhteista"); ``aside`` is a matter that is only a circumstance.
    """

    kind: str = ""
    named: tuple[int, ...] = ()
    judged: tuple[int, ...] = ()
    without: bool = False
    bare: bool = False
    worry: bool = False
    aside: bool = False

    def words(self, group: str) -> tuple[int, ...]:
        """The words that are the matter's own and so no triggers of a group."""
        if group == "negation" or (group == "stopped" and self.kind == "clear"):
            return self.named
        return self.judged if group in {"uncertain", "stopped"} else ()


def _on(mark: Mark, words: Iterable[int]) -> bool:
    return any(mark.start <= word <= mark.end for word in words)


def _reached(marks: Marks, match: Match, clause: int, own: Own) -> dict[str, list[Mark]]:
    """The triggers that reach a matter, by group, those left out that are the matter's own words."""
    reached: dict[str, list[Mark]] = {}
    for name in marks.groups:
        if name not in _READ or (own.aside and name in _OF_THE_VERB):
            continue
        found = marks.reaching(name, match.start, match.end, clause, match.skipped)
        words = own.words(name)
        if found and words:
            found = [
                mark for mark in found if not (_on(mark, words) and (name != "uncertain" or mark.start == mark.end))
            ]
        if found:
            reached[name] = found
    return reached


def reading_at(marks: Marks, match: Match, clause: int, own: Own) -> Reading:
    """Negation (an odd number of independent ones), uncertainty, condition and stopping at a matter found."""
    groups = _reached(marks, match, clause, own)
    conditional = _conditional(marks, clause, own.kind)
    if not groups and not conditional and not own.without:
        return PLAIN
    negations = [mark for mark in groups.get("negation", ()) if not (own.bare and mark.scope == "clause")]
    grammatical = any(mark.scope == "clause" for mark in negations)
    others = _independent(negations) + int(own.without)
    if own.kind in {"strength", "need"} and "scant" in groups:
        denying = [place for mark in negations for place in range(mark.start, mark.end + 1)]
        others += any(not _on(mark, denying) for mark in groups["scant"])
    if own.kind in _GOOD and "partly" in groups:
        others += 1
    no_more = grammatical and "no_more" in groups
    ended = "stopped" in groups
    stopped = ended != no_more
    stop_denied = ended and grammatical and not no_more
    count = int(grammatical and not no_more and not stop_denied) + others
    refused = grammatical and any(mark.clause == clause for mark in marks.groups.get("refusal", ()))
    rules = tuple(name for name in _READ if name in groups) + (("conditional",) if conditional else ())
    return Reading(
        negated=count % 2 == 1,
        denied=any(mark.scope == "that" for mark in negations),
        uncertain=_uncertain(groups, own.kind),
        conditional=conditional,
        stopped=stopped and not stop_denied,
        refused=refused,
        wished="wish" in groups,
        worried=own.worry and "worry" in groups,
        rules=rules,
    )


def _uncertain(groups: Mapping[str, Sequence[Mark]], kind: str) -> bool:
    """Whether a matter is in doubt. What "seems well" is what was seen; what "seems depressed" is a guess."""
    if "uncertain" in groups or ("open" in groups and kind != "neutral"):
        return True
    return "seems" in groups and kind != "strength"


_OF_THE_VERB = frozenset({"negation", "stopped", "no_more", "partly"})
"""Groups that speak of what the clause says, not of its circumstances."""

_GOOD = frozenset({"strength", "need", "clear", "quality", "lack"})
"""Classes of which "not always" is a lack; a risk is still there when it is not always so."""

_READ = ("negation", "uncertain", "open", "scant", "partly", "stopped", "no_more", "wish", "worry", "seems")
"""The groups that a reading asks for."""

_TELLING = frozenset({*_READ, "conditional"})


def _independent(negations: Sequence[Mark]) -> int:
    """How many scopes beside the clause hold a negation of their own: one word negates once ("has no", "no")."""
    taken = {place for mark in negations if mark.scope == "clause" for place in range(mark.start, mark.end + 1)}
    own = {m.scope for m in negations if m.scope != "clause" and taken.isdisjoint(range(m.start, m.end + 1))}
    return len(own)


def _conditional(marks: Marks, clause: int, kind: str) -> bool:
    """In a condition, or in the main clause that follows the condition it opens the sentence with.

    A condition that comes after makes a plan uncertain ("they move if …"), not a habit ("he hits if …").
    """
    found = marks.groups.get("conditional")
    if not found:
        return False
    at = {mark.clause for mark in found}
    if clause in at or (clause + 1 in at and kind == "neutral"):
        return True
    before = clause - 1
    while before > 0 and marks.clauses[before].kind in {"that", "relative", "and"}:
        before -= 1
    return before in at and before == 0 and marks.clauses[clause].kind in {"comma", "border", "and"}


def states(kind: str, value: str, reading: Reading, time: Temporality) -> tuple[State, ...]:  # noqa: PLR0911
    """How a finding of a class stands under a reading; empty when naming the matter says nothing.

    ``value`` is good, bad or empty for the classes quality and lack. A negated need or strength is a risk that is
    present; a stopped risk was and is no more.
    """
    if reading.worried and kind in {"strength", "need"}:
        kind = "risk"  # one worries about what may be wrong: "huolta kaverisuhteista ei ole"
    if kind in {"quality", "lack"}:
        return _valued(kind, value, reading, time)
    if kind == "need":
        return _one(Polarity.RISK, Assertion.PRESENT, reading, time) if reading.negated or reading.stopped else ()
    if kind == "strength":
        polarity = Polarity.RISK if reading.negated or reading.stopped else Polarity.STRENGTH
        return _one(polarity, Assertion.PRESENT, reading, time)
    if kind == "neutral":
        if reading.stopped and not reading.refused:
            planned = reading.conditional or time is Temporality.FUTURE
            ended = Temporality.FUTURE if planned else Temporality.HISTORIC
            return _one(Polarity.NEUTRAL, Assertion.PRESENT, reading, ended)
        present = not reading.negated or reading.refused
        return _one(Polarity.NEUTRAL, Assertion.PRESENT if present else Assertion.NEGATED, reading, time)
    there = (kind == "risk") != reading.negated
    if reading.stopped:
        return _stopped(kind, reading)
    return _one(Polarity.RISK, Assertion.PRESENT if there else Assertion.NEGATED, reading, time)


def _stopped(kind: str, reading: Reading) -> tuple[State, ...]:
    if kind == "clear":
        return _one(Polarity.RISK, Assertion.PRESENT, reading, Temporality.NOW)
    now = Assertion.UNCERTAIN if reading.uncertain else Assertion.NEGATED
    return (
        State(Polarity.RISK, Assertion.PRESENT, Temporality.HISTORIC),
        State(Polarity.RISK, now, Temporality.NOW),
    )


def _valued(kind: str, value: str, reading: Reading, time: Temporality) -> tuple[State, ...]:
    turned = reading.negated or reading.stopped
    if value == "good":
        return _one(Polarity.RISK if turned else Polarity.STRENGTH, Assertion.PRESENT, reading, time)
    if value == "bad":
        return _one(Polarity.RISK, Assertion.NEGATED if turned else Assertion.PRESENT, reading, time)
    if kind == "lack" and turned:
        return _one(Polarity.RISK, Assertion.PRESENT, reading, time)
    return ()


def _one(polarity: Polarity, assertion: Assertion, reading: Reading, time: Temporality) -> tuple[State, ...]:
    if reading.conditional:
        return (State(polarity, Assertion.UNCERTAIN, Temporality.FUTURE),)
    if reading.uncertain and not (reading.negated and assertion is Assertion.NEGATED):
        assertion = Assertion.UNCERTAIN  # what is hardly so is said not to be so; what is perhaps lacking is not known
    return (State(polarity, assertion, time),)
