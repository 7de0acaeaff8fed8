"""Packs on screen: taking content in, publishing with its effects shown first, and packs as files."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.permissions import can, permission_required
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.workbench.stores.domain import library as verbs
from luotsi.workbench.stores.domain import publishing as packing
from luotsi.workbench.stores.forms import PackForm, PublishForm
from luotsi.workbench.stores.models import Publication
from luotsi.workbench.stores.views.library import kind_or_404

PACK_LIMIT = 10_000_000
_NOT_JSON = Text("Tiedosto ei ole JSON-paketti.", "Filen är inte ett JSON-paket.", "The file is not a JSON pack.")


@require_POST
@permission_required("library.edit")
def take_in_builtin(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the content that comes with the tool into the Library, as drafts."""
    taken = verbs.take_in(request.user, kind_or_404(kind).starter())
    _say(request, taken)
    return redirect("stores:items", kind)


def _say(request: HttpRequest, taken: verbs.Taken) -> None:
    text = _("%(added)d new, %(changed)d changed, %(unchanged)d as before.")
    values = {"added": taken.added, "changed": taken.changed, "unchanged": taken.unchanged}
    messages.success(request, text % values)


@require_http_methods(["GET", "POST"])
@permission_required("library.edit")
def import_pack(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a pack file in. Nothing of it is in use before two editors have reviewed it."""
    found = kind_or_404(kind)
    form = PackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _say(request, verbs.take_in(request.user, _read(form.cleaned_data["file"], kind)))
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            return redirect("stores:items", kind)
    return render(request, "stores/import.html", {"kind": found, "form": form}, status=422 if form.errors else 200)


def _read(upload: object, kind: str) -> Pack:
    data: bytes = upload.read(PACK_LIMIT + 1)  # type: ignore[attr-defined]
    try:
        value = json.loads(data) if len(data) <= PACK_LIMIT else None
    except ValueError as error:
        raise InputError(_NOT_JSON, [Problem("file", _NOT_JSON)]) from error
    if not isinstance(value, dict):
        raise InputError(_NOT_JSON, [Problem("file", _NOT_JSON)])
    pack = Pack.from_json(value)
    if pack.kind != kind:
        raise InputError(_NOT_JSON, [Problem("kind", Text.same(f"{pack.kind} ≠ {kind}"))])
    return pack


@require_http_methods(["GET", "POST"])
@permission_required("library.edit")
def publish(request: HttpRequest, kind: str) -> HttpResponse:
    """What publishing would change on the demo clients, and publishing."""
    found = kind_or_404(kind)
    form = PublishForm(request.POST or None)
    status, conflict = 200, ""
    day = timezone.localdate()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            day = max(day, data["valid_from"])
            try:
                made = packing.publish(
                    request.user, kind, valid_from=data["valid_from"], seen=data["seen"], note=data["note"]
                )
            except ConflictError as error:
                status, conflict = 409, error.text.in_(request.LANGUAGE_CODE)
            except InputError as error:
                form.add_problems(error, request.LANGUAGE_CODE)
            else:
                messages.success(request, _("Version %(version)s has been published.") % {"version": made.pack_version})
                return redirect("stores:publication", kind, made.number)
    chosen = packing.candidate(found, day)
    context = {
        "kind": found,
        "form": form,
        "conflict": conflict,
        "candidate": chosen,
        "sha256": chosen.pack.sha256,
        "regression": packing.regression(found, chosen.pack) if chosen.fresh else None,
    }
    return render(request, "stores/publish.html", context, status=status)


@require_safe
@permission_required("library.read")
def packs(request: HttpRequest, kind: str) -> HttpResponse:
    """What is in force, how it differs from what came with the tool, and every publication so far."""
    found = kind_or_404(kind)
    current, changed = packing.overrides(found, timezone.localdate())
    context = {
        "kind": found,
        "starter": found.starter(),
        "current": current,
        "overrides": changed,
        "publications": Publication.objects.filter(kind=kind).select_related("published_by").defer("message"),
        "may_edit": can(request.user, "library.edit"),
    }
    return render(request, "stores/packs.html", context)


@require_safe
@permission_required("library.read")
def publication(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One publication: who, when, and what it changed."""
    found = get_object_or_404(Publication.objects.select_related("published_by"), kind=kind, number=number)
    context = {"kind": kind_or_404(kind), "publication": found, "regression": found.regression}
    return render(request, "stores/publication.html", context)


@require_safe
@permission_required("library.read")
def export(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The publication as a pack file."""
    found = get_object_or_404(Publication, kind=kind, number=number)
    response = JsonResponse(found.message, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{kind}-{found.pack_version}.json"'
    return response
