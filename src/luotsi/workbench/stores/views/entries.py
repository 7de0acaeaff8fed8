"""Entries on screen: what has been written here, a note, a measurement, and marking an error."""

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeAlias

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.base.permissions import permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Client
from luotsi.workbench.queries import clients_of
from luotsi.workbench.stores import by_hand
from luotsi.workbench.stores.domain import entries as verbs
from luotsi.workbench.stores.forms import AmendForm, ErrorForm, MeasurementForm, NoteForm
from luotsi.workbench.stores.models import Entry, EntryVersion
from luotsi.workbench.stores.queries import entries_of

Content: TypeAlias = NoteForm | MeasurementForm


def _client(request: HttpRequest, client_id: str) -> Client:
    found: Client = get_object_or_404(clients_of(request.user, client_id))
    return found


@require_safe
@permission_required("workbench.work_with_clients")
def entry_list(request: HttpRequest, client_id: str) -> HttpResponse:
    """What has been written to the client's record here."""
    return _list(
        request,
        _client(request, client_id),
        NoteForm(),
        MeasurementForm(measures=by_hand.measures(request.LANGUAGE_CODE)),
    )


def _list(
    request: HttpRequest, client: Client, note_form: NoteForm, measurement_form: MeasurementForm, status: int = 200
) -> HttpResponse:
    open_client(request.user, client, target="page:entries")
    context = {
        "client": client,
        "entries": entries_of(client),
        "note_form": note_form,
        "measurement_form": measurement_form,
    }
    return render(request, "stores/entries.html", context, status=status)


@require_POST
@permission_required("workbench.work_with_clients")
def note(request: HttpRequest, client_id: str) -> HttpResponse:
    """Write a note as a DocumentReference."""
    client = _client(request, client_id)
    form = NoteForm(request.POST)
    if form.is_valid() and _written(request, client, _note(request, form), form):
        return redirect("stores:entries", client.pk)
    return _list(request, client, form, MeasurementForm(measures=by_hand.measures(request.LANGUAGE_CODE)), 422)


def _note(request: HttpRequest, form: NoteForm) -> dict[str, Any]:
    data = form.cleaned_data
    return by_hand.note_resource(data["title"], data["text"], request.LANGUAGE_CODE, timezone.now())


@require_POST
@permission_required("workbench.work_with_clients")
def measurement(request: HttpRequest, client_id: str) -> HttpResponse:
    """Write a measurement as an Observation."""
    client = _client(request, client_id)
    form = MeasurementForm(request.POST, measures=by_hand.measures(request.LANGUAGE_CODE))
    if form.is_valid() and _written(request, client, _measurement(request, form), form):
        return redirect("stores:entries", client.pk)
    return _list(request, client, NoteForm(), form, 422)


def _measurement(request: HttpRequest, form: MeasurementForm) -> dict[str, Any]:
    data = form.cleaned_data
    return by_hand.measurement_resource(data["name"], data["value"], data["on"], request.LANGUAGE_CODE)


def _written(request: HttpRequest, client: Client, resource: dict[str, Any], form: Any) -> bool:
    try:
        verbs.write(request.user, client, resource)
    except InputError as error:
        form.add_problems(error, request.LANGUAGE_CODE)
        return False
    messages.success(request, _("Written to the record."))
    return True


@require_safe
@permission_required("workbench.work_with_clients")
def entry(request: HttpRequest, client_id: str, entry_id: str) -> HttpResponse:
    """One entry with every version of it."""
    return _page(request, client_id, entry_id)


def _page(
    request: HttpRequest,
    client_id: str,
    entry_id: str,
    form: ErrorForm | None = None,
    *,
    amending: tuple[Content, AmendForm] | None = None,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    client = _client(request, client_id)
    found: Entry = get_object_or_404(entries_of(client), pk=entry_id)
    open_client(request.user, client, target=f"entry:{found.pk}")
    versions = list(found.versions.all())
    context = {
        "client": client,
        "entry": found,
        "versions": versions,
        "newest": versions[-1],
        "form": form or ErrorForm(initial={"seen": versions[-1].number}, auto_id="error-%s"),
        **_amending(request, versions[-1], amending),
        "conflict": conflict,
    }
    return render(request, "stores/entry.html", context, status=status)


def _amending(
    request: HttpRequest, newest: EntryVersion, given: tuple[Content, AmendForm] | None
) -> dict[str, Content | AmendForm | None]:
    """The forms of a correction: the content as it stands and why it changes; none for what a tool wrote."""
    if given is None:
        content = _content_form(request, newest.resource.body)
        return {"content_form": content, "amend_form": AmendForm(initial={"seen": newest.number})}
    return {"content_form": given[0], "amend_form": given[1]}


def _content_form(request: HttpRequest, body: Mapping[str, Any], data: QueryDict | None = None) -> Content | None:
    if (note := by_hand.note_of(body)) is not None:
        return NoteForm(data, initial=note)
    if (measured := by_hand.measurement_of(body)) is not None:
        return MeasurementForm(data, initial=measured, measures=by_hand.measures(request.LANGUAGE_CODE))
    return None


@require_POST
@permission_required("workbench.work_with_clients")
def amend(request: HttpRequest, client_id: str, entry_id: str) -> HttpResponse:
    """Write the next version of a note or a measurement; the earlier one stays to be seen."""
    client = _client(request, client_id)
    found: Entry = get_object_or_404(entries_of(client), pk=entry_id)
    newest = list(found.versions.all())[-1]
    content = _content_form(request, newest.resource.body, request.POST)
    if content is None:
        raise Http404
    why = AmendForm(request.POST)
    again = partial(_page, request, client_id, entry_id, amending=(content, why))
    if not (content.is_valid() and why.is_valid()):
        return again(status=422)
    resource = _note(request, content) if isinstance(content, NoteForm) else _measurement(request, content)
    try:
        verbs.amend(request.user, found, resource, why.cleaned_data["reason"], seen=why.cleaned_data["seen"])
    except InputError as problem:
        content.add_problems(problem, request.LANGUAGE_CODE)
        return again(status=422)
    except ConflictError as conflict:
        return again(status=409, conflict=conflict.text.in_(request.LANGUAGE_CODE))
    messages.success(request, _("Corrected. The earlier version stays to be seen."))
    return redirect("stores:entry", client.pk, found.pk)


@require_POST
@permission_required("workbench.work_with_clients")
def error(request: HttpRequest, client_id: str, entry_id: str) -> HttpResponse:
    """Mark the entry as made in error."""
    client = _client(request, client_id)
    found = get_object_or_404(Entry, pk=entry_id, client=client)
    form = ErrorForm(request.POST, auto_id="error-%s")
    if not form.is_valid():
        return _page(request, client_id, entry_id, form, status=422)
    try:
        verbs.enter_in_error(request.user, found, form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
    except ConflictError as conflict:
        return _page(request, client_id, entry_id, form, status=409, conflict=conflict.text.in_(request.LANGUAGE_CODE))
    messages.success(request, _("Marked as an error. It stays to be seen, and no tool reads it."))
    return redirect("stores:entry", client.pk, found.pk)
