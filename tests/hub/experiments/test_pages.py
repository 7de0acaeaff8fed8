"""The pages of the portfolio in three languages."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from luotsi.hub.experiments.models import Experiment, Fact
from luotsi.kit.lifecycle import Stage

pytestmark = pytest.mark.django_db
SLUGS = ("lapsen-palvelutarve", "ammattilaisen-assistentti", "laakitysriskin-arviointi", "syovan-pet-kuvantaminen")
LISTS = {"fi": "/fi/kokeilut/", "sv": "/sv/forsok/", "en": "/en/experiments/"}


@pytest.mark.parametrize(("language", "address"), LISTS.items())
def test_the_list_shows_all_ten_in_the_readers_language(client, language, address, words_of):
    answer = client.get(address)
    words = words_of(answer)
    assert f'<html lang="{language}"' in answer.content.decode()
    for experiment in Experiment.objects.select_related("initiative", "lead"):
        assert experiment.initiative.title.in_(language) in words
        assert experiment.aim.in_(language) in words
        assert experiment.lead.short.in_(language) in words


@pytest.mark.parametrize(("language", "address"), LISTS.items())
def test_the_page_shows_every_fact_with_its_source(client, language, address, words_of):
    for slug in SLUGS:
        answer = client.get(f"{address}{slug}/")
        words = words_of(answer)
        for fact in Fact.objects.filter(experiment__initiative__slug=slug).select_related("source"):
            assert fact.text.in_(language) in words
            assert fact.source.title.in_(language) in words
        assert 'aria-current="step"' in answer.content.decode()
        assert words.count({"fi": "tieto puuttuu", "sv": "uppgift saknas", "en": "information missing"}[language]) == 10


def english_messages():
    """What the interface says in English and otherwise in Finnish; short words may be alike by chance."""
    package = settings.PACKAGE
    for file in (
        *package.glob("hub/*/locale/fi/LC_MESSAGES/django.po"),
        package / "web/locale/fi/LC_MESSAGES/django.po",
    ):
        for message in read_po(BytesIO(file.read_bytes()), "fi"):
            if isinstance(message.id, str) and len(message.id) > 12 and message.string != message.id:
                yield re.sub(r"%\(\w+\)s.*", "", message.id).strip()


def test_no_english_is_left_on_finnish_pages(client, words_of):
    english = {message for message in english_messages() if len(message) > 12}
    english |= {row.initiative.title_en for row in Experiment.objects.select_related("initiative")}
    english |= {stage.label.en for stage in Stage if len(stage.label.en) > 6}
    assert len(english) > 60
    for address in (
        "/fi/",
        "/fi/kokeilut/",
        "/fi/kokeilut/taulukko/",
        "/fi/kokeilut/lapsen-palvelutarve/",
        "/fi/naytto/",
    ):
        words = words_of(client.get(address))
        assert [message for message in english if message in words] == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/fi/kokeilut/laakitysriskin-arviointi/", "/sv/forsok/laakitysriskin-arviointi/"),
        ("/fi/kokeilut/taulukko/", "/en/experiments/table/"),
        ("/en/experiments/", "/fi/kokeilut/"),
        ("/sv/forsok/?area=health", "/fi/kokeilut/?area=health"),
    ],
)
def test_the_language_switch_keeps_the_page(client, here, there):
    page = client.get(here).content.decode()
    language = there[1:3]
    assert f'href="{there}" lang="{language}" hreflang="{language}"' in page
    assert re.search(rf'<link rel="alternate" hreflang="{language}" href="http://testserver{re.escape(there)}">', page)
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("area=health", {"e03", "e08", "e09", "e10"}),
        ("county=hyvaks", {"e03", "e07"}),
        ("county=eloisa", {"e03"}),
        ("stage=need", set()),
        ("q=LÄÄKITYS", {"e08"}),
        ("q=varsinais", {"e10"}),
        ("q=e05", {"e05"}),
        ("q=tulkkaus&county=pohjanmaa", {"e06"}),
        ("q=", {f"e{number:02}" for number in range(1, 11)}),
    ],
)
def test_filters_find_what_was_asked(client, query, codes):
    found = client.get(f"/fi/kokeilut/?{query}")
    assert found.status_code == 200
    assert {card["code"] for card in found.context["cards"]} == codes


def test_nothing_found_says_what_was_searched(client, words_of):
    assert "Haku kohdistui otsikkoon" in words_of(client.get("/fi/kokeilut/?q=ei-mitään-tällaista"))


def test_a_filter_that_is_not_one_is_named_and_what_was_typed_stays(client):
    answer = client.get("/fi/kokeilut/?stage=flying&q=lapsen")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_stage"' in page
    assert 'value="lapsen"' in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/fi/kokeilut/ei-ole/", "Sivua ei löytynyt"),
        ("/sv/forsok/finns-inte/", "Sidan"),
        ("/en/experiments/none/", "The page was not found"),
        ("/fi/experiments/", "Sivua ei löytynyt"),
    ],
)
def test_a_bad_address_is_404_in_the_readers_language(client, address, words, words_of):
    answer = client.get(address)
    assert answer.status_code == 404
    assert words in words_of(answer)


@pytest.mark.parametrize(
    ("tag", "there"), [("sv-FI,sv", "/sv/forsok/"), ("en", "/en/experiments/"), ("de", "/fi/kokeilut/")]
)
def test_the_short_address_leads_to_the_readers_language(client, tag, there):
    answer = client.get("/k/e05", headers={"accept-language": tag})
    assert answer.status_code == 302
    assert answer["Location"] == f"{there}automaattiset-kirjaukset/"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("code", ["e11", "e0", "x", "e", "e٣", "e99999999999999999999", "-1"])
def test_a_short_address_of_nothing_is_404(client, code):
    assert client.get(f"/k/{code}", follow=True).status_code == 404


def test_no_page_has_inline_style_or_script(client):
    for address in ("/fi/", "/fi/kokeilut/", "/fi/kokeilut/lapsen-palvelutarve/", "/fi/kokeilut/taulukko/"):
        page = client.get(address).content.decode()
        assert not re.search(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)', page)
        assert "unsafe" not in client.get(address)["Content-Security-Policy"]
