"""In the room: a phone, a code, no account. Every page works without script; every act is a posted form."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luotsi.base import ratelimit
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.workshops import screens
from luotsi.hub.workshops.domain import joining, taking_part
from luotsi.hub.workshops.forms import CodeForm, GroupChoice, IdeaForm, NoteForm
from luotsi.hub.workshops.models import Idea, Participant, Phase, Workshop
from luotsi.hub.workshops.queries import announced, in_own_order, participant_of, ranked
from luotsi.hub.workshops.queries import board as ideas_of
from luotsi.hub.workshops.views.public import home
from luotsi.kit.errors import ConflictError, InputError

JOINS_PER_MINUTE = 240  # a whole room may come from one address
_KEPT_S = 14 * 86_400

View = Callable[..., HttpResponse]


def _cookie(workshop: Workshop) -> str:
    return f"luotsi_workshop_{workshop.pk}"


def here_is(request: HttpRequest, workshop: Workshop) -> Participant | None:
    """Who sends the request, by the secret in the cookie."""
    return participant_of(workshop, request.COOKIES.get(_cookie(workshop), ""))


def in_room(view: View) -> View:
    """A page for those who have joined; others are asked for their code."""

    def entered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        workshop = get_object_or_404(announced().filter(elsewhere=False), slug=slug)
        participant = here_is(request, workshop)
        if participant is None:
            return redirect("workshops:join", slug=slug)
        return view(request, workshop, participant, **kwargs)

    wrapped: View = never_cache(require_http_methods(["GET", "POST"])(entered))
    return wrapped


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    workshop = get_object_or_404(announced().filter(elsewhere=False), slug=slug)
    form = CodeForm(request.POST or None, initial={"code": joining.spoken(joining.heard(code)) if code else ""})
    status = 200
    if request.method == "POST":
        ratelimit.limit(f"workshop-join:{request.META.get('REMOTE_ADDR', '')}", JOINS_PER_MINUTE)
        status = 422
        if form.is_valid():
            try:
                secret = joining.join(workshop, form.cleaned_data["code"])
            except InputError as error:
                form.add_problems(error, get_language() or "fi")
            except ConflictError as error:
                form.add_error(None, error.text.in_(get_language() or "fi"))
                status = 409
            else:
                return _with_secret(redirect("workshops:board", slug=slug), workshop, secret)
    # The code stays out of the addresses of the other languages, and so out of what is copied from them
    request.alternates = in_every_language("workshops:join", slug=slug)  # type: ignore[attr-defined]
    context = {
        "row": workshop,
        "card": screens.card(workshop),
        "form": form,
        "given": bool(code),
        "joined": here_is(request, workshop) is not None,
        "crumbs": _crumbs(workshop, _("Join")),
    }
    return render(request, "workshops/join.html", context, status=status)


def _with_secret(response: HttpResponseRedirect, workshop: Workshop, secret: str) -> HttpResponseRedirect:
    response.set_cookie(
        _cookie(workshop),
        secret,
        max_age=_KEPT_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _crumbs(workshop: Workshop, here: str) -> list[tuple[str, str]]:
    page = reverse("workshops:detail", kwargs={"slug": workshop.slug})
    return [home(), (reverse("workshops:list"), _("Workshops")), (page, str(workshop)), ("", here)]


@in_room
def board(request: HttpRequest, workshop: Workshop, participant: Participant) -> HttpResponse:
    form = IdeaForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = taking_part.propose(participant, form.cleaned_data["text"], get_language() or "fi")
        except InputError as error:
            form.add_problems(error, get_language() or "fi")
            status = 422
        except ConflictError as error:
            form.add_error(None, error.text.in_(get_language() or "fi"))
            status = 409
        else:
            messages.success(request, _("Your idea is on the board."))
            return redirect(f"{reverse('workshops:board', kwargs={'slug': workshop.slug})}#idea-{made.pk}")
    return render(request, "workshops/board.html", _board(workshop, participant) | {"form": form}, status=status)


def _board(workshop: Workshop, participant: Participant) -> dict[str, Any]:
    given = set(participant.votes.values_list("idea", flat=True))
    phase = Phase(workshop.phase)
    closed = phase is Phase.CLOSED
    rows = ranked(workshop) if closed else [(row, 0) for row in _open_board(workshop, participant)]
    return {
        "row": workshop,
        "phase": phase.value,
        "phase_words": str(phase.label),
        "ideas": [
            {
                **screens.idea(row),
                "mine": row.author_id == participant.pk,
                "voted": row.pk in given,
                "votes": number,
                "joined": getattr(row, "joined", 0),
            }
            for row, number in rows
        ],
        "used": len(given),
        "each": workshop.votes_each,
        "left": workshop.votes_each - len(given),
        "participant": participant,
        "group_form": GroupChoice(workshop=workshop, initial={"group": participant.group_id})
        if workshop.groups.exists()
        else None,
        "crumbs": _crumbs(workshop, _("Idea board")),
    }


def _open_board(workshop: Workshop, participant: Participant) -> list[Idea]:
    """While voting, each sees an order of their own; before it, the newest idea is last."""
    return in_own_order(workshop, participant) if workshop.phase == Phase.VOTES else list(ideas_of(workshop))


@in_room
def idea(request: HttpRequest, workshop: Workshop, participant: Participant, pk: str) -> HttpResponse:
    """Vote, take a vote back, or take one's own idea away; then back to its place on the board."""
    place = reverse("workshops:board", kwargs={"slug": workshop.slug})
    if request.method != "POST":
        return redirect(place)
    row = get_object_or_404(Idea, pk=pk, workshop=workshop)
    act = request.POST.get("act", "")
    try:
        if act == "vote":
            taking_part.vote(participant, row)
            left = workshop.votes_each - participant.votes.count()
            messages.success(request, _("Your vote is stored. Votes left: %(left)s.") % {"left": left})
        elif act == "unvote":
            taking_part.unvote(participant, row)
            messages.success(request, _("Your vote was taken back."))
        elif act == "take_back":
            taking_part.take_back(participant, row)
            messages.success(request, _("Your idea was taken off the board."))
            return redirect(place)
    except ConflictError as error:
        context = _board(workshop, participant) | {
            "form": IdeaForm(),
            "refused": error.text.in_(get_language() or "fi"),
        }
        return render(request, "workshops/board.html", context, status=409)
    return redirect(f"{place}#idea-{row.pk}")


@in_room
def group(request: HttpRequest, workshop: Workshop, participant: Participant) -> HttpResponse:
    form = GroupChoice(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid():
        taking_part.choose_group(participant, form.cleaned_data["group"])
        messages.success(request, _("Your group is stored."))
    return redirect("workshops:board", slug=workshop.slug)


@in_room
def note(request: HttpRequest, workshop: Workshop, participant: Participant) -> HttpResponse:
    if participant.group is None:
        messages.error(request, _("Choose your group first."))
        return redirect("workshops:board", slug=workshop.slug)
    last = participant.group.notes.last()
    seen = last.number if last else 0
    form = NoteForm(request.POST or None, initial={"seen": seen, "text": last.text if last else ""})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                taking_part.write_note(
                    participant.group, form.cleaned_data["text"], get_language() or "fi", seen=form.cleaned_data["seen"]
                )
                messages.success(request, _("The note is stored."))
                return redirect("workshops:note", slug=workshop.slug)
            except InputError as error:
                form.add_problems(error, get_language() or "fi")
            except ConflictError as error:
                form.add_error(None, error.text.in_(get_language() or "fi"))
                status = 409
    context = {
        "row": workshop,
        "group": participant.group.title.shown(),
        "facilitator": participant.group.facilitator,
        "form": form,
        "newest": last.text if last and status == 409 else "",  # noqa: PLR2004 - HTTP: conflict
        "crumbs": _crumbs(workshop, _("Note of the group")),
    }
    return render(request, "workshops/note.html", context, status=status)


@in_room
def leave(request: HttpRequest, workshop: Workshop, participant: Participant) -> HttpResponse:
    """Forget the secret on this device. The card brings one back."""
    if request.method != "POST":
        return redirect("workshops:board", slug=workshop.slug)
    response = redirect("workshops:detail", slug=workshop.slug)
    response.delete_cookie(_cookie(workshop), samesite="Lax")
    return response
