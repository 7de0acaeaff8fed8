"""Four processes that each read and then insert, again and again: how many transactions are lost."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import table
from luotsi.project import settings

PROCESSES, EACH = 4, 150
_WORK = """
import json, sys, time
from django.conf import settings
name, options, each = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
settings.configure(DATABASES={"default": database}, USE_TZ=True)
import django
django.setup()
from django.db import OperationalError, connection, transaction
if not each:
    connection.cursor().execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, n INTEGER)")
lost, worst = 0, 0.0
for _ in range(each):
    started = time.monotonic()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM entry")
            cursor.execute("INSERT INTO entry (n) VALUES (%s)", cursor.fetchone())
    except OperationalError:
        lost += 1
    worst = max(worst, time.monotonic() - started)
    time.sleep(0.002)
print(json.dumps([lost, worst]))
"""


def _start(name, options, each):
    call = [sys.executable, "-c", _WORK, name, json.dumps(options), str(each)]
    return subprocess.Popen(call, stdout=subprocess.PIPE, text=True)


def _contend(options):
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        name = str(Path(folder) / "contended.sqlite3")
        _start(name, options, 0).communicate()
        started = time.monotonic()
        running = [_start(name, options, EACH) for _ in range(PROCESSES)]
        ended = [json.loads(process.communicate()[0]) for process in running]
        seconds = time.monotonic() - started
    return sum(lost for lost, _ in ended), seconds, max(worst for _, worst in ended)


def measure(**_):
    """The table."""
    total = PROCESSES * EACH
    rows = []
    tuned = settings._SQLITE  # noqa: SLF001 - the product's own, so that it cannot drift
    for name, options in (("as Luotsi sets it (WAL, IMMEDIATE)", tuned), ("Django's defaults", {})):
        lost, seconds, worst = _contend(options)
        rows.append([name, f"{lost} of {total}", f"{(total - lost) / seconds:.0f}", f"{worst:.2f}"])
    head = ["SQLite", "lost", "stored a second", "longest, s"]
    return f"{PROCESSES} processes × {EACH} transactions that read and then insert, 2 ms apart.\n\n{table(head, rows)}"
