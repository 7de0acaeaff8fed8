"""The review of a suggestion: accept, edit, reject, postpone; append-only until signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text


class Act(StrEnum):
    """What a professional did."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    POSTPONE = "postpone"
    UNDO = "undo"


class State(StrEnum):
    """Where a suggestion stands. PROPOSED is the only state that a machine gives."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    POSTPONED = "postponed"


class Reason(StrEnum):
    """Why a suggestion was rejected: one of five, the last with words of one's own."""

    ALREADY_FOLLOWED = "already_followed"
    WRONG_FACT = "wrong_fact"
    NOT_FOR_THIS_CLIENT = "not_for_this_client"
    ALREADY_DONE = "already_done"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The reason as the user reads it."""
        return _REASONS[self]


_REASONS = {
    Reason.ALREADY_FOLLOWED: Text("seurataan jo", "följs redan upp", "already being followed"),
    Reason.WRONG_FACT: Text("tieto on väärä", "uppgiften är fel", "the information is wrong"),
    Reason.NOT_FOR_THIS_CLIENT: Text(
        "ei sovi tälle asiakkaalle", "passar inte för den här klienten", "does not suit this client"
    ),
    Reason.ALREADY_DONE: Text("on jo tehty", "är redan gjort", "already done"),
    Reason.OTHER: Text("muu syy", "annan orsak", "another reason"),
}

_STATE_OF = {
    Act.ACCEPT: State.ACCEPTED,
    Act.EDIT: State.EDITED,
    Act.REJECT: State.REJECTED,
    Act.POSTPONE: State.POSTPONED,
}

NOTE_LIMIT = 2000
EDIT_LIMIT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One act of one professional on one suggestion.

    ``text`` is the edited proposal, ``until`` the day to which the matter is postponed. A verdict that lacks what
    its act needs raises InputError with every problem named by field.
    """

    act: Act
    reason: Reason | None = None
    note: str = ""
    text: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        problems = [problem for problem in (self._reason(), self._text(), self._until(), self._note()) if problem]
        if problems:
            raise InputError(
                Text("Päätös on vajaa.", "Avgörandet är ofullständigt.", "The verdict is incomplete."), problems
            )

    def _reason(self) -> Problem | None:
        if self.act is Act.REJECT and self.reason is None:
            return Problem(
                "reason", Text("Valitse hylkäyksen syy.", "Välj orsak till att avvisa.", "Choose the reason.")
            )
        if self.reason is Reason.OTHER and not self.note.strip():
            return Problem("note", Text("Kirjoita syy.", "Skriv orsaken.", "Write the reason."))
        return None

    def _text(self) -> Problem | None:
        if self.act is Act.EDIT and not self.text.strip():
            return Problem(
                "text", Text("Kirjoita muutettu ehdotus.", "Skriv det ändrade förslaget.", "Write the edited proposal.")
            )
        return _too_long("text", self.text, EDIT_LIMIT)

    def _until(self) -> Problem | None:
        if self.act is Act.POSTPONE and self.until is None:
            return Problem("until", Text("Anna päivä.", "Ange datum.", "Give the day."))
        return None

    def _note(self) -> Problem | None:
        return _too_long("note", self.note, NOTE_LIMIT)


def _too_long(where: str, text: str, limit: int) -> Problem | None:
    if len(text) <= limit:
        return None
    message = Text(
        "Teksti on {n} merkkiä. Enintään {limit}.",
        "Texten är {n} tecken. Högst {limit}.",
        "{n} characters; at most {limit}.",
    )
    return Problem(where, message.format(n=len(text), limit=limit))


def standing(verdicts: Iterable[Verdict]) -> tuple[State, Verdict | None]:
    """The state after the verdicts in order, and the verdict that made it.

    UNDO takes back the last act that stands. Undoing nothing raises InputError.

    >>> standing([])
    (<State.PROPOSED: 'proposed'>, None)
    """
    stack: list[Verdict] = []
    for verdict in verdicts:
        if verdict.act is not Act.UNDO:
            stack.append(verdict)
        elif stack:
            stack.pop()
        else:
            raise InputError(
                Text("Ei ole mitään kumottavaa.", "Det finns inget att ångra.", "There is nothing to undo.")
            )
    if not stack:
        return State.PROPOSED, None
    return _STATE_OF[stack[-1].act], stack[-1]


def undecided(states: Sequence[State]) -> int:
    """How many suggestions still wait; a run is signed when none does."""
    return sum(state is State.PROPOSED for state in states)


def edit_distance(before: str, after: str) -> int:
    """Levenshtein distance in code points: insertions, deletions and substitutions (Levenshtein 1966).

    >>> edit_distance("25 mg x 1", "12,5 mg x 1")
    2
    """
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
