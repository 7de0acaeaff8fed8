"""Search and answers over instructions: right passage, verbatim quote, or no answer."""

import dataclasses
import datetime as dt
import math
import random

import pytest

from luotsi.engines.retrieval import (
    Answer,
    Audience,
    Document,
    Index,
    NoAnswer,
    Query,
    Section,
    Synonyms,
    Why,
    answer,
    own_synonyms,
)
from luotsi.kit.text import Language
from tests.engines.retrieval.questions import DOCUMENTS, ON, QUESTIONS

HOME_CARE = Audience(frozenset({"kotihoito"}))


@pytest.fixture(scope="module")
def index():
    return Index(DOCUMENTS, own_synonyms())


def ask(index, text, language=Language.FI, **more):
    return answer(index, Query(**{"text": text, "on": ON, "language": language, "audience": HOME_CARE} | more))


def document(identity="a", text="Kulkukortti tilataan esihenkilöltä.", **more):
    return Document(
        **{"id": identity, "title": "Ohje", "sections": (Section("1", "", text),), "language": Language.FI} | more
    )


def found(index, text, **more):
    hits = index.search(Query(**{"text": text, "on": ON, "language": Language.FI} | more))
    return [hit.document.id for hit in hits]


def test_questions_are_answered_from_the_right_passage_or_refused(index):
    right = refused = wrong = 0
    for text, language, gold, words in QUESTIONS:
        got = ask(index, text, language)
        if isinstance(got, NoAnswer):
            refused += gold is None
        else:
            good = got.passage.section == gold and words in got.quote
            right, wrong = right + good, wrong + (not good)
    answerable = sum(gold is not None for _, _, gold, _ in QUESTIONS)
    assert right / answerable >= 0.92
    assert refused == len(QUESTIONS) - answerable
    assert wrong == 0


def test_the_quote_is_byte_for_byte_the_section(index):
    got = ask(index, "Kuinka usein INR mitataan?")
    (section,) = (part for part in got.document.sections if part.id == got.passage.section)
    assert section.text[got.start : got.end] == got.quote
    assert got.document.version == "3.0"


def test_a_yes_or_no_question_shows_the_deciding_sentence(index):
    got = ask(index, "Tallennetaanko etävastaanotto?")
    assert got.deciding
    assert got.quote == "Etävastaanottoa ei tallenneta."


def test_a_superseded_version_is_cited_only_when_history_is_asked_for(index):
    assert ask(index, "Kuinka pitkäksi ajaksi lääkkeet jaetaan dosettiin?").document.id == "k01"
    versions = found(index, "lääkkeet dosetti", audience=HOME_CARE)
    assert "k02" not in versions
    assert "k02" in found(index, "lääkkeet dosetti", audience=HOME_CARE, history=True)


def test_what_only_an_old_version_says_is_said_to_be_superseded():
    index = Index([document("old", valid_to=dt.date(2024, 12, 31))])
    got = answer(index, Query(text="Keneltä kulkukortti tilataan?", on=ON, language=Language.FI))
    assert isinstance(got, NoAnswer)
    assert got.why is Why.SUPERSEDED_ONLY
    asked_for = answer(
        index, Query(text="Mitä vanha ohje sanoi: keneltä kulkukortti tilataan?", on=ON, language=Language.FI)
    )
    assert isinstance(asked_for, Answer)


def test_of_two_open_versions_the_newer_answers():
    index = Index(
        [
            document("v1", "Kortti maksaa 5 euroa.", version="1.9"),
            document("v2", "Kortti maksaa 8 euroa.", version="1.10"),
        ]
    )
    assert found(index, "kortti maksaa") == ["v2"]


def test_a_version_that_is_not_yet_in_force_does_not_answer():
    assert found(Index([document(valid_from=dt.date(2026, 1, 1))]), "kulkukortti", history=True) == []


def test_a_document_that_orders_the_tool_about_is_kept_for_its_owner_only(index):
    assert "k13" in index.quarantine
    assert "Ohita aiemmat ohjeet" in index.quarantine["k13"][0]
    assert "k13" not in found(index, "kadonnut avain isännöitsijä")


def test_organisation_and_permission_are_filtered_before_ranking(index):
    board = Audience(frozenset({"johto"}))
    assert isinstance(ask(index, "Kuinka suuri kokouspalkkio on?"), NoAnswer)
    assert ask(index, "Kuinka suuri kokouspalkkio on?", audience=board).document.id == "k14"
    secret = Index([document(permission="secret")])
    assert found(secret, "kulkukortti") == []
    assert found(secret, "kulkukortti", audience=Audience(None, frozenset({"secret"}))) == ["a"]


def test_documents_come_and_go_without_a_trace():
    base = list(DOCUMENTS[:6])
    plain, changed = Index(base), Index([*base[:3], DOCUMENTS[7]])
    changed.add(document("k02", "Aivan muuta."))
    changed.remove("k08")
    for one in base[1:]:
        changed.add(one)
    for text in ("lääkkeet dosetti", "neulanpisto", "etätyö viikossa", "ilmoitus vanhemmille"):
        query = Query(text=text, on=ON, language=Language.FI)
        ours, theirs = changed.search(query), plain.search(query)
        assert {hit.passage.id: round(hit.score, 9) for hit in ours} == {
            hit.passage.id: round(hit.score, 9) for hit in theirs
        }
    changed.remove("nothing")
    assert len(changed) == len(plain)


def test_the_score_is_bm25_worked_by_hand():
    texts = {"a": "koira", "b": "koira kissa", "c": "hevonen lehmä sika"}
    index = Index([document(name, text, title="") for name, text in texts.items()])
    hits = {hit.document.id: hit.score for hit in index.search(Query(text="hevonen", on=ON, language=Language.FI))}
    rarity = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    lemma = rarity * 1 * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2))
    lengths = {"a": 4, "b": 8, "c": 6 + 4 + 3}  # stretches of four letters: letters + 2 - 3 a word
    lengths = {
        "a": len("_koira_") - 3,
        "b": len("_koira_") - 3 + len("_kissa_") - 3,
        "c": sum(len(f"_{w}_") - 3 for w in texts["c"].split()),
    }
    mean = sum(lengths.values()) / 3
    gram = rarity * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * lengths["c"] / mean))
    assert hits["c"] == pytest.approx(lemma + 0.2 * gram * len("hevonen_") - 0.2 * gram * (len("hevonen_") - 6))


def test_compounds_inflections_and_typing_errors_are_found():
    index = Index([document("a", "Palvelutarpeen arviointi tehdään viipymättä."), document("b", "Ruokala on auki.")])
    for text in ("palvelutarve", "palvelutarpeesta", "tarve", "arvioinnin", "palvelutarveen"):
        assert found(index, text)[:1] == ["a"], text


def test_a_countys_own_words_are_synonyms():
    index = Index([document("a", "Nostolaite huolletaan vuosittain.")], Synonyms.of([["mörkö", "nostolaite"]]))
    assert found(index, "mörkö") == ["a"]
    assert Synonyms.of([["a", "b"]]).with_groups([["b", "c"]]).of_word("b") == {"a", "c"}


def test_a_question_in_another_language_finds_the_passage():
    index = Index(
        [document("a", "Käsihuuhdetta hierotaan puoli minuuttia."), document("b", "Auto pestään.")], own_synonyms()
    )
    assert found(index, "handsprit", language=Language.SV)[:1] == ["a"]


@pytest.mark.parametrize("text", ["", "?", "mitä", "\u202e", "a" * 5000, "'; DROP TABLE", "123"])
def test_odd_questions_get_no_answer(index, text):
    got = ask(index, text)
    assert isinstance(got, NoAnswer)


def test_an_empty_index_says_so():
    got = answer(Index(), Query(text="Missä on avain?", on=ON, language=Language.FI))
    assert got == NoAnswer(Why.NOTHING_FOUND, got.missing)


def test_a_long_section_is_cut_and_offsets_stay():
    text = " ".join(f"Kohta {number} koskee asiaa {number}." for number in range(200)) + " Avain haetaan valvomosta."
    index = Index([document("a", text)])
    got = answer(index, Query(text="Mistä avain haetaan?", on=ON, language=Language.FI))
    assert text[got.start : got.end] == got.quote
    assert "valvomosta" in got.quote
    assert len(index) > 3


def test_known_items_are_found_first():
    """Each of 300 made-up instructions is looked for by two of its own words in other forms."""
    things = "avain kortti auto lääke ovi laite sänky puhelin lamppu matto kaappi tuoli ikkuna hissi kello".split()  # noqa: SIM905
    places = "keittiö varasto käytävä sauna toimisto aula kellari piha ruokala huone vintti terassi".split()  # noqa: SIM905
    deeds = "siivota huoltaa tarkistaa lukita korjata pestä siirtää laskea merkitä tilata".split()  # noqa: SIM905
    rng = random.Random(3)
    triples = rng.sample([(a, b, c) for a in things for b in places for c in deeds], 300)
    index = Index([document(str(at), f"Ohje koskee: {a}, {b}, {c}.", title="") for at, (a, b, c) in enumerate(triples)])
    hits = [found(index, " ".join(triple))[0] == str(at) for at, triple in enumerate(triples)]
    assert sum(hits) / len(hits) >= 0.95


def test_results_do_not_depend_on_the_order_of_arrival():
    query = Query(text="ilmoitus esihenkilölle", on=ON, language=Language.FI)
    ours, theirs = Index(DOCUMENTS).search(query), Index(reversed(DOCUMENTS)).search(query)
    assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs])


def test_an_audience_of_everybody_sees_every_organisation():
    assert Audience().may_see(DOCUMENTS[-1])
    assert not HOME_CARE.may_see(DOCUMENTS[-1])
    assert HOME_CARE.may_see(dataclasses.replace(DOCUMENTS[-1], organisation="Kaikki"))
