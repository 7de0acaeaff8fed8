"""The FHIR R4 read API for the county's other systems. OpenAPI at /fhir/openapi.json."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, SessionAuth

from luotsi.base.ratelimit import TooManyError, limit
from luotsi.kit.errors import LuotsiError, NotPermittedError
from luotsi.workbench.doors import fhir
from luotsi.workbench.doors.domain.reading import Caller
from luotsi.workbench.doors.domain.tokens import token_of
from luotsi.workbench.models import Client
from luotsi.workbench.queries import current_resources

PER_MINUTE = 600
MOST = 200


class _FhirJson(JSONRenderer):
    media_type = fhir.MEDIA_TYPE


class _Key(HttpBearer):
    """``Authorization: Bearer luotsi_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 - given by ninja
        found = token_of(token)
        return Caller(token=found) if found else None


class _Session(SessionAuth):
    """A signed-in user of the workbench."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        user = super().authenticate(request, key)
        return Caller(user=user) if user else None


class _Api(NinjaAPI):
    def get_root_path(self, path_params: dict[str, Any]) -> str:  # noqa: ARG002 - given by ninja
        """Where the API stands: the standard look-up does not see into an app's own namespace."""
        return "/fhir/"


api = _Api(
    title="Luotsi FHIR R4 read API",
    version="1",
    description="Records of the clients of a unit, read only. Errors are OperationOutcomes.",
    auth=[_Key(), _Session()],
    renderer=_FhirJson(),
    docs_url=None,
    urls_namespace="fhir",
)


class RefusedError(Exception):
    """An answer of 4xx with its outcome."""

    def __init__(self, status: int, code: str, text: str, expression: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.outcome = fhir.outcome(code, text, expression)


@api.exception_handler(RefusedError)
def _refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    return api.create_response(request, error.outcome, status=error.status)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = api.create_response(
        request, fhir.outcome("login", "A valid bearer key or a session is needed."), status=401
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    return api.create_response(request, fhir.outcome("invalid", str(first["msg"]), str(first["loc"][-1])), status=400)


@api.exception_handler(TooManyError)
def _too_many(request: HttpRequest, error: TooManyError) -> HttpResponse:
    answer = api.create_response(request, fhir.outcome("throttled", "Too many requests."), status=429)
    answer["Retry-After"] = str(error.retry_after_s)
    return answer


@api.exception_handler(Http404)
def _no_such(request: HttpRequest, _error: Http404) -> HttpResponse:
    return api.create_response(request, fhir.outcome("not-found", "There is no such thing here."), status=404)


@api.exception_handler(LuotsiError)
def _said(request: HttpRequest, error: LuotsiError) -> HttpResponse:
    forbidden = isinstance(error, NotPermittedError)
    body = fhir.outcome("forbidden" if forbidden else "processing", error.text.en)
    return api.create_response(request, body, status=403 if forbidden else 422)


@api.get("/metadata", auth=None)
def metadata(request: HttpRequest) -> dict[str, Any]:
    """The CapabilityStatement. Open to all: it tells of no one."""
    return fhir.capability()


@api.get("/Patient/{client_id}")
def read_patient(request: HttpRequest, client_id: str) -> dict[str, Any]:
    """The Patient resource of a client."""
    caller, client = _opened(request, client_id)
    row = current_resources(client, ("Patient",)).first()
    if row is None:
        raise Http404
    caller.opened(client, "Patient", 1)
    return fhir.shown(client, [row])[0]


@api.get("/Patient/{client_id}/$everything")
def everything(
    request: HttpRequest,
    client_id: str,
    count: int = Query(MOST, alias="_count", ge=1, le=MOST),
    page: int = Query(1, ge=1),
) -> dict[str, Any]:
    """All that is current in a client's record, page by page."""
    caller, client = _opened(request, client_id)
    return _page(
        caller, client, types=fhir.TYPES, path=f"Patient/{client.pk}/$everything", given={}, count=count, page=page
    )


@api.get("/{resource_type}")
def search(
    request: HttpRequest,
    resource_type: str,
    patient: str = Query(""),
    count: int = Query(50, alias="_count", ge=1, le=MOST),
    page: int = Query(1, ge=1),
) -> dict[str, Any]:
    """The current resources of a type in one client's record. ``patient`` is required."""
    if resource_type not in fhir.TYPES:
        raise RefusedError(404, "not-supported", f"The type {resource_type[:40]} is not served here.")
    strange = sorted(set(request.GET) - {"patient", "_count", "page"})
    if strange:
        raise RefusedError(400, "not-supported", "This search parameter is not served here.", strange[0][:40])
    if not patient:
        raise RefusedError(400, "required", "Give the client: patient=<id>.", "patient")
    caller, client = _opened(request, patient)
    return _page(
        caller,
        client,
        types=(resource_type,),
        path=resource_type,
        given={"patient": client.pk},
        count=count,
        page=page,
    )


@api.get("/{path:rest}", auth=None, include_in_schema=False)
def nothing(request: HttpRequest, rest: str) -> dict[str, Any]:
    """Any other address."""
    raise Http404


def _opened(request: HttpRequest, patient: str) -> tuple[Caller, Client]:
    """The caller and the client; 404 alike for a client that is not there and one that is not theirs."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    limit(f"fhir:{caller.key}", PER_MINUTE)
    client_id: UUID | None = fhir.parsed_patient(patient)
    client = caller.client(client_id) if client_id else None
    if client is None:
        raise RefusedError(404, "not-found", "There is no such client, or no care relationship with the client.")
    return caller, client


def _page(
    caller: Caller, client: Client, *, types: tuple[str, ...], path: str, given: dict[str, Any], count: int, page: int
) -> dict[str, Any]:
    rows = current_resources(client, types)
    total = rows.count()
    wanted = list(rows[(page - 1) * count : page * count])
    caller.opened(client, path.rpartition("/")[2], len(wanted))
    resources = fhir.shown(client, wanted)
    return fhir.searchset(resources, total, fhir.links(path, given, page, count, total))
