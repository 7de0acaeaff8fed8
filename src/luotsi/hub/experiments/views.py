"""Pages of the portfolio."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.hub.experiments import open_data, screens
from luotsi.hub.experiments.forms import FilterForm
from luotsi.hub.experiments.models import Experiment
from luotsi.hub.experiments.queries import found, in_full, latest_programme
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.public import public_page
from luotsi.hub.spine.queries import passed_gates, timeline

LONGEST_NUMBER = 4


@public_page
def portfolio(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET) if request.GET else FilterForm()
    experiments = found(form.filters())
    wrong = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "cards": [screens.card(row) for row in experiments],
        "programme": latest_programme(),
        "levels": range(6),
        "query": request.GET.urlencode(),
        "crumbs": [_home(), ("", _("Experiments"))],
    }
    return render(request, "experiments/portfolio.html", context, status=400 if wrong else 200)


@public_page
def comparison(request: HttpRequest) -> HttpResponse:
    cards = [screens.card(row) for row in found(FilterForm().filters())]
    crumbs = [_home(), (reverse("experiments:list"), _("Experiments")), ("", _("As a table"))]
    return render(request, "experiments/comparison.html", {"cards": cards, "crumbs": crumbs})


@public_page
def experiment(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(in_full(), initiative__slug=slug)
    context: dict[str, Any] = screens.detail(row, passed_gates(row.initiative), timeline(row.initiative))
    title = context["card"]["title"]
    context["crumbs"] = [_home(), (reverse("experiments:list"), _("Experiments")), ("", title)]
    return render(request, "experiments/experiment.html", context)


@public_page
def table(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    response = HttpResponse(open_data.as_csv(rows, _addresses(request, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="luotsi-experiments.csv"'
    return response


@public_page
def document(request: HttpRequest) -> HttpResponse:
    codes = [row.pk for row in _asked(request)]
    rows = list(in_full().filter(pk__in=codes))
    return HttpResponse(open_data.as_json(rows, _addresses(request, rows)), content_type="application/json")


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    body = open_data.as_atom(
        rows,
        _addresses(request, rows),
        home=request.build_absolute_uri(reverse("experiments:list")),
        own=request.build_absolute_uri(request.get_full_path()),
        language=get_language() or "fi",
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_safe
def short_address(request: HttpRequest, code: str) -> HttpResponse:
    """``/k/e05``: to the experiment in the reader's language."""
    number = code.removeprefix("e")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise Http404
    row = get_object_or_404(Experiment.objects.select_related("initiative"), number=int(number))
    pages = in_every_language("experiments:detail", slug=row.initiative.slug)
    response = HttpResponseRedirect(pages[get_language() or "fi"])
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _home() -> tuple[str, str]:
    return (reverse("wagtail_serve", args=[""]), _("Front page"))


def _asked(request: HttpRequest) -> list[Experiment]:
    return found((FilterForm(request.GET) if request.GET else FilterForm()).filters())


def _addresses(request: HttpRequest, rows: list[Experiment]) -> dict[str, str]:
    return {
        row.code: request.build_absolute_uri(reverse("experiments:detail", kwargs={"slug": row.initiative.slug}))
        for row in rows
    }
