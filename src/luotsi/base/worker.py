"""The background worker: takes tasks from the database queue, keeps its jobs' hearts beating, clears up after others."""

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from threading import Event

from django.db import OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from luotsi.base import files, jobs, mail, nightly, planner, ratelimit, uploads

_log = logging.getLogger(__name__)

BEAT_EVERY_S = 5
REAP_EVERY_S = 15
SWEEP_EVERY_S = 3600


def run_worker(stop_event: Event, poll_s: float = 0.5) -> int:
    """Run tasks one after another until ``stop_event`` (or SIGTERM, SIGINT) is set; how many were run.

    A resumable job lets go at its next report and is put back in the queue; another one is finished first.
    """
    jobs.stopping.clear()
    worker = _worker(poll_s)
    count = 0
    with _signals(stop_event), _housekeeping(stop_event):
        while not stop_event.is_set():
            task = _claimed(worker.worker_id)
            if task is None:
                stop_event.wait(poll_s)
                continue
            worker.run_task(task)
            count += 1
    return count


def _worker(poll_s: float) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=poll_s,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def _claimed(worker_id: str) -> DBTaskResult | None:
    """The next task, marked as this worker's; None when there is none, or the database is busy just now."""
    close_old_connections()
    ready = DBTaskResult.objects.ready().filter(backend_name="default")
    if not ready.exists():  # without taking the write lock
        return None
    try:
        with exclusive_transaction(ready.db):
            task = ready.get_locked()
            if task is not None:
                task.claim(worker_id)
    except OperationalError as error:
        if is_locked_database_exception(error):
            return None
        raise
    return task


@contextlib.contextmanager
def _signals(stop_event: Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask to stop (only where signals can be caught: in the main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(number: int, _frame: object) -> None:
        _log.info("signal %d: finishing", number)
        jobs.stopping.set()
        stop_event.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _housekeeping(stop_event: Event) -> Iterator[None]:
    """A thread beside the tasks: heartbeat, recovery, mail that is due, old counts and files."""
    over = Event()
    thread = threading.Thread(target=_keep_house, args=(stop_event, over), name="housekeeping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)


def _keep_house(stop_event: Event, over: Event) -> None:
    chores: list[tuple[float, Callable[[], object]]] = [
        (BEAT_EVERY_S, jobs.beat),
        (REAP_EVERY_S, jobs.reap),
        (REAP_EVERY_S, mail.send_due),
        (SWEEP_EVERY_S, nightly.start_due),
        (SWEEP_EVERY_S, ratelimit.forget_old),
        (SWEEP_EVERY_S, uploads.sweep),
        (SWEEP_EVERY_S, files.sweep),
        (SWEEP_EVERY_S, planner.refresh),
    ]
    due = [0.0] * len(chores)
    try:
        while not over.wait(0.2):
            if stop_event.is_set():
                jobs.stopping.set()
            for place, (every_s, chore) in enumerate(chores):
                if time.monotonic() >= due[place]:
                    due[place] = time.monotonic() + every_s
                    _done(chore)
    finally:
        connection.close()


def _done(chore: Callable[[], object]) -> None:
    """One chore; a database that is busy or away is met again at the next turn."""
    try:
        close_old_connections()
        chore()
    except OperationalError as error:
        _log.warning("housekeeping: %s: %s", getattr(chore, "__name__", "chore"), type(error).__name__)
