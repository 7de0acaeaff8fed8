"""Open data: the same facts as on the pages, safe in a spreadsheet."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.hub.experiments.models import Experiment
from luotsi.hub.experiments.open_data import COLUMNS, safe_cell

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_csv_has_one_row_an_experiment_in_the_language_of_the_address(client):
    answer = client.get("/sv/forsok.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["code"] for row in rows] == [f"e{number:02}" for number in range(1, 11)]
    assert rows[7]["title"] == "Verktyg för bedömning av läkemedelsrisker"
    assert rows[2]["partners"] == "eloisa"
    assert rows[0]["address"] == "http://testserver/sv/forsok/lapsen-palvelutarve/"
    assert "attachment" in answer["Content-Disposition"]


def test_filters_hold_for_the_data_too(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/fi/kokeilut.csv?county=hus").content.decode())))
    assert [row["code"] for row in rows] == ["e09"]
    assert len(json.loads(client.get("/fi/kokeilut.json?q=tulkkaus").content)["experiments"]) == 2


def test_a_formula_does_not_reach_a_spreadsheet(client):
    experiment = Experiment.objects.get(number=4)
    experiment.aim_fi = '=HYPERLINK("http://example.org")'
    experiment.save()
    rows = list(csv.DictReader(io.StringIO(client.get("/fi/kokeilut.csv").content.decode())))
    assert rows[3]["aim"] == '\'=HYPERLINK("http://example.org")'


@given(st.text())
def test_no_cell_ever_starts_a_formula(value):
    cell = safe_cell(value)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.endswith(value)


def test_json_gives_every_fact_in_three_languages_with_its_source(client):
    answer = client.get("/en/experiments.json")
    experiments = json.loads(answer.content)["experiments"]
    assert answer["Content-Type"] == "application/json"
    assert len(experiments) == 10
    for experiment in experiments:
        assert experiment["evidence_level"] == 0
        assert len(experiment["milestones"]) == 10
        for fact in [experiment["aim"], *experiment["facts"]]:
            assert set(fact["text"]) == {"fi", "sv", "en"}
            assert fact["source"]["title"]["sv"]
            assert fact["certainty"] in {"read", "deck", "memory"}


def test_the_feed_is_atom_with_lasting_identifiers(client):
    answer = client.get("/fi/kokeilut.atom")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    entries = feed.findall(f"{ATOM}entry")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(set(identifiers)) == len(entries) == 10
    assert all(identifier.startswith("urn:uuid:") for identifier in identifiers)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fi"
    assert feed.findtext(f"{ATOM}title") == "Kokeilut"
