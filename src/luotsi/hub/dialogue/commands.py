"""Discussions from the command line: importing a Polis conversation, recounting a log, making results anew."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command


def _say(args: Namespace, out: TextIO, told: dict[str, Any]) -> None:
    if args.json:
        out.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        out.writelines(f"{name}: {value}\n" for name, value in told.items())


def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument("export", metavar="EXPORT", type=Path, help="zip or folder with votes.csv and comments.csv")
    parser.add_argument("--slug", required=True, help="the last part of the address")
    parser.add_argument("--title", required=True)
    parser.add_argument("--language", choices=("fi", "sv", "en"), default="en", help="of the statements")
    parser.add_argument("--from", dest="attribution", default="", help="whose discussion it was, and by what licence")
    parser.add_argument("--json", action="store_true")


def _import(args: Namespace, out: TextIO, err: TextIO) -> int:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - Django starts after this module is imported
    from django.core.validators import validate_slug  # noqa: PLC0415 - as above
    from django.db import transaction  # noqa: PLC0415 - as above

    from luotsi.hub.dialogue.domain import computing, polis_export  # noqa: PLC0415 - as above
    from luotsi.hub.dialogue.forms import RESERVED  # noqa: PLC0415 - as above

    try:
        validate_slug(args.slug)
    except ValidationError as error:
        raise InputError(_SLUG, [Problem("--slug", _SLUG)]) from error
    if args.slug in RESERVED or len(args.slug) > 50:  # noqa: PLR2004 - the column's length
        raise InputError(_SLUG, [Problem("--slug", _SLUG)])
    values = {name: getattr(args, name) for name in ("slug", "title", "language", "attribution")}
    with transaction.atomic():
        row = polis_export.prepare(values, None)
        polis_export.read(row, args.export, tell=lambda done, total: err.write(f"\r{done} / {total}"))
    err.write("\n")
    made = computing.compute(row)
    by_mode = {each.mode: each for each in made if each.variant == "all"}
    _say(
        args,
        out,
        {
            "discussion": row.slug,
            "participants": row.participants.count(),
            "statements": row.statements.count(),
            "votes": row.sequence,
            "root": row.chain,
            **{f"groups_{mode}": [g["size"] for g in each.data["groups"]] for mode, each in by_mode.items()},
        },
    )
    return 0


def _configure_recount(parser: ArgumentParser) -> None:
    parser.add_argument("slug", metavar="DISCUSSION")
    parser.add_argument("--json", action="store_true")


def _found(slug: str) -> Any:
    from luotsi.hub.dialogue.models import Discussion  # noqa: PLC0415 - Django starts after this module is imported

    row = Discussion.objects.filter(slug=slug).first()
    if row is None:
        raise InputError(_NONE, [Problem(slug, _NONE)])
    return row


def _recount(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.dialogue.domain import chain  # noqa: PLC0415 - Django starts after this module is imported

    found = chain.recount(_found(args.slug))
    told: dict[str, Any] = {
        "holds": found.broken is None,
        "entries": found.entries,
        "votes": found.votes,
        "emptied": found.emptied,
        "withdrawals": found.withdrawals,
        "root": found.root,
    }
    if found.broken is not None:
        told["broken"] = found.broken.in_(args.language)
    _say(args, out, told)
    return 0 if found.broken is None else 1


def _compute(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.dialogue.domain import computing  # noqa: PLC0415 - Django starts after this module is imported

    made = computing.compute(_found(args.slug))
    _say(
        args,
        out,
        {
            f"{row.mode} {row.variant}": f"{row.sequence} {row.engine} {row.input_hash} {row.result_hash}"
            for row in made
        },
    )
    return 0


_NONE = Text("Keskustelua ei ole.", "Dialogen finns inte.", "There is no such discussion.")
_SLUG = Text(
    "Osoitteessa voi olla kirjaimia a–z, numeroita ja yhdysmerkkejä, enintään 50.",
    "Adressen kan ha bokstäverna a–z, siffror och bindestreck, högst 50.",
    "An address has letters a to z, digits and hyphens, at most 50.",
)

COMMANDS = (
    Command(
        "dialogue import",
        Text(
            "Tuo Polis-keskustelun viennistä", "Importerar en Polis-dialog ur exporten", "Import a Polis conversation"
        ),
        _configure_import,
        _import,
    ),
    Command(
        "dialogue recount",
        Text("Laskee äänten lokin uudelleen", "Räknar om röstloggen", "Recount the log of votes"),
        _configure_recount,
        _recount,
    ),
    Command(
        "dialogue compute",
        Text("Laskee keskustelun tulokset uudelleen", "Beräknar dialogens resultat på nytt", "Make the results anew"),
        _configure_recount,
        _compute,
    ),
)
