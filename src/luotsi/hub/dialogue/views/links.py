"""Doors into a discussion from elsewhere: invitations, links to share, the embedded frame, the short address."""

from datetime import timedelta
from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.hub.dialogue import queries, screens
from luotsi.hub.dialogue.domain import authoring, inviting
from luotsi.hub.dialogue.forms import EmbedForm, InvitationForm, ShareForm
from luotsi.hub.dialogue.models import Discussion, ShareLink
from luotsi.hub.dialogue.models.discussion import Phase
from luotsi.hub.dialogue.views.access import discussion_of, here, language, page, run_by, run_tabs, sent
from luotsi.hub.spine.addresses import in_every_language
from luotsi.kit.errors import InputError


@require_safe
def short(request: HttpRequest, slug: str) -> HttpResponse:
    """``/d/<slug>``: to the discussion in the reader's language; for posters and the screen of a room."""
    found = get_object_or_404(Discussion, slug=slug, published_at__isnull=False)
    response = HttpResponseRedirect(in_every_language("dialogue:detail", slug=found.slug)[language()])
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """New batches. Tokens that are handed out are shown once, in this answer, and stored nowhere."""
    discussion = run_by(request, slug, "dialogue.manage")
    form = InvitationForm(sent(request), initial={"language": language()})
    values: dict[str, Any] = {"discussion": discussion, "tabs": run_tabs(request, discussion, "invitations")}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["count"]:
                tokens = inviting.make(discussion, given["batch"], given["count"], request.user)  # type: ignore[arg-type]
                addresses = [reverse("dialogue:invited", args=[slug, token]) for token in tokens]
                values["given"] = [request.build_absolute_uri(address) for address in addresses]
            else:
                count = inviting.send(
                    discussion,
                    given["batch"],
                    given["addresses"],
                    request.user,
                    given["language"],  # type: ignore[arg-type]
                )
                said = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", count)
                messages.success(request, said % {"n": count})
                return redirect("dialogue:invitations", slug)
        except InputError as error:
            _add(form, error, "addresses")
    values |= {"form": form, "batches": queries.invitations(discussion)}
    trail = (
        here(discussion),
        here(discussion, "run", _("Situation")),
        here(discussion, "invitations", _("Invitations")),
    )
    return page(request, "invitations", values, *trail, status=422 if form.errors else 200)


def _add(form: Any, error: InputError, field: str) -> None:
    for problem in error.problems:
        named = problem.where in form.fields
        form.add_error(
            problem.where if named else field, problem.text.in_(language()) if named else problem.in_(language())
        )
    if not error.problems:
        form.add_error(None, error.text.in_(language()))


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Links for those who follow without running it, and the sites that may embed it."""
    discussion = run_by(request, slug, "dialogue.manage")
    which = request.POST.get("which", "")
    share_form = ShareForm(request.POST if which == "share" else None)
    embed_form = EmbedForm(request.POST if which == "embed" else None, initial={"embed_hosts": discussion.embed_hosts})
    values: dict[str, Any] = {}
    if which == "share" and share_form.is_valid():
        given = share_form.cleaned_data
        until = timezone.now() + timedelta(days=given["days"])
        _made, token = inviting.share(discussion, given["label"], until, request.user)  # type: ignore[arg-type]
        values["given"] = request.build_absolute_uri(reverse("dialogue:shared", args=[token]))
    elif which == "embed" and embed_form.is_valid():
        authoring.rewrite(discussion, embed_form.cleaned_data, request.user, seen=discussion.revision)  # type: ignore[arg-type]
        messages.success(request, _("The list of sites has been stored."))
        return redirect("dialogue:sharing", slug)
    elif which == "revoke":
        number = request.POST.get("link", "")
        inviting.revoke(
            get_object_or_404(ShareLink, pk=int(number) if number.isdecimal() else 0, discussion=discussion),
            request.user,
        )  # type: ignore[arg-type]
        messages.success(request, _("The link no longer works."))
        return redirect("dialogue:sharing", slug)
    values |= {
        "discussion": discussion,
        "tabs": run_tabs(request, discussion, "sharing"),
        "share_form": share_form,
        "embed_form": embed_form,
        "links": discussion.share_links.filter(revoked_at=None, expires_at__gt=timezone.now()),
        "embed_url": request.build_absolute_uri(reverse("dialogue:embed", args=[slug])),
        "short_url": request.build_absolute_uri(reverse("discussion_short", args=[slug])),
    }
    trail = (here(discussion), here(discussion, "run", _("Situation")), here(discussion, "sharing", _("Sharing")))
    return page(request, "sharing", values, *trail, status=422 if share_form.errors or embed_form.errors else 200)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The read-only view of a link: coverage and results so far; nothing can be changed here."""
    link = inviting.shared(token)
    if link is None:
        raise Http404
    discussion = link.discussion
    result = queries.shown_result(discussion)
    values = {
        "discussion": discussion,
        "link": link,
        **screens.discussion(discussion),
        "coverage": screens.coverage(discussion),
        **screens.overview(result, discussion),
    }
    return page(request, "shared", values, (request.path, str(discussion)))


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """For a frame on the sites of the discussion's list: what it is about, how far it is, and the way in.

    Votes are given on the hub itself: browsers give a framed page no cookie of its own.
    """
    discussion = discussion_of(request, slug)
    if discussion.phase() == Phase.DRAFT:
        raise Http404
    allowed = list(discussion.hosts) or ["'none'"]

    @csp_replace({"frame-ancestors": allowed})  # type: ignore[untyped-decorator]
    def drawn(request: HttpRequest) -> HttpResponse:
        rows = queries.accepted(discussion)
        sample = queries.next_asked(None, rows, {}, language())
        values = {
            "discussion": discussion,
            **screens.discussion(discussion),
            "coverage": screens.coverage(discussion),
            "sample": screens.wording(sample) if sample else None,
            "is_open": discussion.phase() == Phase.OPEN,
        }
        return page(request, "embed", values, here(discussion))

    answer: HttpResponseBase = drawn(request)
    return answer
