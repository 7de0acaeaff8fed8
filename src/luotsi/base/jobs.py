"""Background work with progress, cancelling and recovery when the worker that ran it is killed.

A job is a function registered under a name. Its row is the truth of where it stands; every change of state is one
conditional UPDATE, so a job that was given to another worker can no longer be touched by the first.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task

from luotsi.base import permissions, ratelimit
from luotsi.base.models import Job, JobState, User
from luotsi.kit.canonical import JsonObject, canonical_json
from luotsi.kit.errors import LuotsiError, NotPermittedError
from luotsi.kit.text import Text

_log = logging.getLogger(__name__)

ATTEMPTS = 3
LOST_AFTER_S = 60
WRITE_EVERY_S = 0.5
STARTS_PER_MINUTE = 60

JobFunction = Callable[..., None]


class JobCancelled(Exception):  # noqa: N818 - an order to stop, not an error
    """The owner asked the job to stop. Let it pass through, or tidy up and raise it again."""


class JobInterrupted(Exception):  # noqa: N818 - an order to stop, not an error
    """The worker is shutting down, or the job was given to another worker. Let it pass through."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A registered job: its title, its function, and whether a second run of it may take over from a killed one."""

    name: str
    title: Text
    function: JobFunction
    resumable: bool


_KINDS: dict[str, JobKind] = {}

# Jobs that this process runs now (id -> attempt), for the worker's heartbeat; and its wish to stop.
_running_here: dict[UUID, int] = {}
_running_lock = Lock()
stopping = Event()


def job(name: str, *, title: Text, resumable: bool = False) -> Callable[[JobFunction], JobFunction]:
    """Register ``f(job: JobHandle, **payload)``. A resumable job may be run again from its beginning without harm."""

    def registered(function: JobFunction) -> JobFunction:
        if name in _KINDS and _KINDS[name].function.__code__ is not function.__code__:
            message = f"two jobs are called {name}"
            raise ValueError(message)
        _KINDS[name] = JobKind(name, title, function, resumable)
        return function

    return registered


def kind(name: str) -> JobKind:
    """The registered job of a name; KeyError when there is none."""
    return _KINDS[name]


def title(row: Job) -> Text:
    """What the job is called on screen."""
    return _KINDS[row.name].title if row.name in _KINDS else Text.same(row.name)


class JobHandle:
    """What a running job uses to speak to its owner."""

    def __init__(self, row: Job) -> None:
        self.id = row.pk
        self.owner = row.owner
        self.attempt = row.attempts
        self._resumable = row.name in _KINDS and _KINDS[row.name].resumable
        self._result: JsonObject | None = None
        self._written_at = 0.0
        self._looked_at = 0.0

    def progress(self, done: int, total: int, text: Text) -> None:
        """Say how far the work is (``done`` of ``total``) and what is being done. Writes at most twice a second."""
        self.check_cancelled()
        now = time.monotonic()
        if now - self._written_at < WRITE_EVERY_S and done < total:
            return
        self._written_at = now
        changed = self._mine().update(done=done, total=total, message=text.as_json(), heartbeat_at=timezone.now())
        if not changed:
            raise JobInterrupted

    def check_cancelled(self) -> None:
        """Raise JobCancelled when the owner asked for it, JobInterrupted when this worker should let go."""
        if stopping.is_set() and self._resumable:
            raise JobInterrupted
        now = time.monotonic()
        if now - self._looked_at < WRITE_EVERY_S and self._looked_at:
            return
        self._looked_at = now
        cancelled = self._mine().values_list("cancel_requested", flat=True).first()
        if cancelled is None:
            raise JobInterrupted
        if cancelled:
            raise JobCancelled

    def result(self, value: JsonObject) -> None:
        """What the job gives back when it is done: JSON, identifiers and counts only."""
        self._result = json.loads(canonical_json(value))

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.id, state=JobState.RUNNING, attempts=self.attempt)


def start(name: str, *, owner: User | None, payload: JsonObject | None = None, subject_url: str = "") -> Job:
    """Queue a job. Call it in the transaction that makes the thing it works on. ``payload``: identifiers only.

    ``owner`` is None for the house's own jobs, which nobody but an administrator sees.
    """
    if name not in _KINDS:
        message = f"no job is called {name}"
        raise KeyError(message)
    if owner is not None:
        ratelimit.limit(f"job:{owner.pk}", STARTS_PER_MINUTE)
    row = Job.objects.create(
        name=name, owner=owner, payload=json.loads(canonical_json(payload or {})), subject_url=subject_url
    )
    _enqueue(row)
    row.refresh_from_db()
    return row


def cancel(row: Job) -> None:
    """Ask a job to stop; one that has not begun stops at once."""
    Job.objects.filter(pk=row.pk, state__in=(JobState.QUEUED, JobState.RUNNING)).update(cancel_requested=True)
    Job.objects.filter(pk=row.pk, state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=timezone.now())
    row.refresh_from_db()


def job_state(job_id: UUID | str, user: User) -> dict[str, Any]:
    """Where a job stands, as JSON in the user's language; NotPermittedError unless the user may see it."""
    row = Job.objects.select_related("owner").filter(pk=job_id).first()
    if row is None or not permissions.can(user, "base.see_job", row):
        raise NotPermittedError(
            Text("Työtä ei löydy.", "Arbetet hittades inte.", "There is no such job."),
        )
    return {
        "id": str(row.pk),
        "title": title(row).in_(user.language),
        "state": row.state,
        "state_label": state_text(row).in_(user.language),
        "done": row.done,
        "total": row.total,
        "percent": row.percent,
        "message": row.text.in_(user.language) if row.text else "",
        "finished": row.is_finished,
        "result": row.result,
        "subject_url": row.subject_url,
    }


_STATES = {
    JobState.QUEUED: Text("Odottaa", "Väntar", "Waiting"),
    JobState.RUNNING: Text("Käynnissä", "Pågår", "Running"),
    JobState.DONE: Text("Valmis", "Klar", "Done"),
    JobState.FAILED: Text("Epäonnistui", "Misslyckades", "Failed"),
    JobState.CANCELLED: Text("Keskeytetty", "Avbruten", "Cancelled"),
    JobState.LOST: Text("Katkesi", "Bröts", "Interrupted"),
}


def state_text(row: Job) -> Text:
    """The state in words; a running job that was asked to stop says so."""
    if row.state == JobState.RUNNING and row.cancel_requested:
        return Text("Keskeytetään", "Avbryts", "Being cancelled")
    return _STATES[JobState(row.state)]


# Running ------------------------------------------------------------------------------------------------------------


@task()
def run_job(job_id: str) -> None:
    """The one background task behind every job."""
    row = _begin(UUID(job_id))
    if row is None:
        return
    handle = JobHandle(row)
    with _running_lock:
        _running_here[row.pk] = row.attempts
    try:
        _run(row, handle)
    finally:
        with _running_lock:
            _running_here.pop(row.pk, None)


def _begin(job_id: UUID) -> Job | None:
    now = timezone.now()
    begun = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=now, heartbeat_at=now
    )
    return Job.objects.select_related("owner").get(pk=job_id) if begun else None


def _run(row: Job, handle: JobHandle) -> None:
    if row.name not in _KINDS:
        _finish(handle, JobState.FAILED, message=_UNKNOWN.as_json())
        return
    try:
        handle.check_cancelled()
        _KINDS[row.name].function(handle, **row.payload)
    except JobCancelled:
        _finish(handle, JobState.CANCELLED)
    except JobInterrupted:
        _put_back(row, handle.attempt)
    except LuotsiError as error:
        _finish(handle, JobState.FAILED, message=error.text.as_json())
    except Exception as error:  # noqa: BLE001 - the outermost door of a job: nothing may leave it half-done
        _log_defect(row, error)
        _finish(handle, JobState.FAILED, message=_DEFECT.as_json())
    else:
        _finish(handle, JobState.DONE, result=handle._result)  # noqa: SLF001 - the two are one mechanism


def _finish(handle: JobHandle, state: JobState, **fields: Any) -> None:
    fields |= {"done": F("total")} if state == JobState.DONE else {}
    handle._mine().update(state=state, finished_at=timezone.now(), **fields)  # noqa: SLF001


def _put_back(row: Job, attempt: int) -> None:
    """Give the job to the next worker, without counting the attempt: the worker was told to stop, nothing broke."""
    with transaction.atomic():
        if Job.objects.filter(pk=row.pk, state=JobState.RUNNING, attempts=attempt).update(
            state=JobState.QUEUED, attempts=attempt - 1, heartbeat_at=None
        ):
            _enqueue(row)


def _enqueue(row: Job) -> None:
    queued = run_job.enqueue(str(row.pk))
    Job.objects.filter(pk=row.pk).update(task_id=queued.id)


def _log_defect(row: Job, error: Exception) -> None:
    """Type and place only: the message of an unforeseen error may quote a client's record."""
    place = "".join(traceback.format_tb(error.__traceback__))
    _log.error("job %s (%s) failed: %s\n%s", row.pk, row.name, type(error).__name__, place)


# Recovery -----------------------------------------------------------------------------------------------------------


def beat() -> None:
    """Say that the jobs of this process are alive. The worker calls this every few seconds."""
    with _running_lock:
        here = dict(_running_here)
    for job_id, attempt in here.items():
        Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt).update(heartbeat_at=timezone.now())


def reap(now: datetime | None = None, lost_after_s: int = LOST_AFTER_S) -> int:
    """Find running jobs whose worker has gone silent; start them again or mark them interrupted. How many."""
    moment = now or timezone.now()
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=moment - timedelta(seconds=lost_after_s))
    return sum(_reap(row, moment) for row in silent)


def _reap(row: Job, now: datetime) -> bool:
    again = row.name in _KINDS and _KINDS[row.name].resumable and row.attempts < ATTEMPTS and not row.cancel_requested
    if again:
        fields: dict[str, Any] = {"state": JobState.QUEUED, "heartbeat_at": None, "message": _AGAIN.as_json()}
    elif row.cancel_requested:
        fields = {"state": JobState.CANCELLED, "finished_at": now}
    else:
        fields = {"state": JobState.LOST, "finished_at": now, "message": _LOST.as_json()}
    with transaction.atomic():
        mine = Job.objects.filter(
            pk=row.pk, state=JobState.RUNNING, attempts=row.attempts, heartbeat_at=row.heartbeat_at
        )
        if not mine.update(**fields):
            return False
        _close_task(row.task_id)
        if again:
            _enqueue(row)
    _log.warning("job %s (%s): its worker went silent; now %s", row.pk, row.name, fields["state"])
    return True


def _close_task(task_id: str) -> None:
    """The queue's own row of a killed worker stays "running" for ever unless it is closed here."""
    if apps.is_installed("django_tasks_db") and task_id:
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - optional: only the database queue has it

        try:
            UUID(task_id)
        except ValueError:  # another queue's identifier
            return
        DBTaskResult.objects.filter(pk=task_id, status="RUNNING").update(status="FAILED", finished_at=timezone.now())


_DEFECT = Text(
    "Työ päättyi ohjelmavirheeseen. Mitään ei tallennettu puolittain. Yritä uudelleen tai ilmoita ylläpidolle.",
    "Arbetet avbröts av ett programfel. Inget sparades till hälften. Försök igen eller meddela administratören.",
    "The job ended in a program error. Nothing was half-stored. Try again or tell your administrator.",
)
_UNKNOWN = Text(
    "Tätä työtä ei enää ole tässä versiossa.",
    "Det här arbetet finns inte längre i denna version.",
    "This job is no longer part of this version.",
)
_AGAIN = Text(
    "Työn ajanut palvelin pysähtyi. Työ aloitetaan uudelleen.",
    "Servern som körde arbetet stannade. Arbetet börjar om.",
    "The server that ran the job stopped. The job starts again.",
)
_LOST = Text(
    "Työn ajanut palvelin pysähtyi, eikä työ ehtinyt valmiiksi. Käynnistä se uudelleen.",
    "Servern som körde arbetet stannade innan arbetet blev klart. Starta det på nytt.",
    "The server that ran the job stopped before it was done. Start it again.",
)
