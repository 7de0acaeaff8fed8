"""The border from the command line: keys, and the exchange by network or by files. Whoever runs these has the server."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command


def _json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _say(args: Namespace, out: TextIO, rows: Sequence[dict[str, object]]) -> None:
    if args.json:
        out.write(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n")
    else:
        out.writelines("  ".join(str(value) for value in row.values()) + "\n" for row in rows)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(str(path), Text.same(error.strerror or str(error)))
        raise InputError(
            Text("Tiedosto ei aukea.", "Filen kan inte öppnas.", "The file cannot be opened."), [problem]
        ) from error


def _configure_keys(parser: ArgumentParser) -> None:
    parser.add_argument("--new", action="store_true", help="make a key; it signs from now on (also: rotation)")
    parser.add_argument("--public", type=Path, metavar="FILE", help="write the public key to be given to the hub")
    parser.add_argument("--trust", type=Path, metavar="FILE", help="trust the hub's public key; needs --fingerprint")
    parser.add_argument("--revoke-hub", metavar="FINGERPRINT", help="accept nothing signed with this key of the hub")
    parser.add_argument("--fingerprint", default="", help="as heard by telephone or read on paper")
    _json(parser)


def _keys(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.kit.border import fingerprint  # noqa: PLC0415 - cryptography is slow to load
    from luotsi.workbench.border.domain import keys  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.border.models import HubKey, OwnKey  # noqa: PLC0415 - as above

    if args.new:
        keys.make_key()
    if args.trust:
        keys.trust_hub(_content(args.trust), args.fingerprint)
    if args.revoke_hub:
        keys.revoke_hub(args.revoke_hub)
    if args.public:
        keys.write_public(args.public)
    own = [("own", row, row.retired_at) for row in OwnKey.objects.all()]
    hub = [("hub", row, row.revoked_at) for row in HubKey.objects.order_by("pk")]
    _say(
        args,
        out,
        [
            {
                "of": of,
                "fingerprint": fingerprint(bytes.fromhex(row.public)),
                "ended": ended.isoformat() if ended else "",
            }
            for of, row, ended in (*own, *hub)
        ],
    )
    return 0


def _configure_draft(parser: ArgumentParser) -> None:
    parser.add_argument("--month", metavar="2026-11", default="")
    _json(parser)


def _draft(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from django.utils import timezone  # noqa: PLC0415 - Django starts after this module is imported

    from luotsi.workbench.border.domain.outbox import draft  # noqa: PLC0415 - as above

    try:
        day = date.fromisoformat(f"{args.month}-01") if args.month else timezone.localdate()
    except ValueError as error:
        problem = Problem("--month", Text.same("2026-11"))
        raise InputError(Text("Kuukausi ei kelpaa.", "Månaden duger inte.", "Not a month."), [problem]) from error
    made = draft(day, by=None)
    _say(args, out, [{"aggregate": row.aggregate, "version": row.version} for row in made])
    return 0


def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("directory", metavar="DIR", type=Path)
    _json(parser)


def _export(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.workbench.border.domain.sending import export  # noqa: PLC0415 - Django starts after this module

    args.directory.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for content in export():
        body = json.loads(content)["body"]
        file = args.directory / f"{body['county']}.{body['id']}.v{body['version']}.json"
        file.write_bytes(content)
        rows.append({"file": str(file)})
    _say(args, out, rows)
    return 0


def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
    _json(parser)


def _import(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.workbench.border.domain import packs, sending  # noqa: PLC0415 - Django starts after this module

    rows: list[dict[str, object]] = []
    for path in args.files:
        content = _content(path)
        if sending.trusted(content).body.get("schema") == packs.OFFER:
            rows += [{"pack": row.pack, "version": row.version} for row in packs.receive(content)]
        else:
            message = sending.acknowledge(content)
            rows.append({"aggregate": message.aggregate, "version": message.version, "state": str(message.state)})
    _say(args, out, rows)
    return 0


def _send(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.workbench.border.domain.sending import send_all  # noqa: PLC0415 - Django starts after this module

    done = send_all(pauses=(1.0, 3.0))
    _say(args, out, [{"acknowledged": done.acknowledged, "refused": done.refused, "waiting": done.waiting}])
    return 1 if done.waiting or done.refused else 0


def _pull(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.workbench.border.domain.packs import pull  # noqa: PLC0415 - Django starts after this module

    _say(args, out, [{"pack": row.pack, "version": row.version} for row in pull()])
    return 0


COMMANDS = (
    Command(
        "border keys",
        Text(
            "Allekirjoitusavaimet: tee, vaihda, luota",
            "Signeringsnycklar: gör, byt, lita på",
            "Keys: make, rotate, trust",
        ),
        _configure_keys,
        _keys,
    ),
    Command(
        "border draft",
        Text("Luonnostelee kuukauden luvut", "Gör utkast till månadens siffror", "Draft the figures of a month"),
        _configure_draft,
        _draft,
    ),
    Command(
        "border export",
        Text(
            "Vie hyväksytyt viestit tiedostoiksi",
            "Exporterar godkända meddelanden som filer",
            "Export approved messages",
        ),
        _configure_export,
        _export,
    ),
    Command(
        "border import",
        Text(
            "Tuo kuittaukset ja paketit tiedostoista",
            "Importerar kvitteringar och paket",
            "Import acknowledgements and packs",
        ),
        _configure_import,
        _import,
    ),
    Command(
        "border send",
        Text("Lähettää hyväksytyt viestit verkostoon", "Skickar godkända meddelanden", "Send approved messages"),
        _json,
        _send,
    ),
    Command(
        "border pull",
        Text(
            "Hakee verkoston tarjoamat paketit", "Hämtar paket från nätverket", "Pull the packs that the network offers"
        ),
        _json,
        _pull,
    ),
)
