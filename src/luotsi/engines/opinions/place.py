"""A person's own place on the map, from the person's own votes and a map model: no one else's votes are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luotsi.engines.opinions.alone import Alone
from luotsi.engines.opinions.latent import LatentModel
from luotsi.engines.opinions.mixture import Mixture
from luotsi.engines.opinions.votes import Floats, Ints

POLIS, STABLE = "polis", "stable"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands: map coordinates, the likeliest group (None: in none yet), its probability, votes counted."""

    x: float
    y: float
    group: int | None
    certainty: float | None
    votes: int


@dataclass(frozen=True, slots=True)
class MapModel:
    """What is needed to place anybody: the statements, what is expected of a vote on each, and what a vote tells.

    Mode ``polis``: ``centre`` and two ``directions`` with Polis' stretching; a person joins the group whose ``middles``
    row is nearest. Mode ``stable``: intercepts and loadings (statements x directions), the noise variance of each
    statement, and the mixture over ``used`` directions. ``hidden`` is how many statements moderation left
    out; those are not in ``statements``.
    """

    mode: str
    statements: Ints
    centre: Floats
    loadings: Floats
    noise: Floats
    hidden: int
    labels: Ints
    middles: Floats
    groups: Mixture | None = None
    used: Ints | None = None
    enough_votes: int = 7

    def columns(self) -> Mapping[int, int]:
        """The row of each statement in ``loadings``."""
        return {int(identifier): at for at, identifier in enumerate(self.statements)}

    def latent(self) -> LatentModel:
        """What an answer tells of a person, in mode ``stable``."""
        return LatentModel(self.centre, self.loadings, self.noise)

    def alone(self) -> Alone:
        """What places one person, in mode ``stable``."""
        return Alone(self.loadings.shape[1], self.groups, self.used if self.groups is not None else None)

    def to_json(self) -> dict[str, Any]:
        """Numbers and lists only; the inverse of :meth:`from_json`."""
        mixed = self.groups
        return {
            "mode": self.mode,
            "statements": self.statements.tolist(),
            "centre": self.centre.tolist(),
            "loadings": self.loadings.tolist(),
            "noise": self.noise.tolist(),
            "hidden": self.hidden,
            "labels": self.labels.tolist(),
            "middles": self.middles.tolist(),
            "groups": None
            if mixed is None
            else {
                "weights": mixed.weights.tolist(),
                "centres": mixed.centres.tolist(),
                "shapes": mixed.shapes.tolist(),
            },
            "used": None if self.used is None else self.used.tolist(),
            "enough_votes": self.enough_votes,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "MapModel":
        """The model written by :meth:`to_json`."""
        mixed = value["groups"]
        count = len(value["statements"])
        return cls(
            value["mode"],
            np.array(value["statements"], dtype=np.int64),
            np.array(value["centre"], dtype=np.float64),
            np.array(value["loadings"], dtype=np.float64).reshape(count, -1),
            np.broadcast_to(np.array(value["noise"], dtype=np.float64), (count,)),
            int(value["hidden"]),
            np.array(value["labels"], dtype=np.int64),
            np.array(value["middles"], dtype=np.float64).reshape(-1, 2),
            None if mixed is None else _mixture(mixed),
            None if value["used"] is None else np.array(value["used"], dtype=np.int64),
            int(value["enough_votes"]),
        )


def _mixture(value: Mapping[str, Any]) -> Mixture:
    weights, centres, shapes = (np.array(value[name], dtype=np.float64) for name in ("weights", "centres", "shapes"))
    return Mixture(weights, centres, shapes, np.zeros(()))


def own_position(model: MapModel, votes: Mapping[int, int]) -> Position:
    """The position of a person who has voted ``{statement: vote}``; votes on statements not in the model are passed by.

    In mode ``stable`` this is the person's very position in the result when the votes are the same (to rounding).
    """
    place = model.columns()
    known = [(place[statement], vote) for statement, vote in votes.items() if statement in place]
    columns = np.array([column for column, _ in known], dtype=np.int64)
    values = np.array([vote for _, vote in known], dtype=np.float64)
    return place_of(model, columns, values)


def place_of(model: MapModel, columns: Ints, values: Floats) -> Position:
    """The position from rows of the model and votes on them."""
    if model.mode == POLIS:
        return _polis(model, columns, values)
    few = LatentModel(model.centre[columns], model.loadings[columns], model.noise[columns])
    chosen = few.told[3 * np.arange(len(columns)) + values.astype(np.int64) + 1]
    return from_sums(model, model.alone(), chosen.sum(axis=0).tolist(), len(columns))


def from_sums(model: MapModel, alone: Alone, sums: list[float], votes: int) -> Position:
    """The position from what a person's votes add up to (rows of ``LatentModel.told``)."""
    mean, odds = alone.place(sums)
    x, y = (mean[axis] if axis < len(mean) else 0.0 for axis in (0, 1))
    if votes < model.enough_votes or not len(model.labels):
        return Position(x, y, None, None, votes)
    if not odds:
        return Position(x, y, int(model.labels[0]), 1.0, votes)
    best = odds.index(max(odds))
    return Position(x, y, int(model.labels[best]), odds[best], votes)


def _polis(model: MapModel, columns: Ints, values: Floats) -> Position:
    raw = (values - model.centre[columns]) @ model.loadings[columns]
    total = len(model.statements) + model.hidden
    x, y = raw * np.sqrt(total / max(len(columns) + model.hidden, 1))
    if len(columns) < min(model.enough_votes, total) or not len(model.labels):
        return Position(float(x), float(y), None, None, len(columns))
    gap = (model.middles[:, 0] - x) ** 2 + (model.middles[:, 1] - y) ** 2
    return Position(float(x), float(y), int(model.labels[gap.argmin()]), None, len(columns))
