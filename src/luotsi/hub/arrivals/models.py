"""Tables: the counties' keys, what has arrived, which messages were met, the hub's own keys, and the packs offered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.hub.spine.trilingual import Trilingual


class CountyKey(models.Model):
    """A county's public key, enrolled after its fingerprint was compared by another channel.

    ``invented``: the county does not exist (the demo's, or one for training); its figures are kept apart from all others.
    """

    county = models.SlugField(_("county"), max_length=40)
    name_fi = models.CharField(_("name in Finnish"), max_length=160)
    name_sv = models.CharField(_("name in Swedish"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    key_id = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=64)
    invented = models.BooleanField(_("the county is invented"), default=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    name = Trilingual()

    class Meta:
        ordering = ["county", "-valid_from"]


class Arrival(models.Model):
    """One version of one Aggregate of a county, exactly as it came, and the acknowledgement that was given of it."""

    county = models.SlugField(max_length=40)
    aggregate = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    experiment = models.CharField(max_length=64)
    tool = models.CharField(max_length=64)
    measure = models.CharField(max_length=64)
    start = models.DateField()
    end = models.DateField()
    k = models.PositiveIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(CountyKey, models.PROTECT, related_name="arrivals")
    received_at = models.DateTimeField()
    acknowledgement = models.JSONField()

    class Meta:
        ordering = ["experiment", "county", "-start", "measure", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["county", "aggregate", "version"], name="one_arrival_for_one_version")
        ]
        indexes = [models.Index(fields=["experiment", "county", "start"], name="arrival_by_experiment")]


class Met(models.Model):
    """A message met: its key and sequence number, and what it carried. One number never carries two contents."""

    key = models.ForeignKey(CountyKey, models.PROTECT, related_name="met")
    sequence = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "sequence"], name="one_content_for_one_sequence_number")]


class HubKey(models.Model):
    """A key pair of the hub. The private half is a file of its owner alone in the data folder, never here."""

    key_id = models.CharField(max_length=64, unique=True)
    public = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]


class Counter(models.Model):
    """The sequence numbers of the hub's own messages: one row."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


class OfferedPack(models.Model):
    """A version of a Pack that counties may pull."""

    pack = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    body = models.JSONField()
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pack", "offered_at"]
        constraints = [models.UniqueConstraint(fields=["pack", "version"], name="one_offer_for_one_version_of_a_pack")]
