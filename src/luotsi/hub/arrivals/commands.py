"""The arrivals from the command line: keys of counties and of the hub, files in closed networks, packs offered."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
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


def _configure_enrol(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the county's public key")
    parser.add_argument("--fingerprint", required=True, help="as the county said it by telephone or on paper")
    parser.add_argument("--invented", action="store_true", help="the county does not exist (demo, training)")
    _json(parser)


def _enrol(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.arrivals.domain.keys import enrol  # noqa: PLC0415 - Django starts after this module is imported

    row = enrol(_content(args.file), args.fingerprint, invented=args.invented)
    _say(args, out, [{"county": row.county, "key": row.key_id}])
    return 0


def _configure_revoke(parser: ArgumentParser) -> None:
    parser.add_argument("fingerprint", metavar="FINGERPRINT")
    _json(parser)


def _revoke(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.arrivals.domain.keys import revoke  # noqa: PLC0415 - Django starts after this module is imported

    row = revoke(args.fingerprint)
    _say(args, out, [{"county": row.county, "key": row.key_id}])
    return 0


def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="messages exported by a county")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the acknowledgements are written")
    _json(parser)


def _import(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.arrivals.domain.receiving import receive  # noqa: PLC0415 - Django starts after this module
    from luotsi.kit.canonical import canonical_json  # noqa: PLC0415 - as above

    args.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for path in args.files:
        answer = receive(_content(path))
        file = args.out / f"{path.stem}.acknowledgement.json"
        file.write_bytes(canonical_json(answer.as_json()))
        rows.append({"file": str(file)})
    _say(args, out, rows)
    return 0


def _configure_keys(parser: ArgumentParser) -> None:
    parser.add_argument("--new", action="store_true", help="make a key of the hub; it signs from now on")
    parser.add_argument("--public", type=Path, metavar="FILE", help="write the hub's public key for the counties")
    _json(parser)


def _keys(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.arrivals.domain import keys  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.hub.arrivals.models import CountyKey, HubKey  # noqa: PLC0415 - as above
    from luotsi.kit.border import fingerprint  # noqa: PLC0415 - cryptography is slow to load

    if args.new:
        keys.make_key()
    if args.public:
        keys.write_public(args.public)
    own = [("hub", row, row.retired_at) for row in HubKey.objects.all()]
    counties = [(row.county, row, row.revoked_at or row.valid_to) for row in CountyKey.objects.all()]
    _say(
        args,
        out,
        [
            {"of": of, "fingerprint": fingerprint(bytes.fromhex(row.public)), "ends": ends.isoformat() if ends else ""}
            for of, row, ends in (*own, *counties)
        ],
    )
    return 0


def _configure_offer(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="PACK.json", type=Path, nargs="?")
    parser.add_argument("--export", metavar="FILE", type=Path, help="write the signed offer, for closed networks")
    _json(parser)


def _offer(args: Namespace, out: TextIO, _err: TextIO) -> int:
    from luotsi.hub.arrivals.domain import packs  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.hub.arrivals.models import OfferedPack  # noqa: PLC0415 - as above
    from luotsi.kit.canonical import canonical_json  # noqa: PLC0415 - as above

    if args.file:
        packs.offer(packs.read_pack(_content(args.file)))
    if args.export:
        args.export.write_bytes(canonical_json(packs.offered().as_json()))
    _say(
        args, out, [{"pack": row.pack, "version": row.version} for row in OfferedPack.objects.filter(withdrawn_at=None)]
    )
    return 0


COMMANDS = (
    Command(
        "arrivals enrol",
        Text("Ottaa alueen avaimen käyttöön", "Tar ett områdes nyckel i bruk", "Enrol a county's key"),
        _configure_enrol,
        _enrol,
    ),
    Command(
        "arrivals revoke",
        Text("Mitätöi alueen avaimen", "Återkallar ett områdes nyckel", "Revoke a county's key"),
        _configure_revoke,
        _revoke,
    ),
    Command(
        "arrivals import",
        Text("Tuo alueen viestit tiedostoista", "Importerar ett områdes meddelanden", "Import a county's messages"),
        _configure_import,
        _import,
    ),
    Command(
        "arrivals keys",
        Text(
            "Näyttää avaimet; tekee verkoston avaimen",
            "Visar nycklarna; gör nätverkets nyckel",
            "Show keys; make the hub's",
        ),
        _configure_keys,
        _keys,
    ),
    Command(
        "arrivals offer",
        Text("Tarjoaa paketin alueille", "Erbjuder områdena ett paket", "Offer a pack to the counties"),
        _configure_offer,
        _offer,
    ),
)
