from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.audit import GENESIS, AuditEvent, verify

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def chain(n):
    previous, rows = GENESIS, []
    for sequence in range(1, n + 1):
        event = AuditEvent(
            sequence=sequence,
            at=START + timedelta(seconds=sequence),
            actor="u1",
            role="professional",
            action="record.open",
            client="c1",
            detail={"n": sequence},
        )
        previous = event.hash_after(previous)
        rows.append((event, previous))
    return rows


def test_an_untouched_chain_holds():
    assert verify(chain(20)) is None


@given(st.data(), st.integers(2, 12))
def test_any_change_or_gap_is_found_at_its_place(data, n):
    rows = chain(n)
    at = data.draw(st.integers(0, n - 2))
    kind = data.draw(st.sampled_from(["actor", "gap", "swap", "hash"]))
    if kind == "actor":
        event = rows[at][0]
        changed = AuditEvent(sequence=event.sequence, at=event.at, actor="u2", role=event.role, action=event.action)
        rows[at] = (changed, rows[at][1])
    elif kind == "gap":
        del rows[at]
    elif kind == "swap":
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    else:
        rows[at] = (rows[at][0], "f" * 64)
    broken = verify(rows)
    assert broken is not None
    assert broken.sequence == at + 1


def test_a_chain_continues_from_an_anchor():
    rows = chain(10)
    assert verify(rows[4:], after=rows[3][1], first=5) is None
    assert verify(rows[4:], after=GENESIS, first=5) is not None


@pytest.mark.parametrize("detail", [{"x": 0.5}, {"x": [1, {"y": 2.0}]}])
def test_a_floating_point_number_has_no_place_in_the_log(detail):
    with pytest.raises(ValueError, match="floating-point"):
        AuditEvent(sequence=1, at=START, actor="u", role="", action="a", detail=detail)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        AuditEvent(sequence=1, at=datetime(2026, 1, 1), actor="u", role="", action="a")  # noqa: DTZ001 - the case


def test_the_hash_does_not_depend_on_the_zone_in_which_the_time_is_written():
    helsinki = START.astimezone(datetime.fromisoformat("2026-11-22T10:00:00+02:00").tzinfo)
    one, other = (AuditEvent(sequence=1, at=at, actor="u", role="", action="a") for at in (START, helsinki))
    assert one.hash_after(GENESIS) == other.hash_after(GENESIS)
