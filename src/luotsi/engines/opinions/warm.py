"""The result of a running discussion brought up to date on the map of its last full analysis.

The map, the number of groups and how stable they are stay; people who have voted since are placed and put into the
likeliest group, and everything that is counted is counted anew. Nothing is resampled. A statement that is newer than
the map is counted, and tells nothing of where people stand before the next full analysis.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from luotsi.engines.opinions import latent, mixture, polis, representative
from luotsi.engines.opinions.bridging import Bridging
from luotsi.engines.opinions.latent import LatentModel, Posterior
from luotsi.engines.opinions.mixture import Seen
from luotsi.engines.opinions.place import MapModel
from luotsi.engines.opinions.result import DialogueResult, Measures
from luotsi.engines.opinions.statement import Moderation, Statement
from luotsi.engines.opinions.tallies import tally
from luotsi.engines.opinions.votes import Floats, Ints, VoteMatrix

Rows = Mapping[int, Mapping[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Timed:
    """A matrix of votes with the time (ms) of each."""

    matrix: VoteMatrix
    at_ms: Ints


def merged(old: Timed, rows: Rows) -> tuple[Timed, Ints]:
    """The matrix with the rows of some people in place of theirs (an empty row: the person is gone).

    The second array says which row of ``old`` each row was, -1 where it was given.
    """
    before = old.matrix
    people = np.array(sorted(rows), dtype=np.int64)
    fresh = [sorted(rows[int(person)].items()) for person in people]
    ids = np.array([tid for row in fresh for tid, _ in row], dtype=np.int64)
    value = np.array([vote for row in fresh for _, (vote, _) in row], dtype=np.int8)
    at_ms = np.array([at for row in fresh for _, (_, at) in row], dtype=np.int64)
    counts = np.array([len(row) for row in fresh], dtype=np.int64)
    stays = np.flatnonzero(~np.isin(before.people, people))
    kept = before.select(stays)
    used = np.zeros(len(before.statements), dtype=bool)
    used[kept.column] = True
    statements = np.union1d(before.statements[used], ids)
    column = np.searchsorted(statements, before.statements).astype(np.int32)[kept.column]
    every = np.concatenate([kept.people, people[counts > 0]])
    order = np.argsort(every)
    indptr = np.concatenate([kept.indptr, kept.indptr[-1] + np.cumsum(counts[counts > 0])])
    joined = VoteMatrix(
        every,
        statements,
        indptr,
        np.concatenate([column, np.searchsorted(statements, ids).astype(np.int32)]),
        np.concatenate([kept.value, value]),
    )
    lengths = before.counts[stays]
    take = np.repeat(before.indptr[stays] - kept.indptr[:-1], lengths) + np.arange(kept.indptr[-1])
    times = np.concatenate([old.at_ms[take], at_ms])
    was = np.concatenate([stays, np.full(int((counts > 0).sum()), -1, dtype=np.int64)])[order]
    if (order == np.arange(len(order))).all():
        return Timed(joined, times), was
    lengths = joined.counts[order]
    ends = np.cumsum(lengths)
    take = np.repeat(joined.indptr[order] - (ends - lengths), lengths) + np.arange(int(ends[-1]))
    return Timed(joined.select(order), times[take]), was


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
    posterior = latent.positions(LatentModel(model.centre, model.loadings, model.noise), lean)
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
