"""The user's own settings, and the demo's one-click log-ins."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.base.demo import demo_users
from luotsi.base.forms import ProfileForm
from luotsi.base.models import User
from luotsi.web.context import THEME_COOKIE

_YEAR_S = 31_536_000


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, profession, language, theme and shortcuts."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "base/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    user = form.save()
    with translation.override(user.language):
        messages.success(request, _("Your settings have been stored."))
    answer = HttpResponseRedirect(reverse("base:profile"))
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=_YEAR_S, samesite="Lax", secure=secure)
    answer.set_cookie(THEME_COOKIE, user.theme, max_age=_YEAR_S, samesite="Lax", secure=secure)
    return answer


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's invented people. Outside the demo there is no such page."""
    if not settings.LUOTSI_DEMO:
        raise Http404
    email = request.POST.get("email", "")
    if email not in {person.email for person in demo_users(settings.LUOTSI_ROLE)}:
        raise Http404
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        raise Http404
    record_authentication(request, user, method="demo")
    return perform_login(request, Login(user=user, redirect_url=_next(request)))


def _next(request: HttpRequest) -> str | None:
    place = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())
    return place if safe else None
