"""What the account pages need: the demo's log-ins, and a role's or a name's words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings

from luotsi.base.demo import DEMO_PASSWORD, demo_users

register = template.Library()


@register.inclusion_tag("base/_demo_sign_in.html", takes_context=True)
def demo_sign_in(context: template.Context) -> dict[str, Any]:
    """One button a log-in; nothing outside the demo."""
    request = context["request"]
    return {
        "people": demo_users(settings.LUOTSI_ROLE) if settings.LUOTSI_DEMO else (),
        "password": DEMO_PASSWORD if settings.LUOTSI_DEMO else "",
        "next": request.GET.get("next", ""),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.filter
def named(mapping: Mapping[str, str], key: str) -> str:
    """The name of an identifier, or the identifier."""
    return mapping.get(key, key)
