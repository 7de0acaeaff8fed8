"""The outbox and the packs, for those who decide what crosses the border."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.permissions import can, permission_required
from luotsi.kit.border import fingerprint
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import InputError, LuotsiError
from luotsi.kit.text import Text
from luotsi.workbench.border import screens
from luotsi.workbench.border.domain import outbox as verbs
from luotsi.workbench.border.domain import packs as pack_verbs
from luotsi.workbench.border.domain.keys import current_key
from luotsi.workbench.border.domain.sending import send_all
from luotsi.workbench.border.models import Message, ReceivedPack

PAGE = 50
_ON_SCREEN = (0.5,)


@permission_required("border.decide")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what has been decided."""
    rows = Message.objects.select_related("decided_by")
    key = current_key()
    context = {
        "drafts": [screens.line(row) for row in rows.filter(state=Message.State.DRAFTED)],
        "page": (page := Paginator(rows.exclude(state=Message.State.DRAFTED), PAGE).get_page(request.GET.get("page"))),
        "decided": [screens.line(row) for row in page.object_list],
        "packs": ReceivedPack.objects.all(),
        "waiting": rows.filter(state__in=(Message.State.APPROVED, Message.State.SENT)).count(),
        "hub": settings.LUOTSI_HUB_URL,
        "fingerprint": fingerprint(bytes.fromhex(key.public)) if key else "",
        "k": settings.LUOTSI_SMALLEST_CELL,
        "may_keys": can(request.user, "border.keys"),
    }
    return render(request, "border/outbox.html", context)


@permission_required("border.decide")
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft the month that is running and the one before."""
    today = timezone.localdate()
    days = (today.replace(day=1) - timedelta(days=1), today)
    made = sum(len(verbs.draft(day, by=request.user)) for day in days)
    said = ngettext("%(n)d draft was made.", "%(n)d drafts were made.", made) % {"n": made}
    messages.success(request, said if made else _("There is nothing new to tell."))
    return redirect("border:outbox")


@permission_required("border.decide")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Try at once to send what waits."""
    done = send_all(pauses=_ON_SCREEN)
    if done.waiting:
        messages.warning(request, _("The network does not answer. What was approved waits and is sent later."))
    else:
        messages.success(request, _("Everything approved has been sent."))
    return redirect("border:outbox")


@permission_required("border.decide")
@require_POST
def pull(request: HttpRequest) -> HttpResponse:
    """Fetch the packs that the hub offers."""
    try:
        made = len(pack_verbs.pull(by=request.user))
    except InputError:
        raise
    except LuotsiError as error:
        messages.warning(request, error.text.in_(request.LANGUAGE_CODE))
    else:
        said = ngettext("%(n)d new pack was received.", "%(n)d new packs were received.", made) % {"n": made}
        messages.success(request, said if made else _("There are no new packs."))
    return redirect("border:outbox")


@permission_required("border.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: a readable table and the exact JSON; approve or withhold."""
    row = get_object_or_404(Message.objects.select_related("decided_by"), pk=pk)
    problems: tuple[Any, ...] = ()
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            return _decided(request, row, reason)
        except InputError as error:
            problems = tuple((problem.where, problem.text.in_(request.LANGUAGE_CODE)) for problem in error.problems)
    exact_json = json.dumps(row.body, ensure_ascii=False, indent=2, sort_keys=True)
    problem = Text.from_json(row.problem).in_(request.LANGUAGE_CODE) if row.problem else ""
    context = {
        **screens.detail(row),
        "row": row,
        "json": exact_json,
        "problems": problems,
        "reason": reason,
        "problem": problem,
    }
    return render(request, "border/message.html", context, status=422 if problems else 200)


def _decided(request: HttpRequest, row: Message, reason: str) -> HttpResponseRedirect:
    sha256 = request.POST.get("sha256", "")
    if request.POST.get("verdict") == "approve":
        verbs.approve(request.user, row.pk, sha256)
        messages.success(request, _("Approved. The message leaves in a moment."))
    else:
        verbs.withhold(request.user, row.pk, sha256, reason)
        messages.success(request, _("The message is withheld and stays in the county."))
    return redirect("border:outbox")


@permission_required("border.decide")
@require_safe
def exact(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes that are signed, or the signed message when it has been sent."""
    row = get_object_or_404(Message, pk=pk)
    return HttpResponse(canonical_json(row.envelope or row.body), content_type="application/json")


@permission_required("border.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """One pack: what it is and all that it holds; take or decline."""
    row = get_object_or_404(ReceivedPack.objects.select_related("decided_by"), pk=pk)
    if request.method == "POST":
        row = pack_verbs.decide(request.user, pk, take=request.POST.get("verdict") == "take")
        messages.success(request, row.get_state_display())
        return redirect("border:outbox")
    content = json.dumps(row.body, ensure_ascii=False, indent=2, sort_keys=True)
    return render(request, "border/pack.html", {"row": row, "json": content})
