"""Files outside the database, under ``LUOTSI_DATA/files/<first two digits>/<sha256>``: one content, stored once."""

import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.base.media_type import recognised
from luotsi.base.models import FileReference, StoredFile
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

_PIECE = 1 << 20
_KEPT_UNHELD = timedelta(hours=24)


def store(stream: BinaryIO, *, name: str = "", media_type_hint: str = "", limit: int | None = None) -> StoredFile:
    """Read the stream to its end and keep it.

    The type is recognised from the content, not believed; ``media_type_hint`` (or the ending of ``name``) must agree
    with it. ``limit`` is in bytes (the setting when None). InputError: too large, empty, or a type not accepted.
    The name itself is not kept: it may hold personal data, and belongs to whoever holds the file.
    """
    most = settings.LUOTSI_UPLOAD_LIMIT if limit is None else limit
    incoming = _root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    descriptor, path = tempfile.mkstemp(dir=incoming)
    temporary = Path(path)
    try:
        with os.fdopen(descriptor, "wb") as out:
            sha256, size = _copied(stream, out, most)
            out.flush()
            os.fsync(out.fileno())
        media_type = recognised(temporary, name=name, hint=media_type_hint)
        _into_place(temporary, path_of(sha256))
    finally:
        temporary.unlink(missing_ok=True)
    return StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": media_type})[0]


def open_file(sha256: str) -> BinaryIO:
    """The content, for reading; FileNotFoundError when it is not here."""
    return path_of(sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):  # noqa: PLR2004 - digits of a SHA-256
        message = "not a SHA-256 in lower-case hexadecimal"
        raise ValueError(message)
    return _root() / sha256[:2] / sha256


def hold(stored: StoredFile, holder: str) -> None:
    """Say that ``holder`` (``document:17``) needs the file. Holding twice is holding once."""
    FileReference.objects.get_or_create(file=stored, holder=holder)


def release(stored: StoredFile, holder: str) -> None:
    """Say that the holder needs it no longer; :func:`sweep` removes what nobody holds."""
    FileReference.objects.filter(file=stored, holder=holder).delete()


def reference_count(stored: StoredFile) -> int:
    """How many hold the file."""
    return stored.references.count()


def sweep() -> int:
    """Remove files that nobody has held for a day; how many."""
    removed = 0
    before = timezone.now() - _KEPT_UNHELD
    for stored in StoredFile.objects.filter(references=None, created_at__lt=before).iterator():
        with transaction.atomic():
            locked = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
            if locked is None or locked.references.exists():
                continue
            locked.delete()
            path_of(stored.sha256).unlink(missing_ok=True)
        removed += 1
    return removed


def _root() -> Path:
    return Path(settings.LUOTSI_DATA) / "files"


def _copied(stream: BinaryIO, out: BinaryIO, most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        if size > most:
            raise too_large(most)
        digest.update(piece)
        out.write(piece)
    if not size:
        text = Text("Tiedosto on tyhjä.", "Filen är tom.", "The file is empty.")
        raise InputError(text, [Problem("", text)])
    return digest.hexdigest(), size


def too_large(most: int) -> InputError:
    """The error of a file over the limit, naming the limit."""
    text = Text(
        "Tiedosto on liian suuri. Enintään {mb} Mt.",
        "Filen är för stor. Högst {mb} MB.",
        "The file is too large. At most {mb} MB.",
    ).format(mb=max(1, most // 1_000_000))
    return InputError(text)


def _into_place(temporary: Path, final: Path) -> None:
    """Rename within one file system, then make the folder's entry durable too."""
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
