"""Addresses of the design system's own small site; ``/boom/<what>/`` raises each of the house's errors."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from luotsi.kit.errors import ConflictError, ContractError, InputError, ModelUnavailableError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.web import views

WORDS = Text("Väärin <b>näin</b>.", "Fel <b>så</b>.", "Wrong <b>so</b>.")
ERRORS = {
    "input": InputError(WORDS, [Problem("amount", Text("Enintään 5.", "Högst 5.", "At most 5."))]),
    "forbidden": NotPermittedError(WORDS),
    "conflict": ConflictError(WORDS),
    "model": ModelUnavailableError(WORDS),
    "contract": ContractError(WORDS),
}


def boom(request: HttpRequest, what: str) -> HttpResponse:
    raise ERRORS[what]


urlpatterns = [
    path("", include("luotsi.web.urls")),
    path("boom/<str:what>/", boom),
    *i18n_patterns(path("page/", views.catalogue, name="page")),
]
handler400 = "luotsi.web.errors.bad_request"
handler403 = "luotsi.web.errors.permission_denied"
handler404 = "luotsi.web.errors.page_not_found"
handler500 = "luotsi.web.errors.server_error"
