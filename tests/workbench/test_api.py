import json

import pytest

from luotsi.workbench.models import Client, VerdictRow
from tests import toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(liisa, browser_of):
    browser = browser_of(liisa)

    def call(method, path, body=None):
        data = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        return getattr(browser, method)(f"/w/api{path}", *([data, "application/json"] if method == "post" else []))

    return call


def test_from_bundle_to_verdict_without_a_browser(api):
    client = api("post", "/clients", json.dumps(toy.bundle(("Na", 120))).encode()).json()["client"]
    run = api("post", f"/clients/{client}/runs", {"tool": "toy", "on": "2026-11-20"}).json()
    assert [proposal["state"] for proposal in run["proposals"]] == ["proposed"]
    done = api("post", f"/runs/{run['run']}/proposals/1/verdict", {"act": "accept", "seen": 0})
    assert done.json()["state"] == "accepted"
    again = api("post", f"/runs/{run['run']}/proposals/1/verdict", {"act": "undo", "seen": 0})
    assert again.status_code == 409
    assert set(again.json()["detail"]) == {"fi", "sv", "en"}
    assert api("get", f"/runs/{run['run']}").json()["proposals"][0]["acts"] == 1


def test_a_broken_bundle_is_answered_with_every_place(api):
    answer = api("post", "/clients", b'{"resourceType": "Bundle", "entry": [')
    assert answer.status_code == 422
    assert answer.json()["detail"]["sv"]
    assert Client.objects.count() == 0


def test_signing_by_api_needs_a_renewed_sign_in(api, ready):
    answer = api("post", f"/runs/{ready.pk}/sign")
    assert answer.status_code == 403
    assert "uudelleen" in answer.json()["detail"]["fi"]


def test_strangers_and_the_anonymous_get_nothing(ready, stranger, browser_of, client):
    assert browser_of(stranger).get(f"/w/api/runs/{ready.pk}").status_code == 404
    assert client.get(f"/w/api/runs/{ready.pk}").status_code in {302, 401}
    row = ready.suggestions.first()
    assert row is not None
    body = json.dumps({"act": "accept", "seen": 0})
    sent = browser_of(stranger).post(f"/w/api/runs/{ready.pk}/proposals/1/verdict", body, "application/json")
    assert sent.status_code == 404
    assert VerdictRow.objects.count() == 0


def test_the_api_describes_itself(api):
    assert api("get", "/openapi.json").json()["openapi"].startswith("3.")
