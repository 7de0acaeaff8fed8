"""``luotsi background compile`` from outside: files in, JSON out, and what it refuses."""

import base64
import io
import json
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from luotsi.tools.background import cli
from tests.engines.documents import samples

NOTE = "Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\nÄiti juo alkoholia päivittäin. Isä ei juo alkoholia.\n"
CODES = {
    "polarity": set("RSN"),
    "assertion": set("PNU"),
    "temporality": set("NHF"),
    "experiencer": {"C", "MO", "FA", "PA", "SP", "SI", "GP", "OT"},
}


def run(*words):
    parser = ArgumentParser()
    cli.configure_compile(parser)
    parser.add_argument("--lang", default="fi")
    out, err = io.StringIO(), io.StringIO()
    status = cli.run_compile(parser.parse_args([str(word) for word in words]), out, err)
    return status, out.getvalue(), err.getvalue()


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_one_file_gives_its_object_with_exact_places(tmp_path):
    status, out, err = run(written(tmp_path, "a.txt", NOTE), "--json")
    assert (status, err) == (0, "")
    made = json.loads(out)
    assert {"evidence", "summary", "contradictions", "unknown"} <= set(made)
    assert ("SUBST", "R", "P", "MO", "N") in {
        (row["theme"], row["polarity"], row["assertion"], row["experiencer"], row["temporality"])
        for row in made["evidence"]
    }
    for row in made["evidence"]:
        assert NOTE[row["start"] : row["end"]] == row["quote"]
        for name, codes in CODES.items():
            assert row[name] in codes
    for claim in made["summary"]:
        assert claim["cites"]
        for start, end in claim["cites"]:
            assert 0 <= start < end <= len(NOTE)
    assert "FALL" in made["unknown"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_places_are_code_points_of_the_decoded_text_in_every_encoding(tmp_path, encoding):
    made = json.loads(run(written(tmp_path, "a.txt", NOTE.encode(encoding)), "--json")[1])
    assert [NOTE[row["start"] : row["end"]] for row in made["evidence"]] == [row["quote"] for row in made["evidence"]]
    assert made["evidence"]


def test_several_files_are_told_one_by_one_in_order(tmp_path):
    first = written(tmp_path, "a.txt", NOTE)
    second = written(tmp_path, "b.docx", samples.word("Asiakas: Siiri, 9 v. Kirjaus 3.3.2025.", "Isä juo alkoholia."))
    third = written(
        tmp_path, "c.pdf", samples.pdf("Asiakas: Siiri, 9 v. Kirjaus 4.4.2025.\nSiiri haluaa jatkaa harrastusta.")
    )
    made = json.loads(run(first, second, third, "--json")[1])
    assert [row["file"] for row in made["documents"]] == [str(first), str(second), str(third)]
    assert made["strangers"] == []
    assert [row["theme"] for row in made["documents"][1]["evidence"]] == ["SUBST"]


def test_another_clients_paper_is_noticed_and_still_told_on_its_own(tmp_path):
    first = written(tmp_path, "a.txt", NOTE * 2)
    other = written(tmp_path, "b.txt", "Asiakas: Veikko, 79 v. Kirjaus 3.3.2025.\nVeikko juo alkoholia päivittäin.\n")
    made = json.loads(run(first, other, "--json")[1])
    assert [row["file"] for row in made["strangers"]] == [str(other)]
    told = {row["file"]: row for row in made["documents"]}
    assert told[str(other)]["evidence"]
    assert told[str(other)]["summary"]
    unknown = run(first, other, "--lang", "en")[1].rpartition("WHAT WE DO NOT KNOW\n")[2].splitlines()[0].split(", ")
    assert len(unknown) == len(set(unknown))


def test_a_fhir_bundle_is_read_with_its_patient_and_the_files_beside_it(tmp_path):
    written(tmp_path, "nota.txt", NOTE)
    rows = [
        {"resourceType": "Patient", "id": "p", "name": [{"given": ["Siiri"], "family": "Malli"}], "birthDate": "2015-05-05"},
        {"resourceType": "DocumentReference", "id": "d1", "status": "current", "content": [{"attachment": {"url": "nota.txt"}}]},
        {
            "resourceType": "DocumentReference", "id": "d2", "status": "current",
            "content": [{"attachment": {"data": base64.b64encode("Isä juo alkoholia.".encode()).decode()}}],
        },
    ]  # fmt: skip
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in rows]}
    made = json.loads(run(written(tmp_path, "b.json", json.dumps(bundle)), "--json")[1])
    assert {row["document"] for row in made["documents"]} == {"DocumentReference/d1", "DocumentReference/d2"}
    assert all(row["evidence"] for row in made["documents"])


def test_a_file_outside_the_folder_is_never_fetched(tmp_path):
    (tmp_path / "in").mkdir()
    written(tmp_path, "secret.txt", NOTE)
    row = {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "content": [{"attachment": {"url": "../secret.txt"}}],
    }
    status, out, err = run(written(tmp_path / "in", "b.json", json.dumps(row)), "--json")
    assert (status, out) == (2, "")
    assert "DocumentReference/d" in err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "tyhjä"),
        ("a.pdf", samples.pdf(None), "OCR"),
        ("a.docx", b"PK\x03\x04xx", "Word"),
        ("a.json", b"{}", "FHIR"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(60), ".docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(tmp_path, name, content, words):
    good = written(tmp_path, "good.txt", NOTE)
    status, out, err = run(good, written(tmp_path, name, content), "--json")
    assert (status, out) == (2, "")
    assert name in err
    assert words in err


@pytest.mark.parametrize(
    "words",
    [["missing.txt"], ["a.txt", "a.txt"], ["a.txt", "--date", "10.2.2025"], ["a.txt", "--themes", "missing.yaml"]],
)
def test_what_cannot_be_used_is_exit_2_and_nothing_on_out(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "a.txt", NOTE)
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err


def test_a_countys_own_file_chooses_themes_and_adds_words(tmp_path):
    own = (
        "use: [SUBST]\nlanguage: fi\nthemes:\n- theme: SUBST\n  concepts:\n"
        "    local: {class: risk, words: gabbana, yes: [Isä vetää gabbanaa.], no: [Isä vetää kelkkaa.]}\n"
    )
    note = written(tmp_path, "a.txt", "Kirjaus 1.2.2025.\nIsä vetää gabbanaa. Siirillä on astma.\n")
    made = json.loads(run(note, "--themes", written(tmp_path, "t.yaml", own), "--json")[1])
    assert {row["theme"] for row in made["evidence"]} == {"SUBST"}
    assert made["unknown"] == []
    bad = written(tmp_path, "bad.yaml", "use: [NOPE]\n")
    status, out, err = run(note, "--themes", bad, "--json")
    assert (status, out) == (2, "")
    assert "bad.yaml" in err


def test_the_readable_form_tells_themes_gaps_and_that_it_is_a_draft(tmp_path):
    status, out, _ = run(written(tmp_path, "a.txt", NOTE), "--lang", "sv")
    assert status == 0
    assert "Rusmedel och beroenden – mamma: oro nu" in out
    assert "VAD VI INTE VET" in out
    assert out.startswith("Ett utkast")


def test_the_readable_timeline_tells_a_sentence_once_with_its_themes(tmp_path):
    text = "Asiakas: Raimo, 71 v. Kirjaus 5.3.2025.\nTänä talvena vaimo on mennyt nurin kynnyksiin kolmasti.\n"
    timeline = run(written(tmp_path, "a.txt", text), "--lang", "en")[1].partition("TIMELINE\n")[2].splitlines()
    assert timeline[0].startswith("  1 Dec 2024–28 Feb 2025  ")
    assert "Falls" in timeline[0]
    assert timeline[1] == ""


def test_out_is_written_whole(tmp_path):
    status, out, _ = run(written(tmp_path, "a.txt", NOTE), "--json", "--out", tmp_path / "o.json")
    assert (status, out) == (0, "")
    assert json.loads((tmp_path / "o.json").read_text())["evidence"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "o.json"]
    assert run(written(tmp_path, "a.txt", NOTE), "--out", tmp_path / "no" / "o.json")[0] == 2


def test_the_command_is_there_and_starts_without_django(tmp_path):
    note = written(tmp_path, "a.txt", NOTE)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "luotsi.cli", "background", "compile", str(note), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["evidence"]
    assert " django" not in done.stderr
