"""The same from the command line: import, run, decide, sign, export."""

import io
import json
from argparse import ArgumentParser
from types import SimpleNamespace

import pytest

from luotsi.base.models import AuditRow
from luotsi.kit.errors import InputError
from luotsi.kit.text import Language
from luotsi.workbench.commands import COMMANDS
from luotsi.workbench.models import Run
from tests import toy
from tests.workbench.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def luotsi(line, *words):
    command = next(item for item in COMMANDS if item.name == line)
    parser = ArgumentParser()
    command.configure(parser)
    values = parser.parse_args(list(words))
    values.language = Language.FI
    out = io.StringIO()
    status = command.run(values, out, io.StringIO())
    return SimpleNamespace(status=status, text=out.getvalue())


def test_the_whole_path_by_commands(liisa, tmp_path):
    who = ("--as", "liisa@example.org", "--json")
    file = tmp_path / "eila.json"
    file.write_text(json.dumps(toy.bundle(("Na", 120), ("K", 4))))
    client = json.loads(luotsi("records import", str(file), *who).text)["client"]
    assert json.loads(luotsi("records list", *who).text)[0]["id"] == client
    run = json.loads(luotsi("run start", "toy", "--client", client, "--date", "2026-11-20", *who).text)["run"]
    assert "LUONNOS" in luotsi("run show", run, "--as", "liisa@example.org").text
    assert json.loads(luotsi("run accept", run, "1", *who).text)["state"] == "accepted"
    luotsi("run reject", run, "2", "--reason", "already_done", *who)
    luotsi("run undo", run, "2", *who)
    luotsi("run postpone", run, "2", "--until", "2999-01-01", *who)
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    assert len(json.loads(luotsi("run sign", run, "--password-file", str(secret), *who).text)["sha256"]) == 64
    bundle = json.loads(luotsi("run export", run, *who).text)
    assert bundle["resourceType"] == "Bundle"
    assert AuditRow.objects.filter(action="review.sign", target=f"run:{run}").exists()


def test_a_wrong_password_signs_nothing(liisa, ready, tmp_path):
    for row in ready.suggestions.all():
        luotsi("run accept", str(ready.pk), str(row.position), "--as", "liisa@example.org")
    secret = tmp_path / "password"
    secret.write_text("guess")
    with pytest.raises(InputError):
        luotsi("run sign", str(ready.pk), "--password-file", str(secret), "--as", "liisa@example.org")
    ready.refresh_from_db()
    assert ready.state == Run.State.READY


@pytest.mark.parametrize(
    ("line", "words", "where"),
    [
        ("records import", ["/no/such/file", "--as", "liisa@example.org"], "/no/such/file"),
        ("records list", ["--as", "nobody@example.org"], "--as"),
        ("run show", ["not-an-id", "--as", "liisa@example.org"], "RUN"),
        (
            "run start",
            ["toy", "--client", "8a0e0f0e-0000-4000-8000-000000000000", "--as", "liisa@example.org"],
            "--client",
        ),
    ],
)
def test_what_is_not_there_is_named(liisa, line, words, where):
    with pytest.raises(InputError) as raised:
        luotsi(line, *words)
    assert raised.value.problems[0].where == where


def test_the_command_line_gives_no_more_than_the_screen(stranger, ready):
    with pytest.raises(InputError):
        luotsi("run show", str(ready.pk), "--as", "outi@example.org")
