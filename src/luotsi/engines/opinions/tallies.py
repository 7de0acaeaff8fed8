"""Agreeing, disagreeing and all votes on each statement, by group. Spec 4.8."""

from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.votes import Bools, Ints, VoteMatrix


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts by group (rows) and statement (columns). ``votes`` counts passes too; ``everybody`` the ungrouped too."""

    agree: Ints
    disagree: Ints
    votes: Ints
    all_agree: Ints
    all_disagree: Ints
    all_votes: Ints

    @property
    def rest(self) -> tuple[Ints, Ints, Ints]:
        """Agreeing, disagreeing and all votes of the other groups together."""
        return (
            self.agree.sum(axis=0) - self.agree,
            self.disagree.sum(axis=0) - self.disagree,
            self.votes.sum(axis=0) - self.votes,
        )


def tally(matrix: VoteMatrix, group: Ints, count: int) -> Tallies:
    """Count the votes; ``group`` has a number from 0 for each person, -1 for a person in no group."""
    width = len(matrix.statements)
    place = np.where(group < 0, count, group) * width
    cells = np.zeros((count + 1) * width * 3, dtype=np.int64)
    for begin, end in matrix.parts():
        part = matrix.span(begin, end)
        key = part.of_rows(place[begin:end])
        key += part.column
        key *= 3
        key += part.value
        key += 1
        cells += np.bincount(key, minlength=len(cells))
    return from_cells(cells.reshape(count + 1, width, 3))


def from_cells(cells: Ints) -> Tallies:
    """From counts by group (the last: ungrouped), statement and vote (disagree, pass, agree)."""
    votes, everybody = cells.sum(axis=2), cells.sum(axis=0)
    return Tallies(
        cells[:-1, :, 2], cells[:-1, :, 0], votes[:-1], everybody[:, 2], everybody[:, 0], everybody.sum(axis=1)
    )


def without(tallies: Tallies, out: Bools) -> Tallies:
    """The same with nothing counted on the statements that moderation left out."""
    keep = (~out).astype(np.int64)
    return Tallies(
        tallies.agree * keep,
        tallies.disagree * keep,
        tallies.votes * keep,
        tallies.all_agree * keep,
        tallies.all_disagree * keep,
        tallies.all_votes * keep,
    )
