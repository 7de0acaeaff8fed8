"""Documents of a FHIR record: inline, fetched by hash, as narrative."""

import base64
import hashlib
import json

import pytest

from luotsi.engines.documents import documents_of, resources_of
from luotsi.kit.errors import InputError
from tests.engines.documents import samples


def reference(identity="d1", *attachments, **fields):
    rows = [{"attachment": attachment} for attachment in attachments]
    return {"resourceType": "DocumentReference", "id": identity, "status": "current", "content": rows, **fields}


def inline(data, kind="text/plain", **fields):
    return {"contentType": kind, "data": base64.b64encode(data).decode(), **fields}


def test_an_inline_note_with_what_the_record_says_of_it():
    row = reference(
        "d1", inline(samples.NOTE.encode(), title="Nota"), type={"text": "Lastensuojeluilmoitus"}, date="2026-01-01T10:00:00Z",
        author=[{"display": "Koulukuraattori"}], securityLabel=[{"coding": [{"code": "R"}]}],
    )  # fmt: skip
    (found,), unreadable = documents_of([row])
    assert found.id == "DocumentReference/d1"
    assert found.document.text == samples.NOTE
    assert found.document.date.isoformat() == "2025-02-10"
    assert (found.kind, found.author_role, found.title, found.restricted) == (
        "Lastensuojeluilmoitus",
        "Koulukuraattori",
        "Nota",
        True,
    )
    assert unreadable == ()


def test_a_day_of_service_goes_before_the_day_of_upload():
    row = reference("d1", inline(b"Hei."), context={"period": {"start": "2024-05-01"}}, date="2026-01-01")
    assert documents_of([row])[0][0].document.date.isoformat() == "2024-05-01"


def test_a_file_by_hash_is_fetched_and_checked():
    data = samples.word("Äiti on väsynyt.")
    named = {"hash": base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode(), "url": "x.docx"}
    (found,), _ = documents_of([reference("d1", named)], fetch=lambda _: data)
    assert "väsynyt" in found.document.text
    _, (bad,) = documents_of([reference("d1", named)], fetch=lambda _: b"other")
    assert "hash" in bad.reason.en
    _, (absent,) = documents_of([reference("d1", named)])
    assert "address" in absent.reason.en


def test_two_forms_of_one_document_are_one_and_two_documents_are_two():
    row = reference(
        "d1", inline(b"Hei  sinne."), inline(samples.word("Hei sinne."), "application/x"), inline(b"Muuta.")
    )
    found, _ = documents_of([row])
    assert [item.id for item in found] == ["DocumentReference/d1", "DocumentReference/d1#2"]


def test_a_form_that_cannot_be_read_is_no_loss_beside_one_that_can():
    row = reference("d1", inline(b"\x89PNG"), inline(b"Hei."))
    found, unreadable = documents_of([row])
    assert (len(found), unreadable) == (1, ())


@pytest.mark.parametrize("attachment", [{"data": "###"}, {}, {"contentType": "text/plain", "data": ""}])
def test_what_cannot_be_read_is_named(attachment):
    found, (bad,) = documents_of([reference("d9", attachment)])
    assert (found, bad.id) == ((), "DocumentReference/d9")


def test_a_document_entered_in_error_is_passed_over():
    assert documents_of([reference("d1", inline(b"Hei.")) | {"status": "entered-in-error"}]) == ((), ())


def test_a_composition_is_read_by_its_sections():
    row = {
        "resourceType": "Composition", "id": "c1", "status": "final", "date": "2025-03-01", "title": "Arvio",
        "section": [{"title": "Koti", "text": {"div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>Äiti on väsynyt.</p></div>'},
                     "section": [{"title": "Koulu"}]}],
    }  # fmt: skip
    (found,), _ = documents_of([row])
    assert found.document.text == "Koti\nÄiti on väsynyt.\nKoulu"


def test_a_json_file_is_a_bundle_or_one_resource():
    row = reference("d1", inline(b"Hei."))
    bundle = {"resourceType": "Bundle", "entry": [{"resource": row}, {"resource": {"resourceType": "Patient"}}]}
    assert len(resources_of(json.dumps(bundle))) == 2
    assert resources_of(json.dumps(row)) == [row]
    for text in ("{}", "[1]", "hei", "[" * 9999):
        with pytest.raises(InputError, match="FHIR"):
            resources_of(text)


def test_the_order_is_by_day_whatever_order_they_come_in():
    rows = [reference(f"d{n}", inline(f"Kirjaus {n}.2.2025.\nHei.".encode())) for n in (3, 1, 2)]
    assert [item.id[-1] for item in documents_of(rows)[0]] == ["1", "2", "3"]
