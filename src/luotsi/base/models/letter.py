"""Mail on its way out."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """One message to one address; its address and content are emptied once it has been sent."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="base_letter_due"),)
