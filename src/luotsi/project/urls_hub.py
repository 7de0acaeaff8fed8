"""Addresses of the hub."""

from django.urls import include, path

from luotsi.hub.urls import urlpatterns as hub_urls

urlpatterns = [
    *hub_urls,  # first: the public pages are asked for most, and none of their addresses begins like those below
    path("", include("luotsi.base.urls")),
    path("", include("luotsi.web.urls")),
]

handler400 = "luotsi.web.errors.bad_request"
handler403 = "luotsi.web.errors.permission_denied"
handler404 = "luotsi.web.errors.page_not_found"
handler500 = "luotsi.web.errors.server_error"
