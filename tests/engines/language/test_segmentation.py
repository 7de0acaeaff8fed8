"""Sentences end where a reader ends them, in the manner of our notes."""

import gzip

import pytest

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.model import Doc
from luotsi.engines.language.segmentation import heading_of, sentences
from luotsi.engines.language.tongues import language_of
from luotsi.kit.text import Language
from tests.shared import SHARED

DATA = SHARED / "data/language"


def cut(text, language=None):
    return [text[one.start : one.end] for one in analyse(Doc("d", text, language=language)).sentences]


@pytest.mark.parametrize(
    "parts",
    [
        ["Siiri on 3. luokalla.", "Hän viihtyy."],
        ["Kirjaus 3.3.2025 klo 13.15.", "Äiti soitti."],
        ["Lääke 2,5 mg x 2 esim. aamulla ja illalla.", "Annos nousi."],
        ["Paikalla olivat mm. äiti, os. Virtanen, ja J. Korhonen.", "Isä puuttui."],
        ["Perheessä on kaksi lasta ym. läheisiä.", "Mummi auttaa."],
        ["Tapaaminen 14. maaliskuuta peruttiin.", "Uusi aika sovitaan."],
        ["Onko kuumetta?", "Ei.", "Entä yskää?"],
        ["”En halua sinne!”", "Hän itki."],
        ["Soitto prof. Mäelle ks. liite.", "Vastaus tulee."],
        ["Aatu sanoi: ei huvita...", "Sitten hän lähti."],
    ],
)
def test_finnish_sentences(parts):
    assert cut(" ".join(parts), Language.FI) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (Language.SV, ["Mamman säger bl.a. att hon är trött.", "Hon sover kl. 22.00 t.ex. på soffan.", "Det går bra."]),
        (Language.SV, ["Enl. fadern är allt bra.", "Han kom den 3 maj."]),
        (Language.EN, ["Dr. Smith saw her at 10 a.m. on 3 May.", "She took 2.5 mg.", "No change."]),
        (Language.EN, ["He denies e.g. smoking.", "Mr. J. Brown agrees."]),
    ],
)
def test_swedish_and_english_sentences(language, parts):
    assert cut(" ".join(parts), language) == parts


def test_bullets_headings_and_turns_are_sentences_of_their_own():
    text = "NYKYTILA\n- nukkuu huonosti\n- syö hyvin\n\nLääkäri: Mitä kuuluu?\nPotilas: Hyvää kuuluu"
    assert cut(text) == [
        "NYKYTILA",
        "- nukkuu huonosti",
        "- syö hyvin",
        "Lääkäri: Mitä kuuluu?",
        "Potilas: Hyvää kuuluu",
    ]
    assert [one.heading for one in analyse(Doc("d", text)).sentences][:3] == ["NYKYTILA"] * 3


def test_a_wrapped_line_goes_on():
    text = "Äiti kertoo, että hän on ollut viime aikoina hyvin väsynyt ja\nnukkunut huonosti.\nIsä on töissä."
    assert len(cut(text)) == 2


def test_an_endless_line_without_spaces_after_stops_is_cut():
    text = "Aatu tuli kouluun.Hän oli väsynyt.Opettaja soitti kotiin. " * 2000
    assert len(cut(text)) == 6000


def test_headings():
    assert heading_of("2. Lapsen mielipide:") == "Lapsen mielipide"
    assert heading_of("Äiti on väsynyt ja isä on töissä koko viikon, sanoi mummi soittaessaan.") is None


def test_each_paragraph_has_its_own_language():
    text = (
        "Äiti kertoo, että lapsi on ollut poissa koulusta.\n"
        "Modern säger att barnet inte har varit i skolan.\n"
        "The child says that she does not like the school."
    )
    assert [one.language.value for one in analyse(Doc("d", text)).sentences] == ["fi", "sv", "en"]
    assert language_of("12345 ...") is Language.FI


@pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not here")
@pytest.mark.parametrize(
    ("name", "language"), [("fi_tdt", "fi"), ("fi_ftb", "fi"), ("sv_talbanken", "sv"), ("en_ewt", "en")]
)
def test_sentences_that_begin_and_end_as_such_are_found_again(name, language):
    with gzip.open(DATA / f"ud_{name}_dev.tsv.gz", "rt", encoding="utf-8") as file:
        texts = [line[2:].rstrip("\n") for line in file if line.startswith("# ")]
    texts = [one for one in texts if one[-1] in '.!?…"”' and (one[0].isupper() or one[0].isdigit())]
    whole, gold, at = " ".join(texts), set(), 0
    for one in texts:
        gold.add(at + len(one))
        at += len(one) + 1
    found = {end for _, end in sentences(whole, 0, len(whole), Language(language))}
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= 0.99
