"""Getting in: sign-in and out, the second factor, signing in anew, and who is kept outside."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail as outbox
from django.test import Client
from django.urls import get_resolver

from luotsi.base import audit, demo, people
from luotsi.base.models import RateCount, User
from luotsi.base.roles import Role
from tests.base.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts(request):
    """allauth keeps its own counts in the process's cache."""
    from django.core.cache import cache  # noqa: PLC0415 - only here

    cache.clear()


@pytest.fixture
def workbench(settings):
    settings.IS_HUB, settings.LUOTSI_ROLE = False, "workbench"


@pytest.fixture
def hub(settings):
    settings.IS_HUB, settings.LUOTSI_ROLE = True, "hub"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def sign_in(client, email="user@example.org", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def code_now(secret):
    """What an authenticator app shows at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def actions():
    return list(audit.rows(audit.AuditFilter(action="account.")).values_list("action", flat=True))


# Deny by default ------------------------------------------------------------------------------------------------------


def test_the_workbench_shows_an_anonymous_user_nothing_but_the_way_in(client, workbench):
    for path in ("/", "/jobs/", "/audit/", "/users/", "/no-such-page/", "/notifications/", "/profile/", "/uploads/x/"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/accounts/login/?next="), path
    for path in ("/health", "/accounts/login/", "/accounts/password/reset/"):
        assert client.get(path).status_code == 200, path


def test_every_address_but_the_open_ones_needs_a_signed_in_user(client, workbench):
    """Walks the address list itself, so that a new page cannot be forgotten."""
    paths = [str(pattern.pattern) for pattern in get_resolver("luotsi.base.urls").url_patterns[0].url_patterns]
    kept = [path for path in paths if path not in {"health", "accounts/demo/"}]
    assert len(kept) > 10
    for path in kept:
        concrete = "/" + re.sub(r"<uuid:\w+>", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", path)
        assert client.get(concrete).headers["Location"].startswith("/accounts/login/"), concrete


def test_a_part_of_a_page_sends_the_whole_browser_to_sign_in(client, workbench):
    answer = client.get("/jobs/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/accounts/login/?next=%2Fjobs%2F")


def test_the_hubs_public_pages_are_open(client, hub):
    assert client.get("/").status_code == 200
    assert client.get("/jobs/").status_code == 302


def test_the_workbench_speaks_the_users_language_and_remembers_the_switch(client, workbench, make_user):
    user = make_user(language="sv")
    client.force_login(user)
    assert client.get("/").content == b"front in sv"
    client.post("/language/", {"language": "en"})
    assert client.get("/").content == b"front in en"
    assert User.objects.get(pk=user.pk).language == "en"


def test_health_tells_the_version_and_that_the_database_answers(client, workbench):
    answer = client.get("/health")
    assert answer.json()["database"] == "ok"
    assert set(answer.json()) == {"version", "database"}


# Sign-in --------------------------------------------------------------------------------------------------------------


def test_signing_in_and_out_is_logged_by_identifier_alone(client, workbench, user):
    assert sign_in(client, "USER@example.org").status_code == 302
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
    assert actions()[:2] == ["account.sign_out", "account.sign_in"]
    assert {row.actor for row in audit.rows()[:2]} == {str(user.pk)}


def test_a_failed_sign_in_is_logged_without_the_address(client, workbench, user, caplog):
    assert sign_in(client, password="wrong").status_code == 200
    sign_in(client, "nobody@example.org", "wrong")
    known, unknown = audit.rows(audit.AuditFilter(action="account.sign_in_failed")).order_by("sequence")
    assert known.target == f"user:{user.pk}"
    assert unknown.target == ""
    assert "nobody@example.org" not in caplog.text


def test_a_wrong_password_keeps_the_address_and_does_not_tell_which_was_wrong(client, workbench, user):
    wrong = sign_in(client, password="wrong").content.decode()
    assert 'value="user@example.org"' in wrong
    unknown = sign_in(client, "nobody@example.org", "wrong").content.decode()
    summary = re.compile(r'class="error-summary".*?</div>', re.DOTALL)
    assert summary.search(wrong).group() == summary.search(unknown).group()


def test_guessing_a_password_is_stopped_and_the_address_is_not_stored(client, workbench, user):
    answers = [sign_in(client, password=f"guess {number}").status_code for number in range(12)]
    assert answers[-1] == 429 or "error-summary" in sign_in(client).content.decode()
    assert 429 in [sign_in(Client(REMOTE_ADDR="192.0.2.9"), password="x").status_code for _ in range(12)]
    assert not any("192.0.2" in row.key or "@" in row.key for row in RateCount.objects.all())


def test_an_inactive_account_does_not_get_in(client, workbench, user):
    User.objects.update(is_active=False)
    sign_in(client)
    assert client.get("/").status_code == 302


def test_the_workbench_has_no_sign_up(client, workbench):
    assert "pääkäyttäjä" in client.get("/accounts/signup/").content.decode()
    signup = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", signup)
    assert not User.objects.filter(email="new@example.org").exists()


def test_whoever_makes_an_account_on_the_hub_is_a_member_once_the_address_is_confirmed(client, hub):
    signup = {"email": "New@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", signup).headers["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="new@example.org")
    assert user.roles == {Role.MEMBER, Role.APPLICANT}
    sign_in(client, "new@example.org")
    assert client.get("/profile/").status_code == 302
    link = re.search(r"/accounts/confirm-email/[^/\s]+/", outbox.outbox[0].body).group()
    assert "error-summary" not in client.get(link).content.decode()
    client.post(link)
    sign_in(client, "new@example.org")
    assert client.get("/profile/").status_code == 200


def test_a_forgotten_password_is_renewed_by_mail(client, workbench, user):
    client.post("/accounts/password/reset/", {"email": "user@example.org"})
    link = re.search(r"/accounts/password/reset/key/\S+", outbox.outbox[0].body).group()
    place = client.get(link).headers["Location"]
    new = "another long and quiet word"
    client.post(place, {"password1": new, "password2": new})
    assert sign_in(client, password=new).status_code == 302


def test_settings_of_the_user_are_stored_and_wrong_ones_are_named(client, workbench, user):
    client.force_login(user)
    chosen = {"name": "Uuno Uusi", "title": "lääkäri", "language": "sv", "theme": "dark"}
    answer = client.post("/profile/", chosen, follow=True)
    assert "Dina inställningar har sparats." in answer.content.decode()
    stored = User.objects.get(pk=user.pk)
    assert (stored.title, stored.theme, stored.shortcuts_enabled) == ("lääkäri", "dark", False)
    wrong = client.post("/profile/", chosen | {"language": "de"})
    assert wrong.status_code == 422
    assert 'value="Uuno Uusi"' in wrong.content.decode()


# Second factor --------------------------------------------------------------------------------------------------------


def set_up_totp(client):
    """As a user does it: re-authenticate, read the key from the page, type the code."""
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    if page.request["PATH_INFO"] == "/accounts/reauthenticate/":
        place = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
        page = client.post(place, {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}, follow=True)
    secret = re.search(r'id="totp-secret" value="(\w+)"', page.content.decode()).group(1)
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_an_authenticator_app_is_set_up_and_needed_at_the_next_sign_in(client, workbench, user, monkeypatch):
    sign_in(client)
    secret = set_up_totp(client)
    client.post("/accounts/logout/")
    assert sign_in(client).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    later = time.time() + 30  # the code of the set-up cannot be used twice
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: later)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/").status_code == 200


def test_a_recovery_code_works_once(client, workbench, user):
    codes = RecoveryCodes.activate(user).get_unused_codes()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    for code, status in ((codes[0], 302), (codes[0], 200), (codes[1], 302)):
        fresh = Client()
        sign_in(fresh)
        assert fresh.post("/accounts/2fa/authenticate/", {"code": code}).status_code == status


def test_staff_without_a_second_factor_are_led_to_set_it_up_before_anything_else(client, workbench, user, settings):
    settings.LUOTSI_MFA_REQUIRED = True
    sign_in(client)
    for path in ("/", "/jobs/", "/accounts/password/change/"):
        assert client.get(path).headers["Location"] == "/accounts/2fa/", path
    assert client.get("/accounts/2fa/").status_code == 200
    set_up_totp(client)
    assert client.get("/").status_code == 200


def test_those_who_are_served_need_no_second_factor(client, workbench, make_user, settings):
    settings.LUOTSI_MFA_REQUIRED = True
    client.force_login(make_user("p@example.org", Role.PARTICIPANT))
    assert client.get("/").status_code == 200


# Signing in anew ------------------------------------------------------------------------------------------------------


def test_what_binds_asks_who_you_are_and_then_does_what_was_sent(client, workbench, user):
    sign_in(client)
    asked = client.post("/sign/", {"note": "Allekirjoitan tämän"})
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Fsign%2F"
    wrong = client.post(asked.headers["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    done = client.post(asked.headers["Location"], {"password": PASSWORD, "next": "/sign/"})
    assert done.content.decode() == "signed: Allekirjoitan tämän"
    assert client.post("/sign/", {"note": "again"}).content == b"signed: again"


def test_the_proof_grows_old(client, workbench, user):
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/sign/", {"note": "x"}).status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 301
    session.save()
    assert client.post("/sign/", {"note": "x"}).status_code == 302


# Demo -----------------------------------------------------------------------------------------------------------------


def test_demo_people_sign_in_with_one_click(client, workbench, settings):
    settings.LUOTSI_DEMO = True
    users = demo.create_demo_users("workbench")
    assert users == demo.create_demo_users("workbench")
    assert users[0].name == "Liisa Malli"
    page = client.get("/accounts/login/?next=/jobs/").content.decode()
    assert demo.DEMO_PASSWORD in page
    assert page.count('action="/accounts/demo/"') == len(users)
    answer = client.post("/accounts/demo/", {"email": users[0].email, "next": "/jobs/"})
    assert answer.headers["Location"] == "/jobs/"
    assert client.get("/").status_code == 200
    assert actions()[0] == "account.sign_in"


def test_each_half_has_its_own_demo_people_in_the_needed_roles():
    held = {half: set().union(*(person.roles for person in demo.demo_users(half))) for half in ("hub", "workbench")}
    assert {Role.PROFESSIONAL, Role.COACH, Role.PRIVACY_OFFICER, Role.COUNTY_ADMIN} <= held["workbench"]
    assert {Role.COORDINATOR, Role.ADMIN, Role.EDITOR, Role.MEMBER, Role.REVIEWER} <= held["hub"]


def test_the_demos_door_goes_nowhere_else_and_to_nobody_else(client, workbench, settings, user):
    settings.LUOTSI_DEMO = True
    person = demo.create_demo_users("workbench")[0]
    assert client.post("/accounts/demo/", {"email": user.email}).status_code == 404
    answer = client.post("/accounts/demo/", {"email": person.email, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_outside_the_demo_there_is_no_demo_door(client, workbench, settings):
    settings.LUOTSI_DEMO = True
    person = demo.create_demo_users("workbench")[0]
    settings.LUOTSI_DEMO = False
    assert client.post("/accounts/demo/", {"email": person.email}).status_code == 404
    assert demo.DEMO_PASSWORD not in client.get("/accounts/login/").content.decode()
    with pytest.raises(RuntimeError, match="LUOTSI_DEMO"):
        demo.create_demo_users("workbench")


# Every page -----------------------------------------------------------------------------------------------------------

OPEN_PAGES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/x-y/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/x/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/error/",
    "/accounts/3rdparty/login/cancelled/",
)
OWN_PAGES = (
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/webauthn/reauthenticate/",
    "/accounts/3rdparty/",
    "/profile/",
    "/jobs/",
    "/notifications/",
    "/audit/",
)
INLINE = re.compile(r"""<script(?![^>]*\b(?:src=|type="application/json"))|\sstyle=|\son[a-z]+=|<style|javascript:""")
ENGLISH = re.compile(r"\b(?:the|your|Please|Password|address|Sign|code|key|Enter|Email)\b")


def check_page(client, path, language):
    page = client.get(path, follow=True)
    text = page.content.decode()
    assert page.status_code == (401 if path.endswith("/login/error/") else 200), path
    assert INLINE.search(text) is None, f"{path}: {INLINE.search(text)}"
    assert text.count("<h1") == 1, path
    assert f'<html lang="{language}"' in text, path
    assert "content-security-policy" in {name.lower() for name in page.headers}
    if language != "en":
        shown = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|head)\b.*?</\1>", "", text, flags=re.DOTALL))
        assert ENGLISH.search(shown) is None, f"{path}: {ENGLISH.search(shown)}: {' '.join(shown.split())}"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_pages_hold_no_inline_script_or_style_and_speak_one_language(client, hub, path, language):
    client.cookies["luotsi_language"] = language
    check_page(client, path, language)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("path", OWN_PAGES)
def test_own_pages_hold_no_inline_script_or_style_and_speak_one_language(client, workbench, officer, path, language):
    officer.language = language
    officer.save()
    people.grant(officer, Role.PRIVACY_OFFICER, by=None)
    sign_in(client, "officer@example.org")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    if "totp/activate" not in path:
        TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(officer)
    check_page(client, path, language)
