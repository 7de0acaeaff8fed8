"""Places of the text as given survive composing, soft hyphens, odd spaces and cut words; browsers get UTF-16 places."""

import itertools
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.model import Doc
from luotsi.engines.language.offsets import even, utf16_offsets

ODD = st.text(
    st.one_of(
        st.sampled_from("aäöåÄ e\u0301\u0308\u00ad\u200b\u00a0\u202e\r\n-.,!?:\ufeff\u2028😀ﬁא"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)


@given(ODD)
@example("lasten\u00adsuojelu a\u0308iti\r\nkoulu-\nkiusaaminen")
def test_every_place_of_the_even_text_is_a_place_of_the_text(text):
    found = even(text)
    last = 0
    for at in range(len(found.text)):
        start, end = found.place(at, at + 1)
        assert last <= start < end <= len(text) or (start, end) == found.place(max(0, at - 1), at) or start >= 0
        assert start < end <= len(text)
        assert start >= last or found.place(at - 1, at) == (start, end)
        last = start


@given(ODD)
def test_the_even_text_is_composed(text):
    assert unicodedata.is_normalized("NFC", even(text).text) or any(unicodedata.combining(one) for one in text)


@given(st.text(max_size=60))
def test_utf16_places_are_those_of_a_browser(text):
    places = utf16_offsets(text)
    assert len(places) == len(text) + 1
    for at in range(len(text) + 1):
        assert places[at] == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def test_words_keep_the_places_of_the_text_as_given():
    text = "A\u0308iti ker\u00adtoo\u00a0koulu-\nkiusaamisesta."
    sentence = analyse(Doc("d", text)).sentences[0]
    assert [token.text for token in sentence.tokens] == ["Äiti", "kertoo", "koulukiusaamisesta", "."]
    assert text[sentence.tokens[0].start : sentence.tokens[0].end] == "A\u0308iti"
    assert text[sentence.tokens[1].start : sentence.tokens[1].end] == "ker\u00adtoo"
    assert sentence.tokens[2].lemma == "koulukiusaaminen"


def test_a_hyphen_before_a_conjunction_does_not_join_words():
    words = [token.text for token in analyse(Doc("d", "Äidin-\nja isän puhelu.")).sentences[0].tokens]
    assert "Äidinja" not in words


@pytest.mark.parametrize("text", ["\ufb2a", "a\u0308\u0323b", "q\u0323x", "\u1109\u1161\u11ab", "A\u030a", "\u0344"])
def test_every_letter_has_a_place_of_its_own_whatever_its_marks(text):
    found = even(text)
    places = [found.place(n, n + 1) for n in range(len(found.text))]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    assert places[0][0] == 0
    assert places[-1][1] == len(text)
