"""Keep the database of this version, so that later versions are tested to upgrade it: python -m tests.cli.schemas.make

Writes ``<half>-<version>.sqlite3.gz`` beside this file: the demo's own content, prepared from nothing. Run it when a
version is released, and never change a file afterwards.
"""

import gzip
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.halves import LiveHalf

HERE = Path(__file__).parent


def make(role):
    with tempfile.TemporaryDirectory() as folder:
        half = LiveHalf(role, Path(folder))
        half.prepare()
        small = Path(folder) / "small.sqlite3"
        with sqlite3.connect(Path(folder) / f"{role}.sqlite3") as database:
            database.execute("VACUUM INTO ?", (str(small),))
        target = HERE / f"{role}-{version('luotsi')}.sqlite3.gz"
        target.write_bytes(gzip.compress(small.read_bytes(), 9, mtime=0))
    return target


if __name__ == "__main__":
    for half_name in sys.argv[1:] or ("workbench", "hub"):
        sys.stdout.write(f"{make(half_name)}\n")
