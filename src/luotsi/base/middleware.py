"""Nobody gets in unseen: deny by default on the workbench, a second factor for staff, the user's own language."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.base.ratelimit import TooManyError
from luotsi.base.roles import STAFF_ROLES
from luotsi.web.errors import response_for

# Open to everybody on the workbench too, by the beginning of the address.
_OPEN = ("/static/", "/health", "/accounts/", "/language/", "/theme/", "/live/", "/favicon.ico", "/robots.txt")
# Open to staff who have not set up a second factor yet.
_SETTING_UP = ("/static/", "/health", "/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/language/")


class SignedInMiddleware:
    """Stands after allauth's own middleware; see the module's first line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead a request to sign-in or set-up first where that is needed."""
        if request.user.is_authenticated and not settings.IS_HUB:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language  # type: ignore[attr-defined]
        return self._gate(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A rate limit that was met anywhere becomes a 429 page."""
        if not isinstance(exception, TooManyError):
            return None
        answer = response_for(request, exception, 429)
        answer["Retry-After"] = str(exception.retry_after_s)
        return answer

    def _gate(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            if settings.IS_HUB or request.path.startswith(open_paths()):
                return None
            return _to_sign_in(request)
        if lacks_second_factor(request) and not request.path.startswith(_SETTING_UP):
            messages.info(request, _("Set up a second way to sign in before you go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


def open_paths() -> tuple[str, ...]:
    """Beginnings of the addresses that an anonymous user may open on the workbench; doors with keys of their own."""
    return (*_OPEN, *getattr(settings, "LUOTSI_OPEN_PATHS", ()))


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the user holds a staff role, must have a second factor, and has none yet."""
    user = request.user
    if not settings.LUOTSI_MFA_REQUIRED or not (user.roles & STAFF_ROLES or user.is_superuser):
        return False
    return not is_mfa_enabled(user)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        # a fragment must not be replaced by a sign-in page: the browser goes there as a whole
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
