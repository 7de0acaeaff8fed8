"""Public pages are drawn once for everybody, and never hold anything of one reader."""

import pytest
from django.test import Client

from luotsi.base.roles import Role
from luotsi.hub.experiments.models import Experiment

pytestmark = pytest.mark.django_db
PAGES = ["/fi/", "/sv/forsok/", "/en/experiments/laakitysriskin-arviointi/", "/fi/kokeilut.csv", "/sitemap.xml"]


@pytest.mark.parametrize("address", PAGES)
def test_the_second_reader_gets_the_same_bytes_by_one_query(address, django_assert_num_queries):
    first = Client().get(address)
    with django_assert_num_queries(1):
        second = Client().get(address)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert first["Content-Type"] == second["Content-Type"]


@pytest.mark.parametrize("address", PAGES)
def test_a_shared_page_sets_no_cookie_and_holds_no_token(address):
    for _ in range(2):
        answer = Client().get(address)
        assert not answer.cookies
        assert "Set-Cookie" not in answer
        assert "public" in answer["Cache-Control"]
        assert "Cookie" in answer["Vary"]
        assert b'name="csrfmiddlewaretoken" value=""' in answer.content or b"csrfmiddlewaretoken" not in answer.content


def test_nobody_is_served_another_readers_page(client, make_user):
    user = make_user("reader@example.org", Role.EDITOR)
    user.name = "Raili Lukija"
    user.save()
    client.force_login(user)
    own = client.get("/fi/")
    assert "Raili Lukija" in own.content.decode()
    assert "no-store" in own["Cache-Control"]
    assert "Raili Lukija" not in Client().get("/fi/").content.decode()
    assert "Raili Lukija" in client.get("/fi/").content.decode()


def test_an_unchanged_page_is_not_sent_again():
    first = Client().get("/fi/kokeilut/")
    again = Client().get("/fi/kokeilut/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_edit_is_seen_at_once_in_every_language():
    address = "/sv/forsok/laakitysriskin-arviointi/"
    assert "Helt nytt mål" not in Client().get(address).content.decode()
    experiment = Experiment.objects.get(number=8)
    experiment.aim_sv = "Helt nytt mål"
    experiment.save()
    assert "Helt nytt mål" in Client().get(address).content.decode()


def test_the_theme_of_one_reader_is_not_anothers():
    dark = Client()
    dark.cookies["luotsi_theme"] = "dark"
    assert b'data-theme="dark"' in dark.get("/fi/").content
    assert b'data-theme="auto"' in Client().get("/fi/").content


def test_a_page_with_a_question_in_its_address_is_not_kept(django_assert_num_queries):
    first = Client().get("/fi/kokeilut/?q=l%C3%A4%C3%A4kitys")
    assert "Lääkitysriskin" in first.content.decode()
    assert "Lääkitysriskin" not in Client().get("/fi/kokeilut/?q=tulkkaus").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(method, rf):
    assert getattr(Client(), method)("/fi/kokeilut/").status_code == 405


def test_head_is_get_without_its_body():
    assert Client().head("/fi/")["ETag"] == Client().get("/fi/")["ETag"]


def test_no_page_is_drawn_with_many_queries(django_assert_max_num_queries):
    Client().get("/fi/")  # what is read once a process
    for address in PAGES:
        Experiment.objects.get(number=1).save()  # everything is stale now
        with django_assert_max_num_queries(30):
            assert Client().get(address).status_code == 200
