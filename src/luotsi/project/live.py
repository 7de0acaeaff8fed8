"""WebSockets: who may open one, and what each address does.

The session cookie signs in, the Origin header must be one of our own hosts, and the database is read in threads of
its own whose connections are closed after each question. Close codes: 4401 not signed in, 4403 foreign page or not
permitted, 4404 no such address, 1009 frame too big, 1008 too many frames.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from threading import Event
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.models import AbstractBaseUser
from django.db import connections
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from luotsi.base import jobs
from luotsi.kit.errors import NotPermittedError

Message = MutableMapping[str, Any]
T = TypeVar("T")

NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, TOO_BIG, TOO_MANY = 4401, 4403, 4404, 1009, 1008
FRAME_LIMIT = 64_000
FRAMES_PER_SECOND = 200
JOB_LOOK_S = 0.4

_ending = Event()
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


def stop() -> None:
    """Let the threads end with the server; connections still open are cut off with it."""
    _ending.set()
    _threads.shutdown(wait=False, cancel_futures=True)


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Run a function that reads the database, and close the connection it opened."""

    def run() -> T:
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_threads, run)


@dataclass
class Socket:
    """One open connection: its user, and text and binary frames both ways."""

    user: AbstractBaseUser
    _receive: Callable[[], Awaitable[Message]]
    _send: Callable[[Message], Awaitable[None]]
    closed: bool = False

    async def next(self) -> bytes | str | None:
        """The next frame; None when the other side has left."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            self.closed = True
            return None
        frame = message.get("bytes")
        return frame if frame is not None else message.get("text") or ""

    async def send(self, frame: bytes | str) -> None:
        """Send one frame."""
        kind = "bytes" if isinstance(frame, bytes) else "text"
        await self._send({"type": "websocket.send", kind: frame})

    async def close(self, code: int = 1000) -> None:
        """Close, unless the other side has."""
        if not self.closed:
            self.closed = True
            await self._send({"type": "websocket.close", "code": code})


class _Pace:
    """At most so many frames a second, counted in a bucket that fills steadily."""

    def __init__(self, per_second: int) -> None:
        self._rate, self._left, self._at = per_second, float(per_second), time.monotonic()

    def allows_one(self) -> bool:
        now = time.monotonic()
        self._left = min(self._rate, self._left + (now - self._at) * self._rate)
        self._at = now
        self._left -= 1
        return self._left >= 0


async def _echo(socket: Socket) -> None:
    """Send every frame back: the check of the connection before live audio."""
    pace = _Pace(FRAMES_PER_SECOND)
    while (frame := await socket.next()) is not None:
        if len(frame) > FRAME_LIMIT:
            await socket.close(TOO_BIG)
            return
        if not pace.allows_one():
            await socket.close(TOO_MANY)
            return
        await socket.send(frame)


async def _job(socket: Socket, number: str) -> None:
    """Push the state of a job as JSON each time it changes. The page closes the connection when it reads finished.

    The server cannot close while it also listens for the page's leaving: granian (2.8) holds a close back until the
    pending receive() has ended, and cancelling that receive() breaks its worker.
    """
    try:
        shown = await in_thread(jobs.job_state, UUID(number), socket.user)
    except NotPermittedError:
        await socket.close(FORBIDDEN)
        return
    await socket.send(json.dumps(shown, ensure_ascii=False))
    leaving = asyncio.ensure_future(_until_left(socket))
    while not shown["finished"] and not leaving.done():
        await asyncio.wait([leaving], timeout=JOB_LOOK_S)
        state = await in_thread(jobs.job_state, UUID(number), socket.user)
        if state != shown and not leaving.done():
            await socket.send(json.dumps(state, ensure_ascii=False))
        shown = state
    await leaving


async def _until_left(socket: Socket) -> None:
    while await socket.next() is not None:
        pass


_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ROUTES: list[tuple[re.Pattern[str], Callable[..., Awaitable[None]]]] = [
    (re.compile("/live/echo"), _echo),
    (re.compile(f"/live/jobs/({_UUID})/?"), _job),
]


async def serve(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Awaitable[None]]
) -> None:
    """Check one connection, accept it, and give it to what its address names."""
    if (await receive())["type"] != "websocket.connect":
        return
    headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
    match = next(((route, call) for pattern, call in ROUTES if (route := pattern.fullmatch(scope["path"]))), None)
    code, user = None, None
    if match is None:
        code = NOT_FOUND
    elif not _own_page(headers):
        code = FORBIDDEN
    elif (user := await in_thread(_signed_in, headers.get("cookie", ""))) is None:
        code = NOT_SIGNED_IN
    # Accepted first even when refused: a browser shows a page the close code of an accepted connection only.
    await send({"type": "websocket.accept"})
    if code is not None or match is None or user is None:
        await send({"type": "websocket.close", "code": code})
        return
    route, call = match
    socket = Socket(user, receive, send)
    try:
        await call(socket, *route.groups())
        await socket.close()
    except asyncio.CancelledError:
        if not _ending.is_set():
            raise


def _own_page(headers: dict[str, str]) -> bool:
    """Whether the page that opens the connection came from this half: same host and port, and a host of ours."""
    origin, host = urlsplit(headers.get("origin", "")).netloc.lower(), headers.get("host", "").lower()
    if settings.LUOTSI_PROXIES and headers.get("origin") in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return bool(origin) and origin == host and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def _signed_in(cookie_header: str) -> AbstractBaseUser | None:
    try:
        cookies = SimpleCookie(cookie_header)
    except CookieError:
        return None
    cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    if SESSION_KEY not in request.session:
        return None
    user = get_user(request)
    return user if user.is_authenticated and user.is_active else None
