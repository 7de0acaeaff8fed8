"""Answers that are worked out once a request: only while a page is read (GET, HEAD), never while something is changed.

A page asks the same question in many places (may this user open clients? which?). Within a request that changes
nothing, the answer is the same, so it is kept; whoever asks at another time always asks anew. Should such a request
write after all (an import by a launch, say), everything kept is forgotten at once; rows of the log do not count.
"""

import enum
import uuid
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


class OnceMiddleware:
    """Opens the memory of one request and forgets it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep answers during a request that reads."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        token = _kept.set({})
        try:
            with connection.execute_wrapper(_watch):
                return self.get_response(request)
        finally:
            _kept.reset(token)


_READING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "WITH")
_LOGGING = ('INSERT INTO "base_auditrow"', 'INSERT INTO "workbench_sighting"')


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not sql.startswith(_READING) and not sql.startswith(_LOGGING):
        kept = _kept.get()
        if kept:
            kept.clear()
    return execute(sql, params, many, context)


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Keep the answer for the same arguments: stored rows (told apart by table and key), words, numbers, identifiers.

    With any other argument the question is asked every time.
    """

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return function(*args, **kwargs)
        try:
            key = (function, *map(_name, args), *((name, _name(value)) for name, value in sorted(kwargs.items())))
        except _NamelessError:
            return function(*args, **kwargs)
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        found: T = kept[key]
        return found

    return asked


class _NamelessError(Exception):
    """An argument that cannot be told apart from others for sure."""


def _name(value: Any) -> Hashable:
    table = getattr(value, "_meta", None)
    if table is not None and getattr(value, "pk", None) is not None:
        return (table.label_lower, value.pk)
    if value is None or isinstance(value, str | int | uuid.UUID | enum.Enum):
        return (type(value), value)
    if isinstance(value, tuple):
        return tuple(map(_name, value))
    raise _NamelessError
