"""The command killed outright in the middle of an import, then run again: nothing lost, nothing doubled."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.workbench.intake.county import resources, written

SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from luotsi.base import people
from luotsi.base.roles import Role
from luotsi.workbench.models import Unit
unit = Unit.objects.create(slug="u", name_fi="u", name_sv="u", name_en="u")
people.grant(people.create_account("a@example.org", by=None), Role.PROFESSIONAL, by=None, scope=unit.scope)
"""
COUNTS = (
    "SELECT count(*) FROM workbench_client",
    "SELECT count(*) FROM workbench_recordimport",
    "SELECT count(*) FROM workbench_resource",
)
CLIENTS = 120


def counted(folder):
    """Clients, imports and resources, read past the product."""
    file = next((folder / "data").glob("*.sqlite3"))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return [database.execute(query).fetchone()[0] for query in COUNTS]


@pytest.fixture
def county(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "luotsi.project.settings",
        "LUOTSI_ROLE": "workbench",
        "LUOTSI_DATA": str(tmp_path / "data"),
        "LUOTSI_SECRET_KEY": "t" * 60,
    }
    environment.pop("LUOTSI_DATABASE_URL", None)
    (tmp_path / "data").mkdir()

    def run(code, *words, wait=True):
        call = [sys.executable, "-c", code, *words]
        started = subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return started.communicate()[0] if wait else started

    run(SET_UP)
    return run


@pytest.mark.slow
def test_an_import_killed_in_the_middle_goes_on_without_loss_or_doubles(county, tmp_path):
    people = [item for n in range(CLIENTS) for item in resources(f"p{n}", ("Na", n))]
    path = written(tmp_path / "a.ndjson", *people)
    command = "import sys; from luotsi.cli import main; sys.exit(main(['records', 'bulk', *sys.argv[1:]]))"
    words = (str(path), "--as", "a@example.org", "--json")
    killed = county(command, *words, wait=False)
    until = time.monotonic() + 60
    while killed.poll() is None and time.monotonic() < until and counted(tmp_path)[0] == 0:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    before = counted(tmp_path)[0]
    told = json.loads(county(command, *words))
    assert told["imported"] + told["repeated"] == CLIENTS
    assert told["finished"]
    assert counted(tmp_path) == [CLIENTS, CLIENTS, 2 * CLIENTS]
    assert 0 < before < CLIENTS, "it was not killed in the middle"
