"""``luotsi backup`` and ``luotsi restore``: a half in one file, made while it runs, and brought back elsewhere."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from luotsi.kit.text import Text
from luotsi.kit.tool import Command


def _configure_backup(parser: ArgumentParser) -> None:
    parser.add_argument("--out", required=True, metavar="FILE", help="workbench-2026-11-22.luotsi")


def _backup(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.commands.keeping.backup import backup  # noqa: PLC0415 - needs Django started

    made = backup(Path(arguments.out))
    said = Text(
        "Varmuuskopio {file}: {n} osaa, {mb} Mt, loki tapahtumaan {event}.",
        "Säkerhetskopia {file}: {n} delar, {mb} MB, loggen till händelse {event}.",
        "Backup {file}: {n} parts, {mb} MB, the log up to event {event}.",
    )
    size = sum(part.size for part in made.parts)
    line = said.format(file=arguments.out, n=len(made.parts), mb=f"{size / 1e6:.1f}", event=made.audit_sequence)
    out.write(f"{line.in_(arguments.language)}\n")
    return 0


def _configure_restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--into", default="", metavar="FOLDER", help="LUOTSI_DATA")


def _restore(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.commands.keeping.restore import restore  # noqa: PLC0415 - needs Django started

    made = restore(Path(arguments.file), Path(arguments.into) if arguments.into else None)
    said = Text(
        "Palautettu. Lokin ketju on ehjä tapahtumaan {event}. Aja seuraavaksi: luotsi prepare",
        "Återställt. Loggens kedja är hel till händelse {event}. Kör sedan: luotsi prepare",
        "Restored. The log's chain holds up to event {event}. Next, run: luotsi prepare",
    )
    out.write(f"{said.format(event=made.audit_sequence).in_(arguments.language)}\n")
    return 0


COMMANDS = (
    Command(
        "backup",
        Text(
            "Varmuuskopioi tämän puolen, myös käytön aikana",
            "Säkerhetskopiera den här halvan, även under drift",
            "Back up this half, also while it is in use",
        ),
        _configure_backup,
        _backup,
    ),
    Command(
        "restore",
        Text(
            "Palauta varmuuskopio tyhjään paikkaan",
            "Återställ en säkerhetskopia till en tom plats",
            "Restore a backup to an empty place",
        ),
        _configure_restore,
        _restore,
    ),
)
