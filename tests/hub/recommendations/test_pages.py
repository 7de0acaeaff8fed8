"""What everybody sees, in three languages, and what can be taken along."""

import csv
import io
import json

import pytest
from pypdf import PdfReader

from luotsi.hub.recommendations import domain
from luotsi.hub.recommendations.models import Action, Edition, Recommendation, Vision

LISTS = {"fi": "/fi/suositukset/", "sv": "/sv/rekommendationer/", "en": "/en/recommendations/"}
VISIONS = {"fi": "/fi/visio/", "sv": "/sv/vision/", "en": "/en/vision/"}
NOT_TOLD = {"fi": "Lähde ei kerro vastausten määrää.", "sv": "Källan anger inte antalet svar.",
            "en": "Number of answers not told by the source."}  # fmt: skip


@pytest.mark.parametrize(("language", "address"), LISTS.items())
def test_list_and_pages_speak_the_readers_language(client, language, address, words_of):
    words = words_of(client.get(address))
    for row in Recommendation.objects.all():
        assert row.title.in_(language) in words
        page = words_of(client.get(f"{address}{row.slug}/"))
        assert row.why.in_(language) in page
        assert page.count(NOT_TOLD[language]) == row.figures.count() > 0
        for other in {"fi", "sv", "en"} - {language}:
            assert row.title.in_(other) not in page


@pytest.mark.parametrize(("language", "address"), VISIONS.items())
def test_the_vision_tells_its_launch_its_statements_and_every_result_of_the_poll(client, language, address, words_of):
    words = words_of(client.get(address))
    row = Vision.objects.get()
    assert {"fi": "10.6.2025", "sv": "10.6.2025", "en": "10\xa0Jun\xa02025".replace("\xa0", " ")}[language] in words
    for statement in row.statements.all():
        assert statement.text.in_(language) in words
    assert words.count({"fi": "ei kerrottu", "sv": "inte angett", "en": "not told"}[language]) == 9


def test_a_vision_without_a_launch_says_that_none_is_announced(client, coordinator, editor, words_of):
    row = Vision.objects.get()
    domain.rewrite(row, {"launched": ""}, coordinator, seen=0, holds=False)
    domain.publish(domain.submit(row, "Päivä pois", "fi", coordinator), editor)
    assert "ei ilmoitettu" in words_of(client.get("/fi/visio/"))


def test_filters_find_by_word_owner_state_and_measure(client, words_of):
    assert "1 suositus" in words_of(client.get("/fi/suositukset/?q=EETTISESTI"))
    assert "6 suositusta" in words_of(client.get("/fi/suositukset/?owner=none&state=unknown&measured=no"))
    assert "0 suositusta" in words_of(client.get("/fi/suositukset/?measured=yes"))
    wrong = client.get("/fi/suositukset/?owner=nobody")
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.content.decode()


def test_open_data_is_whole_in_every_form(client):
    table = list(csv.DictReader(io.StringIO(client.get("/sv/rekommendationer.csv").content.decode())))
    assert [row["number"] for row in table] == ["1", "2", "3", "4", "5", "6"]
    assert table[5]["title"] == "Led etiskt"
    assert {row["owner"] for row in table} == {""}
    document = json.loads(client.get("/en/recommendations.json").content)
    assert document["schema"] == "luotsi-recommendation/1"
    first = document["recommendations"][0]
    assert [(one["percent"], one["n"]) for one in first["figures"]] == [("91", None), ("68", None)]
    assert set(first["title"]) == {"fi", "sv", "en"}
    assert {one["id"] for one in document["sources"]} == {"coordinator-decks", "luotsi-framework"}
    assert client.get("/fi/suositukset.atom").content.decode().count("<entry>") == 6
    poll = list(csv.DictReader(io.StringIO(client.get("/fi/visio/kysely.csv").content.decode())))
    assert len(poll) == 9
    assert {row["n"] for row in poll} == {""}
    assert json.loads(client.get("/fi/visio.json").content)["launched"] == "2025-06-10"


def test_a_title_that_a_spreadsheet_would_run_is_made_harmless(client, coordinator, editor, ethics):
    domain.rewrite(ethics, {"title_fi": "=HYPERLINK(1)"}, coordinator, seen=0, holds=True)
    domain.publish(domain.submit(ethics, "Koe", "fi", coordinator), editor)
    table = list(csv.DictReader(io.StringIO(client.get("/fi/suositukset.csv").content.decode())))
    assert table[5]["title"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_is_tagged_and_holds_the_vision_in_the_readers_language(client, language):
    address = VISIONS[language].rstrip("/") + ".pdf"
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    row = Vision.objects.get()
    assert row.title.in_(language) in text
    assert row.statements.first().text.in_(language) in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert Edition.objects.get(vision=row).digest in text.replace(" ", "")


def test_words_on_paper_are_never_read_as_markup(client, coordinator, editor):
    row = Vision.objects.get()
    evil = "#panic() *lihava* $x$ <tag> `koodi` // huomautus"
    domain.rewrite(row, {"lead_fi": evil}, coordinator, seen=0, holds=True)
    domain.publish(domain.submit(row, "Koe", "fi", coordinator), editor)
    reader = PdfReader(io.BytesIO(client.get("/fi/visio.pdf").content))
    assert evil in " ".join(reader.pages[0].extract_text().split())


def test_short_addresses_lead_to_the_readers_language(client):
    answer = client.get("/r/6", headers={"accept-language": "sv"})
    assert (answer.status_code, answer["Location"]) == (302, "/sv/rekommendationer/johda-eettisesti/")
    assert client.get("/r/99", follow=True).status_code == 404


def test_pages_are_on_the_site_map_and_in_the_menu(client):
    site_map = client.get("/sitemap.xml").content.decode()
    assert "/sv/rekommendationer/johda-eettisesti/" in site_map
    assert "/en/vision/" in site_map
    assert 'href="/fi/suositukset/"' in client.get("/fi/kokeilut/").content.decode()


def test_script_in_a_text_is_shown_as_text(client, coordinator, editor, ethics):
    Action.objects.create(recommendation=ethics, title_fi="<script>alert(1)</script>")
    domain.publish(domain.submit(ethics, "<b>lihava</b>", "fi", coordinator), editor)
    for address in ("/fi/suositukset/johda-eettisesti/", "/fi/suositukset/johda-eettisesti/versiot/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>lihava" not in page


@pytest.mark.parametrize("query", ["?from=1&to=1", "?from=9&to=x", "?from=-1", "?to=99999999999"])
def test_versions_asked_for_oddly_are_answered(client, query):
    assert client.get(f"/fi/suositukset/johda-eettisesti/versiot/{query}").status_code == 200


@pytest.mark.parametrize("address", ["/fi/suositukset/ei-ole/", "/fi/suositukset/ei-ole/versiot/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
