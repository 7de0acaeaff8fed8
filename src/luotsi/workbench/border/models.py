"""Tables of the border: own keys, the hub's keys, the outbox of aggregates, and the packs received."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnKey(models.Model):
    """A key pair of this county. The private half is a file of its owner alone in the data folder, never here."""

    key_id = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]


class HubKey(models.Model):
    """A key of the hub that this county trusts, its fingerprint compared by another channel."""

    key_id = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=64)
    trusted_at = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Message(models.Model):
    """One version of one Aggregate on its way. ``basis`` says of whom it was made, and never leaves the county.

    ``envelope`` is the signed message as it was sent: sent again, it is the same bytes.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("draft")
        APPROVED = "approved", _("approved, waits for sending")
        SENT = "sent", _("sent, waits for acknowledgement")
        ACKNOWLEDGED = "acknowledged", _("acknowledged by the network")
        WITHHELD = "withheld", _("withheld")
        REFUSED = "refused", _("refused by the network")

    aggregate = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    experiment = models.CharField(max_length=64)
    tool = models.CharField(max_length=64)
    measure = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    basis = models.JSONField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFTED)
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    sequence = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    envelope = models.JSONField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    acknowledgement = models.JSONField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["aggregate", "version"], name="one_message_for_one_version"),
            models.CheckConstraint(
                name="what_was_sent_was_approved_by_somebody",
                condition=models.Q(state__in=["drafted"]) | models.Q(decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "drafted_at"], name="message_by_state")]


class ReceivedPack(models.Model):
    """A version of a Pack pulled from the hub; taken into use only when somebody of the county decides so."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received, waits for a decision")
        TAKEN = "taken", _("taken into use")
        DECLINED = "declined", _("declined")

    pack = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    kind = models.CharField(max_length=64)
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pack", "-received_at"]
        constraints = [models.UniqueConstraint(fields=["pack", "version"], name="one_row_for_one_version_of_a_pack")]
