"""The index of a bulk import: which lines of which file belong to which client. A scratch database on the disk.

The files are read once from beginning to end, whatever order their lines stand in, and memory stays small. Clients are
numbered in the order in which they are first met, so that the same files always give the same numbers: the import
remembers the last number that it dealt with and goes on from there.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

from luotsi.engines.clinical.client import SUBJECT_FIELDS
from luotsi.kit.errors import InputError
from luotsi.kit.text import Text
from luotsi.workbench.intake import ndjson

READY: Final = 1
AT_ONCE: Final = 5000
REPORT_EVERY: Final = 2000
MOST_STRAYS: Final = 10_000
"""Lines of nobody that are listed with their reason; the rest are counted."""

TABLES = """
CREATE TABLE client (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE line (client INTEGER NOT NULL, file INTEGER, number INTEGER, offset INTEGER, length INTEGER);
CREATE TABLE broken (client INTEGER, file INTEGER, number INTEGER, reason TEXT);
CREATE TABLE shared (reference TEXT PRIMARY KEY, file INTEGER, number INTEGER, offset INTEGER, length INTEGER) WITHOUT ROWID;
CREATE TABLE identifier (hash TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
CREATE TABLE counted (strays INTEGER NOT NULL);
"""
FINISH = """
UPDATE line SET client = (SELECT owner.id FROM client AS asked JOIN identifier ON asked.key = 'identifier:' || hash
 JOIN client AS owner ON owner.key = identifier.key WHERE asked.id = line.client)
 WHERE client IN (SELECT asked.id FROM client AS asked JOIN identifier ON asked.key = 'identifier:' || hash);
DELETE FROM client WHERE key LIKE 'identifier:%' AND id NOT IN (SELECT client FROM line);
CREATE INDEX line_of_client ON line (client, file, number);
CREATE INDEX broken_of_client ON broken (client);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A line: position of its file, number from 1, and where its bytes are."""

    file: int
    number: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Group:
    """What the files hold of one client: ``key`` is "Patient/p1", or "bundle:0:17" for a Bundle on a line."""

    id: int
    key: str
    lines: tuple[Place, ...]
    broken: tuple[tuple[int, int, Text], ...]

    @property
    def is_bundle(self) -> bool:
        """Whether the client came as a Bundle on one line."""
        return self.key.startswith("bundle:")


class Scratch:
    """The index, made by :meth:`build` and then read in the order of the clients' numbers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;")

    @property
    def ready(self) -> bool:
        """Whether the whole of every file is in it."""
        return bool(self.db.execute("PRAGMA user_version").fetchone()[0] == READY)

    def build(self, paths: Sequence[Path], limit: int, progress: Callable[[int], None]) -> None:
        """Read the files. ``progress`` gets the bytes read so far."""
        self.db.executescript("".join(f"DROP TABLE IF EXISTS {name};" for name in _NAMES) + TABLES)
        self.db.execute("BEGIN")
        reading = _Reading(self.db, limit)
        before = 0
        for position, path in enumerate(paths):
            with path.open("rb") as stream:
                for line in ndjson.lines(stream, limit):
                    reading.take(position, line)
                    if line.number % REPORT_EVERY == 0:
                        progress(before + line.offset)
            before += path.stat().st_size
        reading.flush()
        self.db.execute("INSERT INTO counted VALUES (?)", (reading.strays,))
        self.db.execute("COMMIT")
        self.db.executescript(f"{FINISH} PRAGMA user_version={READY};")

    def count(self) -> int:
        """How many clients there are."""
        return int(self.db.execute("SELECT count(*) FROM client").fetchone()[0])

    def groups(self, after: int) -> Iterator[Group]:
        """The clients whose number is over ``after``, in order."""
        for number, key in self.db.execute("SELECT id, key FROM client WHERE id > ? ORDER BY id", (after,)):
            lines = self.db.execute(
                "SELECT file, number, offset, length FROM line WHERE client = ? ORDER BY file, number", (number,)
            )
            broken = self.db.execute(
                "SELECT file, number, reason FROM broken WHERE client = ? ORDER BY file, number", (number,)
            )
            yield Group(number, key, tuple(Place(*row) for row in lines), tuple(_broken(broken)))

    def shared(self, reference: str) -> Place | None:
        """The line of a resource that is nobody's own (a Medication, an Organization)."""
        row = self.db.execute(
            "SELECT file, number, offset, length FROM shared WHERE reference = ?", (reference,)
        ).fetchone()
        return Place(*row) if row else None

    @property
    def has_shared(self) -> bool:
        """Whether any such resource was met."""
        return bool(self.db.execute("SELECT EXISTS (SELECT 1 FROM shared)").fetchone()[0])

    def strays(self) -> tuple[list[tuple[int, int, Text]], int]:
        """Lines that belong to nobody known, with the reason, and how many there are in all."""
        rows = self.db.execute("SELECT file, number, reason FROM broken WHERE client IS NULL ORDER BY file, number")
        return list(_broken(rows)), int(self.db.execute("SELECT strays FROM counted").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


_NAMES = ("client", "line", "broken", "shared", "identifier", "counted")


def _broken(rows: Iterator[Any]) -> Iterator[tuple[int, int, Text]]:
    return ((file, number, Text.from_json(json.loads(reason))) for file, number, reason in rows)


@dataclass(slots=True)
class _Reading:
    """One reading of the files; what was found goes to the tables in lots."""

    db: sqlite3.Connection
    limit: int
    clients: dict[str, int] = field(default_factory=dict)
    found: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    strays: int = 0

    def take(self, file: int, line: ndjson.Line) -> None:
        try:
            body = ndjson.resource(line, self.limit)
        except InputError as error:
            self._break(file, line, error.text)
            return
        key = self._owner(body, file, line)
        if key:
            self.found.append((self._client(key), file, line.number, line.offset, line.length))
            if len(self.found) >= AT_ONCE:
                self.flush()

    def flush(self) -> None:
        self.db.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?)", self.found)
        self.found.clear()

    def _client(self, key: str) -> int:
        number = self.clients.get(key)
        if number is None:
            number = self.clients[key] = len(self.clients) + 1
            self.db.execute("INSERT INTO client VALUES (?, ?)", (number, key))
        return number

    def _break(self, file: int, line: ndjson.Line, reason: Text) -> None:
        owner = ndjson.guessed_owner(line)
        if not owner:
            self.strays += 1
            if self.strays > MOST_STRAYS:
                return
        client = self._client(owner) if owner else None
        self.db.execute(
            "INSERT INTO broken VALUES (?, ?, ?, ?)", (client, file, line.number, json.dumps(reason.as_json()))
        )

    def _owner(self, body: Mapping[str, Any], file: int, line: ndjson.Line) -> str:
        """Whose the resource is; empty when it is nobody's own and was put among the shared ones."""
        kind, identity = body["resourceType"], body.get("id")
        if kind == "Bundle":
            return f"bundle:{file}:{line.number}"
        if kind == "Patient":
            key = f"Patient/{identity}"
            rows = [(hashed, key) for hashed in _identifiers(body.get("identifier"))]
            self.db.executemany("INSERT OR IGNORE INTO identifier VALUES (?, ?)", rows)
            return key
        subject = next((body[name] for name in SUBJECT_FIELDS if isinstance(body.get(name), Mapping)), None)
        if subject is None:
            place = (f"{kind}/{identity}", file, line.number, line.offset, line.length)
            self.db.execute("INSERT OR IGNORE INTO shared VALUES (?, ?, ?, ?, ?)", place)
            return ""
        reference = subject.get("reference")
        if isinstance(reference, str) and reference:
            return "/".join(reference.partition("/_history/")[0].split("/")[-2:])
        hashed = next(iter(_identifiers([subject.get("identifier")])), "")
        return f"identifier:{hashed}" if hashed else f"unknown:{file}:{line.number}"


def _identifiers(value: object) -> list[str]:
    """Digests: an identity code does not stand even in the scratch file."""
    return [
        sha256(f"{item.get('system', '')}|{item['value']}".encode()).hexdigest()
        for item in (value if isinstance(value, list) else ())
        if isinstance(item, Mapping) and isinstance(item.get("value"), str)
    ]
