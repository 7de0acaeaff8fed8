"""The review screen, one verdict, one source, the signature and the exports."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.accounts import recently_authenticated
from luotsi.base.permissions import can, permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.evidence import CitedRule, ResourceElement, TextSpan
from luotsi.kit.suggestion import Suggestion
from luotsi.workbench.banner import BANNER_TYPES, banner, banner_now
from luotsi.workbench.domain.own_words import own_words_field, write_own_words
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.domain.review import give_verdict, see
from luotsi.workbench.domain.runs import tool_named
from luotsi.workbench.domain.signing import sign as sign_run
from luotsi.workbench.export import plain_text
from luotsi.workbench.forms import OwnWordsForm, VerdictForm
from luotsi.workbench.fragments import kept, one_card, sections
from luotsi.workbench.menu import review_links
from luotsi.workbench.models import Resource, Run, SuggestionRow
from luotsi.workbench.own_words import closed_to
from luotsi.workbench.passages import documents_of_run, listed, number_of, paragraphs, passage
from luotsi.workbench.queries import clients_of, runs_of
from luotsi.workbench.record_view import SHOWN_PARTS, record_view
from luotsi.workbench.review_view import Review, card, proposal_of, review_for
from luotsi.workbench.screens import Screen, screen_of
from luotsi.workbench.source_view import element_rows

_SIGNED_OR_READY = (Run.State.READY, Run.State.SIGNED)


def _run(request: HttpRequest, client_id: str, tool: str, run_id: str) -> Run:
    runs = runs_of(request.user).filter(case__client=client_id, tool=tool.replace("-", "_"), state__in=_SIGNED_OR_READY)
    return get_object_or_404(runs.select_related("signature"), pk=run_id)


def _banner_rows(run: Run) -> list[Resource]:
    return list(run.handed.filter(type__in=BANNER_TYPES))


@require_safe
@permission_required("workbench.work_with_clients")
def review(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """The review: proposals left, record right, sign bar below."""
    run = _run(request, client_id, tool, run_id)
    open_client(request.user, run.case.client, target=f"run:{run.id}")
    see(request.user, run)
    return render(request, "workbench/review.html", _review_context(request, run))


def _review_context(request: HttpRequest, run: Run, typed: OwnWordsForm | None = None) -> dict[str, Any]:
    """What the review page shows. ``typed`` is a form of own words that was not taken: it comes back as it was."""
    shown = review_for(request.user, run, request.LANGUAGE_CODE)
    handed = run.handed.order_by("type", "logical_id")
    declared = tool_named(run.tool).card
    screen = screen_of(run.tool)

    def record() -> str:
        view = record_view(list(handed), run.on, request.LANGUAGE_CODE, shown.citations())
        return render_to_string("workbench/_record.html", {"record": view, "review": shown})

    tables = bool(SHOWN_PARTS & set(declared.reads))
    return {
        "run": run,
        "review": shown,
        "sections": sections(shown, screen, get_token(request)),
        "screen": screen,
        "section_keys": [section.key for section in screen.sections] if screen else [],
        "abstentions": _abstentions(shown, screen),
        "values": screen.values(shown) if screen else {},
        "own_words": _own_words(request, shown, typed),
        "documents": _documents(shown),
        "card": declared,
        "client": banner(run.case.client, _banner_rows(run), run.on, request),
        "record": mark_safe(kept(f"record:{run.pk}:{request.LANGUAGE_CODE}", record)) if tables else "",  # noqa: S308 - our template
        "may_sign": can(request.user, "workbench.sign", run),
        "signature": getattr(run, "signature", None),
        "links": review_links(request, run),
    }


def _abstentions(review: Review, screen: Screen | None) -> list[dict[str, Any]]:
    """What was not judged, without what the tool's own part of the screen tells already."""
    told = screen.tells if screen else ()
    return [item for item in review.abstentions() if not item["key"].startswith(told)] if told else review.abstentions()


def _documents(review: Review) -> list[Any]:
    """The documents in the list beside the review; none when the tool was given none."""
    if not review.run.handed.filter(type__in=("DocumentReference", "Composition")).exists():
        return []
    return listed(review.run, review.passages())


def _own_words(request: HttpRequest, review: Review, typed: OwnWordsForm | None) -> list[dict[str, Any]]:
    """Each field of own words: what stands written, whether it still closes something, and its form."""
    found = []
    for field in tool_named(review.run.tool).card.own_words:
        guarding = bool((field.opens & review.closed.kinds) or (field.opens_summary & review.closed.summary))
        # What a colleague thought is an anchor too: it is shown to those who have written themselves
        row = None if guarding else review.own_words.get(field.key)
        form = typed if typed and typed.key == field.key else OwnWordsForm(field=field, row=row, user=request.user)
        found.append({"field": field, "id": f"own-{field.key}", "row": row, "guarding": guarding, "form": form})
    return found


@require_POST
@permission_required("workbench.work_with_clients")
def own_words(request: HttpRequest, client_id: str, tool: str, run_id: str, key: str) -> HttpResponse:
    """Take what a professional wrote in own words; the page again, with the words, when it cannot be taken."""
    run = _run(request, client_id, tool, run_id)
    try:
        field = own_words_field(run, key)
    except InputError as error:
        raise Http404 from error
    form = OwnWordsForm(request.POST, field=field, user=request.user)
    if form.is_valid():
        try:
            write_own_words(request.user, run, key, form.cleaned_data["text"], form.cleaned_data.get("chosen", ()))
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("Your words were stored."))
            return redirect(f"{reverse('workbench:review', args=[client_id, run.tool, run.id])}#own-{key}")
    context = _review_context(request, run, form)
    return render(request, "workbench/review.html", context | {"typed": form}, status=422)


@require_safe
@permission_required("workbench.work_with_clients")
def document(request: HttpRequest, client_id: str, tool: str, run_id: str, number: int) -> HttpResponse:
    """A whole document as the tool was given it, with the places that proposals rest on marked."""
    run = _run(request, client_id, tool, run_id)
    documents = documents_of_run(run)
    if not 1 <= number <= len(documents):
        raise Http404
    found = documents[number - 1]
    open_client(request.user, run.case.client, target=f"document:{run.id}/{number}")
    shown = review_for(request.user, run, request.LANGUAGE_CODE)
    context = {
        "run": run,
        "document": found,
        "lines": list(paragraphs(found.document.text, shown.passages().get(found.id, ()))),
        "back": reverse("workbench:review", args=[run.case.client_id, run.tool, run.id]),
        "client": banner(run.case.client, _banner_rows(run), run.on, request),
    }
    return render(request, "workbench/document.html", context)


@require_POST
@permission_required("workbench.work_with_clients")
def verdict(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Take one verdict; answer with the card and what changed round it, or go back to the page without script."""
    row = get_object_or_404(
        SuggestionRow.objects.select_related("run__case__client").filter(run__in=runs_of(request.user)),
        pk=suggestion_id,
    )
    _check_open_to(request, row)
    form = VerdictForm(request.POST, initial={"language": request.LANGUAGE_CODE})
    given = form.verdict() if form.is_valid() else None
    if given is None:
        return _verdict_again(request, row, form, status=422)
    try:
        give_verdict(request.user, row.pk, given, seen=form.cleaned_data["seen"])
    except ConflictError as error:
        return _verdict_again(request, row, form, status=409, conflict=error)
    except InputError as error:
        form.add_problems(error)
        return _verdict_again(request, row, form, status=422)
    run = row.run
    address = reverse("workbench:review", args=[run.case.client_id, run.tool, run.id])
    if not request.htmx:
        return redirect(f"{address}#f{row.position}")
    shown = review_for(request.user, run, request.LANGUAGE_CODE)
    proposal = next(item for item in shown.proposals if item.row.pk == row.pk)
    context = {
        "run": run,
        "review": shown,
        "card": one_card(proposal, shown, get_token(request)),
        "may_sign": can(request.user, "workbench.sign", run),
    }
    return render(request, "workbench/_verdict_given.html", context)


def _check_open_to(request: HttpRequest, row: SuggestionRow) -> None:
    """404 for a proposal that the reader has not opened yet: not even its being there is told."""
    if row.kind in closed_to(request.user, row.run).kinds:
        raise Http404


def _verdict_again(
    request: HttpRequest, row: SuggestionRow, form: VerdictForm, *, status: int, conflict: ConflictError | None = None
) -> HttpResponse:
    """The form again with what was typed, what was wrong, and how the proposal stands now."""
    fresh = (
        SuggestionRow.objects.prefetch_related("verdicts__given_by").select_related("run__case__client").get(pk=row.pk)
    )
    shown = review_for(request.user, fresh.run, request.LANGUAGE_CODE)
    proposal = proposal_of(fresh)
    context = {
        "form": form,
        "act": form.data.get("act", ""),
        "seen": proposal.acts,
        "conflict": conflict.text.in_(request.LANGUAGE_CODE) if conflict else "",
        "finding": card(proposal, shown),
        "run": fresh.run,
        "client": banner(fresh.run.case.client, _banner_rows(fresh.run), fresh.run.on, request),
        "reasons": form.reasons(request.LANGUAGE_CODE),
    }
    template = "workbench/_verdict_again.html" if request.htmx else "workbench/verdict_again.html"
    return render(request, template, context, status=status)


@require_safe
@permission_required("workbench.work_with_clients")
def source(request: HttpRequest, suggestion_id: int, number: int) -> HttpResponse:
    """One source of a proposal: the element of the record, or the rule with its publication and review status."""
    row = get_object_or_404(
        SuggestionRow.objects.select_related("run__case__client").filter(run__in=runs_of(request.user)),
        pk=suggestion_id,
    )
    _check_open_to(request, row)
    evidence = Suggestion.from_json(row.body).evidence
    if not 1 <= number <= len(evidence):
        return redirect("workbench:review", row.run.case.client_id, row.run.tool, row.run.id)
    item = evidence[number - 1]
    location = item.location
    context = {
        "banner": banner_now(row.run.case.client, request),
        "label": item.label.in_(request.LANGUAGE_CODE),
        "rule": location if isinstance(location, CitedRule) else None,
        "run": row.run,
        "position": row.position,
        "back": reverse("workbench:review", args=[row.run.case.client_id, row.run.tool, row.run.id]),
    }
    if isinstance(location, TextSpan):
        context |= _place(request, row.run, location)
    if isinstance(location, ResourceElement):
        kind, _slash, logical_id = location.reference.partition("/")
        resource = row.run.handed.select_related("record_import").filter(type=kind, logical_id=logical_id).first()
        if resource is not None:
            open_client(request.user, row.run.case.client, target=f"resource:{resource.pk}")
            context |= {"resource": resource, "rows": element_rows(resource.body, location.path)}
    template = "workbench/_source.html" if request.htmx else "workbench/source.html"
    return render(request, template, context)


def _place(request: HttpRequest, run: Run, location: TextSpan) -> dict[str, Any]:
    """The cited words with what stands round them, and the way to the whole document."""
    documents = documents_of_run(run)
    number = number_of(documents, location.document)
    if not number:
        return {}
    open_client(request.user, run.case.client, target=f"document:{run.id}/{number}")
    found = documents[number - 1]
    address = reverse("workbench:document", args=[run.case.client_id, run.tool, run.id, number])
    return {
        "document": found,
        "passage": passage(found.document.text, location),
        "whole": f"{address}#s{location.start}",
    }


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def sign(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """What will be signed, and the signature."""
    if request.method == "POST":
        return _sign(request, client_id, tool, run_id)
    run = _run(request, client_id, tool, run_id)
    if run.state == Run.State.SIGNED:
        return redirect("workbench:review", client_id, run.tool, run.id)
    return render(request, "workbench/sign.html", _sign_context(request, run))


@recently_authenticated
def _sign(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """Sign. The user has just proved again who they are."""
    run = _run(request, client_id, tool, run_id)
    try:
        sign_run(request.user, run)
    except InputError as error:
        context = _sign_context(request, run)
        context["problems"] = [
            (problem.where if problem.where.startswith("own-") else f"f{problem.where}", problem.text)
            for problem in error.problems
        ]
        context["waits"] = error.text.in_(request.LANGUAGE_CODE)
        return render(request, "workbench/sign.html", context, status=422)
    messages.success(request, _("The review has been signed."))
    return redirect("workbench:review", client_id, run.tool, run.id)


def _sign_context(request: HttpRequest, run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "review": review_for(request.user, run, request.LANGUAGE_CODE),
        "card": tool_named(run.tool).card,
        "client": banner(run.case.client, _banner_rows(run), run.on, request),
        "may_sign": can(request.user, "workbench.sign", run),
    }


@require_safe
@permission_required("workbench.work_with_clients")
def export_fhir(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """The signed review as a FHIR R4 Bundle, exactly as it was signed."""
    run = _run(request, client_id, tool, run_id)
    signature = getattr(run, "signature", None)
    if signature is None:
        return JsonResponse({"detail": _("The review has not been signed.")}, status=409)
    open_client(request.user, run.case.client, target=f"export:{run.id}")
    response = HttpResponse(
        json.dumps(signature.bundle, ensure_ascii=False, indent=1), content_type="application/fhir+json"
    )
    response["Content-Disposition"] = f'attachment; filename="{run.tool}-{run.id}.json"'
    return response


@require_safe
@permission_required("workbench.work_with_clients")
def export_text(request: HttpRequest, client_id: str, tool: str, run_id: str) -> HttpResponse:
    """The review as plain text by heading, to copy into another record system."""
    run = _run(request, client_id, tool, run_id)
    found = get_object_or_404(clients_of(request.user, client_id))
    open_client(request.user, found, target=f"export:{run.id}")
    return HttpResponse(
        plain_text(review_for(request.user, run, request.LANGUAGE_CODE)), content_type="text/plain; charset=utf-8"
    )
