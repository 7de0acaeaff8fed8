"""SMART App Launch: the two addresses that a browser visits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from luotsi.base.permissions import permission_required
from luotsi.base.ratelimit import limit
from luotsi.kit.errors import InputError
from luotsi.workbench.doors.domain.launch import begin, finish
from luotsi.workbench.doors.outbound import OutboundError

PER_MINUTE = 20


@permission_required("workbench.work_with_clients")
@never_cache
@require_GET
def launch(request: HttpRequest) -> HttpResponse:
    """From the record system (``iss`` and ``launch``) or on its own (``iss`` alone): on to authorisation."""
    limit(f"launch:{request.user.pk}", PER_MINUTE)
    given = request.GET
    try:
        address = begin(request.session, iss=given.get("iss", ""), launch=given.get("launch", ""))
    except OutboundError as error:
        raise InputError(error.text) from error
    return HttpResponseRedirect(address)


@permission_required("workbench.work_with_clients")
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from authorisation: fetch, import, and open the client."""
    limit(f"launch:{request.user.pk}", PER_MINUTE)
    try:
        arrived = finish(request.session, request.user, request.GET.dict())
    except OutboundError as error:
        raise InputError(error.text) from error
    done = arrived.imported.record_import
    if arrived.imported.repeated:
        messages.success(request, _("The record is the same as before."))
    else:
        said = ngettext("%(n)d resource was imported.", "%(n)d resources were imported.", done.added)
        messages.success(request, said % {"n": done.added})
    if arrived.not_given:
        said = _("The record system did not give: %(types)s.")
        messages.warning(request, said % {"types": ", ".join(arrived.not_given)})
    return HttpResponseRedirect(reverse("workbench:client", args=[done.client_id]))
