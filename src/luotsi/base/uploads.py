"""Uploads that may break off and go on where they stopped; when all has arrived the file goes to the store."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from luotsi.base import files, ratelimit
from luotsi.base.models import Upload, User
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.text import Text

STARTS_PER_MINUTE = 30
CHUNK_LIMIT = 16_000_000
_PIECE = 1 << 20
_KEPT = timedelta(days=2)


def begin(owner: User, *, name: str, size: int, media_type_hint: str = "") -> Upload:
    """A place for a file of ``size`` bytes. InputError when it is over the limit."""
    ratelimit.limit(f"upload:{owner.pk}", STARTS_PER_MINUTE)
    if size > settings.LUOTSI_UPLOAD_LIMIT:
        raise files.too_large(settings.LUOTSI_UPLOAD_LIMIT)
    if size < 1:
        raise InputError(Text("Tiedosto on tyhjä.", "Filen är tom.", "The file is empty."))
    return Upload.objects.create(owner=owner, name=Path(name).name[:255], size=size, media_type_hint=media_type_hint)


def append(upload: Upload, offset: int, body: BinaryIO) -> Upload:
    """Write a piece at ``offset``, which must be where the upload stands (ConflictError otherwise).

    The piece counts only when it has wholly arrived and lies on the disk. The last one stores the file:
    InputError when its type is not accepted, and then the upload is gone.
    """
    with tempfile.TemporaryFile(dir=_folder()) as piece:
        length = _spooled(body, piece)
        with transaction.atomic():
            current = Upload.objects.select_for_update().get(pk=upload.pk)
            _check(current, offset, length)
            _written(path_of(current), offset, piece)
            current.offset = offset + length
            current.touched_at = timezone.now()
            current.save(update_fields=["offset", "touched_at"])
    if current.offset == current.size:
        _stored(current)
    return current


def drop(upload: Upload) -> None:
    """Forget an upload and what has arrived of it."""
    path_of(upload).unlink(missing_ok=True)
    upload.delete()


def sweep() -> int:
    """Forget uploads that nobody has touched for two days; how many."""
    old = list(Upload.objects.filter(touched_at__lt=timezone.now() - _KEPT))
    for upload in old:
        drop(upload)
    return len(old)


def path_of(upload: Upload) -> Path:
    """Where the pieces gather."""
    return _folder() / f"{upload.pk}.part"


def _folder() -> Path:
    folder = Path(settings.LUOTSI_DATA) / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _spooled(body: BinaryIO, piece: BinaryIO) -> int:
    length = 0
    while read := body.read(_PIECE):
        length += len(read)
        if length > CHUNK_LIMIT:
            raise files.too_large(CHUNK_LIMIT)
        piece.write(read)
    piece.seek(0)
    return length


def _check(upload: Upload, offset: int, length: int) -> None:
    if upload.stored_id is not None or offset != upload.offset:
        raise ConflictError(
            Text(
                "Lähetys on kohdassa {n}. Jatka siitä.",
                "Uppladdningen är vid {n}. Fortsätt därifrån.",
                "The upload stands at {n}. Go on from there.",
            ).format(n=upload.offset)
        )
    if offset + length > upload.size:
        raise InputError(
            Text(
                "Tiedosto on suurempi kuin ilmoitettiin ({n} tavua).",
                "Filen är större än vad som uppgavs ({n} byte).",
                "The file is larger than was said ({n} bytes).",
            ).format(n=upload.size)
        )


def _written(path: Path, offset: int, piece: BinaryIO) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        file.seek(offset)
        while read := piece.read(_PIECE):
            file.write(read)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _stored(upload: Upload) -> None:
    path = path_of(upload)
    try:
        with path.open("rb") as stream:
            upload.stored = files.store(stream, name=upload.name, media_type_hint=upload.media_type_hint)
    except InputError:
        drop(upload)
        raise
    upload.save(update_fields=["stored"])
    path.unlink(missing_ok=True)
