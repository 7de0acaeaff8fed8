"""Public pages: drawn once a language for everybody, until something public changes."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from luotsi.hub.spine.queries import content_version
from luotsi.web.context import theme_of

KEEP_S = 3600
_KEPT_HEADERS = ("Content-Type", "Content-Disposition", "ETag")
_PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")

View = Callable[..., HttpResponseBase]


def is_shared(request: HttpRequest) -> bool:
    """Whether the page may be the same for everybody: nobody is signed in and nothing waits to be shown to one."""
    return request.method in {"GET", "HEAD"} and not any(name in request.COOKIES for name in _PERSONAL_COOKIES)


def public_page(view: View) -> View:
    """Serve ``view`` from the cache to readers who are not signed in.

    The key holds the number of the public content (one small query), so a page is never older than the last change.
    What is drawn for a shared page gets no CSRF token and no user (:func:`shared_context`); an answer that sets a
    cookie, is not 200 or carries a query string is not kept.
    """

    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_shared(request):
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response
        request.luotsi_shared = True  # type: ignore[attr-defined]
        if request.META.get("QUERY_STRING"):
            return _finished(request, view(request, *args, **kwargs))
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            return _answer(request, *kept)
        response = _finished(request, view(request, *args, **kwargs))
        if response.status_code == 200 and not response.streaming and not response.cookies:  # noqa: PLR2004
            headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
            cache.set(key, (response.content, headers), KEEP_S)
            return _answer(request, response.content, headers)
        return response

    return require_safe(served)


def shared_context(request: HttpRequest) -> dict[str, Any]:
    """What must not be in a page that is shared: for the context processor of the hub."""
    return {"csrf_token": ""} if getattr(request, "luotsi_shared", False) else {}


def _key(request: HttpRequest) -> str:
    parts = (
        content_version(),
        get_language(),
        theme_of(request),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
    )
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f"hub-page:{digest}"


def _finished(request: HttpRequest, response: Any) -> HttpResponse:
    if hasattr(response, "render") and callable(response.render):
        response.render()
    if response.status_code == 200 and not response.streaming and not response.cookies:  # noqa: PLR2004
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        _open(response)
    finished: HttpResponse = response
    return finished


def _open(response: HttpResponse) -> None:
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(response, ["Cookie"])


def _answer(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    same = request.headers.get("If-None-Match") == headers["ETag"]
    response: HttpResponse = HttpResponseNotModified() if same else HttpResponse(content)
    for name, value in headers.items():
        if not same or name == "ETag":
            response[name] = value
    _open(response)
    return response
