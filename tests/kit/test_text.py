import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.kit.text import Language, Text, joined

words = st.text(min_size=1).filter(lambda s: s.strip() and "{" not in s and "}" not in s)


@pytest.mark.parametrize("missing", ["fi", "sv", "en"])
def test_a_text_without_one_language_does_not_construct(missing):
    parts = {"fi": "lääke", "sv": "läkemedel", "en": "medicine"} | {missing: "  "}
    with pytest.raises(ValueError, match=missing):
        Text(**parts)


@given(words, words, words)
def test_a_text_survives_json(fi, sv, en):
    text = Text(fi, sv, en)
    assert Text.from_json(text.as_json()) == text


def test_a_text_from_json_refuses_other_keys():
    with pytest.raises(ValueError, match="exactly"):
        Text.from_json({"fi": "a", "sv": "b", "en": "c", "de": "d"})


@pytest.mark.parametrize(
    ("tag", "language"),
    [("sv-FI", Language.SV), ("en_GB", Language.EN), ("FI", Language.FI), ("de", Language.FI), ("", Language.FI)],
)
def test_a_language_tag_falls_back_to_finnish(tag, language):
    assert Language.parse(tag) is language


def test_a_text_in_a_text_follows_the_language():
    inner = Text("kalium", "kalium", "potassium")
    assert Text("{x} puuttuu", "{x} saknas", "{x} is missing").format(x=inner).en == "potassium is missing"


@given(st.lists(st.builds(Text, words, words, words), min_size=1, max_size=4))
def test_joined_texts_keep_every_part_in_every_language(parts):
    whole = joined(parts, " | ")
    for language in Language:
        assert whole.in_(language) == " | ".join(part.in_(language) for part in parts)
