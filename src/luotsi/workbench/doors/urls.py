"""Addresses of the doors: /fhir/ for programs, /launch for record systems, /w/doors/ for the administrator."""

from django.urls import path

from luotsi.workbench.doors.api import api
from luotsi.workbench.doors.views import launch, manage

app_name = "doors"
urlpatterns = [
    path("fhir/", api.urls),
    path("launch", launch.launch, name="launch"),
    path("launch/callback", launch.callback, name="callback"),
    path("w/doors/", manage.doors, name="doors"),
    path("w/doors/keys/new/", manage.new_key, name="new_key"),
    path("w/doors/keys/<uuid:token_id>/revoke/", manage.revoke_key, name="revoke_key"),
    path("w/doors/issuers/new/", manage.new_issuer, name="new_issuer"),
    path("w/doors/issuers/<uuid:issuer_id>/end/", manage.end_issuer, name="end_issuer"),
]
