"""Addresses of the design system's own small site: the catalogue, a review, a job, a form, and every kind of error."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from luotsi.kit.errors import (
    ConflictError,
    ContractError,
    InputError,
    ModelUnavailableError,
    NotPermittedError,
    Problem,
)
from luotsi.kit.review import Act, Reason, State, Verdict, standing
from luotsi.kit.text import Text
from luotsi.web import views
from luotsi.web.parts import Finding, Source, SourceKind

WORDS = Text("Väärin <b>näin</b>.", "Fel <b>så</b>.", "Wrong <b>so</b>.")
ERRORS = {
    "input": InputError(WORDS, [Problem("amount", Text("Enintään 5.", "Högst 5.", "At most 5."))]),
    "forbidden": NotPermittedError(WORDS),
    "conflict": ConflictError(WORDS),
    "model": ModelUnavailableError(WORDS),
    "contract": ContractError(WORDS),
    "denied": PermissionDenied(),
    "large": RequestDataTooBig("too large"),
    "suspicious": SuspiciousOperation("odd"),
    "defect": ZeroDivisionError("ours"),
}


@csrf_exempt
def boom(request: HttpRequest, what: str) -> HttpResponse:
    raise ERRORS[what]


def page(request: HttpRequest, body: str, **values: object) -> HttpResponse:
    """A page of the workbench round a piece of template."""
    source = '{% extends "web/workbench_base.html" %}{% block title %}x{% endblock %}{% block content %}<h1>x</h1>'
    return HttpResponse(engines["django"].from_string(f"{source}{body}{{% endblock %}}").render(values, request))


# A review of three findings, kept in memory by the visitor's own key ---------------------------------------------------
VERDICTS: dict[tuple[str, str], list[Verdict]] = {}


def finding(visitor: str, name: str) -> Finding:
    state, verdict = standing(VERDICTS.get((visitor, name), []))
    return Finding(
        id=f"f{name}",
        title=f"Finding {name}",
        state=state,
        url=f"/review/{visitor}/{name}/",
        severity=4,
        proposal="Stop it.",
        sources=[Source(kind=SourceKind.NOTE, text="seen", link="Source", url=f"/source/{name}/")],
        by="" if state is State.PROPOSED else "L. Malli",
        reason=verdict.reason.label.en if verdict and verdict.reason else "",
        change=verdict.text if verdict else "",
        until=verdict.until if verdict else None,
    )


def review(request: HttpRequest, visitor: str) -> HttpResponse:
    cards = "{% ui_review %}{% for finding in findings %}{% ui_finding finding %}{% endfor %}{% endui_review %}"
    return page(request, cards, findings=[finding(visitor, name) for name in "123"])


def decide(request: HttpRequest, visitor: str, name: str) -> HttpResponse:
    given = request.POST
    verdict = Verdict(
        act=Act(given["act"]),
        reason=Reason(given["reason"]) if given.get("reason") else None,
        note=given.get("note", ""),
        text=given.get("text", ""),
    )
    VERDICTS.setdefault((visitor, name), []).append(verdict)
    if not request.htmx:
        return review(request, visitor)
    card = engines["django"].from_string("{% ui_finding finding %}")
    return HttpResponse(card.render({"finding": finding(visitor, name)}, request))


def source(request: HttpRequest, name: str) -> HttpResponse:
    body = f"<p>The place of source {name}.</p>"
    part_only = request.htmx and name != "2"  # source 2 always answers with its whole page
    return HttpResponse(body) if part_only else page(request, body)


# A job that gets one step further each time it is asked ------------------------------------------------------------------
STEPS: dict[str, int] = {}


def job(request: HttpRequest, visitor: str) -> HttpResponse:
    done = STEPS[visitor] = STEPS.get(visitor, 0) + 1
    state = "done" if done > 2 else "running"
    values = {"src": request.path, "words": f"{min(done, 2)} / 2 {state}", "done": min(done, 2), "state": state}
    part = '{% ui_job src words done=done total=2 state=state live="/live/nobody" cancel="/" %}'
    if request.htmx:
        return HttpResponse(engines["django"].from_string(part).render(values, request))
    return page(request, part, **values)


def guarded(request: HttpRequest) -> HttpResponse:
    fields = (
        '{% ui_guard %}<form method="post" id="g">{% csrf_token %}{% ui_input "note" "Note" %}'
        '<input type="password" name="secret" aria-label="secret">{% ui_button "Send" %}</form>{% endui_guard %}'
        '<a href="/design/">away</a>'
        '<form method="post" action="/design/" data-sign-out><button>out</button></form>'
    )
    return page(request, fields)


def failing(request: HttpRequest) -> HttpResponse:
    form = (
        '<form hx-post="/boom/input/" hx-swap="outerHTML">{% ui_input "note" "Note" %}{% ui_button "Send" %}</form>'
        '{% ui_button "Blocked" blocked="Because." id="b" hx_post="/boom/conflict/" %}'
    )
    return page(request, form)


def message(request: HttpRequest) -> HttpResponse:
    return render(request, "web/base.html", {"messages": ["Stored <b>x</b>"]})


urlpatterns = [
    path("", include("luotsi.web.urls")),
    path("boom/<str:what>/", boom),
    path("review/<str:visitor>/", review),
    path("review/<str:visitor>/<str:name>/", decide),
    path("source/<str:name>/", source),
    path("job/<str:visitor>/", job),
    path("guarded/", guarded),
    path("failing/", failing),
    path("message/", message),
    *i18n_patterns(path("page/", views.catalogue, name="page")),
]
handler400 = "luotsi.web.errors.bad_request"
handler403 = "luotsi.web.errors.permission_denied"
handler404 = "luotsi.web.errors.page_not_found"
handler500 = "luotsi.web.errors.server_error"
