"""Finding a client outside one's own list, opening in an emergency, starting a care relationship."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.base.accounts import recently_authenticated
from luotsi.base.permissions import can, permission_required
from luotsi.base.ratelimit import limit
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.access.domain import relationships
from luotsi.workbench.access.domain.emergency import end_emergency, find_client, open_emergency
from luotsi.workbench.access.forms import EmergencyForm, SearchForm, StartForm
from luotsi.workbench.access.queries import county_settings
from luotsi.workbench.access.reasons import EmergencyReason, StartReason
from luotsi.workbench.models import Client
from luotsi.workbench.queries import units_of

SEARCHES_A_MINUTE = 10
MATCH_HOLDS_S = 15 * 60
_SALT = "access.match"


def sealed(request: HttpRequest, client: Client) -> str:
    """The result of a search, sealed for this user: a client cannot be opened without having been looked for."""
    return signing.dumps([str(client.pk), str(request.user.pk)], salt=_SALT)


def unsealed(request: HttpRequest) -> Client | None:
    """The client of the posted match; None when it is another user's, too old or made up."""
    try:
        client, user = signing.loads(request.POST.get("match", ""), salt=_SALT, max_age=MATCH_HOLDS_S)
    except signing.BadSignature:
        return None
    return Client.objects.filter(pk=client).first() if user == str(request.user.pk) else None


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.find_client")
def search(request: HttpRequest) -> HttpResponse:
    """Exact search. The answer tells that a client exists, nothing of the client."""
    if request.method != "POST":
        return render(request, "access/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "access/search.html", {"form": form}, status=422)
    limit(f"access.search:{request.user.pk}", SEARCHES_A_MINUTE)
    try:
        client = find_client(request.user, form.wanted())
    except InputError as error:
        form.add_error(None, error.text.in_(request.LANGUAGE_CODE))
        return render(request, "access/search.html", {"form": form}, status=422)
    if client is None:
        return render(request, "access/search.html", {"form": form, "nobody": True})
    return render(request, "access/match.html", _match(request, client))


def _match(request: HttpRequest, client: Client, **forms: Any) -> dict[str, Any]:
    """What may be done with the client that was found."""
    user, language = request.user, request.LANGUAGE_CODE
    start = {"match": sealed(request, client)}
    context: dict[str, Any] = {"minutes": county_settings().emergency_minutes, "match": client.pk}
    if can(user, "workbench.open_client", client):
        return context | {"opens": True}
    if can(user, "access.emergency"):
        context["emergency"] = forms.get("emergency") or EmergencyForm(
            initial=start, user=user, language=language, auto_id="emergency-%s"
        )
    if user.has_role(Role.COUNTY_ADMIN) or units_of(user, (Role.PROFESSIONAL,)).exists():
        context["start"] = forms.get("start") or StartForm(
            initial=start, user=user, language=language, auto_id="start-%s"
        )
    return context | {"may_list": can(user, "access.see_relationships", client)}


@require_POST
@permission_required("access.emergency")
def open_(request: HttpRequest) -> HttpResponse:
    """Check what was given, then ask who the user is, then open."""
    client = unsealed(request)
    if client is None:
        return _search_again(request)
    form = EmergencyForm(request.POST, user=request.user, language=request.LANGUAGE_CODE, auto_id="emergency-%s")
    if not form.is_valid():
        return render(request, "access/match.html", _match(request, client, emergency=form), status=422)
    return _open(request, client, form)


@recently_authenticated
def _open(request: HttpRequest, client: Client, form: EmergencyForm) -> HttpResponse:
    found = form.cleaned_data
    try:
        open_emergency(
            request.user,
            client,
            unit=found["unit"],
            reason=EmergencyReason(found["reason"]),
            note=found["note"],
            purpose=found["purpose"],
        )
    except (InputError, ConflictError) as error:
        form.add_problems(error)
        status = 409 if isinstance(error, ConflictError) else 422
        return render(request, "access/match.html", _match(request, client, emergency=form), status=status)
    messages.warning(request, _("The record is open to you for a limited time. The privacy officers have been told."))
    return redirect("workbench:client", client.pk)


@require_POST
@permission_required("workbench.work_with_clients")
def end(request: HttpRequest, client_id: str) -> HttpResponse:
    """End one's own emergency access."""
    if end_emergency(request.user, get_object_or_404(Client, pk=client_id)):
        messages.success(request, _("The emergency access has ended."))
    return redirect("workbench:clients")


@require_POST
@permission_required("access.find_client")
def start(request: HttpRequest) -> HttpResponse:
    """Start a care relationship with the client that was found."""
    client = unsealed(request)
    if client is None:
        return _search_again(request)
    form = StartForm(request.POST, user=request.user, language=request.LANGUAGE_CODE, auto_id="start-%s")
    status = 422
    if form.is_valid():
        found = form.cleaned_data
        try:
            relationships.start(
                request.user,
                client,
                found["unit"],
                reason=StartReason(found["reason"]),
                note=found["note"],
                purpose=found["purpose"],
            )
        except (InputError, ConflictError) as error:
            form.add_problems(error)
            status = 409 if isinstance(error, ConflictError) else 422
        else:
            messages.success(request, _("The care relationship has started."))
            return redirect("access:relationships", client.pk)
    context = _match(request, client, start=form) | {"start": form}
    return render(request, "access/match.html", context, status=status)


def _search_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("The search was too old. Search again."))
    return redirect("access:search")
