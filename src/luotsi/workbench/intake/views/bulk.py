"""Bulk imports: the list with the form, one import with its progress and what was rejected."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import jobs
from luotsi.base.models import Job
from luotsi.base.permissions import permission_required
from luotsi.kit.errors import InputError
from luotsi.workbench.intake import report
from luotsi.workbench.intake.domain import bulk as bulks
from luotsi.workbench.intake.forms import BulkForm
from luotsi.workbench.intake.models import BulkImport
from luotsi.workbench.queries import units_of

MOST_LISTED = 50
MOST_SHOWN = 200


def _bulks(request: HttpRequest) -> QuerySet[BulkImport]:
    return BulkImport.objects.filter(unit__in=units_of(request.user)).select_related("unit", "started_by")


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def bulk_list(request: HttpRequest) -> HttpResponse:
    """The imports of the user's units, and the form that starts one."""
    posted = request.method == "POST"
    form = BulkForm(request.POST if posted else None, request.FILES if posted else None, user=request.user)
    context = {"form": form, "limit": settings.LUOTSI_UPLOAD_LIMIT, "bulks": _bulks(request)[:MOST_LISTED]}
    if posted and form.is_valid():
        files = [_kept(item) for item in form.cleaned_data["files"]]
        try:
            made = bulks.begin(request.user, files, unit=form.cleaned_data["unit"], system=form.cleaned_data["system"])
        except InputError as error:
            for item in files:
                item.path.unlink(missing_ok=True)
            form.add_error("files", " ".join(error.lines(request.LANGUAGE_CODE)))
        else:
            _start(made, request)
            return redirect("intake:bulk", made.pk)
    return render(request, "intake/bulks.html", context, status=422 if form.errors else 200)


def _kept(upload: UploadedFile) -> bulks.Given:
    folder = Path(settings.LUOTSI_DATA) / "intake" / "sent"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{uuid4()}.ndjson"
    with path.open("wb") as out:
        for piece in upload.chunks():
            out.write(piece)
    return bulks.Given(path, Path(upload.name or "").name, own=True)


def _start(made: BulkImport, request: HttpRequest) -> None:
    job = jobs.start(
        "intake.bulk",
        owner=request.user,
        payload={"bulk": str(made.pk)},
        subject_url=reverse("intake:bulk", args=[made.pk]),
    )
    BulkImport.objects.filter(pk=made.pk).update(job=job.pk)


@require_safe
@permission_required("workbench.work_with_clients")
def bulk(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """One import: how far it is, its figures, and the first of what was rejected."""
    found = get_object_or_404(_bulks(request), pk=bulk_id)
    job = Job.objects.filter(pk=found.job).first() if found.job else None
    language = request.LANGUAGE_CODE
    context = {
        "bulk": found,
        "files": found.files.all(),
        "job": job,
        "shown": jobs.snapshot(job, language) if job else None,
        "rows": list(islice(report.rejected_rows(found, language), MOST_SHOWN)),
        "most": MOST_SHOWN,
        "stopped": found.finished_at is None and (job is None or job.is_finished),
    }
    return render(request, "intake/bulk.html", context)


@require_POST
@permission_required("workbench.work_with_clients")
def go_on(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Go on with an import that was stopped or broke off."""
    found = get_object_or_404(_bulks(request), pk=bulk_id, started_by=request.user, finished_at=None)
    job = Job.objects.filter(pk=found.job).first() if found.job else None
    if job is None or job.is_finished:
        _start(found, request)
    return redirect("intake:bulk", found.pk)


@require_safe
@permission_required("workbench.work_with_clients")
def rejected_csv(request: HttpRequest, bulk_id: UUID) -> StreamingHttpResponse:
    """What was rejected, for a spreadsheet."""
    found = get_object_or_404(_bulks(request), pk=bulk_id)
    return _download(report.as_csv(found, request.LANGUAGE_CODE), "text/csv; charset=utf-8", "csv")


@require_safe
@permission_required("workbench.work_with_clients")
def rejected_ndjson(request: HttpRequest, bulk_id: UUID) -> StreamingHttpResponse:
    """What was rejected, for a program."""
    found = get_object_or_404(_bulks(request), pk=bulk_id)
    return _download(report.as_ndjson(found, request.LANGUAGE_CODE), "application/x-ndjson", "ndjson")


def _download(pieces: Iterator[bytes], media_type: str, ending: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="rejected.{ending}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)
