"""Any text can be analysed, and what comes out lies in it in order."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.model import Doc
from luotsi.kit.text import Language

WORDS = st.lists(
    st.sampled_from(
        [
            "Äiti",
            "ei",
            "ole",
            "kertonut",
            ".",
            "3.",
            "mm.",
            "\n",
            "\n\n",
            "- ",
            "förnekar",
            "the",
            "ei-",
            "\u00ad",
            "😀",
            ":",
            "א",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), WORDS), st.sampled_from([None, *Language]))
@example("\udcff\ud800 x", None)
@example("a" * 5000, Language.FI)
@example("\u0301", None)
def test_any_text_is_analysed_and_its_places_hold(text, language):
    last = 0
    for sentence in analyse(Doc("d", text, language=language)).sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        at = sentence.start
        for token in sentence.tokens:
            assert at <= token.start < token.end <= sentence.end
            assert token.lemma == token.lemma.lower()
            at = token.end
        last = sentence.end


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b\u00ad", "\ufeff"])
def test_a_text_without_words_has_no_sentences(text):
    assert analyse(Doc("d", text)).sentences == ()


def test_tokens_of_a_note():
    tokens = analyse(Doc("d", "Aatu, 15-vuotias, soitti EU:n 2,5 mg 3.2.2025 klo 13.15!")).sentences[0].tokens
    assert [one.text for one in tokens] == [
        "Aatu", ",", "15-vuotias", ",", "soitti", "EU:n", "2,5", "mg", "3.2.2025", "klo", "13.15", "!",
    ]  # fmt: skip
    assert tokens[5].lemma == "eu"
    assert tokens[0].is_word
    assert not tokens[1].is_word


def test_analysis_is_the_same_each_time_and_quotes_the_text():
    doc = Doc("d", "Äiti on väsynyt. Lapsella on huostaanottoon liittyviä pelkoja.")
    one, other = analyse(doc), analyse(doc)
    assert one == other
    assert "huosta" in next(token.lemma for token in one.sentences[1].tokens if token.text == "huostaanottoon")
