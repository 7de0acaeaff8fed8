"""Keys of the read API: issued, shown once, checked, revoked."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.doors.models import ApiToken
from luotsi.workbench.models import Unit

PREFIX = "luotsi_"
MOST_DAYS = 366
_USED_EVERY = timedelta(minutes=1)


def issue(user: User, *, name: str, unit: Unit, days: int) -> tuple[ApiToken, str]:
    """A new key and its secret, which is shown now and never again. InputError for a bad name or length of life."""
    require(user, "doors.manage")
    if not name.strip() or not 1 <= days <= MOST_DAYS:
        where = "days" if name.strip() else "name"
        said = Text(
            "Anna nimi ja voimassaolo 1–{n} päivää.", "Ge ett namn och 1–{n} dagar.", "Give a name and 1 to {n} days."
        ).format(n=MOST_DAYS)
        raise InputError(said, [Problem(where, said)])
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=name.strip()[:80],
            unit=unit,
            sha256=_hashed(secret),
            issued_by=user,
            issued_at=now,
            expires_at=now + timedelta(days=days),
        )
        audit.record("doors.key_issue", actor=user, target=f"key:{token.pk}", detail={"unit": unit.slug, "days": days})
    return token, secret


def revoke(user: User, token: ApiToken) -> None:
    """End a key now. Ending it again changes nothing."""
    require(user, "doors.manage")
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit.record("doors.key_revoke", actor=user, target=f"key:{token.pk}")


def token_of(secret: str) -> ApiToken | None:
    """The key in force that the secret opens."""
    if not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    found = ApiToken.objects.filter(sha256=_hashed(secret), revoked_at=None, expires_at__gt=now)
    token = found.select_related("unit").first()
    if token is not None and (token.used_at is None or now - token.used_at > _USED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
