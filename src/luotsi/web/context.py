"""Context processor: what every page of both halves needs to draw itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from luotsi.kit.text import Language
from luotsi.web.language import alternates

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "luotsi_theme"


def theme_of(request: HttpRequest) -> str:
    """The theme that the reader chose, or ``auto`` to follow the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def county_name(language: str) -> str:
    """The county's name in a language; the setting is a name or a mapping of language to name."""
    name = getattr(settings, "LUOTSI_COUNTY_NAME", "")
    return str(name.get(language) or name.get("fi", "")) if isinstance(name, dict) else str(name)


def web(request: HttpRequest) -> dict[str, Any]:
    """``role``, ``frame``, ``county_name``, ``demo``, ``theme``, ``language``, ``alternates`` and ``csrf_cookie``.

    ``frame`` is the base template of this half, for pages that both halves show.
    """
    language = Language.parse(get_language() or "fi").value
    role = getattr(settings, "LUOTSI_ROLE", "workbench")
    return {
        "role": role,
        "frame": f"web/{role}_base.html",
        "county_name": county_name(language),
        "demo": getattr(settings, "LUOTSI_DEMO", False),
        "theme": theme_of(request),
        "language": language,
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
