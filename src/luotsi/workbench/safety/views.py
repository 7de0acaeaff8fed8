"""Safety events on screen: the report form of a review, the list, one event."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.base import audit
from luotsi.base.permissions import can, permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.registry import tools
from luotsi.kit.suggestion import Suggestion
from luotsi.workbench.banner import banner_now
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Run
from luotsi.workbench.queries import runs_of
from luotsi.workbench.safety import domain
from luotsi.workbench.safety.forms import CloseForm, ReportForm
from luotsi.workbench.safety.models import SafetyEvent

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("workbench.work_with_clients")
def report(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """The form, and the report."""
    runs = runs_of(request.user).filter(case__client=client_id, tool=tool.replace("-", "_"))
    run: Run = get_object_or_404(runs, pk=run_id)
    open_client(request.user, run.case.client, target=f"run:{run.pk}")
    proposals = [
        (row.position, f"{row.position}. {Suggestion.from_json(row.body).title.in_(request.LANGUAGE_CODE)}")
        for row in run.suggestions.all()
    ]
    form = ReportForm(request.POST or None, proposals=proposals)
    if request.method == "POST" and form.is_valid():
        try:
            domain.report(request.user, run, form.told())
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("Reported. You are told when it has been followed up."))
            return redirect("workbench:review", client_id, run.tool, run.pk)
    context = {
        "run": run,
        "form": form,
        "client": banner_now(run.case.client, request),
        "title": _tool(run.tool, request),
    }
    return render(request, "safety/report.html", context, status=422 if form.errors else 200)


def _tool(name: str, request: HttpRequest) -> str:
    found = tools().get(name)
    return found.card.title.in_(request.LANGUAGE_CODE) if found else name


@require_safe
@permission_required("safety.follow")
def events(request: HttpRequest) -> HttpResponse:
    """Reports, the open ones first."""
    view = request.GET.get("view", "open")
    rows = SafetyEvent.objects.select_related("run", "reported_by")
    shown = (
        rows.exclude(state=SafetyEvent.State.OPEN) if view == "closed" else rows.filter(state=SafetyEvent.State.OPEN)
    )
    address = reverse("safety:events")
    tabs = [
        (address, _("Open"), view != "closed", rows.filter(state=SafetyEvent.State.OPEN).count()),
        (f"{address}?view=closed", _("Followed up"), view == "closed"),
    ]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    lines = [{"row": row, "tool": _tool(row.run.tool, request)} for row in page]
    return render(request, "safety/events.html", {"page": page, "lines": lines, "tabs": tabs, "view": view})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("workbench.use")
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """One event: for the reporter and for those who follow up. Whose record it concerns is not told here."""
    row = get_object_or_404(
        SafetyEvent.objects.select_related("run", "suggestion", "reported_by", "closed_by"), pk=event_id
    )
    follows = can(request.user, "safety.follow")
    if not follows and row.reported_by_id != request.user.pk:
        raise Http404
    form, status, conflict = CloseForm(request.POST or None), 200, ""
    if request.method == "POST" and follows:
        if form.is_valid():
            try:
                domain.close(request.user, row, form.cleaned_data["done"])
            except InputError as error:
                form.add_problems(error, request.LANGUAGE_CODE)
            except ConflictError as error:
                row.refresh_from_db()
                conflict, status = error.text.in_(request.LANGUAGE_CODE), 409
            else:
                messages.success(request, _("Closed. The reporter has been told."))
                return redirect("safety:events")
        status = 422 if form.errors else status
    if request.method != "POST":
        audit.record("safety.read", actor=request.user, target=f"safety:{row.pk}", client=str(row.run.case.client_id))
    proposal = Suggestion.from_json(row.suggestion.body).title.in_(request.LANGUAGE_CODE) if row.suggestion else ""
    context = {
        "row": row,
        "tool": _tool(row.run.tool, request),
        "proposal": proposal,
        "form": form,
        "follows": follows,
        "conflict": conflict,
        "may_open": runs_of(request.user).filter(pk=row.run_id).exists(),
    }
    return render(request, "safety/event.html", context, status=status)
