import hashlib
import io
import struct
import zipfile
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import files, media_type, uploads
from luotsi.base.models import StoredFile, Upload
from luotsi.kit.errors import ConflictError, InputError

pytestmark = pytest.mark.django_db

PIECE = "application/offset+octet-stream"


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return buffer.getvalue()


WAV = b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28)
CASES = [
    ("bundle.json", b'{"resourceType": "Bundle"}', "application/json"),
    ("bulk.ndjson", b'{"a": 1}\n{"a": 2}\n', "application/x-ndjson"),
    ("one.ndjson", b'{"a": 1}\n', "application/x-ndjson"),
    ("report.pdf", b"%PDF-1.7\n...", "application/pdf"),
    ("letter.docx", zipped("[Content_Types].xml", "word/document.xml"), media_type.DOCX),
    ("pack.zip", zipped("a.txt"), "application/zip"),
    ("note.txt", "Potilaalla on särkyä.".encode(), "text/plain"),
    ("table.csv", "a;b\n1;2\n".encode("utf-8-sig"), "text/plain"),
    ("photo.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
    ("photo.jpeg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
    ("speech.wav", WAV, "audio/wav"),
    ("slice.dcm", bytes(128) + b"DICM....", "application/dicom"),
    ("IM000001", bytes(128) + b"DICM....", "application/dicom"),
]


@pytest.mark.parametrize(("name", "content", "expected"), CASES)
def test_the_type_is_recognised_from_the_content(name, content, expected):
    stored = files.store(io.BytesIO(content), name=name)
    assert stored.media_type == expected
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    with files.open_file(stored.sha256) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"%PDF-1.7"),
        ("report.pdf", b"\x89PNG\r\n\x1a\n"),
        ("letter.docx", zipped("evil.exe")),
        ("bundle.json", b'{"resourceType": '),
        ("bulk.ndjson", b'{"a": 1}\nnot json\n'),
        ("note.txt", "särkyä".encode("latin-1")),
        ("note.txt", b"text\x00more"),
        ("run.exe", b"MZ\x90\x00"),
        ("page.html", b"<html>"),
        ("broken.zip", b"PK\x03\x04broken"),
        ("empty.txt", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_left(name, content):
    incoming = files._root() / "incoming"
    with pytest.raises(InputError):
        files.store(io.BytesIO(content), name=name)
    assert not StoredFile.objects.exists()
    assert list(incoming.iterdir()) == []


def test_the_senders_stated_type_must_agree_with_the_content():
    with pytest.raises(InputError, match="is not what"):
        files.store(io.BytesIO(b"%PDF-1.7"), media_type_hint="image/png")
    assert (
        files.store(io.BytesIO(b"%PDF-1.7"), media_type_hint="application/octet-stream").media_type == "application/pdf"
    )


def test_a_file_over_the_limit_is_refused_while_it_is_read():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            Endless.given += size
            return b"a" * size

    with pytest.raises(InputError, match="At most 3 MB"):
        files.store(Endless(), name="a.txt", limit=3_000_000)
    assert Endless.given < 6_000_000


def test_one_content_is_stored_once_and_kept_as_long_as_somebody_holds_it():
    first = files.store(io.BytesIO(b"held"), name="a.txt")
    assert files.store(io.BytesIO(b"held"), name="b.txt") == first
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=2))
    files.hold(first, "document:1")
    files.hold(first, "document:1")
    files.hold(first, "document:2")
    assert files.reference_count(first) == 2
    files.release(first, "document:1")
    assert files.sweep() == 0
    files.release(first, "document:2")
    assert files.sweep() == 1
    with pytest.raises(FileNotFoundError):
        files.open_file(first.sha256)


def test_a_file_nobody_holds_yet_is_kept_for_a_day():
    files.store(io.BytesIO(b"new"), name="a.txt")
    assert files.sweep() == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "0" * 63, ""])
def test_only_a_hash_names_a_file(name):
    with pytest.raises(ValueError, match="SHA-256"):
        files.path_of(name)


# Uploads --------------------------------------------------------------------------------------------------------------


def begin(client, size, metadata="filename bm90ZS50eHQ="):  # note.txt
    return client.post("/uploads/", headers={"Upload-Length": str(size), "Upload-Metadata": metadata})


def send(client, place, offset, piece):
    return client.patch(place, piece, content_type=PIECE, headers={"Upload-Offset": str(offset)})


def test_an_upload_that_broke_off_goes_on_where_it_stopped(signed_in):
    content = b"The first half. The second half."
    place = begin(signed_in, len(content)).headers["Location"]
    assert send(signed_in, place, 0, content[:15]).headers["Upload-Offset"] == "15"
    assert signed_in.head(place).headers["Upload-Offset"] == "15"
    assert send(signed_in, place, 10, b"wrong").status_code == 409
    done = send(signed_in, place, 15, content[15:])
    assert done.status_code == 204
    assert done.headers["Upload-Stored"] == hashlib.sha256(content).hexdigest()
    with files.open_file(done.headers["Upload-Stored"]) as file:
        assert file.read() == content
    assert send(signed_in, place, len(content), b"more").status_code == 409
    assert not uploads.path_of(Upload.objects.get()).exists()


def test_an_upload_is_its_senders_alone(signed_in, client, make_user):
    place = begin(signed_in, 10).headers["Location"]
    client.force_login(make_user("other@example.org"))
    for answer in (client.head(place), send(client, place, 0, b"x"), client.delete(place)):
        assert answer.status_code == 404


def test_too_large_empty_or_unnumbered_uploads_are_refused(signed_in, settings):
    settings.LUOTSI_UPLOAD_LIMIT = 1000
    assert begin(signed_in, 1001).status_code == 422
    assert begin(signed_in, 0).status_code == 422
    assert begin(signed_in, "many").status_code == 422
    place = begin(signed_in, 4).headers["Location"]
    assert send(signed_in, place, 0, b"five!").status_code == 422
    assert signed_in.head(place).headers["Upload-Offset"] == "0"
    assert signed_in.patch(place, b"x", content_type="text/plain").status_code == 415


def test_a_wrong_type_is_told_at_the_end_and_the_pieces_are_gone(signed_in):
    place = begin(signed_in, 4, "filename cGhvdG8ucG5n").headers["Location"]
    path = uploads.path_of(Upload.objects.get())
    assert send(signed_in, place, 0, b"text").status_code == 422
    assert not path.exists()
    assert not Upload.objects.exists()


def test_an_upload_that_is_given_up_or_forgotten_leaves_nothing(signed_in):
    place = begin(signed_in, 4).headers["Location"]
    send(signed_in, place, 0, b"te")
    path = uploads.path_of(Upload.objects.get())
    assert signed_in.delete(place).status_code == 204
    assert not path.exists()
    begin(signed_in, 4)
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=3))
    assert uploads.sweep() == 1


def test_starting_too_many_uploads_in_a_minute_is_answered_429(signed_in, monkeypatch):
    monkeypatch.setattr(uploads, "STARTS_PER_MINUTE", 2)
    assert [begin(signed_in, 4).status_code for _ in range(3)] == [201, 201, 429]
    assert int(begin(signed_in, 4).headers["Retry-After"]) <= 60


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.text("abc åäö", min_size=1, max_size=60),
    cuts=st.lists(st.integers(0, 80), max_size=6),
    stray=st.integers(0, 90),
)
def test_any_way_of_cutting_gives_the_same_file(user, monkeypatch, content, cuts, stray):
    monkeypatch.setattr(uploads, "STARTS_PER_MINUTE", 10_000)
    data = content.encode()
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    upload = uploads.begin(user, name="a.txt", size=len(data))
    for start, end in pairwise(places):
        if stray != start:
            with pytest.raises((ConflictError, InputError)):
                uploads.append(upload, stray, io.BytesIO(b"x"))
        upload = uploads.append(upload, start, io.BytesIO(data[start:end]))
    with files.open_file(upload.stored.sha256) as file:
        assert file.read() == data
    assert files.path_of(upload.stored.sha256).stat().st_size == len(data)
