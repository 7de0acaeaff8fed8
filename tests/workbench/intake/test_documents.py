import base64
import hashlib
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.base import files, uploads
from luotsi.base.models import AuditRow, FileReference
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.intake.domain import documents
from luotsi.workbench.intake.domain.exporting import export_record
from luotsi.workbench.intake.models import Attachment
from luotsi.workbench.models import Resource
from luotsi.workbench.queries import current_resources
from tests import toy

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 an invented letter"


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.LUOTSI_DATA = tmp_path / "data"


def attached(user, client, content=PDF, name="lausunto.pdf", **fields):
    return documents.attach(user, client, files.store(io.BytesIO(content), name=name), name=name, **fields)


def test_a_file_becomes_a_document_of_the_record(client_of_liisa, liisa, r4_schema):
    made = attached(liisa, client_of_liisa, title="Lausunto")
    body = current_resources(client_of_liisa, ("DocumentReference",)).get().body
    r4_schema(body)
    attachment = body["content"][0]["attachment"]
    assert attachment["hash"] == base64.b64encode(hashlib.sha1(PDF, usedforsecurity=False).digest()).decode()
    assert (attachment["size"], attachment["contentType"]) == (len(PDF), "application/pdf")
    assert made.document == f"DocumentReference/{body['id']}"
    assert FileReference.objects.filter(holder=f"intake.attachment:{made.pk}").count() == 1
    r4_schema(export_record(liisa, client_of_liisa))


def test_a_file_is_attached_to_a_document_that_the_record_names(client_of_liisa, liisa):
    reference = attached(liisa, client_of_liisa).document
    attached(liisa, client_of_liisa, b"plain words", "liite.txt", document=reference)
    assert client_of_liisa.attachments.filter(document=reference).count() == 2
    assert Resource.objects.filter(type="DocumentReference").count() == 1
    with pytest.raises(InputError):
        attached(liisa, client_of_liisa, document="DocumentReference/no")


def test_a_document_made_here_is_not_said_to_be_of_the_source_system(liisa):
    data = json.dumps(toy.bundle(("Na", 1))).encode()
    client = import_record(liisa, data, source="a", system="Lifecare").record_import.client
    attached(liisa, client)
    row = current_resources(client, ("DocumentReference",)).select_related("record_import").get()
    assert (row.record_import.system, row.record_import.source) == ("", "lausunto.pdf")
    assert row.body["subject"] == {"reference": "Patient/p1"}
    assert current_resources(client, ("Patient",)).get().record_import.system == "Lifecare"


def test_a_type_that_is_no_document_is_refused(client_of_liisa, liisa):
    with pytest.raises(InputError) as raised:
        attached(liisa, client_of_liisa, b'{"a": 1}', "a.json")
    assert raised.value.problems[0].where == "file"
    assert not Attachment.objects.exists()


def test_a_stranger_attaches_nothing(client_of_liisa, stranger):
    with pytest.raises(NotPermittedError):
        attached(stranger, client_of_liisa)


def test_a_download_is_logged_and_never_shown_as_a_page(client_of_liisa, liisa, stranger, officer, browser_of):
    made = attached(liisa, client_of_liisa)
    url = f"/w/intake/c/{client_of_liisa.pk}/documents/{made.pk}/"
    assert browser_of(stranger).get(url).status_code == 404
    assert browser_of(officer).get(url).status_code == 403
    before = AuditRow.objects.filter(action="record.open").count()
    answer = browser_of(liisa).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="lausunto.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditRow.objects.filter(action="record.open", target=f"attachment:{made.pk}").count() == 1
    assert AuditRow.objects.filter(action="record.open").count() == before + 1


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "Liitä tiedosto"), ("sv", "Bifoga en fil"), ("en", "Attach a file")]
)
def test_the_page_attaches_and_the_client_page_lists(client_of_liisa, liisa, browser_of, language, words):
    liisa.language = language
    liisa.save()
    browser = browser_of(liisa)
    url = f"/w/intake/c/{client_of_liisa.pk}/documents/"
    assert words in browser.get(url).text
    sent = {"file": SimpleUploadedFile("lausunto.pdf", PDF), "title": "Epikriisi"}
    text = browser.post(url, sent, follow=True).text
    assert "Epikriisi" in text
    assert "lausunto.pdf" in text


def test_a_refused_file_keeps_the_form(client_of_liisa, liisa, browser_of):
    url = f"/w/intake/c/{client_of_liisa.pk}/documents/"
    sent = {"file": SimpleUploadedFile("virus.exe", b"MZ\x00\x01"), "title": "Epikriisi"}
    answer = browser_of(liisa).post(url, sent)
    assert answer.status_code == 422
    assert "Epikriisi" in answer.text
    assert browser_of(liisa).post(url, {}).status_code == 422


def test_an_upload_that_broke_off_goes_on_and_is_then_attached(client_of_liisa, liisa, lauri, browser_of):
    upload = uploads.begin(liisa, name="pitka.pdf", size=len(PDF))
    url = f"/w/intake/c/{client_of_liisa.pk}/documents/"
    uploads.append(upload, 0, io.BytesIO(PDF[:7]))
    assert browser_of(liisa).post(url, {"upload": upload.pk}).status_code == 422
    uploads.append(upload, 7, io.BytesIO(PDF[7:]))
    assert browser_of(lauri).post(url, {"upload": upload.pk}).status_code == 422, "another's upload"
    assert browser_of(liisa).post(url, {"upload": upload.pk}).status_code == 302
    assert client_of_liisa.attachments.get().name == "pitka.pdf"
