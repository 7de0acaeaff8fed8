"""Halves prepared once for a whole run of the suite: ``python -m tests.templates FOLDER ROLE``.

``FOLDER/ROLE-bare`` has a migrated database, ``FOLDER/ROLE-starter`` the starter content too. What a test wants new it
copies from there; without such a folder (a single test by hand) it makes its own.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.halves import LiveHalf


def folder(role, *, starter):
    """The prepared half, or None when this run has none."""
    kept = os.environ.get("LUOTSI_TEST_TEMPLATES")
    found = Path(kept) / f"{role}-{'starter' if starter else 'bare'}" if kept else None
    return found if found and found.is_dir() else None


def database(role):
    """A migrated database to copy from, open for reading; None when this run has none."""
    found = folder(role, starter=False)
    return sqlite3.connect(f"file:{found / f'{role}.sqlite3'}?immutable=1", uri=True) if found else None


def make(where, role):
    """Make both; each appears in one step."""
    for starter in (False, True):
        scratch, place = where / f"{role}-scratch", where / f"{role}-{'starter' if starter else 'bare'}"
        if starter:
            shutil.copytree(where / f"{role}-bare", scratch)
        LiveHalf(role, scratch, starter=starter).prepare_anew()
        with closing(sqlite3.connect(scratch / f"{role}.sqlite3")) as live:
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        scratch.rename(place)


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2])
