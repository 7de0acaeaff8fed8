"""Addresses of the edited pages, below the language."""

from django.urls import path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from luotsi.hub.editorial import admin_door, views

# Wagtail's serving of pages goes through our cache, and its sign-in (which knows no second factor) to the house's own.
_REPLACED = {"wagtail_serve", "wagtailcore_login"}

urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in _REPLACED),
    path("_util/login/", admin_door.sign_in, name="wagtailcore_login"),
    re_path(serve_pattern, views.page, name="wagtail_serve"),
]
