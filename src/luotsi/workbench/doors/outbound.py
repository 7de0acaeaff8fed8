"""Requests to an enrolled record system: bounded in time and size, never redirected, only to its own origins."""

import base64
import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from django.conf import settings

from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Text

TIMEOUT_S = 10
WHOLE_S = 60
SMALL = 1_000_000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OutboundError(LuotsiError):
    """The other system did not answer as it should. ``status`` is its HTTP status, 0 when there was none."""

    def __init__(self, text: Text, status: int = 0, code: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.code = code


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_words: Any) -> None:
        return None


# No proxy from the environment, no redirect, no file: or ftp: addresses
_OPENER = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler({}),
    urllib.request.HTTPHandler(),
    urllib.request.HTTPSHandler(),
    urllib.request.HTTPDefaultErrorHandler(),
    urllib.request.HTTPErrorProcessor(),
    _NoRedirect(),
):
    _OPENER.add_handler(_handler)


def origin(address: str) -> str:
    """Scheme, host and port of an address; empty when it is none that we may ask.

    https always; in the demo also http on the same machine.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    near = settings.LUOTSI_DEMO and parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or parts.username or parts.password or not (parts.scheme == "https" or near):
        return ""
    return f"{parts.scheme}://{parts.hostname}:{port or (443 if parts.scheme == 'https' else 80)}"


@dataclass(slots=True)
class Line:
    """A conversation with one issuer: which origins it may reach, and how much time and how many bytes are left."""

    origins: frozenset[str]
    bytes_left: int
    until: float = field(default_factory=lambda: time.monotonic() + WHOLE_S)

    def get(self, address: str, *, token: str = "", most: int | None = None) -> dict[str, Any]:
        """A JSON object."""
        headers = {"Accept": "application/fhir+json, application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._ask(urllib.request.Request(address, headers=headers), most)  # noqa: S310 - origin is checked

    def post(self, address: str, fields: dict[str, str], *, basic: tuple[str, str] | None = None) -> dict[str, Any]:
        """A JSON object in answer to a form."""
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            pair = ":".join(map(quote_plus, basic))  # RFC 6749, section 2.3.1
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        body = urlencode(fields).encode()
        return self._ask(urllib.request.Request(address, body, headers), SMALL)  # noqa: S310 - origin is checked

    def _ask(self, request: urllib.request.Request, most: int | None) -> dict[str, Any]:
        if origin(request.full_url) not in self.origins or not origin(request.full_url):
            raise OutboundError(_ELSEWHERE.format(address=request.full_url.partition("?")[0][:100]))
        left = self.until - time.monotonic()
        if left <= 0:
            raise OutboundError(_TOO_SLOW)
        allowed = min(self.bytes_left, most or self.bytes_left)
        try:
            with _OPENER.open(request, timeout=min(TIMEOUT_S, left)) as answer:
                data = self._read(answer, allowed)
        except urllib.error.HTTPError as error:
            with error:
                raise OutboundError(_STATUS.format(status=error.code), error.code, _error_code(error)) from error
        except (OSError, http.client.HTTPException) as error:
            raise OutboundError(_NO_ANSWER) from error
        self.bytes_left -= len(data)
        try:
            value = json.loads(data)
        except ValueError as error:
            raise OutboundError(_NO_JSON) from error
        if not isinstance(value, dict):
            raise OutboundError(_NO_JSON)
        return value

    def _read(self, answer: Any, allowed: int) -> bytes:
        """The body, piece by piece, so that a slow drip meets the limit of the whole conversation too."""
        data = bytearray()
        while piece := answer.read1(1 << 16):
            data += piece
            if len(data) > allowed:
                raise OutboundError(_TOO_LARGE)
            if time.monotonic() > self.until:
                raise OutboundError(_TOO_SLOW)
        return bytes(data)


def _error_code(error: urllib.error.HTTPError) -> str:
    """The ``error`` of an OAuth error answer (RFC 6749, section 5.2), if that is what it is."""
    try:
        found = json.loads(error.read(10_000))
    except (ValueError, OSError, http.client.HTTPException):
        return ""
    code = found.get("error") if isinstance(found, dict) else ""
    return code if isinstance(code, str) else ""


_ELSEWHERE = Text(
    "Järjestelmä ohjasi osoitteeseen, jota ei ole sallittu: {address}.",
    "Systemet hänvisade till en adress som inte är tillåten: {address}.",
    "The system pointed to an address that is not allowed: {address}.",
)
_TOO_SLOW = Text(
    "Järjestelmä vastasi liian hitaasti. Yritä uudelleen.",
    "Systemet svarade för långsamt. Försök igen.",
    "The system answered too slowly. Try again.",
)
_TOO_LARGE = Text(
    "Järjestelmän vastaus on liian suuri.", "Systemets svar är för stort.", "The system's answer is too large."
)
_STATUS = Text(
    "Järjestelmä ei antanut tietoja (HTTP {status}).",
    "Systemet gav inga uppgifter (HTTP {status}).",
    "The system gave no data (HTTP {status}).",
)
_NO_ANSWER = Text("Järjestelmä ei vastaa.", "Systemet svarar inte.", "The system does not answer.")
_NO_JSON = Text(
    "Järjestelmän vastausta ei voi lukea.", "Systemets svar kan inte läsas.", "The system's answer cannot be read."
)
