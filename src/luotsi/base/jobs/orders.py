"""Ordering background work, following it and stopping it."""

import json
from typing import Any
from uuid import UUID

from django.utils import timezone

from luotsi.base import permissions, ratelimit
from luotsi.base.jobs.registry import kind, title
from luotsi.base.jobs.running import enqueue
from luotsi.base.models import Job, JobState, User
from luotsi.kit.canonical import JsonObject, canonical_json
from luotsi.kit.errors import NotPermittedError
from luotsi.kit.text import Text, joined

STARTS_PER_MINUTE = 60


def start(name: str, *, owner: User | None, payload: JsonObject | None = None, subject_url: str = "") -> Job:
    """Queue a job. Call it in the transaction that makes the thing it works on. ``payload``: identifiers only.

    ``owner`` is None for the house's own jobs, which nobody but an administrator sees.
    """
    if kind(name) is None:
        message = f"no job is called {name}"
        raise KeyError(message)
    if owner is not None:
        ratelimit.limit(f"job:{owner.pk}", STARTS_PER_MINUTE)
    row = Job.objects.create(
        name=name, owner=owner, payload=json.loads(canonical_json(payload or {})), subject_url=subject_url
    )
    enqueue(row)
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
    return snapshot(row, user.language)


def snapshot(row: Job, language: str) -> dict[str, Any]:
    """The job as JSON in one language. ``state`` is queued, running, done, failed or cancelled."""
    return {
        "id": str(row.pk),
        "title": title(row).in_(language),
        "state": JobState.FAILED.value if row.state == JobState.LOST else row.state,
        "lost": row.state == JobState.LOST,
        "words": words(row).in_(language),
        "done": row.done,
        "total": row.total,
        "percent": row.percent,
        "finished": row.is_finished,
        "result": row.result,
        "subject_url": row.subject_url,
    }


def words(row: Job) -> Text:
    """The job's progress in words: state, count, what is being done."""
    parts = [state_text(row)]
    if row.total and row.state == JobState.RUNNING:
        parts[0] = Text.same("{state} {done} / {total}").format(state=parts[0], done=row.done, total=row.total)
    if row.text is not None and row.state != JobState.CANCELLED:
        parts.append(row.text)
    return joined(parts, ". ")


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
