"""The privacy officer's screens: who saw whom and why, what is unusual, emergency accesses, the client's report."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import audit
from luotsi.base.permissions import permission_required
from luotsi.base.views.audit import safe_cell
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.text import Language, Text
from luotsi.web.parts import Link
from luotsi.workbench.access import purposes
from luotsi.workbench.access.domain import emergency
from luotsi.workbench.access.domain.report import BASIS, COLUMNS, TITLE, WORDS, access_report, what_in_words
from luotsi.workbench.access.domain.seen import Line, SeenFilter, lines, seen
from luotsi.workbench.access.domain.unusual import RULES, unusual
from luotsi.workbench.access.forms import ClientForm, PeriodForm, ReportForm, ReviewForm, SeenForm
from luotsi.workbench.access.models import BreakGlass
from luotsi.workbench.access.queries import waiting_for_review
from luotsi.workbench.access.reasons import EmergencyReason, Outcome
from luotsi.workbench.models import Client

PER_PAGE = 50
_BATCH = 500


def tabs(request: HttpRequest) -> list[Link]:
    """The officer's pages."""
    waiting = waiting_for_review().count()
    items = [
        ("seen", _("Who saw whom"), None),
        ("unusual", _("Unusual access"), None),
        ("reviews", _("Emergency access"), waiting),
        ("report", _("Report for a client"), None),
    ]
    return [
        Link(label=label, url=(url := reverse(f"access:{name}")), current=request.path == url, count=count)
        for name, label, count in items
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.oversee")
def who_saw_whom(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty at a time. The client is looked for by a posted form, so that no code stands in an address."""
    finder = ClientForm(request.POST or None)
    if request.method == "POST" and finder.is_valid():
        return redirect(f"{reverse('access:seen')}?client={finder.cleaned_data['client'].pk}")
    form = SeenForm(request.GET, language=request.LANGUAGE_CODE)
    shown: list[Line] = []
    older = ""
    query = request.GET.copy()
    query.pop("before", None)
    if form.is_valid():
        found = seen(form.wanted())
        before = request.GET.get("before", "")
        if before.isdecimal() and len(before) < 19:  # noqa: PLR2004 - fits 64 bits
            found = found.filter(sequence__lt=int(before))
        else:
            _looked(request, "access.seen", form.wanted())
        rows = list(found[: PER_PAGE + 1])
        shown = lines(rows[:PER_PAGE])
        if len(rows) > PER_PAGE:
            older = f"{query.urlencode()}&before={rows[PER_PAGE - 1].sequence}"
    context = {
        "tabs": tabs(request),
        "form": form,
        "finder": finder,
        "lines": [_cells(line, request.LANGUAGE_CODE) for line in shown],
        "client": _named(form),
        "older": older.lstrip("&"),
        "export": query.urlencode(),
    }
    return render(request, "access/seen.html", context, status=422 if finder.errors or form.errors else 200)


def _named(form: SeenForm) -> Client | None:
    identity = form.cleaned_data.get("client") if form.is_valid() else None
    return Client.objects.filter(pk=identity).first() if identity else None


def _cells(line: Line, language: str) -> dict[str, Any]:
    return {
        "line": line,
        "purpose": purposes.label(line.purpose).in_(language),
        "basis": BASIS.get(line.basis, BASIS[""]).in_(language),
        "emergency": line.basis == "emergency",
        "what": what_in_words(line, language),
    }


@require_safe
@permission_required("access.oversee")
def seen_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV, oldest first; clients by their opaque identifier, safe to open in a spreadsheet."""
    form = SeenForm(request.GET, language=request.LANGUAGE_CODE)
    if not form.is_valid():
        raise InputError(Text("Rajaus ei kelpaa.", "Avgränsningen duger inte.", "The filter cannot be used."))
    wanted = form.wanted()
    _looked(request, "access.export", wanted)
    language = request.LANGUAGE_CODE
    head = [
        _("Time"),
        _("User"),
        _("Profession"),
        _("Role"),
        _("Unit"),
        _("Client"),
        _("Purpose"),
        _("Basis"),
        _("What"),
    ]
    return _csv("access.csv", head, _csv_rows(wanted, language))


def _csv_rows(wanted: SeenFilter, language: str) -> Iterator[list[str]]:
    last = 0
    while rows := list(seen(wanted).filter(sequence__gt=last).order_by("sequence")[:_BATCH]):
        for line in lines(rows):
            cells = _cells(line, language)
            yield [
                line.at.isoformat(timespec="seconds"),
                line.user,
                line.title,
                line.role.in_(language),
                line.unit.in_(language),
                line.client_id,
                cells["purpose"],
                cells["basis"],
                cells["what"],
            ]
        last = rows[-1].sequence


class _Echo:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _csv(name: str, head: list[str], rows: Iterable[list[str]]) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def written() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(head)
        for row in rows:
            yield writer.writerow([safe_cell(cell) for cell in row])

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8", headers=headers)


def _looked(request: HttpRequest, action: str, wanted: SeenFilter) -> None:
    period = {"since": wanted.since, "until": wanted.until}
    detail = {name: value.isoformat() for name, value in period.items() if value} | {"user": wanted.user}
    audit.record(action, actor=request.user, client=wanted.client, purpose="supervision", detail=detail)


@require_safe
@permission_required("access.oversee")
def unusual_access(request: HttpRequest) -> HttpResponse:
    """What the rules find in the period; each rule is stated."""
    form = PeriodForm(request.GET, language=request.LANGUAGE_CODE)
    found = []
    if form.is_valid():
        since, until = form.period(form.cleaned_data)
        found = unusual(since, until)
        audit.record(
            "access.unusual",
            actor=request.user,
            purpose="supervision",
            detail={"since": since.isoformat(), "until": until.isoformat(), "found": len(found)},
        )
    context = {"tabs": tabs(request), "form": form, "found": found, "rules": list(RULES.values())}
    return render(request, "access/unusual.html", context, status=422 if form.errors else 200)


@require_safe
@permission_required("access.oversee")
def reviews(request: HttpRequest) -> HttpResponse:
    """Emergency accesses that wait, and the latest that have been accepted."""
    return _reviews(request)


def _reviews(
    request: HttpRequest, bound: tuple[BreakGlass, ReviewForm] | None = None, status: int = 200
) -> HttpResponse:
    language = request.LANGUAGE_CODE

    def row(access: BreakGlass) -> dict[str, Any]:
        given = bound[1] if bound and bound[0].pk == access.pk else None
        wanted = SeenFilter(
            client=str(access.client_id), user=str(access.user_id), since=access.started_at, until=access.ends_at
        )
        return {
            "access": access,
            "reason": EmergencyReason(access.reason).label.in_(language),
            "purpose": purposes.label(access.purpose).in_(language),
            "unit": access.unit.name.in_(language),
            "outcome": Outcome(access.outcome).label.in_(language) if access.outcome else "",
            "events": seen(wanted).count(),
            "id": f"access-{access.pk.hex[:8]}",
            "own": access.user_id == request.user.pk,
            "form": given or ReviewForm(language=language, auto_id=f"r{access.pk.hex[:8]}-%s"),
        }

    accepted = BreakGlass.objects.filter(outcome=Outcome.ACCEPTED).select_related(
        "client", "user", "unit", "reviewed_by"
    )
    context = {
        "tabs": tabs(request),
        "waiting": [row(access) for access in waiting_for_review()[:PER_PAGE]],
        "accepted": [row(access) for access in accepted[:20]],
        "bound": bound[1] if bound else None,
    }
    return render(request, "access/reviews.html", context, status=status)


@require_POST
@permission_required("access.oversee")
def review(request: HttpRequest, access_id: str) -> HttpResponse:
    """Accept, or mark for follow-up with a note."""
    access = get_object_or_404(BreakGlass, pk=access_id)
    form = ReviewForm(request.POST, language=request.LANGUAGE_CODE, auto_id=f"r{access.pk.hex[:8]}-%s")
    if not form.is_valid():
        return _reviews(request, (access, form), 422)
    found = form.cleaned_data
    try:
        emergency.review(request.user, access, outcome=Outcome(found["outcome"]), note=found["note"])
    except (InputError, ConflictError, NotPermittedError) as error:
        form.add_problems(error)
        status = {InputError: 422, ConflictError: 409}.get(type(error), 403)
        return _reviews(request, (access, form), status)
    messages.success(request, _("The review has been stored."))
    return redirect("access:reviews")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("access.oversee")
def report(request: HttpRequest) -> HttpResponse:
    """The client's access report: a page to print, plain text, or JSON, in the language that the client wants."""
    first = {"client": request.GET.get("client", ""), "spoken": request.LANGUAGE_CODE, "form": "page"}
    form = ReportForm(request.POST or None, initial=first, language=request.LANGUAGE_CODE)
    if request.method != "POST" or not form.is_valid():
        context = {"tabs": tabs(request), "form": form}
        return render(request, "access/report_form.html", context, status=422 if form.errors else 200)
    found = form.cleaned_data
    since, until = form.period(found)
    spoken = Language.parse(found["spoken"])
    made = access_report(request.user, found["client"], since=since, until=until, language=spoken, form=found["form"])
    if found["form"] == "json":
        return _download(JsonResponse(made.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1}), "json")
    if found["form"] == "text":
        return _download(HttpResponse(made.as_text(), content_type="text/plain; charset=utf-8"), "txt")
    words = {key: value.in_(spoken) for key, value in WORDS.items()}
    context = {
        "report": made,
        "title": TITLE.in_(spoken),
        "columns": [title.in_(spoken) for _key, title in COLUMNS],
        "words": words,
    }
    return render(request, "access/report.html", context)


def _download(answer: HttpResponse, ending: str) -> HttpResponse:
    """As a file whose name tells no client."""
    answer["Content-Disposition"] = f'attachment; filename="access-report.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer
