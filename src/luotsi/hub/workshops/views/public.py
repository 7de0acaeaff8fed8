"""What everybody sees of workshops."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.hub.spine.public import public_page
from luotsi.hub.workshops import open_data, screens
from luotsi.hub.workshops.calendar import calendar
from luotsi.hub.workshops.forms import FilterForm
from luotsi.hub.workshops.models import Phase, Workshop
from luotsi.hub.workshops.queries import announced, found


def home() -> tuple[str, str]:
    """The first of the crumbs."""
    return (reverse("wagtail_serve", args=[""]), _("Front page"))


@public_page
def workshops(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET) if request.GET else FilterForm()
    rows = found(form.filters())
    wrong = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "cards": [screens.card(row) for row in rows],
        "query": request.GET.urlencode(),
        "may_work": can(request.user, "workshops.work"),
        "crumbs": [home(), ("", _("Workshops"))],
    }
    return render(request, "workshops/list.html", context, status=400 if wrong else 200)


@public_page
def workshop(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(announced(), slug=slug)
    context: dict[str, Any] = {
        "row": row,
        "card": screens.card(row),
        "agenda": screens.agenda(row),
        "groups": [group.title.shown() for group in row.groups.all()],
        "open": row.phase in {Phase.ANNOUNCED, Phase.IDEAS, Phase.VOTES} and not row.elsewhere,
        "outcomes": screens.outcomes(row) if row.reported_at else [],
        "source": row.source,
        "may_run": can(request.user, "workshops.run", row),
        "crumbs": [home(), (reverse("workshops:list"), _("Workshops")), ("", str(row))],
    }
    return render(request, "workshops/detail.html", context)


@public_page
def report(request: HttpRequest, slug: str) -> HttpResponse:
    row = _reported(slug)
    context = screens.report(row) | {
        "row": row,
        "crumbs": [
            home(),
            (reverse("workshops:list"), _("Workshops")),
            (reverse("workshops:detail", kwargs={"slug": slug}), str(row)),
            ("", _("Closing report")),
        ],
    }
    return render(request, "workshops/report.html", context)


def _reported(slug: str) -> Workshop:
    row = get_object_or_404(announced(), slug=slug)
    if row.reported_at is None:
        raise Http404
    return row


@public_page
def ideas(request: HttpRequest, slug: str) -> HttpResponse:
    return _csv(open_data.ideas_csv(_reported(slug)), f"luotsi-ideas-{slug}.csv")


@public_page
def table(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    return _csv(open_data.as_csv(rows, _addresses(request, rows)), "luotsi-workshops.csv")


def _csv(body: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_page
def document(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    return HttpResponse(open_data.as_json(rows, _addresses(request, rows)), content_type="application/json")


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    body = open_data.as_atom(
        rows,
        _addresses(request, rows),
        home=request.build_absolute_uri(reverse("workshops:list")),
        own=request.build_absolute_uri(request.get_full_path()),
        language=get_language() or "fi",
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@public_page
def all_events(request: HttpRequest) -> HttpResponse:
    return _events(request, _asked(request), "luotsi-workshops.ics")


@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    return _events(request, [get_object_or_404(announced(), slug=slug)], f"{slug}.ics")


def _events(request: HttpRequest, rows: list[Workshop], name: str) -> HttpResponse:
    host = request.get_host().partition(":")[0]
    body = calendar(rows, _addresses(request, rows), host)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: HttpRequest) -> list[Workshop]:
    return found((FilterForm(request.GET) if request.GET else FilterForm()).filters())


def _addresses(request: HttpRequest, rows: list[Workshop]) -> dict[str, str]:
    return {
        row.slug: request.build_absolute_uri(reverse("workshops:detail", kwargs={"slug": row.slug})) for row in rows
    }
