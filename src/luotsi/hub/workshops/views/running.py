"""Running a workshop: the facilitator's desk, the wall with its QR code, cards, moderation, outcomes, the report."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.base.permissions import can, permission_required, require
from luotsi.hub.spine.wording import Words
from luotsi.hub.workshops import screens
from luotsi.hub.workshops.domain import joining, preparing, running
from luotsi.hub.workshops.forms import (
    PART_FORMS,
    CardsForm,
    ClosingForm,
    FacilitatorsForm,
    HideForm,
    OutcomeForm,
    WorkshopForm,
)
from luotsi.hub.workshops.models import Idea, Outcome, Phase, Workshop
from luotsi.hub.workshops.queries import ranked, taking_part, votes
from luotsi.hub.workshops.views.public import home
from luotsi.kit.errors import ConflictError, InputError

View = Callable[..., HttpResponse]


def runners(view: View) -> View:
    """A page for those who run this workshop; never kept by anybody's cache."""

    def entered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        workshop = get_object_or_404(Workshop, slug=slug)
        require(request.user, "workshops.run", workshop)
        return view(request, workshop, **kwargs)

    wrapped: View = never_cache(require_http_methods(["GET", "POST"])(entered))
    return wrapped


def _language() -> str:
    return get_language() or "fi"


def _crumbs(*tail: tuple[str, str]) -> list[tuple[str, str]]:
    mine_url = reverse("workshops:mine")
    return [home(), (reverse("workshops:list"), _("Workshops")), (mine_url, _("Workshops you run")), *tail]


def _desk(workshop: Workshop) -> tuple[str, str]:
    return (reverse("workshops:desk", kwargs={"slug": workshop.slug}), str(workshop))


@never_cache
@permission_required("workshops.work")
def mine(request: HttpRequest) -> HttpResponse:
    rows = [row for row in Workshop.objects.filter(elsewhere=False) if can(request.user, "workshops.run", row)]
    context = {
        "cards": [screens.card(row) | {"desk": _desk(row)[0]} for row in rows],
        "may_open": can(request.user, "workshops.open"),
        "crumbs": [*_crumbs()[:-1], ("", _("Workshops you run"))],
    }
    return render(request, "workshops/mine.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@permission_required("workshops.open")
def new(request: HttpRequest) -> HttpResponse:
    form = WorkshopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form._meta.fields}  # noqa: SLF001 - Django's own name
        made = preparing.open_workshop(values, request.user)  # type: ignore[arg-type]
        messages.success(request, _("The workshop is being prepared. Add the agenda and the groups, then announce it."))
        return redirect("workshops:desk", slug=made.slug)
    title = _("A new workshop")
    context = {"form": form, "title": title, "back": reverse("workshops:mine"), "crumbs": _crumbs(("", title))}
    return render(request, "workshops/form.html", context, status=422 if form.errors else 200)


@runners
def edit(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    return _model_form(request, workshop, WorkshopForm, _("Edit the workshop"))


@runners
def closing(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    if "publish" in request.POST:
        running.publish_report(workshop, request.user)
        messages.success(request, _("The report is public. Single votes and codes have been destroyed."))
        return redirect("workshops:report", slug=workshop.slug)
    more = screens.report(workshop) | {"publishable": workshop.phase == Phase.CLOSED and not workshop.reported_at}
    return _model_form(request, workshop, ClosingForm, _("Closing report"), name="closing", more=more)


def _model_form(
    request: HttpRequest,
    workshop: Workshop,
    form_class: type[WorkshopForm | ClosingForm],
    title: str,
    *,
    name: str = "form",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    form = form_class(request.POST or None, instance=workshop, initial={"seen": workshop.revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = {field: form.cleaned_data[field] for field in form._meta.fields}  # noqa: SLF001
            try:
                preparing.rewrite(workshop, values, request.user, seen=form.cleaned_data["seen"] or 0)
            except ConflictError as error:
                form.add_error(None, error.text.in_(_language()))
                status = 409
            else:
                messages.success(request, _("Stored."))
                return redirect("workshops:desk", slug=workshop.slug)
    desk_url, shown = _desk(workshop)
    context = (more or {}) | {"form": form, "row": workshop, "title": title, "back": desk_url}
    context["crumbs"] = _crumbs((desk_url, shown), ("", title))
    return render(request, f"workshops/{name}.html", context, status=status)


@runners
def facilitators(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    emails = "\n".join(workshop.facilitators.order_by("email").values_list("email", flat=True))
    form = FacilitatorsForm(request.POST or None, initial={"facilitators": emails, "seen": workshop.revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                preparing.name_facilitators(workshop, data["facilitators"], request.user, seen=data["seen"])
            except ConflictError as error:
                form.add_error(None, error.text.in_(_language()))
                status = 409
            else:
                messages.success(request, _("Stored."))
                return redirect("workshops:mine")
    desk_url, shown = _desk(workshop)
    context = {"form": form, "row": workshop, "title": _("Facilitators"), "back": desk_url}
    context["crumbs"] = _crumbs((desk_url, shown), ("", _("Facilitators")))
    return render(request, "workshops/form.html", context, status=status)


@runners
def part(request: HttpRequest, workshop: Workshop, part: str, pk: int = 0) -> HttpResponse:
    if part not in PART_FORMS:
        raise Http404
    form_class = PART_FORMS[part]
    model = form_class._meta.model  # noqa: SLF001 - Django's own name
    instance = get_object_or_404(model, pk=pk, workshop=workshop) if pk else model(workshop=workshop)
    removing = bool(pk) and "remove" in request.POST
    posted = request.POST if request.method == "POST" and not removing else None
    form = form_class(posted, instance=instance, initial={"seen": workshop.revision})
    status = 200
    if removing:
        preparing.remove_part(workshop, instance, request.user, seen=workshop.revision)
        messages.success(request, _("Taken away."))
        return redirect("workshops:desk", slug=workshop.slug)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                preparing.keep_part(workshop, form.save, request.user, seen=form.cleaned_data["seen"])
            except ConflictError as error:
                form.add_error(None, error.text.in_(_language()))
                status = 409
            else:
                messages.success(request, _("Stored."))
                return redirect("workshops:desk", slug=workshop.slug)
    title = {"agenda": _("Item of the agenda"), "group": _("Group")}[part]
    desk_url, shown = _desk(workshop)
    context = {"form": form, "row": workshop, "title": title, "back": desk_url, "stored": bool(pk)}
    context["crumbs"] = _crumbs((desk_url, shown), ("", title))
    return render(request, "workshops/form.html", context, status=status)


# The day itself -------------------------------------------------------------------------------------------------------
@runners
def desk(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    phases = [phase for phase in Phase if phase in running.next_phases(workshop)]
    context = _state(workshop) | {
        "steps": [(phase.value, _step_words()[phase]) for phase in phases],
        "agenda": workshop.agenda.all(),
        "groups": workshop.groups.all(),
        "crumbs": _crumbs(("", str(workshop))),
    }
    return render(request, "workshops/desk.html", context)


def _step_words() -> dict[Phase, str]:
    return {
        Phase.DRAFT: _("Take it back to preparation"),
        Phase.ANNOUNCED: _("Announce it"),
        Phase.IDEAS: _("Open the idea board"),
        Phase.VOTES: _("Open the voting"),
        Phase.CLOSED: _("Close the workshop"),
    }


def _state(workshop: Workshop) -> dict[str, Any]:
    ideas = workshop.ideas.filter(state=Idea.State.SHOWN)
    given = sum(votes(idea) for idea in ideas)
    joined = taking_part(workshop)
    return {
        "row": workshop,
        "card": screens.card(workshop),
        "joined": joined,
        "seats": workshop.participants.count() if workshop.entry == Workshop.Entry.CARDS else workshop.seats,
        "ideas": ideas.count(),
        "given": given,
        "possible": joined * workshop.votes_each,
        "top": ranked(workshop)[:10] if workshop.phase == Phase.CLOSED else [],
    }


@runners
def state(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The figures alone, for a page that asks for them every few seconds."""
    return render(request, "workshops/_state.html", _state(workshop))


@never_cache
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = get_object_or_404(Workshop, slug=slug)
    require(request.user, "workshops.run", workshop)
    asked = request.POST.get("phase", "")
    if asked not in Phase.values:
        raise Http404
    running.move(workshop, Phase(asked), request.user)
    messages.success(request, _("Now: %(phase)s.") % {"phase": Phase(asked).label})
    return redirect("workshops:desk", slug=slug)


@runners
def wall(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """What is shown on the wall of the room: the way in, and how far we are."""
    by_room = workshop.entry == Workshop.Entry.ROOM
    if by_room and not workshop.room_secret and workshop.phase != Phase.CLOSED:
        joining.renew_room(workshop, request.user)
        workshop.refresh_from_db()
    words = {"slug": workshop.slug, "code": workshop.room_secret}
    name = "workshops:join_code" if by_room and workshop.room_secret else "workshops:join"
    if name == "workshops:join":
        del words["code"]
    address = request.build_absolute_uri(reverse(name, kwargs=words))
    plain = request.build_absolute_uri(reverse("workshops:join", kwargs={"slug": workshop.slug}))
    context = _state(workshop) | {
        "qr": screens.qr(address, _("QR code to join")),
        "address": plain.partition("://")[2],
        "code": joining.spoken(workshop.room_secret) if by_room else "",
        "crumbs": _crumbs(_desk(workshop), ("", _("Wall"))),
    }
    return render(request, "workshops/wall.html", context)


@never_cache
@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    workshop = get_object_or_404(Workshop, slug=slug)
    require(request.user, "workshops.run", workshop)
    joining.renew_room(workshop, request.user)
    messages.success(request, _("The room has a new code. The old one lets nobody in."))
    return redirect("workshops:wall", slug=slug)


@runners
def cards(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = CardsForm(request.POST or None)
    made: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                secrets = joining.make_cards(workshop, form.cleaned_data["number"], request.user)
                made = [_card(request, workshop, secret) for secret in secrets]
                status = 200
            except InputError as error:
                form.add_problems(error, _language())
    context = {
        "row": workshop,
        "card": screens.card(workshop),
        "form": form,
        "made": made,
        "given_out": workshop.participants.count(),
        "seats": workshop.seats,
        "crumbs": _crumbs(_desk(workshop), ("", _("Cards"))),
    }
    return render(request, "workshops/cards.html", context, status=status)


def _card(request: HttpRequest, workshop: Workshop, secret: str) -> dict[str, Any]:
    way = reverse("workshops:join_code", kwargs={"slug": workshop.slug, "code": secret})
    plain = reverse("workshops:join", kwargs={"slug": workshop.slug})
    return {
        "qr": screens.qr(request.build_absolute_uri(way), _("QR code of this card")),
        "code": joining.spoken(secret),
        "address": request.build_absolute_uri(plain).partition("://")[2],
    }


def _named(model: type[Idea | Outcome], request: HttpRequest, field: str, workshop: Workshop) -> Any:
    """The idea or outcome of this workshop that the form names; 404 for any other, or for what is no identifier."""
    try:
        asked = uuid.UUID(request.POST.get(field, ""))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(model, pk=asked, workshop=workshop)


@runners
def ideas(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """Moderation and merging."""
    if request.method == "POST":
        idea = _named(Idea, request, "idea", workshop)
        act = request.POST.get("act", "")
        if act == "hide":
            running.hide(idea, request.POST.get("reason", ""), request.user)
        elif act == "restore":
            running.restore(idea, request.user)
        elif act == "merge":
            into = _named(Idea, request, "into", workshop)
            running.merge(idea, into, request.user)
        messages.success(request, _("Stored."))
        return redirect("workshops:moderate", slug=workshop.slug)
    shown = [{**screens.idea(row), "joined": row.merged.all()} for row, _count in ranked(workshop)]
    away = workshop.ideas.exclude(state=Idea.State.SHOWN).select_related("into")
    context = {
        "row": workshop,
        "shown": shown,
        "others": [(str(one["id"]), one["text"][:90]) for one in shown],
        "away": away,
        "hide_form": HideForm(auto_id=False),
        "reasons": HideForm().fields["reason"].choices,  # type: ignore[attr-defined]
        "crumbs": _crumbs(_desk(workshop), ("", _("Ideas"))),
    }
    return render(request, "workshops/ideas.html", context)


@runners
def outcomes(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    act = request.POST.get("act", "")
    form = OutcomeForm(request.POST if act in {"add", "add_and_hand"} else None, workshop=workshop)
    status = 200
    try:
        if act in {"hand", "drop"}:
            outcome = _named(Outcome, request, "outcome", workshop)
            (running.hand_over if act == "hand" else running.drop_outcome)(outcome, request.user)
            messages.success(request, _("Handed over.") if act == "hand" else _("Taken away."))
            return redirect("workshops:outcomes", slug=workshop.slug)
        if form.is_bound:
            status = 422
            if form.is_valid():
                _keep_outcome(workshop, form, request, at_once=act == "add_and_hand")
                messages.success(request, _("Handed over.") if act == "add_and_hand" else _("Stored."))
                return redirect("workshops:outcomes", slug=workshop.slug)
    except InputError as error:
        if not form.is_bound:
            raise
        form.add_problems(_on_fields(error), _language())
    context = {
        "row": workshop,
        "form": form,
        "outcomes": screens.outcomes(workshop),
        "crumbs": _crumbs(_desk(workshop), ("", _("Outcomes"))),
    }
    return render(request, "workshops/outcomes.html", context, status=status)


@transaction.atomic
def _keep_outcome(workshop: Workshop, form: OutcomeForm, request: HttpRequest, *, at_once: bool) -> None:
    data = form.cleaned_data
    details = {
        name: value
        for name, value in (
            ("target", data["target"]),
            ("organisation", data["organisation"].pk if data["organisation"] else ""),
        )
        if value
    }
    made = running.add_outcome(
        workshop,
        data["kind"],
        Words(data["words_fi"], data["words_sv"], data["words_en"]),
        request.user,
        idea=data["idea"],
        ground=data["ground"],
        details=details,
    )
    if at_once:
        running.hand_over(made, request.user)


def _on_fields(error: InputError) -> InputError:
    """An intake names languages; here the fields are called ``words_fi`` and so on."""
    told = [
        type(problem)(f"words_{problem.where}" if problem.where in {"fi", "sv", "en"} else problem.where, problem.text)
        for problem in error.problems
    ]
    return InputError(error.text, told)
