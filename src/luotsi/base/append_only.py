"""Database triggers that refuse UPDATE, DELETE and TRUNCATE on logs (SQLite and PostgreSQL).

A log may let one kind of change through: the guard of the votes lets their content be emptied when somebody withdraws.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """The table of a log, its name in the refusal, and the one change of a row that is let through (SQL on OLD and NEW)."""

    table: str
    name: str
    change: str = ""


AUDIT_LOG = Guard("base_auditrow", "the audit log")
_guards = {AUDIT_LOG.table: AUDIT_LOG}


def register(guard: Guard) -> None:
    """Have a log guarded after every upgrade, and let go while a test database is emptied."""
    _guards[guard.table] = guard


def registered(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards whose tables are in the database."""
    tables = set(connection.introspection.table_names())
    return [guard for guard in _guards.values() if guard.table in tables]


def install(connection: BaseDatabaseWrapper, guard: Guard = AUDIT_LOG) -> None:
    """Set the triggers anew in one step; harmless when they are there."""
    with transaction.atomic(connection.alias):
        remove(connection, guard)
        _run(connection, _INSTALL[connection.vendor](guard))


def remove(connection: BaseDatabaseWrapper, guard: Guard = AUDIT_LOG) -> None:
    """Take the triggers away: for the backward migration, and for emptying a test database."""
    _run(connection, _REMOVE[connection.vendor](guard))


def _sqlite(guard: Guard) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{guard.name} is append-only'); END"
    when = f" WHEN NOT ({guard.change})" if guard.change else ""
    yield f"CREATE TRIGGER {guard.table}_no_update BEFORE UPDATE ON {guard.table}{when} {refuse}"
    yield f"CREATE TRIGGER {guard.table}_no_delete BEFORE DELETE ON {guard.table} {refuse}"


def _postgresql(guard: Guard) -> Iterator[str]:
    table, when = guard.table, f" WHEN (NOT ({guard.change}))" if guard.change else ""
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{guard.name} is append-only'; END $$"
    )
    for event, each in (("UPDATE", f"ROW{when}"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
            f" FOR EACH {each} EXECUTE FUNCTION {table}_refuse()"
        )


_EVENTS = ("update", "delete", "truncate", "change")  # "change" was one for two of them
_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVE = {
    "sqlite": lambda guard: (f"DROP TRIGGER IF EXISTS {guard.table}_no_{event}" for event in _EVENTS),
    "postgresql": lambda guard: (
        f"DROP TRIGGER IF EXISTS {guard.table}_no_{event} ON {guard.table}" for event in _EVENTS
    ),
}


def _run(connection: BaseDatabaseWrapper, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
