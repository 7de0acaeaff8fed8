"""The backup file: a ZIP of parts with a manifest of their SHA-256. Whole or not there; every byte checked on reading."""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Self

from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text

SCHEMA = "luotsi-backup/1"
MANIFEST = "manifest.json"
PIECE = 1 << 20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)
"""What a changed bit can raise; it may also say that a part is encrypted (RuntimeError) or packed in another way (its kind
NotImplementedError).
"""
_PART = re.compile(
    r"database\.sqlite3|database/[a-z0-9_]{1,63}\.copy|files/(?P<head>[0-9a-f]{2})/(?P=head)[0-9a-f]{62}"
    r"|media/[^\x00\\]{1,400}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name in the file, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the file holds: which half, of which version, on which schema, and where its audit chain ended."""

    role: str
    version: str
    vendor: str
    audit_sequence: int
    audit_hash: str
    migrations: list[list[str]]
    made_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    parts: list[Part] = field(default_factory=list)
    columns: Mapping[str, list[str]] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """JSON."""
        return json.dumps({"schema": SCHEMA} | asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The inverse; ValueError, KeyError or TypeError when it is none of ours."""
        value = json.loads(data)
        if value.pop("schema") != SCHEMA:
            raise ValueError(SCHEMA)
        parts = [Part(str(item["name"]), int(item["size"]), str(item["sha256"])) for item in value.pop("parts")]
        return cls(parts=parts, **value)


class Writer:
    """Adds parts, and the manifest last."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        self.parts: list[Part] = []

    @contextmanager
    def part(self, name: str) -> Iterator["Hashing"]:
        """A part to write to, piece by piece."""
        with self._zip.open(name, "w", force_zip64=True) as out:
            hashing = Hashing(out)
            yield hashing
        self.parts.append(Part(name, hashing.size, hashing.digest.hexdigest()))

    def copy(self, name: str, source: BinaryIO) -> Part:
        """A part from a stream."""
        with self.part(name) as out:
            while piece := source.read(PIECE):
                out.write(piece)
        return self.parts[-1]

    def close(self, manifest: Manifest) -> None:
        """Write the manifest."""
        self._zip.writestr(MANIFEST, manifest.as_bytes())


class Hashing:
    """A stream that remembers the size and SHA-256 of what went through."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.size, self.digest = 0, hashlib.sha256()

    def write(self, piece: bytes | memoryview) -> None:
        """Write on."""
        self._out.write(piece)
        self.size += len(piece)
        self.digest.update(piece)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A new backup file at ``target``: it appears whole and safely on disk, or not at all. Never overwrites."""
    if target.exists():
        there = Text("Tiedosto on jo olemassa.", "Filen finns redan.", "The file exists already.")
        raise InputError(_NOT_MADE, [Problem(str(target), there)])
    unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        with unfinished.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
                yield Writer(zipped)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, target)  # unlike a rename, never over a file that came in between
    except OSError as error:
        raise LuotsiError(_FAILED.format(file=str(target), why=error.strerror or str(error))) from error
    finally:
        unfinished.unlink(missing_ok=True)


class Reader:
    """A backup file opened and its manifest read; parts are checked as they are read."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest = Manifest.read(self._zip.read(MANIFEST))
        except OSError as error:
            raise InputError(_NOT_READ, [Problem(str(file), Text.same(error.strerror or str(error)))]) from error
        except (*_DAMAGED, TypeError, AttributeError) as error:
            raise _broken(str(file)) from error
        names = [part.name for part in self.manifest.parts]
        if sorted([*names, MANIFEST]) != sorted(self._zip.namelist()) or not all(map(_safe, names)):
            raise _broken(str(file))

    def extract(self, part: Part, target: Path) -> None:
        """Write one part to a file, on disk for good; InputError when a byte differs from the manifest."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            hashing = Hashing(out)
            for piece in self.pieces(part):
                hashing.write(piece)
            out.flush()
            os.fsync(out.fileno())

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The content of one part. InputError at the end when it differs from the manifest."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(part.name) as source:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    if size > part.size:
                        raise _broken(part.name)
                    yield piece
        except _DAMAGED as error:
            raise _broken(part.name) from error
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise _broken(part.name)

    def close(self) -> None:
        """Done."""
        self._zip.close()


def _safe(name: str) -> bool:
    """Whether a part's name stays inside the folder it is written to."""
    return bool(_PART.fullmatch(name)) and not {"", ".", ".."} & set(name.split("/"))


def _broken(where: str) -> InputError:
    text = Text(
        "Sisältö ei ole se, joka varmuuskopioitiin: tiedosto on vioittunut tai katkennut. Mitään ei palautettu.",
        "Innehållet är inte det som säkerhetskopierades: filen är skadad eller avbruten. Inget återställdes.",
        "This is not what was backed up: the file is damaged or cut short. Nothing was restored.",
    )
    return InputError(_NOT_READ, [Problem(where, text)])


_NOT_READ = Text("Varmuuskopiota ei voi käyttää.", "Säkerhetskopian kan inte användas.", "The backup cannot be used.")
_NOT_MADE = Text("Varmuuskopiota ei tehty.", "Säkerhetskopian gjordes inte.", "The backup was not made.")
_FAILED = Text(
    "Varmuuskopiota {file} ei voitu kirjoittaa: {why}.",
    "Säkerhetskopian {file} kunde inte skrivas: {why}.",
    "The backup {file} could not be written: {why}.",
)
