import json

import pytest

from luotsi.engines.clinical import parse_bundle
from luotsi.kit.review import Act, Reason, Verdict
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.signing import sign
from tests import toy

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ready, liisa):
    first, second = ready.suggestions.all()
    give_verdict(liisa, first.pk, Verdict(act=Act.EDIT, text="Natrium viikon kuluttua"), seen=0)
    give_verdict(liisa, second.pk, Verdict(act=Act.REJECT, reason=Reason.OTHER, note="turha"), seen=0)
    sign(liisa, ready)
    ready.refresh_from_db()
    return ready


def by_type(bundle):
    found = {}
    for entry in bundle["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def test_only_what_was_accepted_leaves_with_the_text_that_was_signed(signed):
    found = by_type(signed.signature.bundle)
    assert len(found["DetectedIssue"]) == 1
    issue = found["DetectedIssue"][0]
    assert issue["mitigation"][0]["action"]["text"] == "Natrium viikon kuluttua"
    assert issue["severity"] == "high"
    assert "turha" not in json.dumps(signed.signature.bundle)


def test_the_export_says_who_signed_and_what_the_tool_was(signed):
    agents = by_type(signed.signature.bundle)["Provenance"][0]["agent"]
    assert "Liisa Malli" in agents[0]["who"]["display"]
    assert "toy 0.1.0" in agents[1]["who"]["display"]


def test_the_export_holds_against_the_official_schema(signed, r4_schema):
    r4_schema(signed.signature.bundle)


def test_the_download_is_byte_for_byte_what_was_signed(signed, liisa, browser_of):
    address = f"/w/c/{signed.case.client_id}/toy/{signed.pk}/export"
    answer = browser_of(liisa).get(f"{address}.json")
    assert answer["Content-Type"] == "application/fhir+json"
    assert json.loads(answer.text) == signed.signature.bundle
    text = browser_of(liisa).get(f"{address}.txt").text
    assert "Natrium viikon kuluttua" in text
    assert "muu syy: turha" in text


def test_an_unsigned_review_has_no_fhir_export_and_its_text_says_draft(ready, liisa, browser_of):
    address = f"/w/c/{ready.case.client_id}/toy/{ready.pk}/export"
    assert browser_of(liisa).get(f"{address}.json").status_code == 409
    assert "LUONNOS, ei allekirjoitettu" in browser_of(liisa).get(f"{address}.txt").text


def test_what_came_in_can_be_read_again(ready):
    rows = [{"resource": row.body} for row in ready.handed.all()]
    assert parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": rows}).patient.id == "p1"
    assert toy.bundle()["type"] == "collection"
