"""Very many small symmetric matrices at once, as upper triangles: the last axis is people, the one before it cells."""

from functools import lru_cache

import numpy as np

from luotsi.engines.opinions.votes import Floats, Ints


@lru_cache
def triangle(rank: int) -> tuple[Ints, Ints, Ints]:
    """Rows and columns of an upper triangle, and the place in it of each cell of the square."""
    row, column = np.triu_indices(rank)
    place = np.zeros((rank, rank), dtype=np.int64)
    place[row, column] = place[column, row] = np.arange(len(row))
    return row, column, place


def inverses(entries: Floats, rank: int) -> tuple[Floats, Floats]:
    """Inverses (upper triangles) and determinants of symmetric matrices; ``entries`` is ... x triangle x people."""
    cells = [entries[..., at, :] for at in range(entries.shape[-2])]
    if rank == 1:
        return 1 / entries, cells[0]
    inverse = np.empty_like(entries)
    if rank == 2:  # noqa: PLR2004 - by cofactors: many times quicker than the general routine
        a, b, d = cells
        determinant = a * d - b * b
        for at, cell in enumerate((d, -b, a)):
            np.divide(cell, determinant, out=inverse[..., at, :])
        return inverse, determinant
    if rank == 3:  # noqa: PLR2004 - likewise
        a, b, c, d, e, f = cells
        first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
        determinant = a * first + b * second + c * third
        for at, cell in enumerate((first, second, third, a * f - c * c, b * c - a * e, a * d - b * b)):
            np.divide(cell, determinant, out=inverse[..., at, :])
        return inverse, determinant
    return _in_blocks(entries, rank)


def _in_blocks(entries: Floats, rank: int) -> tuple[Floats, Floats]:
    """The first direction taken apart from the rest (Schur complement)."""
    first, across = entries[..., 0, :], entries[..., 1:rank, :]
    ratio = across / first[..., None, :]
    inner_row, inner_column, inner_place = triangle(rank - 1)
    rest = entries[..., rank:, :] - ratio[..., inner_row, :] * across[..., inner_column, :]
    inner, determinant = inverses(rest, rank - 1)
    inverse = np.empty_like(entries)
    inverse[..., rank:, :] = inner
    for at in range(rank - 1):
        inverse[..., 1 + at, :] = -(inner[..., inner_place[at], :] * ratio).sum(axis=-2)
    inverse[..., 0, :] = 1 / first - (inverse[..., 1:rank, :] * ratio).sum(axis=-2)
    return inverse, determinant * first


def applied(matrices: Floats, vectors: Floats, place: Ints) -> Floats:
    """Symmetric matrices (upper triangles) times vectors, of each person."""
    found = np.empty_like(vectors)
    for at, cells in enumerate(place):
        mine = matrices[..., cells[0], :] * vectors[..., 0, :]
        for other, cell in enumerate(cells[1:], 1):
            mine += matrices[..., cell, :] * vectors[..., other, :]
        found[..., at, :] = mine
    return found
