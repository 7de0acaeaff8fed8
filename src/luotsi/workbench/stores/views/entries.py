"""Entries on screen: what has been written here, a note, a measurement, and marking an error."""

import base64
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.base.permissions import permission_required
from luotsi.engines.clinical import ANALYTES
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Client
from luotsi.workbench.queries import clients_of
from luotsi.workbench.stores.domain import entries as verbs
from luotsi.workbench.stores.forms import ErrorForm, MeasurementForm, NoteForm
from luotsi.workbench.stores.models import Entry
from luotsi.workbench.stores.queries import entries_of

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"

# What is measured by hand at a client's home, by its name in engines.clinical
MEASURED = ("weight", "height", "waist", "sbp", "dbp", "pulse", "temperature", "glucose")


def measures(language: str) -> dict[str, str]:
    """The measurements that a person may write by hand: name → title with unit."""
    return {name: f"{ANALYTES[name].title.in_(language)}, {ANALYTES[name].unit}" for name in MEASURED}


def _client(request: HttpRequest, client_id: str) -> Client:
    found: Client = get_object_or_404(clients_of(request.user), pk=client_id)
    return found


@require_safe
@permission_required("workbench.work_with_clients")
def entry_list(request: HttpRequest, client_id: str) -> HttpResponse:
    """What has been written to the client's record here."""
    return _list(
        request, _client(request, client_id), NoteForm(), MeasurementForm(measures=measures(request.LANGUAGE_CODE))
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
    if form.is_valid():
        data = base64.b64encode(form.cleaned_data["text"].encode()).decode()
        attachment = {"contentType": "text/plain; charset=utf-8", "language": request.LANGUAGE_CODE, "data": data}
        resource = {
            "resourceType": "DocumentReference",
            "status": "current",
            "date": timezone.now().isoformat(timespec="seconds"),
            "description": form.cleaned_data["title"],
            "content": [{"attachment": {**attachment, "title": form.cleaned_data["title"]}}],
        }
        if _written(request, client, resource, form):
            return redirect("stores:entries", client.pk)
    return _list(request, client, form, MeasurementForm(measures=measures(request.LANGUAGE_CODE)), 422)


@require_POST
@permission_required("workbench.work_with_clients")
def measurement(request: HttpRequest, client_id: str) -> HttpResponse:
    """Write a measurement as an Observation."""
    client = _client(request, client_id)
    form = MeasurementForm(request.POST, measures=measures(request.LANGUAGE_CODE))
    if form.is_valid():
        data = form.cleaned_data
        analyte = ANALYTES[data["name"]]
        if data["on"] > timezone.localdate():
            form.add_error("on", _("The day is in the future."))
        elif not analyte.low <= data["value"] <= analyte.high:
            limits = {"low": f"{analyte.low:g}", "high": f"{analyte.high:g}", "unit": analyte.unit}
            form.add_error("value", _("Check the value and unit: %(low)s to %(high)s %(unit)s.") % limits)
        else:
            coding = {"system": LOINC, "code": analyte.loinc[0]}
            resource = {
                "resourceType": "Observation",
                "status": "final",
                "code": {"coding": [coding], "text": analyte.title.in_(request.LANGUAGE_CODE)},
                "effectiveDateTime": data["on"].isoformat(),
                "valueQuantity": {
                    "value": float(data["value"]), "unit": analyte.unit, "system": UCUM, "code": analyte.unit,
                },
            }  # fmt: skip
            if _written(request, client, resource, form):
                return redirect("stores:entries", client.pk)
    return _list(request, client, NoteForm(), form, 422)


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
        "form": form or ErrorForm(initial={"seen": versions[-1].number}),
        "conflict": conflict,
    }
    return render(request, "stores/entry.html", context, status=status)


@require_POST
@permission_required("workbench.work_with_clients")
def error(request: HttpRequest, client_id: str, entry_id: str) -> HttpResponse:
    """Mark the entry as made in error."""
    client = _client(request, client_id)
    found = get_object_or_404(Entry, pk=entry_id, client=client)
    form = ErrorForm(request.POST)
    if not form.is_valid():
        return _page(request, client_id, entry_id, form, status=422)
    try:
        verbs.enter_in_error(request.user, found, form.cleaned_data["reason"], seen=form.cleaned_data["seen"])
    except ConflictError as conflict:
        return _page(request, client_id, entry_id, form, status=409, conflict=conflict.text.in_(request.LANGUAGE_CODE))
    messages.success(request, _("Marked as an error. It stays to be seen, and no tool reads it."))
    return redirect("stores:entry", client.pk, found.pk)
