"""Granting and ending roles: the only way a role changes, and always in the audit log."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import Grant, User
from luotsi.base.roles import Role


def create_account(
    email: str,
    *,
    by: User | None,
    name: str = "",
    title: str = "",
    language: str = "fi",
    password: str | None = None,
    roles: Iterable[Role] = (),
) -> User:
    """A user whose address is taken as verified, with roles. Without a password, one is set by "forgot password"."""
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, title=title, language=language)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        audit.record("account.create", actor=by, target=f"user:{user.pk}")
        for role in roles:
            grant(user, role, by=by)
    return user


def grant(user: User, role: Role, *, by: User | None, scope: str = "") -> Grant:
    """Give a role; the one in force when it is already held. ``by`` is None for set-up from the command line."""
    with transaction.atomic():
        found, made = Grant.objects.get_or_create(
            user=user, role=Role(role), scope=scope, ended_at=None, defaults={"granted_by": by}
        )
        if made:
            audit.record("role.grant", actor=by, target=f"user:{user.pk}", detail={"role": str(role), "scope": scope})
    user.__dict__.pop("_scopes", None)
    return found


def end_grant(user: User, role: Role, *, by: User | None, scope: str = "") -> bool:
    """End a role; whether there was one to end."""
    with transaction.atomic():
        ended = Grant.objects.filter(user=user, role=Role(role), scope=scope, ended_at=None).update(
            ended_at=timezone.now()
        )
        if ended:
            audit.record("role.end", actor=by, target=f"user:{user.pk}", detail={"role": str(role), "scope": scope})
    user.__dict__.pop("_scopes", None)
    return bool(ended)
