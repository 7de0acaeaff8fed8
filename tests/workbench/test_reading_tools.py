"""The tools that read papers, in the workbench: their screens in three languages, and what leaves when signed."""

import json
from html import unescape

import pytest

from luotsi.kit.registry import tools
from luotsi.kit.review import Act, Verdict
from luotsi.workbench.domain.own_words import write_own_words
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.domain.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_of(liisa):
    def made(tool, key):
        demo = next(demo for demo in tools()[tool].demos() if demo.key == key)
        client = import_record(liisa, json.dumps(demo.bundle).encode(), source="test").record_import.client
        return start_run(liisa, client, tool, on=demo.on)

    return made


def address(run):
    return f"/w/c/{run.case.client_id}/{run.tool}/{run.pk}/"


def decided(run, user):
    for row in run.suggestions.all():
        act = Act.ACCEPT if row.position % 2 else Act.POSTPONE
        verdict = (
            Verdict(act=act) if act is Act.ACCEPT else Verdict(act=act, until=run.context_now.date().replace(year=2100))
        )
        give_verdict(user, row.pk, verdict, seen=0)
    return sign(user, run).bundle


def of_type(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_compilation_shows_whose_matter_it_is_and_what_is_unknown(liisa, run_of, browser_of, language):
    run = run_of("background", "maud")
    type(liisa).objects.filter(pk=liisa.pk).update(language=language)
    page = unescape(browser_of(liisa).get(address(run)).text)
    for words in {
        "fi": ("Kenen asia, ja onko se nyt", "Mitä emme tiedä", "Koneen luonnos", "Mitä asiakirjoissa lukee"),
        "sv": ("Vems sak, och är den aktuell", "Vad vi inte vet", "Maskinens utkast", "Vad dokumenten säger"),
        "en": ("Whose matter, and is it so now", "What we do not know", "Machine's draft", "What the papers say"),
    }[language]:
        assert words in page
    assert page.count("<h1") == 1
    assert "documents/1/" in page


def test_the_signed_compilation_is_a_composition_a_list_and_points_with_their_places(liisa, run_of, r4_schema):
    run = run_of("background", "maud")
    bundle = decided(run, liisa)
    r4_schema(bundle)
    (composition,) = of_type(bundle, "Composition")
    (listed,) = of_type(bundle, "List")
    points = of_type(bundle, "Observation")
    assert len(listed["entry"]) == len(points) == (run.suggestions.count() + 1) // 2
    assert {entry["reference"] for section in composition["section"] for entry in section.get("entry", ())} == {
        f"Observation/{point['id']}" for point in points
    }
    for point in points:
        for source in point["derivedFrom"]:
            places = {part["url"]: part["valueInteger"] for part in source["extension"][0]["extension"]}
            assert 0 <= places["start"] < places["end"]
            assert source["reference"].startswith("DocumentReference/")
    assert len(of_type(bundle, "Provenance")) == 1
    assert of_type(bundle, "DetectedIssue") == []


def test_the_assessment_opens_its_risks_only_after_the_worker_s_own_view(liisa, run_of, browser_of):
    run = run_of("child_needs", "venla")
    browser = browser_of(liisa)
    page = browser.get(address(run)).text
    assert "Kirjoita ensin oma näkemyksesi." in page
    assert "21.10.2026" in page
    assert "paljon alkoholia" not in page
    assert "Lapsen oma näkemys" in page
    write_own_words(liisa, run, "own_view", "Huolta on.", ["SUBST"])
    page = browser.get(address(run)).text
    assert "paljon alkoholia" in page
    assert "253 719" in page
    assert "Kone ei kirjoita tähän mitään" in page


def test_the_signed_assessment_follows_the_document_and_its_conclusion_is_the_worker_s(liisa, run_of, r4_schema):
    run = run_of("child_needs", "venla")
    write_own_words(liisa, run, "own_view", "Huolta on.", ["SUBST"])
    write_own_words(liisa, run, "conclusion", "Perhe saa perhetyötä.\nTavataan kuukauden päästä.")
    bundle = decided(run, liisa)
    r4_schema(bundle)
    (answered,) = of_type(bundle, "QuestionnaireResponse")
    items = {item["linkId"]: [answer["valueString"] for answer in item.get("answer", ())] for item in answered["item"]}
    assert list(items) == [
        "reason", "child_view", "parents_views", "child_situation", "parenting", "family_environment", "strengths",
        "risks", "earlier_services", "needs", "conclusion",
    ]  # fmt: skip
    assert items["conclusion"] == ["Perhe saa perhetyötä.", "Tavataan kuukauden päästä."]
    (composition,) = of_type(bundle, "Composition")
    assert [section["code"]["coding"][0]["code"] for section in composition["section"]] == list(items)
    assert "Huolta on." not in json.dumps(bundle, ensure_ascii=False)


def test_a_client_without_papers_gets_a_page_that_says_so(liisa, run_of, browser_of):
    for tool, key in (("background", "eero"), ("child_needs", "lumi")):
        page = browser_of(liisa).get(address(run_of(tool, key))).text
        assert "Tiedoissa ei ole luettavia asiakirjoja." in page
