"""Starting a tool, and waiting for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from luotsi.base.permissions import permission_required
from luotsi.base.ratelimit import limit
from luotsi.workbench.banner import banner_now
from luotsi.workbench.domain.runs import start_run, tool_named
from luotsi.workbench.forms import RunForm
from luotsi.workbench.models import Run
from luotsi.workbench.queries import clients_of, runs_of


@require_POST
@permission_required("workbench.work_with_clients")
def start(request: HttpRequest, client_id: str, tool: str) -> HttpResponse:
    """Run a tool on the client's record."""
    found = get_object_or_404(clients_of(request.user, client_id))
    limit(f"run:{request.user.pk}", 60)
    form = RunForm(request.POST)
    if not form.is_valid():
        context = {"client": found, "banner": banner_now(found, request), "form": form, "tool": tool_named(tool).card}
        return render(request, "workbench/start.html", context, status=422)
    run = start_run(request.user, found, tool, on=form.cleaned_data["on"], background=form.cleaned_data["background"])
    return _to(run)


@require_safe
@permission_required("workbench.work_with_clients")
def progress(request: HttpRequest, run_id: str) -> HttpResponse:
    """Where a run stands: its progress, its failure, or on to its review."""
    run = get_object_or_404(runs_of(request.user), pk=run_id)
    if run.state in {Run.State.READY, Run.State.SIGNED}:
        return _to(run)
    context = {
        "run": run,
        "client": run.case.client,
        "banner": banner_now(run.case.client, request),
        "tool": tool_named(run.tool).card,
        "live": f"/live/jobs/{run.job}" if run.job else "",
    }
    return render(request, "workbench/run.html", context)


def _to(run: Run) -> HttpResponse:
    if run.state in {Run.State.READY, Run.State.SIGNED}:
        return redirect("workbench:review", run.case.client_id, run.tool, run.id)
    return redirect("workbench:run", run.id)
