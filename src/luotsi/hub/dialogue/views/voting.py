"""Taking part: the list of discussions, the card with one statement, the vote, one's own statement, an invitation."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import permissions
from luotsi.hub.dialogue import pseudonyms, queries, screens
from luotsi.hub.dialogue.analysis import near_statements, remarks
from luotsi.hub.dialogue.domain import computing, moderation, taking_part, words
from luotsi.hub.dialogue.forms import ProposalForm
from luotsi.hub.dialogue.models import Discussion, Participant
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.hub.dialogue.views.access import (
    discussion_of,
    here,
    keep_token,
    language,
    page,
    participant_of,
    token_of,
    visitor_of,
)
from luotsi.kit.errors import InputError
from luotsi.web.errors import is_htmx


@require_safe
def discussions(request: HttpRequest) -> HttpResponse:
    values = {
        "open": [], "ahead": [], "closed": [],
        "may_work": permissions.can(request.user, "dialogue.work"),
    }  # fmt: skip
    for row in queries.public():
        values[str(row.phase())].append(screens.card(row))  # type: ignore[union-attr]
    return page(request, "list", values)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    discussion = discussion_of(request, slug)
    return _card_page(request, discussion, chosen=request.GET.get("statement", ""))


def _card_page(
    request: HttpRequest, discussion: Discussion, *, chosen: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    who = participant_of(request, discussion)
    values = {
        "discussion": discussion,
        **screens.discussion(discussion),
        **voting_values(request, discussion, who, chosen),
        "form": ProposalForm(initial={"language": language(), "submission": uuid.uuid4()}),
        "may_run": permissions.can(request.user, "dialogue.facilitate", discussion),
        **more,
    }
    return page(request, "detail", values, here(discussion), status=status)


def voting_values(
    request: HttpRequest, discussion: Discussion, who: Participant | None, chosen: str = ""
) -> dict[str, Any]:
    """What the voting part of the page shows."""
    statements = queries.accepted(discussion)
    progress = queries.progress(who, statements)
    is_open = discussion.phase() == Phase.OPEN and not (who and who.withdrawn)
    asked = next((row for row in statements if str(row.number) == chosen), None) if chosen else None
    if asked is None and is_open:
        token = token_of(request, discussion)
        asked = queries.next_asked(who, statements, queries.weights_of(discussion), language(), token)
    return {
        "is_open": is_open,
        "withdrawn": bool(who and who.withdrawn),
        "needs_invitation": is_open and who is None and not discussion.open_door,
        "progress": progress,
        "statement": screens.statement_card(asked, who) if asked and is_open else None,
        "saved": request.GET.get("saved", "").isdigit(),
        "results_left": max(discussion.results_after - progress.answered, 0),
        "taking_part": who is not None,
    }


@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Store one vote. With a script only the card changes; without, the page comes back with the next statement."""
    discussion = discussion_of(request, slug)
    visitor = visitor_of(request, discussion)
    number = request.POST.get("statement", "")
    ballot = taking_part.vote(
        discussion,
        visitor,
        int(number) if number.isdecimal() and len(number) < 9 else 0,  # noqa: PLR2004 - more digits than any statement has
        request.POST.get("choice", ""),
        important=request.POST.get("important") == "on",
    )
    computing.ask(discussion)
    if is_htmx(request):
        values = {
            "discussion": discussion,
            **voting_values(request, discussion, ballot.participant),
            "saved": True,
            "invented": discussion.invented,
        }
        response: HttpResponse = page(request, "_card", values, here(discussion))
    else:
        address = reverse("dialogue:detail", args=[slug])
        response = HttpResponseRedirect(f"{address}?saved={number}#vote")
        response.status_code = 303
    keep_token(response, discussion, visitor.token)
    return response


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own statement. Remarks and near duplicates are shown first; it may be sent all the same."""
    discussion = discussion_of(request, slug)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("dialogue:detail", args=[slug]) + "#propose")
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _card_page(request, discussion, form=form, status=422)
    given = form.cleaned_data
    tidy = words.tidied(given["text"])
    if problem := words.length_problem(tidy, discussion.statement_length, "text"):
        form.add_error("text", problem.text.in_(language()))
        return _card_page(request, discussion, form=form, status=422)
    anyway = request.POST.get("anyway") == "on"
    noted = [remark for remark in remarks(tidy, language()) if remark.blocks or not anyway]
    near = [] if anyway else near_statements(tidy, given["language"], queries.accepted(discussion))
    blocked = any(remark.blocks for remark in noted)
    if near or noted:
        values = {"form": form, "near": [screens.near(row) for row in near], "remarks": noted, "blocked": blocked}
        return _card_page(request, discussion, status=422, **values)
    visitor = visitor_of(request, discussion)
    try:
        made = moderation.propose(discussion, visitor, given["text"], given["language"], given["submission"])
    except InputError as error:
        for problem in error.problems:
            form.add_error("text" if problem.where.startswith("text") else None, problem.text.in_(language()))
        return _card_page(request, discussion, form=form, status=422)
    messages.success(
        request,
        _("Your statement (number %(n)s) waits for a moderator. You see its state under My votes.")
        % {"n": made.number},
    )
    response = redirect("dialogue:detail", slug)
    keep_token(response, discussion, visitor.token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """An invitation: opening the address changes nothing (mail programs open addresses too); the button does."""
    discussion = discussion_of(request, slug)
    found = taking_part.invitation(discussion, token) if pseudonyms.is_token(token) else None
    if found is None:
        raise Http404
    if request.method == "POST":
        own = taking_part.accept_invitation(discussion, token)
        response = redirect("dialogue:detail", slug)
        keep_token(response, discussion, own)
        return response
    values = {"discussion": discussion, **screens.discussion(discussion), "used": found.used}
    return page(request, "invited", values, here(discussion))


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A participant's own address: go on from another device as the same participant."""
    discussion = discussion_of(request, slug)
    if not pseudonyms.is_token(token) or taking_part.find(discussion, token) is None:
        raise Http404
    if request.method == "POST":
        response = redirect("dialogue:detail", slug)
        keep_token(response, discussion, token)
        return response
    values = {"discussion": discussion, **screens.discussion(discussion)}
    return page(request, "come_back", values, here(discussion))
