"""One client's record from a FHIR R4 server, as a Bundle: the types that the installed tools declare, page by page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.workbench.doors.outbound import SMALL, Line, OutboundError, origin

MOST_PAGES = 100
_COUNT = 200
# What a server answers for a type that it does not have or does not give; anything else stops the launch
_NOT_GIVEN = frozenset({400, 403, 404, 405})


def wanted_types() -> tuple[str, ...]:
    """The resource types that some installed tool reads, Patient first."""
    found = {name for tool in tools().values() for part in tool.card.reads for name in part.resource_types}
    return ("Patient", *sorted(found - {"Patient"}))


def fetch_record(line: Line, base: str, token: str, patient: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The client's record as a collection Bundle, and the types that were not given.

    InputError when the server is not FHIR R4, or anything in the record is about another client.
    """
    version = str(line.get(f"{base}/metadata", token=token, most=SMALL * 5).get("fhirVersion", ""))
    if not version.startswith("4.0"):
        raise InputError(_NOT_R4, [Problem("fhirVersion", Text.same(version[:20] or "?"))])
    person = line.get(f"{base}/Patient/{quote(patient, safe='')}", token=token)
    if person.get("resourceType") != "Patient" or person.get("id") != patient:
        raise InputError(_ANOTHER, [Problem("Patient.id", _ANOTHER)])
    resources, not_given = [person], []
    for name in wanted_types()[1:]:
        try:
            resources.extend(list(_search(line, base, token, name, patient)))  # whole or not at all
        except OutboundError as error:
            if error.status not in _NOT_GIVEN:
                raise
            not_given.append(name)
    entry = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}, tuple(not_given)


def _search(line: Line, base: str, token: str, name: str, patient: str) -> Iterator[dict[str, Any]]:
    address = f"{base}/{name}?{urlencode({'patient': patient, '_count': _COUNT})}"
    seen: set[str] = set()
    while address:
        if address in seen or len(seen) >= MOST_PAGES:
            raise InputError(_ENDLESS, [Problem(name, _ENDLESS)])
        seen.add(address)
        page = line.get(address, token=token)
        for entry in page.get("entry") or ():
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if isinstance(resource, dict) and resource.get("resourceType") == name:
                _check_about(resource, patient)
                yield resource
        address = _next(page, address, base)


def _next(page: dict[str, Any], address: str, base: str) -> str:
    """The next page's address, which must stay on the server that the key was given for."""
    found = [
        item.get("url") for item in page.get("link") or () if isinstance(item, dict) and item.get("relation") == "next"
    ]
    if not found or not isinstance(found[0], str):
        return ""
    following = urljoin(address, found[0])
    if origin(following) != origin(base):
        raise InputError(_ENDLESS, [Problem(following.partition("?")[0][:100], _ELSEWHERE)])
    return following


def _check_about(resource: dict[str, Any], patient: str) -> None:
    for field in ("subject", "patient"):
        about = resource.get(field)
        reference = about.get("reference") if isinstance(about, dict) else None
        if isinstance(reference, str) and reference.split("/")[-2:] != ["Patient", patient]:
            place = f"{resource.get('resourceType')}/{resource.get('id')}.{field}"
            raise InputError(_ANOTHER, [Problem(place, _ANOTHER)])


_NOT_R4 = Text(
    "Järjestelmä ei ole FHIR R4 (4.0). Tietoja ei haettu.",
    "Systemet är inte FHIR R4 (4.0). Inga uppgifter hämtades.",
    "The system is not FHIR R4 (4.0). Nothing was fetched.",
)
_ANOTHER = Text(
    "Järjestelmä antoi toisen asiakkaan tietoja. Mitään ei tuotu.",
    "Systemet gav en annan klients uppgifter. Inget importerades.",
    "The system gave another client's data. Nothing was imported.",
)
_ENDLESS = Text(
    "Järjestelmän sivutus ei pääty tai johtaa muualle. Mitään ei tuotu.",
    "Systemets sidindelning tar inte slut eller leder någon annanstans. Inget importerades.",
    "The system's pages do not end, or lead elsewhere. Nothing was imported.",
)
_ELSEWHERE = Text("Toinen palvelin.", "En annan server.", "Another server.")
