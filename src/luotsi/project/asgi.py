"""One ASGI application: pages by Django in a fixed pool of threads, WebSockets natively.

Django's own ASGI handler costs 2 ms of processor time more a request and forbids persistent connections to the
database (docs/reference/measurements.md); called as WSGI from a thread pool it does neither.
"""

import os
from asyncio import CancelledError, Event, get_running_loop, wait_for
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from threading import Thread
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.project.settings")

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_pages = WSGIMiddleware(get_wsgi_application(), workers=settings.LUOTSI_THREADS)  # type: ignore[arg-type]

from luotsi.project import live  # noqa: E402 - needs the apps that the line above loaded

_ENVELOPE = 1_000_000  # what a form adds around the largest file: field names, boundaries, other fields
BODY_LIMIT = max(settings.LUOTSI_UPLOAD_LIMIT, settings.LUOTSI_BUNDLE_LIMIT) + _ENVELOPE

_PATIENCE = 20.0  # seconds that pages get to end in when the server is told to


class BodyTooLargeError(OSError):
    """The body went over the limit while it was read. An OSError, which Django takes as a connection that broke."""


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The application that the server runs."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await live.serve(scope, receive, send)
    elif _announced_length(scope) > BODY_LIMIT:
        await _refuse(send)
    else:
        await _page(scope, receive, send)


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    """One page from the thread pool, its body counted as it comes, because a chunked one announces no length."""
    read = 0
    over = started = False

    async def counted() -> Message:
        # granian's receive() is awaitable but no coroutine, and a2wsgi schedules it as one: hence this function too
        nonlocal read, over
        message = await receive()
        read += len(message.get("body", b""))
        if read > BODY_LIMIT:
            over = True
            raise BodyTooLargeError
        return message

    async def answered(message: Message) -> None:
        nonlocal started
        if over and not started:
            started = True
            await _refuse(send)
        elif not over:
            await send(message)

    with suppress(CancelledError):  # the reader left or the server is ending: nobody waits for the answer
        await _pages(scope, counted, answered)  # type: ignore[arg-type]


def _announced_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else BODY_LIMIT + 1
    return 0


async def _refuse(send: Send) -> None:
    limit = (BODY_LIMIT - _ENVELOPE) // 1_000_000
    text = (
        f"Tiedosto on liian suuri: enintään {limit} MB.\n"
        f"Filen är för stor: högst {limit} MB.\n"
        f"The file is too large: at most {limit} MB.\n"
    )
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


async def _lifespan(receive: Receive, send: Send) -> None:
    """Django answers no lifespan events; the server waits for them."""
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await _pages_end()
    live.stop()
    await send({"type": "lifespan.shutdown.complete"})


async def _pages_end() -> None:
    """Wait for the threads of pages. This loop must go on meanwhile: what they still send goes through it."""
    loop, ended = get_running_loop(), Event()

    def end() -> None:
        _pages.executor.shutdown()
        loop.call_soon_threadsafe(ended.set)

    Thread(target=end, daemon=True).start()
    with suppress(TimeoutError):
        await wait_for(ended.wait(), _PATIENCE)
