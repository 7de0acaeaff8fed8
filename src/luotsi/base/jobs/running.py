"""Runs a job: the one background task behind them all."""

import logging
import traceback
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from luotsi.base.jobs.registry import JobCancelled, JobHandle, JobInterrupted, JobKind, kind
from luotsi.base.models import Job, JobState
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text

_log = logging.getLogger(__name__)

# Jobs that this process runs now (id -> attempt), for the worker's heartbeat.
_running_here: dict[UUID, int] = {}
_running_lock = Lock()


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
    found = kind(row.name)
    if found is None:
        handle.finish(JobState.FAILED, _UNKNOWN)
        return
    try:
        _call(found, row, handle)
    except JobCancelled:
        handle.finish(JobState.CANCELLED)
    except JobInterrupted:
        _put_back(row, handle.attempt)
    except LuotsiError as error:
        handle.finish(JobState.FAILED, error.text)
    except Exception as error:  # noqa: BLE001 - the outermost door of a job: nothing may leave it half-done
        _log_defect(row, error)
        handle.finish(JobState.FAILED, _DEFECT)
    else:
        handle.finish(JobState.DONE)


def _call(found: JobKind, row: Job, handle: JobHandle) -> None:
    handle.check_cancelled()
    found.function(handle, **row.payload)


def _put_back(row: Job, attempt: int) -> None:
    """Give the job to the next worker, without counting the attempt: the worker was told to stop, nothing broke."""
    with transaction.atomic():
        if Job.objects.filter(pk=row.pk, state=JobState.RUNNING, attempts=attempt).update(
            state=JobState.QUEUED, attempts=attempt - 1, heartbeat_at=None
        ):
            enqueue(row)


def enqueue(row: Job) -> None:
    queued = run_job.enqueue(str(row.pk))
    Job.objects.filter(pk=row.pk).update(task_id=queued.id)


def _log_defect(row: Job, error: Exception) -> None:
    """Type and place only: the message of an unforeseen error may quote a client's record."""
    place = "".join(traceback.format_tb(error.__traceback__))
    _log.error("job %s (%s) failed: %s\n%s", row.pk, row.name, type(error).__name__, place)


def beat() -> None:
    """Say that the jobs of this process are alive. The worker calls this every few seconds."""
    with _running_lock:
        here = dict(_running_here)
    for job_id, attempt in here.items():
        Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt).update(heartbeat_at=timezone.now())


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
