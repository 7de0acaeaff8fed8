"""The base app's own addresses, and a few views that stand for other apps'."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from luotsi.base.accounts import recently_authenticated
from luotsi.base.permissions import permission_required

handler400 = "luotsi.web.errors.bad_request"
handler403 = "luotsi.web.errors.permission_denied"
handler404 = "luotsi.web.errors.page_not_found"
handler500 = "luotsi.web.errors.server_error"


def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"front in {request.LANGUAGE_CODE}")


@require_POST
@recently_authenticated
def sign(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"signed: {request.POST['note']}")


@permission_required("base.manage_users")
def users(request: HttpRequest) -> HttpResponse:
    return HttpResponse("users")


urlpatterns = [
    path("", front, name="front"),
    path("sign/", sign, name="sign"),
    path("users/", users, name="users"),
    path("", include("luotsi.web.urls")),
    path("", include("luotsi.base.urls")),
]
