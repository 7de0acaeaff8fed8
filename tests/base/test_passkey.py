"""Security keys and passkeys with a real browser and its virtual authenticator (Chromium's WebAuthn domain)."""

import pytest
from allauth.mfa.models import Authenticator

from tests.base.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def origin(live_server, settings):
    """A passkey belongs to a host name, not to a number."""
    settings.IS_HUB, settings.LUOTSI_ROLE = False, "workbench"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_the_account_without_a_password(page, origin, authenticator, user):
    page.goto(f"{origin}/accounts/login/")
    page.get_by_label("Sähköposti").fill("user@example.org")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.locator("form[action='/accounts/login/'] button.primary").click()
    page.goto(f"{origin}/accounts/2fa/webauthn/add/")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.get_by_role("button", name="Vahvista").click()
    page.get_by_label("Avaimen nimi").fill("Työpuhelin")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Lisää avain").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() == 1
    page.context.clear_cookies()
    page.goto(f"{origin}/accounts/login/?next=/profile/")
    page.get_by_role("button", name="Kirjaudu turva-avaimella").click()
    page.wait_for_url(f"{origin}/profile/")
    assert page.get_by_role("heading", level=1).inner_text() == "Omat asetukset"


def test_a_key_that_does_not_answer_is_told_and_nothing_changes(page, origin, user):
    page.goto(f"{origin}/accounts/login/")
    page.evaluate("void (navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')))")
    page.get_by_role("button", name="Kirjaudu turva-avaimella").click()
    page.get_by_role("alert").get_by_text("Avain ei vastannut").wait_for()
    assert page.url.endswith("/accounts/login/")
