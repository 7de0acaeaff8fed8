"""ROUGE as the reference package computes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from luotsi.engines.language.rouge import rouge

NAMES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
SCORER = RougeScorer(NAMES, use_stemmer=False)
WORDS = st.sampled_from(["a", "b", "c", "äiti", "Isä", "2,5", "mg", "the", "\n", "\n\n", ".", "kissa-koira", "İ", "ﬁ"])


def assert_equal(candidate, reference):
    ours, theirs = rouge(candidate, reference), SCORER.score(reference, candidate)
    for name in NAMES:
        for part in ("precision", "recall", "fmeasure"):
            assert getattr(ours[name], part) == pytest.approx(getattr(theirs[name], part), abs=1e-9), (name, part)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_the_figures_are_those_of_rouge_score(candidate, reference):
    assert_equal(candidate, reference)


@pytest.mark.parametrize(
    ("candidate", "reference"),
    [
        ("", ""),
        ("", "words"),
        ("police killed the gunman", "police kill the gunman"),  # Lin 2004, section 3.1
        ("gunman police killed\nthe the", "police killed the gunman\nthe gunman"),
        ("a b c d\nb c e", "w1 a c\nb e d c"),
    ],
)
def test_examples(candidate, reference):
    assert_equal(candidate, reference)


def test_any_text_against_any_text():
    long_one = " ".join(f"w{n % 7} x{n % 11}" for n in range(400))
    assert_equal(long_one, "\n".join(f"w{n % 5} x{n % 13}" for n in range(300)))
