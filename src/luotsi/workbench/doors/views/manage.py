"""The county administrator's page: keys of the read API, and the record systems that may launch us."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.permissions import permission_required
from luotsi.kit.errors import InputError
from luotsi.workbench.doors import fhir
from luotsi.workbench.doors.domain import issuers, tokens
from luotsi.workbench.doors.domain.launch import redirect_uri
from luotsi.workbench.doors.forms import IssuerForm, KeyForm
from luotsi.workbench.doors.models import ApiToken, SmartIssuer


@permission_required("doors.manage")
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """What is open, and to whom."""
    context = {
        "keys": ApiToken.objects.select_related("unit", "issued_by"),
        "issuers": SmartIssuer.objects.filter(ended_at=None).select_related("unit"),
        "now": timezone.now(),
        "base": fhir.base(),
        "launch": f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}/launch",
        "redirect_uri": redirect_uri(),
    }
    return render(request, "doors/doors.html", context)


@permission_required("doors.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Issue a key; it stands on the answer to this request and nowhere else."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = tokens.issue(request.user, **form.cleaned_data)
        except InputError as error:
            form.add_problems(error)
        else:
            return render(request, "doors/key.html", {"token": token, "secret": secret})
    return render(request, "doors/new_key.html", {"form": form}, status=422 if form.errors else 200)


@permission_required("doors.manage")
@require_POST
def revoke_key(request: HttpRequest, token_id: str) -> HttpResponse:
    """End a key."""
    tokens.revoke(request.user, get_object_or_404(ApiToken, pk=token_id))
    messages.success(request, _("The key has been revoked."))
    return HttpResponseRedirect(reverse("doors:doors"))


@permission_required("doors.manage")
@require_http_methods(["GET", "POST"])
def new_issuer(request: HttpRequest) -> HttpResponse:
    """Enrol a record system."""
    form = IssuerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issuers.enrol(request.user, **form.cleaned_data)
        except InputError as error:
            form.add_problems(error)
        else:
            messages.success(request, _("The system has been enrolled."))
            return HttpResponseRedirect(reverse("doors:doors"))
    return render(request, "doors/new_issuer.html", {"form": form}, status=422 if form.errors else 200)


@permission_required("doors.manage")
@require_POST
def end_issuer(request: HttpRequest, issuer_id: str) -> HttpResponse:
    """Accept launches from a record system no longer."""
    issuers.end(request.user, get_object_or_404(SmartIssuer, pk=issuer_id))
    messages.success(request, _("Launches from the system are no longer accepted."))
    return HttpResponseRedirect(reverse("doors:doors"))
