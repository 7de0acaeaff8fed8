"""Keys of the border on the county's screen: made, handed over, compared, revoked; by the administrator only."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.base.models import AuditRow
from luotsi.base.roles import Role
from luotsi.kit.border import fingerprint, new_key, public_of
from luotsi.workbench.border.models import HubKey, OwnKey
from tests.workbench.border.conftest import HUB_FILE, HUB_PRIVATE
from tests.workbench.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
SAID = fingerprint(public_of(HUB_PRIVATE))
KEYS = "/w/border/keys/"


@pytest.fixture
def admin(db):
    return person("paavo@example.org", Role.COUNTY_ADMIN, "")


@pytest.fixture
def browser(admin, browser_of):
    """Signed in as the administrator, who proved who they are a moment ago."""
    browser = browser_of(admin)
    browser.post("/accounts/reauthenticate/", {"password": "correct horse battery staple"})
    return browser


def test_a_new_key_signs_and_its_public_half_is_a_file(browser):
    before = OwnKey.objects.get()
    assert browser.post(KEYS + "new/").status_code == 302
    page = browser.get(KEYS).text
    now = OwnKey.objects.get(retired_at=None)
    assert now.pk != before.pk
    assert fingerprint(bytes.fromhex(now.public)) in page
    file = browser.get(KEYS + "border.pub")
    assert json.loads(file.content)["public"] == now.public
    assert AuditRow.objects.filter(action="border.key_made", actor__gt="").exists()


def test_a_key_binds_only_after_proof_of_who_one_is(admin, browser_of):
    answer = browser_of(admin).post(KEYS + "new/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert OwnKey.objects.count() == 1


def test_a_hub_key_is_trusted_when_the_fingerprint_agrees_and_not_otherwise(browser):
    HubKey.objects.all().delete()

    def give(said, content=HUB_FILE):
        return browser.post(KEYS + "trust/", {"file": SimpleUploadedFile("border.pub", content), "fingerprint": said})

    wrong = give(fingerprint(public_of(new_key())))
    assert wrong.status_code == 422
    assert "Sormenjälki ei ole sama" in wrong.text
    assert give(SAID, b"not a key").status_code == 422
    assert browser.post(KEYS + "trust/", {"fingerprint": SAID}).status_code == 422
    assert not HubKey.objects.exists()
    assert give(SAID).status_code == 302
    assert HubKey.objects.get().valid_to is None


def test_a_revoked_key_says_so(browser):
    assert browser.post(KEYS + "revoke/", {"fingerprint": SAID}).status_code == 302
    assert HubKey.objects.get().revoked_at is not None
    assert "mitätöity" in browser.get(KEYS).text
    assert browser.post(KEYS + "revoke/", {"fingerprint": "aa bb"}).status_code == 422


def test_nobody_else_sees_or_makes_keys(liisa, privacy, browser_of):
    for user in (liisa, privacy):
        browser = browser_of(user)
        assert browser.get(KEYS).status_code == 403
        for verb in ("new/", "trust/", "revoke/"):
            assert browser.post(KEYS + verb).status_code == 403
