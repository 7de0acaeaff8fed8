"""Context processor: the user's own things that every page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from luotsi.base.notifications import unread_count


def base(request: HttpRequest) -> dict[str, Any]:
    """``unread_count`` (read when a page uses it) and ``shortcuts_enabled``."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_count": 0, "shortcuts_enabled": False}
    return {
        "unread_count": SimpleLazyObject(lambda: unread_count(user)),
        "shortcuts_enabled": user.shortcuts_enabled,
    }
