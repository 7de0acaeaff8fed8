"""Clients: the list, the import, the record."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.base.permissions import permission_required
from luotsi.kit.errors import InputError
from luotsi.kit.registry import tools
from luotsi.web.formats import moment
from luotsi.workbench.banner import banner, banner_now
from luotsi.workbench.domain.records import import_record, open_client
from luotsi.workbench.forms import ImportForm, RunForm
from luotsi.workbench.menu import client_panels
from luotsi.workbench.models import Client, Resource
from luotsi.workbench.provenance import versions
from luotsi.workbench.queries import clients_of, current_resources, runs_of
from luotsi.workbench.record_view import record_view
from luotsi.workbench.source_view import element_rows

PAGE = 25


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def client_list(request: HttpRequest) -> HttpResponse:
    """The clients whose record the user may open. A search is posted: no name stands in an address or a log."""
    query = request.POST.get("q", "").strip()[:80]
    found = clients_of(request.user)
    for word in query.split():
        found = found.filter(Q(family_name__icontains=word) | Q(given_name__icontains=word))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/clients.html", {"page": page, "query": query})


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def import_client(request: HttpRequest) -> HttpResponse:
    """Import a Bundle. What was pasted stays on the form when something is wrong."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    limits = {"bundle_limit": settings.LUOTSI_BUNDLE_LIMIT}
    if request.method == "POST" and form.is_valid():
        data, source = form.data_and_source()
        try:
            imported = import_record(request.user, data, source=source, unit=form.cleaned_data["unit"])
        except InputError as error:
            context = {"form": form, "error": error, "lines": error.lines(request.LANGUAGE_CODE), **limits}
            return render(request, "workbench/import.html", context, status=422)
        record_import = imported.record_import
        if imported.repeated:
            messages.info(request, _("The very same record had been imported before. Nothing was changed."))
        else:
            text = ngettext("%(n)d resource was imported.", "%(n)d resources were imported.", record_import.added)
            messages.success(request, text % {"n": record_import.added})
        return redirect("workbench:client", record_import.client_id)
    return render(request, "workbench/import.html", {"form": form, **limits}, status=422 if form.errors else 200)


@require_safe
@permission_required("workbench.work_with_clients")
def client(request: HttpRequest, client_id: str) -> HttpResponse:
    """The record as far as tools read it, the reviews so far, and the tools to run."""
    found = get_object_or_404(clients_of(request.user, client_id))
    open_client(request.user, found, target="page:record")
    rows = list(current_resources(found))
    return render(
        request,
        "workbench/client.html",
        {
            "client": found,
            "banner": banner(found, rows, timezone.localdate(), request),
            "record": record_view(rows, timezone.localdate(), request.LANGUAGE_CODE),
            "runs": runs_of(request.user).filter(case__client=found).select_related("signature")[:20],
            "imports": found.imports.select_related("imported_by", "unit").order_by("-imported_at")[:10],
            "tools": [
                {
                    "name": name,
                    "title": tool.card.title.in_(request.LANGUAGE_CODE),
                    "card": tool.card,
                    "on_id": f"on-{name}",
                    "background_id": f"background-{name}",
                }
                for name, tool in tools().items()
            ],
            "panels": client_panels(request, found),
            "form": RunForm(initial={"on": timezone.localdate()}),
        },
    )


@require_safe
@permission_required("workbench.work_with_clients")
def resource(request: HttpRequest, client_id: str, resource_id: int) -> HttpResponse:
    """One resource as it was imported, where it came from, and its other versions with what they changed."""
    found: Client = get_object_or_404(clients_of(request.user, client_id))
    row = get_object_or_404(found.resources.select_related("record_import__imported_by"), pk=resource_id)
    open_client(request.user, found, target=f"resource:{row.pk}")
    context = {
        "client": found,
        "banner": banner_now(found, request),
        "row": row,
        "rows": element_rows(row.body, ""),
        "origin": _origin(row),
        "versions": versions(row),
    }
    return render(request, "workbench/resource.html", context)


def _origin(row: Resource) -> list[tuple[str, str]]:
    """Where the row came from, as terms and values."""
    came = row.record_import
    facts = [
        (_("Imported"), moment(came.imported_at)),
        (_("By"), came.imported_by.get_full_name()),
        (_("File"), came.source),
        (_("Line"), str(row.line) if row.line else ""),
        (_("Source system"), came.system),
        (_("Client's identifier in the source"), came.patient),
        (_("Content (SHA-256)"), row.sha256),
    ]
    return [(term, value) for term, value in facts if value]
