"""A county of its real size: 200,000 invented clients. Pages by processor time and p95, backup and restore, on both
databases.

``python -m benchmarks.size [--clients 200000] [--database sqlite|postgres]``. The clients are written straight into the
tables (the import has a measurement of its own), each with a patient, four results and a medicine; a professional's
unit has a hundredth of them, some with a review that waits.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import pages, report
from tests.halves import LiveHalf

LIISA = "liisa.malli@demo.example"
UNITS, TIMES = 100, 50
FILL = """
import random, sys, uuid
from datetime import date, timedelta
from django.db import connection, transaction
from django.utils import timezone
from benchmarks.intake import SEED, _medicine, _observation, _patient
from luotsi.base.models import User
from luotsi.workbench.indexing import columns_of
from luotsi.workbench.models import CareRelationship, Case, Client, RecordImport, Resource, Run, SuggestionRow, Unit
count, units = int(sys.argv[1]), int(sys.argv[2])
draw = random.Random(SEED)
liisa = User.objects.get(email="liisa.malli@demo.example")
owned = [next(unit for unit in Unit.objects.all() if unit.scope in liisa.role_scopes("professional"))]
owned += [Unit.objects.create(slug=f"u{n}", name_fi=f"Y {n}", name_sv=f"E {n}", name_en=f"U {n}") for n in range(1, units)]
model = SuggestionRow.objects.filter(run__state="ready").first()
body = model.body if model else None
from dataclasses import asdict
base = min(count, 2000)
clients, relations, imports, resources, cases, runs = [], [], [], [], [], []
for number in range(base):
    unit = owned[number % units]
    person = _patient(number)
    client = Client(family_name=person["name"][0]["family"], given_name=person["name"][0]["given"][0],
        birth_date=date.fromisoformat(person["birthDate"]), sex="FM"[number % 2], synthetic=True)
    clients.append(client)
    relations.append(CareRelationship(client=client, unit=unit))
    made = RecordImport(client=client, unit=unit, imported_by=liisa, source="bench", system="bench",
        sha256="0" * 64, added=6, unchanged=0)
    imports.append(made)
    rows = [person, _medicine(draw, 0, number), *(_observation(draw, n, number) for n in range(4))]
    resources += [Resource(client=client, record_import=made, type=row["resourceType"], logical_id=row["id"],
        sha256=f"{number:032x}{at:032x}", body=row, **asdict(columns_of(row))) for at, row in enumerate(rows)]
    if number % 10 == 0:
        case = Case(client=client, opened_by=liisa)
        cases.append(case)
        runs.append(Run(case=case, tool="medication", state="ready", on=date(2026, 11, 1), language="fi",
            started_by=liisa, context_now=timezone.now(), headline={"fi": "x", "sv": "x", "en": "x"}))
with transaction.atomic():
    for of, rows in ((Client, clients), (CareRelationship, relations), (RecordImport, imports),
                     (Resource, resources), (Case, cases), (Run, runs)):
        of.objects.bulk_create(rows, batch_size=2000)
    if body:
        SuggestionRow.objects.bulk_create([SuggestionRow(run=run, position=1, key="bench", kind=model.kind,
            severity=3, body=body) for run in runs], batch_size=2000)

# The rest are copies of these under new identifiers, made by the database itself
new = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
KEYED = {Client: "id", RecordImport: "id", Case: "id", Run: "id"}
OTHERS = {CareRelationship: {"client_id": Client}, Resource: {"client_id": Client, "record_import_id": RecordImport},
          SuggestionRow: {"run_id": Run}}
LINKS = {Client: {}, RecordImport: {"client_id": Client}, Case: {"client_id": Client}, Run: {"case_id": Case}}
def name(of): return connection.ops.quote_name(of._meta.db_table)
def copied(cursor, of, links, where):
    columns = [field.column for field in of._meta.local_concrete_fields]
    key = of._meta.pk.column
    wanted = [column for column in columns if column != key or of in KEYED]
    chosen = ", ".join(f"k.new" if column == key else f"m_{column}.new" if column in links else f'o."{column}"' for column in wanted)
    joins = "".join(f" JOIN map_{link._meta.model_name} m_{column} ON m_{column}.old = o.{column}" for column, link in links.items())
    first = next(iter(links), None)
    if of in KEYED:
        joins += f" JOIN map_{of._meta.model_name} k ON k.old = o.{key}" + "".join(f" AND k.n = m_{column}.n" for column in links)
    for column in list(links)[1:]:
        joins += f" AND m_{column}.n = m_{first}.n"
    names = ", ".join(f'"{column}"' for column in wanted)
    cursor.execute(f"INSERT INTO {name(of)} ({names}) SELECT {chosen} FROM {name(of)} o{joins} {where}")
copies = count // base - 1
if copies > 0:
    with transaction.atomic(), connection.cursor() as cursor:
        series = f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {copies})"
        for of in KEYED:
            source = {Client: clients, RecordImport: imports, Case: cases, Run: runs}[of]
            kind = "char(32)" if connection.vendor == "sqlite" else "uuid"
            table = f"map_{of._meta.model_name}"
            cursor.execute(f"CREATE TEMPORARY TABLE base_{table} (old {kind})")
            cursor.executemany(f"INSERT INTO base_{table} VALUES (%s)",
                               [(row.pk.hex if connection.vendor == "sqlite" else row.pk,) for row in source])
            cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {series} SELECT old, n, {new} AS new FROM base_{table}, s")
            cursor.execute(f"CREATE INDEX {table}_old ON {table} (old, n)")
        for of, links in (LINKS | OTHERS).items():
            copied(cursor, of, links, "")
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
print(Resource.objects.count())
"""


def _filled(half, clients):
    start = "import django; django.setup()\n"
    environment = half.environment | {
        "DJANGO_SETTINGS_MODULE": "luotsi.project.settings",
        "PYTHONPATH": str(Path.cwd()),
    }
    call = [sys.executable, "-c", start + FILL, str(clients), str(UNITS)]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def _timed(half, *words):
    started = time.monotonic()
    done = half.command(*words)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return time.monotonic() - started


def _one_by_one_ms(half, client, path, form):
    for _ in range(3):
        client.ask(path, form)
    before, found = pages.cpu_ms(half.process.pid), []
    for _ in range(TIMES):
        started = time.perf_counter()
        client.ask(path, form)
        found.append((time.perf_counter() - started) * 1000)
    return (pages.cpu_ms(half.process.pid) - before) / TIMES, found


def measure(clients=200_000, database="", **_):
    """The tables; of both databases unless one is named."""
    wanted = [database] if database else ["sqlite", "postgres"]
    parts = [(_sqlite if one == "sqlite" else _postgres)(clients) for one in wanted]
    return (
        f"{clients:,} invented clients in {UNITS} units, each with a patient, four results and a medicine; {clients // 10:,}"
        " reviews that wait. Asked one after another by one user, whose unit has a hundredth of the clients; processor time"
        " is that of our server alone, without PostgreSQL's.\n\n" + "\n\n".join(parts)
    )


def _sqlite(clients):
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        half = _half(Path(folder) / "workbench")
        return _told("SQLite", half, LiveHalf("workbench", Path(folder) / "elsewhere", starter=False), clients)


def _postgres(clients):
    from tests import postgres  # noqa: PLC0415 - starts a server

    address = f"postgres://postgres@/{{}}?host={postgres.settings()['HOST']}"
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        half = _half(Path(folder) / "workbench", LUOTSI_DATABASE_URL=address.format("postgres"))
        half.python("from django.db import connection as c\nc.cursor().execute('CREATE DATABASE elsewhere')")
        other = LiveHalf(
            "workbench", Path(folder) / "elsewhere", starter=False, LUOTSI_DATABASE_URL=address.format("elsewhere")
        )
        return _told("PostgreSQL", half, other, clients)


def _half(folder, **variables):
    folder.mkdir()
    half = LiveHalf("workbench", folder, **variables)
    half.prepare()
    return half


def _told(name, half, other, clients):
    started = time.monotonic()
    resources = int(_filled(half, clients))
    filling = time.monotonic() - started
    half.serve()
    try:
        client = pages.Client(half, half.session(LIISA))
        rows = []
        for page, path, form in _requests(client):
            cost, times = _one_by_one_ms(half, client, path, form)
            rows.append([page, f"{cost:.0f}", *(f"{report.percentile(times, share):.0f}" for share in (0.5, 0.95))])
        memory = pages.rss_mb(half.process.pid)
    finally:
        half.stop()
    archive = half.folder.parent / "b.luotsi"
    keeping = [
        ["backup", f"{_timed(half, 'backup', '--out', str(archive)):.0f} s, {archive.stat().st_size / 1e6:.0f} MB"],
        ["restore and check", f"{_timed(other, 'restore', str(archive)):.0f} s"],
        ["server's memory after this", f"{memory:.0f} MB"],
        [f"{resources:,} resources written", f"{filling:.0f} s"],
    ]
    return (
        f"### {name}\n\n{report.table(['page', 'processor ms', 'p50 ms', 'p95 ms'], rows)}"
        f"\n\n{report.table(['what', 'value'], keeping)}"
    )


def _requests(client):
    yield "today", "/w/today/", None
    yield "clients", "/w/clients/", None
    page = pages.client_page(client)
    yield "client's record", page, None
    yield "waiting", "/w/waiting/", None
    client.take_token("/w/clients/")
    yield "POST: search of clients", "/w/clients/", {"q": "Keksitty97"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200_000)
    parser.add_argument("--database", default="", choices=["", "sqlite", "postgres"])
    print(report.machine(), measure(**vars(parser.parse_args())), sep="\n\n")


if __name__ == "__main__":
    main()
