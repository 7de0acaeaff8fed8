"""Tasks: what is to be done, by whom, by when and why; every act on one is kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from luotsi.workbench.models import Client, Run, SuggestionRow, Unit, VerdictRow


class Task(models.Model):
    """One thing to do. ``title`` is a Text of a tool, ``words`` are a person's own; one of them is filled.

    ``verdict`` is the postponement that made it, if one did.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    title = models.JSONField(null=True)
    words = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    due = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="tasks")
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="tasks")
    tool = models.CharField(max_length=64, blank=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="tasks")
    suggestion = models.ForeignKey(SuggestionRow, models.SET_NULL, null=True, related_name="tasks")
    verdict = models.OneToOneField(VerdictRow, models.SET_NULL, null=True, related_name="task")
    closed_by_run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "created_at"]
        indexes = [
            models.Index(fields=["state", "due"], name="task_by_due"),
            models.Index(fields=["owner", "state"], name="task_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(owner__isnull=False) | Q(unit__isnull=False), name="task_has_an_owner")
        ]


class TaskAct(models.Model):
    """One act on a task. ``by`` is empty when a verdict did it."""

    class Act(models.TextChoices):
        CREATE = "create"
        DONE = "done"
        CANCEL = "cancel"
        REOPEN = "reopen"
        REASSIGN = "reassign"

    task = models.ForeignKey(Task, models.CASCADE, related_name="acts")
    sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["task", "sequence"], name="one_task_act_for_one_number")]
