"""Sign-in through an organisation's OpenID Connect provider, over real HTTP."""

from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.roles import Role
from tests.base.oidc_provider import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with Provider() as made:
        app = {
            "provider_id": "oidc",
            "name": "Mallilan kirjautuminen",
            "client_id": made.client_id,
            "secret": made.secret,
            "settings": {"server_url": made.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield made


@pytest.fixture
def workbench(settings):
    settings.IS_HUB, settings.LUOTSI_ROLE = False, "workbench"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs):
        return None


def through(client, place="/"):
    """Press the button, let the provider answer, come back: the last answer of ours."""
    start = client.post(f"/accounts/oidc/oidc/login/?process=login&next={place}")
    assert start.status_code == 302, start.content.decode()
    opener = build_opener(_Stay)
    opener.error = lambda *args: args[2]  # a redirect is an answer, not an error
    back = opener.open(start.headers["Location"]).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_the_sign_in_page_offers_the_organisations_own_way(client, workbench, provider):
    page = client.get("/accounts/login/").content.decode()
    assert "Mallilan kirjautuminen" in page
    page = client.get("/accounts/oidc/oidc/login/").content.decode()
    assert "Kirjaudu: Mallilan kirjautuminen" in page


def test_a_verified_address_opens_the_account_that_the_administrator_made(client, workbench, provider, user):
    assert through(client, "/jobs/").headers["Location"] == "/jobs/"
    assert client.get("/").status_code == 200
    assert audit.rows()[0].action == "account.sign_in"
    assert audit.rows()[0].actor == str(user.pk)
    assert User.objects.count() == 1


def test_an_address_that_the_provider_has_not_verified_opens_nothing(client, workbench, provider, user):
    provider.person["email_verified"] = False
    through(client)
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_stranger_of_the_organisation_gets_no_account_on_the_workbench(client, workbench, provider):
    provider.person["email"] = "stranger@example.org"
    through(client)
    assert client.get("/").status_code == 302
    assert not User.objects.exists()


def test_an_account_bound_to_one_identity_is_not_opened_by_another_with_the_same_address(
    client, workbench, provider, user
):
    SocialAccount.objects.create(user=user, provider="oidc", uid="somebody else")
    through(client)
    assert client.get("/").status_code == 302


def test_a_newcomer_to_the_hub_is_a_member_under_the_given_name(client, provider, settings):
    settings.IS_HUB, settings.LUOTSI_ROLE = True, "hub"
    provider.person |= {"email": "uusi@example.org", "name": "Uusi Ihminen"}
    through(client)
    user = User.objects.get(email="uusi@example.org")
    assert (user.name, user.roles) == ("Uusi Ihminen", {Role.MEMBER, Role.APPLICANT})
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize("claims", [{"aud": "another"}, {"iss": "http://evil.example"}, {"exp": 1}])
def test_an_identity_token_for_another_from_another_or_out_of_date_is_refused(
    client, workbench, provider, user, claims
):
    provider.claims = claims
    assert through(client).status_code == 401
    assert client.get("/").status_code == 302


def test_the_user_may_change_their_mind_at_the_provider(client, workbench, provider, user):
    provider.denied = True
    answer = through(client)
    page = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    assert "Keskeytit kirjautumisen" in page.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(client, workbench, provider, user):
    answer = client.get("/accounts/oidc/oidc/login/callback/?code=x&state=forged")
    assert answer.status_code == 401
    assert client.get("/").status_code == 302


def test_a_fresh_sign_in_at_the_provider_is_the_proof_of_one_without_a_password_here(client, workbench, provider, user):
    user.set_unusable_password()
    user.save()
    through(client)
    assert client.post("/sign/", {"note": "x"}).content == b"signed: x"
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 301
    session.save()
    asked = client.post("/sign/", {"note": "x"})
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/accounts/oidc/oidc/login/")


def test_a_token_about_one_and_information_about_another_open_nothing(client, workbench, provider, user):
    provider.claims = {"sub": "p-2"}
    assert through(client).status_code == 401
    assert client.get("/").status_code == 302


def test_the_account_stays_bound_to_the_identity_when_the_address_changes(client, workbench, provider, user):
    through(client)
    assert SocialAccount.objects.get().uid == "p-1"
    client.post("/accounts/logout/")
    provider.person["email"] = "new.name@example.org"
    through(client)
    assert client.get("/").status_code == 200
    assert audit.rows()[0].actor == str(user.pk)
