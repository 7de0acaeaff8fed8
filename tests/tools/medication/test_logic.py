"""The rule language: what it reads, what it refuses, and its three-valued truth."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.tools.medication.engine.logic import And, Atom, Missing, Not, Or, RuleSyntaxError, atoms_of, evaluate, parse

NAMES = ("a", "b", "c", "d")
ATOMS = st.sampled_from([Atom(f"G:{name}", "G", name) for name in NAMES])
RULES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: And(tuple(items))),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: Or(tuple(items))),
    ),
    max_leaves=8,
)
TRUTHS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})


def known(truths):
    return lambda atom: Missing(frozenset({atom.name})) if truths[atom.name] is None else truths[atom.name]


@given(RULES, TRUTHS)
def test_an_answer_never_depends_on_what_is_unknown(rule, truths):
    """A known answer stays the same whatever the missing facts turn out to be."""
    answer = evaluate(rule, known(truths))
    open_names = [name for name in NAMES if truths[name] is None]
    filled = [
        evaluate(rule, known(truths | dict(zip(open_names, values, strict=True))))
        for values in itertools.product([True, False], repeat=len(open_names))
    ]
    if not isinstance(answer, Missing):
        assert set(filled) == {answer}


@given(RULES, TRUTHS)
def test_it_is_kleene_logic_by_brute_force(rule, truths):
    order = {False: 0, None: 1, True: 2}

    def strong(node):
        if isinstance(node, Atom):
            return truths[node.name]
        if isinstance(node, Not):
            inner = strong(node.item)
            return None if inner is None else not inner
        values = [strong(item) for item in node.items]
        return (min if isinstance(node, And) else max)(values, key=order.get)

    answer = evaluate(rule, known(truths))
    assert (None if isinstance(answer, Missing) else answer) is strong(rule)


@given(RULES, TRUTHS)
def test_what_is_missing_is_a_fact_of_the_rule_and_not_known(rule, truths):
    answer = evaluate(rule, known(truths))
    if isinstance(answer, Missing):
        assert answer.facts
        assert all(truths[name] is None for name in answer.facts)
        assert answer.facts <= {atom.name for atom in atoms_of(rule)}


def test_and_binds_tighter_than_or():
    assert parse("G:a | G:b & !G:c") == Or((parse("G:a"), And((parse("G:b"), Not(parse("G:c"))))))


@pytest.mark.parametrize(
    "text",
    ["", "G:", "G:a &", "(G:a", "G:a)", "G:a G:b", "__import__('os')", "X:a", "L:potassium", "dur:a", "age:>3", "L:k<x",
     "(" * 40 + "G:a" + ")" * 40, "G:a & " * 500 + "G:a"],
)  # fmt: skip
def test_what_is_not_a_rule_is_refused_in_words(text):
    with pytest.raises(RuleSyntaxError) as raised:
        parse(text)
    assert raised.value.text.fi
    assert raised.value.text.sv


@given(st.text(alphabet="GDL:ab&|!()<>=1 .", max_size=40))
def test_any_text_is_a_rule_or_refused(text):
    with contextlib.suppress(RuleSyntaxError):
        assert list(atoms_of(parse(text)))


@pytest.mark.parametrize(("text", "figure", "truth"), [("L:k<3.5", 3.4, True), ("L:k<3.5", 3.5, False), ("L:k>=3", 3, True),
                                                        ("age<=64", 65, False), ("dur:x>28", 28, False)])  # fmt: skip
def test_limits_are_read_exactly(text, figure, truth):
    assert parse(text).compare(figure) is truth
