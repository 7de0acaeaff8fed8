"""The Library on screen: kinds, items by filter, one version with its history, editing and review."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.permissions import can, permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.library import Change, Kind, differences, items_of, leaves
from luotsi.workbench.stores.domain import library as verbs
from luotsi.workbench.stores.domain.publishing import overrides
from luotsi.workbench.stores.forms import NewItemForm, ReviewForm, VersionForm
from luotsi.workbench.stores.models import ItemVersion, LibraryItem, LibraryReview
from luotsi.workbench.stores.queries import LibraryFilter, due_among, kinds, newest_versions

PAGE = 50


def kind_or_404(name: str) -> Kind:
    """The kind that the address names."""
    found = kinds().get(name)
    if found is None:
        raise Http404
    return found


@require_safe
@permission_required("library.read")
def kind_list(request: HttpRequest) -> HttpResponse:
    """Every kind: what is in force, what waits, what grows old."""
    rows = []
    for name, kind in kinds().items():
        publication, changed = overrides(kind, timezone.localdate())
        states = newest_versions(name).order_by().values_list("state").annotate(n=Count("pk"))
        rows.append(
            {
                "kind": kind,
                "publication": publication,
                "starter": kind.starter(),
                "changed": len(changed.replaced) + len(changed.added) + len(changed.retired),
                "states": dict(states),
                "due": due_among(newest_versions(name)).count(),
            }
        )
    return render(request, "stores/library.html", {"rows": rows})


@require_safe
@permission_required("library.read")
def items(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest version of every item that matches the filters."""
    found = kind_or_404(kind)
    language = request.LANGUAGE_CODE
    wanted = LibraryFilter(
        family=request.GET.get("family", ""),
        state=request.GET.get("state", ""),
        due=request.GET.get("due") == "1",
        words=request.GET.get("q", "")[:80],
    )
    page = Paginator(newest_versions(kind, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": found,
        "page": page,
        "wanted": wanted,
        "families": [("", _("All")), *((key, text.in_(language)) for key, text in found.families.items())],
        "states": [("", _("All")), *((state.value, state_words(state.value)) for state in ItemVersion.State)],
        "dues": [("", _("All")), ("1", _("Expires soon"))],
        "may_edit": can(request.user, "library.edit"),
        "empty": not LibraryItem.objects.filter(kind=kind).exists(),
        "ready": newest_versions(kind, LibraryFilter(state=ItemVersion.State.REVIEWED)).count(),
    }
    return render(request, "stores/items.html", context)


def state_words(state: str) -> str:
    """Where a version stands, in words."""
    return {
        "draft": _("draft"),
        "in_review": _("in review"),
        "reviewed": _("reviewed, not published"),
        "published": _("published"),
        "retired": _("no longer in use"),
    }[state]


def _item(kind: str, item_id: int) -> LibraryItem:
    kind_or_404(kind)
    return get_object_or_404(LibraryItem, kind=kind, pk=item_id)


@require_safe
@permission_required("library.read")
def item(request: HttpRequest, kind: str, item_id: int) -> HttpResponse:
    """On to the newest version."""
    found = _item(kind, item_id)
    return redirect("stores:version", kind, found.pk, found.newest)


@require_safe
@permission_required("library.read")
def version(request: HttpRequest, kind: str, item_id: int, number: int) -> HttpResponse:
    """One version: content, sources, what changed, history and review."""
    return _version_page(request, kind, item_id, number, ReviewForm())


def _version_page(
    request: HttpRequest,
    kind: str,
    item_id: int,
    number: int,
    form: ReviewForm,
    *,
    status: int = 200,
    conflict: str = "",
) -> HttpResponse:
    found = _item(kind, item_id)
    shown = get_object_or_404(found.versions.select_related("item", "author"), number=number)
    history = list(found.versions.select_related("author").order_by("-number"))
    against = _against(request, history, number)
    builtin = next((row for row in items_of(kind_or_404(kind).starter()) if row.key == found.key), None)
    approvals = verbs.approvers(shown)
    context: dict[str, Any] = {
        "kind": kind_or_404(kind),
        "item": found,
        "version": shown,
        "family": kind_or_404(kind).families.get(found.family),
        "values": [(_named(kind, path, request), value) for path, value in leaves(shown.body)],
        "history": history,
        "against": against,
        "changes": _changes(kind, _content(against), _content(shown), request) if against else (),
        "builtin_changes": _changes(kind, builtin.body, shown.body, request) if builtin else None,
        "reviews": shown.reviews.select_related("by"),
        "seen": shown.reviews.count(),
        "approvals": len(approvals),
        "needed": verbs.APPROVALS,
        "may_edit": can(request.user, "library.edit"),
        "may_approve": shown.author_id != request.user.pk and request.user.pk not in {act.by_id for act in approvals},
        "form": form,
        "conflict": conflict,
    }
    return render(request, "stores/version.html", context, status=status)


def _named(kind: str, path: str, request: HttpRequest) -> str:
    """What a value of a body is called: its kind's own word, else its path."""
    name = kind_or_404(kind).fields.get(path)
    return name.in_(request.LANGUAGE_CODE) if name else path


def _changes(kind: str, before: Any, after: Any, request: HttpRequest) -> list[Change]:
    return [replace(change, path=_named(kind, change.path, request)) for change in differences(before, after)]


def _against(request: HttpRequest, history: list[ItemVersion], number: int) -> ItemVersion | None:
    wanted = request.GET.get("against", "")
    chosen = int(wanted) if wanted.isdecimal() else number - 1
    return next((row for row in history if row.number == chosen), None)


def _content(row: ItemVersion) -> dict[str, Any]:
    days = {
        name: value.isoformat() for name in ("valid_from", "valid_to", "review_due") if (value := getattr(row, name))
    }
    return {
        "title": row.title,
        "source": row.source,
        "licence": row.licence,
        "retires": row.retires,
        **days,
        **row.body,
    }


@require_POST
@permission_required("library.edit")
def review(request: HttpRequest, kind: str, item_id: int, number: int) -> HttpResponse:
    """Hand over, approve or return; what was typed stays when it could not be stored."""
    found = get_object_or_404(_item(kind, item_id).versions.select_related("item"), number=number)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _version_page(request, kind, item_id, number, form, status=422)
    act, note, seen = (form.cleaned_data[name] for name in ("act", "note", "seen"))
    try:
        if act == LibraryReview.Act.SUBMIT:
            verbs.submit(request.user, found, seen=seen)
            messages.success(request, _("Handed over for review."))
        elif act == LibraryReview.Act.APPROVE:
            done = verbs.approve(request.user, found, note, seen=seen)
            messages.success(
                request, _("Reviewed: it can be published.") if done else _("Approved. One more approval is needed.")
            )
        else:
            verbs.send_back(request.user, found, note, seen=seen)
            messages.success(request, _("Returned to draft."))
    except ConflictError as error:
        conflict = error.text.in_(request.LANGUAGE_CODE)
        return _version_page(request, kind, item_id, number, form, status=409, conflict=conflict)
    except InputError as error:
        form.add_problems(error, request.LANGUAGE_CODE)
        return _version_page(request, kind, item_id, number, form, status=422)
    return redirect("stores:version", kind, item_id, number)


@require_http_methods(["GET", "POST"])
@permission_required("library.edit")
def edit(request: HttpRequest, kind: str, item_id: int) -> HttpResponse:
    """The next version of an item. What was typed stays when something is wrong."""
    found = _item(kind, item_id)
    newest = get_object_or_404(found.versions.select_related("item"), number=F("item__newest"))
    form = VersionForm(request.POST or None, version=newest, kind=kind_or_404(kind), language=request.LANGUAGE_CODE)
    status, conflict = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = verbs.save(request.user, found, form.draft(form.body()), seen=form.cleaned_data["seen"])
            except ConflictError as error:
                status, conflict = 409, error.text.in_(request.LANGUAGE_CODE)
            except InputError as error:
                form.add_problems(error, request.LANGUAGE_CODE)
            else:
                messages.success(request, _("Saved as version %(n)d.") % {"n": made.number})
                return redirect("stores:version", kind, found.pk, made.number)
    context = {"kind": kind_or_404(kind), "item": found, "version": newest, "form": form, "conflict": conflict}
    return render(request, "stores/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission_required("library.edit")
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new item with its first version."""
    found = kind_or_404(kind)
    initial = {"seen": 0, "licence": found.starter().licence}
    form = NewItemForm(request.POST or None, families=found.families, language=request.LANGUAGE_CODE, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.create(request.user, kind, data["key"], data["family"], form.draft(data["content"]))
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("Saved as version %(n)d.") % {"n": made.number})
            return redirect("stores:version", kind, made.item_id, made.number)
    return render(request, "stores/new_item.html", {"kind": found, "form": form}, status=422 if form.errors else 200)
