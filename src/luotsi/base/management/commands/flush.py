"""Django's ``flush``, which would empty the audit log too: refused, save for the databases of tests."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import connections

from luotsi.base import append_only


class Command(Flush):
    """Empty a test database."""

    def handle(self, **options: Any) -> None:
        """Lift the triggers, empty, and set them again."""
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if not ("test_" in name or "mode=memory" in name):
            raise CommandError("The audit log is append-only: this database is never emptied.")
        lifted = append_only.registered(connection)
        for guard in lifted:
            append_only.remove(connection, guard)
        try:
            super().handle(**options)
        finally:
            for guard in lifted:
                append_only.install(connection, guard)
