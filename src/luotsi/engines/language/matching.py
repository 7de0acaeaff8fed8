"""Compiled patterns, and how they are found among the words of a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Run(NamedTuple):
    """Elements in order: each with the number of other words that may stand before it."""

    elements: tuple[int, ...]
    gaps: tuple[int, ...]


class Pattern(NamedTuple):
    """A compiled pattern: the run that triggers it, what else its clause must hold, and what it must not hold."""

    payload: int
    trigger: Run
    others: tuple[Run, ...]
    without: tuple[Run, ...]
    needed: frozenset[int] = frozenset()


class Match(NamedTuple):
    """A pattern found in a sentence: the tokens from ``start`` to ``end`` (inclusive) are its trigger."""

    payload: int
    start: int
    end: int
    extra: tuple[int, ...] = ()
    """The other words that the pattern asks for, the first of each run."""
    skipped: tuple[int, ...] = ()
    """Words between those of the trigger that the pattern does not name ("goes *not* to school")."""


class Places(Mapping[int, Sequence[int]]):
    """Element → positions at which it stands in a sentence. Which elements stand at all is known at once, where they
    stand is worked out when asked: of the many elements of a word few are ever asked for.
    """

    __slots__ = ("_at", "_rows", "held")

    def __init__(self, rows: Sequence[frozenset[int]]) -> None:
        self._rows = rows
        self._at: dict[int, Sequence[int]] = {}
        self.held: set[int] = set().union(*rows)

    def add(self, element: int, positions: Sequence[int]) -> None:
        """Further positions of an element."""
        self._at[element] = sorted({*self.get(element, ()), *positions})
        self.held.add(element)

    def __getitem__(self, element: int) -> Sequence[int]:
        if element not in self.held:
            raise KeyError(element)
        places: Sequence[int] = self.get(element)
        return places

    def get(self, element: int, default: Any = None) -> Any:
        """The positions of an element; the default when it stands nowhere."""
        if element not in self.held:
            return default
        places = self._at.get(element)
        if places is None:
            places = self._at[element] = [at for at, row in enumerate(self._rows) if element in row]
        return places

    def __contains__(self, element: object) -> bool:
        return element in self.held

    def __iter__(self) -> Iterator[int]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


@dataclass(slots=True)
class Found:
    """What the tokens of one sentence satisfy: element → positions, and the clause of each token."""

    places: Places
    clauses: Sequence[int]


def starts(run: Run, places: Mapping[int, Sequence[int]]) -> list[int]:
    """Where a run of elements begins in a sentence, clauses aside."""
    return [places_of_run[0] for places_of_run in runs_of(run, places, None, None)]


def matches_of(pattern: Pattern, found: Found) -> list[Match]:
    """Where a pattern stands: a match for each place of its trigger whose clause holds the rest and nothing forbidden."""
    places, clauses = found.places, found.clauses
    matches = []
    for own in runs_of(pattern.trigger, places, clauses, None):
        start, end = own[0], own[-1]
        clause = clauses[start]
        if any(runs_of(run, places, clauses, clause) for run in pattern.without):
            continue
        extra: list[int] = []
        for run in pattern.others:
            nearest = _nearest(run, found, clause, start, end)
            if nearest is None:
                break
            extra.append(nearest)
        else:
            skipped = tuple([place for place in range(start, end) if place not in own]) if end > start else ()
            matches.append(Match(pattern.payload, start, end, tuple(extra), skipped))
    return matches


def _nearest(run: Run, found: Found, clause: int, start: int, end: int) -> int | None:
    """Where the run stands in the clause nearest to the words from ``start`` to ``end``, apart from them."""
    places, clauses = found.places, found.clauses
    if len(run.elements) == 1:
        near = None
        for place in places.get(run.elements[0], ()):
            if clauses[place] == clause and not start <= place <= end:  # noqa: SIM102 - the hot path
                if near is None or abs(place - start) < abs(near - start):
                    near = place
        return near
    apart = [one[0] for one in runs_of(run, places, clauses, clause) if one[-1] < start or one[0] > end]
    return min(apart, key=lambda place: abs(place - start)) if apart else None


def runs_of(
    run: Run, places: Mapping[int, Sequence[int]], clauses: Sequence[int] | None, clause: int | None
) -> list[tuple[int, ...]]:
    """The places of a run's elements, in order and near enough, each time within one clause (that one, when given)."""
    first = places.get(run.elements[0], ())
    if len(run.elements) == 1:
        return [(place,) for place in first if clause is None or not clauses or clauses[place] == clause]
    answer: list[tuple[int, ...]] = []
    for start in first:
        home = clauses[start] if clauses else 0
        if clause is not None and home != clause:
            continue
        at = start
        taken = [start]
        for element, gap in zip(run.elements[1:], run.gaps[1:], strict=True):
            limit = at + 1 + gap
            for place in places.get(element, ()):
                if at < place <= limit and (not clauses or clauses[place] == home):
                    at = place
                    taken.append(place)
                    break
            else:
                break
        else:
            answer.append(tuple(taken))
    return answer
