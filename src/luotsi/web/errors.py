"""From the house's errors to HTTP, and the error pages in three languages.

InputError is 400 for a GET and 422 for what was sent, NotPermittedError 403, ConflictError 409, ModelUnavailableError
503. A page gets a page; htmx gets a fragment that lands in ``#problems`` and leaves the form as it was, so nothing typed
is lost; a program that asks for JSON gets JSON.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template, render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luotsi.kit.errors import (
    ConflictError,
    InputError,
    LuotsiError,
    ModelUnavailableError,
    NotPermittedError,
)
from luotsi.kit.text import Language

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says: what happened, in plain words, and what to do next."""

    title: str | Promise
    what: str | Promise
    next: str | Promise


_WORDS = {
    400: Words(
        _("The request could not be read"),
        _("Something in the address or the form was not in the form that we expect. Nothing was stored."),
        _("Go back, check what you gave, and send it again. If this comes back, tell support what you were doing."),
    ),
    403: Words(
        _("You may not open this"),
        _("Your role, your unit or the client's permission does not cover this page."),
        _("If your work needs it, ask your unit lead for the permission. You can go on from the menu."),
    ),
    404: Words(
        _("The page was not found"),
        _("The address may have changed or been mistyped, or the page has been taken away."),
        _("Check the address, or start from the front page or the search."),
    ),
    405: Words(
        _("This cannot be done this way"),
        _("The page was opened in a way that it does not support. Nothing was stored."),
        _("Go back and use the button of the page."),
    ),
    409: Words(
        _("Somebody else changed this in between"),
        _("Nothing was stored, and what you wrote is still on the page you came from."),
        _("Go back, open the newest version in another tab, and make your change again."),
    ),
    413: Words(
        _("What you sent is too large"),
        _("The file or form is larger than this service accepts. Nothing was stored."),
        _("Send a smaller file, or several parts."),
    ),
    422: Words(
        _("Something must be mended first"),
        _("Nothing was stored."),
        _("Go back, mend what is listed here, and send it again."),
    ),
    429: Words(
        _("Too many attempts"),
        _("There have been so many requests in a short time that we stopped for a while."),
        _("Wait five minutes and try again. What you have stored is safe."),
    ),
    500: Words(
        _("Something went wrong on our side"),
        _(
            "The fault is ours, not yours, and it has been written to the log. Your last action may not have been stored."
        ),
        _("Try again in a few minutes. If this comes back, tell support the time and what you were doing."),
    ),
    503: Words(
        _("This part is not available now"),
        _("A service that this page needs does not answer. The rest works."),
        _("Try again in a few minutes, or do the work without this part."),
    ),
}

STATUSES = tuple(_WORDS)
"""The HTTP statuses that have a page of their own."""


def words(status: int) -> Words:
    """What the page of a status says; that of 400 or 500 for a status without its own."""
    return _WORDS.get(status) or _WORDS[500 if status >= 500 else 400]  # noqa: PLR2004 - HTTP's own ranges


def status_of(error: LuotsiError, method: str) -> int | None:
    """The HTTP status of an error; None for one that is a defect of ours (it goes on as a 500)."""
    if isinstance(error, InputError):
        return 400 if method in {"GET", "HEAD"} else 422
    kinds = ((NotPermittedError, 403), (ConflictError, 409), (ModelUnavailableError, 503))
    return next((status for kind, status in kinds if isinstance(error, kind)), None)


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return bool(getattr(request, "htmx", request.headers.get("HX-Request")))


def response_for(request: HttpRequest, error: LuotsiError, status: int) -> HttpResponse:
    """The error as a page, a fragment or JSON, whichever was asked for."""
    language = Language.parse(get_language() or "fi").value
    problems = getattr(error, "problems", ())
    if not request.accepts("text/html") and request.accepts("application/json"):
        listed = [{"where": problem.where, "text": problem.text.in_(language)} for problem in problems]
        return JsonResponse({"error": error.text.in_(language), "problems": listed}, status=status)
    values = {"status": status, "title": error.text.in_(language), "problems": [p.in_(language) for p in problems]}
    if not is_htmx(request):
        return _page(request, status, values)
    response = HttpResponse(render_to_string("web/error_fragment.html", values, request), status=status)
    if request.method != "GET":
        response["HX-Retarget"] = "#problems"
        response["HX-Reswap"] = "innerHTML"
    return response


class LuotsiErrorsMiddleware:
    """Turns the house's errors into answers; every other error goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LuotsiError):
            return None
        status = status_of(exception, request.method or "GET")
        return None if status is None else response_for(request, exception, status)


def _page(request: HttpRequest, status: int, values: dict[str, Any] | None = None) -> HttpResponse:
    return HttpResponse(
        render_to_string("web/error.html", {"status": status, **(values or {})}, request), status=status
    )


def _plain(status: int) -> HttpResponse:
    """A page that needs no database, session or context processor, and no manifest of static files."""
    try:
        style = staticfiles_storage.url("built/luotsi.css")
    except ValueError:  # the manifest is missing or stale: the page is readable without the style sheet
        logger.warning("no style sheet for the error page: static files have not been collected")
        style = ""
    language = Language.parse(get_language() or "fi").value
    values = {"status": status, "style": style, "language": language}
    return HttpResponse(get_template("web/error_plain.html").render(values), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``; a body over the limit is 413."""
    return _plain(413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler403``."""
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler404``."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``."""
    return _plain(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: the form is too old or was sent from elsewhere."""
    text = _("The form has expired. Go back, copy what you wrote, load the page again and send it.")
    return _page(request, 403, {"title": text})
