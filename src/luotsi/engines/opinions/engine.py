"""A running discussion: votes appended one by one, counts and the voter's own place at once, the map when asked.

``rebuild`` analyses the log as it stands, so that N votes one by one and one analysis of the log give the same result.
``refresh`` keeps the map of the last rebuild and brings everything else up to date. Between the two, counts by group,
consensus, representative statements and priorities follow every vote (``standing``), in whole numbers. Withdrawn people
are tombstones: their rows stay in the log's order, and nothing is computed from them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions import polis, representative
from luotsi.engines.opinions.alone import Alone
from luotsi.engines.opinions.analysis import MODES, analyse
from luotsi.engines.opinions.compressed import matrix
from luotsi.engines.opinions.place import POLIS, STABLE, MapModel, Position, from_sums, place_of
from luotsi.engines.opinions.representative import Agreed, Representative
from luotsi.engines.opinions.result import DialogueResult
from luotsi.engines.opinions.statement import Moderation, Statement
from luotsi.engines.opinions.tallies import Tallies, from_cells
from luotsi.engines.opinions.votes import Floats, Ints, Places, VoteTable
from luotsi.engines.opinions.warm import Timed, merged, refreshed


@dataclass(frozen=True, slots=True)
class Standing:
    """The statistics of this moment with the groups of the last refresh. Columns follow ``statements``."""

    statements: Ints
    labels: Ints
    tallies: Tallies
    representative: list[list[Representative]]
    agree: list[Agreed]
    disagree: list[Agreed]
    gac: Floats
    priority: Floats


class _Log:
    """The append-only log: one table, and the rows that have come since it was made."""

    def __init__(self) -> None:
        self.held = VoteTable.of([])
        self.fresh: list[tuple[int, int, int, int]] = []

    def __len__(self) -> int:
        return len(self.held) + len(self.fresh)

    def whole(self) -> VoteTable:
        """Every row, those of people who have withdrawn too."""
        if self.fresh:
            self.held = _joined(self.held, VoteTable.of(self.fresh))
            self.fresh = []
        return self.held

    def table(self, withdrawn: Collection[int]) -> VoteTable:
        """The rows that count."""
        return self.whole().without(withdrawn) if withdrawn else self.whole()


def _joined(first: VoteTable, second: VoteTable) -> VoteTable:
    if not len(first):
        return second
    columns = ((first.person, second.person), (first.statement, second.statement), (first.at_ms, second.at_ms))
    person, statement, at_ms = (np.concatenate(pair) for pair in columns)
    return VoteTable(person, statement, np.concatenate([first.value, second.value]), at_ms)


class Engine:
    """One discussion in memory. Not thread-safe: the caller holds one at a time."""

    def __init__(self, statements: Iterable[Statement] = (), *, mode: str = STABLE) -> None:
        if mode not in MODES:
            message = f"mode is one of {', '.join(MODES)}"
            raise ValueError(message)
        self.mode = mode
        self.statements: dict[int, Statement] = {statement.id: statement for statement in statements}
        self.withdrawn: set[int] = set()
        self.result: DialogueResult | None = None
        self._log = _Log()
        self._fresh: dict[int, dict[int, tuple[int, int]]] = {}
        self._memory: polis.Memory | None = None
        self._column: dict[int, int] = {}
        self._group: dict[int, int] = {}
        self._cells: NDArray[np.int64] = np.zeros((1, 0, 3), dtype=np.int64)
        self._sums: dict[int, tuple[Floats, int]] = {}
        self._place: Mapping[int, int] = {}
        self._told: Floats = np.zeros((0, 0))
        self._model_row: Ints = np.zeros(0, dtype=np.int64)
        self._alone = Alone(0)
        self._times: Places = np.zeros(0, dtype=np.int64)
        self._rebuilt = 0

    @classmethod
    def of(cls, votes: VoteTable, statements: Iterable[Statement] = (), *, mode: str = STABLE) -> "Engine":
        """The engine of an existing log, analysed."""
        engine = cls(statements, mode=mode)
        engine._log.held = votes
        engine.rebuild()
        return engine

    @property
    def log(self) -> VoteTable:
        """The votes that count, in order of arrival."""
        return self._log.table(self.withdrawn)

    @property
    def model(self) -> MapModel | None:
        """The map model of the last refresh."""
        return self.result.model if self.result else None

    def votes_of(self, person: int) -> dict[int, int]:
        """The person's latest vote on each statement."""
        return {statement: vote for statement, (vote, _) in self._votes(person).items()}

    def _votes(self, person: int) -> dict[int, tuple[int, int]]:
        """The latest votes with their times: those of the last refresh, and those since."""
        span = self._span(person)
        held: dict[int, tuple[int, int]] = {}
        if span is not None and self.result is not None:
            table = self.result.matrix
            ids = table.statements[table.column[span]].tolist()
            pairs = zip(table.value[span].tolist(), self._times[span].tolist(), strict=True)
            held = dict(zip(ids, pairs, strict=True))
        return held | self._fresh.get(person, {})

    def _span(self, person: int) -> slice | None:
        """Where the person's votes are in the matrix of the last refresh."""
        if self.result is None or person in self.withdrawn:
            return None
        held = self.result.matrix
        at = int(held.people.searchsorted(person))
        if at == len(held.people) or held.people[at] != person:
            return None
        return slice(int(held.indptr[at]), int(held.indptr[at + 1]))

    def _before(self, person: int, statement: int) -> tuple[int, int] | None:
        """The person's latest vote on a statement, and its time."""
        fresh = self._fresh.get(person)
        if fresh is not None and statement in fresh:
            return fresh[statement]
        span, column = self._span(person), self._column.get(statement, -1)
        if span is None or self.result is None or not 0 <= column < len(self.result.matrix.statements):
            return None
        columns = self.result.matrix.column[span]
        at = int(columns.searchsorted(column))
        if at == len(columns) or columns[at] != column:
            return None
        return int(self.result.matrix.value[span.start + at]), int(self._times[span.start + at])

    def vote(self, person: int, statement: int, value: int, at_ms: int) -> Position | None:
        """Take a vote in: log, counts, and the voter's own place (None before the first refresh).

        A vote older than the person's latest on the statement is logged and changes nothing. ``ValueError`` for a
        value that is no vote, or from somebody who has withdrawn.
        """
        if value not in (1, 0, -1) or person in self.withdrawn:
            message = "a vote is 1, 0 or -1, from somebody who has not withdrawn"
            raise ValueError(message)
        self._log.fresh.append((person, statement, value, at_ms))
        before = self._before(person, statement)
        if before is None or at_ms >= before[1]:
            self._count(person, statement, value, None if before is None else before[0])
            self._fresh.setdefault(person, {})[statement] = (value, at_ms)
        return self.own_position(person)

    def _count(self, person: int, statement: int, value: int, before: int | None) -> None:
        column = self._column.setdefault(statement, len(self._column))
        if column >= self._cells.shape[1]:
            groups, width, _ = self._cells.shape
            grown = np.zeros((groups, max(16, 2 * width), 3), dtype=np.int64)
            grown[:, :width] = self._cells
            self._cells = grown
        group = self._group.get(person, -1)
        self._cells[group, column, value + 1] += 1
        if before is not None:
            self._cells[group, column, before + 1] -= 1
        self._add(person, statement, value, before)

    def _add(self, person: int, statement: int, value: int, before: int | None) -> None:
        """Keep the person's sums, so that placing costs the same after 10 or 1,000 votes."""
        row = self._place.get(statement)
        held = self._sums_of(person) if row is not None and self._told.size else None
        if row is None or held is None:
            return
        sums, votes = held
        sums += self._told[3 * row + value + 1]
        if before is not None:
            sums -= self._told[3 * row + before + 1]
        self._sums[person] = (sums, votes + (before is None))

    def _sums_of(self, person: int) -> tuple[Floats, int]:
        """What the person's votes add up to, and how many there are; votes not yet in ``_fresh`` are not in it."""
        found = self._sums.get(person)
        if found is None:
            span = self._span(person)
            rows = np.zeros(0, dtype=np.int64)
            if span is not None and self.result is not None:
                rows = self._model_row[self.result.matrix.column[span]] + self.result.matrix.value[span]
                rows = rows[rows >= 0]
            found = self._sums[person] = (self._told[rows].sum(axis=0), len(rows))
        return found

    def own_position(self, person: int) -> Position | None:
        """Where the person stands by the map of the last refresh; None before there is one."""
        model = self.model
        if model is None:
            return None
        if model.mode == STABLE:
            sums, votes = self._sums_of(person)
            return from_sums(model, self._alone, sums.tolist(), votes)
        known = [(self._place[tid], vote) for tid, (vote, _) in self._votes(person).items() if tid in self._place]
        columns = np.array([at for at, _ in known], dtype=np.int64)
        return place_of(model, columns, np.array([vote for _, vote in known], dtype=np.float64))

    def withdraw(self, person: int) -> None:
        """Take a person's votes out of everything; the log keeps a tombstone."""
        own = self._votes(person)
        group = self._group.get(person, -1)
        for statement, (value, _) in own.items():
            self._cells[group, self._column[statement], value + 1] -= 1
        self.withdrawn.add(person)
        for held in (self._fresh, self._sums, self._group):
            held.pop(person, None)

    def moderate(self, statement: Statement) -> None:
        """Add a statement, or put a new state of moderation in force; the map follows at the next refresh."""
        self.statements[statement.id] = statement

    def standing(self) -> Standing:
        """The statistics of this moment, from whole-number counts alone; statements in ascending order."""
        ids = np.array(sorted(self._column), dtype=np.int64)
        columns = [self._column[int(identifier)] for identifier in ids]
        tallies = from_cells(self._cells[:, columns])
        counted = tallies.all_votes > 0
        ids, kept = ids[counted], np.flatnonzero(counted)
        tallies = Tallies(
            *(part[..., kept] for part in (tallies.agree, tallies.disagree, tallies.votes)),
            *(part[kept] for part in (tallies.all_agree, tallies.all_disagree, tallies.all_votes)),
        )
        moderation = Moderation.of(ids, self.statements.values())
        labels = self.result.labels if self.result else np.zeros(0, dtype=np.int64)
        comparison = representative.compare(tallies)
        agree, disagree = representative.consensus(tallies, moderation.out)
        several = self.mode == POLIS or len(labels) > 1
        return Standing(
            ids,
            labels,
            tallies,
            representative.representative(tallies, comparison, moderation.out) if several else [[] for _ in labels],
            agree,
            disagree,
            representative.group_aware_consensus(tallies.agree, tallies.votes),
            representative.priority(tallies, self._extremity(ids), moderation.meta),
        )

    def _extremity(self, ids: Ints) -> Floats:
        if self.result is None:
            return np.zeros(len(ids))
        known = dict(zip(self.result.matrix.statements.tolist(), self.result.extremity.tolist(), strict=True))
        return np.array([known.get(int(identifier), 0.0) for identifier in ids])

    def rebuild(self, *, smoothed: bool = False) -> DialogueResult:
        """Analyse the whole log from nothing: what ``analyse`` of it gives.

        With ``smoothed``, in mode ``polis``, as a running Polis server does: from the clusters of the run before, and
        a new number of groups only when it was best four times. Without, the result depends on the log alone.
        """
        votes = self.log
        memory = self._memory if smoothed and self.mode == POLIS else None
        table = matrix(votes)
        result = analyse(votes, self.statements.values(), mode=self.mode, memory=memory, table=table)
        found = result.details.get("polis")
        self._memory = found.memory if found is not None else None
        self._rebuilt = len(votes)
        self._hold(result, votes.at_ms[table.log_row])
        return result

    def refresh(self, *, smoothed: bool = False) -> DialogueResult:
        """Bring the result up to date on the map of the last rebuild, in a fraction of its time (mode ``stable``).

        The number of groups, their places and stability are kept; whoever voted since is placed anew, and all that is
        counted is counted. Rebuilds instead in mode ``polis`` (``smoothed`` as there), the first time, when moderation
        has left other statements out, when there are twice as many votes, and when a group has lost everybody.
        """
        result, rows = self.result, len(self._log) - self._gone()
        if result is None or self.mode == POLIS or rows >= 2 * self._rebuilt or self._moderated(result):
            return self.rebuild(smoothed=smoothed)
        timed, was = merged(Timed(result.matrix, self._times), self._fresh, self.withdrawn)
        if not len(timed.matrix.people):
            return self.rebuild()
        found = refreshed(result, timed, was, dict(self.statements), rows)
        if found is None:
            return self.rebuild()
        self._hold(found, timed.at_ms)
        return found

    def _gone(self) -> int:
        """How many rows of the log are of people who have withdrawn."""
        if not self.withdrawn:
            return 0
        return int(np.isin(self._log.whole().person, np.array(sorted(self.withdrawn))).sum())

    def _moderated(self, result: DialogueResult) -> bool:
        """Whether a statement of the matrix has been left out, or taken in again, since the result."""
        now = Moderation.of(result.matrix.statements, self.statements.values())
        held = set(result.model.statements.tolist())
        left_out = {tid for tid, state in self.statements.items() if state.moderated < 0}
        new = {tid for tid in self._column if tid in left_out} - set(result.matrix.statements.tolist())
        return bool(new or (now.out != result.moderation.out).any() or left_out & held)

    def _hold(self, result: DialogueResult, times: Places) -> None:
        self.result = result
        self._fresh.clear()
        self._sums.clear()
        self._times = times
        self._place = result.model.columns()
        if self.mode == STABLE:
            self._told, self._alone = result.model.latent().told, result.model.alone()
            rows = [3 * self._place[tid] + 1 if tid in self._place else -9 for tid in result.matrix.statements.tolist()]
            self._model_row = np.array(rows, dtype=np.int64)
        self._column = {int(tid): at for at, tid in enumerate(result.matrix.statements)}
        place = {int(label): at for at, label in enumerate(result.labels)}
        self._group = {person: place[group] for person, group in result.groups_by_person().items()}
        tallies = result.tallies
        by_group = np.stack([tallies.disagree, tallies.votes - tallies.agree - tallies.disagree, tallies.agree], axis=2)
        every = np.stack(
            [tallies.all_disagree, tallies.all_votes - tallies.all_agree - tallies.all_disagree, tallies.all_agree],
            axis=1,
        )
        self._cells = np.concatenate([by_group, (every - by_group.sum(axis=0))[None]]).astype(np.int64)
