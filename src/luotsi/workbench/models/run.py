"""Cases, runs and their review: suggestions as made, verdicts as given (append-only), and the signature."""

import uuid

from django.conf import settings
from django.db import models

from luotsi.kit.review import Act, Reason
from luotsi.workbench.models.record import Client, Resource


class Case(models.Model):
    """A client and the task at hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="cases")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    purpose = models.CharField(max_length=32, default="care")


class Run(models.Model):
    """One execution of a tool on a case. ``handed`` are the exact versions of the record that the tool was given."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        READY = "ready"
        SIGNED = "signed"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="runs")
    tool = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    on = models.DateField()
    language = models.CharField(max_length=2)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    context_now = models.DateTimeField()
    unit = models.SlugField(blank=True)
    handed = models.ManyToManyField(Resource, related_name="+")
    version = models.CharField(max_length=120, blank=True)
    headline = models.JSONField(null=True)
    summary = models.JSONField(default=dict)
    abstentions = models.JSONField(default=list)
    result_sha256 = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(null=True)
    failure = models.JSONField(null=True)
    job = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "started_at"], name="run_by_state")]
        ordering = ["-started_at"]


class SuggestionRow(models.Model):
    """A suggestion as the tool made it. Never changed: what people decide are VerdictRows."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="suggestions")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=64)
    severity = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_suggestion_for_one_position"),
            models.UniqueConstraint(fields=["run", "key"], name="one_suggestion_for_one_key"),
        ]


class VerdictRow(models.Model):
    """One act on one suggestion. ``sequence`` counts from 1: a second reviewer on the same screen meets a conflict."""

    suggestion = models.ForeignKey(SuggestionRow, models.CASCADE, related_name="verdicts")
    sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=[(act.value, act.value) for act in Act])
    reason = models.CharField(max_length=24, blank=True, choices=[(reason.value, reason.value) for reason in Reason])
    note = models.TextField(blank=True)
    text = models.TextField(blank=True)
    until = models.DateField(null=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "sequence"], name="one_verdict_for_one_sequence_number")
        ]


class Signature(models.Model):
    """A signed run: who, in which role, over what content, and the export that was made of it."""

    run = models.OneToOneField(Run, models.CASCADE, related_name="signature")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    bundle = models.JSONField()


class Sighting(models.Model):
    """A moment at which a user had a review open and in use; active time is computed from these."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="sightings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["run", "user", "at"], name="sighting_by_run")]
