"""The result of a running discussion brought up to date on the map of its last full analysis.

The map, the number of groups and how stable they are stay; people who have voted since are placed and put into the
likeliest group, and everything that is counted is counted anew. Nothing is resampled. A statement that is newer than
the map is counted, and tells nothing of where people stand before the next full analysis.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.opinions import compressed, latent, mixture, polis, representative
from luotsi.engines.opinions.bridging import Bridging
from luotsi.engines.opinions.latent import Posterior
from luotsi.engines.opinions.mixture import Seen
from luotsi.engines.opinions.place import MapModel
from luotsi.engines.opinions.result import DialogueResult, Measures
from luotsi.engines.opinions.statement import Moderation, Statement
from luotsi.engines.opinions.tallies import tally
from luotsi.engines.opinions.votes import Bools, Floats, Ints, Places, VoteMatrix, VoteTable

Rows = Mapping[int, Mapping[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Timed:
    """A matrix of votes with the time (ms) of each."""

    matrix: VoteMatrix
    at_ms: Places


def merged(old: Timed, fresh: Rows, gone: Collection[int]) -> tuple[Timed, Ints]:
    """The matrix with fresh votes of some people (the latest on each statement), and without the people ``gone``.

    The second array says which row of ``old`` each row was, -1 where the person has voted since.
    """
    before = old.matrix
    rows = [
        (person, tid, vote, at_ms)
        for person, row in fresh.items()
        if person not in gone
        for tid, (vote, at_ms) in row.items()
    ]
    new = VoteTable.of(sorted(rows))
    away = np.isin(before.people, np.array(sorted(gone), dtype=np.int64))
    timed = _without(old, new, away) if away.any() else _with(old, new)
    found = timed.matrix
    place = np.minimum(np.searchsorted(before.people, found.people), max(len(before.people) - 1, 0))
    same = (before.people[place] == found.people) & ~np.isin(found.people, new.person)
    return timed, np.where(same, place, -1)


def _without(old: Timed, new: VoteTable, away: Bools) -> Timed:
    """The matrix made anew, without some people; statements on which nobody else voted go with them."""
    before = old.matrix
    kept = before.of_rows(~away)
    person, statement = before.of_rows(before.people)[kept], before.statements[before.column[kept]]
    joined = VoteTable(
        np.concatenate([person, new.person]),
        np.concatenate([statement, new.statement]),
        np.concatenate([before.value[kept], new.value]),
        np.concatenate([old.at_ms[kept], new.at_ms]),
    )
    found = compressed.matrix(joined)
    return Timed(found, joined.at_ms[found.log_row])


def _with(old: Timed, new: VoteTable) -> Timed:
    """New votes, sorted by person and statement, put in their places."""
    before = old.matrix
    people = np.union1d(before.people, new.person).astype(np.int64)
    statements = np.union1d(before.statements, new.statement).astype(np.int64)
    column = before.column
    if len(statements) > len(before.statements):
        column = np.searchsorted(statements, before.statements).astype(np.int32)[column]
    counts = np.zeros(len(people), dtype=np.int64)
    counts[np.searchsorted(people, before.people)] = before.counts
    begins = np.concatenate([[0], np.cumsum(counts)])
    row, wanted = np.searchsorted(people, new.person), np.searchsorted(statements, new.statement)
    at = np.array(
        [
            begin + int(column[begin:end].searchsorted(place))
            for begin, end, place in zip(begins[row].tolist(), begins[row + 1].tolist(), wanted.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    known = at < begins[row + 1]
    known[known] = column[at[known]] == wanted[known]
    value, at_ms = before.value.copy(), old.at_ms.copy()
    value[at[known]], at_ms[at[known]] = new.value[known], new.at_ms[known]
    more = ~known
    counts += np.bincount(row[more], minlength=len(counts))
    found = VoteMatrix(
        people,
        statements,
        np.concatenate([[0], np.cumsum(counts)]),
        np.insert(column, at[more], wanted[more].astype(column.dtype)),
        np.insert(value, at[more], new.value[more]),
    )
    return Timed(found, np.insert(at_ms, at[more], new.at_ms[more]))


def placed(model: MapModel, matrix: VoteMatrix) -> tuple[Floats, Ints, Floats]:
    """Map coordinates, group (-1: too few votes) and its probability of each person of a matrix."""
    at = np.searchsorted(model.statements, matrix.statements)
    known = np.zeros(len(at), dtype=bool)
    inside = at < len(model.statements)
    known[inside] = model.statements[at[inside]] == matrix.statements[inside]
    entry = known[matrix.column]
    counts = np.bincount(matrix.of_rows(np.arange(len(matrix.people)))[entry], minlength=len(matrix.people))
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    column = at[matrix.column[entry]].astype(np.int32)
    lean = VoteMatrix(matrix.people, model.statements, indptr, column, matrix.value[entry])
    posterior = latent.positions(model.latent(), lean)
    xy = np.zeros((len(counts), 2))
    flat = min(2, posterior.mean.shape[1])
    xy[:, :flat] = posterior.mean[:, :flat]
    enough = counts >= model.enough_votes
    if model.groups is None or model.used is None:
        return xy, np.where(enough, model.labels[0], -1), np.where(enough, 1.0, np.nan)
    used = model.used
    seen = Seen.of(Posterior(posterior.mean[:, used], posterior.covariance[:, used[:, None], used]))
    odds = mixture.memberships(model.groups, seen)
    return xy, np.where(enough, model.labels[odds.argmax(axis=1)], -1), np.where(enough, odds.max(axis=1), np.nan)


def refreshed(
    result: DialogueResult, timed: Timed, was: Ints, known: Mapping[int, Statement], log_rows: int
) -> DialogueResult | None:
    """The result with the votes of ``timed``; None where a group has nobody left, and the map must be made anew."""
    table, fresh = timed.matrix, np.flatnonzero(was < 0)
    xy, group, certainty = result.xy[was], result.group[was], result.certainty.of_person[was]
    if len(fresh):
        xy[fresh], group[fresh], certainty[fresh] = placed(result.model, table.select(fresh))
    labels = result.labels
    if not np.isin(labels, group).all():
        return None
    moderation = Moderation.of(table.statements, known.values())
    tallies = tally(table, np.where(group >= 0, np.searchsorted(labels, group), -1), len(labels))
    comparison = representative.compare(tallies)
    agree, disagree = representative.consensus(tallies, moderation.out)
    statement_xy, bridges = _statements(result, table.statements)
    extremity = np.linalg.norm(statement_xy, axis=1)
    measured = polis.measures(xy, group)
    several = len(labels) > 1
    return replace(
        result,
        matrix=table,
        statements=known,
        moderation=moderation,
        log_rows=log_rows,
        group=group,
        xy=xy,
        statement_xy=statement_xy,
        extremity=extremity,
        certainty=replace(result.certainty, of_person=certainty),
        measures=Measures(measured.centricness, measured.coreness, measured.extremeness),
        tallies=tallies,
        comparison=comparison,
        representative=representative.representative(tallies, comparison, moderation.out)
        if several
        else [[] for _ in labels],
        agree=agree,
        disagree=disagree,
        gac=representative.group_aware_consensus(tallies.agree, tallies.votes),
        gac_disagree=representative.group_aware_consensus(tallies.disagree, tallies.votes),
        priority=representative.priority(tallies, extremity, moderation.meta),
        bridging=bridges,
    )


def _statements(result: DialogueResult, statements: Ints) -> tuple[Floats, Bridging]:
    """Where the statements lie and how they bridge, as in the last full analysis; newer ones in the middle, unknown."""
    at = np.minimum(np.searchsorted(result.matrix.statements, statements), len(result.matrix.statements) - 1)
    known = result.matrix.statements[at] == statements
    bridges = result.bridging
    score, error = np.zeros(len(at)), np.full(len(at), np.inf)
    if bridges is not None:
        score, error = np.where(known, bridges.score[at], 0.0), np.where(known, bridges.error[at], np.inf)
    return np.where(known[:, None], result.statement_xy[at], 0.0), Bridging(score, error)
