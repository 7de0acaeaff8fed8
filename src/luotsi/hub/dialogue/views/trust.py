"""What anybody may check: the log's fingerprints and roots, receipts, the log of moderation; and the recount."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base import audit
from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.domain import chain
from luotsi.hub.dialogue.forms import ReceiptForm
from luotsi.hub.dialogue.models import LogEntry
from luotsi.hub.dialogue.views.access import discussion_of, here, language, page, run_by, sent

HASHES_A_PAGE = 5000
LEAST_RECEIPT = 16


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The published roots, and a place to look a receipt up: it tells that the vote is counted, never what it was."""
    discussion = discussion_of(request, slug)
    form = ReceiptForm(sent(request))
    found = None
    if request.method == "POST" and form.is_valid():
        number, _space, fingerprint = form.cleaned_data["receipt"].strip().lower().partition(" ")
        row = _entry(discussion.pk, number)
        if row is None or len(fingerprint) < LEAST_RECEIPT or not row.leaf.startswith(fingerprint.strip()):
            form.add_error("receipt", _("No entry of the log matches this receipt. Check both parts of it."))
        else:
            found = {"sequence": row.sequence, "day": row.day, "leaf": row.leaf, "emptied": not row.nonce}
    values = {
        "discussion": discussion,
        **screens.discussion(discussion),
        "form": form,
        "found": found,
        "roots": queries.roots(discussion),
    }
    trail = (here(discussion), here(discussion, "log", _("Log of votes")))
    return page(request, "log", values, *trail, status=422 if form.errors else 200)


def _entry(discussion: object, number: str) -> LogEntry | None:
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - longer than any place in a log
        return None
    return LogEntry.objects.filter(discussion=discussion, sequence=int(number)).first()


@require_safe
def hashes(request: HttpRequest, slug: str) -> HttpResponse:
    """Leaves and chain, page by page, for whoever wants to walk the chain on a machine of their own."""
    discussion = discussion_of(request, slug)
    rows = (
        LogEntry.objects.filter(discussion=discussion).order_by("sequence").values("sequence", "day", "leaf", "chain")
    )
    pages = Paginator(rows, HASHES_A_PAGE)
    shown = pages.get_page(request.GET.get("page", "1"))
    return JsonResponse(
        {
            "discussion": discussion.slug,
            "simulated": discussion.invented,
            "rule": 'chain[n] = sha256 of {"commitment":leaf[n],"previous":chain[n-1],"sequence":n}; chain[0] = 64 zeros',
            "page": shown.number,
            "pages": pages.num_pages,
            "entries": [{**row, "day": row["day"].isoformat()} for row in shown.object_list],
        }
    )


@require_safe
def moderated(request: HttpRequest, slug: str) -> HttpResponse:
    """Every act of moderation, with its reason."""
    discussion = discussion_of(request, slug)
    shown = Paginator(queries.public_log(discussion), 50).get_page(request.GET.get("page"))
    values = {
        "discussion": discussion,
        **screens.discussion(discussion),
        "events": [screens.event(row) for row in shown.object_list],
        "shown": shown,
    }
    trail = (here(discussion), here(discussion, "moderation_log", _("Log of moderation")))
    return page(request, "moderation_log", values, *trail)


@require_POST
def recounted(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Walk the whole log now."""
    discussion = run_by(request, slug, "dialogue.recount")
    found = chain.recount(discussion)
    detail = {"entries": found.entries, "holds": found.broken is None, "root": found.root}
    audit.record("discussion.recount", actor=request.user, target=f"discussion:{discussion.slug}", detail=detail)  # type: ignore[arg-type]
    if found.broken is None:
        said = _("The log holds: %(votes)s votes, %(gone)s withdrawn entries.")
        messages.success(request, said % {"votes": found.votes, "gone": found.emptied})
    else:
        messages.error(request, found.broken.in_(language()))
    return redirect("dialogue:run", slug)
