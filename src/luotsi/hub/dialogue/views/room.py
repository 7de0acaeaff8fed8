"""In a room: the big screen with the QR code, and votes on paper."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.base import audit
from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.domain import computing, taking_part
from luotsi.hub.dialogue.forms import PaperForm
from luotsi.hub.dialogue.models import Choice, Discussion, Tier
from luotsi.hub.dialogue.views.access import here, page, run_by, run_tabs, sent


def qr(address: str) -> SafeString:
    """The address as a QR code: one SVG path, no style of its own, large enough to be read across a room."""
    import segno  # noqa: PLC0415 - optional: only where a code is drawn

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, svgclass="qr", lineclass="qr-line",
        title=address, dark="#000", light="#fff",
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from an address of ours


@require_safe
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """For the wall of a room: how to join, and how far it is. The map appears when enough people have voted."""
    discussion = run_by(request, slug, "dialogue.facilitate")
    address = request.build_absolute_uri(reverse("discussion_short", args=[slug]))
    values = {"discussion": discussion, "address": address, "qr": qr(address), **_state(discussion)}
    return page(
        request,
        "room",
        values,
        here(discussion),
        here(discussion, "run", _("Situation")),
        here(discussion, "room", _("Screen of the room")),
    )


@require_safe
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """The part of the screen that is drawn anew every few seconds."""
    discussion = run_by(request, slug, "dialogue.facilitate")
    computing.ask(discussion)
    return page(request, "_room", {"discussion": discussion, **_state(discussion)}, here(discussion))


def _state(discussion: Discussion) -> dict[str, Any]:
    result = queries.shown_result(discussion)
    return {
        **screens.discussion(discussion),
        "coverage": screens.coverage(discussion),
        **screens.overview(result, discussion),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Type in one ballot. The same sheet number again replaces its answers."""
    discussion = run_by(request, slug, "dialogue.facilitate")
    statements = queries.accepted(discussion)
    choices = [(str(choice.value), choice.label) for choice in Choice if choice != Choice.SKIP]
    form = PaperForm(sent(request), statements=statements, choices=choices)
    if request.method == "POST" and form.is_valid():
        sheet, answers = form.cleaned_data["sheet"], form.answers()
        if not answers:
            form.add_error("sheet", _("The sheet has no answers. Mark at least one."))
        else:
            visitor = taking_part.Visitor(token=f"paper:{sheet}", tier=Tier.PAPER)
            taking_part.vote_all(discussion, visitor, answers)
            detail = {"sheet": sheet, "answers": len(answers)}
            audit.record("discussion.paper", actor=request.user, target=f"discussion:{slug}", detail=detail)  # type: ignore[arg-type]
            computing.ask(discussion)
            said = ngettext(
                "Sheet %(sheet)s stored: %(n)s answer.", "Sheet %(sheet)s stored: %(n)s answers.", len(answers)
            )
            messages.success(request, said % {"sheet": sheet, "n": len(answers)})
            return redirect("dialogue:paper", slug)
    values = {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "paper"),
        "form": form,
        "fields": [form[f"s{row.number}"] for row in statements],
    }
    trail = (here(discussion), here(discussion, "run", _("Situation")), here(discussion, "paper", _("Votes on paper")))
    return page(request, "paper", values, *trail, status=422 if form.errors else 200)


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot to be printed, in the language of the page."""
    discussion = run_by(request, slug, "dialogue.facilitate")
    values = {
        "discussion": discussion,
        **screens.discussion(discussion),
        "statements": [screens.wording(row) for row in queries.accepted(discussion)],
    }
    return page(
        request,
        "sheet",
        values,
        here(discussion),
        here(discussion, "run", _("Situation")),
        here(discussion, "sheet", _("Ballot to print")),
    )
