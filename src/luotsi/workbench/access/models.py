"""Tables: emergency access, acts on care relationships, chosen purposes, closed units, and the county's settings."""

import uuid

from django.conf import settings
from django.db import models

from luotsi.workbench.access.reasons import EmergencyReason, EndReason, Outcome, StartReason
from luotsi.workbench.models import CareRelationship, Client, Unit


class BreakGlass(models.Model):
    """A record opened without a care relationship: by whom, why, for how long, and what the privacy officer found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    purpose = models.CharField(max_length=32)
    reason = models.CharField(max_length=16, choices=[(reason.value, reason.value) for reason in EmergencyReason])
    note = models.TextField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True, choices=[(item.value, item.value) for item in Outcome])
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ("-started_at",)
        indexes = (models.Index(fields=["user", "ends_at"], name="access_emergency_in_force"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("started_at")), name="access_emergency_ends_after_it_starts"
            ),
        )


class RelationshipAct(models.Model):
    """Who started or ended a care relationship, and why. A move is an end and a start of the same moment."""

    class Act(models.TextChoices):
        """What was done."""

        START = "start"
        END = "end"

    relationship = models.ForeignKey(CareRelationship, models.CASCADE, related_name="acts")
    act = models.CharField(max_length=5, choices=Act)
    reason = models.CharField(
        max_length=16, choices=[(value, value) for value in sorted({*map(str, StartReason), *map(str, EndReason)})]
    )
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=["relationship", "act"], name="access_one_start_and_one_end"),)


class ChosenPurpose(models.Model):
    """The purpose that a user chose for a client other than that of the ground; it holds for a working day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=32)
    until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "client"], name="access_one_purpose_at_a_time"),)


class UnitClosure(models.Model):
    """A unit that was closed: it keeps its history and takes no clients or roles."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="closure")
    closed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class AccessSettings(models.Model):
    """The county's own settings of access; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    emergency_minutes = models.PositiveSmallIntegerField(default=60)
    names_in_report = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="access_one_row_of_settings"),)
