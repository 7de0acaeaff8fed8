import json

import pytest

from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.intake.domain.watching import Watch
from luotsi.workbench.models import Client
from tests import toy
from tests.workbench.intake.county import resources, written
from tests.workbench.intake.test_sources import luotsi

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.LUOTSI_DATA = tmp_path / "data"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "drop"
    made.mkdir()
    return made


def watch(folder, user):
    return Watch.on(folder, user, settle_s=0)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_is_imported_and_moved_with_its_report(liisa, folder):
    (folder / "eila.json").write_text(json.dumps(toy.bundle(("Na", 120))))
    [handled] = watch(folder, liisa).poll()
    assert handled.accepted
    assert names(folder / "done") == ["eila.json", "eila.json.report.json"]
    assert json.loads(handled.report.read_text())["added"] == 2
    assert names(folder) == ["done", "rejected", "working"]


def test_one_bad_file_does_not_stop_the_others(liisa, folder):
    (folder / "a.json").write_bytes(b'{"resourceType": "Bundle", ')
    (folder / "b.json").write_bytes(b"\xff\xfe\x00")
    (folder / "c.ndjson").write_bytes(b"")
    (folder / "d.json").write_text(json.dumps(toy.bundle(("Na", 120))))
    handled = {item.path.name: item.accepted for item in watch(folder, liisa).poll()}
    assert handled == {"a.json": False, "b.json": False, "c.ndjson": False, "d.json": True}
    assert "reason" in json.loads((folder / "rejected/a.json.report.json").read_text())
    assert Client.objects.count() == 1


def test_ndjson_of_many_clients_goes_through_the_bulk_import(liisa, folder):
    written(folder / "many.ndjson", *resources("e", ("Na", 1)), *resources("t"), b"broken\n")
    [handled] = watch(folder, liisa).poll()
    told = json.loads(handled.report.read_text())
    assert (handled.accepted, told["imported"], told["rejected_lines"]) == (False, 2, 1)
    assert told["problems"][0]["lines"] == "4"


def test_a_file_still_being_written_waits(liisa, folder):
    path = folder / "a.json"
    path.write_text("{")
    waiting = Watch.on(folder, liisa, settle_s=3600)
    assert waiting.poll() == []
    path.write_text(json.dumps(toy.bundle(("Na", 120))))
    assert waiting.poll() == []
    waiting.settle_s = 0
    assert [item.accepted for item in waiting.poll()] == [True]


def test_what_a_stopped_watch_left_is_taken_first_and_nothing_is_doubled(liisa, folder):
    first = watch(folder, liisa)
    (folder / "working/eila.json").write_text(json.dumps(toy.bundle(("Na", 120))))
    assert first.left_over()[0].accepted
    (folder / "working/eila.json").write_text(json.dumps(toy.bundle(("Na", 120))))
    again = watch(folder, liisa).left_over()[0]
    assert json.loads(again.report.read_text())["repeated"] is True
    assert again.path.name == "eila-2.json"
    assert Client.objects.count() == 1


def test_hidden_files_links_and_other_endings_are_left_alone(liisa, folder, tmp_path):
    for name in (".hidden.json", "notes.txt", "half.json.part"):
        (folder / name).write_text("{}")
    secret = tmp_path / "secret.json"
    secret.write_text("{}")
    (folder / "link.json").symlink_to(secret)
    assert watch(folder, liisa).poll() == []
    assert secret.exists()


def test_two_watches_do_not_hold_one_folder(liisa, folder):
    with watch(folder, liisa).alone(), pytest.raises(ConflictError), watch(folder, liisa).alone():
        pass


def test_a_folder_that_is_not_there_is_named(liisa, tmp_path):
    with pytest.raises(InputError):
        watch(tmp_path / "no", liisa)


def test_the_command_looks_once_and_says_what_it_did(liisa, folder):
    (folder / "eila.json").write_text(json.dumps(toy.bundle(("Na", 120))))
    status, text = luotsi("records watch", str(folder), "--as", liisa.email, "--once", "--settle", "0.1", "--json")
    assert status == 0
    assert json.loads(text)["accepted"] is True
