"""What a file is, by its content. Only the types of the house are let in."""

import json
import zipfile
from pathlib import Path, PurePath

from luotsi.kit.errors import InputError
from luotsi.kit.text import Text

JSON = "application/json"
NDJSON = "application/x-ndjson"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"
WAV = "audio/wav"
DICOM = "application/dicom"
ZIP = "application/zip"

_ENDINGS = {
    ".json": JSON,
    ".ndjson": NDJSON,
    ".pdf": PDF,
    ".docx": DOCX,
    ".txt": PLAIN,
    ".md": PLAIN,
    ".csv": PLAIN,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".wav": WAV,
    ".dcm": DICOM,
    ".zip": ZIP,
}
_ALIASES = {
    "application/fhir+json": JSON,
    "application/fhir+ndjson": NDJSON,
    "application/ndjson": NDJSON,
    "application/jsonl": NDJSON,
    "audio/x-wav": WAV,
    "audio/wave": WAV,
    "audio/vnd.wave": WAV,
    "image/jpg": JPEG,
    "application/x-zip-compressed": ZIP,
    "text/csv": PLAIN,
    "text/markdown": PLAIN,
    "application/octet-stream": "",  # what a browser says when it does not know
}
_NAMES = "JSON, NDJSON, PDF, DOCX, TXT, PNG, JPEG, WAV, DICOM, ZIP"
_HEAD = 4096
_DICOM_AT = 128


def recognised(path: Path, *, name: str = "", hint: str = "") -> str:
    """The media type of the file. InputError when it is none of ours, or not what its name or sender says.

    Signatures: PDF ``%PDF-`` (ISO 32000), PNG (ISO 15948), JPEG ``FF D8 FF``, WAV ``RIFF....WAVE``, DICOM ``DICM`` at
    128 (PS3.10), ZIP ``PK 03 04``; a DOCX is a ZIP that holds ``word/document.xml``.
    """
    found = _sniffed(path)
    if found is None:
        raise _refused()
    ending = PurePath(name).suffix.lower()
    said = _ALIASES.get(hint, hint) or _ENDINGS.get(ending, "")
    if not said and not ending:
        return found
    # JSON and NDJSON are texts, and a text may be sent as either
    if said == found or (said == PLAIN and found in {JSON, NDJSON}) or (said == NDJSON and found == JSON):
        return said
    raise _mismatch(found)


def _sniffed(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    signatures: tuple[tuple[bool, str], ...] = (
        (head.startswith(b"%PDF-"), PDF),
        (head.startswith(b"\x89PNG\r\n\x1a\n"), PNG),
        (head.startswith(b"\xff\xd8\xff"), JPEG),
        (head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE", WAV),
        (head[_DICOM_AT : _DICOM_AT + 4] == b"DICM", DICOM),
    )
    for holds, media_type in signatures:
        if holds:
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(path)
    return _text_type(path)


def _zip_type(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return DOCX if "word/document.xml" in archive.namelist() else ZIP
    except zipfile.BadZipFile:
        return None


def _text_type(path: Path) -> str | None:
    """Text is UTF-8 (a leading mark allowed) without control characters; JSON and NDJSON must parse."""
    if not _is_text(path):
        return None
    with path.open("rb") as file:
        first = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first not in {b"{", b"["}:
        return PLAIN
    for media_type, check in ((NDJSON, _each_line), (JSON, _whole)):
        try:
            check(path)
        except (ValueError, RecursionError):
            continue
        return media_type
    return PLAIN


def _is_text(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while piece := file.read(1 << 20):
                if any(ord(character) < 32 and character not in "\t\n\r\f" for character in set(piece)):  # noqa: PLR2004 - C0 controls
                    return False
    except UnicodeDecodeError:
        return False
    return True


def _each_line(path: Path) -> None:
    lines = 0
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if line.strip():
                json.loads(line)
                lines += 1
    if lines < 2:  # noqa: PLR2004 - a single line is plain JSON
        message = "one line is not NDJSON"
        raise ValueError(message)


def _whole(path: Path) -> None:
    json.loads(path.read_text(encoding="utf-8-sig"))


def _refused() -> InputError:
    return InputError(
        Text(
            "Tiedostoa ei tunnistettu. Käy: {types}; tekstin merkistö on UTF-8.",
            "Filen kändes inte igen. Godkända: {types}; text ska vara UTF-8.",
            "The file was not recognised. Accepted: {types}; text must be UTF-8.",
        ).format(types=_NAMES)
    )


def _mismatch(found: str) -> InputError:
    return InputError(
        Text(
            "Tiedoston sisältö ({found}) ei vastaa sen päätettä tai ilmoitettua tyyppiä. Tarkista tiedosto.",
            "Filens innehåll ({found}) motsvarar inte dess ändelse eller uppgivna typ. Kontrollera filen.",
            "The content of the file ({found}) is not what its ending or stated type says. Check the file.",
        ).format(found=found)
    )
