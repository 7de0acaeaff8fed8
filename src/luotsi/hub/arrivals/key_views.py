"""The keys of the border on the hub's side: the counties' enrolled and revoked, the hub's own made and renewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.base.accounts import recently_authenticated
from luotsi.base.permissions import permission_required
from luotsi.hub.arrivals.domain import keys as verbs
from luotsi.hub.arrivals.doors import TITLE
from luotsi.hub.arrivals.forms import EnrolForm
from luotsi.hub.arrivals.models import CountyKey, HubKey
from luotsi.kit.border import fingerprint
from luotsi.kit.errors import InputError


def _page(request: HttpRequest, form: EnrolForm, status: int = 200) -> HttpResponse:
    counties, own = (
        [{"row": row, "fingerprint": fingerprint(bytes.fromhex(row.public))} for row in rows]
        for rows in (CountyKey.objects.all(), HubKey.objects.all())
    )
    crumbs = [
        (reverse("wagtail_serve", args=[""]), _("Front page")),
        (reverse("arrivals:list"), TITLE.in_(request.LANGUAGE_CODE)),
        ("", _("Keys of the border")),
    ]
    context = {"counties": counties, "own": own, "form": form, "crumbs": crumbs, "overlap": verbs.OVERLAP.days}
    return render(request, "arrivals/keys.html", context, status=status)


@permission_required("arrivals.keys")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key with its fingerprint and its state."""
    return _page(request, EnrolForm())


@permission_required("arrivals.keys")
@require_POST
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Take a county's key into use after its fingerprint was compared."""
    form = EnrolForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.enrol(form.content(), data["fingerprint"], invented=data["invented"], by=request.user)
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("The county's key is enrolled."))
            return redirect("arrivals:keys")
    return _page(request, form, 422)


@permission_required("arrivals.keys")
@require_POST
@recently_authenticated
def revoke(request: HttpRequest) -> HttpResponseBase:
    """Accept nothing more that is signed with the key."""
    verbs.revoke(request.POST.get("fingerprint", ""), by=request.user)
    messages.success(request, _("The key is revoked. Nothing signed with it is accepted."))
    return redirect("arrivals:keys")


@permission_required("arrivals.keys")
@require_POST
@recently_authenticated
def make(request: HttpRequest) -> HttpResponseBase:
    """Make a key of the hub that signs from now on."""
    verbs.make_key(by=request.user)
    messages.success(request, _("The key was made. Tell every county its fingerprint."))
    return redirect("arrivals:keys")


@permission_required("arrivals.keys")
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The public half of the hub's key, to be given to the counties."""
    content = verbs.public_file()
    if content is None:
        return redirect("arrivals:keys")
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="border.pub"'
    return response
