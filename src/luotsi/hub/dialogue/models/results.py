"""What was computed from the votes, what was answered to it, and the roots of the log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.hub.dialogue.models.discussion import Discussion
from luotsi.hub.dialogue.models.statement import Statement
from luotsi.hub.spine.models import Organisation
from luotsi.hub.spine.wording import Written


class Result(models.Model):
    """One computed result: reproducible from the log up to ``sequence``, the engine's version and the hash of both.

    ``data`` holds aggregates and unnamed positions; ``people`` holds each pseudonym's own place, shown to itself only.
    """

    class Variant(models.TextChoices):
        """Which votes and statements went in."""

        ALL = "all", "all"
        CLEAN = "clean", "without flagged votes"
        INVITED = "invited", "invited participants only"
        REJECTED = "rejected", "rejected statements included"

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="results")
    mode = models.CharField(max_length=10)
    variant = models.CharField(max_length=10, choices=Variant, default=Variant.ALL)
    day = models.DateField(null=True, blank=True)
    sequence = models.PositiveIntegerField()
    engine = models.CharField(max_length=40)
    input_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    data = models.JSONField()
    people = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-computed_at"]
        constraints = [
            models.UniqueConstraint(
                name="dialogue_current_result_once",
                fields=["discussion", "mode", "variant"],
                condition=models.Q(day__isnull=True),
            ),
            models.UniqueConstraint(
                name="dialogue_day_result_once",
                fields=["discussion", "mode", "variant", "day"],
                condition=models.Q(day__isnull=False),
            ),
        ]


class Response(models.Model):
    """What an organisation answers to a statement, officially."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Who answers"))
    words_fi = models.TextField(_("Answer in Finnish"), max_length=1500, blank=True)
    words_sv = models.TextField(_("Answer in Swedish"), max_length=1500, blank=True)
    words_en = models.TextField(_("Answer in English"), max_length=1500, blank=True)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    words = Written()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(name="dialogue_one_response_each", fields=["statement", "organisation"])]


class DayRoot(models.Model):
    """The end of the log at the end of a day, as published."""

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="roots")
    day = models.DateField()
    sequence = models.PositiveIntegerField()
    chain = models.CharField(max_length=64)
    published = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(name="dialogue_one_root_a_day", fields=["discussion", "day"])]
