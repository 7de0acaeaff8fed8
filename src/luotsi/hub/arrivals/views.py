"""The doors of the border, for programs, and the public page of what has arrived."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from luotsi.base import ratelimit
from luotsi.base.permissions import can
from luotsi.hub.arrivals import screens
from luotsi.hub.arrivals.domain.keys import current_key
from luotsi.hub.arrivals.domain.packs import offered
from luotsi.hub.arrivals.domain.receiving import receive
from luotsi.hub.arrivals.doors import TITLE
from luotsi.hub.spine.public import public_page
from luotsi.kit.border import Envelope, fingerprint
from luotsi.kit.canonical import canonical_json
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, NotPermittedError
from luotsi.kit.text import Text

MOST_BYTES = 200_000
PER_MINUTE = 600

_STATUS = ((InputError, 422), (NotPermittedError, 403), (ConflictError, 409))
_log = logging.getLogger(__name__)
_TOO_LARGE = Text("Viesti on liian suuri.", "Meddelandet är för stort.", "The message is too large.")


@csrf_exempt
@require_POST
def aggregates(request: HttpRequest) -> HttpResponse:
    """Take one signed Aggregate. The signature is the authentication: there is no session and no cookie."""
    try:
        ratelimit.limit(f"border:{request.META.get('REMOTE_ADDR', '')}", PER_MINUTE)
    except ratelimit.TooManyError as error:
        answer = _refused(error, 429)
        answer["Retry-After"] = str(error.retry_after_s)
        return answer
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or int(announced) > MOST_BYTES or len(request.body) > MOST_BYTES:
        return _refused(LuotsiError(_TOO_LARGE), 413)
    try:
        return _sealed(receive(request.body))
    except LuotsiError as error:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 503)
        if status == 503:  # noqa: PLR2004 - the hub cannot sign: its own fault, and the county tries again
            _log.error("the border cannot answer: %s", error.text.en)
        return _refused(error, status)


@require_safe
def packs(_request: HttpRequest) -> HttpResponse:
    """The packs offered, signed."""
    try:
        return _sealed(offered())
    except LuotsiError as error:
        return _refused(error, 503)


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The name and fingerprint of the hub's key, for comparing; the key itself is trusted by another channel."""
    row = current_key()
    if row is None:
        return JsonResponse({"key_id": None}, status=404)
    return JsonResponse({"key_id": row.key_id, "fingerprint": fingerprint(bytes.fromhex(row.public))})


def _sealed(envelope: Envelope) -> HttpResponse:
    return HttpResponse(canonical_json(envelope.as_json()), content_type="application/json")


def _refused(error: LuotsiError, status: int) -> HttpResponse:
    problems = error.problems if isinstance(error, InputError) else ()
    told = [{"where": problem.where, "text": problem.text.as_json()} for problem in problems]
    text = error.text
    if problems:
        text = Text(*(" ".join(error.lines(language)) for language in ("fi", "sv", "en")))  # type: ignore[attr-defined]
    return JsonResponse({"text": text.as_json(), "problems": told}, status=status)


@public_page
def arrivals(request: HttpRequest) -> HttpResponse:
    """What has arrived, by experiment and county; invented counties apart."""
    context = {
        "title": TITLE,
        "real": screens.experiments(invented=False),
        "invented": screens.experiments(invented=True),
        "may_keys": can(getattr(request, "user", None), "arrivals.keys"),
        "crumbs": [(reverse("wagtail_serve", args=[""]), _("Front page")), ("", TITLE.in_(request.LANGUAGE_CODE))],
    }
    return render(request, "arrivals/arrivals.html", context)
