"""Commands on a running installation's data: the audit log and the accounts. The half is started before they run."""

import getpass
import sys
from argparse import ArgumentParser, Namespace
from typing import TextIO

from luotsi.kit.text import Text
from luotsi.kit.tool import Command


def _verify(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.base.commands import audit_verify  # noqa: PLC0415 - needs Django started

    return audit_verify(out, arguments.language)


def _create(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from django.conf import settings  # noqa: PLC0415 - needs Django started

    from luotsi.base.commands import create_user  # noqa: PLC0415 - needs Django started

    user = create_user(
        arguments.email,
        roles=arguments.role,
        half=settings.LUOTSI_ROLE,
        name=arguments.name,
        title=arguments.title,
        language=arguments.speaks,
        password=_password(arguments, err),
    )
    made = Text("Käyttäjä luotu: {email}", "Användaren skapad: {email}", "User created: {email}")
    out.write(f"{made.format(email=user.email).in_(arguments.language)}\n")
    return 0


def _password(arguments: Namespace, err: TextIO) -> str | None:
    """Asked for at a terminal, else the first line of standard input: never an argument that others could see."""
    if arguments.no_password:
        return None
    if sys.stdin.isatty():
        ask = Text("Salasana: ", "Lösenord: ", "Password: ")
        return getpass.getpass(ask.in_(arguments.language), err)
    return sys.stdin.readline().rstrip("\n")


def _configure_create(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--role", action="append", required=True, help="professional, coach, …; may be repeated")
    parser.add_argument("--name", default="", help="Liisa Malli")
    parser.add_argument("--title", default="", help="farmaseutti")
    parser.add_argument("--speaks", default="fi", help="fi, sv, en: language of the user's interface")
    parser.add_argument("--no-password", action="store_true", help="no password: OpenID Connect or a later reset")


def _nothing(parser: ArgumentParser) -> None:
    """A command without arguments."""


COMMANDS = (
    Command(
        "audit verify",
        Text("Tarkistaa lokin ketjun", "Kontrollerar loggens kedja", "Verify the chain of the audit log"),
        _nothing,
        _verify,
    ),
    Command(
        "user create",
        Text(
            "Luo käyttäjän; salasana luetaan syötteestä",
            "Skapar en användare; lösenordet läses från inmatningen",
            "Create a user; the password is read from standard input",
        ),
        _configure_create,
        _create,
    ),
)
