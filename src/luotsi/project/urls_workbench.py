"""Addresses of the workbench: no language in them, for the language is a setting of the user."""

from django.urls import include, path

from luotsi.workbench.api import api
from luotsi.workbench.views import home

urlpatterns = [
    path("", home.front, name="front"),
    path("", include("luotsi.base.urls")),
    path("", include("luotsi.web.urls")),
    path("w/api/", api.urls),
    path("w/", include("luotsi.workbench.urls")),
    path("w/access/", include("luotsi.workbench.access.urls")),
    path("w/border/", include("luotsi.workbench.border.urls")),
    path("w/intake/", include("luotsi.workbench.intake.urls")),
    path("w/", include("luotsi.workbench.stores.urls")),
    path("w/", include("luotsi.workbench.safety.urls")),
    path("", include("luotsi.workbench.doors.urls")),
]
handler400 = "luotsi.web.errors.bad_request"
handler403 = "luotsi.web.errors.permission_denied"
handler404 = "luotsi.web.errors.page_not_found"
handler500 = "luotsi.web.errors.server_error"
