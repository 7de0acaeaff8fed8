"""Who is at the page: the discussion as far as this visitor may see it, and the visitor's own token."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luotsi.base import permissions
from luotsi.base.accounts import client_address
from luotsi.hub.dialogue import pseudonyms
from luotsi.hub.dialogue.domain import taking_part
from luotsi.hub.dialogue.models import Discussion, Participant
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.web.parts import Link

COOKIE_AGE_S = 180 * 24 * 3600


def discussion_of(request: HttpRequest, slug: str) -> Discussion:
    """The discussion; 404 for a draft unless the user helps to run it: that it exists is nobody else's business."""
    found = Discussion.objects.filter(slug=slug).first()
    if found is None or (
        found.phase() == Phase.DRAFT and not permissions.can(request.user, "dialogue.facilitate", found)
    ):
        raise Http404
    return found


def run_by(request: HttpRequest, slug: str, action: str) -> Discussion:
    """The discussion, for those who may do ``action`` to it; 404 to those who may not even see it."""
    found = discussion_of(request, slug)
    permissions.require(request.user, action, found)
    return found


def token_of(request: HttpRequest, discussion: Discussion) -> str:
    """The secret that this browser keeps for the discussion; empty when it keeps none."""
    given = request.COOKIES.get(discussion.cookie, "")
    return given if pseudonyms.is_token(given) else ""


def participant_of(request: HttpRequest, discussion: Discussion) -> Participant | None:
    """The participant that this browser is, if it has taken part."""
    return taking_part.find(discussion, token_of(request, discussion))


def visitor_of(request: HttpRequest, discussion: Discussion) -> taking_part.Visitor:
    """Who would vote if this request did: whoever this browser is already, else somebody new by the open door."""
    return taking_part.Visitor(
        token=token_of(request, discussion) or pseudonyms.new_token(),
        network=pseudonyms.network(client_address(request)),
    )


def keep_token(response: HttpResponse, discussion: Discussion, token: str) -> None:
    """Let this browser come back as the same participant."""
    response.set_cookie(
        discussion.cookie,
        token,
        max_age=COOKIE_AGE_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when none was. An empty form that was sent is judged too."""
    return request.POST if request.method == "POST" else None


def language() -> str:
    """The language of the page."""
    return get_language() or "fi"


def page(
    request: HttpRequest, template: str, values: dict[str, Any], *trail: tuple[str, str], status: int = 200
) -> HttpResponse:
    """Draw a page that is this visitor's alone. ``trail`` is the way here below the list of discussions."""
    discussion = values.get("discussion")
    crumbs = [
        (reverse("wagtail_serve", args=[""]), _("Front page")),
        (reverse("dialogue:list"), _("Dialogue")),
        *trail,
    ]
    crumbs[-1] = ("", crumbs[-1][1])
    shown = {"crumbs": crumbs, "invented": bool(discussion and discussion.invented), **values}
    response = render(request, f"dialogue/{template}.html", shown, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def here(discussion: Discussion, name: str = "detail", title: str = "") -> tuple[str, str]:
    """A step of the trail."""
    return reverse(f"dialogue:{name}", args=[discussion.slug]), title or str(discussion.title.shown())


def run_tabs(request: HttpRequest, discussion: Discussion, current: str) -> list[Link]:
    """What a user may open of running the discussion."""
    wanted = (
        ("run", _("Situation"), "dialogue.facilitate"),
        ("queue", _("Moderation"), "dialogue.moderate"),
        ("statements", _("Statements and answers"), "dialogue.moderate"),
        ("invitations", _("Invitations"), "dialogue.manage"),
        ("sharing", _("Sharing"), "dialogue.manage"),
        ("paper", _("Votes on paper"), "dialogue.facilitate"),
        ("people", _("Who runs it"), "dialogue.manage"),
        ("edit", _("Words and schedule"), "dialogue.manage"),
    )
    return [
        Link(label=label, url=reverse(f"dialogue:{name}", args=[discussion.slug]), current=name == current)
        for name, label, action in wanted
        if permissions.can(request.user, action, discussion)
    ]
