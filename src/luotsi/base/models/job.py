"""Background work that its owner can see and stop."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from luotsi.kit.text import Text


class JobState(models.TextChoices):
    """Where a job stands. ``lost``: the worker that ran it stopped, and it was not started again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.LOST)


class Job(models.Model):
    """One piece of background work. ``payload`` holds identifiers only, never personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="jobs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.JSONField(default=dict)
    payload = models.JSONField(default=dict)
    result = models.JSONField(null=True, default=None)
    subject_url = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=["owner", "-created_at"], name="base_job_owner"),
            models.Index(fields=["state", "heartbeat_at"], name="base_job_state"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done__gte=0, total__gte=0), name="base_job_progress_not_negative"
            ),
        )

    @property
    def is_finished(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in FINISHED

    @property
    def is_failure(self) -> bool:
        """Whether it ended without a result and not by the owner's wish."""
        return self.state in (JobState.FAILED, JobState.LOST)

    @property
    def text(self) -> Text | None:
        """What it says now; None before it has said anything."""
        return Text.from_json(self.message) if self.message else None

    @property
    def percent(self) -> int | None:
        """Share done, 0 to 100; None when the total is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None
