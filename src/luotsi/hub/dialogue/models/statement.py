"""Statements, and what moderators did to them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luotsi.hub.dialogue.models.discussion import MOST_STATEMENT, Discussion
from luotsi.hub.spine.wording import Written


class Standing(models.TextChoices):
    """How a language version of a statement came about."""

    ORIGINAL = "original", pgettext_lazy("statement version", "original")
    MACHINE = "machine", pgettext_lazy("statement version", "machine translation, unchecked")
    HUMAN = "human", pgettext_lazy("statement version", "translated by a person")
    APPROVED = "approved", pgettext_lazy("statement version", "translation approved by the author")


class Statement(models.Model):
    """One thing to agree or disagree with. A vote binds to it, whatever language it was read in."""

    class State(models.TextChoices):
        """What moderation has said."""

        PENDING = "pending", pgettext_lazy("statement", "waiting")
        ACCEPTED = "accepted", pgettext_lazy("statement", "accepted")
        SECOND = "second", pgettext_lazy("statement", "rejection waits for a second moderator")
        REJECTED = "rejected", pgettext_lazy("statement", "rejected")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    language = models.CharField(_("Language of the original"), max_length=2, default="fi")
    text_fi = models.TextField(_("In Finnish"), max_length=MOST_STATEMENT, blank=True)
    text_sv = models.TextField(_("In Swedish"), max_length=MOST_STATEMENT, blank=True)
    text_en = models.TextField(_("In English"), max_length=MOST_STATEMENT, blank=True)
    standing_fi = models.CharField(max_length=10, choices=Standing, blank=True)
    standing_sv = models.CharField(max_length=10, choices=Standing, blank=True)
    standing_en = models.CharField(max_length=10, choices=Standing, blank=True)
    seed = models.BooleanField(_("Seed statement"), default=False)
    meta = models.BooleanField(_("About the participant, not about the matter"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    hidden = models.BooleanField(default=False)
    author = models.ForeignKey(
        "dialogue.Participant", models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    votes_cast = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateTimeField(default=timezone.now)

    text = Written()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["discussion", "number"]
        constraints = [
            models.UniqueConstraint(name="dialogue_statement_number_once", fields=["discussion", "number"]),
            models.CheckConstraint(
                name="dialogue_statement_has_words",
                condition=~models.Q(text_fi="") | ~models.Q(text_sv="") | ~models.Q(text_en=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.text.shown())

    @property
    def identifier(self) -> str:
        """The name by which links of the spine know it."""
        return f"{self.discussion.slug}:{self.number}"

    def standing(self, language: str) -> str:
        """How the version in a language came about; empty when there is none."""
        value: str = getattr(self, f"standing_{language}")
        return value


class Reason(models.TextChoices):
    """Why a statement is rejected: the fixed list. ``UNLAWFUL`` and ``PERSONAL`` hide the text and need two people."""

    DUPLICATE = "duplicate", _("The same is already said by another statement")
    OFF_TOPIC = "off_topic", _("It is not about this discussion")
    SEVERAL = "several", _("It holds more than one idea")
    UNCLEAR = "unclear", _("It cannot be agreed or disagreed with")
    ADVERTISEMENT = "advertisement", _("It is an advertisement")
    PERSONAL = "personal", _("It tells of a person who can be recognised")
    UNLAWFUL = "unlawful", _("It is unlawful: a threat, incitement or defamation")


class ModerationEvent(models.Model):
    """One act of moderation: the public log. ``by`` is for the audit only and never shown."""

    class Act(models.TextChoices):
        """What was done."""

        ACCEPT = "accept", pgettext_lazy("moderation", "accepted")
        REJECT = "reject", pgettext_lazy("moderation", "rejected")
        PROPOSE = "propose", pgettext_lazy("moderation", "rejection proposed, waits for a second moderator")
        CONFIRM = "confirm", pgettext_lazy("moderation", "rejection confirmed by a second moderator")
        RETURN = "return", pgettext_lazy("moderation", "rejection not confirmed, back in the queue")
        APPEAL = "appeal", pgettext_lazy("moderation", "the author appealed")
        UPHOLD = "uphold", pgettext_lazy("moderation", "appeal upheld: the statement is accepted")
        DISMISS = "dismiss", pgettext_lazy("moderation", "appeal dismissed")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="events")
    act = models.CharField(max_length=10, choices=Act)
    reason = models.CharField(max_length=15, choices=Reason, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="dialogue_rejection_has_a_reason",
                condition=~models.Q(act__in=["reject", "propose", "confirm"]) | ~models.Q(reason=""),
            )
        ]


class Appeal(models.Model):
    """What the author of a rejected statement says against it; decided by another moderator than the one who rejected."""

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="appeal")
    words = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
