"""How fast records come in, and in how much memory: Bundles a line, and single resources scattered over files.

``python -m benchmarks.intake`` makes invented clients from a seed, imports them with the product's own command into a
fresh SQLite database (``--database`` for another), and prints a table. ``--clients 10000 --observations 1000000`` are
the figures of the requirement; the defaults are a tenth or a fifth of that.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks import report

SEED = 20261122
CODES = [("2951-2", "Na", "mmol/L", 128, 146), ("2823-3", "K", "mmol/L", 3, 6), ("14682-9", "Krea", "umol/L", 50, 180)]
CODES += [("718-7", "Hb", "g/L", 95, 165), ("4548-4", "HbA1c", "%", 5, 9), ("29463-7", "Paino", "kg", 45, 110)]
ATC = ["B01AA03", "C07AB02", "C03CA01", "A10BA02", "N02BE01", "C09AA05", "N05CF01"]
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from luotsi.base import people
from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.workbench.models import Unit
unit, _ = Unit.objects.get_or_create(slug="mittaus", name_fi="Mittaus", name_sv="Mätning", name_en="Bench")
if not User.objects.filter(email="bench@example.org").exists():
    user = people.create_account("bench@example.org", by=None)
    people.grant(user, Role.PROFESSIONAL, by=None, scope=unit.scope)
"""
RUN = """
import json, resource, sys, time
from luotsi.cli import main
started = time.monotonic()
status = main(["records", "bulk", *sys.argv[1:], "--unit", "mittaus", "--as", "bench@example.org"])
seconds = time.monotonic() - started
print(json.dumps([status, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def _patient(number):
    return {
        "resourceType": "Patient",
        "id": f"p{number}",
        "identifier": [{"system": "urn:oid:1.2.246.21", "value": f"bench-{number:07d}"}],
        "name": [{"family": f"Keksitty{number % 977}", "given": [f"Mitta{number % 53}"]}],
        "gender": ("female", "male")[number % 2],
        "birthDate": (date(1930, 1, 1) + timedelta(days=number % 29_000)).isoformat(),
    }


def _observation(draw, number, of):
    code, name, unit, low, high = draw.choice(CODES)
    return {
        "resourceType": "Observation",
        "id": f"p{of}-o{number}",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name},
        "subject": {"reference": f"Patient/p{of}"},
        "effectiveDateTime": (date(2026, 11, 1) - timedelta(days=draw.randrange(2000))).isoformat(),
        "valueQuantity": {"value": round(draw.uniform(low, high), 1), "unit": unit},
    }


def _medicine(draw, number, of):
    return {
        "resourceType": "MedicationStatement",
        "id": f"p{of}-m{number}",
        "status": "active",
        "subject": {"reference": f"Patient/p{of}"},
        "medicationCodeableConcept": {
            "coding": [{"system": "http://www.whocc.no/atc", "code": ATC[number % len(ATC)]}]
        },
        "effectivePeriod": {"start": "2026-01-01"},
        "dosage": [{"text": f"{draw.randint(1, 3)} tabl. aamuisin"}],
    }


def write_bundles(path, clients):
    """One Bundle a line: a client with five medicines and fifteen results. Gives the number of resources."""
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8") as out:
        for number in range(clients):
            rows = [_patient(number), *(_medicine(draw, n, number) for n in range(5))]
            rows += [_observation(draw, n, number) for n in range(15)]
            entry = [{"resource": row} for row in rows]
            out.write(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry}) + "\n")
    return clients * 21


def write_observations(folder, observations, each=100):
    """Patients in one file, observations in another, in mixed order. Gives the files and the number of resources."""
    draw = random.Random(SEED)
    clients = max(1, observations // each)
    patients, results = folder / "Patient.ndjson", folder / "Observation.ndjson"
    with patients.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(_patient(1_000_000 + number)) + "\n" for number in range(clients))
    order = list(range(observations))
    draw.shuffle(order)
    with results.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(_observation(draw, n // clients, 1_000_000 + n % clients)) + "\n" for n in order)
    return [patients, results], clients + observations


def _run(environment, code, *words):
    call = [sys.executable, "-c", code, *map(str, words)]
    ended = subprocess.run(call, capture_output=True, text=True, env=environment, check=True)
    return ended.stdout.splitlines()


def _row(name, environment, files, resources):
    size = sum(path.stat().st_size for path in files) / 1e6
    status, seconds, memory = json.loads(_run(environment, RUN, *files)[-1])
    if status:
        message = f"{name}: the import ended with status {status}"
        raise RuntimeError(message)
    return [name, f"{resources:,}", f"{size:.0f}", f"{seconds:.1f}", f"{resources / seconds:,.0f}", f"{memory:.0f}"]


def measure(clients=2000, observations=100_000, database="", **_):
    """The table."""
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as name:
        folder = Path(name)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "luotsi.project.settings",
            "LUOTSI_ROLE": "workbench",
            "LUOTSI_DATA": name,
            "LUOTSI_SECRET_KEY": "b" * 60,
        }
        if database:
            environment["LUOTSI_DATABASE_URL"] = database
        _run(environment, SET_UP)
        bundles = folder / "bundles.ndjson"
        resources = write_bundles(bundles, clients)
        rows = [_row(f"{clients:,} Bundles, one a line", environment, [bundles], resources)]
        rows.append(_row("the same again", environment, [bundles], resources))
        files, resources = write_observations(folder, observations)
        rows.append(_row(f"{observations:,} observations in mixed order", environment, files, resources))
    head = ["import", "resources", "MB", "seconds", "resources a second", "peak memory, MB"]
    where = "PostgreSQL" if database else "SQLite"
    return f"`luotsi records bulk`, {where}, start-up of the command included.\n\n{report.table(head, rows)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--observations", type=int, default=100_000)
    parser.add_argument("--database", default="")
    started = time.monotonic()
    print(report.machine(), measure(**vars(parser.parse_args())), sep="\n\n")
    print(f"\n{time.monotonic() - started:.0f} s in all")


if __name__ == "__main__":
    main()
