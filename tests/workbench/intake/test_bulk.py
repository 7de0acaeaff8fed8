import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import jobs
from luotsi.base.jobs import registry
from luotsi.base.models import AuditRow, Job, JobState, Notification
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.intake import report
from luotsi.workbench.intake.domain import bulk as bulks
from luotsi.workbench.intake.models import BulkImport
from luotsi.workbench.models import Client, RecordImport, Resource
from luotsi.workbench.queries import clients_of
from tests import toy
from tests.workbench.intake.county import begin, quiet, reasons, resources, run, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.LUOTSI_DATA = tmp_path / "data"


def test_lines_scattered_over_files_come_together_by_client(liisa, tmp_path):
    eila, toivo = resources("e", ("Na", 140), ("K", 4)), resources("t", ("Na", 120))
    observations = written(tmp_path / "Observation.ndjson", toivo[1], eila[1], eila[2])
    patients = written(tmp_path / "Patient.ndjson", eila[0], toivo[0])
    bulk = run(liisa, observations, patients)
    assert (bulk.clients, bulk.imported, bulk.rejected, bulk.resources) == (2, 2, 0, 5)
    names = {client.name: client.resources.count() for client in clients_of(liisa)}
    assert names == {"Esimerkkie, Eila": 3, "Esimerkkit, Eila": 2}
    row = Resource.objects.get(logical_id="e-o1")
    assert (row.record_import.source, row.line) == ("Observation.ndjson", 3)


def test_a_bundle_a_line_is_a_client_a_line(liisa, tmp_path):
    bulk = run(liisa, written(tmp_path / "a.ndjson", toy.bundle(("Na", 1), hetu=""), toy.bundle(hetu="", ident="p2")))
    assert (bulk.imported, bulk.resources) == (2, 3)


def test_one_client_alone_in_a_file_is_imported(liisa, tmp_path):
    assert run(liisa, written(tmp_path / "a.ndjson", resources("e")[0])).imported == 1


def test_the_bulk_import_stores_what_the_single_import_stores(liisa, lauri, tmp_path):
    whole = toy.bundle(("Na", 140), ("K", 4))
    import_record(liisa, json.dumps(whole).encode(), source="a")
    single = list(Resource.objects.values_list("type", "logical_id", "sha256", "code", "effective", "status"))
    Client.objects.all().delete()
    run(liisa, written(tmp_path / "a.ndjson", *(entry["resource"] for entry in whole["entry"])))
    assert list(Resource.objects.values_list("type", "logical_id", "sha256", "code", "effective", "status")) == single


def test_a_client_with_one_bad_line_is_rejected_whole_with_line_and_element(liisa, tmp_path):
    eila, toivo = resources("e", ("Na", 140), ("K", 4)), resources("t", ("Na", 120))
    eila[2]["code"] = "not a concept"
    bulk = run(liisa, written(tmp_path / "a.ndjson", *eila, *toivo))
    assert (bulk.imported, bulk.rejected, bulk.rejected_lines) == (1, 1, 3)
    assert [client.name for client in Client.objects.all()] == ["Esimerkkit, Eila"]
    [(file, number, element, _reason)] = reasons(bulk)
    assert (file, number, element) == (0, 3, "Observation/e-o1.code")
    rows = list(report.rejected_rows(bulk, "en"))
    assert [(row.file, row.lines, row.client) for row in rows] == [
        ("a.ndjson", "3", "Patient/e"),
        ("a.ndjson", "1-2", "Patient/e"),
    ]


BAD_LINES = {
    "cut": (b'{"resourceType": "Observation", "subject": {"reference": "Patient/e"}, "id"\n', "not JSON"),
    "latin-1": ('{"resourceType": "Observation", "subject": {"reference": "Patient/e"}, "x": "ä"}\n'.encode("latin-1"), "UTF-8"),
    "number": (b"17\n", "resourceType"),
    "list": (b"[1, 2]\n", "resourceType"),
    "words": (b"hello\n", "not JSON"),
    "deep": (b'{"resourceType": "Observation", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "nested"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_broken_line_is_told_by_its_number_and_takes_its_client_with_it_when_that_can_be_read(liisa, tmp_path, name):
    bad, words = BAD_LINES[name]
    eila, toivo = resources("e", ("Na", 140)), resources("t", ("Na", 120))
    bulk = run(liisa, written(tmp_path / "a.ndjson", *eila, bad, *toivo))
    [(_file, number, _element, reason)] = reasons(bulk)
    assert number == 3
    assert words in reason
    assert bulk.imported == (1 if b"Patient/e" in bad else 2)


def test_a_line_of_an_unknown_client_is_rejected(liisa, tmp_path):
    bulk = run(liisa, written(tmp_path / "a.ndjson", *resources("e"), resources("gone", ("Na", 1))[1]))
    assert (bulk.imported, bulk.rejected) == (1, 1)
    assert "Patient/gone" in reasons(bulk)[0][3]


def test_a_bundle_of_two_clients_is_rejected(liisa, tmp_path):
    mixed = toy.bundle(("Na", 1), extra=[resources("other")[0]])
    bulk = run(liisa, written(tmp_path / "a.ndjson", mixed))
    assert (bulk.imported, bulk.rejected) == (0, 1)


def test_the_same_line_twice_is_said_once_and_two_versions_under_one_id_are_rejected(liisa, tmp_path):
    eila, toivo = resources("e", ("Na", 140)), resources("t", ("Na", 120))
    changed = {**toivo[1], "valueQuantity": {"value": 121, "unit": "mmol/L"}}
    bulk = run(liisa, written(tmp_path / "a.ndjson", *eila, eila[1], *toivo, changed))
    assert (bulk.imported, bulk.rejected) == (1, 1)
    assert [row[1] for row in reasons(bulk)] == [6]


def test_a_line_of_any_length_is_refused_without_being_read_whole(liisa, tmp_path, settings):
    settings.LUOTSI_BUNDLE_LIMIT = 100_000
    long = b'{"resourceType":"Observation","subject":{"reference":"Patient/e"},"x":"' + b"y" * 3_000_000 + b'"}\n'
    bulk = run(liisa, written(tmp_path / "a.ndjson", *resources("e"), long, *resources("t")))
    assert (bulk.imported, bulk.rejected) == (1, 1)
    assert reasons(bulk)[0][1] == 2


def test_a_client_too_large_to_read_at_once_is_rejected_with_the_limit(liisa, tmp_path, settings):
    settings.LUOTSI_BUNDLE_LIMIT = 100_000
    many = resources("e", *((f"v{n}", n) for n in range(900)))
    bulk = run(liisa, written(tmp_path / "a.ndjson", *many, *resources("t")))
    assert (bulk.imported, bulk.rejected) == (1, 1)
    assert "too large to be read at once" in reasons(bulk)[0][3]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_an_empty_file_imports_nothing(liisa, tmp_path, content):
    path = tmp_path / "a.ndjson"
    path.write_bytes(content)
    if content:
        assert run(liisa, path).clients == 0
    else:
        with pytest.raises(InputError) as raised:
            begin(liisa, path)
        assert raised.value.problems[0].where == "a.ndjson"


def test_a_missing_file_is_named(liisa, tmp_path):
    with pytest.raises(InputError) as raised:
        begin(liisa, tmp_path / "no.ndjson")
    assert raised.value.problems[0].where == "no.ndjson"


def test_a_shared_medicine_comes_with_those_who_refer_to_it(liisa, tmp_path):
    medicine = toy.resource("Medication", "m1", code={"text": "Marevan"})
    order = toy.resource(
        "MedicationRequest",
        "r1",
        status="active",
        intent="order",
        subject={"reference": "Patient/e"},
        medicationReference={"reference": "Medication/m1"},
    )
    bulk = run(liisa, written(tmp_path / "a.ndjson", medicine, order, *resources("e"), *resources("t")))
    assert (bulk.imported, bulk.rejected, bulk.resources) == (2, 0, 4)
    assert Resource.objects.get(type="Medication").client.name == "Esimerkkie, Eila"


def test_a_subject_named_by_identifier_alone_is_found(liisa, tmp_path):
    eila = resources("e", ("Na", 140), hetu="140342-982Y")
    eila[1]["subject"] = {"identifier": {"system": "urn:oid:1.2.246.21", "value": "140342-982Y"}}
    bulk = run(liisa, written(tmp_path / "a.ndjson", eila[1], eila[0]))
    assert (bulk.imported, bulk.resources) == (1, 2)


def test_a_client_of_another_unit_is_rejected_and_the_others_come(liisa, stranger, tmp_path):
    import_record(stranger, json.dumps(toy.bundle(("Na", 1))).encode(), source="a")
    bulk = run(liisa, written(tmp_path / "a.ndjson", toy.bundle(("Na", 999)), *resources("t", ("Na", 120))))
    assert (bulk.imported, bulk.rejected) == (1, 1)
    assert "care relationship" in reasons(bulk)[0][3]
    assert not Resource.objects.filter(body__valueQuantity__value=999).exists()


def test_the_same_files_again_change_nothing(liisa, tmp_path):
    path = written(tmp_path / "a.ndjson", *resources("e", ("Na", 140)), *resources("t"))
    first, second = run(liisa, path), run(liisa, path)
    assert (second.imported, second.repeated, second.pk != first.pk) == (0, 2, True)
    assert (Client.objects.count(), Resource.objects.count(), RecordImport.objects.count()) == (2, 3, 2)


class StoppedError(Exception):
    pass


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(after=st.integers(0, 6))
def test_an_import_broken_off_anywhere_goes_on_without_doubles(liisa, tmp_path, monkeypatch, after):
    Client.objects.all().delete()
    monkeypatch.setattr(bulks, "CLIENTS_AT_ONCE", 2)
    people = [item for n in range(11) for item in resources(f"p{n}", ("Na", n))]
    path = written(tmp_path / "a.ndjson", *people, b"broken\n")
    calls = iter(range(100))

    def stop(_done, _total, _text):
        if next(calls) == after:
            raise StoppedError

    begun = begin(liisa, path)
    try:
        bulks.run(begun, stop)
    except StoppedError:
        assert begin(liisa, path) == begun, "the import that broke off was not found again"
    bulk = bulks.run(begin(liisa, path), quiet) if BulkImport.objects.get(pk=begun.pk).finished_at is None else begun
    bulk.refresh_from_db()
    assert (bulk.imported, bulk.repeated, bulk.resources) == (11, 0, 22)
    assert Client.objects.count() == 11
    assert bulk.rejections.count() == 1


def test_of_two_runs_only_one_can_go_on(liisa, tmp_path, monkeypatch):
    monkeypatch.setattr(bulks, "CLIENTS_AT_ONCE", 1)
    bulk = begin(liisa, written(tmp_path / "a.ndjson", *resources("e"), *resources("t")))

    def overtaken(_done, _total, _text):
        BulkImport.objects.filter(pk=bulk.pk).update(cursor=2)

    with pytest.raises(ConflictError):
        bulks.run(bulk, overtaken)
    assert Client.objects.count() == 1


def test_a_second_run_waits_for_the_first_and_then_says_so(liisa, tmp_path, monkeypatch):
    monkeypatch.setattr(bulks, "PATIENCE_S", 0.3)
    bulk = begin(liisa, written(tmp_path / "a.ndjson", *resources("e")))
    with bulks._alone(bulks.folder_of(bulk)), pytest.raises(ConflictError):
        bulks.run(bulk, quiet)


def test_a_file_that_changed_in_between_is_refused(liisa, tmp_path):
    path = written(tmp_path / "a.ndjson", *resources("e"))
    bulk = begin(liisa, path)
    written(path, *resources("t"))
    with pytest.raises(InputError) as raised:
        bulks.run(bulk, quiet)
    assert raised.value.problems[0].where == "a.ndjson"


def test_someone_without_a_care_role_imports_nothing(officer, tmp_path):
    with pytest.raises(NotPermittedError):
        begin(officer, written(tmp_path / "a.ndjson", *resources("e")))


def as_a_job(user, bulk):
    return jobs.start("intake.bulk", owner=user, payload={"bulk": str(bulk.pk)})


def test_the_job_says_what_it_did(liisa, tmp_path):
    done = as_a_job(liisa, begin(liisa, written(tmp_path / "a.ndjson", *resources("e"), *resources("t"))))
    assert (done.state, done.percent) == (JobState.DONE, 100)
    assert done.result["text"]["fi"].startswith("Asiakkaita tuotu 2")
    assert Notification.objects.get(user=liisa).url == f"/w/intake/bulk/{BulkImport.objects.get().pk}/"


def test_a_cancelled_job_leaves_whole_clients_and_another_goes_on(liisa, tmp_path, monkeypatch):
    monkeypatch.setattr(bulks, "CLIENTS_AT_ONCE", 1)
    path = written(tmp_path / "a.ndjson", *resources("e", ("Na", 1)), *resources("t", ("Na", 1)))
    bulk = begin(liisa, path)
    commit = bulks._commit

    def cancelled_meanwhile(*given):
        commit(*given)
        jobs.cancel(Job.objects.get())

    monkeypatch.setattr(bulks, "_commit", cancelled_meanwhile)
    monkeypatch.setattr(registry, "WRITE_EVERY_S", 0)
    row = as_a_job(liisa, bulk)
    assert row.state == JobState.CANCELLED
    assert (Client.objects.count(), Resource.objects.count()) == (1, 2)
    monkeypatch.setattr(bulks, "_commit", commit)
    assert as_a_job(liisa, bulk).state == JobState.DONE
    assert (Client.objects.count(), Resource.objects.count()) == (2, 4)


def test_the_log_names_every_client_and_no_person(liisa, tmp_path):
    run(liisa, written(tmp_path / "a.ndjson", *resources("e"), *resources("t")))
    actions = list(AuditRow.objects.filter(action__startswith="record.").values_list("action", flat=True))
    assert sorted(actions) == ["record.bulk", "record.bulk_done", "record.import", "record.import"]
    assert not any("Esimerkki" in json.dumps(row.detail) for row in AuditRow.objects.all())


def test_the_scratch_index_holds_no_identity_code_and_is_gone_afterwards(liisa, tmp_path, settings):
    seen = []

    def look(_done, _total, _text):
        seen.append((settings.LUOTSI_DATA / "intake").rglob("index.sqlite3").__next__().read_bytes())

    eila = resources("e", ("Na", 1), hetu="140342-982Y")
    bulks.CLIENTS_AT_ONCE, kept = 1, bulks.CLIENTS_AT_ONCE
    try:
        run(liisa, written(tmp_path / "a.ndjson", *eila), progress=look)
    finally:
        bulks.CLIENTS_AT_ONCE = kept
    assert seen
    assert all(b"982Y" not in content for content in seen)
    assert not list((settings.LUOTSI_DATA / "intake").iterdir())


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 40)), unique=True))
def test_ranges_hold_exactly_the_lines_given(numbers):
    found = bulks.ranges(sorted(numbers))
    assert sorted((file, n) for file, first, last in found for n in range(first, last + 1)) == sorted(numbers)


def test_a_report_opens_in_a_spreadsheet_and_computes_nothing(liisa, tmp_path):
    path = written(tmp_path / "=1+1.ndjson", b"words\n")
    text = b"".join(report.as_csv(run(liisa, path), "fi")).decode("utf-8-sig")
    assert text.splitlines()[0] == "Tiedosto;Rivit;Asiakas;Elementti;Syy"
    assert text.splitlines()[1].startswith("'=1+1.ndjson;1;;;Rivi ei ole JSON-muotoa")
