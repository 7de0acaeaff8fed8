"""The registered jobs and the handle by which a running one speaks to its owner."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from luotsi.base.models import Job, JobState
from luotsi.kit.canonical import JsonObject, canonical_json
from luotsi.kit.text import Text

WRITE_EVERY_S = 0.5

JobFunction = Callable[..., None]

stopping = Event()
"""Set when this process is shutting down: resumable jobs let go at their next report."""


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


def job(name: str, *, title: Text, resumable: bool = False) -> Callable[[JobFunction], JobFunction]:
    """Register ``f(job: JobHandle, **payload)``. A resumable job may be run again from its beginning without harm."""

    def registered(function: JobFunction) -> JobFunction:
        if name in _KINDS and _KINDS[name].function.__code__ is not function.__code__:
            message = f"two jobs are called {name}"
            raise ValueError(message)
        _KINDS[name] = JobKind(name, title, function, resumable)
        return function

    return registered


def kind(name: str) -> JobKind | None:
    """The registered job of a name."""
    return _KINDS.get(name)


def title(row: Job) -> Text:
    """What the job is called on screen."""
    found = kind(row.name)
    return found.title if found else Text.same(row.name)


class JobHandle:
    """What a running job uses to speak to its owner."""

    def __init__(self, row: Job) -> None:
        self.id = row.pk
        self.owner = row.owner
        self.attempt = row.attempts
        found = kind(row.name)
        self._resumable = found is not None and found.resumable
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
        changed = self.mine().update(done=done, total=total, message=text.as_json(), heartbeat_at=timezone.now())
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
        cancelled = self.mine().values_list("cancel_requested", flat=True).first()
        if cancelled is None:
            raise JobInterrupted
        if cancelled:
            raise JobCancelled

    def result(self, value: JsonObject) -> None:
        """What the job gives back when it is done: JSON, identifiers and counts only."""
        self._result = json.loads(canonical_json(value))

    def mine(self) -> QuerySet[Job]:
        """The row, as long as it is still this attempt's to change."""
        return Job.objects.filter(pk=self.id, state=JobState.RUNNING, attempts=self.attempt)

    def finish(self, state: JobState, message: Text | None = None) -> None:
        """End the job, unless it has been given to another worker."""
        fields: dict[str, Any] = {"message": message.as_json()} if message else {}
        if state == JobState.DONE:
            fields |= {"done": F("total"), "result": self._result}
        self.mine().update(state=state, finished_at=timezone.now(), **fields)
