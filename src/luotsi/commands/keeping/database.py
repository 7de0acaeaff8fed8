"""The database side: a snapshot of one moment, and where a schema stands."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from luotsi.base.models import AuditRow
from luotsi.kit.audit import GENESIS, Break
from luotsi.kit.audit import verify as verify_chain
from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text

MIGRATIONS = "django_migrations"


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """The SQLite file as a database of Django's for a while; gives its alias."""
    alias = f"kept-{path.name}"
    connections.databases[alias] = connections.databases[DEFAULT_DB_ALIAS] | {"NAME": path, "OPTIONS": {}}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def sqlite_snapshot(source: Path, target: Path) -> None:
    """Copy a running SQLite database as it stood at one moment; writers go on meanwhile (WAL)."""
    try:
        with sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60) as running:
            running.execute("VACUUM INTO ?", (str(target),))
        running.close()
    except sqlite3.Error as error:
        said = Text(
            "Tietokannasta ei saatu kopiota: {why}.",
            "Databasen kunde inte kopieras: {why}.",
            "The database could not be copied: {why}.",
        )
        raise LuotsiError(said.format(why=str(error))) from error


def sqlite_is_whole(path: Path) -> bool:
    """Whether the file is a sound SQLite database."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as checked:
            sound = checked.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            sound = sound and checked.execute("PRAGMA foreign_key_check").fetchone() is None
        checked.close()
    except sqlite3.Error:
        return False
    return sound


@contextmanager
def postgres_snapshot() -> Iterator[None]:
    """One REPEATABLE READ transaction on the default database: everything read in it is of one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def migrations_of(alias: str) -> list[list[str]]:
    """The migrations that the database has, as [app, name]."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[alias]).applied_migrations())


def refuse_newer(migrations: list[list[str]]) -> None:
    """InputError when the backup's schema is one that this version does not know."""
    loader = MigrationLoader(None)  # reads no database: there is none yet
    replaced = {tuple(key) for migration in loader.disk_migrations.values() for key in migration.replaces}
    known = set(loader.disk_migrations) | replaced
    strange = [f"{app}.{name}" for app, name in migrations if (app, name) not in known]
    if strange:
        newer = Text(
            "Varmuuskopio on tehty uudemmalla versiolla, tai siitä puuttuu asennettu osa. Asenna sama tai uudempi Luotsi.",
            "Säkerhetskopian är gjord med en nyare version, eller en installerad del saknas. Installera samma eller nyare Luotsi.",
            "The backup was made with a newer version, or an installed part is missing. Install the same Luotsi or a newer.",
        )
        raise InputError(newer, [Problem("migrations", Text.same(", ".join(strange[:5])))])


def migrate_to(migrations: list[list[str]]) -> None:
    """Bring an empty default database to the schema that the backup was taken on."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = {(app, name) for app, name in migrations if (app, name) in graph.nodes}
    last = [
        node
        for node in sorted(wanted)
        if not any(child.key[0] == node[0] and child.key in wanted for child in graph.node_map[node].children)
    ]
    executor.migrate(last)


def audit_head(alias: str) -> tuple[int, str]:
    """The end of the audit chain of the database; (0, zeros) when it is empty."""
    last = AuditRow.objects.using(alias).order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, GENESIS)


def audit_break(alias: str) -> Break | None:
    """The first break of the audit chain of the database."""
    rows = AuditRow.objects.using(alias).order_by("sequence").iterator(chunk_size=2000)
    return verify_chain((row.event, row.hash) for row in rows)
