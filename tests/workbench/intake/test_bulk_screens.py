import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.workbench.intake.models import BulkImport
from luotsi.workbench.models import Client
from tests.workbench.intake.county import begin, line, resources, run, written
from tests.workbench.intake.test_sources import luotsi

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.LUOTSI_DATA = tmp_path / "data"


def sent(*items):
    return SimpleUploadedFile("all.ndjson", b"".join(item if isinstance(item, bytes) else line(item) for item in items))


@pytest.mark.parametrize(
    ("language", "title", "why"),
    [
        ("fi", "Monen asiakkaan tuonti", "Rivi ei ole JSON-muotoa"),
        ("sv", "Import av många klienter", "Raden är inte JSON"),
        ("en", "Bulk import", "The line is not JSON"),
    ],
)
def test_files_sent_from_the_page_are_imported_and_the_report_says_why(
    liisa, browser_of, settings, language, title, why
):
    liisa.language = language
    liisa.save()
    browser = browser_of(liisa)
    page = browser.get("/w/intake/bulk/")
    assert title in page.text
    unit = page.context["form"].fields["unit"].queryset.get().pk
    files = [sent(*resources("e", ("Na", 1))), sent(*resources("t"), b"broken\n")]
    answer = browser.post("/w/intake/bulk/", {"files": files, "unit": unit, "system": "Lifecare"}, follow=True)
    assert answer.status_code == 200
    assert why in answer.text
    assert Client.objects.count() == 2
    assert not list((settings.LUOTSI_DATA / "intake" / "sent").iterdir()), "a copy was left behind"


def test_nothing_sent_and_an_empty_file_are_told_on_the_field(liisa, browser_of):
    browser = browser_of(liisa)
    unit = browser.get("/w/intake/bulk/").context["form"].fields["unit"].queryset.get().pk
    assert browser.post("/w/intake/bulk/", {"unit": unit}).status_code == 422
    assert browser.post("/w/intake/bulk/", {"unit": unit, "files": [sent()]}).status_code == 422


def test_files_over_the_limit_are_refused_with_the_other_way(liisa, browser_of, settings):
    settings.LUOTSI_UPLOAD_LIMIT = 10
    browser = browser_of(liisa)
    unit = browser.get("/w/intake/bulk/").context["form"].fields["unit"].queryset.get().pk
    answer = browser.post("/w/intake/bulk/", {"unit": unit, "files": [sent(*resources("e"))]})
    assert answer.status_code == 422
    assert "luotsi records bulk" in answer.text


def test_the_report_is_for_the_unit_alone(liisa, stranger, officer, browser_of, tmp_path):
    bulk = run(liisa, written(tmp_path / "a.ndjson", *resources("e"), b"broken\n"))
    for name in ("", "rejected.csv", "rejected.ndjson"):
        url = f"/w/intake/bulk/{bulk.pk}/{name}"
        assert browser_of(stranger).get(url).status_code == 404
        assert browser_of(officer).get(url).status_code == 403
        assert browser_of(liisa).get(url).status_code == 200
    rows = b"".join(browser_of(liisa).get(f"/w/intake/bulk/{bulk.pk}/rejected.ndjson").streaming_content)
    assert json.loads(rows)["lines"] == "2"


def test_an_import_that_broke_off_goes_on_from_its_page(liisa, lauri, browser_of, tmp_path):
    bulk = begin(liisa, written(tmp_path / "a.ndjson", *resources("e")))
    assert "Jatka tuontia" in browser_of(liisa).get(f"/w/intake/bulk/{bulk.pk}/").text
    assert browser_of(lauri).post(f"/w/intake/bulk/{bulk.pk}/continue/").status_code == 404
    browser_of(liisa).post(f"/w/intake/bulk/{bulk.pk}/continue/")
    assert BulkImport.objects.get().imported == 1


def test_the_command_imports_and_tells_what_it_rejected(liisa, tmp_path):
    path = written(tmp_path / "a.ndjson", *resources("e"), b"broken\n")
    status, text = luotsi("records bulk", str(path), "--as", liisa.email, "--unit", "kotihoito", "--json")
    told = json.loads(text)
    assert (status, told["imported"], told["rejected_lines"]) == (2, 1, 1)
    assert told["problems"][0]["reason"].startswith("Rivi ei ole JSON-muotoa")
    status, text = luotsi("records bulk", str(written(tmp_path / "b.ndjson", *resources("t"))), "--as", liisa.email)
    assert (status, text) == (0, "Asiakkaita tuotu 1, ennestään samat 0, hylätty 0.\n")
