"""Restoring a backup: everything is checked in a scratch folder first; only then does anything appear in its place."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from luotsi.commands.keeping import database
from luotsi.commands.keeping.archive import Manifest, Reader
from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text


def restore(file: Path, into: Path | None = None) -> Manifest:
    """Restore the file into an empty data folder (and, with PostgreSQL, an empty database); what it held.

    InputError when the file is damaged or of another half, database or newer version, or when the place is not empty:
    nothing is changed then. LuotsiError when the restored audit chain does not hold.
    """
    folder = (into or Path(settings.LUOTSI_DATA)).resolve()
    reader = Reader(file)
    try:
        manifest = reader.manifest
        _check_fits(manifest)
        _check_empty(folder)
        database.refuse_newer(manifest.migrations)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".luotsi-restore-", dir=folder) as scratch:
                _restore(reader, folder, Path(scratch))
        except OSError as error:
            raise LuotsiError(_FAILED.format(folder=str(folder), why=error.strerror or str(error))) from error
    finally:
        reader.close()
    return manifest


def _restore(reader: Reader, folder: Path, scratch: Path) -> None:
    for part in reader.manifest.parts:
        reader.extract(part, scratch / part.name)
    if reader.manifest.vendor == "sqlite":
        _check_sqlite(reader.manifest, scratch / "database.sqlite3")
        _place_files(scratch, folder)
        (scratch / "database.sqlite3").rename(_sqlite_path(folder))
    else:
        _load_postgres(reader.manifest, scratch, lambda: _place_files(scratch, folder))


def _sqlite_path(folder: Path) -> Path:
    return folder / f"{settings.LUOTSI_ROLE}.sqlite3"


def _places(folder: Path) -> dict[str, Path]:
    """Where parts go, by the first word of their names."""
    return {"files": folder / "files", "media": folder / "media" / settings.LUOTSI_ROLE}


def _check_fits(manifest: Manifest) -> None:
    here = {"role": settings.LUOTSI_ROLE, "vendor": connection.vendor}
    there = {"role": manifest.role, "vendor": manifest.vendor}
    wrong = Text(
        "Varmuuskopiossa on {there}, täällä {here}.",
        "I säkerhetskopian står {there}, här {here}.",
        "The backup says {there}, this place {here}.",
    )
    problems = [
        Problem(name, wrong.format(there=there[name], here=here[name])) for name in here if there[name] != here[name]
    ]
    if problems:
        raise InputError(_NOT_RESTORED, problems)


def _check_empty(folder: Path) -> None:
    full = [path for path in _places(folder).values() if path.is_dir() and any(path.iterdir())]
    if connection.vendor == "sqlite" and _sqlite_path(folder).exists():
        full.append(_sqlite_path(folder))
    said = Text(
        "Paikka ei ole tyhjä. Anna tyhjä kansio: --into.",
        "Platsen är inte tom. Ge en tom mapp: --into.",
        "The place is not empty. Give an empty folder: --into.",
    )
    problems = [Problem(str(path), said) for path in full]
    if connection.vendor == "postgresql" and connection.introspection.table_names():
        tables = Text(
            "Tietokannassa on jo tauluja. Anna tyhjä tietokanta.",
            "Databasen har redan tabeller. Ge en tom databas.",
            "The database already has tables. Give an empty one.",
        )
        problems.append(Problem("LUOTSI_DATABASE_URL", tables))
    if problems:
        raise InputError(_NOT_RESTORED, problems)


def _check_sqlite(manifest: Manifest, path: Path) -> None:
    if not database.sqlite_is_whole(path):
        raise LuotsiError(_UNSOUND)
    with database.opened(path) as alias:
        _check_chain(manifest, alias)


def _check_chain(manifest: Manifest, alias: str) -> None:
    broken = database.audit_break(alias)
    if broken is not None:
        raise LuotsiError(broken.text)
    if database.audit_head(alias) != (manifest.audit_sequence, manifest.audit_hash):
        raise LuotsiError(_UNSOUND)


def _place_files(scratch: Path, folder: Path) -> None:
    for name, target in _places(folder).items():
        if (scratch / name).is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():  # empty, as checked
                target.rmdir()
            (scratch / name).rename(target)


def _load_postgres(manifest: Manifest, scratch: Path, place_files: Callable[[], None]) -> None:
    """Schema as it was, then every row in one transaction; a failure leaves the database empty again."""
    try:
        database.migrate_to(manifest.migrations)
        with transaction.atomic():
            _fill(manifest, scratch)
            _check_chain(manifest, DEFAULT_DB_ALIAS)
        place_files()
    except BaseException:
        _drop_all()
        raise


def _fill(manifest: Manifest, scratch: Path) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)) - {database.MIGRATIONS}
        if there != set(manifest.columns):
            differ = ", ".join(sorted(there ^ set(manifest.columns)))
            raise InputError(_NOT_RESTORED, [Problem("tables", Text.same(differ))])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in manifest.columns:  # what the migrations themselves wrote
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608 - a table's own name, quoted
        for table, columns in manifest.columns.items():
            names = ", ".join(map(quote, columns))
            copying = f"COPY {quote(table)} ({names}) FROM STDIN"
            with (scratch / "database" / f"{table}.copy").open("rb") as source, cursor.copy(copying) as rows:
                shutil.copyfileobj(source, rows, 1 << 20)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models(there)):
            cursor.execute(statement)


def _models(tables: set[str]) -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model._meta.db_table in tables]  # noqa: SLF001 - public API


def _drop_all() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


_NOT_RESTORED = Text("Ei palautettu.", "Återställdes inte.", "Not restored.")
_UNSOUND = Text(
    "Varmuuskopion tietokanta on vioittunut. Mitään ei palautettu.",
    "Säkerhetskopians databas är skadad. Inget återställdes.",
    "The database in the backup is damaged. Nothing was restored.",
)
_FAILED = Text(
    "Kansioon {folder} ei voi palauttaa: {why}.",
    "Det går inte att återställa till {folder}: {why}.",
    "Cannot restore into {folder}: {why}.",
)
