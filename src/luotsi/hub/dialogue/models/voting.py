"""Who takes part, without names: pseudonyms, invitations, votes, and the hash-chained log of votes."""

import uuid

from django.db import models
from django.utils.translation import pgettext_lazy

from luotsi.hub.dialogue.models.discussion import Discussion
from luotsi.hub.dialogue.models.statement import Statement


class Tier(models.TextChoices):
    """By which door somebody takes part."""

    INVITED = "invited", pgettext_lazy("participant", "by invitation")
    OPEN = "open", pgettext_lazy("participant", "by the open address")
    PAPER = "paper", pgettext_lazy("participant", "on paper")
    IMPORTED = "imported", pgettext_lazy("participant", "imported")
    SIMULATED = "simulated", pgettext_lazy("participant", "simulated")


class Choice(models.TextChoices):
    """What somebody says of a statement. Unsure is an answer; skip is none, and the statement comes again later."""

    AGREE = "agree", pgettext_lazy("vote", "Agree")
    DISAGREE = "disagree", pgettext_lazy("vote", "Disagree")
    UNSURE = "unsure", pgettext_lazy("vote", "Unsure")
    SKIP = "skip", pgettext_lazy("vote", "Skip for now")


class Participant(models.Model):
    """A pseudonym in one discussion. ``withdrawal`` is the hash of the code by which the votes can be withdrawn."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField()
    pseudonym = models.CharField(max_length=64)
    withdrawal = models.CharField(max_length=64, blank=True)
    tier = models.CharField(max_length=10, choices=Tier)
    withdrawn = models.BooleanField(default=False)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dialogue_pseudonym_once", fields=["discussion", "pseudonym"]),
            models.UniqueConstraint(name="dialogue_participant_number_once", fields=["discussion", "number"]),
        ]
        indexes = [models.Index(fields=["discussion", "withdrawal"], name="dialogue_withdrawal")]


class Vote(models.Model):
    """The vote that stands: the latest of one participant on one statement."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=10, choices=Choice)
    important = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="dialogue_one_vote_each", fields=["participant", "statement"])]


class LogEntry(models.Model):
    """One entry of the log. ``leaf`` binds the content, ``chain`` all entries up to it.

    A withdrawal empties the content of the participant's entries; leaf and chain stay, so the log still verifies.
    """

    class Kind(models.TextChoices):
        """What the entry tells."""

        VOTE = "vote", "vote"
        WITHDRAWAL = "withdrawal", "withdrawal"

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="entries")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    person = models.PositiveIntegerField(null=True)
    statement = models.PositiveIntegerField(null=True)
    choice = models.CharField(max_length=10, blank=True)
    important = models.BooleanField(null=True)
    at_ms = models.BigIntegerField(null=True)
    nonce = models.CharField(max_length=32, blank=True)
    leaf = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        ordering = ["discussion", "sequence"]
        constraints = [
            models.UniqueConstraint(name="dialogue_log_sequence_once", fields=["discussion", "sequence"]),
        ]
        indexes = [models.Index(fields=["discussion", "person"], name="dialogue_log_person")]


class Invitation(models.Model):
    """A one-time token that was given out, kept as a hash. Nothing leads from it to a person or to votes."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="invitations")
    batch = models.CharField(max_length=80)
    used = models.BooleanField(default=False)


class DaySalt(models.Model):
    """The salt of one day, by which network prefixes are counted; gone when the day is over, and the counts with it."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)


class NetworkCount(models.Model):
    """How many new participants came from one network today: a salted hash, never an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="+")
    day = models.DateField()
    network = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dialogue_network_count_once", fields=["discussion", "day", "network"])
        ]
