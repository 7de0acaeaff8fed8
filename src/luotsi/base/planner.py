"""What the database's planner knows of the tables. PostgreSQL keeps it by itself; SQLite has to be told."""

from django.db import connection

_ROWS = 1000  # of each index that are looked at: enough for the choice between plans, and milliseconds


def refresh() -> None:
    """Let SQLite count its tables anew, so that a county with many clients gets plans that fit it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {_ROWS}")
            cursor.execute("ANALYZE")
