"""The moderators' queue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.analysis import near_statements, remarks
from luotsi.hub.dialogue.domain import computing, moderation
from luotsi.hub.dialogue.forms import DecisionForm
from luotsi.hub.dialogue.models import Appeal, Reason, Statement
from luotsi.hub.dialogue.views.access import here, language, page, run_by, run_tabs
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

_BAD = Text("Valitse päätös.", "Välj ett avgörande.", "Choose a decision.")


@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits, with near duplicates and remarks beside it; and appeals."""
    discussion = run_by(request, slug, "dialogue.moderate")
    votable = queries.accepted(discussion)
    waiting = [
        screens.queued(
            row,
            near_statements(row.text.in_(row.language), row.language, votable),
            remarks(row.text.in_(row.language), language()),
            request.user,
        )
        for row in queries.queue(discussion)
    ]
    appeals = Appeal.objects.filter(statement__discussion=discussion, decided_at=None).select_related("statement")
    values = {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "queue"),
        "waiting": waiting,
        "appeals": [
            {
                "number": row.statement.number,
                "statement": row.statement.text.shown(row.statement.language),
                "words": row.words,
                "at": row.at,
                "mine": row.statement.events.filter(act__in=("reject", "propose", "confirm"), by=request.user).exists(),  # type: ignore[misc]
            }
            for row in appeals
        ],
        "reasons": [("", _("Choose a reason")), *Reason.choices],
    }
    trail = (here(discussion), here(discussion, "run", _("Situation")), here(discussion, "queue", _("Moderation")))
    return page(request, "queue", values, *trail)


@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One decision on one statement."""
    discussion = run_by(request, slug, "dialogue.moderate")
    row = get_object_or_404(Statement, discussion=discussion, number=number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InputError(_BAD, [Problem("act", _BAD)])
    given, actor = form.cleaned_data, request.user
    act = given["act"]
    if act == "accept":
        moderation.accept(row, actor, meta=given["meta"])  # type: ignore[arg-type]
    elif act == "reject":
        moderation.reject(row, given["reason"], actor, given["note"])  # type: ignore[arg-type]
    elif act == "confirm":
        moderation.confirm(row, actor)  # type: ignore[arg-type]
    elif act == "return":
        moderation.send_back(row, actor)  # type: ignore[arg-type]
    else:
        appeal = get_object_or_404(Appeal, statement=row)
        moderation.decide(appeal, actor, upheld=act == "uphold", answer=given["note"])  # type: ignore[arg-type]
    computing.ask(discussion)
    messages.success(request, _("Statement %(n)s: the decision is stored.") % {"n": number})
    return redirect("dialogue:queue", slug)
