import pytest
from django.test import RequestFactory
from django.utils import translation

from luotsi.web import language


def test_a_page_whose_address_carries_the_language_has_three_addresses():
    with translation.override("sv"):
        shown = language.alternates(RequestFactory().get("/sv/page/?tab=2"))
    assert [(item.code, item.url, item.current) for item in shown] == [
        ("fi", "/fi/page/?tab=2", False),
        ("sv", "/sv/page/?tab=2", True),
        ("en", "/en/page/?tab=2", False),
    ]
    assert [item.label for item in shown] == ["Suomeksi", "På svenska", "In English"]


def test_a_page_without_language_in_its_address_has_no_alternates():
    assert {item.url for item in language.alternates(RequestFactory().get("/design/"))} == {""}


def test_a_view_may_give_the_addresses_itself():
    request = RequestFactory().get("/fi/kokeilut/")
    request.alternates = {"fi": "/fi/kokeilut/", "sv": "/sv/forsok/", "en": "/en/experiments/"}
    assert [item.url for item in language.alternates(request)] == ["/fi/kokeilut/", "/sv/forsok/", "/en/experiments/"]


def test_choosing_a_language_returns_to_the_same_page_in_it(visitor):
    answer = visitor.post("/language/", {"language": "sv", "next": "/fi/page/?tab=2"})
    assert (answer.status_code, answer["Location"]) == (302, "/sv/page/?tab=2")
    assert 'lang="sv"' in visitor.get("/design/").content.decode()


def test_the_choice_is_told_to_whoever_keeps_preferences(visitor):
    heard = []

    def hear(language, **_):
        heard.append(language)

    language.language_chosen.connect(hear)
    try:
        visitor.post("/language/", {"language": "en", "next": "/design/"})
        visitor.post("/language/", {"language": "de", "next": "/design/"})
    finally:
        language.language_chosen.disconnect(hear)
    assert heard == ["en"]


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_host(visitor, place):
    for address, name in (("/language/", "language"), ("/theme/", "theme")):
        answer = visitor.post(address, {name: "sv", "next": place})
        assert answer["Location"] == "/"


def test_the_switches_answer_only_to_posts(visitor):
    assert visitor.get("/language/").status_code == 405
    assert visitor.get("/theme/").status_code == 405


def test_a_theme_is_remembered_and_an_unknown_one_is_not(visitor):
    visitor.post("/theme/", {"theme": "dark", "next": "/design/"})
    assert 'data-theme="dark"' in visitor.get("/design/").content.decode()
    visitor.post("/theme/", {"theme": '"><script>', "next": "/design/"})
    assert 'data-theme="dark"' in visitor.get("/design/").content.decode()
