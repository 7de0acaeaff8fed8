from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.errors import InputError
from luotsi.kit.review import Act, Reason, State, Verdict, edit_distance, standing, undecided

ACCEPT = Verdict(act=Act.ACCEPT)
EDIT = Verdict(act=Act.EDIT, text="12,5 mg")
REJECT = Verdict(act=Act.REJECT, reason=Reason.ALREADY_DONE)
POSTPONE = Verdict(act=Act.POSTPONE, until=date(2026, 12, 1))
UNDO = Verdict(act=Act.UNDO)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"act": Act.REJECT}, "reason"),
        ({"act": Act.REJECT, "reason": Reason.OTHER}, "note"),
        ({"act": Act.EDIT, "text": " \n"}, "text"),
        ({"act": Act.POSTPONE}, "until"),
        ({"act": Act.ACCEPT, "note": "x" * 2001}, "note"),
        ({"act": Act.EDIT, "text": "x" * 4001}, "text"),
    ],
)
def test_a_verdict_that_lacks_what_it_needs_names_the_field(fields, where):
    with pytest.raises(InputError) as raised:
        Verdict(**fields)
    assert [problem.where for problem in raised.value.problems] == [where]


def test_every_act_leads_to_its_state():
    states = [standing([verdict])[0] for verdict in (ACCEPT, EDIT, REJECT, POSTPONE)]
    assert states == [State.ACCEPTED, State.EDITED, State.REJECTED, State.POSTPONED]


def test_undo_brings_back_what_stood_before():
    assert standing([REJECT, EDIT, UNDO]) == (State.REJECTED, REJECT)
    assert standing([ACCEPT, UNDO]) == (State.PROPOSED, None)


def test_undoing_nothing_is_refused():
    with pytest.raises(InputError):
        standing([UNDO])


@given(st.lists(st.sampled_from([ACCEPT, EDIT, REJECT, POSTPONE, UNDO]), max_size=30))
def test_the_state_is_that_of_a_stack(verdicts):
    stack = []
    for verdict in verdicts:
        if verdict is UNDO:
            if not stack:
                with pytest.raises(InputError):
                    standing(verdicts)
                return
            stack.pop()
        else:
            stack.append(verdict)
    state, last = standing(verdicts)
    assert last == (stack[-1] if stack else None)
    assert (state is State.PROPOSED) == (not stack)


def test_a_run_waits_for_its_undecided_proposals():
    assert undecided([State.PROPOSED, State.POSTPONED, State.PROPOSED, State.REJECTED]) == 2


def slow_distance(a, b):
    """The recurrence of Levenshtein as printed, without any short cut."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            swap = table[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, swap)
    return table[len(a), len(b)]


@given(st.text("abåö ", max_size=12), st.text("abåö ", max_size=12))
def test_edit_distance_is_levenshteins(a, b):
    assert edit_distance(a, b) == slow_distance(a, b)


def test_edit_distance_of_the_textbook_example():
    assert edit_distance("kitten", "sitting") == 3
