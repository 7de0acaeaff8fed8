"""Tables of the doors: keys of other systems, and the record systems that may launch us."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from luotsi.workbench.models import Unit


class ApiToken(models.Model):
    """A key with which another system of the county reads records of one unit's clients. Ended, never deleted.

    Only the SHA-256 of the key is kept: 256 random bits need no salt and no slow hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("issued_at")), name="doors_token_has_a_life")
        ]


class SmartIssuer(models.Model):
    """A patient record system whose SMART App Launch is accepted, and the unit into which its records come.

    ``secret`` is encrypted with a key made from SECRET_KEY; empty for a public client. ``origins`` are further
    origins (scheme, host, port) that its authorization server may live on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    iss = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    secret = models.TextField(blank=True)
    origins = models.JSONField(default=list)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [
            models.UniqueConstraint(fields=["iss"], condition=Q(ended_at=None), name="doors_issuer_once_in_force")
        ]
