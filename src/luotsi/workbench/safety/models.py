"""A safety event and what was done about it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luotsi.workbench.models import Run, SuggestionRow


class SafetyEvent(models.Model):
    """What a professional reported of a run. The words stay in the county; only the number of events leaves."""

    class Kind(models.TextChoices):
        NEAR_MISS = "near_miss", _("Near miss: it was noticed in time")
        NO_HARM = "no_harm", _("It reached the client, no harm is known")
        HARM = "harm", _("The client was harmed")

    class Part(models.TextChoices):
        WRONG = "wrong", _("A proposal was wrong")
        MISSED = "missed", _("Something was not proposed")
        SOURCE = "source", _("A source misled or belonged to somebody else")
        SCREEN = "screen", _("The screen misled or failed")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Followed up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="safety_events")
    suggestion = models.ForeignKey(SuggestionRow, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    part = models.CharField(max_length=12, choices=Part)
    what = models.TextField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    done = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-reported_at"]
        indexes = [models.Index(fields=["state", "reported_at"], name="safety_by_state")]
