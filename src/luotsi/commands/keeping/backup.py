"""Making a backup: the database as of one moment, then every file that it knows."""

import tempfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from luotsi.base.files import path_of
from luotsi.base.models import StoredFile
from luotsi.commands.keeping import database
from luotsi.commands.keeping.archive import Manifest, Writer, writing
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text


def backup(target: Path) -> Manifest:
    """Back this half up into a new file; what it now holds. The half may be in full use meanwhile."""
    if target.parent.is_dir() is False:
        raise LuotsiError(_NO_FOLDER.format(folder=str(target.parent)))
    with writing(target) as writer:
        manifest = _sqlite(writer, target) if connection.vendor == "sqlite" else _postgres(writer)
        _media(writer)
        writer.close(manifest)
    return manifest


def _sqlite(writer: Writer, target: Path) -> Manifest:
    with tempfile.TemporaryDirectory(prefix=".luotsi-backup-", dir=target.parent) as folder:
        snapshot = Path(folder) / "database.sqlite3"
        database.sqlite_snapshot(Path(connection.settings_dict["NAME"]), snapshot)
        with snapshot.open("rb") as source:
            writer.copy("database.sqlite3", source)
        with database.opened(snapshot) as alias:
            _files(writer, alias)
            return _manifest(writer, alias)


def _postgres(writer: Writer) -> Manifest:
    columns = {}
    with database.postgres_snapshot(), connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table == database.MIGRATIONS:
                continue
            described = connection.introspection.get_table_description(cursor, table)
            generated = _generated(cursor, table)
            columns[table] = [column.name for column in described if column.name not in generated]
            names = ", ".join(map(connection.ops.quote_name, columns[table]))
            copying = f"COPY {connection.ops.quote_name(table)} ({names}) TO STDOUT"
            with writer.part(f"database/{table}.copy") as out, cursor.copy(copying) as rows:
                for piece in rows:
                    out.write(piece)
        _files(writer, DEFAULT_DB_ALIAS)
        return _manifest(writer, DEFAULT_DB_ALIAS, columns)


def _generated(cursor: object, table: str) -> set[str]:
    """Columns that the database computes itself."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'ALWAYS'",
        [table],
    )
    return {name for (name,) in cursor.fetchall()}  # type: ignore[attr-defined]


def _manifest(writer: Writer, alias: str, columns: dict[str, list[str]] | None = None) -> Manifest:
    sequence, digest = database.audit_head(alias)
    return Manifest(
        role=settings.LUOTSI_ROLE,
        version=version("luotsi"),
        vendor=connection.vendor,
        audit_sequence=sequence,
        audit_hash=digest,
        migrations=database.migrations_of(alias),
        parts=writer.parts,
        columns=columns or {},
    )


def _files(writer: Writer, alias: str) -> None:
    """The files that the snapshot knows. One that nobody holds may have been swept since; any other must be there."""
    for stored in StoredFile.objects.using(alias).order_by("sha256").iterator():
        try:
            source = path_of(stored.sha256).open("rb")
        except FileNotFoundError as error:
            if not stored.references.using(alias).exists():
                continue
            raise LuotsiError(_LOST.format(hash=stored.sha256)) from error
        with source:
            part = writer.copy(f"files/{stored.sha256[:2]}/{stored.sha256}", source)
        if part.sha256 != stored.sha256:
            raise LuotsiError(_LOST.format(hash=stored.sha256))


def _media(writer: Writer) -> None:
    """Pictures and documents of the website (hub). They are written before the rows that name them."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as source:
                writer.copy(f"media/{path.relative_to(root).as_posix()}", source)


_NO_FOLDER = Text("Kansiota {folder} ei ole.", "Mappen {folder} finns inte.", "There is no folder {folder}.")
_LOST = Text(
    "Varmuuskopiota ei tehty: tallennettu tiedosto {hash} puuttuu levyltä tai on vioittunut. Palauta se ensin.",
    "Säkerhetskopian gjordes inte: den lagrade filen {hash} saknas på disken eller är skadad. Återställ den först.",
    "No backup was made: the stored file {hash} is missing from the disk or damaged. Restore it first.",
)
