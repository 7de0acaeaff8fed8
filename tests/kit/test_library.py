"""Items of a pack, one pack over another, and differences: what always holds."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import InputError
from luotsi.kit.evidence import RuleStatus
from luotsi.kit.library import Item, content_of, differences, items_of, leaves, overlay
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text

scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
)


def item(key, body=None, status=RuleStatus.DRAFT):
    return Item(
        key=key, family="f", title=Text.same(key), body=body or {"x": key}, source="s", licence="l", status=status
    )


def pack(*items, version="1.0.0", ident="base"):
    return Pack(
        id=ident, version=version, kind="k", licence="l", maintainer="m", valid_from=date(2026, 1, 1), valid_to=None,
        content=content_of(items),
    )  # fmt: skip


packs = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.integers(0, 3), st.sampled_from([RuleStatus.PUBLISHED, RuleStatus.RETIRED])
    ),
    unique_by=lambda row: row[0],
    max_size=6,
).map(lambda rows: pack(*(item(key, {"n": n}, status) for key, n, status in rows), ident="over"))


@given(values, values)
def test_values_differ_exactly_when_there_is_a_difference(before, after):
    assert bool(differences(before, after)) == (canonical_json(before) != canonical_json(after))


@given(values)
def test_nothing_differs_from_itself(value):
    assert differences(value, value) == ()


@given(values, values)
def test_a_difference_is_the_same_the_other_way_round(before, after):
    there = {(change.path, repr(change.before), repr(change.after)) for change in differences(before, after)}
    back = {(change.path, repr(change.after), repr(change.before)) for change in differences(after, before)}
    assert there == back


def test_leaves_name_every_plain_value_by_its_path():
    assert dict(leaves({"rows": [{"a": "1"}, {"b": []}]})) == {"rows.0.a": "1", "rows.1.b": []}


@given(packs, packs)
def test_the_pack_on_top_wins_and_what_it_retires_is_gone(base, over):
    own = {row.key: row for row in items_of(over)}
    found = {row.key: row for row in items_of(overlay(base, over))}
    for key, row in own.items():
        assert found.get(key) == (None if row.status is RuleStatus.RETIRED else row)
    for row in items_of(base):
        if row.key not in own and row.status is not RuleStatus.RETIRED:
            assert found[row.key] == row


@given(packs)
def test_laying_the_same_pack_twice_is_laying_it_once(over):
    base = pack(item("a"), item("z"))
    once = overlay(base, over)
    assert overlay(once, over).content == once.content


def test_without_a_pack_on_top_the_base_stands():
    base = pack(item("a"))
    assert overlay(base, None) is base


def test_an_item_survives_its_json():
    one = dataclasses.replace(item("a"), reviewed_on=date(2026, 11, 1), valid_to=date(2027, 1, 1), version=3)
    assert Item.from_json(one.as_json()) == one


@pytest.mark.parametrize(
    "change",
    [{"key": ""}, {"status": "perhaps"}, {"version": -1}, {"version": True}, {"valid_to": "soon"}, {"title": {"fi": "a"}},
     {"body": []}, {"extra": 1}],
)  # fmt: skip
def test_an_item_that_does_not_hold_is_refused(change):
    with pytest.raises(InputError):
        Item.from_json({**item("a").as_json(), **change})


def test_two_items_of_one_key_are_refused():
    with pytest.raises(InputError):
        items_of(pack(item("a"), item("a")))
