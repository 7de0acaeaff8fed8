"""The work space: discussions that one runs, their dashboard, words, schedule, people; imports."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import files, jobs, permissions
from luotsi.base.models import Job
from luotsi.base.roles import Role
from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.domain import authoring, computing, polis_export
from luotsi.hub.dialogue.forms import DiscussionForm, ImportForm, StewardForm
from luotsi.hub.dialogue.models import Discussion, Statement, Steward
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.hub.dialogue.views.access import here, language, page, run_by, run_tabs, sent
from luotsi.kit.errors import InputError

UPLOAD_LIMIT = 200_000_000


@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    permissions.require(request.user, "dialogue.work")
    everything = request.user.has_any_role((Role.COORDINATOR, Role.ADMIN))  # type: ignore[union-attr]
    rows = queries.of_user(request.user, everything=everything)
    values = {
        "rows": [
            {
                **screens.card(row),
                "run_url": reverse("dialogue:run", args=[row.slug]),
                "draft": row.phase() == Phase.DRAFT,
            }
            for row in rows
        ],
        "may_create": permissions.can(request.user, "dialogue.create"),
    }
    return page(request, "workspace", values, (reverse("dialogue:work"), _("Work space")))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    permissions.require(request.user, "dialogue.create")
    form = DiscussionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = authoring.create(form.values(), request.user)  # type: ignore[arg-type]
        except InputError as error:
            form.add_error("slug", error.text.in_(language()))
        else:
            messages.success(request, _("The draft has been made. Add seed statements next."))
            return redirect("dialogue:run", made.slug)
    trail = ((reverse("dialogue:work"), _("Work space")), ("", _("New discussion")))
    return page(request, "edit", {"form": form}, *trail, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponseBase:
    discussion = run_by(request, slug, "dialogue.manage")
    seen = request.POST.get("seen", "")
    form = DiscussionForm(sent(request), instance=Discussion.objects.get(pk=discussion.pk))
    if request.method == "POST" and form.is_valid():
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else -1  # noqa: PLR2004 - more digits than edits
        authoring.rewrite(discussion, form.values(), request.user, seen=number)  # type: ignore[arg-type]
        messages.success(request, _("The discussion has been stored."))
        return redirect("dialogue:run", form.cleaned_data.get("slug", slug))
    values = {"discussion": discussion, "form": form, "tabs": run_tabs(request, discussion, "edit")}
    trail = (
        here(discussion),
        here(discussion, "run", _("Situation")),
        here(discussion, "edit", _("Words and schedule")),
    )
    return page(request, "edit", values, *trail, status=422 if form.errors else 200)


@require_safe
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """How it is going: coverage, what waits, what needs votes; and what may be done next."""
    discussion = run_by(request, slug, "dialogue.facilitate")
    computing.ask(discussion)
    rows = sorted(queries.accepted(discussion), key=lambda row: (row.votes_cast, row.number))
    job = (
        Job.objects.filter(name="dialogue.import", payload__discussion=str(discussion.pk))
        .order_by("-created_at")
        .first()
    )
    values = {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "run"),
        **screens.discussion(discussion),
        "coverage": screens.coverage(discussion),
        "thin": [
            {"wording": screens.wording(row), "votes": row.votes_cast} for row in rows if row.votes_cast < queries.FLOOR
        ][:10],
        "missing": authoring.readiness(discussion) if discussion.phase() == Phase.DRAFT else [],
        "may_manage": permissions.can(request.user, "dialogue.manage", discussion),
        "may_recount": permissions.can(request.user, "dialogue.recount", discussion),
        "job": _job(job, request),
        "log_length": discussion.sequence,
        "waits": discussion.statements.filter(state__in=(Statement.State.PENDING, Statement.State.SECOND)).count(),
    }
    return page(request, "run", values, here(discussion), here(discussion, "run", _("Situation")))


def _job(row: Job | None, request: HttpRequest) -> dict[str, Any] | None:
    if row is None or not permissions.can(request.user, "base.see_job", row):
        return None
    return {"id": row.pk, **jobs.snapshot(row, language())}


@require_POST
def state(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Publish or close."""
    discussion = run_by(request, slug, "dialogue.manage")
    act = request.POST.get("act", "")
    if act == "publish":
        authoring.publish(discussion, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The discussion has been published."))
    elif act == "close" and request.POST.get("sure") == "on":
        authoring.close(discussion, request.user)  # type: ignore[arg-type]
        jobs.start("dialogue.compute", owner=None, payload={"discussion": str(discussion.pk)})
        messages.success(request, _("The discussion is closed and the key of its pseudonyms destroyed."))
    elif act == "close":
        messages.error(request, _("Tick that you understand: a closed discussion cannot be opened again."))
    return redirect("dialogue:run", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Who runs it."""
    discussion = run_by(request, slug, "dialogue.manage")
    which = request.POST.get("which", "")
    form = StewardForm(request.POST if which == "add" else None)
    if which == "add" and form.is_valid():
        authoring.entrust(discussion, form.cleaned_data["email"], form.cleaned_data["part"], request.user)  # type: ignore[arg-type]
        return redirect("dialogue:people", slug)
    if which == "remove":
        number = request.POST.get("steward", "")
        row = get_object_or_404(Steward, pk=int(number) if number.isdecimal() else 0, discussion=discussion)
        authoring.release(row, request.user)  # type: ignore[arg-type]
        return redirect("dialogue:people", slug)
    values = {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "people"),
        "form": form,
        "rows": [
            {"pk": row.pk, "name": row.user.get_full_name(), "part": Steward.Part(row.part).label}
            for row in discussion.stewards.select_related("user")
        ],
    }
    trail = (here(discussion), here(discussion, "run", _("Situation")), here(discussion, "people", _("Who runs it")))
    return page(request, "people", values, *trail, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """A Polis conversation from its export: the file is stored, and read by a job."""
    permissions.require(request.user, "dialogue.create")
    form = ImportForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            stored = files.store(upload, name=upload.name, limit=UPLOAD_LIMIT)
            polis_export.check(files.path_of(stored.sha256))
            made = polis_export.prepare(form.cleaned_data, request.user)  # type: ignore[arg-type]
        except InputError as error:
            for problem in error.problems or [None]:
                form.add_error("file", (problem.in_(language()) if problem else "") or error.text.in_(language()))
        else:
            files.hold(stored, f"discussion:{made.pk}")
            jobs.start(
                "dialogue.import",
                owner=request.user,  # type: ignore[arg-type]
                payload={"discussion": str(made.pk), "file": stored.sha256},
                subject_url=reverse("dialogue:run", args=[made.slug]),
            )
            return redirect("dialogue:run", made.slug)
    trail = ((reverse("dialogue:work"), _("Work space")), ("", _("Import a Polis conversation")))
    return page(request, "import", {"form": form, "limit": UPLOAD_LIMIT}, *trail, status=422 if form.errors else 200)
