"""The audit log for those who watch over it: who did what, the check of the chain, and export. Looking is logged too."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from luotsi.base import audit, jobs
from luotsi.base.forms import AuditFilterForm
from luotsi.base.models import AuditRow, User
from luotsi.base.permissions import permission_required
from luotsi.kit.errors import InputError
from luotsi.kit.text import Text

_PER_PAGE = 50
_COLUMNS = ("sequence", "at", "actor", "role", "action", "target", "client", "purpose", "detail", "hash")
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@login_required
@permission_required("base.see_audit")
def audit_log(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty at a time; ``before`` is the number to go on from."""
    form = AuditFilterForm(request.GET)
    found: QuerySet[AuditRow] = audit.rows(form.filters()) if form.is_valid() else AuditRow.objects.none()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:  # noqa: PLR2004 - fits 64 bits
        found = found.filter(sequence__lt=int(before))
    rows = list(found[: _PER_PAGE + 1])
    query = request.GET.copy()
    query.pop("before", None)
    export = query.urlencode()
    if len(rows) > _PER_PAGE:
        query["before"] = str(rows[_PER_PAGE - 1].sequence)
    _looked(request, "audit.view", form)
    values = {
        "form": form,
        "rows": rows[:_PER_PAGE],
        "names": _names(rows[:_PER_PAGE]),
        "older": query.urlencode() if len(rows) > _PER_PAGE else "",
        "export": export,
    }
    return render(request, "base/audit.html", values)


@require_safe
@login_required
@permission_required("base.see_audit")
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as CSV, without names, safe to open in a spreadsheet."""
    form = AuditFilterForm(request.GET)
    if not form.is_valid():
        raise InputError(
            Text("Rajaus ei kelpaa.", "Avgränsningen duger inte.", "The filter cannot be used."),
        )
    _looked(request, "audit.export", form)
    lines = _lines(audit.rows(form.filters()).reverse())
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
@permission_required("base.see_audit")
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain in the background."""
    started = jobs.start("base.verify_audit", owner=request.user, subject_url=reverse("base:audit"))
    return HttpResponseRedirect(reverse("base:job", args=[started.pk]))


class _Echo:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: QuerySet[AuditRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_COLUMNS)
    for row in rows.iterator(chunk_size=2000):
        yield writer.writerow([safe_cell(_plain(getattr(row, name))) for name in _COLUMNS])


def safe_cell(value: str) -> str:
    """The value, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _names(rows: list[AuditRow]) -> dict[str, str]:
    """Names of the users on the page, shown but never stored in the log."""
    people = User.objects.filter(pk__in={row.actor for row in rows} - {audit.SYSTEM})
    return {str(user.pk): user.get_full_name() for user in people}


def _looked(request: HttpRequest, action: str, form: AuditFilterForm) -> None:
    """Every look and export; the next fifty of the same list is the same look."""
    if "before" in request.GET:
        return
    asked = {name: str(value) for name, value in getattr(form, "cleaned_data", {}).items() if value}
    audit.record(action, actor=request.user, client=asked.pop("client", ""), detail=asked)
