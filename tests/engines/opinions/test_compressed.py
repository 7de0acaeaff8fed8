"""The matrix of latest votes: the same whichever way it is made, and whatever the columns are stored as."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.opinions import VoteTable, analyse, matrix
from luotsi.engines.opinions.compressed import matrix_in_pieces
from tests.engines.opinions.material import planted

ids = st.sampled_from([-30_000, -1, 0, 1, 2, 5, 41, 30_000, 2**33])
logs = st.lists(st.tuples(ids, ids, st.integers(-1, 1), st.integers(0, 4)), min_size=1, max_size=60)


def by_hand(log):
    """The latest vote of each person on each statement."""
    latest = {}
    for person, statement, value, at_ms in log:
        if (person, statement) not in latest or at_ms >= latest[person, statement][1]:
            latest[person, statement] = (value, at_ms)
    return {key: value for key, (value, _) in latest.items()}


def read(found):
    rows = np.repeat(found.people, found.counts).tolist()
    columns = found.statements[found.column].tolist()
    assert sorted(zip(rows, columns, strict=True)) == list(zip(rows, columns, strict=True))
    return dict(zip(zip(rows, columns, strict=True), found.value.tolist(), strict=True))


@settings(max_examples=25, deadline=None)
@given(logs, st.sampled_from([1, 3, 7, 1000]))
def test_the_latest_vote_counts_however_the_matrix_is_made(log, piece):
    votes = VoteTable.of(log)
    whole = matrix(votes.narrow())
    assert read(whole) == by_hand(log)
    assert (votes.value[whole.log_row] == whole.value).all()
    assert read(matrix_in_pieces(votes.narrow(), piece)) == by_hand(log)
    assert read(matrix_in_pieces(votes, piece)) == by_hand(log)
    in_order = VoteTable(votes.person, votes.statement, votes.value, np.broadcast_to(np.int64(0), len(votes)))
    assert read(matrix_in_pieces(in_order, piece)) == by_hand([(*row[:3], 0) for row in log])


def test_narrow_columns_give_the_same_result():
    votes, _ = planted(120, 30, 0.5, groups=2)
    narrow = VoteTable(votes.person + 40_000, votes.statement, votes.value, votes.at_ms).narrow()
    assert (narrow.person.dtype, narrow.statement.dtype) == (np.int32, np.int16)
    plain, other = analyse(votes), analyse(narrow)
    assert (plain.group == other.group).all()
    assert (plain.xy == other.xy).all()
    assert VoteTable.of([]).narrow().person.dtype == np.int16


@pytest.mark.parametrize("sign", [1, -1])
def test_a_table_of_many_rows_is_read_in_parts(sign):
    rows = [(at, sign * at, at % 3 - 1, at) for at in range(200_050)]
    votes = VoteTable.of(iter(rows))
    assert len(votes) == 200_050
    assert votes.statement[-1] == sign * 200_049
