"""``{% load permission %}{% if request|can:"base.see_audit" %}``; of an object, the tag ``allowed``."""

from typing import Any

from django import template

from luotsi.base import permissions

register = template.Library()


@register.filter
def can(request: Any, action: str) -> bool:
    """Whether the request's user may do the action (that needs no object)."""
    return permissions.can(request.user, action)


@register.simple_tag(takes_context=True)
def allowed(context: template.Context, action: str, obj: Any = None) -> bool:
    """``{% allowed "base.see_job" job as may_see %}``: the same, of an object."""
    return permissions.can(context["request"].user, action, obj)
