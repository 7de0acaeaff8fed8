"""One row a statement: counts and shares with intervals, of everybody and of each group, and what stands out."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from luotsi.engines.opinions.intervals import Interval, false_discoveries, upper_tail, wilson_bounds
from luotsi.engines.opinions.result import DialogueResult, number
from luotsi.engines.opinions.votes import Bools
from luotsi.kit.text import Text


@dataclass(frozen=True, slots=True)
class Share:
    """Votes of some people on a statement: how many, how many agreed and disagreed, and 95 % intervals (Wilson)."""

    votes: int
    agree: int
    disagree: int
    agree_interval: Interval
    disagree_interval: Interval

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.votes - self.agree - self.disagree

    @property
    def agree_share(self) -> float | None:
        """The share that agreed, of all who voted, passes among them; None without votes."""
        return self.agree / self.votes if self.votes else None

    @property
    def disagree_share(self) -> float | None:
        """The share that disagreed; None without votes."""
        return self.disagree / self.votes if self.votes else None

    def as_json(self) -> dict[str, Any]:
        """Counts, shares and intervals."""
        return {
            "n": self.votes,
            "agree": self.agree,
            "disagree": self.disagree,
            "pass": self.passed,
            "agree_share": self.agree_share,
            "agree_interval": [self.agree_interval.low, self.agree_interval.high],
            "disagree_share": self.disagree_share,
            "disagree_interval": [self.disagree_interval.low, self.disagree_interval.high],
        }


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group's votes on a statement. ``stands_out`` is the side on which the group differs from the others.

    ``holds`` says that the difference stands with all comparisons of the discussion taken into account (Benjamini and
    Hochberg, 5 % false).
    """

    group: int
    share: Share
    stands_out: str
    holds: bool


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Everything a table says of a statement. ``divisive`` is the widest gap between groups' agreeing shares (0 to 1).

    ``consensus`` is the geometric mean over groups of (A+1)/(S+2): group-informed consensus that does not shrink as
    groups grow; ``consensus_disagree`` the same of disagreeing.
    """

    id: int
    text: str
    column: int
    moderated: int
    meta: bool
    left_out: bool
    everybody: Share
    groups: tuple[GroupShare, ...]
    consensus: float
    consensus_disagree: float
    divisive: float
    bridging: float | None
    bridging_interval: Interval | None

    def as_json(self) -> dict[str, Any]:
        """The row without the statement's text, which stays with the statements."""
        bounds = self.bridging_interval
        return {
            "tid": self.id,
            "left_out": self.left_out,
            "meta": self.meta,
            **self.everybody.as_json(),
            "groups": {
                str(item.group): {**item.share.as_json(), "stands_out": item.stands_out or None, "holds": item.holds}
                for item in self.groups
            },
            "consensus": self.consensus,
            "consensus_disagree": self.consensus_disagree,
            "divisive": self.divisive,
            "bridging": None
            if self.bridging is None or bounds is None
            else {"score": self.bridging, "lower": bounds.low, "upper": bounds.high},
        }


def statement_rows(result: DialogueResult) -> list[StatementRow]:
    """The rows of all statements that anybody has voted on, by identifier."""
    tallies, labels = result.tallies, result.labels.tolist()
    whole = _shares(tallies.all_agree, tallies.all_disagree, tallies.all_votes)
    by_group = [_shares(tallies.agree[g], tallies.disagree[g], tallies.votes[g]) for g in range(len(labels))]
    agree_holds, disagree_holds = differences(result)
    count = max(len(labels), 1)
    even = (result.gac ** (1 / count)).tolist()
    even_against = (result.gac_disagree ** (1 / count)).tolist()
    rows = []
    for column, tid in enumerate(result.matrix.statements.tolist()):
        known = result.statements.get(tid)
        groups = tuple(
            GroupShare(
                label, by_group[g][column], *_stands_out(bool(agree_holds[g, column]), bool(disagree_holds[g, column]))
            )
            for g, label in enumerate(labels)
        )
        agreeing = [item.share.agree_share for item in groups if item.share.agree_share is not None]
        rows.append(
            StatementRow(
                tid,
                known.text if known else "",
                column,
                known.moderated if known else 1,
                bool(result.moderation.meta[column]),
                bool(result.moderation.out[column]),
                whole[column],
                groups,
                even[column],
                even_against[column],
                max(agreeing) - min(agreeing) if len(agreeing) > 1 else 0.0,
                *_bridge(result, column),
            )
        )
    return rows


def _shares(agree: Any, disagree: Any, votes: Any) -> list[Share]:
    low, high = (bound.tolist() for bound in wilson_bounds(agree, votes))
    low_against, high_against = (bound.tolist() for bound in wilson_bounds(disagree, votes))
    return [
        Share(n, a, d, Interval(low[at], high[at]), Interval(low_against[at], high_against[at]))
        for at, (n, a, d) in enumerate(zip(votes.tolist(), agree.tolist(), disagree.tolist(), strict=True))
    ]


def differences(result: DialogueResult) -> tuple[Bools, Bools]:
    """Where a group agrees, and where it disagrees, more than the others, all comparisons taken into account."""
    shape = result.comparison.ratio_test_agree.shape
    agree, disagree = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    live = result.live
    if result.k > 1 and live.any():
        z = np.stack([result.comparison.ratio_test_agree[:, live], result.comparison.ratio_test_disagree[:, live]])
        holds = false_discoveries(upper_tail(z))
        agree[:, live], disagree[:, live] = holds
    return agree, disagree


def _stands_out(agree: bool, disagree: bool) -> tuple[str, bool]:
    return ("agree" if agree else "disagree" if disagree else ""), agree or disagree


def _bridge(result: DialogueResult, column: int) -> tuple[float | None, Interval | None]:
    if result.bridging is None or result.moderation.out[column]:
        return None, None
    low, high = number(result.bridging.lower[column]), number(result.bridging.upper[column])
    if low is None or high is None:
        return None, None
    return float(result.bridging.score[column]), Interval(low, high)


def plain_sentence(row: StatementRow, group: GroupShare, name: str) -> Text:
    """A group's view in one sentence with its n: "Ryhmä A: 82 % samaa mieltä (n = 40), muut 41 % (n = 120)".

    ``name`` is the group's name on screen. Shares are whole per cents of those who voted, passes among them.
    """
    others = row.everybody.votes - group.share.votes
    others_agree = row.everybody.agree - group.share.agree
    if not group.share.votes:
        return _NO_VOTES.format(name=name)
    values: dict[str, str | int] = {
        "name": name,
        "p": _percent(group.share.agree, group.share.votes),
        "n": group.share.votes,
    }
    if not others:
        return _ALONE.format(**values)
    return _AGAINST.format(**values, q=_percent(others_agree, others), m=others)


def _percent(count: int, votes: int) -> int:
    return (200 * count + votes) // (2 * votes)


_NO_VOTES = Text("Ryhmä {name}: ei ääniä.", "Grupp {name}: inga röster.", "Group {name}: no votes.")
_ALONE = Text(
    "Ryhmä {name}: {p} % samaa mieltä (n = {n}).",
    "Grupp {name}: {p} % av samma åsikt (n = {n}).",
    "Group {name}: {p}% agree (n = {n}).",
)
_AGAINST = Text(
    "Ryhmä {name}: {p} % samaa mieltä (n = {n}), muut {q} % (n = {m}).",
    "Grupp {name}: {p} % av samma åsikt (n = {n}), övriga {q} % (n = {m}).",
    "Group {name}: {p}% agree (n = {n}), the others {q}% (n = {m}).",
)
