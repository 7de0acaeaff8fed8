"""The worker as a process of its own, on a database in a file: killed, told to stop, and many writers at once."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import templates

ROOT = Path(__file__).resolve().parents[2]
WORK = "threading.Event(), poll_s=0.05"


class Half:
    """A data folder with a migrated database, and one process that forks workers and writers."""

    def __init__(self, folder):
        self.database = folder / f"{os.environ.get('LUOTSI_ROLE', 'workbench')}.sqlite3"
        if template := templates.folder(self.database.stem, starter=False):
            shutil.copytree(template, folder, dirs_exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "luotsi.project.settings",
            "LUOTSI_DATA": str(folder),
            "LUOTSI_ROLE": os.environ.get("LUOTSI_ROLE", "workbench"),
            "LUOTSI_SECRET_KEY": "x" * 60,
            "LUOTSI_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.base.worker_jobs"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if templates.folder(self.database.stem, starter=False) is None:
            self.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")

    def run(self, code):
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        out, error = json.loads(self.process.stdout.readline())
        assert error == ""
        return out

    def start(self, name, seconds):
        self.run(f"from luotsi.base import jobs; jobs.start({name!r}, owner=None, payload={{'seconds': {seconds}}})")

    def worker(self):
        imports = "import threading; from luotsi.base.worker import run_worker\n"
        return int(self.run(f"{imports}print(fork(lambda: run_worker({WORK})))"))

    def ended(self, pid, number=signal.SIGTERM):
        """Send the signal and wait; the exit status."""
        os.kill(pid, number)
        return int(self.run(f"import os; print(os.waitpid({pid}, 0)[1])"))

    def state(self):
        with closing(sqlite3.connect(self.database, timeout=20)) as database:
            return database.execute("SELECT state, attempts, result FROM base_job").fetchone()

    def wait_for(self, state, limit_s=30):
        end = time.monotonic() + limit_s
        while self.state()[0] != state and time.monotonic() < end:
            time.sleep(0.02)
        return self.state()


@pytest.fixture(scope="module")
def shared_half(tmp_path_factory):
    half = Half(tmp_path_factory.mktemp("worker"))
    yield half
    half.process.stdin.close()
    half.process.stdout.close()
    half.process.wait(20)


@pytest.fixture
def half(shared_half):
    shared_half.run("from luotsi.base.models import Job; Job.objects.all().delete()")
    shared_half.run("from django_tasks_db.models import DBTaskResult; DBTaskResult.objects.all().delete()")
    return shared_half


def test_a_worker_told_to_stop_puts_a_resumable_job_back_and_another_finishes_it(half):
    half.start("test.slow", 2)
    worker = half.worker()
    assert half.wait_for("running") == ("running", 1, None)
    time.sleep(0.3)
    assert half.ended(worker) == 0
    assert half.state() == ("queued", 0, None)
    second = half.worker()
    assert half.wait_for("done") == ("done", 1, '{"attempt": 1}')
    assert half.ended(second) == 0


def test_a_worker_told_to_stop_first_finishes_a_job_that_cannot_be_resumed(half):
    half.start("test.stubborn", 1)
    worker = half.worker()
    half.wait_for("running")
    assert half.ended(worker) == 0
    assert half.state() == ("done", 1, "{}")


def test_the_job_of_a_killed_worker_is_found_and_run_again(half):
    half.start("test.slow", 0.5)
    worker = half.worker()
    half.wait_for("running")
    assert half.ended(worker, signal.SIGKILL) == signal.SIGKILL
    assert half.state() == ("running", 1, None)
    half.run("import time; time.sleep(1.1); from luotsi.base import jobs; assert jobs.reap(lost_after_s=1) == 1")
    running = "from django_tasks_db.models import DBTaskResult as T; print(T.objects.filter(status='RUNNING').count())"
    assert half.run(running) == "0"
    second = half.worker()
    assert half.wait_for("done") == ("done", 2, '{"attempt": 2}')
    assert half.ended(second) == 0


def test_a_job_taken_from_the_queue_but_never_begun_is_queued_anew(half):
    half.start("test.slow", 0.1)
    taken = "from django_tasks_db.models import DBTaskResult as T; T.objects.filter(status='READY').get().claim('gone')"
    half.run(taken)
    half.run("import time; time.sleep(1.1); from luotsi.base import jobs; assert jobs.reap(lost_after_s=1) == 1")
    worker = half.worker()
    assert half.wait_for("done")[:2] == ("done", 1)
    assert half.ended(worker) == 0


def test_many_processes_and_threads_write_one_gapless_audit_chain(half):
    write = """
import os, threading
from django.db import connection, transaction
from luotsi.base import audit

def write():
    for number in range(15):
        with transaction.atomic():
            audit.record("x", actor=None)
            transaction.set_rollback(number % 5 == 4)
    connection.close()

def three():
    threads = [threading.Thread(target=write) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

before = audit.head()[0]
pids = [fork(three) for _ in range(3)]
statuses = [os.waitpid(pid, 0)[1] for pid in pids]
print(statuses, audit.head()[0] - before, audit.verify())
"""
    assert half.run(write) == f"[0, 0, 0] {3 * 3 * 12} None"
