"""The result of an analysis, one shape for both modes, and its JSON form ``luotsi-dialogue-result/1``."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from luotsi.engines.opinions.bridging import Bridging
from luotsi.engines.opinions.place import MapModel
from luotsi.engines.opinions.representative import Agreed, Comparison, Representative
from luotsi.engines.opinions.statement import Moderation, Statement
from luotsi.engines.opinions.tallies import Tallies
from luotsi.engines.opinions.votes import PART, Bools, Floats, Ints, VoteMatrix
from luotsi.kit.text import Text

SCHEMA = "luotsi-dialogue-result/1"
ENGINE = "opinions/1.1"


@dataclass(frozen=True, slots=True)
class Certainty:
    """How far the groups can be trusted.

    ``clear`` is false when it is better to say "no clear groups". ``stability`` is the agreement with groups found anew
    from resampled votes (None where it was not examined, as in mode ``polis``), ``of_group`` the same of each group,
    ``of_person`` the probability of each person's group (NaN where there is none), ``criterion`` the figure by which k
    was chosen (``polis``: silhouette, most is best; ``stable``: Schwarz's criterion, least is best).
    """

    clear: bool
    stability: float | None
    of_group: tuple[float, ...]
    of_person: Floats
    criterion: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Measures:
    """Of each person: how near to the middle of all and of the own group, and how far out; NaN in no group."""

    centricness: Floats
    coreness: Floats
    extremeness: Floats


@dataclass(frozen=True, slots=True)
class DialogueResult:
    """What a discussion says. Arrays follow the matrix: one row a person, one column a statement.

    ``group`` holds the group's number, -1 for nobody's; ``labels`` the numbers in use; tallies, comparison and
    representative statements go by the place of the number in ``labels``.
    """

    mode: str
    matrix: VoteMatrix
    statements: Mapping[int, Statement]
    moderation: Moderation
    log_rows: int
    group: Ints
    labels: Ints
    xy: Floats
    statement_xy: Floats
    extremity: Floats
    certainty: Certainty
    measures: Measures
    tallies: Tallies
    comparison: Comparison
    representative: list[list[Representative]]
    agree: list[Agreed]
    disagree: list[Agreed]
    gac: Floats
    gac_disagree: Floats
    priority: Floats
    bridging: Bridging | None
    model: MapModel
    details: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.labels)

    @property
    def live(self) -> Bools:
        """The columns that moderation left in."""
        return np.asarray(~self.moderation.out)

    @property
    def placed(self) -> int:
        """How many people are in a group."""
        return int((self.group >= 0).sum())

    def input_hash(self) -> str:
        """SHA-256 over the latest votes and moderation: equal inputs have equal hashes whatever the order of rows."""
        found = hashlib.sha256(ENGINE.encode())
        for part in (self.matrix.people, self.matrix.statements, self.matrix.indptr, self.matrix.column):
            for begin in range(0, len(part), PART):
                found.update(np.ascontiguousarray(part[begin : begin + PART], dtype="<i8").data)
        found.update(np.ascontiguousarray(self.matrix.value).data)
        found.update(self.moderation.out.tobytes() + self.moderation.meta.tobytes())
        return found.hexdigest()

    def groups_by_person(self) -> dict[int, int]:
        """The group of each person who is in one."""
        inside = self.group >= 0
        return dict(zip(self.matrix.people[inside].tolist(), self.group[inside].tolist(), strict=True))

    def to_json(self) -> dict[str, Any]:
        """The result as ``luotsi-dialogue-result/1``; statements and people by identifier, groups by number."""
        from luotsi.engines.opinions.result_json import as_json  # noqa: PLC0415 - cycle-free start-up

        return as_json(self)


def number(value: float) -> float | None:
    """A number that JSON has: None for NaN and infinities."""
    return float(value) if math.isfinite(value) else None
