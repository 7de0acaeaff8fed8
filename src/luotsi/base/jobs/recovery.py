"""Finds jobs whose worker has gone, and starts them again or says that they were interrupted."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from luotsi.base.jobs.registry import kind
from luotsi.base.jobs.running import enqueue
from luotsi.base.models import Job, JobState
from luotsi.kit.text import Text

_log = logging.getLogger(__name__)

ATTEMPTS = 3
LOST_AFTER_S = 60


def reap(now: datetime | None = None, lost_after_s: int = LOST_AFTER_S) -> int:
    """Find running jobs whose worker has gone silent; start them again or mark them interrupted. How many."""
    moment = now or timezone.now()
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=moment - timedelta(seconds=lost_after_s))
    return sum(_reap(row, moment) for row in silent) + _requeue_orphans(moment - timedelta(seconds=lost_after_s))


def _requeue_orphans(before: datetime) -> int:
    """Waiting jobs whose place in the queue was taken by a worker that stopped before it began them."""
    if not apps.is_installed("django_tasks_db"):
        return 0
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - optional: only the database queue has it

    taken = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=before).values_list("pk", flat=True)
    orphans = Job.objects.filter(state=JobState.QUEUED, task_id__in=[str(pk) for pk in taken])
    for row in orphans:
        with transaction.atomic():
            _close_task(row.task_id)
            enqueue(row)
    return len(orphans)


def _reap(row: Job, now: datetime) -> bool:
    found = kind(row.name)
    again = found is not None and found.resumable and row.attempts < ATTEMPTS and not row.cancel_requested
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
            enqueue(row)
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
