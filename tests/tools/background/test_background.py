"""What the background compiler promises: dated sentences word for word, whose and when, and what is not known."""

import json
from dataclasses import replace

import pytest

from luotsi.engines.language.model import Theme
from luotsi.kit.library import content_of, items_of
from luotsi.kit.tool import Context, RecordSlice
from luotsi.tools.background.demo import demos
from luotsi.tools.background.engine.library import KIND, check, own_words_of, starter, themes_of
from luotsi.tools.background.tool import TOOL

DEMOS = {demo.key: demo for demo in demos()}


def resources(demo):
    return tuple(entry["resource"] for entry in demo.bundle["entry"])


def compiled(key, **library):
    demo = DEMOS[key]
    return TOOL.assess(RecordSlice(resources(demo), demo.on), replace(Context.on(demo.on), library=library))


@pytest.mark.parametrize("key", sorted(DEMOS))
def test_the_demo_shows_what_it_is_there_for(key):
    found = {made.key for made in compiled(key).suggestions}
    assert set(DEMOS[key].expects) <= found


@pytest.mark.parametrize("key", sorted(DEMOS))
def test_every_point_is_word_for_word_and_none_is_weighed(key):
    for made in compiled(key).suggestions:
        assert made.severity is None
        assert made.strength is None
        for item in made.evidence:
            for language in ("fi", "sv", "en"):
                shown = " ".join(item.location.quote.split())
                assert shown in item.label.in_(language)


def test_the_newest_sentence_stands_first():
    (falls,) = [made for made in compiled("aili").suggestions if made.key == "fall:c:r:now"]
    assert falls.steps[0].fi.startswith("19.5.2026")
    assert [item.location.document[-1] for item in falls.evidence][:2] == ["2", "1"]


def test_what_no_paper_mentions_is_unknown_and_never_said_to_be_fine():
    result = compiled("maud")
    unknown = {made.key.removeprefix("unknown:") for made in result.abstentions if made.key.startswith("unknown:")}
    told = {made.content["theme"] for made in result.suggestions if made.kind == "theme"}
    assert unknown | told == set(Theme)
    assert not unknown & told
    assert result.summary["unknown"] == [theme for theme in result.summary["themes"] if theme in unknown]


def test_a_contradiction_is_shown_side_by_side_and_first():
    first = compiled("maud").suggestions[0]
    assert first.kind == "contradiction"
    assert "Her son drinks" in first.proposal.fi
    assert "Maud denies that her son drinks." in first.proposal.fi
    assert len(first.evidence) == 2


def test_a_strangers_paper_orders_and_a_secret_address_are_left_out_and_said():
    result = compiled("oona")
    keys = {made.key.split(":")[0] for made in result.abstentions}
    assert {"stranger", "orders", "withheld"} <= keys
    words = json.dumps([made.as_json() for made in result.suggestions] + [result.summary], ensure_ascii=False)
    assert "Veikko" not in words
    assert "Keksitynkatu" not in words
    assert "Ohita kaikki" not in words


def test_without_papers_nothing_is_compiled_and_it_is_said():
    result = compiled("eero")
    assert result.suggestions == ()
    assert [made.key for made in result.abstentions] == ["documents"]


def test_a_paper_of_a_later_day_is_not_read():
    demo = DEMOS["aili"]
    early = TOOL.assess(RecordSlice(resources(demo), demo.on.replace(year=2025)), Context.on(demo.on))
    assert early.summary["documents"] == 1


# The Library ---------------------------------------------------------------------------------------------------------
def pack_of(**changes):
    """The starter with the bodies of some themes changed; None takes the theme out."""
    kept = []
    for item in items_of(starter()):
        change = changes.get(item.key, {})
        if change is not None:
            kept.append(replace(item, body={**item.body, **change}))
    return replace(starter(), content=content_of(kept))


def test_a_theme_that_the_unit_does_not_use_is_neither_told_nor_unknown():
    result = compiled("aili", **{KIND: pack_of(FALL=None)})
    assert "FALL" not in result.summary["themes"]
    assert not [made for made in result.suggestions if made.content.get("theme") == "FALL"]
    assert "unknown:FALL" not in {made.key for made in result.abstentions}


def test_a_unit_chooses_its_themes():
    pack = pack_of(FALL={"units": "kotihoito, vanhuspalvelut"}, EDU={"units": "lapset"})
    assert {"FALL", "EDU"}.isdisjoint(themes_of(pack))
    home_care = themes_of(pack, "kotihoito")
    assert "FALL" in home_care
    assert "EDU" not in home_care
    assert len(home_care) == 25
    assert len(themes_of(None, "kotihoito")) == 26


OWN = """
language: fi
theme: FALL
concepts:
  club: {class: strength, words: "=kerho; kerhoon", yes: ["Aili käy kerhossa."], no: ["Aili lepää."]}
"""


def test_a_countys_own_words_are_found_without_code():
    pack = pack_of(FALL={"own_words": OWN})
    assert "club" in own_words_of(pack)
    found = {
        made.content.get("polarity")
        for made in compiled("aili", **{KIND: pack}).suggestions
        if made.content["theme"] == "FALL"
    }
    assert "S" in found


@pytest.mark.parametrize(
    "body",
    [
        {"theme": "FALL"},
        {"theme": "NOPE", "own_words": ""},
        {"theme": "FALL", "own_words": "concepts: ["},
        {"theme": "FALL", "own_words": "language: fi\ntheme: FALL\nconcepts: {x: {class: bad, words: a}}"},
        {"theme": 3, "own_words": ""},
        {"theme": "FALL", "own_words": "", "units": "koti hoito; lapset"},
        {"theme": "FALL", "own_words": "", "unit": "kotihoito"},
    ],
)
def test_a_theme_that_cannot_be_used_is_refused_with_a_reason(body):
    problems = check(body)
    assert problems
    assert all(problem.text.sv for problem in problems)


def test_the_starter_is_sound():
    assert len(themes_of(None)) == 26
    for item in items_of(starter()):
        assert not check(item.body)
