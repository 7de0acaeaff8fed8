"""What a user may do: named rules, deny by default.

Each app writes its rules in its own ``permissions.py``; they are found at start-up. A rule gets a signed-in, active user
and the object (or None) and answers yes or no. An anonymous user may do nothing unless the rule says ``anonymous=True``.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from luotsi.base.once import once
from luotsi.base.roles import Role
from luotsi.kit.errors import NotPermittedError
from luotsi.kit.text import Text

Rule = Callable[[Any, Any], bool]

_log = logging.getLogger(__name__)
_RULES: dict[str, tuple[Rule, bool]] = {}


def rule(action: str, *, anonymous: bool = False) -> Callable[[Rule], Rule]:
    """Register the rule of an action such as ``workbench.open_client``. One action has one rule."""

    def registered(function: Rule) -> Rule:
        if action in _RULES and _RULES[action][0].__code__ is not function.__code__:
            message = f"two rules for {action}"
            raise ValueError(message)
        _RULES[action] = (function, anonymous)
        return function

    return registered


def actions() -> list[str]:
    """Every action that has a rule, in order."""
    return sorted(_RULES)


def can(user: Any, action: str, obj: Any = None) -> bool:
    """Whether ``user`` may do ``action`` to ``obj``. An action without a rule is refused and logged as a defect."""
    if action not in _RULES:
        _log.error("no permission rule for %s: refused", action)
        return False
    function, anonymous = _RULES[action]
    if not anonymous and not (getattr(user, "is_authenticated", False) and user.is_active):
        return False
    return _answer(function, user, obj)


@once
def _answer(function: Rule, user: Any, obj: Any) -> bool:
    return bool(function(user, obj))


def require(user: Any, action: str, obj: Any = None) -> None:
    """Raise NotPermittedError unless :func:`can`."""
    if not can(user, action, obj):
        raise NotPermittedError(
            Text(
                "Sinulla ei ole oikeutta tähän. Pyydä oikeutta pääkäyttäjältä.",
                "Du har inte rätt till detta. Be administratören om rätt.",
                "You have no right to this. Ask your administrator for it.",
            )
        )


def permission_required(
    action: str, get_object: Callable[..., Any] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a view. ``get_object`` takes the view's own arguments after the request and gives the object."""

    def decorated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, action, get_object(*args, **kwargs) if get_object else None)
            return view(request, *args, **kwargs)

        return guarded

    return decorated


# The base app's own rules ---------------------------------------------------------------------------------------------


@rule("base.see_job")
def see_job(user: Any, job: Any) -> bool:
    """The owner, or an administrator."""
    return job is not None and (job.owner_id == user.pk or user.has_any_role((Role.COUNTY_ADMIN, Role.ADMIN)))


@rule("base.cancel_job")
def cancel_job(user: Any, job: Any) -> bool:
    """Who may see it may stop it."""
    return see_job(user, job)


@rule("base.see_audit")
def see_audit(user: Any, _obj: Any) -> bool:
    """Those who watch over the use of data."""
    return bool(user.has_any_role((Role.PRIVACY_OFFICER, Role.COUNTY_ADMIN, Role.AUDITOR)))


@rule("base.upload")
def upload(user: Any, obj: Any) -> bool:
    """Anybody signed in may send a file; one under way is its sender's alone."""
    return obj is None or obj.owner_id == user.pk


@rule("base.manage_users")
def manage_users(user: Any, _obj: Any) -> bool:
    """Administrators."""
    return bool(user.has_any_role((Role.COUNTY_ADMIN, Role.ADMIN)))
