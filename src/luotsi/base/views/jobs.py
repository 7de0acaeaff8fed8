"""The user's background work: list, page, the part that is drawn anew, and Cancel."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from luotsi.base import jobs as work
from luotsi.base import permissions
from luotsi.base.models import Job
from luotsi.kit.text import Text

_PER_PAGE = 25


@require_safe
@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The user's own jobs, newest first."""
    page = Paginator(Job.objects.filter(owner=request.user), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "base/jobs.html", {"page": page, "rows": [_shown(row) for row in page]})


@require_safe
@login_required
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job."""
    return render(request, "base/job.html", _shown(_found(request, job_id)))


@require_safe
@login_required
def job_part(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The words and the bar."""
    return render(request, "base/_job.html", _shown(_found(request, job_id)))


@require_POST
@login_required
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask it to stop."""
    row = _found(request, job_id)
    permissions.require(request.user, "base.cancel_job", row)
    work.cancel(row)
    if request.headers.get("HX-Request"):
        return render(request, "base/_job.html", _shown(row))
    return HttpResponseRedirect(reverse("base:job", args=[row.pk]))


def _found(request: HttpRequest, job_id: UUID) -> Job:
    """404 for another's job: that it exists is private too."""
    row = Job.objects.select_related("owner").filter(pk=job_id).first()
    if row is None or not permissions.can(request.user, "base.see_job", row):
        raise Http404
    return row


def _shown(row: Job) -> dict[str, Any]:
    shown = work.snapshot(row, get_language() or "fi")
    result = row.result or {}
    text = result.get("text") if isinstance(result, dict) else None
    waiting = shown["state"] == "queued"
    return {
        "job": row,
        "shown": shown | {"state": "running" if waiting else shown["state"]},
        "result_text": Text.from_json(text) if isinstance(text, dict) else None,
    }
