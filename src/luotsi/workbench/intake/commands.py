"""Records in bulk from the command line: import, watch a folder, export a client's record, attach a file."""

import json
import time
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command

if TYPE_CHECKING:
    from luotsi.base.models import User
    from luotsi.workbench.intake.domain.watching import Handled
    from luotsi.workbench.models import Client, Unit

TOLD_EVERY_S = 2.0


def _who(parser: ArgumentParser) -> None:
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL")
    parser.add_argument("--json", action="store_true")


def _missing(where: str, text: Text) -> InputError:
    return InputError(Text("Ei löydy.", "Finns inte.", "Not found."), [Problem(where, text)])


def _user(args: Namespace) -> "User":
    from luotsi.base.models import User  # noqa: PLC0415 - Django starts after this module is imported

    found = User.objects.filter(email=args.email.lower(), is_active=True).first()
    if found is None:
        raise _missing("--as", Text("Käyttäjää ei ole.", "Användaren finns inte.", "There is no such user."))
    return found


def _unit(args: Namespace) -> "Unit | None":
    from luotsi.workbench.models import Unit  # noqa: PLC0415 - Django starts after this module is imported

    if not args.unit:
        return None
    found = Unit.objects.filter(slug=args.unit).first()
    if found is None:
        raise _missing("--unit", Text("Yksikköä ei ole.", "Enheten finns inte.", "There is no such unit."))
    return found


def _client(user: "User", text: str) -> "Client":
    from uuid import UUID  # noqa: PLC0415 - with the rest

    from luotsi.workbench.queries import clients_of  # noqa: PLC0415 - Django starts after this module is imported

    try:
        found = clients_of(user, UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise _missing(
            "--client",
            Text(
                "Asiakasta ei ole, tai yksikölläsi ei ole asiakassuhdetta.",
                "Klienten finns inte eller din enhet saknar klientrelation.",
                "There is no such client, or your unit has no care relationship.",
            ),
        )
    return found


# bulk -----------------------------------------------------------------------------------------------------------------
def _configure_bulk(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE.ndjson")
    parser.add_argument("--unit", default="")
    parser.add_argument("--system", default="", metavar="NAME")
    _who(parser)


def _bulk(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.intake import report  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.intake.domain import bulk as bulks  # noqa: PLC0415 - as above

    files = [bulks.Given(Path(name), Path(name).name) for name in args.files]
    told = 0.0

    def progress(done: int, total: int, text: Text) -> None:
        nonlocal told
        if time.monotonic() - told >= TOLD_EVERY_S:
            told = time.monotonic()
            err.write(f"{100 * done // max(total, 1)} %  {text.in_(args.language)}\n")

    begun = bulks.begin(_user(args), files, unit=_unit(args), system=args.system)
    bulk = bulks.run(begun, progress)
    language = args.language.value
    if args.json:
        rows = [asdict(row) for row in report.rejected_rows(bulk, language)]
        out.write(json.dumps(report.summary(bulk) | {"problems": rows}, ensure_ascii=False, indent=1) + "\n")
    else:
        counts = {"imported": bulk.imported, "repeated": bulk.repeated, "rejected": bulk.rejected}
        out.write(f"{bulks.STORING.format(**counts).in_(language)}.\n")
        out.writelines(
            " ".join(part for part in (f"{row.file}:{row.lines}", row.element, row.reason) if part) + "\n"
            for row in report.rejected_rows(bulk, language)
        )
    return 2 if bulk.rejected or bulk.rejected_lines else 0


# watch ----------------------------------------------------------------------------------------------------------------
def _configure_watch(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--unit", default="")
    parser.add_argument("--system", default="", metavar="NAME")
    parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--settle", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--once", action="store_true")
    _who(parser)


def _watch(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.intake.domain.watching import Watch  # noqa: PLC0415 - Django starts after this import

    watch = Watch.on(
        Path(args.folder), _user(args), unit=_unit(args), system=args.system, settle_s=max(0.0, args.settle)
    )
    refused = 0

    def told(handled: "Handled") -> None:
        nonlocal refused
        refused += not handled.accepted
        out.write(_told(handled, as_json=args.json, language=args.language))
        out.flush()

    until = time.monotonic() + watch.settle_s if args.once else float("inf")
    looked = False

    def stop() -> bool:
        nonlocal looked
        over = looked and time.monotonic() > until
        looked = time.monotonic() > until  # one look after the files have had time to settle
        return over

    watch.forever(min(args.every, 0.2) if args.once else max(args.every, 0.1), told, stop)
    return 2 if refused else 0


def _told(handled: "Handled", *, as_json: bool, language: Language) -> str:
    if as_json:
        value = {"file": str(handled.path), "report": str(handled.report), "accepted": handled.accepted}
        return json.dumps(value, ensure_ascii=False) + "\n"
    word = Text("Tuotu", "Importerad", "Imported") if handled.accepted else Text("Hylätty", "Avvisad", "Rejected")
    return f"{word.in_(language)}: {handled.path}\n"


# one client -----------------------------------------------------------------------------------------------------------
def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("--client", required=True)
    parser.add_argument("--out", default="-", metavar="FILE")
    _who(parser)


def _export(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.workbench.intake.domain.exporting import export_record  # noqa: PLC0415 - Django starts after this

    user = _user(args)
    bundle = export_record(user, _client(user, args.client))
    text = json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"
    if args.out == "-":
        out.write(text)
    else:
        Path(args.out).write_text(text, encoding="utf-8")
        out.write(json.dumps({"file": args.out, "entries": len(bundle["entry"])}) + "\n" if args.json else "")
    return 0


def _configure_attach(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--client", required=True)
    parser.add_argument("--title", default="")
    parser.add_argument("--document", default="", metavar="DocumentReference/ID")
    _who(parser)


def _attach(args: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.base import files  # noqa: PLC0415 - Django starts after this module is imported
    from luotsi.workbench.intake.domain import documents  # noqa: PLC0415 - as above

    path = Path(args.file)
    if not path.is_file():
        raise _missing(args.file, Text("Tiedostoa ei ole.", "Filen finns inte.", "There is no such file."))
    user = _user(args)
    client = _client(user, args.client)
    with path.open("rb") as stream:
        stored = files.store(stream, name=path.name)
    made = documents.attach(user, client, stored, name=path.name, title=args.title, document=args.document)
    if args.json:
        out.write(json.dumps({"attachment": str(made.pk), "document": made.document, "sha256": stored.sha256}) + "\n")
    else:
        out.write(f"{made.document}\n")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "records bulk",
        Text(
            "Tuo monen asiakkaan tiedot NDJSON-tiedostoista (FHIR R4).",
            "Importera många klienters uppgifter från NDJSON-filer (FHIR R4).",
            "Import the records of many clients from NDJSON files (FHIR R4).",
        ),
        _configure_bulk,
        _bulk,
    ),
    Command(
        "records watch",
        Text(
            "Seuraa kansiota ja tuo sinne tulevat tiedostot.",
            "Bevaka en mapp och importera filer som kommer dit.",
            "Watch a folder and import the files that come there.",
        ),
        _configure_watch,
        _watch,
    ),
    Command(
        "records export",
        Text(
            "Vie asiakkaan tiedot kokonaan alkuperineen (FHIR R4).",
            "Exportera en klients alla uppgifter med ursprung (FHIR R4).",
            "Export a client's whole record with its provenance (FHIR R4).",
        ),
        _configure_export,
        _export,
    ),
    Command(
        "records attach",
        Text(
            "Liitä tiedosto asiakkaan tietoihin.",
            "Bifoga en fil till klientens uppgifter.",
            "Attach a file to a client's record.",
        ),
        _configure_attach,
        _attach,
    ),
)
