"""Bulk imports with what was rejected and why, and the files of documents."""

import uuid

from django.conf import settings
from django.db import models

from luotsi.base.models import StoredFile
from luotsi.workbench.models import Client, Unit


class BulkImport(models.Model):
    """One import of many clients. ``cursor`` is the last client that was wholly dealt with: from there it goes on.

    ``fingerprint`` names the files by content, so that the same command finds the import that broke off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    system = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=64)
    job = models.UUIDField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0)
    clients = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    rejected_lines = models.PositiveIntegerField(default=0)
    resources = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["unit", "-started_at"], name="bulk_by_unit")]


class BulkFile(models.Model):
    """A file of a bulk import. ``own`` is a copy of ours that is removed when the import has ended."""

    bulk = models.ForeignKey(BulkImport, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    path = models.TextField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    own = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bulk", "position"], name="one_file_for_one_position")]


class Rejection(models.Model):
    """A client, or a line that belongs to nobody known, that was not imported.

    ``problems`` are [file, line, element, reason in three languages]; ``lines`` are [file, first, last] of every line
    that was left out with the client. Files are positions.
    """

    bulk = models.ForeignKey(BulkImport, models.CASCADE, related_name="rejections")
    number = models.BigIntegerField()
    client = models.CharField(max_length=200, blank=True)
    problems = models.JSONField()
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["bulk", "number"], name="rejection_by_bulk")]


class Attachment(models.Model):
    """A stored file that a DocumentReference of the client names. The name is the sender's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="attachments")
    document = models.CharField(max_length=128)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(fields=["client", "document", "stored"], name="one_attachment_for_one_content")
        ]
