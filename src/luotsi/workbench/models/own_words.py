"""What professionals have written in own words on a review. Append-only: the newest of each writer counts."""

from django.conf import settings
from django.db import models

from luotsi.workbench.models.run import Run


class OwnWordsRow(models.Model):
    """One writing of one professional. ``key`` is that of the card's OwnWords, ``chosen`` the matters ticked."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="own_words")
    key = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    chosen = models.JSONField(default=list)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["run", "key"], name="own_words_by_run")]
