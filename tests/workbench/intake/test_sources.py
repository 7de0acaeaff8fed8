"""Two sources of one client, from the import to the screen; provenance, versions and export."""

import json
from argparse import ArgumentParser
from io import StringIO

import pytest

from luotsi.base.models import AuditRow
from luotsi.engines.clinical import parse_bundle
from luotsi.kit.errors import InputError
from luotsi.kit.text import Language
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.intake.commands import COMMANDS
from luotsi.workbench.intake.domain.exporting import export_record
from luotsi.workbench.models import Client, Resource
from luotsi.workbench.queries import current_resources
from tests import toy

pytestmark = pytest.mark.django_db


def data(*values, patient=None, **fields):
    whole = toy.bundle(*values, **fields)
    whole["entry"][0]["resource"].update(patient or {})
    return json.dumps(whole).encode()


def from_two_systems(user, first, second):
    client = import_record(user, first, source="a.json", system="Lifecare").record_import.client
    import_record(user, second, source="b.json", system="Pegasos")
    client.refresh_from_db()
    return client


def luotsi(name, *words):
    command = next(item for item in COMMANDS if item.name == name)
    parser = ArgumentParser()
    command.configure(parser)
    values = parser.parse_args(list(words))
    values.language = Language.FI
    out = StringIO()
    return command.run(values, out, StringIO()), out.getvalue()


def test_two_systems_with_the_same_ids_keep_both_their_rows(liisa):
    client = from_two_systems(liisa, data(("Na", 120)), data(("Na", 140)))
    values = sorted(row.body["valueQuantity"]["value"] for row in current_resources(client, ("Observation",)))
    assert values == [120, 140]
    assert {row.record_import.system for row in Resource.objects.filter(client=client)} == {"Lifecare", "Pegasos"}


def test_who_the_client_is_the_first_source_says_and_the_other_is_kept(liisa):
    other = {"name": [{"family": "Toinen", "given": ["Eila"]}], "gender": "male"}
    client = from_two_systems(liisa, data(("Na", 1)), data(("Na", 1), patient=other))
    assert (client.name, client.sex) == ("Esimerkki, Eila", "F")
    assert current_resources(client, ("Patient",)).get().body["gender"] == "female"
    assert client.resources.filter(type="Patient").count() == 2


def test_the_first_source_may_change_what_it_said(liisa):
    client = import_record(liisa, data(("Na", 1)), source="a", system="Lifecare").record_import.client
    changed = {"name": [{"family": "Uusinimi", "given": ["Eila"]}]}
    import_record(liisa, data(("Na", 1), patient=changed), source="b", system="Lifecare")
    client.refresh_from_db()
    assert client.name == "Uusinimi, Eila"


def test_a_year_of_birth_does_not_contradict_the_day(liisa):
    client = from_two_systems(liisa, data(("Na", 1)), data(("Na", 2), patient={"birthDate": "1942"}))
    assert client.birth_date.isoformat() == "1942-03-14"


def test_the_system_is_read_from_the_patient_when_nobody_names_it(liisa):
    meta = {"meta": {"source": "urn:example:lifecare#m1"}}
    row = import_record(liisa, data(("Na", 1), patient=meta), source="a").record_import
    assert (row.system, row.patient) == ("urn:example:lifecare", "p1")


@pytest.mark.parametrize(
    ("language", "words", "flag"),
    [
        ("fi", "lähteet ovat eri mieltä", "ristiriita tietojen kanssa"),
        ("sv", "källorna är oense", "strider mot uppgifterna"),
        ("en", "the sources disagree", "conflict with record"),
    ],
)
def test_the_page_shows_both_versions_and_flags_the_row(liisa, browser_of, language, words, flag):
    liisa.language = language
    liisa.save()
    other = {"name": [{"family": "Toinen", "given": ["Eila"]}], "gender": "male"}
    client = from_two_systems(liisa, data(("Na", 120)), data(("Na", 140), patient=other))
    text = browser_of(liisa).get(f"/w/c/{client.pk}/").text
    assert words in text
    assert "120 mmol/L" in text
    assert "140 mmol/L" in text
    assert "Toinen, Eila" in text
    assert "Lifecare (a.json)" in text
    assert "Pegasos (b.json)" in text
    assert flag in text


def test_sources_that_agree_are_not_flagged(liisa, browser_of):
    client = from_two_systems(liisa, data(("Na", 120)), data(("Na", 120), ("K", 4)))
    text = browser_of(liisa).get(f"/w/c/{client.pk}/").text
    assert "ristiriita" not in text


def test_the_record_beside_a_review_flags_the_row_too(liisa, browser_of):
    client = from_two_systems(liisa, data(("Na", 120)), data(("Na", 140)))
    run = start_run(liisa, client, "toy", on=toy.ON)
    assert "ristiriita tietojen kanssa" in browser_of(liisa).get(f"/w/c/{client.pk}/toy/{run.pk}/").text


def test_a_resource_tells_its_origin_and_what_each_version_changed(liisa, browser_of):
    client = import_record(liisa, data(("Na", 120)), source="a.json", system="Lifecare").record_import.client
    import_record(liisa, data(("Na", 131)), source="b.json", system="Lifecare")
    old, new = Resource.objects.filter(type="Observation").order_by("pk")
    text = browser_of(liisa).get(f"/w/c/{client.pk}/resources/{new.pk}/").text
    for words in ("b.json", "Lifecare", "Liisa Malli", "<del>120</del>", "<ins>131</ins>", "valueQuantity.value"):
        assert words in text
    assert f"/resources/{new.pk}/" in browser_of(liisa).get(f"/w/c/{client.pk}/resources/{old.pk}/").text


def test_the_exported_record_holds_against_the_official_schema_and_is_read_again(liisa, r4_schema):
    client = from_two_systems(liisa, data(("Na", 120), ("K", 4)), data(("Na", 140)))
    bundle = export_record(liisa, client)
    r4_schema(bundle)
    origins = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Provenance"]
    targets = [item["reference"] for origin in origins for item in origin["target"]]
    assert sorted(targets) == sorted(row.reference for row in current_resources(client))
    assert {origin["agent"][1]["who"]["display"] for origin in origins} == {"Lifecare", "Pegasos"}
    whole = {key: value for key, value in bundle.items() if key != "entry"}
    entry = [e for e in bundle["entry"] if e["resource"]["resourceType"] != "Provenance"]
    assert len(parse_bundle({**whole, "entry": entry}).observations) == 3


def test_the_export_is_posted_logged_and_denied_to_others(client_of_liisa, liisa, stranger, browser_of):
    url = f"/w/intake/c/{client_of_liisa.pk}/record.json"
    assert browser_of(liisa).get(url).status_code == 405
    assert browser_of(stranger).post(url).status_code == 404
    answer = browser_of(liisa).post(url)
    assert answer.json()["resourceType"] == "Bundle"
    assert AuditRow.objects.filter(action="record.open", target="export:record").count() == 1


def test_the_export_command_writes_the_file_and_refuses_others(client_of_liisa, liisa, stranger, tmp_path):
    words = ("--client", str(client_of_liisa.pk), "--out", str(tmp_path / "x.json"))
    assert luotsi("records export", *words, "--as", liisa.email)[0] == 0
    assert json.loads((tmp_path / "x.json").read_text())["type"] == "collection"
    with pytest.raises(InputError):
        luotsi("records export", *words, "--as", stranger.email)


def test_the_columns_answer_questions_over_many_clients(liisa):
    medicine = toy.resource(
        "MedicationStatement",
        "m1",
        status="active",
        subject={"reference": "Patient/p1"},
        medicationCodeableConcept={"coding": [{"system": "http://www.whocc.no/atc", "code": "b01aa03"}]},
        effectivePeriod={"start": "2024-02"},
    )
    import_record(liisa, data(extra=[medicine]), source="a")
    row = Resource.objects.get(type="MedicationStatement", code="B01AA03")
    assert (row.effective.isoformat(), row.status) == ("2024-02-01", "active")
    assert Client.objects.filter(resources__type="MedicationStatement", resources__code="B01AA03").count() == 1
