"""The parts of a recommendation or of the vision: add, change, take away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.base.permissions import require
from luotsi.hub.recommendations import domain
from luotsi.hub.recommendations.forms import PART_FORMS, part_model
from luotsi.hub.recommendations.models import Indicator, Part, Recommendation, Vision
from luotsi.hub.recommendations.views.editing import crumbs_of, edit_url, editors, may_edit
from luotsi.kit.errors import ConflictError

_OF_RECOMMENDATION = frozenset({"figure", "action", "indicator", "value", "progress"})


def _titles() -> dict[str, str]:
    return {
        "figure": _("Poll result"),
        "action": _("Action"),
        "indicator": _("Indicator"),
        "value": _("Measured value"),
        "progress": _("Progress"),
        "statement": _("Statement"),
    }


@editors
def new(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    row = may_edit(request, slug)
    if part not in _OF_RECOMMENDATION - {"value"}:
        raise Http404
    return _page(request, row, part, part_model(part)(recommendation=row))


@editors
def new_value(request: HttpRequest, slug: str, indicator: str) -> HttpResponse:
    row = may_edit(request, slug)
    of = get_object_or_404(Indicator, pk=indicator, recommendation=row)
    return _page(request, row, "value", part_model("value")(indicator=of))


@editors
def edit(request: HttpRequest, slug: str, part: str, pk: str) -> HttpResponse:
    row = may_edit(request, slug)
    if part not in _OF_RECOMMENDATION:
        raise Http404
    belongs = {"indicator__recommendation": row} if part == "value" else {"recommendation": row}
    return _page(request, row, part, get_object_or_404(part_model(part), pk=pk, **belongs))


@editors
def vision_new(request: HttpRequest, part: str) -> HttpResponse:
    row = vision_in_work(request)
    if part != "statement":
        raise Http404
    return _page(request, row, part, part_model(part)(vision=row))


@editors
def vision_edit(request: HttpRequest, part: str, pk: str) -> HttpResponse:
    row = vision_in_work(request)
    if part != "statement":
        raise Http404
    return _page(request, row, part, get_object_or_404(part_model(part), pk=pk, vision=row))


def vision_in_work(request: HttpRequest) -> Vision:
    """The vision that editors work on, if this user may."""
    row = Vision.objects.order_by("-launched", "-pk").first()
    if row is None:
        raise Http404
    require(request.user, "recommendations.edit", row)
    return row


def _page(request: HttpRequest, row: Recommendation | Vision, part: str, instance: Part) -> HttpResponse:
    stored = not instance._state.adding  # noqa: SLF001 - Django's documented name
    form = PART_FORMS[part](
        request.POST if request.method == "POST" and "remove" not in request.POST else None,
        instance=instance,
        initial={"seen": row.revision},
    )
    status = 200
    try:
        if "remove" in request.POST and stored:
            seen = request.POST.get("seen", "")
            asked = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1  # noqa: PLR2004
            domain.remove_part(row, instance, request.user, seen=asked)
            messages.success(request, _("Taken away. What was published of it stays in the history."))
            return redirect(edit_url(row))
        if request.method == "POST":
            status = 422
            if form.is_valid():
                domain.keep_part(row, form.save, request.user, seen=form.cleaned_data["seen"])
                messages.success(request, _("Stored. The public sees it after a second person has published it."))
                return redirect(edit_url(row))
    except ConflictError as error:
        if not form.is_bound:
            raise
        form.add_error(None, error.text.in_(get_language() or "fi"))
        status = 409
    title = _titles()[part]
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "seen": row.revision,
        "title": title,
        "stored": stored,
        "back": edit_url(row),
        "ground_url": reverse("recommendations:statement_ground", kwargs={"pk": instance.pk})
        if stored and part == "statement"
        else "",
        "crumbs": crumbs_of((edit_url(row), str(row)), ("", title)),
    }
    return render(request, "recommendations/simple_form.html", context, status=status)
