"""Results: overview, all statements, groups, past days, method; open data; the report on screen and on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.base import permissions
from luotsi.hub.dialogue import open_data, paper, queries, screens
from luotsi.hub.dialogue.domain import computing
from luotsi.hub.dialogue.forms import DayForm
from luotsi.hub.dialogue.models import Discussion, Participant, Result, Statement
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.hub.dialogue.views.access import discussion_of, here, page, participant_of
from luotsi.web.parts import Link

_TABS = (
    ("results", lambda: _("Overview")),
    ("rows", lambda: _("All statements")),
    ("groups", lambda: _("Groups")),
    ("time", lambda: _("Past days")),
    ("method", lambda: _("Method and trust")),
)


def _may_see(request: HttpRequest, discussion: Discussion, who: Participant | None) -> int:
    """0 when the visitor may see results, else how many answers are still needed: views come before figures."""
    if discussion.phase() == Phase.CLOSED or permissions.can(request.user, "dialogue.facilitate", discussion):
        return 0
    answered = queries.progress(who, queries.accepted(discussion)).answered if who else 0
    return max(discussion.results_after - answered, 0)


def _opened(request: HttpRequest, slug: str, current: str) -> tuple[Discussion, Participant | None, dict[str, Any]]:
    discussion = discussion_of(request, slug)
    computing.ask(discussion)
    who = participant_of(request, discussion)
    tabs = [
        Link(label=label(), url=reverse(f"dialogue:{name}", args=[slug]), current=name == current)
        for name, label in _TABS
    ]
    values = {
        "discussion": discussion,
        **screens.discussion(discussion),
        "tabs": tabs,
        "left": _may_see(request, discussion, who),
    }
    return discussion, who, values


def _drawn(request: HttpRequest, template: str, values: dict[str, Any], *more: tuple[str, str]) -> HttpResponse:
    discussion = values["discussion"]
    trail = (here(discussion), here(discussion, "results", _("Results")), *more)
    return page(request, "results_wait" if values["left"] else template, values, *trail)


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, who, values = _opened(request, slug, "results")
    if not values["left"]:
        result = queries.shown_result(discussion)
        own = screens.own_place(result, who) if who else None
        values |= screens.overview(result, discussion, own)
    return _drawn(request, "results", values)


@require_safe
def all_rows(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, _who, values = _opened(request, slug, "rows")
    if not values["left"]:
        order = request.GET.get("order", "number")
        values |= screens.all_rows(queries.shown_result(discussion), discussion, order) | {"order": order}
    return _drawn(request, "rows", values, here(discussion, "rows", _("All statements")))


@require_safe
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, who, values = _opened(request, slug, "groups")
    if not values["left"]:
        result = queries.shown_result(discussion)
        values |= screens.overview(result, discussion, screens.own_place(result, who) if who else None)
    return _drawn(request, "groups", values, here(discussion, "groups", _("Groups")))


@require_safe
def time_machine(request: HttpRequest, slug: str) -> HttpResponse:
    """The result as it was at the end of a day, made again from the log."""
    discussion, _who, values = _opened(request, slug, "time")
    if not values["left"]:
        days = queries.days(discussion)
        form = DayForm(request.GET or None)
        chosen = form.cleaned_data["day"] if form.is_bound and form.is_valid() and form.cleaned_data["day"] else None
        chosen = chosen or (days[-1] if days else None)
        values |= {"form": form, "days": screens.time_line(days[-30:], chosen, request.path), "day": chosen}
        if chosen is not None:
            values |= screens.overview(computing.at_day(discussion, chosen), discussion)
    return _drawn(request, "time", values, here(discussion, "time", _("Past days")))


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, _who, values = _opened(request, slug, "method")
    if not values["left"]:
        values |= screens.method(_current(discussion), discussion) | {"roots": queries.roots(discussion)[:3]}
    return _drawn(request, "method", values, here(discussion, "method", _("Method and trust")))


def _current(discussion: Discussion) -> dict[tuple[str, str], Result]:
    rows = Result.objects.filter(discussion=discussion, day=None)
    return {(row.mode, row.variant): row for row in rows}


@require_safe
def statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One statement: how it was answered, who answers to it officially, and what it has led to."""
    discussion, _who, values = _opened(request, slug, "rows")
    row = get_object_or_404(Statement.objects.select_related("discussion"), discussion=discussion, number=number)
    if row.hidden or row.state in {Statement.State.PENDING, Statement.State.SECOND}:
        raise Http404
    told = None if values["left"] else screens.row_of(queries.shown_result(discussion), discussion, row)
    values |= {
        "row": told,
        "statement": screens.wording(row),
        "responses": [screens.response(each) for each in row.responses.select_related("organisation")],
        "links": screens.named_links("statement", row.identifier),
        "rejected": row.state == Statement.State.REJECTED,
        "may_run": permissions.can(request.user, "dialogue.manage", discussion),
        "may_vote": discussion.phase() == Phase.OPEN and row.state == Statement.State.ACCEPTED,
    }
    trail = (here(discussion), here(discussion, "results", _("Results")), ("", _("Statement %(n)s") % {"n": number}))
    return page(request, "statement", values, *trail)


# Open data and paper ------------------------------------------------------------------------------------------------
def _public_result(request: HttpRequest, slug: str) -> tuple[Discussion, Result]:
    discussion, _who, values = _opened(request, slug, "results")
    result = queries.shown_result(discussion)
    if values["left"] or result is None or not result.data["ready"]:
        raise Http404
    return discussion, result


@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, result = _public_result(request, slug)
    response = HttpResponse(open_data.as_csv(discussion, result), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="luotsi-{discussion.slug}.csv"'
    return response


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, result = _public_result(request, slug)
    return HttpResponse(open_data.as_json(discussion, result), content_type="application/json")


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole result on one page that prints."""
    discussion, _who, values = _opened(request, slug, "results")
    if not values["left"]:
        result = queries.shown_result(discussion)
        values |= screens.overview(result, discussion) | screens.all_rows(result, discussion, "agree")
        values |= screens.method(_current(discussion), discussion)
    return _drawn(request, "report", values, here(discussion, "report", _("Report")))


@require_safe
def report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    discussion, result = _public_result(request, slug)
    response = HttpResponse(paper.report(discussion, result, _current(discussion)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="luotsi-{discussion.slug}.pdf"'
    return response
