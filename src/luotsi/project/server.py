"""`luotsi serve`, `luotsi worker` and `luotsi prepare`: the processes of one half."""

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, NoReturn, TextIO

from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text
from luotsi.kit.tool import Command
from luotsi.project.environment import environment

PACKAGE = Path(__file__).resolve().parents[1]


def start_django() -> Any:
    """Start Django on the environment and give its settings."""
    environment()  # says in one go every variable that is wrong
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.project.settings")
    import django  # noqa: PLC0415 - slow
    from django.conf import settings  # noqa: PLC0415 - slow

    django.setup()
    return settings


def pending_migrations() -> list[str]:
    """The migrations that the database lacks, as ``app.name``."""
    from django.db import connection  # noqa: PLC0415 - slow
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - slow

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _require_migrated() -> None:
    if pending := pending_migrations():
        count, first = len(pending), pending[0]
        raise LuotsiError(
            Text(
                "Tietokannasta puuttuu {count} migraatiota ({first} …). Aja ensin: luotsi prepare",
                "Databasen saknar {count} migrationer ({first} …). Kör först: luotsi prepare",
                "The database lacks {count} migrations ({first} …). First run: luotsi prepare",
            ).format(count=count, first=first)
        )


def collect_static(settings: Any) -> bool:
    """Collect, hash and compress the static files when they are not those of this version; whether it was needed."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - slow
    from django.core.management import call_command  # noqa: PLC0415 - slow

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            stat = Path(storage.path(path)).stat()
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == seen.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(seen.hexdigest(), encoding="ascii")
    return True


# Prepare ------------------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _step(out: TextIO, name: str) -> Iterator[None]:
    started = time.monotonic()
    out.write(f"begin {name}\n")
    out.flush()
    yield
    out.write(f"end {name} {time.monotonic() - started:.1f}\n")
    out.flush()


def prepare(out: TextIO, *, starter: bool) -> None:
    """Bring a half's data folder up to date: folders, migrations, static files, starter content when asked."""
    from django.core.management import call_command  # noqa: PLC0415 - slow

    settings = start_django()
    settings.LUOTSI_DATA.mkdir(parents=True, exist_ok=True)
    with _step(out, "migrate"):
        _migrate_others_first()
        call_command("migrate", interactive=False, verbosity=0)
    if starter:
        with _step(out, "starter"):
            from luotsi.base.demo import create_demo_users  # noqa: PLC0415 - needs Django started
            from luotsi.project.starter import load  # noqa: PLC0415 - needs Django started

            create_demo_users(settings.LUOTSI_ROLE)
            load(settings.LUOTSI_ROLE)
            _write_logins(settings)
    with _step(out, "static"):
        collect_static(settings)


def _migrate_others_first() -> None:
    """In an empty database: the libraries' migrations before ours, which saves a quarter of the time.

    Every migration of theirs costs the more, the more models there are by then, and ours have many.
    """
    from django.apps import apps  # noqa: PLC0415 - needs Django started
    from django.db import connection  # noqa: PLC0415 - slow
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - slow

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        ours = {app.label for app in apps.get_app_configs() if app.name.startswith("luotsi.")}
        executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])


def _write_logins(settings: Any) -> None:
    """The demo's log-ins as a file, for its welcome page: that process starts no Django."""
    from luotsi.base.demo import DEMO_PASSWORD, demo_users  # noqa: PLC0415 - needs Django started

    logins = [
        {"email": user.email, "password": DEMO_PASSWORD, "about": user.about.as_json()}
        for user in demo_users(settings.LUOTSI_ROLE)
    ]
    text = json.dumps(logins, ensure_ascii=False, indent=1)
    (settings.LUOTSI_DATA / "logins.json").write_text(text, encoding="utf-8")


def _prepare(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    prepare(out, starter=arguments.starter)
    return 0


def _configure_prepare(parser: ArgumentParser) -> None:
    parser.add_argument("--starter", action="store_true", help="load the starter content (demo)")


# Serve --------------------------------------------------------------------------------------------------------------
def _configure_serve(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="8000")


def _serve(arguments: Namespace, _out: TextIO, _err: TextIO) -> int:
    settings = start_django()
    if len(settings.SECRET_KEY) < 50:  # noqa: PLR2004 - as the reference page of the settings says
        raise LuotsiError(
            Text(
                "LUOTSI_SECRET_KEY puuttuu tai on alle 50 merkkiä.",
                "LUOTSI_SECRET_KEY saknas eller är under 50 tecken.",
                "LUOTSI_SECRET_KEY is missing or shorter than 50 characters.",
            )
        )
    _require_migrated()
    collect_static(settings)
    _leave(asyncio.run(_run_server(arguments.host, arguments.port)))


def _leave(status: int) -> NoReturn:
    """End the process at once: its requests are answered and its threads of pages are joined by now.

    The server's own threads may still wait for the interpreter; when Python is taken down under them, they abort the
    process now and then (granian 2.8: "panic in a function that cannot unwind").
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


async def _run_server(host: str, port: int) -> int:
    from granian.constants import Interfaces  # noqa: PLC0415 - slow
    from granian.log import LogLevels  # noqa: PLC0415 - slow
    from granian.server.embed import Server  # noqa: PLC0415 - slow

    from luotsi.project.asgi import app  # noqa: PLC0415 - builds the whole application

    server = Server(app, address=host, port=port, interface=Interfaces.ASGI, log_level=LogLevels.error)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    await server.serve()
    return 0


# Worker -------------------------------------------------------------------------------------------------------------
def _worker(_arguments: Namespace, _out: TextIO, _err: TextIO) -> int:
    start_django()
    _require_migrated()
    from luotsi.base.worker import run_worker  # noqa: PLC0415 - needs Django started

    run_worker(Event())
    return 0


def _nothing(parser: ArgumentParser) -> None:
    """A command without arguments."""


Run = Callable[[Namespace, TextIO, TextIO], int]
COMMANDS = (
    Command(
        "serve",
        Text("Käynnistää puoliskon verkkopalvelimen", "Startar halvans webbserver", "Start the web server of one half"),
        _configure_serve,
        _serve,
    ),
    Command(
        "worker",
        Text("Ajaa taustatyöt", "Kör bakgrundsarbetena", "Run the background work of one half"),
        _nothing,
        _worker,
    ),
    Command(
        "prepare",
        Text(
            "Päivittää tietokannan ja staattiset tiedostot",
            "Uppdaterar databasen och de statiska filerna",
            "Bring the database and the static files up to date",
        ),
        _configure_prepare,
        _prepare,
    ),
)
