"""The stores from the command line, and the demo's content."""

import io
import json
from argparse import ArgumentParser
from types import SimpleNamespace

import pytest
from django.utils import timezone

from luotsi.base.models import Notification
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.kit.text import Language
from luotsi.workbench.stores import starter
from luotsi.workbench.stores.commands import COMMANDS
from luotsi.workbench.stores.domain import library, tasks
from luotsi.workbench.stores.models import LibraryItem
from luotsi.workbench.stores.queries import editors
from tests.workbench.stores.conftest import KIND, draft_of, edited, newest, published, reviewed


def luotsi(line, *words):
    command = next(item for item in COMMANDS if item.name == line)
    parser = ArgumentParser()
    command.configure(parser)
    values = parser.parse_args(list(words))
    values.language = Language.FI
    out = io.StringIO()
    status = command.run(values, out, io.StringIO())
    return SimpleNamespace(status=status, text=out.getvalue())


def test_a_pack_goes_out_and_in_by_command(taken_in, editor, second, third, kind, liisa, tmp_path):
    who = ("--as", "eeva@example.org")
    reviewed(edited(editor, "ddi/DDI001", severity="2"), editor, second, third)
    published(editor, kind)
    assert "medication-rules.county 1.0.0" in luotsi("library list", *who).text
    file = tmp_path / "pack.json"
    luotsi("library export", KIND, "--out", str(file), *who)
    message = json.loads(file.read_text())
    assert (message["id"], message["version"]) == ("medication-rules.county", "1.0.0")
    taken = json.loads(luotsi("library take-in", str(file), "--json", *who).text)
    assert (taken["added"], taken["changed"]) == (2980 - taken_in.added, 0)
    with pytest.raises(NotPermittedError):
        luotsi("library take-in", str(file), "--as", "liisa@example.org")
    for name in ("no-such-file", __file__):
        with pytest.raises(InputError):
            luotsi("library take-in", name, *who)


def test_what_grows_old_is_listed_and_told(taken_in, editor, second):
    version = newest("ddi/DDI001")
    library.save(editor, version.item, draft_of(version, valid_to=timezone.localdate()), seen=1)
    rows = json.loads(luotsi("library due", "--notify", "--json", "--as", "eeva@example.org").text)
    assert [row["key"] for row in rows] == ["ddi/DDI001"]
    assert Notification.objects.filter(user=second).count() == 1


def test_own_tasks_are_listed(liisa):
    tasks.create(liisa, tasks.Order(words="Soita apteekkiin", due=timezone.localdate()))
    assert "Soita apteekkiin" in luotsi("tasks list", "--as", "liisa@example.org").text
    with pytest.raises(InputError):
        luotsi("tasks list", "--as", "nobody@example.org")


def test_the_demo_has_three_editors_and_the_rules_in_its_library(liisa, lauri, editor, settings):
    settings.LUOTSI_DEMO = False
    starter.load()
    assert not LibraryItem.objects.exists()
    settings.LUOTSI_DEMO = True
    starter.load()
    starter.load()
    assert len(editors()) == 3
    assert LibraryItem.objects.filter(kind=KIND).count() == 2980
