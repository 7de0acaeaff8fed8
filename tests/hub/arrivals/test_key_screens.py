"""Counties' keys on the hub's screen: enrolled after comparison, revoked; by coordinators and administrators only."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from luotsi.base import people
from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.hub.arrivals.domain import keys
from luotsi.hub.arrivals.models import CountyKey, HubKey
from luotsi.kit.border import fingerprint, new_key, public_of
from tests.hub.arrivals.test_receiving import PRIVATE, key_file

pytestmark = pytest.mark.django_db
KEYS = "/fi/alueiden-luvut/avaimet/"
POSTS = "/fi/county-figures/keys/"
PASSWORD = "correct horse battery staple"


def browser_of(role):
    user = people.create_account(f"{role}@example.org", by=None, name="Kaisa", language="fi", password=PASSWORD)
    people.grant(user, role, by=None)
    browser = Browser()
    browser.force_login(User.objects.get(pk=user.pk))
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def browser(settings, tmp_path):
    settings.LUOTSI_DATA = tmp_path
    keys.make_key()
    return browser_of(Role.COORDINATOR)


def enrol(browser, said, content=None, **more):
    file = SimpleUploadedFile("border.pub", key_file(PRIVATE) if content is None else content)
    return browser.post(POSTS + "enrol/", {"file": file, "fingerprint": said, **more})


def test_a_county_is_enrolled_when_the_fingerprint_agrees(browser):
    said = fingerprint(public_of(PRIVATE))
    wrong = enrol(browser, fingerprint(public_of(new_key())), invented="on")
    assert wrong.status_code == 422
    assert "Sormenjälki ei ole sama" in wrong.text
    assert "keksityt" not in enrol(browser, said).text
    assert not CountyKey.objects.exists()
    assert enrol(browser, said, invented="on").status_code == 302
    page = browser.get(KEYS).text
    assert said in page
    assert "Keksilä" in page
    assert KEYS in browser.get("/fi/alueiden-luvut/").text


def test_a_revoked_key_says_so_and_a_new_hub_key_is_handed_over(browser):
    said = fingerprint(public_of(PRIVATE))
    enrol(browser, said, invented="on")
    assert browser.post(POSTS + "revoke/", {"fingerprint": said}).status_code == 302
    assert "mitätöity" in browser.get(KEYS).text
    assert browser.post(POSTS + "new/").status_code == 302
    file = json.loads(browser.get(POSTS + "border.pub").content)
    assert file["public"] == HubKey.objects.get(retired_at=None).public


@pytest.mark.usefixtures("browser")
def test_nobody_else_sees_keys():
    assert browser_of(Role.EDITOR).get(KEYS).status_code == 403
    assert Browser().get(KEYS).status_code in {302, 403}
    assert KEYS not in Browser().get("/fi/alueiden-luvut/").text
