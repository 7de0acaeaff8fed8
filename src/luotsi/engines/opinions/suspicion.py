"""Signs that votes were not cast by people one by one. A sign is a reason to look, never a verdict on a person.

Five signs: votes faster than anybody reads, one answer to everything, the same votes as others beyond chance, endless
changing of one's mind, and a burst of new voters. A burst may well be a workshop, so it is told and not left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions.alike import alike
from luotsi.engines.opinions.components import centred, leading, means
from luotsi.engines.opinions.compressed import matrix
from luotsi.engines.opinions.votes import Floats, Ints, Places, VoteMatrix, VoteTable
from luotsi.kit.text import Text

_FAST_MS = 1_000
_FAST_VOTES = 10
_LINE_VOTES = 15
_REVOTES, _REVOTE_ROWS = 3, 30
_MOST_LEFT_OUT = 0.2
_WINDOW_MS = 600_000
_BEYOND_CHANCE = 1e-6
_FEWEST_IN_BURST = 10


class Sign(StrEnum):
    """What looked odd."""

    FAST = "fast"
    ONE_ANSWER = "one-answer"
    ALIKE = "alike"
    REVOTING = "revoting"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A sign, the people it concerns, how unlikely it is by chance (0 to 1; NaN where that is not counted), and why.

    ``leaves_out``: whether the result "without suspicious votes" leaves these people out. A burst does not, nor do
    people alike who are more than a fifth of all: that may be what many think.
    """

    sign: Sign
    people: tuple[int, ...]
    chance: float
    text: Text
    leaves_out: bool = True


def suspicions(votes: VoteTable) -> list[Suspicion]:
    """Every sign in a log of votes, the least likely by chance first."""
    if not len(votes):
        return []
    table = matrix(votes)
    found = [*_fast(votes), *_one_answer(table), *alike_people(table), *_revoting(votes), *_bursts(votes)]
    return sorted(found, key=lambda item: (item.chance if item.chance == item.chance else 1.0, item.people))


def flagged(found: Iterable[Suspicion]) -> frozenset[int]:
    """The people whose votes are left out of the result "without suspicious votes"."""
    return frozenset(person for item in found if item.leaves_out for person in item.people)


def _by_person(votes: VoteTable) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each person and the rows of that person's votes in order of time."""
    order = np.lexsort((votes.at_ms, votes.person))
    person = votes.person[order]
    edges = np.flatnonzero(np.diff(person)) + 1
    for rows in np.split(order, edges):
        yield int(votes.person[rows[0]]), rows


def _fast(votes: VoteTable) -> Iterator[Suspicion]:
    """At least ten votes with a median of under a second between them."""
    if _untimed(votes.at_ms):
        return
    for person, rows in _by_person(votes):
        if len(rows) < _FAST_VOTES:
            continue
        gap = float(np.median(np.diff(votes.at_ms[rows])))
        if gap < _FAST_MS:
            yield Suspicion(Sign.FAST, (person,), float("nan"), _FAST.format(n=len(rows), ms=round(gap)))


def _untimed(at_ms: Places) -> bool:
    """Whether the times are row numbers or all the same: then nothing can be said of speed."""
    return bool(at_ms.max() - at_ms.min() <= 2 * len(at_ms))


def answer_shares(table: VoteMatrix) -> Floats:
    """How likely each answer (disagree, pass, agree) is on each statement, one of each added."""
    width = len(table.statements)
    cells = np.bincount(table.column * 3 + (table.value + 1), minlength=width * 3).reshape(width, 3) + 1.0
    shares: Floats = cells / cells.sum(axis=1, keepdims=True)
    return shares


def _one_answer(table: VoteMatrix) -> Iterator[Suspicion]:
    """At least 15 votes, all the same, and that a millionth likely or less by the answers of all."""
    logs = np.log(answer_shares(table))
    people = len(table.people)
    row = table.of_rows(np.arange(people))
    likely = np.bincount(row, logs[table.column, table.value + 1], people)
    total = np.bincount(row, table.value, people)
    same = (np.abs(total) == table.counts) | (np.bincount(row, table.value != 0, people) == 0)
    for at in np.flatnonzero(same & (table.counts >= _LINE_VOTES) & (likely + np.log(people) < np.log(_BEYOND_CHANCE))):
        chance = float(np.exp(likely[at]))
        yield Suspicion(Sign.ONE_ANSWER, (int(table.people[at]),), chance, _LINE.format(n=int(table.counts[at])))


def alike_people(table: VoteMatrix) -> Iterator[Suspicion]:
    """Sets of people who voted the same on what they share, so many times that like minds do not explain it."""
    for members, chance in alike(table, _like_minded(table), _BEYOND_CHANCE):
        people = tuple(sorted(int(table.people[at]) for at in members))
        few = len(people) <= _MOST_LEFT_OUT * len(table.people)
        yield Suspicion(Sign.ALIKE, people, chance, _ALIKE.format(n=len(people)), few)


def _like_minded(table: VoteMatrix) -> Ints:
    """Each person among nine cells: thirds along the two leading components."""
    none = np.zeros(len(table.statements), dtype=bool)
    centre = means(table, none)
    votes = centred(table, centre, none)
    place = (votes @ leading(votes, centre).directions.T) / np.sqrt(np.maximum(table.counts, 1))[:, None]
    third = [np.searchsorted(np.quantile(place[:, axis], [1 / 3, 2 / 3]), place[:, axis]) for axis in (0, 1)]
    return np.asarray(third[0] * 3 + third[1], dtype=np.int64)


def _revoting(votes: VoteTable) -> Iterator[Suspicion]:
    """At least 30 votes, three or more to each statement voted on."""
    for person, rows in _by_person(votes):
        distinct = len(np.unique(votes.statement[rows]))
        if len(rows) >= _REVOTE_ROWS and len(rows) >= _REVOTES * distinct:
            yield Suspicion(Sign.REVOTING, (person,), float("nan"), _REVOTING.format(n=len(rows), m=distinct))


def _bursts(votes: VoteTable) -> Iterator[Suspicion]:
    """Ten-minute windows with more first votes than the busiest that the usual pace explains (Poisson)."""
    if _untimed(votes.at_ms):
        return
    from scipy.special import pdtrc  # noqa: PLC0415 - slow to load

    people, place = np.unique(votes.person, return_inverse=True)
    first = np.full(len(people), np.iinfo(np.int64).max)
    np.minimum.at(first, place, votes.at_ms)
    window = first // _WINDOW_MS
    used, counts = np.unique(window, return_counts=True)
    usual = max(float(np.median(counts)), 1.0)
    for number, count in zip(used.tolist(), counts.tolist(), strict=True):
        chance = float(pdtrc(count - 1, usual)) * len(used)
        if count >= _FEWEST_IN_BURST and chance < _BEYOND_CHANCE:
            yield Suspicion(
                Sign.BURST,
                tuple(people[window == number].tolist()),
                chance,
                _BURST.format(n=count, m=round(usual)),
                False,
            )


def summary(found: Sequence[Suspicion], people: int) -> Text:
    """One sentence for the top of the report."""
    out = flagged(found)
    if not out:
        return _NOTHING.format(n=people)
    return _SUMMARY.format(m=len(out), n=people)


_FAST = Text(
    "{n} ääntä, väli tyypillisesti {ms} ms: nopeammin kuin kukaan lukee.",
    "{n} röster, typiskt {ms} ms emellan: snabbare än någon läser.",
    "{n} votes, typically {ms} ms apart: faster than anybody reads.",
)
_LINE = Text("{n} ääntä, kaikki samoja.", "{n} röster, alla likadana.", "{n} votes, all the same.")
_ALIKE = Text(
    "{n} osallistujaa äänesti lähes täysin samoin useammin kuin sattuma selittää.",
    "{n} deltagare röstade nästan helt likadant oftare än slumpen förklarar.",
    "{n} participants voted almost exactly alike more often than chance explains.",
)
_REVOTING = Text(
    "{n} ääntä vain {m} väittämästä.", "{n} röster om bara {m} påståenden.", "{n} votes on only {m} statements."
)
_BURST = Text(
    "{n} uutta äänestäjää kymmenessä minuutissa, tavallisesti {m}. Syy voi olla työpaja.",
    "{n} nya röstande på tio minuter, vanligen {m}. Orsaken kan vara en workshop.",
    "{n} new voters in ten minutes, usually {m}. A workshop may be the reason.",
)
_NOTHING = Text(
    "Epäilyttäviä ääniä ei löytynyt ({n} osallistujaa).",
    "Inga misstänkta röster hittades ({n} deltagare).",
    "No suspicious votes were found ({n} participants).",
)
_SUMMARY = Text(
    "{m} osallistujan äänissä {n}:stä on merkkejä, jotka kannattaa tarkistaa.",
    "Rösterna från {m} av {n} deltagare bär tecken som bör granskas.",
    "The votes of {m} of {n} participants bear signs worth checking.",
)
