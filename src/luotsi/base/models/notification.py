"""Short messages to a user inside the product."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luotsi.kit.text import Text


class Notification(models.Model):
    """One message to one user, in the three languages."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    message = models.JSONField()
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = (
            "-created_at",
            "-id",
        )
        indexes = (models.Index(fields=["user", "read_at"], name="base_notification_unread"),)

    @property
    def text(self) -> Text:
        """The message."""
        return Text.from_json(self.message)
