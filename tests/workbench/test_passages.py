"""Sentences and their documents: the source in its surroundings, the whole document with its marks, files by content."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.base import files
from luotsi.base.models import AuditRow
from luotsi.kit.evidence import TextSpan
from luotsi.kit.registry import tools
from luotsi.workbench.domain.own_words import write_own_words
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import replay, start_run
from luotsi.workbench.intake.domain.documents import attach
from luotsi.workbench.passages import paragraphs, passage
from tests import reader


@pytest.fixture
def reading():
    tools()["reader"] = reader.READER
    yield
    del tools()["reader"]


@pytest.fixture
def client_of(liisa, reading):
    def made(*notes):
        data = json.dumps(reader.bundle(*notes)).encode()
        return import_record(liisa, data, source="test").record_import.client

    return made


@pytest.mark.django_db
def test_a_source_shows_the_sentence_marked_in_its_surroundings(liisa, client_of, browser_of):
    run = start_run(liisa, client_of(reader.NOTE), "reader", on=reader.ON)
    row = run.suggestions.get(kind="strength")
    page = browser_of(liisa).get(f"/w/suggestions/{row.pk}/sources/1/").text
    assert "<mark>Mummi auttaa joka päivä.</mark>" in page
    assert "Äiti juo &lt;b&gt;paljon&lt;/b&gt;." in page
    assert "documents/1/#s" in page


@pytest.mark.django_db
def test_the_whole_document_leads_back_to_the_proposals_and_its_opening_is_logged(liisa, client_of, browser_of):
    run = start_run(liisa, client_of(reader.NOTE), "reader", on=reader.ON)
    write_own_words(liisa, run, "view", "Näkemys.", [])
    page = browser_of(liisa).get(f"/w/c/{run.case.client_id}/reader/{run.pk}/documents/1/").text
    assert page.count("<mark") == 3
    assert 'href="/w/c/' in page
    assert "#f2" in page
    assert "<b>paljon</b>" not in page
    assert AuditRow.objects.filter(action="record.open", target=f"document:{run.pk}/1").exists()


@pytest.mark.django_db
def test_a_document_that_is_not_there_is_not_found(liisa, stranger, client_of, browser_of):
    run = start_run(liisa, client_of(reader.NOTE), "reader", on=reader.ON)
    address = f"/w/c/{run.case.client_id}/reader/{run.pk}/documents"
    assert browser_of(liisa).get(f"{address}/2/").status_code == 404
    assert browser_of(stranger).get(f"{address}/1/").status_code == 404


@pytest.mark.django_db
def test_an_attached_file_is_handed_to_the_tool_and_later_ones_do_not_change_a_replay(liisa, client_of):
    client = client_of(None)
    stored = files.store(io.BytesIO(b"Mummi auttaa aina.\n"), name="nota.txt")
    attach(liisa, client, stored, name="nota.txt", document="DocumentReference/r1-1")
    run = start_run(liisa, client, "reader", on=reader.ON)
    assert [row.body["proposal"]["fi"] for row in run.suggestions.all()] == ["Mummi auttaa aina."]
    later = files.store(io.BytesIO(b"Kummi auttaa.\n"), name="b.txt")
    attach(liisa, client, later, name="b.txt", document="DocumentReference/r1-1")
    assert len(replay(run).suggestions) == 1


@pytest.mark.django_db
def test_a_file_attached_as_a_new_document_is_read(liisa, client_of):
    client = client_of(reader.NOTE)
    stored = files.store(io.BytesIO(b"Mummi auttaa aina.\n"), name="nota.txt")
    attach(liisa, client, stored, name="nota.txt")
    run = start_run(liisa, client, "reader", on=reader.ON)
    assert "Mummi auttaa aina." in [row.body["proposal"]["fi"] for row in run.suggestions.all()]


def test_a_passage_whose_words_are_others_is_not_shown():
    assert passage("Isä ei juo.", TextSpan("d", 0, 3, "Äit")) is None
    assert passage("Isä ei juo.", TextSpan("d", 0, 3, "Isä")).after == " ei juo."


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=120), st.lists(st.tuples(st.integers(0, 130), st.integers(0, 130), st.integers(1, 5)), max_size=6)
)
def test_a_marked_document_is_the_document_and_every_place_is_marked(text, places):
    lines = list(paragraphs(text, places))
    assert "".join(piece.text for line in lines for piece in line) == "".join(
        line.rstrip("\r\n") for line in text.splitlines(keepends=True)
    )
    for line in lines:
        for piece in line:
            end = piece.start + len(piece.text)
            assert text[piece.start : end] == piece.text
            inside = {
                n for start, stop, n in places if start < stop <= len(text) and start < end and stop > piece.start
            }
            assert set(piece.cited) == inside
