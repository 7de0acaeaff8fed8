"""What is mine: my votes, my place on the map, my statements; receipts; withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import ratelimit
from luotsi.base.accounts import client_address
from luotsi.hub.dialogue import pseudonyms, queries, screens
from luotsi.hub.dialogue.domain import computing, moderation, taking_part
from luotsi.hub.dialogue.forms import AppealForm, WithdrawForm
from luotsi.hub.dialogue.models import Discussion, LogEntry, Participant, Statement, Vote
from luotsi.hub.dialogue.views.access import discussion_of, here, language, page, participant_of, sent, token_of
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.kit.text import Text

CODES_PER_MINUTE = 20

_NOT_HERE = Text(
    "Tällä selaimella ei ole osallistuttu keskusteluun.",
    "Man har inte deltagit i dialogen med den här webbläsaren.",
    "This browser has not taken part in the discussion.",
)


def _me(request: HttpRequest, discussion: Discussion) -> Participant:
    who = participant_of(request, discussion)
    if who is None:
        raise NotPermittedError(_NOT_HERE)
    return who


@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    discussion = discussion_of(request, slug)
    who = participant_of(request, discussion)
    values = {"discussion": discussion, **screens.discussion(discussion), "who": who}
    if who is not None:
        votes = Vote.objects.filter(participant=who).select_related("statement").order_by("-sequence")
        own = who.statements.select_related("appeal").order_by("number")
        result = queries.shown_result(discussion)
        values |= {
            "votes": [screens.own_vote(vote) for vote in votes],
            "statements": [screens.own_statement(row) for row in own],
            "code": taking_part.code_of(discussion, token_of(request, discussion)),
            "address": request.build_absolute_uri(
                reverse("dialogue:come_back", args=[slug, token_of(request, discussion)])
            ),
            "place": screens.placed(result, who),
            "appeal_form": AppealForm(auto_id=False),
        }
    return page(request, "own", values, here(discussion), here(discussion, "own", _("My votes")))


@require_safe
def receipts(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipts as a text file, to be kept."""
    discussion = discussion_of(request, slug)
    who = _me(request, discussion)
    entries = LogEntry.objects.filter(discussion=discussion, person=who.number).order_by("sequence")
    lines = [
        str(discussion),
        _("Withdrawal code: %(code)s") % {"code": taking_part.code_of(discussion, token_of(request, discussion))},
        _("Receipts (place in the log, fingerprint of the entry):"),
        *(f"{entry.sequence} {entry.leaf}" for entry in entries),
        "",
    ]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="luotsi-{discussion.slug}.txt"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def appeal(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    discussion = discussion_of(request, slug)
    who = _me(request, discussion)
    row = get_object_or_404(Statement, discussion=discussion, number=number, author=who)
    moderation.appeal(row, who, request.POST.get("words", ""))
    messages.success(request, _("Your appeal has been sent. Another moderator answers it."))
    return redirect("dialogue:own", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take my votes away: by this browser, or by the code, also after closing."""
    discussion = discussion_of(request, slug)
    who = participant_of(request, discussion)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        try:
            if typed:
                _limit(request)
                who = taking_part.by_code(discussion, typed)
            if who is None:
                raise taking_part.no_votes()
        except InputError as error:
            form.add_error("code", error.text.in_(language()))
        else:
            count = taking_part.withdraw(discussion, who)
            computing.ask(discussion)
            said = ngettext("%(n)s entry was emptied.", "%(n)s entries were emptied.", count) % {"n": count}
            messages.success(request, _("Your votes have been withdrawn.") + " " + said)
            return redirect("dialogue:detail", slug)
    values = {"discussion": discussion, **screens.discussion(discussion), "form": form, "who": who}
    status = 422 if form.errors else 200
    return page(
        request,
        "withdraw",
        values,
        here(discussion),
        here(discussion, "withdraw", _("Withdraw my votes")),
        status=status,
    )


def _limit(request: HttpRequest) -> None:
    """Guessing codes is hopeless (100 bits) and slow besides."""
    ratelimit.limit(f"dialogue-code:{pseudonyms.network(client_address(request))}", CODES_PER_MINUTE)
