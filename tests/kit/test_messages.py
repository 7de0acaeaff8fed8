"""The two messages that cross the border: closed schemas, hashes, suppression."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.errors import InputError
from luotsi.kit.measure import STANDARD_MEASURES, Aggregate, cell
from luotsi.kit.pack import Pack

VALUES = st.lists(st.floats(0, 1000), max_size=30)


def aggregate(cells):
    return Aggregate(
        id="mallila.2026-11",
        county="mallila",
        experiment="e08",
        tool="medication",
        measure="share_accepted",
        start=date(2026, 11, 1),
        end=date(2026, 11, 30),
        version=1,
        k=5,
        cells=tuple(cells),
    )


@given(VALUES, st.integers(5, 12))
def test_a_cell_under_k_shows_nothing_and_any_other_shows_its_sums(values, k):
    made = cell("all", values, k)
    assert made.suppressed == (0 < len(values) < k)
    if made.suppressed:
        assert (made.total, made.squares) == (None, None)
    else:
        assert made.n == len(values)
        assert made.total == pytest.approx(sum(values))


def test_k_under_five_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        cell("all", [1.0], 4)


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_an_aggregate_survives_json(groups):
    sent = aggregate(cell(f"g{n}", values) for n, values in enumerate(groups))
    assert Aggregate.from_json(sent.as_json()) == sent


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"client": "140342-982Y"}, "client"),
        ({"measure": None}, "measure"),
        ({"county": "Mallilan hyvinvointialue"}, "county"),
        ({"k": 4}, "k"),
        ({"k": True}, "k"),
        ({"version": 0}, "version"),
        ({"start": "yesterday"}, "start"),
        ({"schema": "luotsi-aggregate/2"}, "schema"),
        ({"cells": []}, "cells"),
        ({"cells": [{"group": "all", "n": 9, "total": None, "squares": 1}]}, "cells[0]"),
        ({"cells": [{"group": "all", "n": 9, "total": 1, "squares": 1, "names": "x"}]}, "cells[0]"),
        ({"cells": [{"group": "Eila Esimerkki", "n": 9, "total": 1, "squares": 1}]}, "cells[0].group"),
    ],
)
def test_an_aggregate_of_another_shape_is_refused_by_field(change, where):
    message = dict(aggregate([cell("all", [1.0] * 9)]).as_json()) | change
    with pytest.raises(InputError) as raised:
        Aggregate.from_json(message)
    assert where in [problem.where for problem in raised.value.problems]


def test_a_missing_field_is_named():
    message = dict(aggregate([cell("all", [1.0] * 9)]).as_json())
    del message["county"]
    with pytest.raises(InputError) as raised:
        Aggregate.from_json(message)
    assert [problem.where for problem in raised.value.problems] == ["county"]


PACK = Pack(
    id="luotsi-medication",
    version="1.10.0",
    kind="rules",
    licence="Apache-2.0",
    maintainer="Luotsi",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    content={"rules": [{"id": "B12"}]},
)


def test_a_pack_survives_json_and_keeps_its_hash():
    again = Pack.from_json(PACK.as_json())
    assert again == PACK
    assert again.sha256 == PACK.sha256


def test_a_pack_whose_content_was_changed_is_refused():
    message = dict(PACK.as_json()) | {"content": {"rules": []}}
    with pytest.raises(InputError) as raised:
        Pack.from_json(message)
    assert [problem.where for problem in raised.value.problems] == ["sha256"]


@pytest.mark.parametrize(
    ("change", "where"),
    [({"version": "1.0"}, "version"), ({"id": "Has Space"}, "id"), ({"valid_to": "2025-01-01"}, "valid_to")],
)
def test_a_pack_that_does_not_hold_together_is_refused_by_field(change, where):
    with pytest.raises(InputError) as raised:
        Pack.from_json(dict(PACK.as_json()) | change)
    assert where in [problem.where for problem in raised.value.problems]


def test_packs_are_ordered_by_number_and_not_by_letter():
    older = Pack.from_json(dict(PACK.as_json()) | {"version": "1.9.3"})
    assert older.order() < PACK.order()


@pytest.mark.parametrize(
    ("day", "valid"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_pack_is_valid_on_its_first_and_last_day(day, valid):
    assert PACK.valid_on(date.fromisoformat(day)) is valid


def test_standard_measures_have_different_keys():
    keys = [measure.key for measure in STANDARD_MEASURES]
    assert len(keys) == len(set(keys))
