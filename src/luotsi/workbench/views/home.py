"""Today, what waits, and what has been signed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from luotsi.base.permissions import can, permission_required
from luotsi.workbench.menu import today_panels
from luotsi.workbench.models import Run
from luotsi.workbench.queries import clients_of, runs_of, waiting_for

PAGE = 25


def front(request: HttpRequest) -> HttpResponse:
    """The first page by role: a day's work for those with clients, the tools for the others."""
    if can(request.user, "workbench.work_with_clients"):
        return redirect("workbench:today")
    return redirect("workbench:tools")


@permission_required("workbench.work_with_clients")
def today(request: HttpRequest) -> HttpResponse:
    """What waits for the user, and the clients of the user's units."""
    waiting = list(waiting_for(request.user)[:6])
    return render(
        request,
        "workbench/today.html",
        {
            "waiting": waiting,
            "clients": clients_of(request.user)[:12],
            "client_count": clients_of(request.user).count(),
            "panels": today_panels(request),
            "failed": runs_of(request.user).filter(state=Run.State.FAILED, started_by=request.user)[:3],
        },
    )


@permission_required("workbench.work_with_clients")
def waiting(request: HttpRequest) -> HttpResponse:
    """Every run that waits for a verdict or a signature."""
    page = Paginator(waiting_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/waiting.html", {"page": page})


@permission_required("workbench.work_with_clients")
def signed(request: HttpRequest) -> HttpResponse:
    """Signed reviews, newest first."""
    runs = runs_of(request.user).filter(state=Run.State.SIGNED).select_related("signature__signed_by")
    page = Paginator(runs.order_by("-signature__signed_at"), PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/signed.html", {"page": page})
