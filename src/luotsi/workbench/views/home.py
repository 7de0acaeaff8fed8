"""Today, what waits, and what has been signed."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from luotsi.base.permissions import can, permission_required
from luotsi.workbench.menu import today_panels
from luotsi.workbench.models import Client, Run
from luotsi.workbench.queries import clients_of, runs_of, waiting_count, waiting_for, with_counts

PAGE = 25
MOST_WAITING = 30
MOST_CLIENTS = 12
SEVERE = 4


def front(request: HttpRequest) -> HttpResponse:
    """The first page by role: a day's work for those with clients, the tools for the others."""
    if can(request.user, "workbench.work_with_clients"):
        return redirect("workbench:today")
    return redirect("workbench:tools")


@permission_required("workbench.work_with_clients")
def today(request: HttpRequest) -> HttpResponse:
    """The day by urgency: failed runs, reviews that wait by tool, tasks, today's clients."""
    failed = runs_of(request.user).filter(state=Run.State.FAILED, started_by=request.user)
    context = {
        "day": timezone.localdate(),
        "waiting": _by_tool(with_counts(waiting_for(request.user)[:MOST_WAITING])),
        "waiting_count": waiting_count(request.user),
        "clients": _todays_clients(request),
        "client_count": clients_of(request.user).count(),
        "panels": today_panels(request),
        "failed": failed[:3],
        "failed_count": failed.count(),
    }
    return render(request, "workbench/today.html", context)


def _by_tool(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """The runs in groups, a tool each; the gravest proposal first within a group, the fullest group first."""
    groups: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: (-(run.worst or 0), run.started_at)):  # type: ignore[attr-defined]
        groups.setdefault(run.tool, []).append(run)
    return [
        {"tool": tool, "runs": rows, "severe": Counter(run.worst for run in rows)[SEVERE]}  # type: ignore[attr-defined]
        for tool, rows in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]


def _todays_clients(request: HttpRequest) -> QuerySet[Client]:
    """The clients with something today: a review that waits, or a run started today."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    closed = [state for state in Run.State if state != Run.State.READY]
    touched = runs_of(request.user).filter(Q(state=Run.State.READY) | Q(state__in=closed, started_at__gte=start))
    return Client.objects.filter(pk__in=touched.values("case__client"))[:MOST_CLIENTS]


@permission_required("workbench.work_with_clients")
def waiting(request: HttpRequest) -> HttpResponse:
    """Every run that waits for a verdict or a signature."""
    page = Paginator(waiting_for(request.user), PAGE).get_page(request.GET.get("page"))
    page.object_list = with_counts(page.object_list)
    return render(request, "workbench/waiting.html", {"page": page})


@permission_required("workbench.work_with_clients")
def signed(request: HttpRequest) -> HttpResponse:
    """Signed reviews, newest first."""
    runs = runs_of(request.user).filter(state=Run.State.SIGNED).select_related("signature__signed_by")
    page = Paginator(runs.order_by("-signature__signed_at"), PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/signed.html", {"page": page})
