"""Invitations and links to share. Tokens are given out once and kept as hashes; who got which is kept nowhere."""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from luotsi.base import audit, mail
from luotsi.base.models import User
from luotsi.hub.dialogue import pseudonyms
from luotsi.hub.dialogue.models import Discussion, Invitation, ShareLink
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.text import Text

MOST_AT_ONCE = 500

_COUNT = Text("Anna määrä 1–{n}.", "Ange ett antal 1–{n}.", "Give a number from 1 to {n}.")
_ADDRESSES = Text("Tarkista osoitteet.", "Kontrollera adresserna.", "Check the addresses.")
_LINE = Text("Ei ole sähköpostiosoite.", "Är ingen e-postadress.", "Not an e-mail address.")
_NONE = Text("Anna vähintään yksi osoite.", "Ange minst en adress.", "Give at least one address.")
_OVER = Text(
    "Keskustelu on suljettu. Kutsuja ei enää voi tehdä.",
    "Dialogen är stängd. Inga inbjudningar kan längre göras.",
    "The discussion is closed. No more invitations can be made.",
)


def make(discussion: Discussion, batch: str, count: int, actor: User) -> list[str]:
    """New tokens, to be shown once. ``batch`` says to what kind of people they go (an organisation type, a meeting)."""
    if not 1 <= count <= MOST_AT_ONCE:
        problem = Problem("count", _COUNT.format(n=MOST_AT_ONCE))
        raise InputError(problem.text, [problem])
    with transaction.atomic():
        if not Discussion.objects.select_for_update().get(pk=discussion.pk).key:
            raise ConflictError(_OVER)
        tokens = [pseudonyms.new_token() for _ in range(count)]
        _stored(discussion, batch, tokens)
        audit.record("discussion.invite", actor=actor, target=f"discussion:{discussion.slug}", detail={"count": count})
    return tokens


def send(discussion: Discussion, batch: str, lines: str, actor: User, language: str) -> int:
    """A letter with its own token to each address. The addresses are forgotten when the letters have gone."""
    addresses = _read(lines)
    tokens = make(discussion, batch, len(addresses), actor)
    for address, token in zip(addresses, tokens, strict=True):
        path = f"/{language}/{_PATHS[language]}/{discussion.slug}/{_INVITED[language]}/{token}/"
        mail.send(
            address,
            "dialogue_invitation",
            {"title": str(discussion.title.shown(language)), "url": settings.LUOTSI_PUBLIC_URL.rstrip("/") + path},
            language=language,
        )
    return len(addresses)


_PATHS = {"fi": "keskustelut", "sv": "dialoger", "en": "dialogue"}
_INVITED = {"fi": "kutsu", "sv": "inbjudan", "en": "invitation"}


def _read(lines: str) -> list[str]:
    found, problems = {}, []
    for number, line in enumerate(lines.splitlines(), 1):
        address = line.strip().strip(",;")
        if not address:
            continue
        try:
            validate_email(address)
        except ValidationError:
            problems.append(Problem(f"line {number}", _LINE))
        found[address.casefold()] = address
    if problems:
        raise InputError(_ADDRESSES, problems)
    if not found:
        raise InputError(_NONE, [Problem("addresses", _NONE)])
    return list(found.values())


def _stored(discussion: Discussion, batch: str, tokens: Sequence[str]) -> None:
    """In an order of their own, so that the order of the rows tells nothing of the order in which they were given."""
    rows = [
        Invitation(token_hash=pseudonyms.invitation_hash(token), discussion=discussion, batch=batch) for token in tokens
    ]
    random.Random(secrets.randbits(64)).shuffle(rows)  # noqa: S311 - seeded from the system's own randomness
    Invitation.objects.bulk_create(rows)


# Links to share -----------------------------------------------------------------------------------------------------
def share(discussion: Discussion, label: str, expires_at: datetime, actor: User) -> tuple[ShareLink, str]:
    """A link by which somebody follows the discussion, read only; the token is shown once."""
    token = pseudonyms.new_token()
    with transaction.atomic():
        made = ShareLink.objects.create(
            discussion=discussion, label=label, token_hash=pseudonyms.share_hash(token), expires_at=expires_at
        )
        audit.record("discussion.share", actor=actor, target=f"discussion:{discussion.slug}")
    return made, token


def revoke(link: ShareLink, actor: User) -> None:
    """End a link."""
    with transaction.atomic():
        ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
        audit.record("discussion.unshare", actor=actor, target=f"discussion:{link.discussion.slug}")


def shared(token: str) -> ShareLink | None:
    """The link of a token, while it is in force."""
    return (
        ShareLink.objects.select_related("discussion")
        .filter(token_hash=pseudonyms.share_hash(token), revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
