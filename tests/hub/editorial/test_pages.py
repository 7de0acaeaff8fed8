"""Edited pages: the way in, translations, fallback with a notice, and the door to the editing half."""

from xml.etree import ElementTree as ET

import pytest
from wagtail.models import Locale, Page

from luotsi.base import people
from luotsi.base.roles import Role
from luotsi.hub.editorial.models import ContentPage, HomePage

pytestmark = pytest.mark.django_db


def home(language):
    return HomePage.objects.get(locale__language_code=language)


def publish(language, slug, title, **fields):
    page = ContentPage(title=title, slug=slug, locale=Locale.objects.get(language_code=language), lead=title, **fields)
    home(language).add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize(("tag", "there"), [("sv", "/sv/"), ("en-GB,en;q=0.9", "/en/"), ("fi", "/fi/"), ("ja", "/fi/")])
def test_the_root_leads_to_the_readers_language(client, tag, there):
    answer = client.get("/", headers={"accept-language": tag})
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert "Accept-Language" in answer["Vary"]


def test_the_chosen_language_comes_before_the_browsers(client):
    client.cookies["luotsi_language"] = "sv"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/sv/"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_front_page_has_the_fairway_and_the_ten(client, language, words_of):
    answer = client.get(f"/{language}/")
    page, words = answer.content.decode(), words_of(answer)
    assert page.count("<h1") == 1
    assert home(language).hero_title in words
    assert page.count('class="fairway"') == 1
    assert page.count('<p class="aim">') == 10
    assert words.count("0/5") == 11  # ten experiments and the key
    assert {"fi": "50 hakemusta", "sv": "50 ansökningar", "en": "50 applications"}[language] in words


@pytest.mark.parametrize(
    ("fi", "sv", "en"),
    [
        ("tietoa", "om", "about"),
        ("naytto", "evidens", "evidence"),
        ("saavutettavuus", "tillganglighet", "accessibility"),
        ("tietosuoja", "dataskydd", "privacy"),
        ("avoin-data", "oppna-data", "open-data"),
    ],
)
def test_content_pages_are_each_others_translations(client, fi, sv, en):
    places = {"fi": f"/fi/{fi}/", "sv": f"/sv/{sv}/", "en": f"/en/{en}/"}
    for place in places.values():
        page = client.get(place).content.decode()
        for language, there in places.items():
            assert f'href="{there}" lang="{language}"' in page


def test_a_page_without_translation_is_shown_in_its_own_language_and_says_so(client, words_of):
    publish("fi", "uusi", "Uusi suomenkielinen sivu")
    finnish = client.get("/fi/uusi/").content.decode()
    assert 'href="/sv/uusi/" lang="sv"' in finnish
    answer = client.get("/sv/uusi/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="sv"' in page
    assert '<article class="page narrow stack roomy gap-block" lang="fi">' in page
    assert "Den visas på finska." in words_of(answer)
    assert "Uusi suomenkielinen sivu" in page


def test_an_alias_says_which_language_it_shows(client, words_of):
    source = publish("en", "news", "An English page")
    source.copy_for_translation(Locale.objects.get(language_code="fi"), alias=True)
    answer = client.get("/fi/news/")
    assert 'lang="en">' in answer.content.decode()
    assert "Se näytetään englanniksi." in words_of(answer)


def test_the_other_languages_address_leads_to_the_translation_once_there_is_one(client):
    source = publish("fi", "ohje", "Ohje")
    translated = source.copy_for_translation(Locale.objects.get(language_code="sv"))
    translated.slug = "anvisning"
    translated.save_revision().publish()
    assert client.get("/sv/ohje/")["Location"] == "/sv/anvisning/"


def test_a_draft_or_a_page_taken_down_is_not_shown(client):
    page = publish("fi", "pian", "Pian")
    assert client.get("/fi/pian/").status_code == 200
    page.unpublish()
    assert client.get("/fi/pian/").status_code == 404
    assert client.get("/sv/pian/").status_code == 404


def test_publishing_a_change_is_seen_at_once(client):
    assert "Uusi otsikko" not in client.get("/fi/").content.decode()
    page = home("fi")
    page.hero_title = "Uusi otsikko"
    page.save_revision().publish()
    assert "Uusi otsikko" in client.get("/fi/").content.decode()


def test_the_site_map_names_every_page_in_every_language(client):
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    places = [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    # experiments, front page, pages, and the lists of three rooms
    assert len(places) == len(set(places)) == 3 * (12 + 1 + 5 + 3)
    for place in places:
        assert client.get(place.removeprefix("http://testserver")).status_code == 200


def test_robots_are_kept_from_the_editing_half(client):
    assert "Disallow: /hallinta/" in client.get("/robots.txt").content.decode()


# The door to the editing half ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR, Role.ADMIN])
def test_editors_get_in_under_a_policy_of_their_own(client, make_user, role):
    client.force_login(make_user("editor@example.org", role))
    answer = client.get("/hallinta/")
    assert answer.status_code == 200
    assert "'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/fi/")["Content-Security-Policy"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REVIEWER, Role.AUDITOR, Role.APPLICANT, Role.CALL_OFFICER])
def test_others_do_not(client, make_user, role):
    client.force_login(make_user("other@example.org", role))
    assert client.get("/hallinta/").status_code in {302, 403}
    assert client.get("/hallinta/pages/").status_code in {302, 403}


def test_an_ended_role_closes_the_door_at_once(client, make_user):
    user = make_user("editor@example.org", Role.EDITOR)
    client.force_login(user)
    assert client.get("/hallinta/").status_code == 200
    people.end_grant(user, Role.EDITOR, by=None)
    assert client.get("/hallinta/").status_code in {302, 403}


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/hallinta/", "/accounts/login/"),
        ("/hallinta/login/", "/accounts/login/"),
        ("/hallinta/password_reset/", "/accounts/password/reset/"),
        ("/fi/_util/login/", "/accounts/login/"),
    ],
)
def test_there_is_no_second_way_to_sign_in(client, address, there):
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0].startswith(there)
    assert client.post("/hallinta/login/", {"username": "a", "password": "b"}).status_code == 405


def test_editors_may_change_experiments_but_not_their_stage(client, make_user):
    client.force_login(make_user("editor@example.org", Role.EDITOR))
    answer = client.get("/hallinta/snippets/experiments/experiment/")
    assert answer.status_code == 200
    edit = client.get("/hallinta/snippets/experiments/experiment/edit/1/")
    assert edit.status_code == 200
    assert 'name="aim_fi"' in edit.content.decode()
    assert 'name="stage"' not in edit.content.decode()


def test_the_root_page_and_the_three_homes_are_all_there():
    assert Page.objects.filter(depth=2).count() == 3
