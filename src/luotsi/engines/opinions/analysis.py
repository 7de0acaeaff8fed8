"""A whole discussion analysed in one call, in either mode."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luotsi.engines.opinions import latent, latent_fit, polis, representative, stable
from luotsi.engines.opinions.bridging import Bridging, bridging
from luotsi.engines.opinions.canonical import Canonical, canonical
from luotsi.engines.opinions.compressed import AT_ONCE, matrix
from luotsi.engines.opinions.latent import LatentModel, Posterior
from luotsi.engines.opinions.place import POLIS, STABLE, MapModel
from luotsi.engines.opinions.result import Certainty, DialogueResult, Measures
from luotsi.engines.opinions.stable import Groups
from luotsi.engines.opinions.statement import Moderation, Statement
from luotsi.engines.opinions.tallies import tally
from luotsi.engines.opinions.votes import Bools, Floats, Ints, VoteMatrix, VoteTable
from luotsi.kit.text import Text

MODES = (STABLE, POLIS)


def analyse(
    votes: VoteTable,
    statements: Iterable[Statement] = (),
    *,
    mode: str = STABLE,
    groups: Mapping[int, int] | None = None,
    k: int | None = None,
    memory: polis.Memory | None = None,
    table: VoteMatrix | None = None,
) -> DialogueResult:
    """Analyse a discussion.

    ``mode`` is ``stable`` (ours) or ``polis`` (Polis' own definitions, exactly). ``groups`` (person: group number) are
    taken as given instead of sought. ``k`` asks mode ``stable`` for that many groups though they may not be stable;
    ``clear`` then says what they are worth. ``memory`` continues a running discussion in mode ``polis``. ``table`` is
    the matrix of the votes where it has been made. ``ValueError`` for another mode, or for k in mode ``polis``.
    """
    if mode not in MODES or (k is not None and (mode == POLIS or not 1 <= k <= stable.MOST_GROUPS)):
        message = f"mode is one of {', '.join(MODES)}; k (1 to {stable.MOST_GROUPS}) is for mode {STABLE}"
        raise ValueError(message)
    known = {statement.id: statement for statement in statements}
    if table is None:
        table = matrix(votes, traced=len(votes) <= AT_ONCE)
    moderation = Moderation.of(table.statements, known.values())
    if mode == POLIS:
        found = polis.analyse(votes, table, moderation, groups=groups, memory=memory)
        return _of_polis(found, known, len(votes))
    return _of_stable(table, moderation, known, (len(votes), groups, k))


def _of_polis(found: polis.PolisResult, known: Mapping[int, Statement], rows: int) -> DialogueResult:
    live = ~found.moderation.out
    measured = polis.measures(found.xy, found.group)
    middles = _middles(found.xy, found.group, found.labels)
    model = MapModel(
        POLIS,
        found.matrix.statements[live],
        found.components.centre[live],
        found.components.directions.T[live],
        np.ones(int(live.sum())),
        int((~live).sum()),
        found.labels,
        middles,
    )
    silhouettes = found.grouping.silhouettes if found.grouping else {}
    certainty = Certainty(len(found.labels) > 1, None, (), np.full(len(found.group), np.nan), silhouettes)
    return DialogueResult(
        POLIS,
        found.matrix,
        known,
        found.moderation,
        rows,
        found.group,
        found.labels,
        found.xy,
        found.statement_xy,
        found.extremity,
        certainty,
        Measures(measured.centricness, measured.coreness, measured.extremeness),
        found.tallies,
        found.comparison,
        found.representative,
        found.agree,
        found.disagree,
        found.gac,
        found.gac_disagree,
        found.priority,
        None,
        model,
        {"polis": found},
        _notes(found.matrix, found.moderation, known, len(found.labels)),
    )


def _middles(xy: Floats, group: Ints, labels: Ints) -> Floats:
    if not len(labels):
        return np.zeros((0, 2))
    return np.stack([xy[group == label].mean(axis=0) for label in labels])


@dataclass(frozen=True, slots=True)
class _Map:
    """Positions and groups in the order of the whole matrix."""

    xy: Floats
    group: Ints
    certainty: Floats
    model: MapModel
    statement_xy: Floats
    bridging: Bridging


def _of_stable(
    table: VoteMatrix, moderation: Moderation, known: Mapping[int, Statement], given: tuple[int, Any, int | None]
) -> DialogueResult:
    rows, groups, k = given
    order = canonical(table, moderation.out)
    model = latent_fit.fit(order.matrix)
    posterior = latent.positions(model, order.matrix)
    model, posterior = _upright(model, posterior)
    found = stable.find(order.matrix, model, posterior, 1 if groups is not None else k)
    laid = _laid(table, moderation.out, order, (model, posterior, found))
    group, certainty = laid.group, laid.certainty
    if groups is not None:
        group = np.array([groups.get(int(person), -1) for person in table.people], dtype=np.int64)
        certainty = np.full(len(group), np.nan)
    labels = np.unique(group[group >= 0])
    place = np.where(group >= 0, np.searchsorted(labels, group), -1) if len(labels) else group
    tallies = tally(table, place, len(labels))
    comparison = representative.compare(tallies)
    agree, disagree = representative.consensus(tallies, moderation.out)
    several = len(labels) > 1
    extremity = np.linalg.norm(laid.statement_xy, axis=1)
    measured = polis.measures(laid.xy, group)
    sure = Certainty(
        found.clear if groups is None else several,
        found.stability if groups is None else None,
        found.of_group if groups is None else (),
        certainty,
        found.criterion,
    )
    return DialogueResult(
        STABLE,
        table,
        known,
        moderation,
        rows,
        group,
        labels,
        laid.xy,
        laid.statement_xy,
        extremity,
        sure,
        Measures(measured.centricness, measured.coreness, measured.extremeness),
        tallies,
        comparison,
        representative.representative(tallies, comparison, moderation.out) if several else [[] for _ in labels],
        agree,
        disagree,
        representative.group_aware_consensus(tallies.agree, tallies.votes),
        representative.group_aware_consensus(tallies.disagree, tallies.votes),
        representative.priority(tallies, extremity, moderation.meta),
        laid.bridging,
        laid.model,
        {},
        _notes(table, moderation, known, len(labels)),
    )


def _upright(model: LatentModel, posterior: Posterior) -> tuple[LatentModel, Posterior]:
    """The same with every direction turned so that its longer tail is on the positive side."""
    sign = np.where((posterior.mean**3).sum(axis=0) < 0, -1.0, 1.0) if len(posterior.mean) else np.ones(1)
    turned = LatentModel(model.intercept, model.loadings * sign, model.noise)
    return turned, Posterior(posterior.mean * sign, posterior.covariance * sign[:, None] * sign[None, :])


def _laid(table: VoteMatrix, out: Bools, order: Canonical, found: tuple[LatentModel, Posterior, Groups]) -> _Map:
    model, posterior, groups = found
    people = len(table.people)
    xy, group, certainty = np.zeros((people, 2)), np.full(people, -1, dtype=np.int64), np.full(people, np.nan)
    flat = min(2, posterior.mean.shape[1])
    xy[order.rows, :flat] = posterior.mean[:, :flat]
    group[order.rows], certainty[order.rows] = groups.group, groups.certainty
    statement_xy = np.zeros((len(out), 2))
    statement_xy[order.columns, :flat] = model.loadings[:, :flat]
    score, error = np.zeros(len(out)), np.full(len(out), np.inf)
    bridges = bridging(order.matrix, posterior)
    score[order.columns], error[order.columns] = bridges.score, bridges.error
    back = np.argsort(order.columns)
    labels = np.unique(groups.group[groups.group >= 0])
    place = MapModel(
        STABLE,
        order.matrix.statements[back],
        model.intercept[back],
        model.loadings[back],
        model.noise[back],
        int(out.sum()),
        labels,
        _middles(xy, group, labels),
        groups.mixture,
        groups.directions,
        min(7, max(len(order.columns), 1)),
    )
    return _Map(xy, group, certainty, place, statement_xy, Bridging(score, error))


def _notes(table: VoteMatrix, moderation: Moderation, known: Mapping[int, Statement], groups: int) -> tuple[Text, ...]:
    """What a reader must know beside the figures."""
    notes = []
    unknown = sum(int(identifier) not in known for identifier in table.statements) if known else 0
    if unknown:
        notes.append(_UNKNOWN.format(n=unknown))
    if len(table.people) == 1:
        notes.append(_ALONE)
    if len(table.value) and not table.value.any():
        notes.append(_ALL_PASS)
    elif len(table.people) > 1 and table.value.min() == table.value.max():
        notes.append(_OF_ONE_MIND)
    if groups < 2:  # noqa: PLR2004 - one group is none
        notes.append(_NO_GROUPS)
    return tuple(notes)


_UNKNOWN = Text(
    "Ääniä on väittämillä, joita ei ole väittämäluettelossa ({n} väittämää).",
    "Det finns röster om påståenden som saknas i listan över påståenden ({n} påståenden).",
    "There are votes on statements that are not in the list of statements ({n} statements).",
)
_ALONE = Text("Vain yksi osallistuja.", "Bara en deltagare.", "Only one participant.")
_ALL_PASS = Text("Kaikki äänet ovat ohituksia.", "Alla röster är pass.", "Every vote is a pass.")
_OF_ONE_MIND = Text("Kaikki äänestivät samoin.", "Alla röstade likadant.", "Everybody voted alike.")
_NO_GROUPS = Text(
    "Selviä mielipideryhmiä ei ole.", "Det finns inga tydliga åsiktsgrupper.", "There are no clear opinion groups."
)
