"""The analysis of Polis, exactly: who is clustered, components, positions, groups and statistics. Spec 4."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions import polis_groups, representative
from luotsi.engines.opinions.components import Components, centred, leading, means
from luotsi.engines.opinions.compressed import compact
from luotsi.engines.opinions.polis_groups import Clusters, Grouping, Smoother
from luotsi.engines.opinions.representative import Agreed, Comparison, Representative
from luotsi.engines.opinions.statement import Moderation
from luotsi.engines.opinions.tallies import Tallies, tally
from luotsi.engines.opinions.votes import Bools, Floats, Ints, Places, VoteMatrix, VoteTable

_ENOUGH_VOTES = 7
_AT_LEAST = 15


@dataclass(frozen=True, slots=True)
class Memory:
    """What Polis carries from one computation of a running discussion to the next, by identifier."""

    components: Components
    statements: Ints
    base: Clusters
    smoother: Smoother
    group_of: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class PersonMeasures:
    """Of each clustered person: how near to the middle of all, to the middle of the group, and how far out."""

    centricness: Floats
    coreness: Floats
    extremeness: Floats


@dataclass(frozen=True, slots=True)
class PolisResult:
    """Everything Polis computes. Rows are the matrix's people, columns its statements.

    ``group`` is -1 for a person who is not clustered; ``xy`` is every person's position; ``statement_xy`` the position
    of somebody who only agreed with the statement, ``extremity`` its length.
    """

    matrix: VoteMatrix
    moderation: Moderation
    components: Components
    xy: Floats
    statement_xy: Floats
    extremity: Floats
    clustered: Bools
    group: Ints
    labels: Ints
    grouping: Grouping | None
    tallies: Tallies
    comparison: Comparison
    representative: list[list[Representative]]
    agree: list[Agreed]
    disagree: list[Agreed]
    gac: Floats
    gac_disagree: Floats
    priority: Floats
    memory: Memory


def clustered(votes: VoteTable, matrix: VoteMatrix) -> Bools:
    """Who is clustered: the votes replayed in order of time. Spec 4.3.

    A person enters on reaching min(7, statements seen so far) votes; while fewer than 15 are in, whoever has voted is.
    Nobody leaves. The replay has a closed form: the first 15 who voted, and whoever had s votes while only s < 7
    statements had been seen, and whoever has 7 votes in the end.
    """
    inside = matrix.counts >= min(_ENOUGH_VOTES, len(matrix.statements))
    _, row = compact(votes.person)
    _, column = compact(votes.statement)
    inside[_first(row, votes.at_ms, len(matrix.people), _AT_LEAST)] = True
    seen = _first(column, votes.at_ms, len(matrix.statements), _ENOUGH_VOTES)
    early = _early(column, votes.at_ms, seen)
    for phase in range(1, len(seen)):
        before = np.flatnonzero(column[early] == seen[phase])[0]
        pairs = np.unique(np.stack([row[early[:before]], column[early[:before]]]), axis=1)
        counts = np.bincount(pairs[0], minlength=len(inside))
        inside |= counts >= phase
    return inside


def _first(place: Places, at_ms: Places, size: int, wanted: int) -> Places:
    """The first ``wanted`` distinct values in order of time, then of row."""
    earliest = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(earliest, place, at_ms)
    limit = np.partition(earliest, min(wanted, size) - 1)[min(wanted, size) - 1] if size else 0
    rows = np.flatnonzero(at_ms <= limit)
    rows = rows[np.argsort(at_ms[rows], kind="stable")]
    _, first = np.unique(place[rows], return_index=True)
    found: Places = place[rows[np.sort(first)[:wanted]]]
    return found


def _early(column: Places, at_ms: Places, seen: Places) -> Places:
    """The rows up to the time at which the last of the statements ``seen`` appeared, in order of time."""
    if not len(seen):
        return np.zeros(0, dtype=np.int64)
    rows = np.flatnonzero(at_ms <= at_ms[column == seen[-1]].min())
    return rows[np.argsort(at_ms[rows], kind="stable")]


def positions(matrix: VoteMatrix, components: Components, out: Bools) -> Floats:
    """Every person's place on the map, p = sqrt(C / n) * (Y . v); what moderation left out counts as seen. Spec 4.5."""
    table = centred(matrix, components.centre, out)
    return scaled(matrix, table @ components.directions.T, out)


def scaled(matrix: VoteMatrix, raw: Floats, out: Bools) -> Floats:
    """Positions stretched for those who have voted on few statements."""
    hidden = (
        np.bincount(matrix.of_rows(np.arange(len(raw)))[out[matrix.column]], minlength=len(raw)) if out.any() else 0
    )
    seen = matrix.counts - hidden + int(out.sum())
    stretched: Floats = raw * np.sqrt(len(matrix.statements) / np.maximum(seen, 1))[:, None]
    return stretched


def statement_positions(components: Components) -> Floats:
    """Where somebody stands who only agreed with the statement: sqrt(C) * (1 - mean) * (v1, v2)."""
    count = len(components.centre)
    place: Floats = np.sqrt(count) * (1 - components.centre)[:, None] * components.directions.T
    return place


def measures(xy: Floats, group: Ints) -> PersonMeasures:
    """Centricness, coreness and extremeness of people in groups (spec 4.8); NaN for those in none."""
    inside = group >= 0
    none = np.full(len(xy), np.nan)
    if not inside.any():
        return PersonMeasures(none, none.copy(), none.copy())
    everybody = xy[inside].mean(axis=0)
    count = int(group.max()) + 1
    size = np.maximum(np.bincount(group[inside], minlength=count), 1)
    centre = np.stack([np.bincount(group[inside], xy[inside, axis], count) for axis in (0, 1)], axis=1) / size[:, None]
    outward = centre - everybody
    length = np.linalg.norm(outward, axis=1, keepdims=True)
    unit = np.divide(outward, length, out=np.zeros_like(outward), where=length > 0)
    own = np.where(inside, group, 0)
    apart = xy - centre[own]
    return PersonMeasures(
        np.where(inside, 1 - np.linalg.norm(xy - everybody, axis=1), np.nan),
        np.where(inside, 1 - np.linalg.norm(apart, axis=1), np.nan),
        np.where(inside, (apart * unit[own]).sum(axis=1), np.nan),
    )


def analyse(
    votes: VoteTable,
    matrix: VoteMatrix,
    moderation: Moderation,
    *,
    groups: Mapping[int, int] | None = None,
    memory: Memory | None = None,
) -> PolisResult:
    """The whole analysis. With ``groups`` (person to group) the clustering is taken as given, the rest is computed."""
    centre = means(matrix, moderation.out)
    table = centred(matrix, centre, moderation.out)
    components = leading(table, centre, previous=_directions(memory, matrix))
    xy = scaled(matrix, table @ components.directions.T, moderation.out)
    del table
    grouping: Grouping | None = None
    if groups is None:
        inside = clustered(votes, matrix)
        grouping = polis_groups.groups(
            polis_groups.base_clusters(xy[inside], memory.base if memory else None), memory.smoother if memory else None
        )
        group = np.full(len(inside), -1, dtype=np.int64)
        group[inside] = _stable_ids(grouping.of, matrix.people[inside], memory)
    else:
        group = np.array([groups.get(int(person), -1) for person in matrix.people], dtype=np.int64)
        inside = group >= 0
    labels = np.unique(group[group >= 0])
    return _finish(matrix, moderation, components, xy, (inside, group, labels, grouping))


def _directions(memory: Memory | None, matrix: VoteMatrix) -> Floats | None:
    """The directions of the run before, laid on today's statements."""
    if memory is None:
        return None
    directions = np.zeros((len(memory.components.directions), len(matrix.statements)))
    place = np.searchsorted(matrix.statements, memory.statements)
    known = place < len(matrix.statements)
    known[known] = matrix.statements[place[known]] == memory.statements[known]
    directions[:, place[known]] = memory.components.directions[:, known]
    return directions


def _stable_ids(found: Ints, people: Ints, memory: Memory | None) -> Ints:
    """Group numbers that stay with the people: each group takes the number most of its members had before."""
    if memory is None or not len(found):
        return found
    count = int(found.max()) + 1
    before = np.array([memory.group_of.get(int(person), -1) for person in people], dtype=np.int64)
    overlap = np.zeros((count, max(count, int(before.max(initial=-1)) + 1)), dtype=np.int64)
    np.add.at(overlap, (found[before >= 0], before[before >= 0]), 1)
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - slow, and only a running discussion needs it

    _, new = linear_sum_assignment(-overlap)
    _, dense = np.unique(new, return_inverse=True)
    return np.asarray(dense[found], dtype=np.int64)


def _finish(
    matrix: VoteMatrix,
    moderation: Moderation,
    components: Components,
    xy: Floats,
    grouped: tuple[Bools, Ints, Ints, Grouping | None],
) -> PolisResult:
    inside, group, labels, grouping = grouped
    place = np.where(group >= 0, np.searchsorted(labels, group), -1) if len(labels) else group
    tallies = tally(matrix, place, len(labels))
    comparison = representative.compare(tallies)
    agree, disagree = representative.consensus(tallies, moderation.out)
    statement_xy = statement_positions(components)
    extremity = np.linalg.norm(statement_xy, axis=1)
    base = grouping.base if grouping else Clusters(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))
    memory = Memory(
        components,
        matrix.statements,
        base,
        grouping.smoother if grouping else Smoother(),
        dict(zip(matrix.people[inside].tolist(), group[inside].tolist(), strict=True)) if grouping else {},
    )
    return PolisResult(
        matrix,
        moderation,
        components,
        xy,
        statement_xy,
        extremity,
        inside,
        group,
        labels,
        grouping,
        tallies,
        comparison,
        representative.representative(tallies, comparison, moderation.out),
        agree,
        disagree,
        representative.group_aware_consensus(tallies.agree, tallies.votes),
        representative.group_aware_consensus(tallies.disagree, tallies.votes),
        representative.priority(tallies, extremity, moderation.meta),
        memory,
    )
