"""Lines of a large file, one at a time, with a limit: a line of any length takes no more memory than the limit."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from luotsi.kit.errors import InputError
from luotsi.kit.text import Text

PIECE: Final = 1 << 20
TELLING: Final = 1 << 16
"""Bytes of a broken line that are searched for whose it is."""

PATIENT = re.compile(rb'"reference"\s*:\s*"(?:[^"\\]*/)?(Patient/[A-Za-z0-9\-._]{1,64})"')
OWN_ID = re.compile(rb'"resourceType"\s*:\s*"Patient"[^{}\[\]]*?"id"\s*:\s*"([A-Za-z0-9\-._]{1,64})"')

TOO_LONG = Text(
    "Rivi on liian pitkä. Enintään {mb} Mt.",
    "Raden är för lång. Högst {mb} MB.",
    "The line is too long. At most {mb} MB.",
)
NOT_UTF8 = Text(
    "Rivi ei ole UTF-8-merkistöä (tavu {n}). Tallenna tiedosto UTF-8-muodossa.",
    "Raden är inte UTF-8 (byte {n}). Spara filen som UTF-8.",
    "The line is not UTF-8 (byte {n}). Save the file as UTF-8.",
)
NOT_JSON = Text(
    "Rivi ei ole JSON-muotoa: virhe sarakkeessa {n}. Rivin on oltava yksi kokonainen FHIR-resurssi.",
    "Raden är inte JSON: fel i kolumn {n}. Raden ska vara en hel FHIR-resurs.",
    "The line is not JSON: error in column {n}. A line must be one whole FHIR resource.",
)
NOT_RESOURCE = Text(
    "Rivi ei ole FHIR-resurssi: kenttä resourceType puuttuu.",
    "Raden är inte en FHIR-resurs: fältet resourceType saknas.",
    "The line is not a FHIR resource: resourceType is missing.",
)
TOO_DEEP = Text(
    "Rivillä on liikaa sisäkkäisiä tasoja.", "Raden har för många nivåer.", "The line is nested too deeply."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, its place in bytes, and its bytes; cut when ``whole`` is false."""

    number: int
    offset: int
    length: int
    data: bytes
    whole: bool = True


def lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """The lines of the stream. A byte order mark at the start is skipped; ends of CR LF too."""
    number, offset = 0, 0
    while data := stream.readline(limit + 1):
        number += 1
        length, whole = len(data), True
        if length > limit and not data.endswith(b"\n"):
            whole, data = False, data[:TELLING]
            while rest := stream.readline(PIECE):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
        if number == 1 and data.startswith(b"\xef\xbb\xbf"):
            yield from _shown(Line(number, offset + 3, length - 3, data[3:], whole))
        else:
            yield from _shown(Line(number, offset, length, data, whole))
        offset += length


def _shown(line: Line) -> Iterator[Line]:
    if line.data.strip():
        yield line


def resource(line: Line, limit: int) -> dict[str, Any]:
    """The JSON object of a line; InputError says in one sentence what is wrong with it."""
    if not line.whole:
        raise InputError(TOO_LONG.format(mb=max(1, limit // 1_000_000)))
    try:
        value = json.loads(line.data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(NOT_UTF8.format(n=error.start + 1)) from error
    except json.JSONDecodeError as error:
        raise InputError(NOT_JSON.format(n=error.colno)) from error
    except (RecursionError, ValueError) as error:
        raise InputError(TOO_DEEP) from error
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise InputError(NOT_RESOURCE)
    return value


def guessed_owner(line: Line) -> str:
    """Whose a broken line is, when that can still be read from it ("Patient/p1"); empty when it cannot."""
    head = line.data[:TELLING]
    if own := OWN_ID.search(head):
        return f"Patient/{own[1].decode()}"
    found = PATIENT.search(head)
    return found[1].decode() if found else ""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
