"""A client's care relationships: list, end, move; and the purpose of handling."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import audit
from luotsi.base.permissions import can, permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.access.domain import relationships
from luotsi.workbench.access.forms import EndForm, MoveForm, PurposeForm, StartForm
from luotsi.workbench.access.queries import acting_role
from luotsi.workbench.access.reasons import EndReason
from luotsi.workbench.access.relationship_view import relationship_rows
from luotsi.workbench.access.views.emergency import sealed
from luotsi.workbench.models import CareRelationship, Client
from luotsi.workbench.queries import clients_of


@require_safe
@permission_required("access.find_client")
def client_relationships(request: HttpRequest, client_id: str) -> HttpResponse:
    """Every care relationship of the client, in force and ended: units and reasons, nothing of the record."""
    client = get_object_or_404(Client, pk=client_id)
    if not can(request.user, "access.see_relationships", client):
        raise Http404
    audit.record("access.relationships", actor=request.user, role=acting_role(request.user), client=str(client.pk))
    form = StartForm(
        initial={"match": sealed(request, client)},
        user=request.user,
        language=request.LANGUAGE_CODE,
        auto_id="start-%s",
    )
    context = {
        "client": client,
        "may_open": can(request.user, "workbench.open_client", client),
        "rows": relationship_rows(request.user, client),
        "start": form if form.fields["unit"].queryset.exists() else None,
    }
    return render(request, "access/relationships.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.find_client")
def change(request: HttpRequest, relationship_id: int) -> HttpResponse:
    """End the relationship or move the client to another unit."""
    found = get_object_or_404(CareRelationship.objects.select_related("client", "unit"), pk=relationship_id)
    if not can(request.user, "access.end_relationship", found):
        raise Http404
    language = request.LANGUAGE_CODE
    posted = request.POST if request.method == "POST" else None
    moving = bool(posted) and posted.get("act") == "move"
    ending = EndForm(None if moving else posted, language=language, auto_id="end-%s")
    mover = MoveForm(posted if moving else None, leaving=found.unit, language=language, auto_id="move-%s")
    form, status = (mover if moving else ending), 200
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                _change(request, found, form)
            except (InputError, ConflictError) as error:
                form.add_problems(error)
                status = 409 if isinstance(error, ConflictError) else 422
            else:
                return _after(request, found.client)
    context = {"relationship": found, "end": ending, "move": mover, "shown": form}
    return render(request, "access/relationship.html", context, status=status)


def _change(request: HttpRequest, found: CareRelationship, form: EndForm | MoveForm) -> None:
    note = form.cleaned_data["note"]
    if isinstance(form, MoveForm):
        relationships.move(request.user, found, form.cleaned_data["unit"], note=note)
        messages.success(request, _("The client has been moved. The history is kept."))
    else:
        relationships.end(request.user, found, reason=EndReason(form.cleaned_data["reason"]), note=note)
        messages.success(request, _("The care relationship has ended. The history is kept."))


def _after(request: HttpRequest, client: Client) -> HttpResponse:
    """The list, if the user may still see it."""
    if can(request.user, "access.see_relationships", client):
        return redirect("access:relationships", client.pk)
    return redirect("workbench:clients")


@require_POST
@permission_required("workbench.work_with_clients")
def purpose(request: HttpRequest, client_id: str) -> HttpResponse:
    """Choose the purpose for which this client's record is handled from now on."""
    client = get_object_or_404(clients_of(request.user, client_id))
    form = PurposeForm(request.POST, language=request.LANGUAGE_CODE)
    if form.is_valid():
        relationships.choose_purpose(request.user, client, form.cleaned_data["purpose"])
        messages.success(request, _("The purpose is noted in the log from now on, for eight hours."))
    else:
        messages.error(request, _("Choose a purpose from the list."))
    return redirect("workbench:client", client.pk)
