"""Entries: what people and tools write to the client's record here, with every version of it."""

import uuid

from django.conf import settings
from django.db import models

from luotsi.workbench.models import Client, Resource, Run


class Entry(models.Model):
    """One thing written to the record. Its content are rows of the record, one a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="entries")
    type = models.CharField(max_length=40)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, blank=True, related_name="entries")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at"]


class EntryVersion(models.Model):
    """One version of an entry: the row of the record, who made it, and why."""

    class Act(models.TextChoices):
        WRITE = "write"
        AMEND = "amend"
        ERROR = "error"

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="one_entry_version_for_one_number")]
