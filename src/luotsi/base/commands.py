"""What the command line does in the base app: plain functions that return the exit status."""

from collections.abc import Sequence
from typing import TextIO

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from luotsi.base import audit, people
from luotsi.base.models import User
from luotsi.base.roles import HUB_ROLES, WORKBENCH_ROLES, Role
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text


def audit_verify(out: TextIO, language: str = "en") -> int:
    """Walk the audit log; 0 and its end when it holds, 1 and the first break when it does not."""
    found = audit.verify()
    if found is not None:
        out.write(f"{found.text.in_(language)}\n")
        return 1
    sequence, digest = audit.head()
    out.write(_HOLDS.format(n=sequence, hash=digest).in_(language) + "\n")
    return 0


def create_user(
    email: str,
    *,
    roles: Sequence[str],
    half: str,
    name: str = "",
    title: str = "",
    language: str = "fi",
    password: str | None = None,
) -> User:
    """A new account. InputError names everything that is wrong: address, roles of the other half, language, password."""
    problems = [
        *_email_problems(email),
        *_role_problems(roles, half),
        *_password_problems(password),
        *([] if language in {"fi", "sv", "en"} else [Problem("language", Text.same("fi, sv, en"))]),
    ]
    if problems:
        raise InputError(
            Text("Käyttäjää ei luotu.", "Användaren skapades inte.", "The user was not created."), problems
        )
    return people.create_account(
        email,
        by=None,
        name=name,
        title=title,
        language=language,
        password=password,
        roles=[Role(role) for role in roles],
    )


def _email_problems(email: str) -> list[Problem]:
    try:
        validate_email(email)
    except ValidationError:
        return [Problem("email", Text("Ei ole sähköpostiosoite.", "Är ingen e-postadress.", "Not an e-mail address."))]
    if User.objects.filter(email=email.lower()).exists():
        return [Problem("email", Text("On jo käytössä.", "Används redan.", "Already in use."))]
    return []


def _role_problems(roles: Sequence[str], half: str) -> list[Problem]:
    known = HUB_ROLES if half == "hub" else WORKBENCH_ROLES
    names = ", ".join(sorted(known))
    wrong = Text("Tuntematon rooli. Käy: {n}.", "Okänd roll. Godkända: {n}.", "Unknown role. Accepted: {n}.")
    return [Problem(role, wrong.format(n=names)) for role in roles if role not in set(known)]


def _password_problems(password: str | None) -> list[Problem]:
    if password is None:
        return []
    try:
        validate_password(password)
    except ValidationError:
        return [
            Problem(
                "password",
                Text(
                    "Liian lyhyt tai yleinen; vähintään 12 merkkiä.",
                    "För kort eller vanligt; minst 12 tecken.",
                    "Too short or common; at least 12 characters.",
                ),
            )
        ]
    return []


_HOLDS = Text(
    "Loki on ehjä: {n} tapahtumaa, viimeisen tiiviste {hash}.",
    "Loggen är hel: {n} händelser, den sistas kontrollsumma {hash}.",
    "The log holds: {n} events, the last one's hash {hash}.",
)
