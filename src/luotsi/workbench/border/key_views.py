"""The keys of the border on screen: the county's own, made and renewed; the network's, trusted and revoked."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.base.accounts import recently_authenticated
from luotsi.base.permissions import permission_required
from luotsi.kit.border import fingerprint
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import InputError
from luotsi.workbench.border.domain import keys as verbs
from luotsi.workbench.border.forms import TrustForm
from luotsi.workbench.border.models import HubKey, OwnKey


def _rows(of: type[OwnKey] | type[HubKey]) -> list[dict[str, Any]]:
    return [{"row": row, "fingerprint": fingerprint(bytes.fromhex(row.public))} for row in of.objects.order_by("-pk")]


def _page(request: HttpRequest, form: TrustForm, status: int = 200) -> HttpResponse:
    context = {"own": _rows(OwnKey), "hub": _rows(HubKey), "form": form, "overlap": verbs.OVERLAP.days}
    return render(request, "border/keys.html", context, status=status)


@permission_required("border.keys")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key with its fingerprint and its state."""
    return _page(request, TrustForm())


@permission_required("border.keys")
@require_POST
@recently_authenticated
def make(request: HttpRequest) -> HttpResponseBase:
    """Make a key that signs from now on."""
    verbs.make_key(by=request.user)
    messages.success(request, _("The key was made. Give its public half and fingerprint to the network."))
    return redirect("border:keys")


@permission_required("border.keys")
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """The public half of the key that signs now, to be given to the network."""
    row = verbs.current_key()
    if row is None:
        return redirect("border:keys")
    response = HttpResponse(canonical_json(verbs.public_key(row).as_json()), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="border-{settings.LUOTSI_COUNTY_ID}.pub"'
    return response


@permission_required("border.keys")
@require_POST
def trust(request: HttpRequest) -> HttpResponseBase:
    """Trust a key of the network whose fingerprint was compared."""
    form = TrustForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            verbs.trust_hub(form.content(), form.cleaned_data["fingerprint"], by=request.user)
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("The network's key is trusted."))
            return redirect("border:keys")
    return _page(request, form, 422)


@permission_required("border.keys")
@require_POST
@recently_authenticated
def revoke(request: HttpRequest) -> HttpResponseBase:
    """Accept nothing more that was signed with the key."""
    verbs.revoke_hub(request.POST.get("fingerprint", ""), by=request.user)
    messages.success(request, _("The key is revoked. Nothing signed with it is accepted."))
    return redirect("border:keys")
