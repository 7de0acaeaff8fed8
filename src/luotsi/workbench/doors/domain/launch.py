"""SMART App Launch 2 as a client: from a launch to the client's record in the workbench.

The record system authorises; who the user is, our own sign-in has said already. So no identity is asked for there.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.records import Imported, import_record
from luotsi.workbench.doors.domain.fetching import fetch_record, wanted_types
from luotsi.workbench.doors.domain.issuers import allowed_origins, in_force, secret_of
from luotsi.workbench.doors.models import SmartIssuer
from luotsi.workbench.doors.outbound import SMALL, Line, OutboundError, origin

KEPT_S = 600
MOST_PENDING = 5
_PENDING = "smart_launches"

Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a launch brought: the import, and the types that the record system did not give."""

    imported: Imported
    not_given: tuple[str, ...]


def begin(session: Session, *, iss: str, launch: str) -> str:
    """Where to send the browser for authorisation. ``launch`` is empty in a standalone launch.

    InputError for an issuer that is not enrolled or cannot do what is required (PKCE with S256).
    """
    issuer = in_force(iss)
    if issuer is None:
        raise InputError(_UNKNOWN_ISSUER)
    found = _line(issuer).get(f"{issuer.iss}/.well-known/smart-configuration", most=SMALL)
    authorize, token = str(found.get("authorization_endpoint", "")), str(found.get("token_endpoint", ""))
    for address in (authorize, token):
        if origin(address) not in allowed_origins(issuer) or not origin(address):
            raise InputError(_MIX_UP, [Problem(address[:100], _NOT_ITS_OWN)])
    if "S256" not in (found.get("code_challenge_methods_supported") or ()):
        raise InputError(_NO_PKCE)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    _remember(
        session,
        state,
        issuer=str(issuer.pk),
        verifier=verifier,
        token=token,
        issued_by=str(found.get("issuer") or issuer.iss),
        says_so=found.get("authorization_response_iss_parameter_supported") is True,
    )
    scopes = [*(["launch"] if launch else ["launch/patient"]), *(f"patient/{name}.rs" for name in wanted_types())]
    query = {
        "response_type": "code",
        "client_id": issuer.client_id,
        "redirect_uri": redirect_uri(),
        "scope": " ".join(scopes),
        "state": state,
        "aud": issuer.iss,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        **({"launch": launch} if launch else {}),
    }
    return f"{authorize}{'&' if '?' in authorize else '?'}{urlencode(query)}"


def finish(session: Session, user: User, answer: dict[str, str]) -> Arrived:
    """From the authorization server's answer to the imported record.

    InputError when the answer is not one to a launch of this session, is an error, or brings another client's data.
    """
    pending = _recall(session, answer.get("state", ""))
    issuer = SmartIssuer.objects.filter(pk=pending["issuer"], ended_at=None).select_related("unit").first()
    if issuer is None:
        raise InputError(_UNKNOWN_ISSUER)
    # RFC 9207: an answer that names another issuer than the one asked, or none though it should, is a mix-up
    if answer.get("iss", "" if pending["says_so"] else pending["issued_by"]) != pending["issued_by"]:
        raise InputError(_MIX_UP)
    if "error" in answer or not answer.get("code"):
        raise InputError(_REFUSED, [Problem("error", Text.same(answer.get("error", "code")[:100]))])
    line = _line(issuer)
    granted = _token(line, issuer, pending, answer["code"])
    bundle, not_given = fetch_record(line, issuer.iss, granted["access_token"], granted["patient"])
    data = json.dumps(bundle, ensure_ascii=False).encode()
    imported = import_record(user, data, source=f"smart: {issuer.name}", unit=issuer.unit)
    audit.record(
        "doors.launch",
        actor=user,
        target=f"issuer:{issuer.pk}",
        client=str(imported.record_import.client_id),
        purpose="care",
        detail={"resources": len(bundle["entry"]), "not_given": list(not_given)},
    )
    return Arrived(imported, not_given)


def redirect_uri() -> str:
    """The address to which authorization servers send the browser back; to be registered with them."""
    return f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}/launch/callback"


def _token(line: Line, issuer: SmartIssuer, pending: dict[str, Any], code: str) -> dict[str, str]:
    secret = secret_of(issuer)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(),
        "code_verifier": pending["verifier"],
        **({} if secret else {"client_id": issuer.client_id}),
    }
    try:
        found = line.post(pending["token"], fields, basic=(issuer.client_id, secret) if secret else None)
    except OutboundError as error:
        if error.code == "invalid_grant":
            raise InputError(_EXPIRED) from error
        raise
    access, patient = found.get("access_token"), found.get("patient")
    if str(found.get("token_type", "")).lower() != "bearer" or not (isinstance(access, str) and access):
        raise InputError(_REFUSED, [Problem("token_type", Text.same("bearer"))])
    if not isinstance(patient, str) or not patient:
        raise InputError(_NO_PATIENT)
    return {"access_token": access, "patient": patient}


def _line(issuer: SmartIssuer) -> Line:
    return Line(allowed_origins(issuer), settings.LUOTSI_BUNDLE_LIMIT)


def _remember(session: Session, state: str, **values: Any) -> None:
    waiting = dict(session.get(_PENDING, {}))
    newest = sorted(waiting, key=lambda key: waiting[key]["at"])[-(MOST_PENDING - 1) :]
    session[_PENDING] = {key: waiting[key] for key in newest} | {state: {**values, "at": time.time()}}


def _recall(session: Session, state: str) -> dict[str, Any]:
    """The launch of a state, once. Another session's, a used and an old one are all refused alike."""
    waiting = dict(session.get(_PENDING, {}))
    found: dict[str, Any] | None = waiting.pop(state, None)
    session[_PENDING] = waiting
    if found is None or not 0 <= time.time() - found["at"] <= KEPT_S:
        raise InputError(_NOT_OURS)
    return found


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


_UNKNOWN_ISSUER = Text(
    "Käynnistävää järjestelmää ei ole liitetty. Pyydä alueen pääkäyttäjää liittämään se.",
    "Systemet som startar har inte anslutits. Be områdets administratör ansluta det.",
    "The launching system is not enrolled. Ask the county administrator to enrol it.",
)
_MIX_UP = Text(
    "Käynnistys keskeytettiin: vastaus ei ole siltä järjestelmältä, jota pyydettiin.",
    "Starten avbröts: svaret kommer inte från det system som tillfrågades.",
    "The launch was stopped: the answer is not from the system that was asked.",
)
_NOT_ITS_OWN = Text(
    "Osoite ei ole järjestelmän oma.", "Adressen är inte systemets egen.", "The address is not the system's own."
)
_NO_PKCE = Text(
    "Järjestelmä ei tue vaadittua suojausta (PKCE, S256).",
    "Systemet stöder inte det skydd som krävs (PKCE, S256).",
    "The system does not support the required protection (PKCE, S256).",
)
_REFUSED = Text("Järjestelmä ei antanut lupaa.", "Systemet gav inget tillstånd.", "The system gave no permission.")
_EXPIRED = Text(
    "Käynnistys on vanhentunut. Avaa työpöytä uudelleen potilastietojärjestelmästä.",
    "Starten har gått ut. Öppna arbetsbordet på nytt från patientdatasystemet.",
    "The launch has expired. Open the workbench again from the record system.",
)
_NO_PATIENT = Text(
    "Järjestelmä ei kertonut, kenestä asiakkaasta on kyse.",
    "Systemet sade inte vilken klient det gäller.",
    "The system did not say which client this is about.",
)
_NOT_OURS = Text(
    "Käynnistystä ei tunnisteta, tai se on vanhentunut. Avaa työpöytä uudelleen potilastietojärjestelmästä.",
    "Starten känns inte igen eller har gått ut. Öppna arbetsbordet på nytt från patientdatasystemet.",
    "The launch is not recognised, or has expired. Open the workbench again from the record system.",
)
