"""Access from the command line."""

import io
import json
from argparse import ArgumentParser
from types import SimpleNamespace

import pytest

from luotsi.base.models import AuditRow, User
from luotsi.base.roles import Role
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.kit.text import Language
from luotsi.workbench.access.commands import COMMANDS

pytestmark = pytest.mark.django_db


def luotsi(line, *words, language=Language.FI):
    command = next(item for item in COMMANDS if item.name == line)
    parser = ArgumentParser()
    command.configure(parser)
    values = parser.parse_args(list(words))
    values.language = language
    out = io.StringIO()
    status = command.run(values, out, io.StringIO())
    return SimpleNamespace(status=status, text=out.getvalue())


def test_the_officer_reads_the_log_and_that_is_logged(ready, officer, liisa, client_of_liisa):
    who = ("--as", officer.email, "--client", str(client_of_liisa.pk))
    rows = json.loads(luotsi("access seen", *who, "--user", liisa.email, "--json", language=Language.EN).text)
    assert {row["user"] for row in rows} == {"Liisa Malli"}
    assert "parts handed to the tool: Toy tool (measurements 2, basic data 1)" in [row["what"] for row in rows]
    assert AuditRow.objects.get(action="access.seen").client == str(client_of_liisa.pk)
    assert "Kotihoito" in luotsi("access seen", *who).text


def test_the_report_comes_as_text_and_as_data(ready, officer, client_of_liisa):
    who = ("--as", officer.email, "--client", str(client_of_liisa.pk))
    text = luotsi("access report", *who, language=Language.SV).text
    assert "Logg över användningen av klientuppgifter" in text
    assert "Liisa" not in text
    assert json.loads(luotsi("access report", *who, "--json").text)["events"]


def test_only_the_officer_reads_and_only_the_administrator_grants(liisa, admin, client_of_liisa):
    for line in ("access seen", "access unusual"):
        with pytest.raises(NotPermittedError):
            luotsi(line, "--as", admin.email)
    with pytest.raises(NotPermittedError):
        luotsi("people list", "--as", liisa.email)


def test_a_role_is_granted_and_ended(admin, liisa, ward):
    words = (liisa.email, "coach", "--unit", "osasto", "--as", admin.email)
    luotsi("people grant", *words)
    assert User.objects.get(pk=liisa.pk).has_role(Role.COACH, ward.scope)
    listed = json.loads(luotsi("people list", "--as", admin.email, "--json").text)
    assert "coach unit:osasto" in next(row for row in listed if row["email"] == liisa.email)["roles"]
    luotsi("people end", *words)
    assert not User.objects.get(pk=liisa.pk).has_role(Role.COACH)
    with pytest.raises(InputError):
        luotsi("people end", *words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("access report", ["--client", "140342-982Y"]),
        ("access unusual", ["--since", "20.11.2026"]),
        ("access unusual", ["--since", "2026-11-20", "--until", "2026-11-01"]),
        ("access seen", ["--user", "nobody@example.org"]),
        ("people grant", ["nobody@example.org", "coach"]),
        ("people grant", ["tiina@example.org", "king"]),
        ("people grant", ["tiina@example.org", "coach", "--unit", "no-such"]),
    ],
)
def test_bad_input_is_named(line, words, officer):
    with pytest.raises(InputError) as raised:
        luotsi(line, *words, "--as", officer.email)
    assert raised.value.problems
