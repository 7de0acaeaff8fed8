"""How few fake voters would overturn what is told of a discussion, and what changes without suspicious votes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from luotsi.engines.opinions.analysis import analyse
from luotsi.engines.opinions.representative import SIGNIFICANT_90, share, share_test
from luotsi.engines.opinions.result import DialogueResult
from luotsi.engines.opinions.statement import Statement
from luotsi.engines.opinions.suspicion import Suspicion, flagged
from luotsi.engines.opinions.votes import Ints, VoteTable
from luotsi.kit.text import Text

_LISTED = 5
_FRAGILE_SHARE = 0.05


class Headline(StrEnum):
    """What is told of a statement."""

    AGREED = "agreed"
    DISAGREED = "disagreed"
    MAJORITY_AGREES = "majority-agrees"
    MAJORITY_DISAGREES = "majority-disagrees"


@dataclass(frozen=True, slots=True)
class Influence:
    """A headline and how many fake voters, all voting against it on this statement, would take it away.

    ``votes`` is how many people voted on the statement. ``fragile`` when 5 % of them would do.
    """

    statement: int
    headline: Headline
    fake_voters: int
    votes: int

    @property
    def fragile(self) -> bool:
        """Whether one fake voter to twenty real ones is enough."""
        return self.fake_voters <= _FRAGILE_SHARE * self.votes

    def sentence(self) -> Text:
        """The finding in words, with its n."""
        return _SENTENCES[self.headline].format(m=self.fake_voters, n=self.votes)


def influence(result: DialogueResult) -> list[Influence]:
    """Every headline of a result, the easiest to overturn first."""
    tallies = result.tallies
    ids = result.matrix.statements
    live = np.flatnonzero(result.live)
    found = [
        _listed(result, tallies.all_agree, [entry.column for entry in result.agree], Headline.AGREED),
        _listed(result, tallies.all_disagree, [entry.column for entry in result.disagree], Headline.DISAGREED),
        [
            Influence(int(ids[at]), headline, int(2 * counts[at] - tallies.all_votes[at]), int(tallies.all_votes[at]))
            for counts, headline in (
                (tallies.all_agree, Headline.MAJORITY_AGREES),
                (tallies.all_disagree, Headline.MAJORITY_DISAGREES),
            )
            for at in live
            if 2 * counts[at] > tallies.all_votes[at]
        ],
    ]
    return sorted((item for part in found for item in part), key=lambda item: (item.fake_voters, item.statement))


def _listed(result: DialogueResult, counts: Ints, columns: list[int], headline: Headline) -> list[Influence]:
    """How many opposing votes on a listed statement push it off the list: below the next one, or below consensus."""
    votes = result.tallies.all_votes
    strength = np.where(result.live, share(counts, votes) * share_test(counts, votes), -np.inf)
    others = np.delete(strength, columns) if len(columns) == _LISTED else np.zeros(0)
    bar = float(others.max()) if len(others) else -np.inf

    def stays(column: int) -> Callable[[int], bool]:
        def holds(fakes: int) -> bool:
            count, total = np.array([counts[column]]), np.array([votes[column] + fakes])
            p, z = float(share(count, total)[0]), float(share_test(count, total)[0])
            return p > 0.5 and z > SIGNIFICANT_90 and p * z >= bar  # noqa: PLR2004 - the definition of consensus

        return holds

    return [
        Influence(int(result.matrix.statements[at]), headline, _first_failure(stays(at)), int(votes[at]))
        for at in columns
    ]


def _first_failure(holds: Callable[[int], bool]) -> int:
    """The least number for which a condition that once lost stays lost no longer holds."""
    high = 1
    while holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high


@dataclass(frozen=True, slots=True)
class Compared:
    """The result with all votes and without the suspicious ones, and the headlines that differ."""

    with_all: DialogueResult
    without: DialogueResult
    left_out: frozenset[int]
    changes: tuple[Text, ...]

    @property
    def differs(self) -> bool:
        """Whether leaving the suspicious votes out changes any headline."""
        return bool(self.changes)


def with_and_without(
    votes: VoteTable, statements: Iterable[Statement], found: Iterable[Suspicion], *, mode: str = "stable"
) -> Compared:
    """Analyse twice: as voted, and as if the people under suspicion had not voted."""
    known = list(statements)
    out = flagged(found)
    whole = analyse(votes, known, mode=mode)
    rest = votes.without(out)
    if not out or not len(rest):
        return Compared(whole, whole, out, ())
    less = analyse(rest, known, mode=mode)
    return Compared(whole, less, out, tuple(_changes(whole, less)))


def _changes(whole: DialogueResult, less: DialogueResult) -> list[Text]:
    changes = []
    for side, label in (("agree", _AGREE_LIST), ("disagree", _DISAGREE_LIST)):
        before = {int(whole.matrix.statements[entry.column]) for entry in getattr(whole, side)}
        after = {int(less.matrix.statements[entry.column]) for entry in getattr(less, side)}
        if before != after:
            names = {
                "out": ", ".join(map(str, sorted(before - after))) or "–",
                "into": ", ".join(map(str, sorted(after - before))) or "–",
            }
            changes.append(label.format(**names))
    if whole.k != less.k:
        changes.append(_COUNT.format(before=whole.k, after=less.k))
    return changes


_SENTENCES = {
    Headline.AGREED: Text(
        "{m} keksittyä äänestäjää veisi väittämän pois yhteisesti hyväksytyistä (n = {n}).",
        "{m} påhittade röstande skulle ta bort påståendet från de gemensamt godkända (n = {n}).",
        "{m} fake voters would take the statement off the list of what all agree on (n = {n}).",
    ),
    Headline.DISAGREED: Text(
        "{m} keksittyä äänestäjää veisi väittämän pois yhteisesti torjutuista (n = {n}).",
        "{m} påhittade röstande skulle ta bort påståendet från de gemensamt avvisade (n = {n}).",
        "{m} fake voters would take the statement off the list of what all disagree with (n = {n}).",
    ),
    Headline.MAJORITY_AGREES: Text(
        "{m} keksittyä äänestäjää veisi samaa mieltä olevilta enemmistön (n = {n}).",
        "{m} påhittade röstande skulle ta majoriteten från dem som är av samma åsikt (n = {n}).",
        "{m} fake voters would take the majority from those who agree (n = {n}).",
    ),
    Headline.MAJORITY_DISAGREES: Text(
        "{m} keksittyä äänestäjää veisi eri mieltä olevilta enemmistön (n = {n}).",
        "{m} påhittade röstande skulle ta majoriteten från dem som är av annan åsikt (n = {n}).",
        "{m} fake voters would take the majority from those who disagree (n = {n}).",
    ),
}
_AGREE_LIST = Text(
    "Yhteisesti hyväksytyistä poistuu {out}, tilalle tulee {into}.",
    "Från de gemensamt godkända försvinner {out}, i stället kommer {into}.",
    "Off the list of what all agree on: {out}; onto it: {into}.",
)
_DISAGREE_LIST = Text(
    "Yhteisesti torjutuista poistuu {out}, tilalle tulee {into}.",
    "Från de gemensamt avvisade försvinner {out}, i stället kommer {into}.",
    "Off the list of what all disagree with: {out}; onto it: {into}.",
)
_COUNT = Text(
    "Ryhmiä on {after}, kaikilla äänillä {before}.",
    "Grupperna är {after}, med alla röster {before}.",
    "There are {after} groups; with all votes {before}.",
)
