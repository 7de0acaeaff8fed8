"""What runs through a note: names of the case, "hän", months told by the tense, refusals; data files without doubled keys."""

from datetime import date

import pytest
import yaml

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.findings import findings
from luotsi.engines.language.model import Doc
from luotsi.engines.language.plain_yaml import plain_yaml
from luotsi.kit.text import Language


def keys(text, client="Veikko, 9 v"):
    return {
        " ".join(one.key) for one in findings(analyse(Doc("a", text, date(2025, 2, 10), Language.FI, client=client)))
    }


def test_a_doubled_key_is_refused():
    with pytest.raises(yaml.YAMLError, match="doubled key 'not'"):
        plain_yaml("drinking:\n  not: maito\n  not: vesi\n")
    assert plain_yaml("a: {not: b}\nc: {not: d}") == {"a": {"not": "b"}, "c": {"not": "d"}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Veikko aloittaa terapian elokuussa.", "SERV N P C F"),
        ("Veikko aloitti terapian joulukuussa.", "SERV N P C N"),
        ("Äiti joi huhtikuussa.", "SUBST R P MO N"),
    ],
)
def test_the_tense_tells_on_which_side_of_the_note_a_bare_month_lies(text, told):
    assert told in keys(text)


def test_a_clients_name_is_no_theme():
    assert not keys("Eilen Toivo pääsi saunaan.", "Toivo, 9 v")
    assert keys("Eilen toivo pääsystä saunaan heräsi.", "Toivo, 9 v") == {"WISH N P C N"}


def test_han_takes_up_one_person_spoken_of_lately_else_the_client():
    assert "FUNC S P C N" in keys("Naapurit kävivät. Hän pukeutuu itse.", "Tuula, 80 v")
    assert "SUBST R P OT N" in keys("Naapuri kävi. Hän juo viinaa.", "Tuula, 80 v")
    long_ago = "Naapuri kävi. Asunto on kolmiossa. Päivä oli lämmin. Sää oli hyvä. Hän juo viinaa."
    assert "SUBST R P C N" in keys(long_ago, "Tuula, 80 v")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Äiti on torjuva.", "WARMTH R P MO N"),
        ("Äiti torjuu epäilyt lyömisestä.", "VIOL R N MO N"),
        ("Äidin epäillään lyöneen lasta.", "VIOL R U MO N"),
        ("Äiti ei suostu perhetyöhön.", "WISH N P MO N"),
        ("Vaatetus oli säänmukainen.", "CARE S P PA N"),
    ],
)
def test_what_a_sentence_tells_and_nothing_else(text, told):
    assert keys(text) == {told}
