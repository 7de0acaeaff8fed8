"""The vision: its public page, paper, versions, and its editing."""

from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.hub.recommendations import domain, open_data, screens
from luotsi.hub.recommendations.content import of_vision
from luotsi.hub.recommendations.forms import VisionForm
from luotsi.hub.recommendations.models import Edition, Vision, VisionStatement
from luotsi.hub.recommendations.queries import (
    PublishedVision,
    current_vision,
    loose_figures,
    names,
    published,
)
from luotsi.hub.recommendations.views.editing import edit_page, editors, ground_page, submit_page
from luotsi.hub.recommendations.views.parts import vision_in_work
from luotsi.hub.recommendations.views.public import csv_answer, home, tabs, version_page
from luotsi.hub.spine.paper import pdf as paper
from luotsi.hub.spine.public import public_page


def _current() -> PublishedVision:
    item = current_vision()
    if item is None:
        raise Http404
    return item


@public_page
def vision(request: HttpRequest) -> HttpResponse:
    item = _current()
    context = _shown(item)
    row = get_object_or_404(Vision, slug=item.content.slug)
    context |= {
        "ground": screens.ground("vision", item.content.slug),
        "may_edit": can(request.user, "recommendations.edit", row),
        "tabs": tabs("vision"),
        "crumbs": [home(), ("", _("Vision"))],
    }
    return render(request, "recommendations/vision.html", context)


def _shown(item: PublishedVision) -> dict[str, Any]:
    rows = published()
    named = names([item.content, *(row.content for row in rows)])
    loose = [screens.loose_figure(row, row.source) for row in loose_figures().select_related("source")]
    cards = [screens.card(row, named) for row in rows]
    return screens.vision(item.content, named) | {
        "edition": item.edition,
        "published_at": item.edition.decided_at or item.edition.submitted_at,
        "cards": cards,
        "poll_source": next((one["source"] for card in cards for one in card["figures"]), None),
        "poll": [
            *({"of": card["number"], **figure} for card in cards for figure in card["figures"]),
            *({"of": "", **figure} for figure in loose),
        ],
    }


@public_page
def pdf(request: HttpRequest) -> HttpResponse:
    item = _current()
    shown = _shown(item)
    layout = files("luotsi.hub.recommendations").joinpath("layouts/vision.typ").read_bytes()
    response = HttpResponse(paper(layout, _on_paper(shown)), content_type="application/pdf")
    name = f"luotsi-vision-{item.edition.number}-{get_language()}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _on_paper(shown: dict[str, Any]) -> dict[str, Any]:
    """Plain text only: what the layout prints."""
    edition = _("Version %(number)s") % {"number": shown["edition"].number}
    launched = shown["launched"] or _("not announced")
    return {
        "language": get_language() or "fi",
        "title": str(shown["title"]),
        "lead": str(shown["lead"]),
        "facts": f"{edition} · {_('Launched')}: {launched}",
        "digest": shown["edition"].digest,
        "about_title": _("How the vision was made"),
        "about": shown["about"],
        "statements_title": _("What the vision says"),
        "statements": [{"text": str(one["text"]), "source": _cited(one)} for one in shown["statements"]],
        "recommendations_title": _("Recommendations"),
        "recommendations": [
            {
                "title": f"{card['number']}. {card['title']}",
                "why": str(card["why"]),
                "facts": _facts(card),
            }
            for card in shown["cards"]
        ],
        "poll_title": _("Results of the poll"),
        "poll_note": _("The source gives no number of answers for a single statement, so no interval can be given."),
        "poll_head": [_("Statement"), _("Share of answers"), "n"],
        "poll": [
            [str(one["text"]), one["percent"], str(one["n"]) if one["n"] else _("not told")] for one in shown["poll"]
        ],
        "source_title": _("Source"),
        "source": shown["source"]["title"] if shown["source"] else _("no source"),
        "page_of": _("page"),
    }


def _cited(one: dict[str, Any]) -> str:
    return f"{one['source']['title']} ({one['certainty']})" if one["source"] else ""


def _facts(card: dict[str, Any]) -> str:
    owner = card["owner"] or _("not named")
    done = _("%(done)s of %(all)s actions done") % {"done": card["done"], "all": card["actions"]}
    measured = _("not measured")
    if card["measured"]:
        measured = _("%(some)s of %(all)s indicators measured") % {
            "some": card["measured"],
            "all": card["indicators"],
        }
    return f"{_('Owner')}: {owner} · {done} · {measured}"


@public_page
def document(request: HttpRequest) -> HttpResponse:
    item = _current()
    address = request.build_absolute_uri(reverse("recommendations:vision"))
    body = open_data.vision_document(item, names([item.content]), address)
    return HttpResponse(body, content_type="application/json")


@public_page
def poll(request: HttpRequest) -> HttpResponse:
    return csv_answer(open_data.poll_csv(published(), list(loose_figures())), "luotsi-poll.csv")


@public_page
def versions(request: HttpRequest) -> HttpResponse:
    row = get_object_or_404(Vision, slug=_current().content.slug)
    return version_page(request, row, reverse("recommendations:vision"), [home()])


@editors
def edit(request: HttpRequest) -> HttpResponse:
    row = vision_in_work(request)
    content = of_vision(row)
    more = screens.vision(content, names([content])) | {
        "links": screens.ground("vision", row.slug, everything=True),
        "published": row.editions.filter(state=Edition.State.PUBLISHED).exists(),
    }
    return edit_page(request, row, VisionForm, more)


@editors
def ground(request: HttpRequest) -> HttpResponse:
    row = vision_in_work(request)
    return ground_page(request, row, domain.name_of(row), reverse("recommendations:vision_edit"))


@editors
def statement_ground(request: HttpRequest, pk: str) -> HttpResponse:
    row = get_object_or_404(VisionStatement, pk=pk, vision=vision_in_work(request))
    back = reverse("recommendations:vision_part", kwargs={"part": "statement", "pk": row.pk})
    return ground_page(request, row, ("vision_statement", str(row.pk)), back)


@editors
def submit(request: HttpRequest) -> HttpResponse:
    return submit_page(request, vision_in_work(request))
