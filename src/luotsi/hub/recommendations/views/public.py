"""What everybody sees of the recommendations: published editions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.base.permissions import can
from luotsi.hub.recommendations import open_data, screens
from luotsi.hub.recommendations.content import Content, recommendation_from, vision_from
from luotsi.hub.recommendations.difference import changes
from luotsi.hub.recommendations.forms import FilterForm
from luotsi.hub.recommendations.models import Edition, Recommendation, Vision
from luotsi.hub.recommendations.queries import (
    Published,
    found,
    names,
    public_editions,
    published,
    published_recommendation,
)
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.public import public_page


def home() -> tuple[str, str]:
    """The first of the crumbs."""
    return (reverse("wagtail_serve", args=[""]), _("Front page"))


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The vision and its recommendations belong together."""
    return [
        (reverse("recommendations:list"), _("Recommendations"), current == "list"),
        (reverse("recommendations:vision"), _("Vision"), current == "vision"),
    ]


@public_page
def recommendations(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET) if request.GET else FilterForm()
    rows = found(form.filters())
    wrong = form.is_bound and bool(form.errors)
    named = names(row.content for row in rows)
    context = {
        "form": form,
        "cards": [screens.card(row, named) for row in rows],
        "query": request.GET.urlencode(),
        "tabs": tabs("list"),
        "may_work": can(request.user, "recommendations.work"),
        "crumbs": [home(), ("", _("Recommendations"))],
    }
    return render(request, "recommendations/list.html", context, status=400 if wrong else 200)


@public_page
def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    item = published_recommendation(slug)
    if item is None:
        raise Http404
    context: dict[str, Any] = screens.detail(item.content, names([item.content]))
    row = get_object_or_404(Recommendation, slug=slug)
    context |= {
        "edition": item.edition,
        "published_at": item.edition.decided_at or item.edition.submitted_at,
        "ground": screens.ground("recommendation", slug),
        "may_edit": can(request.user, "recommendations.edit", row),
        "slug": slug,
        "crumbs": [home(), (reverse("recommendations:list"), _("Recommendations")), ("", str(context["title"]))],
    }
    return render(request, "recommendations/detail.html", context)


@public_page
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Recommendation, slug=slug)
    page = reverse("recommendations:detail", kwargs={"slug": slug})
    crumbs = [home(), (reverse("recommendations:list"), _("Recommendations"))]
    return version_page(request, row, page, crumbs)


def version_page(
    request: HttpRequest, subject: Recommendation | Vision, page: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    """The history of what was published, and what differs between two of them."""
    editions = public_editions(subject)
    if not editions:
        raise Http404
    by_number = {row.number: row for row in editions}
    newer = _chosen(request, "to", by_number) or editions[-1]
    place = editions.index(newer)
    older = _chosen(request, "from", by_number) or (editions[place - 1] if place else None)
    after = content_of(newer)
    context = {
        "title": after.title.shown(),
        "page": page,
        "history": screens.history(editions),
        "older": older,
        "newer": newer,
        "numbers": [(row.number, str(row.number)) for row in editions],
        "changes": _described(changes(content_of(older), after, get_language() or "fi")) if older else [],
        "crumbs": [*crumbs, (page, str(after.title.shown())), ("", _("Versions"))],
    }
    return render(request, "recommendations/versions.html", context)


def content_of(edition: Edition) -> Content:
    """What the edition holds."""
    return recommendation_from(edition.content) if edition.recommendation_id else vision_from(edition.content)


def described(before: Edition | None, after: Edition) -> list[dict[str, Any]]:
    """What differs between two editions, in words."""
    return _described(changes(content_of(before) if before else None, content_of(after), get_language() or "fi"))


def _described(found_changes: list[Any]) -> list[dict[str, Any]]:
    fields, groups = screens.field_names(), screens.group_names()
    rows = []
    for change in found_changes:
        group, _mark, field = change.field.rpartition(".")
        words = fields.get(field, field)
        rows.append(
            {"field": f"{groups[group]}: {words}" if group else words, "of": change.of, "pieces": change.pieces}
        )
    return rows


def _chosen(request: HttpRequest, name: str, by_number: dict[int, Edition]) -> Edition | None:
    asked = request.GET.get(name, "")
    return by_number.get(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None  # noqa: PLR2004


@public_page
def table(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    body = open_data.as_csv(rows, names(row.content for row in rows), _addresses(request, rows))
    return csv_answer(body, "luotsi-recommendations.csv")


def csv_answer(body: str, name: str) -> HttpResponse:
    """A table to keep."""
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_page
def document(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    body = open_data.as_document(rows, names(row.content for row in rows), _addresses(request, rows))
    return HttpResponse(body, content_type="application/json")


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    rows = _asked(request)
    body = open_data.as_atom(
        rows,
        _addresses(request, rows),
        home=request.build_absolute_uri(reverse("recommendations:list")),
        own=request.build_absolute_uri(request.get_full_path()),
        language=get_language() or "fi",
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_safe
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """``/r/3``: to the recommendation in the reader's language."""
    row = next((row for row in published() if row.content.number == number), None)
    if row is None:
        raise Http404
    pages = in_every_language("recommendations:detail", slug=row.content.slug)
    response = HttpResponseRedirect(pages[get_language() or "fi"])
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _asked(request: HttpRequest) -> list[Published]:
    return found((FilterForm(request.GET) if request.GET else FilterForm()).filters())


def _addresses(request: HttpRequest, rows: list[Published]) -> dict[str, str]:
    return {
        row.content.slug: request.build_absolute_uri(
            reverse("recommendations:detail", kwargs={"slug": row.content.slug})
        )
        for row in rows
    }
