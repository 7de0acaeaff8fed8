"""The editors' table: recommendations in work, what waits for a second person, and the way to publication."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luotsi.base.permissions import can, permission_required, require
from luotsi.hub.recommendations import domain, screens
from luotsi.hub.recommendations.content import as_json, of, of_recommendation
from luotsi.hub.recommendations.forms import (
    LinkForm,
    NewForm,
    OwnerForm,
    ReasonForm,
    RecommendationForm,
    SubmitForm,
    VisionForm,
)
from luotsi.hub.recommendations.models import Edition, Recommendation, Vision, VisionStatement
from luotsi.hub.recommendations.queries import editions_of, in_work, names, waiting
from luotsi.hub.recommendations.views.public import content_of, described, home, tabs
from luotsi.hub.spine.wording import Words
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError

View = Callable[..., HttpResponse]
Subject = Recommendation | Vision


def editors(view: View) -> View:
    """A page of the work space: signed in, never kept by anybody's cache."""
    guarded: View = permission_required("recommendations.work")(view)
    kept: View = never_cache(require_http_methods(["GET", "POST"])(guarded))
    return kept


def may_edit(request: HttpRequest, slug: str) -> Recommendation:
    """The recommendation, if this user may edit it."""
    row: Recommendation = get_object_or_404(in_work(), slug=slug)
    require(request.user, "recommendations.edit", row)
    return row


def crumbs_of(*tail: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of the work space."""
    place = reverse("recommendations:workspace")
    return [home(), (reverse("recommendations:list"), _("Recommendations")), (place, _("Work space")), *tail]


def edit_url(subject: Subject) -> str:
    """Where it is edited."""
    if isinstance(subject, Vision):
        return reverse("recommendations:vision_edit")
    return reverse("recommendations:edit", kwargs={"slug": subject.slug})


@editors
def workspace(request: HttpRequest) -> HttpResponse:
    rows = [row for row in in_work() if can(request.user, "recommendations.edit", row)]
    visions = [row for row in Vision.objects.all() if can(request.user, "recommendations.edit", row)]
    context = {
        "rows": [_line(row) for row in (*visions, *rows)],
        "waiting": [
            {"row": row, "title": str(row.subject), "may": can(request.user, "recommendations.decide", row)}
            for row in waiting()
            if can(request.user, "recommendations.edit", row.subject)
        ],
        "may_open": can(request.user, "recommendations.entrust"),
        "tabs": tabs(""),
        "crumbs": [*crumbs_of()[:-1], ("", _("Work space"))],
    }
    return render(request, "recommendations/workspace.html", context)


def _line(row: Subject) -> dict[str, Any]:
    editions = list(row.editions.all())
    newest = next((one for one in reversed(editions) if one.state == Edition.State.PUBLISHED), None)
    if newest is None:
        state, badge = _("not published"), "warn"
    elif newest.digest == digest(as_json(of(row))):
        state, badge = _("as published"), "ok"
    else:
        state, badge = _("changes not published"), "warn"
    return {
        "title": row.title.shown(),
        "number": getattr(row, "number", ""),
        "kind": _("Recommendation") if isinstance(row, Recommendation) else _("Vision"),
        "url": edit_url(row),
        "state": state,
        "badge": badge,
        "edition": newest.number if newest else "",
        "behind": [screens.language_name(code) for code in row.behind],
    }


@editors
def new(request: HttpRequest) -> HttpResponse:
    require(request.user, "recommendations.entrust")
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        words = Words(data["title_fi"], data["title_sv"], data["title_en"])
        made = domain.open_recommendation(data["number"], words, request.user)
        messages.success(request, _("The recommendation is open on the editors' table."))
        return redirect(edit_url(made))
    context = {"form": form, "crumbs": crumbs_of(("", _("A new recommendation")))}
    return render(request, "recommendations/new.html", context, status=422 if form.errors else 200)


@editors
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    row = may_edit(request, slug)
    content = of_recommendation(row)
    more = screens.detail(content, names([content])) | {
        "links": screens.ground("recommendation", slug, everything=True),
        "may_entrust": can(request.user, "recommendations.entrust"),
        "published": row.editions.filter(state=Edition.State.PUBLISHED).exists(),
    }
    return edit_page(request, row, RecommendationForm, more)


def edit_page(
    request: HttpRequest, row: Subject, form_class: type[RecommendationForm | VisionForm], more: dict[str, Any]
) -> HttpResponse:
    """The form of the texts, and the parts below it."""
    seen = row.revision
    form = form_class(request.POST or None, instance=row, initial={"seen": seen})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in form._meta.fields}  # noqa: SLF001 - Django's own name
            try:
                domain.rewrite(
                    row,
                    values,
                    request.user,
                    seen=form.cleaned_data["seen"],
                    holds=form.cleaned_data["holds"],
                )
            except ConflictError as error:
                form.add_error(None, error.text.in_(get_language() or "fi"))
                status = 409
            else:
                messages.success(request, _("Stored. The public sees it after a second person has published it."))
                return redirect(edit_url(row))
        status = status if status == 409 else 422  # noqa: PLR2004 - HTTP: conflict
    context = more | {
        "form": form,
        "row": row,
        "seen": seen,
        "slug": row.slug,
        "waiting": row.editions.filter(state=Edition.State.WAITING).first(),
        "returned": _returned(row),
        "crumbs": crumbs_of(("", str(row.title.shown()))),
    }
    name = "vision_edit" if isinstance(row, Vision) else "edit"
    return render(request, f"recommendations/{name}.html", context, status=status)


def _returned(row: Subject) -> Edition | None:
    last = editions_of(row).last()
    return last if last is not None and last.state == Edition.State.RETURNED else None


@editors
def owner(request: HttpRequest, slug: str) -> HttpResponse:
    row = may_edit(request, slug)
    require(request.user, "recommendations.entrust")
    stewards = "\n".join(row.stewards.order_by("email").values_list("email", flat=True))
    form = OwnerForm(request.POST or None, initial={"owner": row.owner_id, "stewards": stewards, "seen": row.revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                domain.entrust(row, data["owner"], data["stewards"], request.user, seen=data["seen"])
            except ConflictError as error:
                form.add_error(None, error.text.in_(get_language() or "fi"))
                status = 409
            else:
                messages.success(request, _("Stored."))
                return redirect(edit_url(row))
    title = _("Owner and stewards")
    context = {"form": form, "row": row, "title": title, "back": edit_url(row)}
    context["crumbs"] = crumbs_of((edit_url(row), str(row)), ("", title))
    return render(request, "recommendations/simple_form.html", context, status=status)


@editors
def ground(request: HttpRequest, slug: str) -> HttpResponse:
    row = may_edit(request, slug)
    return ground_page(request, row, domain.name_of(row), edit_url(row))


def ground_page(request: HttpRequest, row: Subject | VisionStatement, own: tuple[str, str], back: str) -> HttpResponse:
    """What it rests on: add a link, take one away. ``own`` is its kind and identifier."""
    form = LinkForm(request.POST if "thing" in request.POST else None, without=own)
    status = 200
    if "remove" in request.POST:
        removed = request.POST["remove"]
        domain.let_go(own, int(removed) if removed.isascii() and removed.isdigit() else 0, request.user)
        return redirect(request.path)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.rest_on(own, form.cleaned_data["thing"], request.user)
                return redirect(request.path)
            except InputError as error:
                form.add_problems(error, get_language() or "fi")
    context = {
        "form": form,
        "row": row,
        "links": screens.ground(*own, everything=True),
        "back": back,
        "crumbs": crumbs_of((back, str(row)), ("", _("What it rests on"))),
    }
    return render(request, "recommendations/ground.html", context, status=status)


@editors
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    return submit_page(request, may_edit(request, slug))


def submit_page(request: HttpRequest, row: Subject) -> HttpResponse:
    """Say what changed, and send it to a second person."""
    form = SubmitForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            domain.submit(row, form.cleaned_data["note"], get_language() or "fi", request.user)
        except InputError as error:
            form.add_problems(_placed(error), get_language() or "fi")
            status = 422
        except ConflictError as error:
            form.add_error(None, error.text.in_(get_language() or "fi"))
            status = 409
        else:
            messages.success(request, _("Sent. Somebody else publishes it or sends it back."))
            return redirect("recommendations:workspace")
    last = row.editions.filter(state=Edition.State.PUBLISHED).last()
    draft = Edition(
        content=as_json(of(row)),
        recommendation=row if isinstance(row, Recommendation) else None,
        vision=row if isinstance(row, Vision) else None,
    )
    context = {
        "form": form,
        "row": row,
        "changes": described(last, draft),
        "first": last is None,
        "back": edit_url(row),
        "crumbs": crumbs_of((edit_url(row), str(row)), ("", _("Send for publication"))),
    }
    return render(request, "recommendations/submit.html", context, status=status)


def _placed(error: InputError) -> InputError:
    """Problems of fields that are on another page are told with the field's name."""
    fields = screens.field_names()
    told = []
    for problem in error.problems:
        name, _mark, language = problem.where.rpartition("_")
        if name in fields:
            words = f"{fields[name]} ({screens.language_name(language)})"
            told.append(type(problem)(words, problem.text))
        else:
            told.append(problem)
    return InputError(error.text, told)


@editors
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Edition.objects.select_related("recommendation", "vision", "submitted_by"), pk=pk)
    require(request.user, "recommendations.edit", row.subject)
    form = ReasonForm(request.POST if "send_back" in request.POST else None)
    status = 200
    if request.method == "POST":
        require(request.user, "recommendations.decide", row)
        try:
            if "publish" in request.POST:
                domain.publish(row, request.user)
                messages.success(request, _("Published."))
                return redirect("recommendations:workspace")
            if form.is_valid():
                domain.send_back(row, form.cleaned_data["reason"], request.user)
                messages.success(request, _("Sent back."))
                return redirect("recommendations:workspace")
        except InputError as error:
            form.add_problems(error, get_language() or "fi")
        status = 422
    before = row.subject.editions.filter(state=Edition.State.PUBLISHED, number__lt=row.number).last()
    context = {
        "row": row,
        "form": form,
        "title": content_of(row).title.shown(),
        "changes": described(before, row),
        "first": before is None,
        "may": row.state == Edition.State.WAITING and can(request.user, "recommendations.decide", row),
        "crumbs": crumbs_of(("", f"{row.subject}, {row.number}")),
    }
    return render(request, "recommendations/edition.html", context, status=status)
