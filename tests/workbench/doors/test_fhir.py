"""The FHIR read API: who reads what, with a key or signed in, and what is said otherwise."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client as Browser
from django.utils import timezone

from luotsi.base.models import AuditRow
from luotsi.base.roles import Role
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.doors.domain import tokens
from luotsi.workbench.doors.models import ApiToken
from luotsi.workbench.models import CareRelationship
from tests import toy
from tests.workbench.conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_door(settings):
    settings.LUOTSI_OPEN_PATHS = ("/fhir/",)
    settings.LUOTSI_PUBLIC_URL = "https://workbench.example"


@pytest.fixture
def admin(home_care):
    return person("paula@example.org", Role.COUNTY_ADMIN, "")


@pytest.fixture
def eila(liisa):
    data = toy.bundle(("Na", 120), ("K", 4), ("Hb", 99))
    return import_record(liisa, json.dumps(data).encode(), source="t").record_import.client


@pytest.fixture
def key(admin, home_care):
    return tokens.issue(admin, name="data lake", unit=home_care, days=30)[1]


def ask(path, key="", **query):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = Browser().get(f"/fhir/{path}", query, headers=headers)
    return SimpleNamespace(status=answer.status_code, headers=answer.headers, body=json.loads(answer.content))


def code_of(answer):
    assert answer.body["resourceType"] == "OperationOutcome"
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    return answer.body["issue"][0]["code"]


def test_the_capability_statement_is_open_and_names_what_is_served():
    answer = ask("metadata")
    assert answer.status == 200
    assert answer.body["fhirVersion"] == "4.0.1"
    assert {"Patient", "Observation"} <= {item["type"] for item in answer.body["rest"][0]["resource"]}


def test_openapi_describes_the_doors():
    paths = ask("openapi.json").body["paths"]
    assert "/fhir/Patient/{client_id}/$everything" in paths


def test_a_key_reads_the_patient_of_its_unit(eila, key):
    answer = ask(f"Patient/{eila.pk}", key)
    assert answer.status == 200
    assert (answer.body["resourceType"], answer.body["id"]) == ("Patient", str(eila.pk))


def test_what_is_read_passes_the_official_schema(eila, key, r4_schema):
    r4_schema(ask(f"Patient/{eila.pk}/$everything", key).body)
    # The published schema's own list of versions ends at 4.0.0
    r4_schema(ask("metadata").body | {"fhirVersion": "4.0.0"})
    r4_schema(ask("Observation", key).body)


def test_references_lead_to_what_the_api_itself_serves(eila, key):
    found = ask(f"Patient/{eila.pk}/$everything", key).body["entry"]
    served = {f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in found}
    subjects = {e["resource"]["subject"]["reference"] for e in found if "subject" in e["resource"]}
    assert subjects == {f"Patient/{eila.pk}"}
    assert subjects <= served
    assert all(entry["fullUrl"].startswith("https://workbench.example/fhir/") for entry in found)


def test_pages_give_every_resource_once(eila, key):
    ids, path = [], "Observation"
    answer = ask(path, key, patient=f"Patient/{eila.pk}", _count=2)
    while True:
        assert answer.body["total"] == 3
        ids += [entry["resource"]["id"] for entry in answer.body["entry"]]
        following = [link["url"] for link in answer.body["link"] if link["relation"] == "next"]
        if not following:
            break
        answer = ask(following[0].removeprefix("https://workbench.example/fhir/"), key)
    assert len(ids) == len(set(ids)) == 3


def test_two_clients_numbered_alike_by_their_source_have_ids_of_their_own(liisa, eila, key):
    other = toy.bundle(("Na", 140), hetu="", family="Toinen", ident="p1")
    second = import_record(liisa, json.dumps(other).encode(), source="t").record_import.client
    first_ids, second_ids = (
        {entry["resource"]["id"] for entry in ask(f"Patient/{client.pk}/$everything", key).body["entry"]}
        for client in (eila, second)
    )
    assert not first_ids & second_ids


def test_only_the_current_version_is_shown(liisa, eila, key):
    import_record(liisa, json.dumps(toy.bundle(("Na", 135), ("K", 4), ("Hb", 99))).encode(), source="t")
    found = ask("Observation", key, patient=str(eila.pk)).body["entry"]
    values = [entry["resource"]["valueQuantity"]["value"] for entry in found]
    assert len(values) == 3
    assert 135 in values
    assert 120 not in values


def test_every_reading_is_in_the_audit_log_without_a_name(eila, key):
    ask("Observation", key, patient=str(eila.pk))
    row = AuditRow.objects.filter(action="record.open", target="fhir:Observation").get()
    assert (row.client, row.detail["resources"]) == (str(eila.pk), 3)
    assert row.detail["key"] == str(ApiToken.objects.get().pk)


@pytest.mark.parametrize("bad", ["", "luotsi_wrong", "x" * 5000, "luotsi_" + "ä" * 9])
def test_without_a_valid_key_nothing_is_told(eila, bad):
    for path in (f"Patient/{eila.pk}", "Observation", f"Patient/{eila.pk}/$everything"):
        headers = {"Authorization": b"Bearer " + bad.encode()} if bad else {}
        answer = Browser().get(f"/fhir/{path}", headers={k: v.decode("latin-1") for k, v in headers.items()})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert json.loads(answer.content)["issue"][0]["code"] == "login"


def test_a_revoked_and_an_expired_key_open_nothing(admin, eila, key):
    token = ApiToken.objects.get()
    ApiToken.objects.update(issued_at=timezone.now() - timedelta(9), expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(f"Patient/{eila.pk}", key).status == 401
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(1))
    assert ask(f"Patient/{eila.pk}", key).status == 200
    tokens.revoke(admin, token)
    assert ask(f"Patient/{eila.pk}", key).status == 401


def test_the_key_itself_is_nowhere_in_the_database(key):
    stored = ApiToken.objects.values().get()
    assert key not in str(stored)
    assert key not in str(list(AuditRow.objects.values()))


def test_a_key_of_another_unit_cannot_tell_a_client_from_nobody(admin, ward, eila):
    other = tokens.issue(admin, name="ward", unit=ward, days=1)[1]
    missing = ask("Patient/00000000-0000-0000-0000-000000000000", other)
    hidden = ask(f"Patient/{eila.pk}", other)
    assert (hidden.status, hidden.body) == (missing.status, missing.body)
    assert (hidden.status, code_of(hidden)) == (404, "not-found")


def test_an_ended_care_relationship_closes_the_door(eila, key):
    CareRelationship.objects.update(ended_at=timezone.now())
    assert ask(f"Patient/{eila.pk}", key).status == 404


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("Observation", {}, 400, "required"),
        ("Observation", {"patient": "x"}, 404, "not-found"),
        ("Observation", {"patient": "p", "code": "718-7"}, 400, "not-supported"),
        ("Observation", {"patient": "p", "_count": "0"}, 400, "invalid"),
        ("Observation", {"patient": "p", "page": "ten"}, 400, "invalid"),
        ("Spaceship", {"patient": "p"}, 404, "not-supported"),
        ("Patient/p", {}, 404, "not-found"),
        ("Observation/x/y/z", {}, 404, "not-found"),
    ],
)
def test_errors_are_operation_outcomes(key, path, query, status, code):
    answer = ask(path, key, **query)
    assert (answer.status, code_of(answer)) == (status, code)


def test_nothing_can_be_written(eila, key):
    browser = Browser(headers={"Authorization": f"Bearer {key}"})
    for method in (browser.post, browser.put, browser.delete, browser.patch):
        assert method(f"/fhir/Patient/{eila.pk}").status_code in {403, 405}


def test_a_signed_in_professional_reads_within_own_rights(browser_of, liisa, stranger, officer, eila):
    assert browser_of(liisa).get(f"/fhir/Patient/{eila.pk}").status_code == 200
    assert browser_of(stranger).get(f"/fhir/Patient/{eila.pk}").status_code == 404
    assert browser_of(officer).get(f"/fhir/Patient/{eila.pk}").status_code == 404
    assert AuditRow.objects.filter(action="record.open", actor=str(liisa.pk), target="fhir:Patient").exists()


@pytest.mark.parametrize(("name", "days"), [("", 5), ("x", 0), ("x", 367)])
def test_a_key_has_a_name_and_an_end(admin, home_care, name, days):
    with pytest.raises(InputError):
        tokens.issue(admin, name=name, unit=home_care, days=days)


def test_only_the_administrator_issues_and_revokes(liisa, home_care, key):
    with pytest.raises(NotPermittedError):
        tokens.issue(liisa, name="x", unit=home_care, days=1)
    with pytest.raises(NotPermittedError):
        tokens.revoke(liisa, ApiToken.objects.get())


@pytest.mark.parametrize(("language", "words"), [("fi", "Ovet"), ("sv", "Dörrar"), ("en", "Doors")])
def test_the_administrator_issues_sees_once_and_revokes(browser_of, admin, home_care, eila, language, words):
    admin.language = language
    admin.save()
    browser = browser_of(admin)
    assert words in browser.get("/w/doors/").content.decode()
    assert browser.get("/w/doors/keys/new/").status_code == 200
    form = {"name": "Kuvantaminen", "unit": home_care.pk, "days": "30"}
    page = browser.post("/w/doors/keys/new/", form)
    secret = page.content.decode().partition('id="key">')[2].partition("<")[0]
    assert "no-store" in page["Cache-Control"]
    assert ask(f"Patient/{eila.pk}", secret).status == 200
    listed = browser.get("/w/doors/").content.decode()
    assert "Kuvantaminen" in listed
    assert secret not in listed
    browser.post(f"/w/doors/keys/{ApiToken.objects.get().pk}/revoke/")
    assert ask(f"Patient/{eila.pk}", secret).status == 401


def test_a_wrong_form_keeps_what_was_typed(browser_of, admin, home_care):
    page = browser_of(admin).post("/w/doors/keys/new/", {"name": "Kuvantaminen", "unit": home_care.pk, "days": "900"})
    assert page.status_code == 422
    assert 'value="Kuvantaminen"' in page.content.decode()
    assert not ApiToken.objects.exists()


def test_others_do_not_see_the_doors(browser_of, liisa, officer):
    for user in (liisa, officer):
        browser = browser_of(user)
        for path in ("/w/doors/", "/w/doors/keys/new/", "/w/doors/issuers/new/"):
            assert browser.get(path).status_code == 403
        assert "/w/doors/" not in browser.get("/w/today/").content.decode()
