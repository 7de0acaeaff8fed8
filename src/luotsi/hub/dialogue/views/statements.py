"""Statements as those who run the discussion see them: seeds, versions, answers, and where they lead."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.base import audit
from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.analysis import near_statements, remarks
from luotsi.hub.dialogue.domain import authoring
from luotsi.hub.dialogue.forms import LANGUAGES, HandOnForm, LinkForm, ResponseForm, StatementForm
from luotsi.hub.dialogue.models import Discussion, Response, Statement
from luotsi.hub.dialogue.models.statement import Standing
from luotsi.hub.dialogue.views.access import here, language, page, run_by, run_tabs, sent
from luotsi.hub.spine import domain as spine
from luotsi.hub.spine.models import Link
from luotsi.hub.spine.registry import Handover, intakes, kinds
from luotsi.hub.spine.relations import Relation
from luotsi.hub.spine.trilingual import here as in_language
from luotsi.kit.errors import InputError


def _trail(discussion: Discussion, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    own = (here(discussion, "run", _("Situation")), here(discussion, "statements", _("Statements and answers")))
    return (here(discussion), *own, *more)


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    discussion = run_by(request, slug, "dialogue.moderate")
    rows = discussion.statements.prefetch_related("responses")
    values = {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "statements"),
        "rows": [
            {
                "number": row.number,
                "wording": screens.wording(row),
                "state": Statement.State(row.state).label,
                "seed": row.seed,
                "votes": row.votes_cast,
                "thin": row.state == Statement.State.ACCEPTED and row.votes_cast < queries.FLOOR,
                "missing": [str(name) for tag, name in LANGUAGES if not row.text.in_(tag)],
                "unchecked": [str(name) for tag, name in LANGUAGES if row.standing(tag) == Standing.MACHINE],
                "answers": len(row.responses.all()),
            }
            for row in rows
        ],
        "floor": queries.FLOOR,
        "least": authoring.LEAST_SEEDS,
        "most": authoring.MOST_SEEDS,
        "seeds": rows.filter(seed=True, state=Statement.State.ACCEPTED).count(),
    }
    return page(request, "statements", values, *_trail(discussion))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A seed statement: checked for one idea, length, personal data and near duplicates before it is stored."""
    discussion = run_by(request, slug, "dialogue.manage")
    form = StatementForm(sent(request), initial={"language": language()}, length=discussion.statement_length)
    values: dict[str, Any] = {
        "discussion": discussion,
        "form": form,
        "is_new": True,
        "tabs": run_tabs(request, discussion, "statements"),
    }
    if request.method == "POST" and form.is_valid():
        original = form.cleaned_data["language"]
        text = form.versions()[original]
        near, noted = [], []
        if request.POST.get("anyway") != "on" and text:
            near, noted = near_statements(text, original, queries.accepted(discussion)), remarks(text, language())
        if near or noted:
            values |= {"near": [screens.near(row) for row in near], "remarks": noted}
        elif _added(form, discussion, request, original):
            messages.success(request, _("The statement has been added."))
            return redirect("dialogue:statements", slug)
    failed = bool(form.errors or values.get("near") or values.get("remarks"))
    return page(
        request, "statement_edit", values, *_trail(discussion, ("", _("New statement"))), status=422 if failed else 200
    )


def _added(form: StatementForm, discussion: Discussion, request: HttpRequest, original: str) -> bool:
    try:
        authoring.add_statement(
            discussion,
            versions=form.versions(),
            language=original,
            standings=form.standings(),
            actor=request.user,  # type: ignore[arg-type]
            seed=True,
            meta=form.cleaned_data["meta"],
            state=Statement.State.ACCEPTED,
        )
    except InputError as error:
        _told(form, error)
        return False
    return True


def _told(form: Any, error: InputError) -> None:
    for problem in error.problems:
        form.add_error(problem.where if problem.where in form.fields else None, problem.text.in_(language()))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Translations, and the original as long as nobody has voted; after that a new statement takes its place."""
    discussion = run_by(request, slug, "dialogue.manage")
    row = get_object_or_404(Statement, discussion=discussion, number=number)
    initial = {f"text_{tag}": row.text.in_(tag) for tag, _name in LANGUAGES}
    initial |= {f"standing_{tag}": row.standing(tag) for tag, _name in LANGUAGES} | {"meta": row.meta}
    form = StatementForm(sent(request), initial=initial, original=row.language, length=discussion.statement_length)
    if request.method == "POST" and form.is_valid():
        try:
            authoring.translate(row, form.versions(), form.standings(), request.user)  # type: ignore[arg-type]
            kept = authoring.reword(row, form.versions()[row.language], request.user)  # type: ignore[arg-type]
        except InputError as error:
            _told(form, error)
        else:
            said = _("The statement has been stored.")
            if kept.pk != row.pk:
                said = _(
                    "The wording changed and people have voted, so a new statement (%(n)s) waits in the queue."
                ) % {"n": kept.number}
            messages.success(request, said)
            return redirect("dialogue:statements", slug)
    values = {
        "discussion": discussion,
        "form": form,
        "row": row,
        "original_language": dict(LANGUAGES)[row.language],
        "tabs": run_tabs(request, discussion, "statements"),
    }
    trail = _trail(discussion, ("", _("Statement %(n)s") % {"n": number}))
    return page(request, "statement_edit", values, *trail, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The official answer of an organisation. The same organisation's answer is replaced."""
    discussion = run_by(request, slug, "dialogue.manage")
    row = get_object_or_404(Statement, discussion=discussion, number=number)
    before = Response.objects.filter(statement=row, pk=_whole(request.GET.get("response"))).first()
    form = ResponseForm(sent(request), instance=before)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        Response.objects.update_or_create(
            statement=row,
            organisation=given["organisation"],
            defaults={name: given[name] for name in ("words_fi", "words_sv", "words_en")} | {"by": request.user},
        )
        audit.record("statement.respond", actor=request.user, target=f"statement:{row.identifier}")  # type: ignore[arg-type]
        spine.touch_content()
        messages.success(request, _("The answer has been published."))
        return redirect("dialogue:statement", slug, number)
    values = {"discussion": discussion, "form": form, "wording": screens.wording(row), "number": number}
    trail = _trail(discussion, here_statement(discussion, number), ("", _("Official answer")))
    return page(request, "respond", values, *trail, status=422 if form.errors else 200)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - longer than any number of ours


def here_statement(discussion: Discussion, number: int) -> tuple[str, str]:
    """A step of the trail."""
    return reverse("dialogue:statement", args=[discussion.slug, number]), _("Statement %(n)s") % {"n": number}


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """What a statement leads to: a new use case or recommendation, or a link to one that exists."""
    discussion = run_by(request, slug, "dialogue.manage")
    row = get_object_or_404(Statement, discussion=discussion, number=number)
    doors = [door for door in intakes() if door.kind != "statement"]
    form = HandOnForm(
        request.POST if request.POST.get("which") == "new" else None,
        kinds=[(door.kind, in_language(door.label)) for door in doors],
    )
    link_form = LinkForm(request.POST if request.POST.get("which") == "link" else None, targets=_targets())
    try:
        if form.is_bound and form.is_valid():
            _handed(form, row, discussion, request)
            messages.success(request, _("The statement has been handed on."))
            return redirect("dialogue:statement", slug, number)
        if link_form.is_bound and link_form.is_valid():
            kind_key, _sep, identifier = link_form.cleaned_data["target"].partition("|")
            spine.link((kind_key, identifier), Relation.RESTS_ON, ("statement", row.identifier), request.user)
            messages.success(request, _("The link has been made."))
            return redirect("dialogue:statement", slug, number)
        if request.POST.get("which") == "unlink":
            made = get_object_or_404(Link, pk=_whole(request.POST.get("link")))
            if ("statement", row.identifier) in {(made.from_kind, made.from_id), (made.to_kind, made.to_id)}:
                spine.unlink(made, request.user)
            return redirect("dialogue:hand_on", slug, number)
    except InputError as error:
        bound = form if form.is_bound else link_form
        bound.add_error(None, error.text.in_(language()))
        for problem in error.problems:
            bound.add_error(problem.where if problem.where in bound.fields else None, problem.in_(language()))
    values = {
        "discussion": discussion,
        "wording": screens.wording(row),
        "number": number,
        "form": form,
        "link_form": link_form,
        "links": screens.named_links("statement", row.identifier),
    }
    trail = _trail(discussion, here_statement(discussion, number), ("", _("What it leads to")))
    return page(request, "hand_on", values, *trail, status=422 if form.errors or link_form.errors else 200)


def _handed(form: HandOnForm, row: Statement, discussion: Discussion, request: HttpRequest) -> None:
    given = form.cleaned_data
    spine.hand_over(
        given["kind"],
        Handover(
            words={tag: row.text.in_(tag) for tag, _name in LANGUAGES if row.text.in_(tag)},
            origin=("statement", row.identifier),
            actor=request.user,
            ground=given["ground"] or str(discussion),
            details={"organisation": given["organisation"].pk} if given["organisation"] else {},
        ),
    )


def _targets() -> list[tuple[str, str]]:
    """What of the hub may be linked: everything that apps offer, but for discussions and statements themselves."""
    return [
        (f"{known.key}|{identifier}", f"{in_language(known.label)}: {title}")
        for known in kinds()
        if known.offered is not None and known.key not in {"statement", "discussion"}
        for identifier, title in known.offered()
    ]
