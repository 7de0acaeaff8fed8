"""Uploads that go on where they stopped, with the headers of tus 1.0 (tus.io): POST, HEAD, PATCH, DELETE.

``POST /uploads/`` with ``Upload-Length`` and ``Upload-Metadata: filename <base64>,filetype <base64>`` answers 201 with
``Location``. ``PATCH`` there with ``Upload-Offset`` and ``Content-Type: application/offset+octet-stream`` sends a piece.
"""

import base64
import binascii
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.base import permissions, uploads
from luotsi.base.models import Upload
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

_TUS = {"Tus-Resumable": "1.0.0"}
_PIECE_TYPE = "application/offset+octet-stream"


@require_POST
@login_required
def upload_begin(request: HttpRequest) -> HttpResponse:
    """Make a place for a file."""
    permissions.require(request.user, "base.upload")
    words = _metadata(request.headers.get("Upload-Metadata", ""))
    made = uploads.begin(
        request.user,
        name=words.get("filename", ""),
        size=_number(request, "Upload-Length"),
        media_type_hint=words.get("filetype", ""),
    )
    return HttpResponse(status=201, headers=_TUS | {"Location": reverse("base:upload", args=[made.pk])})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@login_required
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Ask where it stands, send the next piece, or give up."""
    found = Upload.objects.filter(pk=upload_id).select_related("stored").first()
    if found is None or not permissions.can(request.user, "base.upload", found):
        raise Http404
    if request.method == "PATCH":
        return _piece(request, found)
    return _drop(found) if request.method == "DELETE" else _stands(found)


def _stands(found: Upload) -> HttpResponse:
    headers = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.size), "Cache-Control": "no-store"}
    return HttpResponse(status=200, headers=_TUS | headers)


def _piece(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != _PIECE_TYPE:
        return HttpResponse(status=415, headers=_TUS)
    # the request itself is read as a stream: Django's limit for forms does not hold for files
    after = uploads.append(found, _number(request, "Upload-Offset"), cast("BinaryIO", request))
    done = {"Upload-Stored": after.stored.sha256} if after.stored else {}
    return HttpResponse(status=204, headers=_TUS | {"Upload-Offset": str(after.offset)} | done)


def _drop(found: Upload) -> HttpResponse:
    uploads.drop(found)
    return HttpResponse(status=204, headers=_TUS)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if value.isascii() and value.isdecimal() and len(value) < 19:  # noqa: PLR2004 - fits 64 bits
        return int(value)
    text = Text("Kokonaisluku puuttuu.", "Ett heltal saknas.", "A whole number is missing.")
    raise InputError(text, [Problem(header, text)])


def _metadata(header: str) -> dict[str, str]:
    """``key base64,key base64``; what cannot be read is left out, as names are only hints."""
    words = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            words[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return words
