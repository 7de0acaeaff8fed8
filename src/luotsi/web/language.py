"""The language of a page.

Hub: the language is the first part of the address (``/fi/…``); :func:`alternates` gives the same page in the others.
Workbench: the language is a setting of the user, kept in a cookie; :func:`set_language` changes it and returns to the
same page. Whoever keeps users' preferences listens to :data:`language_chosen`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_POST

from luotsi.kit.text import Language

language_chosen = Signal()
"""Sent with ``request`` and ``language`` (fi, sv or en) after the user has chosen."""

_NAMES = {
    Language.FI: ("Suomi", "Suomeksi"),
    Language.SV: ("Svenska", "På svenska"),
    Language.EN: ("English", "In English"),
}


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language. ``url`` is empty where only the setting changes, not the address."""

    code: str
    url: str
    current: bool

    @property
    def short(self) -> str:
        """``FI``, ``SV`` or ``EN``."""
        return self.code.upper()

    @property
    def name(self) -> str:
        """The language's own name."""
        return _NAMES[Language(self.code)][0]

    @property
    def label(self) -> str:
        """What a screen reader says, in that language."""
        return _NAMES[Language(self.code)][1]


def alternates(request: HttpRequest) -> list[Alternate]:
    """The page in the three languages.

    A view (or a Wagtail page, whose slugs differ) may set ``request.alternates`` to a mapping of language to address.
    Otherwise the address is translated by its URL pattern; where it is the same in every language, ``url`` is empty
    and the switch posts to :func:`set_language` instead.
    """
    current = Language.parse(get_language() or "fi").value
    given = getattr(request, "alternates", None)
    here = request.get_full_path()
    urls = given or {language.value: translate_url(here, language.value) for language in Language}
    if not given and len(set(urls.values())) == 1:
        urls = {}
    return [Alternate(language.value, urls.get(language.value, ""), language == current) for language in Language]


def safe_return(request: HttpRequest) -> str:
    """Where to go back to: ``next`` of the form, else the page that sent it, else the root; never another host."""
    for place in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if place and url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure()):
            return place
    return "/"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and return to the same page in it."""
    place = safe_return(request)
    code = request.POST.get("language", "")
    if code not in set(Language) or not check_for_language(code):
        return HttpResponseRedirect(place)
    response = HttpResponseRedirect(translate_url(place, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    language_chosen.send(sender=None, request=request, language=code)
    return response
