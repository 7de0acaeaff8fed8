"""Records as a FHIR R4 server shows them: ids of our own, references that lead somewhere, Bundles and outcomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from luotsi.kit.tool import RecordPart
from luotsi.workbench.models import Client, Resource

TYPES = tuple(sorted({name for part in RecordPart for name in part.resource_types}))
MEDIA_TYPE = "application/fhir+json"


def base() -> str:
    """The address of the API."""
    return f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}/fhir"


def public_id(client: Client, row: Resource) -> str:
    """The id of a resource in the API: opaque, and the same for every version.

    Sources number their resources as they like, so the ids of two clients may meet; these never do.
    """
    if row.type == "Patient":
        return str(client.pk)
    return str(uuid5(client.pk, row.reference))


def shown(client: Client, rows: Sequence[Resource]) -> list[dict[str, Any]]:
    """The resources with our ids, and references among them changed likewise."""
    known = known_ids(client, rows)
    return [{**_rewritten(row.body, known), "id": known[row.reference]} for row in rows]


def known_ids(client: Client, rows: Iterable[Resource]) -> dict[str, str]:
    """From the references of the rows and in them, as far as they lead into the same record, to the ids here."""
    wanted = {reference for row in rows for reference in (row.reference, *_references(row.body))}
    ids = {reference.partition("/")[2] for reference in wanted}
    there = Resource.objects.filter(client=client, logical_id__in=ids).only("type", "logical_id")
    return {row.reference: public_id(client, row) for row in there if row.reference in wanted}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _rewritten(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            key: _reference(item, known) if key == "reference" and isinstance(item, str) else _rewritten(item, known)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_rewritten(item, known) for item in value]
    return value


def _reference(reference: str, known: Mapping[str, str]) -> str:
    if reference in known:
        return f"{reference.partition('/')[0]}/{known[reference]}"
    return reference


def searchset(resources: list[dict[str, Any]], total: int, links: Mapping[str, str]) -> dict[str, Any]:
    """A Bundle of what a search found."""
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": [{"relation": relation, "url": url} for relation, url in links.items()],
        "entry": [
            {
                "fullUrl": f"{base()}/{resource['resourceType']}/{resource['id']}",
                "resource": resource,
                "search": {"mode": "match"},
            }
            for resource in resources
        ],
    }


def links(path: str, parameters: Mapping[str, Any], page: int, count: int, total: int) -> dict[str, str]:
    """The addresses of this page and its neighbours."""

    def address(number: int) -> str:
        return f"{base()}/{path}?{urlencode({**parameters, '_count': count, 'page': number})}"

    found = {"self": address(page)}
    if page > 1:
        found["previous"] = address(page - 1)
    if page * count < total:
        found["next"] = address(page + 1)
    return found


def outcome(code: str, text: str, expression: str = "") -> dict[str, Any]:
    """An OperationOutcome: what went wrong, in the language of FHIR."""
    issue: dict[str, Any] = {"severity": "error", "code": code, "diagnostics": text}
    if expression:
        issue["expression"] = [expression]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def capability() -> dict[str, Any]:
    """What the API can do."""
    patient = {"name": "patient", "type": "reference", "documentation": "Required: Patient/<id> or <id>"}
    resources = [
        {
            "type": name,
            "interaction": [{"code": "read"}] if name == "Patient" else [{"code": "search-type"}],
            **(
                {"operation": [{"name": "everything", "definition": _EVERYTHING}]}
                if name == "Patient"
                else {"searchParam": [patient]}
            ),
        }
        for name in TYPES
    ]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": timezone.localdate().isoformat(),
        "kind": "instance",
        "software": {"name": "Luotsi workbench"},
        "implementation": {"description": "Read API of one wellbeing services county", "url": base()},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "security": {"description": "Bearer key issued by the county, or a signed-in session"},
                "resource": resources,
            }
        ],
    }


def parsed_patient(text: str) -> UUID | None:
    """The client's id of ``Patient/<id>`` or ``<id>``; None when it is no id of ours."""
    try:
        return UUID(text.removeprefix("Patient/"))
    except ValueError:
        return None


_EVERYTHING = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
