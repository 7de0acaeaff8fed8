"""The door to the editing half (Wagtail's admin) under its own content security policy.

Wagtail's admin needs inline style, inline script, evaluated script (its Stimulus and telepath code) and frames of its
own origin for previews. The looser policy holds below ``/hallinta/`` and nowhere else. Only editors, coordinators and
administrators get in: Wagtail's groups follow from the role at every request, so ending a role closes the door at once.
Wagtail's own sign-in and password pages are led to the house's, because they know nothing of second factors.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.views.decorators.http import require_safe
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from luotsi.base.roles import Role

# The two groups that Wagtail itself sets up: Editors write, Moderators publish.
GROUP_OF_ROLE = {Role.EDITOR: "Editors", Role.COORDINATOR: "Moderators", Role.ADMIN: "Moderators"}
ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "manifest-src": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


def groups_follow_roles(user: Any) -> None:
    """Put the user into the Wagtail groups of the roles held, and out of the others."""
    wanted = {GROUP_OF_ROLE[role] for role in user.roles if role in GROUP_OF_ROLE}
    held = set(user.groups.filter(name__in=set(GROUP_OF_ROLE.values())).values_list("name", flat=True))
    if wanted != held:
        user.groups.add(*Group.objects.filter(name__in=wanted - held))
        user.groups.remove(*Group.objects.filter(name__in=held - wanted))
        user.__dict__.pop("_perm_cache", None)
        user.__dict__.pop("_group_perm_cache", None)


def _by_role(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            groups_follow_roles(request.user)
        return view(request, *args, **kwargs)

    return csp(ADMIN_POLICY)(entered)


@require_safe
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the house's own sign-in, and back to where the reader was going."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


@require_safe
def password_reset(_request: HttpRequest) -> HttpResponseBase:
    """To the house's own password pages."""
    return HttpResponseRedirect(reverse("account_reset_password"))


admin_urls: list[URLPattern | URLResolver] = [
    path("login/", sign_in),
    re_path(r"^password_reset/", password_reset),
    *decorate_urlpatterns(wagtailadmin_urls.urlpatterns, _by_role),
]
