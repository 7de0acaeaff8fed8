"""``luotsi language pii|rouge`` and ``luotsi models`` from outside."""

import json

import pytest

from tests.base.model_server import chat, model_server, status
from tests.cli.test_cli import luotsi

NOTE = "Asiakas: Kerttu, 86 v. Kirjaus 22.1.2025.\nKerttu (110338-905H) soitti 3.2.2025, tytär Liisa Virtanen vastasi: 040 123 4567. Toinen tunnus 110338-905J."


def named(text, rows):
    return [(text[start:end], kind) for start, end, kind in rows]


def test_identifiers_of_a_note_with_the_heading_told_apart(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text(NOTE, encoding="utf-8")
    done = luotsi("language", "pii", str(file), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert named(NOTE, answer["pii"]) == [
        ("Kerttu", "NAME"),
        ("110338-905H", "HETU"),
        ("3.2.2025", "DATE"),
        ("Liisa Virtanen", "NAME"),
        ("040 123 4567", "PHONE"),
        ("110338-905J", "HETU"),
    ]
    assert named(NOTE, answer["heading"]) == [("Kerttu", "NAME"), ("22.1.2025", "DATE")]
    assert [NOTE[start:end] for start, end in answer["suspicious"]] == ["110338-905J"]


def test_identifiers_as_a_table_in_the_users_language(tmp_path):
    file = tmp_path / "note.txt"
    file.write_bytes(NOTE.encode("cp1252"))
    done = luotsi("language", "pii", str(file), "--lang", "sv")
    assert done.returncode == 0, done.stderr
    assert "kontrolltecknet stämmer inte" in done.stdout
    assert "8 identifierande uppgifter" in done.stdout


def test_a_file_that_is_not_there_is_bad_input(tmp_path):
    done = luotsi("language", "pii", str(tmp_path / "none.txt"))
    assert done.returncode == 2
    assert "none.txt" in done.stderr


def test_rouge_of_two_files(tmp_path):
    for name, text in (("c.txt", "the cat sat"), ("r.txt", "the cat ran")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = luotsi("language", "rouge", str(tmp_path / "c.txt"), str(tmp_path / "r.txt"), "--json")
    answer = json.loads(done.stdout)
    assert set(answer) == {"rouge1", "rouge2", "rougeL", "rougeLsum"}
    assert answer["rouge1"] == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "fmeasure": 2 / 3})
    table = luotsi("language", "rouge", str(tmp_path / "c.txt"), str(tmp_path / "r.txt"))
    assert "0.6667" in table.stdout


def test_a_model_of_files_gets_a_card_and_is_verified(tmp_path):
    weights = tmp_path / "weights.bin"
    weights.write_bytes(b"\0" * 1000)
    data = {"LUOTSI_DATA": str(tmp_path / "data")}
    words = ["--model-version", "1.0", "--licence", "MIT", "--source", "https://models.example"]
    added = luotsi("models", "add", "speech", "toy", str(weights), *words, **data)
    assert added.returncode == 0, added.stderr
    card = json.loads(luotsi("models", "list", "--json", **data).stdout)["models"][0]
    assert (card["name"], card["kind"], card["licence"]) == ("toy", "speech", "MIT")
    assert card["sha256"] in added.stdout
    assert luotsi("models", "verify", **data).returncode == 0
    assert luotsi("models", "add", "speech", "toy", str(weights), *words, **data).returncode == 2
    (tmp_path / "data/models/toy/weights.bin").write_bytes(b"\1" * 1000)
    changed = luotsi("models", "verify", "toy", **data)
    assert changed.returncode == 1
    assert "not those of the model card" in changed.stderr
    assert luotsi("models", "verify", "none", **data).returncode == 2


def test_the_language_model_is_listed_and_asked(tmp_path):
    data = {
        "LUOTSI_DATA": str(tmp_path),
        "LUOTSI_TEXT_MODEL_NAME": "toy",
        "LUOTSI_TEXT_MODEL_DATA_CLASS": "pseudonymised",
        "LUOTSI_TEXT_MODEL_DPIA": "DPIA-1",
        "LUOTSI_TEXT_MODEL_KEY": "secret",
    }
    with model_server(lambda handler, _asked: handler.say(chat({"word": "ready"})), status(500)) as (address, asked):
        data["LUOTSI_TEXT_MODEL_URL"] = address
        listed = luotsi("models", "list", "--json", **data).stdout
        assert json.loads(listed)["models"][0]["dpia"] == "DPIA-1"
        assert "secret" not in listed
        good = luotsi("models", "verify", "text-endpoint", **data)
        assert (good.returncode, good.stdout) == (0, "text-endpoint: ok\n")
        assert luotsi("models", "verify", **data).returncode == 1
        assert len(asked) == 2


def test_no_models_is_said_plainly(tmp_path):
    done = luotsi("models", "list", LUOTSI_DATA=str(tmp_path))
    assert done.returncode == 0
    assert "There are no models" in done.stdout
