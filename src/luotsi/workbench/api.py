"""The JSON API of the workbench: what the screens do, for programs of the county. OpenAPI at /w/api/openapi.json."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import SessionAuth

from luotsi.base.accounts import reauthenticated
from luotsi.base.permissions import require
from luotsi.base.ratelimit import limit
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, NotPermittedError
from luotsi.kit.registry import tools
from luotsi.kit.review import Act, Reason, Verdict
from luotsi.kit.text import Text
from luotsi.kit.tool import Card
from luotsi.workbench.domain.own_words import write_own_words
from luotsi.workbench.domain.records import import_record, open_client
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.domain.signing import sign
from luotsi.workbench.export import as_json
from luotsi.workbench.models import Run, SuggestionRow, Unit
from luotsi.workbench.queries import clients_of, runs_of
from luotsi.workbench.review_view import review_for

api = NinjaAPI(
    title="Luotsi workbench",
    version="1",
    description="Clients, runs and reviews of one county. Signed in by session; changes carry the CSRF token.",
    auth=SessionAuth(csrf=True),
    docs_url=None,
    urls_namespace="workbench-api",
)


@api.exception_handler(LuotsiError)
def said(request: HttpRequest, error: LuotsiError) -> HttpResponse:
    """An error of ours as JSON, in the three languages, with every problem by place."""
    status = {InputError: 422, NotPermittedError: 403, ConflictError: 409}.get(type(error), 500)
    problems = error.problems if isinstance(error, InputError) else ()
    body = {
        "detail": error.text.as_json(),
        "problems": [{"where": problem.where, "text": problem.text.as_json()} for problem in problems],
    }
    return api.create_response(request, body, status=status)


class RunIn(Schema):
    """A tool to run, and the day of assessment (today when left out)."""

    tool: str
    on: date | None = None
    background: bool = False


class VerdictIn(Schema):
    """One act; ``seen`` is how many acts the caller knew of."""

    act: Act
    seen: int
    reason: Reason | None = None
    note: str = ""
    text: str = ""
    until: date | None = None


class OwnWordsIn(Schema):
    """What a professional writes in own words; ``chosen`` are keys of the field's choices."""

    text: str
    chosen: list[str] = []


def card_json(card: Card) -> dict[str, Any]:
    """The card of a tool."""
    return {
        "name": card.name,
        "title": card.title.as_json(),
        "purpose": card.purpose.as_json(),
        "limits": [limit.as_json() for limit in card.limits],
        "reads": [part.value for part in card.reads],
        "measures": [measure.key for measure in card.measures],
        "experiments": list(card.experiments),
    }


@api.get("/tools")
def list_tools(request: HttpRequest) -> list[dict[str, Any]]:
    """The cards of the installed tools."""
    require(request.user, "workbench.use")
    return [card_json(tool.card) for tool in tools().values()]


@api.get("/clients")
def list_clients(request: HttpRequest) -> list[dict[str, Any]]:
    """The clients whose record the user may open: opaque identifiers and dates of birth."""
    require(request.user, "workbench.work_with_clients")
    return [
        {"id": str(client.id), "birth_date": client.birth_date.isoformat() if client.birth_date else None}
        for client in clients_of(request.user)
    ]


@api.post("/clients")
def post_client(request: HttpRequest, unit: str = "") -> dict[str, Any]:
    """Import a FHIR R4 Bundle (the body of the request). Whole or not at all."""
    limit(f"import:{request.user.pk}", 120)
    chosen = Unit.objects.filter(slug=unit).first() if unit else None
    imported = import_record(request.user, request.body, source="api", unit=chosen)
    done = imported.record_import
    return {
        "client": str(done.client_id),
        "import": str(done.id),
        "added": done.added,
        "unchanged": done.unchanged,
        "ignored": done.ignored,
        "repeated": imported.repeated,
    }


@api.post("/clients/{client_id}/runs")
def post_run(request: HttpRequest, client_id: UUID, given: RunIn) -> dict[str, Any]:
    """Run a tool on a client's record."""
    require(request.user, "workbench.work_with_clients")
    limit(f"run:{request.user.pk}", 60)
    client = get_object_or_404(clients_of(request.user, client_id))
    run = start_run(request.user, client, given.tool, on=given.on or timezone.localdate(), background=given.background)
    return _run_json(run, request)


@api.get("/runs/{run_id}")
def get_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """A run with its proposals and their standing."""
    run = _run(request, run_id)
    open_client(request.user, run.case.client, target=f"run:{run.id}")
    return _run_json(run, request)


@api.post("/runs/{run_id}/proposals/{position}/verdict")
def post_verdict(request: HttpRequest, run_id: UUID, position: int, given: VerdictIn) -> dict[str, Any]:
    """Give one verdict. 409 when somebody acted after what ``seen`` says."""
    run = _run(request, run_id)
    row = get_object_or_404(SuggestionRow, run=run, position=position)
    verdict = Verdict(act=given.act, reason=given.reason, note=given.note, text=given.text, until=given.until)
    state = give_verdict(request.user, row.pk, verdict, seen=given.seen)
    return {"run": str(run.id), "position": position, "state": state.value, "acts": given.seen + 1}


@api.post("/runs/{run_id}/own-words/{key}")
def post_own_words(request: HttpRequest, run_id: UUID, key: str, given: OwnWordsIn) -> dict[str, Any]:
    """Write in own words on a review; what that opens is in the answer."""
    run = _run(request, run_id)
    write_own_words(request.user, run, key, given.text, given.chosen)
    return _run_json(run, request)


@api.post("/runs/{run_id}/sign")
def post_sign(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """Sign the review. The user must have signed in again within the last minutes."""
    run = _run(request, run_id)
    if not reauthenticated(request):
        raise NotPermittedError(
            Text(
                "Kirjaudu uudelleen ennen allekirjoitusta.",
                "Logga in på nytt före underskriften.",
                "Sign in again before signing.",
            )
        )
    signature = sign(request.user, run)
    return {"run": str(run.id), "signed_at": signature.signed_at.isoformat(), "sha256": signature.sha256}


@api.get("/runs/{run_id}/export")
def get_export(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """The signed review as a FHIR R4 Bundle."""
    run = _run(request, run_id)
    signature = getattr(run, "signature", None)
    if signature is None:
        text = Text(
            "Arviota ei ole allekirjoitettu.", "Granskningen är inte undertecknad.", "The review has not been signed."
        )
        raise ConflictError(text)
    open_client(request.user, run.case.client, target=f"export:{run.id}")
    return dict(signature.bundle)


def _run(request: HttpRequest, run_id: UUID) -> Run:
    require(request.user, "workbench.work_with_clients")
    return get_object_or_404(runs_of(request.user), pk=run_id)


def _run_json(run: Run, request: HttpRequest) -> dict[str, Any]:
    return as_json(review_for(request.user, run, request.LANGUAGE_CODE)) | {"failure": run.failure}
