"""A reader who holds several releases of one figure learns nothing of fewer than k persons by subtracting them."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.engines.stats.release import ALL, Breakdown, Release, dominated, hidden_groups, revealing_changes

K = 5
GROUPS = ("a", "b", "c")


def breakdown(people):
    """``people``: person -> (group, value)."""
    axis = {group: {p: str(v) for p, (g, v) in people.items() if g == group} for group in GROUPS}
    return Breakdown({person: str(value) for person, (_, value) in people.items()}, {"axis": axis})


people = st.dictionaries(
    st.integers(0, 30).map(str), st.tuples(st.sampled_from(GROUPS), st.integers(0, 2)), max_size=30
)


def publish(history):
    """Release what may be released of each state in turn."""
    released = []
    for state in history:
        found = breakdown(state)
        new = Release(found, hidden_groups(found, K, earlier=released))
        if not revealing_changes(new, released, K):
            released.append(new)
    return released


def seen(release):
    """What a reader reads: the persons behind each figure that is shown, or follows by subtraction in one release."""
    if ALL in release.hidden:
        return {}
    shown = {ALL: release.breakdown.everybody}
    shown |= {name: group for name, group in release.breakdown.axes["axis"].items() if name not in release.hidden}
    return shown


@settings(deadline=None, max_examples=25)
@given(st.lists(people, min_size=2, max_size=5))
def test_no_two_releases_differ_by_fewer_than_k_persons(history):
    released = publish(history)
    for at, new in enumerate(released):
        for old in released[:at]:
            now, then = seen(new), seen(old)
            for name in set(now) & set(then):
                changed = {p for p in set(now[name]) | set(then[name]) if now[name].get(p) != then[name].get(p)}
                assert not 0 < len(changed) < K
            rest = [name for name in GROUPS if name not in now or name not in then]
            if now and then:
                mine = {p: v for name in rest for p, v in new.breakdown.axes["axis"][name].items()}
                theirs = {p: v for name in rest for p, v in old.breakdown.axes["axis"][name].items()}
                assert not 0 < sum(mine.get(p) != theirs.get(p) for p in set(mine) | set(theirs)) < K


@settings(deadline=None, max_examples=25)
@given(st.lists(people, min_size=2, max_size=4))
def test_a_group_once_withheld_stays_withheld(history):
    released = publish(history)
    for old, new in pairwise(released):
        assert old.hidden <= new.hidden


@settings(deadline=None, max_examples=25)
@given(people)
def test_a_single_withheld_group_never_follows_from_the_total(state):
    hidden = hidden_groups(breakdown(state), K)
    if hidden and ALL not in hidden:
        counts = [len(breakdown(state).axes["axis"][name]) for name in hidden]
        assert len(hidden) >= 2
        assert sum(counts) >= K


def crowd(n, group, start=0, value=1):
    return {f"{group}{start + at}": (group, value) for at in range(n)}


def test_one_more_person_is_not_released():
    first = breakdown(crowd(10, "a") | crowd(10, "b"))
    second = breakdown(crowd(11, "a") | crowd(10, "b"))
    released = [Release(first, hidden_groups(first, K))]
    assert revealing_changes(Release(second, frozenset()), released, K) == {ALL, "a"}


def test_a_changed_value_of_one_person_is_not_released():
    first = breakdown(crowd(10, "a"))
    second = breakdown(crowd(10, "a") | {"a3": ("a", 2)})
    assert revealing_changes(Release(second, frozenset()), [Release(first, frozenset())], K)


def test_going_back_and_forth_is_compared_with_every_earlier_release():
    states = [crowd(10, "a"), crowd(20, "a"), crowd(11, "a")]
    assert len(publish(states)) == 2


def test_an_unchanged_figure_reveals_nothing():
    first = breakdown(crowd(10, "a") | crowd(2, "b") | crowd(9, "c"))
    release = Release(first, hidden_groups(first, K))
    assert {"b"} < release.hidden
    assert not revealing_changes(release, [release], K)


def test_a_mean_of_few_values_or_of_one_large_contributor_is_withheld():
    assert dominated({"p": [1.0] * 9}, mean=True)
    assert dominated({"p": [50.0], **{str(n): [1.0] for n in range(20)}}, mean=True)
    assert not dominated({str(n): [1.0, 2.0] for n in range(6)}, mean=True)
    assert not dominated({"p": [1.0]}, mean=False)
