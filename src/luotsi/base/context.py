"""Context processor: the user's own things that every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from luotsi.base.notifications import unread_count


def base(request: HttpRequest) -> dict[str, Any]:
    """``page_frame``, ``unread_count`` (read when a page uses it) and ``shortcuts_enabled``."""
    frame = {"page_frame": f"web/{settings.LUOTSI_ROLE}_base.html"}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame | {"unread_count": 0, "shortcuts_enabled": False}
    return frame | {
        "unread_count": SimpleLazyObject(lambda: unread_count(user)),
        "shortcuts_enabled": user.shortcuts_enabled,
    }
