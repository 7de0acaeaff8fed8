"""Principal components of sparse votes by Lanczos iteration, deterministic. Spec 4.4."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from luotsi.engines.opinions.votes import Floats, VoteMatrix

_LANCZOS_VECTORS = 20
_TOLERANCE = 1e-9
_DENSE = 24
_TURN_BELOW = 200_000  # a turned copy is quicker to multiply by and costs memory


@dataclass(frozen=True, slots=True)
class Components:
    """The mean vote of each statement and the leading directions (rows) of the votes about it.

    ``spread`` holds the eigenvalues of Y'Y, largest first. Directions of no spread are zero.
    """

    centre: Floats
    directions: Floats
    spread: Floats


def means(matrix: VoteMatrix, out: Any) -> Floats:
    """The mean of the votes on each statement; 0 where ``out`` is true or nobody has voted."""
    width = len(matrix.statements)
    place = matrix.column * np.int64(3)
    place += matrix.value
    answers = np.bincount(place + 1, minlength=3 * width).reshape(width, 3)
    count = answers.sum(axis=1)
    total = (answers[:, 2] - answers[:, 0]).astype(np.float64)
    centre: Floats = np.divide(total, count, out=np.zeros(width), where=(count > 0) & ~out)
    return centre


def centred(matrix: VoteMatrix, centre: Floats, out: Any) -> Any:
    """Y: each vote less the statement's mean, 0 where there is none (imputing a missing vote by the mean)."""
    data = matrix.value - centre[matrix.column]
    if out.any():
        data[out[matrix.column]] = 0.0
    return matrix.sparse(data)


def leading(
    table: Any, centre: Floats, wanted: int = 2, previous: Floats | None = None, tolerance: float = _TOLERANCE
) -> Components:
    """The ``wanted`` leading right singular vectors of a centred table, with a fixed sign or that of ``previous``."""
    people, statements = table.shape
    found = min(wanted, people, statements)
    directions = np.zeros((wanted, statements))
    spread = np.zeros(wanted)
    if table.nnz and found:
        values, vectors = _eigen(table, found, previous, tolerance)
        keep = values > max(values.max(), 0.0) * 1e-12
        spread[: len(values)] = np.where(keep, values, 0.0)
        directions[: len(values)][keep] = vectors.T[keep]
    return Components(centre, _signed(directions, previous), spread)


def _eigen(table: Any, wanted: int, previous: Floats | None, tolerance: float) -> tuple[Floats, Floats]:
    people, statements = table.shape
    if min(people, statements) <= _DENSE:
        dense = table.toarray()
        _, values, right = np.linalg.svd(dense, full_matrices=False)
        return values[:wanted] ** 2, right[:wanted].T
    transposed = table.T.tocsr() if table.nnz < _TURN_BELOW else table.T

    def gram(vector: Floats) -> Floats:
        product: Floats = transposed @ (table @ vector)
        return product

    start = np.full(statements, 1.0 / np.sqrt(statements)) + np.linspace(0.0, 1e-3, statements)
    if previous is not None and previous.shape[1] == statements and np.abs(previous).sum() > 0:
        start = previous.sum(axis=0)
    operator = LinearOperator((statements, statements), matvec=gram, dtype=np.float64)
    try:
        values, vectors = eigsh(operator, k=wanted, ncv=min(statements, _LANCZOS_VECTORS), tol=tolerance, v0=start)
    except ArpackNoConvergence:
        values, vectors = np.linalg.eigh((table.T @ table).toarray())
    order = np.argsort(values)[::-1][:wanted]
    return values[order], vectors[:, order]


def _signed(directions: Floats, previous: Floats | None) -> Floats:
    """The largest coordinate of each direction positive, or the sign that agrees with the run before."""
    for at, direction in enumerate(directions):
        if previous is not None and previous.shape == directions.shape and np.abs(previous[at] @ direction) > 0:
            turn = previous[at] @ direction < 0
        else:
            turn = direction[np.argmax(np.abs(direction))] < 0
        if turn:
            directions[at] = -direction
    return directions
