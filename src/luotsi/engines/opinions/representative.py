"""What tells a group from the others, what unites everybody, and what to ask next, in Polis' definitions. Spec 4.8."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from luotsi.engines.opinions.tallies import Tallies
from luotsi.engines.opinions.votes import Bools, Floats, Ints

Side: TypeAlias = Literal["agree", "disagree"]
SIGNIFICANT_90 = 1.2816
SIGNIFICANT_95 = 1.6449
_LIST_LENGTH = 5
_HALF = 0.5
_META_PRIORITY = 49.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each group (rows) against the others on each statement (columns).

    ``share`` p = (A+1)/(S+2), ``test`` z of the share against one half, ``ratio`` r = p / p of the others,
    ``ratio_test`` the two-proportion z; of agreeing and of disagreeing.
    """

    share_agree: Floats
    share_disagree: Floats
    test_agree: Floats
    test_disagree: Floats
    ratio_agree: Floats
    ratio_disagree: Floats
    ratio_test_agree: Floats
    ratio_test_disagree: Floats

    @property
    def sides(self) -> Bools:
        """True where agreeing tells the group apart more than disagreeing."""
        return self.ratio_test_agree > self.ratio_test_disagree

    @property
    def metric(self) -> Floats:
        """The product r * z of r * p * z of p of the side that tells the group apart."""
        agree = self.ratio_agree * self.ratio_test_agree * self.share_agree * self.test_agree
        disagree = self.ratio_disagree * self.ratio_test_disagree * self.share_disagree * self.test_disagree
        return np.where(self.sides, agree, disagree)


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that tells a group from the others: which side, and the figures behind it."""

    column: int
    side: Side
    count: int
    votes: int
    share: float
    test: float
    ratio: float
    ratio_test: float
    best_agree: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """A statement on which the whole discussion is of one mind: counts, share (count + 1)/(votes + 2) and its z."""

    column: int
    count: int
    votes: int
    share: float
    test: float


def share(count: Ints, votes: Ints) -> Floats:
    """(count + 1) / (votes + 2): the share with a vote of each kind added."""
    return (count + 1) / (votes + 2)


def share_test(count: Ints, votes: Ints) -> Floats:
    """The z of a share against one half: 2 * sqrt(S+1) * ((count+1)/(S+1) - 0.5)."""
    return 2 * np.sqrt(votes + 1) * ((count + 1) / (votes + 1) - 0.5)


def ratio_test(count: Ints, votes: Ints, other: Ints, other_votes: Ints) -> Floats:
    """The z of the difference of two shares, one added to each count; 0 when everybody is of one mind."""
    first, second, total, others = count + 1, other + 1, votes + 1, other_votes + 1
    pooled = (first + second) / (total + others)
    same = pooled == 1
    # a mean over 1 occurs only where there are no votes at all; the formula then has no real value either
    variance = np.where(same, 1.0, pooled * (1 - pooled) * (1 / total + 1 / others))
    usable = ~same & (variance > 0)
    return np.divide(
        first / total - second / others, np.sqrt(np.abs(variance)), out=np.zeros(pooled.shape), where=usable
    )


def compare(tallies: Tallies) -> Comparison:
    """All figures of every group and statement."""
    agree, disagree, votes = tallies.agree, tallies.disagree, tallies.votes
    other_agree, other_disagree, other_votes = tallies.rest
    return Comparison(
        share(agree, votes),
        share(disagree, votes),
        share_test(agree, votes),
        share_test(disagree, votes),
        share(agree, votes) / share(other_agree, other_votes),
        share(disagree, votes) / share(other_disagree, other_votes),
        ratio_test(agree, votes, other_agree, other_votes),
        ratio_test(disagree, votes, other_disagree, other_votes),
    )


def representative(tallies: Tallies, found: Comparison, out: Bools) -> list[list[Representative]]:
    """For each group the statements that tell it from the others, at most five, agreement first."""
    return [_of_group(tallies, found, out, group) for group in range(len(tallies.votes))]


def _of_group(tallies: Tallies, found: Comparison, out: Bools, group: int) -> list[Representative]:
    agree = (found.ratio_test_agree[group] > SIGNIFICANT_90) & (found.test_agree[group] > SIGNIFICANT_90)
    disagree = (found.ratio_test_disagree[group] > SIGNIFICANT_90) & (found.test_disagree[group] > SIGNIFICANT_90)
    candidates = np.flatnonzero((agree | disagree) & ~out)
    best = _best_agree(tallies, found, out, group)
    if not len(candidates):
        if best is not None:
            return [_entry(tallies, found, group, best, best_agree=True)]
        live = np.flatnonzero(~out)
        if not len(live):
            return []
        strength = np.maximum(found.ratio_test_agree[group], found.ratio_test_disagree[group])[live]
        return [_entry(tallies, found, group, int(live[strength.argmax()]))]
    metric = found.metric[group][candidates]
    ordered = [int(column) for column in candidates[np.argsort(-metric, kind="stable")] if column != best]
    first = [] if best is None else [_entry(tallies, found, group, best, best_agree=True)]
    listed = [*first, *(_entry(tallies, found, group, column) for column in ordered)][:_LIST_LENGTH]
    return sorted(listed, key=lambda entry: entry.side != "agree")


def _best_agree(tallies: Tallies, found: Comparison, out: Bools, group: int) -> int | None:
    """The statement that the group agrees on best, scanned in the order of the statements."""
    p, z = found.share_agree[group], found.test_agree[group]
    r, rz = found.ratio_agree[group], found.ratio_test_agree[group]
    voted = (tallies.agree[group] > 0) | (tallies.disagree[group] > 0)
    best: int | None = None
    for column in np.flatnonzero(voted & ~out & ((z > SIGNIFICANT_90) | ((r > 1) & (p > _HALF)))):
        if best is None:
            best = int(column)
        elif r[best] > 1:
            if r[column] * rz[column] * p[column] * z[column] > r[best] * rz[best] * p[best] * z[best]:
                best = int(column)
        elif p[column] * z[column] > p[best] * z[best]:
            best = int(column)
    return best


def _entry(tallies: Tallies, found: Comparison, group: int, column: int, *, best_agree: bool = False) -> Representative:
    at = (group, column)
    votes = int(tallies.votes[at])
    if best_agree or found.sides[at]:
        figures = (found.share_agree, found.test_agree, found.ratio_agree, found.ratio_test_agree)
        side: Side = "agree"
        count = int(tallies.agree[at])
    else:
        figures = (found.share_disagree, found.test_disagree, found.ratio_disagree, found.ratio_test_disagree)
        side, count = "disagree", int(tallies.disagree[at])
    p, z, r, rz = (float(figure[at]) for figure in figures)
    return Representative(column, side, count, votes, p, z, r, rz, best_agree)


def consensus(tallies: Tallies, out: Bools) -> tuple[list[Agreed], list[Agreed]]:
    """The five statements that the whole discussion agrees with best, and the five it disagrees with best."""
    votes = tallies.all_votes
    return _agreed(tallies.all_agree, votes, out), _agreed(tallies.all_disagree, votes, out)


def _agreed(count: Ints, votes: Ints, out: Bools) -> list[Agreed]:
    p, z = share(count, votes), share_test(count, votes)
    columns = np.flatnonzero((p > _HALF) & (z > SIGNIFICANT_90) & ~out)
    best: Sequence[int] = columns[np.argsort(-(p * z)[columns], kind="stable")][:_LIST_LENGTH].tolist()
    return [Agreed(at, int(count[at]), int(votes[at]), float(p[at]), float(z[at])) for at in best]


def group_aware_consensus(count: Ints, votes: Ints) -> Floats:
    """The product over the groups of (count+1)/(votes+2); it shrinks as the number of groups grows."""
    product: Floats = share(count, votes).prod(axis=0)
    return product


def priority(tallies: Tallies, extremity: Floats, meta: Bools) -> Floats:
    """How much a vote on each statement would tell: its weight when the next statement is drawn."""
    agree, votes = tallies.agree.sum(axis=0), tallies.votes.sum(axis=0)
    passes = votes - agree - tallies.disagree.sum(axis=0)
    importance = (1 - (passes + 1) / (votes + 2)) * (extremity + 1) * (agree + 1) / (votes + 2)
    value = (importance * (1 + 8 * 2.0 ** (-votes / 5))) ** 2
    return np.where(meta, _META_PRIORITY, value)
