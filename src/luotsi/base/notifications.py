"""Telling a user something inside the product."""

from django.utils import timezone

from luotsi.base.models import Notification, User
from luotsi.kit.text import Text


def notify(user: User, text: Text, url: str = "") -> Notification:
    """Leave a message. It names no client: notifications are seen on lists and lock screens."""
    return Notification.objects.create(user=user, message=text.as_json(), url=url)


def unread_count(user: User) -> int:
    """How many the user has not read."""
    return Notification.objects.filter(user=user, read_at=None).count()


def mark_read(user: User, notification_id: int | None = None) -> int:
    """Mark one (or all) of the user's own messages read; how many changed."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())
