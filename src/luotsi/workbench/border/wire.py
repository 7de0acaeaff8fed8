"""The only connection that the workbench opens: to the hub's address, from the worker. No redirect is followed."""

import http.client
import json
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.text import Text

TIMEOUT_S = 15
MOST_BYTES = 5_000_000
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TRY_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class RefusedError(LuotsiError):
    """The hub read the message and does not take it: sending the same again does not help."""


class UnreachableError(LuotsiError):
    """The hub does not answer, or not now: worth trying again."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Leave the redirect as the error it is: a signed message goes to no other address."""


_opener = urllib.request.build_opener(_NoRedirect)


def address(path: str) -> str:
    """The address at the hub: https, or the machine itself."""
    parts = urlsplit(settings.LUOTSI_HUB_URL)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise InputError(
            Text("Verkoston osoite puuttuu.", "Nätverkets adress saknas.", "The address of the network is missing."),
            [Problem("LUOTSI_HUB_URL", Text.same("https://…"))],
        )
    return f"{settings.LUOTSI_HUB_URL.rstrip('/')}/{path}"


def post(path: str, body: bytes) -> bytes:
    """Send JSON and give the answer."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return _ask(urllib.request.Request(address(path), body, headers, method="POST"))  # noqa: S310 - scheme checked


def get(path: str) -> bytes:
    """Ask for JSON."""
    return _ask(urllib.request.Request(address(path), headers={"Accept": "application/json"}))  # noqa: S310 - as above


def _ask(request: urllib.request.Request) -> bytes:
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        said = _said(error)
        if error.code in _TRY_AGAIN or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnreachableError(said) from error
        raise RefusedError(said) from error
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(_SILENT) from error
    if len(content) > MOST_BYTES:
        raise UnreachableError(_SILENT)
    return content


def _said(error: urllib.error.HTTPError) -> Text:
    """What the hub said of its refusal, in three languages, else its status."""
    try:
        told = Text.from_json(json.loads(error.read(100_000))["text"])
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError, AttributeError):
        return Text("Verkosto vastasi: {n}.", "Nätverket svarade: {n}.", "The network answered: {n}.").format(
            n=error.code
        )
    return told


_SILENT = Text(
    "Verkosto ei vastaa. Lähetystä yritetään uudelleen.",
    "Nätverket svarar inte. Sändningen försöks på nytt.",
    "The network does not answer. Sending is tried again.",
)
