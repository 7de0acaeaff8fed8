"""The verifier: what a source says may stand, what it does not say goes to the tray."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.model import Claim, Doc, Span, Support
from luotsi.engines.language.quantities import number_word, quantities_in, same
from luotsi.engines.language.verify import Check, Proposed, Verifier
from luotsi.kit.suggestion import Severity
from luotsi.kit.text import Language
from tests.shared import SHARED

CASES = SHARED / "data/language/dev_cases.jsonl"
WRITTEN = dt.date(2025, 2, 10)


def verdict(source, claim, **more):
    analysis = analyse(Doc("d", source, WRITTEN))
    cites = tuple(Span("d", sentence.start, sentence.end) for sentence in analysis.sentences)
    return Verifier({"d": analysis}, **more).verdict(Proposed(claim, cites))


HOLDS = [
    (
        "Äiti on käyttänyt viime aikoina paljon rauhoittavia lääkkeitä.",
        "Äiti on käyttänyt paljon rauhoittavia lääkkeitä.",
    ),
    ("Perheessä epäillään väkivaltaa, mutta asiasta ei ole varmuutta.", "Perheessä epäillään väkivaltaa."),
    ("Isä lopetti juomisen kaksi vuotta sitten.", "Isä lopetti juomisen 2 vuotta sitten."),
    (
        "Kefaleksiini 750 milligrammaa kahdesti päivässä kymmenen päivää.",
        "Kefaleksiini 750 mg 2 kertaa päivässä, 10 pv.",
    ),
    ("Annos on 0,5 g aamuisin.", "Annos on 500 mg aamuisin."),
    ("D: Onko kuumetta?\nP: Ei.", "Ei kuumetta."),
    ("Verenpaine sata kaksikymmentäkolme kautta kahdeksankymmentä.", "Verenpaine 123/80."),
    ("Vasen polvi on kipeä.", "Vasen polvi on kipeä."),
    ("Kaatui eilen pihalla.", "Kaatui 9.2.2025 pihalla."),
    ("Äidin mukaan Siiri nukkuu huonosti.", "Siiri nukkuu huonosti."),
    ("Jos äiti joutuu osastolle, Siiri muuttaa isän luo.", "Jos äiti joutuu osastolle, Siiri muuttaa isän luo."),
    ("Mamman drack mycket förr men är nykter i dag.", "Mamman är nykter i dag."),
    ("Pappan har eventuellt spelproblem.", "Pappan har eventuellt spelproblem."),
    ("Hon tar två tabletter på kvällen.", "Hon tar 2 tabletter på kvällen."),
    ("Mother was an inpatient for psychosis in 2022.", "Mother was an inpatient for psychosis in 2022."),
    ("She takes twenty-five milligrams twice a day.", "She takes 25 mg twice a day."),
]
FAILS = [
    (
        "Äiti on käyttänyt paljon rauhoittavia lääkkeitä.",
        "Isä on käyttänyt paljon rauhoittavia lääkkeitä.",
        Check.MEANING,
    ),
    ("Äiti on käyttänyt paljon rauhoittavia lääkkeitä.", "On käyttänyt paljon rauhoittavia lääkkeitä.", Check.MEANING),
    (
        "Äiti on käyttänyt paljon rauhoittavia lääkkeitä.",
        "Äiti ei ole käyttänyt rauhoittavia lääkkeitä.",
        Check.MEANING,
    ),
    ("Siirillä ei ole todettu oppimisvaikeuksia.", "Siirillä on todettu oppimisvaikeuksia.", Check.MEANING),
    ("Perheessä epäillään väkivaltaa, mutta asiasta ei ole varmuutta.", "Perheessä on väkivaltaa.", Check.MEANING),
    ("Isä lopetti juomisen kaksi vuotta sitten.", "Isä lopetti juomisen 3 vuotta sitten.", Check.NUMBERS),
    ("Kefaleksiini 750 milligrammaa kahdesti päivässä.", "Kefaleksiini 500 mg kahdesti päivässä.", Check.NUMBERS),
    ("Kefaleksiini 750 milligrammaa kahdesti päivässä.", "Kefaleksiini 750 mg kolmesti päivässä.", Check.NUMBERS),
    ("Annos on 5 mg iltaisin.", "Annos on 5 g iltaisin.", Check.NUMBERS),
    ("Annos on 5 mg iltaisin.", "Annos on 5 ml iltaisin.", Check.NUMBERS),
    ("Antibiootti aloitettiin.", "Amoksisilliini aloitettiin.", Check.WORDS),
    ("D: Onko kuumetta?\nP: Ei.", "Kuumetta on.", Check.MEANING),
    ("Vasen polvi on kipeä.", "Oikea polvi on kipeä.", Check.NUMBERS),
    ("Kaatui eilen pihalla.", "Kaatui 8.2.2025 pihalla.", Check.NUMBERS),
    ("Siiri nukkuu huonosti.", "Pekka nukkuu huonosti.", Check.NAMES),
    ("Jos äiti joutuu osastolle, Siiri muuttaa isän luo.", "Siiri muuttaa isän luo.", Check.MEANING),
    ("Aiemmin äiti joi paljon.", "Äiti juo paljon.", Check.MEANING),
    ("Mamman är nykter.", "Mamman är inte nykter.", Check.MEANING),
    ("Pappan har eventuellt spelproblem.", "Pappan har spelproblem.", Check.MEANING),
    ("Mother was an inpatient for psychosis in 2022.", "Father was an inpatient for psychosis in 2022.", Check.MEANING),
    ("Mother was an inpatient for psychosis in 2022.", "Mother was an inpatient for psychosis in 2021.", Check.NUMBERS),
    ("There may be violence between the parents.", "There is violence between the parents.", Check.MEANING),
    ("Tom has no bruises.", "Tom has bruises.", Check.MEANING),
    ("The left arm was broken.", "The right arm was broken.", Check.NUMBERS),
]


@pytest.mark.parametrize(("source", "claim"), HOLDS)
def test_what_the_source_says_may_stand(source, claim):
    found = verdict(source, claim)
    assert found.holds, found.faults
    assert found.support in {Support.SUPPORTED, Support.INFERABLE}


@pytest.mark.parametrize(("source", "claim", "check"), FAILS)
def test_what_it_does_not_say_may_not(source, claim, check):
    found = verdict(source, claim)
    assert not found.holds
    assert check in {fault.check for fault in found.faults}
    assert found.severity >= Severity.NOTABLE


def test_a_flipped_negation_is_contradicted_and_an_addition_unmentioned():
    assert verdict("Äiti ei juo.", "Äiti juo.").support is Support.CONTRADICTED
    assert verdict("Äiti ei juo.", "Talossa on valtava akvaario.").support is Support.UNMENTIONED


def test_a_cite_outside_the_document_or_a_false_quote_fails():
    analysis = analyse(Doc("d", "Äiti jaksaa hyvin.", WRITTEN))
    verifier = Verifier({"d": analysis})
    for cites, quotes in [
        ((), ()),
        ((Span("d", 0, 99),), ()),
        ((Span("x", 0, 4),), ()),
        ((Span("d", 0, 4),), ("Isä ",)),
    ]:
        found = verifier.verdict(Proposed("Äiti jaksaa hyvin.", cites, quotes=quotes))
        assert [fault.check for fault in found.faults] == [Check.CITES]
    assert verifier.verdict(Proposed("Äiti jaksaa hyvin.", (Span("d", 0, 18),), quotes=("Äiti jaksaa hyvin.",))).holds


def test_the_tray_takes_what_fails_and_the_draft_only_what_holds():
    analysis = analyse(Doc("d", "Äiti jaksaa hyvin.", WRITTEN))
    span = Span("d", 0, 18)
    sifted = Verifier({"d": analysis}).sift(
        [Proposed("Äiti jaksaa hyvin.", (span,)), Proposed("Isä jaksaa hyvin.", (span,))]
    )
    assert sifted.claims == (Claim("Äiti jaksaa hyvin.", (span,)),)
    assert [one.proposed.text for one in sifted.tray] == ["Isä jaksaa hyvin."]


@pytest.mark.skipif(not CASES.is_file(), reason="the project's case files are not here")
def test_every_sentence_of_the_case_files_supports_itself():
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        analysis = analyse(Doc("d", case["text"], dt.date.fromisoformat(case["date"]), client=case["client"]))
        verifier = Verifier({"d": analysis})
        for sentence in analysis.sentences:
            span = Span("d", sentence.start, sentence.end)
            found = verifier.verdict(Proposed(analysis.quote(span), (span,), quotes=(analysis.quote(span),)))
            assert found.holds, (analysis.quote(span), found.faults)


@given(st.integers(0, 999_999))
def test_digits_and_words_of_a_number_are_one(number):
    assert quantities_in(f"noin {number} kertaa", Language.FI)[0].value == number


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("seitsemän", "fi", 7), ("kahdeksankymmentäviisi", "fi", 85), ("tuhatviisisataa", "fi", 1500), ("kahdeksi", "fi", 2),
        ("yhdeksäntoista", "fi", 19), ("kuukausi", "fi", None), ("viisas", "fi", None), ("yhteinen", "fi", None),
        ("tvåhundrafemtio", "sv", 250), ("sjutton", "sv", 17), ("twenty-five", "en", 25), ("tenant", "en", None),
    ],
)  # fmt: skip
def test_number_words(word, language, value):
    assert number_word(word, Language(language)) == value


def test_units_of_one_kind_compare_and_of_two_kinds_do_not():
    gram, milligram, millilitre = (quantities_in(text, Language.FI)[0] for text in ("2 g", "2000 mg", "2 ml"))
    assert same(gram, milligram)
    assert not same(gram, millilitre)


@given(st.text(max_size=120), st.text(min_size=1, max_size=120))
def test_any_words_get_a_verdict(claim, source):
    analysis = analyse(Doc("d", source, WRITTEN))
    found = Verifier({"d": analysis}).verdict(Proposed(claim, (Span("d", 0, len(source)),)))
    assert 0 <= found.containment <= 1
