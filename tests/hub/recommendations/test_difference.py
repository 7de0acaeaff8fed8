"""Differences between editions, and words that may lack a language: the rules that always hold."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from luotsi.hub.recommendations.content import VisionContent
from luotsi.hub.recommendations.difference import changes, pieces
from luotsi.hub.spine.wording import Words, now_behind

TEXT = st.text(alphabet="ab \nÄö.", max_size=40)
WORDS = st.builds(Words, TEXT, TEXT, TEXT)
EMPTY = VisionContent(slug="v", title=Words("a"), lead=Words(), about=Words(), launched="", source="", certainty="",
                      reviewed_on="", behind=(), statements=())  # fmt: skip


@given(TEXT, TEXT)
def test_the_pieces_hold_both_texts(before, after):
    found = list(pieces(before, after))
    assert "".join(one.text for one in found if one.kind != "gone") == after
    assert "".join(one.text for one in found if one.kind != "new") == before


@given(WORDS, WORDS)
def test_only_what_differs_in_the_language_is_told(before, after):
    for language in ("fi", "sv", "en"):
        found = changes(replace(EMPTY, lead=before), replace(EMPTY, lead=after), language)
        assert bool(found) == (before.in_(language) != after.in_(language))


@given(WORDS)
def test_words_survive_json_and_show_in_some_language(words):
    assert Words.from_json(words.as_json()) == words
    for language in ("fi", "sv", "en"):
        shown = words.shown(language)
        assert shown.text == words.in_(shown.language or language)
        assert bool(shown.text) == bool(words)


LANGUAGES = st.lists(st.sampled_from(["fi", "sv", "en"]), unique=True)


@given(WORDS, WORDS, LANGUAGES, st.booleans())
def test_a_language_lags_only_when_it_was_left_and_another_changed(before, after, behind, holds):
    found = now_behind({"t": before}, {"t": after}, behind, holds)
    changed = {tag for tag in ("fi", "sv", "en") if before.in_(tag) != after.in_(tag)}
    assert set(found).isdisjoint(changed)
    if holds:
        assert found == []
    if not changed and not holds:
        assert found == sorted(behind)
    if changed and changed <= set(behind) and not holds:
        assert set(found) <= set(behind)
    if changed:
        assert all(after.in_(tag) for tag in found)
