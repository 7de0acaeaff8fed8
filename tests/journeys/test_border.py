"""Two real processes and everything between them: what is approved arrives once, whoever is killed and when."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.halves import LiveHalf

pytestmark = pytest.mark.slow
MESSAGES = 10
FILL = f"""
from datetime import date
from django.utils import timezone
from luotsi.base import people
from luotsi.kit.canonical import digest
from luotsi.kit.measure import Aggregate, Cell
from luotsi.workbench.border.models import Message
user = people.create_account("vie@example.org", by=None, name="Vie", roles=("privacy_officer",))
for at in range({MESSAGES}):
    body = Aggregate(
        id=f"e08.medication.m{{at}}.2026-11", county="mallila", experiment="e08", tool="medication",
        measure="share_accepted", start=date(2026, 11, 1), end=date(2026, 11, 30), version=1, k=5,
        cells=(Cell("all", 10 + at, 5.0, 5.0),),
    ).as_json()
    Message.objects.create(
        aggregate=body["id"], version=1, experiment="e08", tool="medication", measure="share_accepted",
        start=date(2026, 11, 1), end=date(2026, 11, 30), body=body, sha256=digest(body), basis={{}},
        state="approved", decided_by=user, decided_at=timezone.now(), drafted_at=timezone.now(),
    )
"""
STATES = """
from luotsi.workbench.border.models import Message
print(sorted(Message.objects.values_list("state", flat=True)))
"""
ARRIVED = """
import json
from luotsi.hub.arrivals.models import Arrival
print(json.dumps(sorted(Arrival.objects.values_list("aggregate", "version", "sha256"))))
"""
SENT = """
import json
from luotsi.workbench.border.models import Message
print(json.dumps(sorted(Message.objects.values_list("aggregate", "version", "sha256"))))
"""


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    folder = tmp_path_factory.mktemp("border")
    for name in ("hub", "workbench"):
        (folder / name).mkdir()
    with LiveHalf("hub", folder / "hub") as hub:
        county = LiveHalf("workbench", folder / "workbench", starter=False, LUOTSI_HUB_URL=hub.url)
        county.prepare()
        for half, room in ((hub, "hub.arrivals"), (county, "workbench.border")):
            half.python(f"from luotsi.{room} import starter; starter.load()")
        yield hub, county


def _count(hub):
    """How many have arrived, read beside the running server."""
    with closing(sqlite3.connect(f"file:{hub.folder / 'hub.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute("select count(*) from arrivals_arrival").fetchone()[0]


def _until_some_arrive(hub, before, wanted, sender):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and sender.poll() is None and _count(hub) < before + wanted:
        time.sleep(0.001)


def test_kill_on_either_side_loses_and_doubles_nothing(halves):
    hub, county = halves
    county.python(FILL)
    chance = random.Random(20261122)
    for turn in range(4):
        sender = subprocess.Popen(
            [sys.executable, "-m", "luotsi.cli", "border", "send"],
            env=county.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _until_some_arrive(hub, _count(hub), chance.randint(1, 2), sender)
        if turn % 2:
            hub.stop(signal.SIGKILL)
            hub.serve()
        sender.kill()
        sender.wait()
    done = county.command("border", "send", "--json")
    assert done.returncode == 0, done.stderr
    assert county.python(STATES) == str(["acknowledged"] * MESSAGES)
    assert json.loads(hub.python(ARRIVED)) == json.loads(county.python(SENT))
    page = hub.get("/fi/alueiden-luvut/").text
    assert "Keksityt alueet" in page
    assert "Mallilan hyvinvointialue" in page
