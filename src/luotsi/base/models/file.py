"""Files outside the database, named by their content; who holds them; uploads under way."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """One content, stored once. Names that users gave stay with those who hold the file."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)


class FileReference(models.Model):
    """That something (``holder``, e.g. ``document:17``) needs a file; without any, the file may be removed."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="references")
    holder = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "holder"], name="base_filereference_once"),)
        indexes = (models.Index(fields=["holder"], name="base_filereference_holder"),)


class Upload(models.Model):
    """An upload that may break off and go on; ``offset`` bytes have safely arrived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    media_type_hint = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("size")), name="base_upload_offset_in_file"
            ),
        )
