"""The reader's theme, and the catalogue of components."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from luotsi.web import catalogue as samples
from luotsi.web.context import THEME_COOKIE, THEMES
from luotsi.web.language import safe_return


@csrf_exempt  # shared public pages hold no token, and nothing but the look of one browser changes
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme and return to the same page."""
    response = HttpResponseRedirect(safe_return(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(THEME_COOKIE, theme, max_age=31_536_000, secure=bool(secure), samesite="Lax")
    return response


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, in the reader's language; ``?frame=workbench`` or ``hub`` chooses the frame."""
    frame = request.GET.get("frame", "")
    context = samples.context(get_language() or "fi", request.GET)
    if frame in {"hub", "workbench"}:
        context |= {"frame": f"web/{frame}_base.html", "role": frame}
    return render(request, "web/catalogue.html", context)
