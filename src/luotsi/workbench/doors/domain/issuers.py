"""Record systems that may launch the workbench: enrolled and ended by the county administrator."""

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.doors.models import SmartIssuer
from luotsi.workbench.doors.outbound import origin
from luotsi.workbench.models import Unit


def enrol(
    user: User, *, name: str, iss: str, client_id: str, unit: Unit, secret: str = "", origins: tuple[str, ...] = ()
) -> SmartIssuer:
    """Accept launches from the FHIR server at ``iss``. InputError names each field that cannot be used."""
    require(user, "doors.manage")
    address = iss.strip().rstrip("/")
    wrong = [("iss", address), *(("origins", item) for item in origins)]
    problems: list[Problem] = [Problem(field, _ADDRESS) for field, value in wrong if not origin(value)]
    problems += [
        Problem(field, _MISSING) for field, value in (("name", name), ("client_id", client_id)) if not value.strip()
    ]
    if problems:
        raise InputError(_NOT_ENROLLED, problems)
    values: dict[str, Any] = {"name": name.strip()[:80], "client_id": client_id.strip(), "secret": _encrypted(secret)}
    try:
        with transaction.atomic():
            issuer = SmartIssuer.objects.create(
                iss=address,
                unit=unit,
                origins=[origin(item) for item in origins],
                enrolled_by=user,
                enrolled_at=timezone.now(),
                **values,
            )
            audit.record("doors.issuer_enrol", actor=user, target=f"issuer:{issuer.pk}", detail={"iss": address})
    except IntegrityError as error:
        raise InputError(_NOT_ENROLLED, [Problem("iss", _TAKEN)]) from error
    return issuer


def end(user: User, issuer: SmartIssuer) -> None:
    """Accept launches from it no longer; its secret is forgotten. Ending it again changes nothing."""
    require(user, "doors.manage")
    with transaction.atomic():
        if SmartIssuer.objects.filter(pk=issuer.pk, ended_at=None).update(ended_at=timezone.now(), secret=""):
            audit.record("doors.issuer_end", actor=user, target=f"issuer:{issuer.pk}")


def in_force(iss: str) -> SmartIssuer | None:
    """The enrolled issuer of an address."""
    return SmartIssuer.objects.filter(iss=iss.rstrip("/"), ended_at=None).select_related("unit").first()


def allowed_origins(issuer: SmartIssuer) -> frozenset[str]:
    """Where its conversation may go."""
    return frozenset({origin(issuer.iss), *issuer.origins})


def secret_of(issuer: SmartIssuer) -> str:
    """The client's secret; empty for a public client. InputError when it was encrypted under another SECRET_KEY."""
    if not issuer.secret:
        return ""
    try:
        return _cipher().decrypt(issuer.secret.encode()).decode()
    except InvalidToken as error:
        raise InputError(_SECRET) from error


def _encrypted(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode() if secret else ""


def _cipher() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"luotsi.workbench.doors.issuer")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


_NOT_ENROLLED = Text("Järjestelmää ei liitetty.", "Systemet anslöts inte.", "The system was not enrolled.")
_ADDRESS = Text(
    "Anna osoite, joka alkaa https://.",
    "Ge en adress som börjar med https://.",
    "Give an address that begins with https://.",
)
_MISSING = Text("Tieto puuttuu.", "Uppgiften saknas.", "This is missing.")
_TAKEN = Text("Osoite on jo liitetty.", "Adressen är redan ansluten.", "The address is enrolled already.")
_SECRET = Text(
    "Järjestelmän salaisuutta ei voi lukea, koska LUOTSI_SECRET_KEY on vaihtunut. Liitä järjestelmä uudelleen.",
    "Systemets hemlighet kan inte läsas eftersom LUOTSI_SECRET_KEY har bytts. Anslut systemet på nytt.",
    "The system's secret cannot be read because LUOTSI_SECRET_KEY has changed. Enrol the system again.",
)
