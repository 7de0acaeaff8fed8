"""Packs offered to the counties: a signed list that they pull when they want to."""

import json

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.hub.arrivals.domain.keys import signed
from luotsi.hub.arrivals.models import OfferedPack
from luotsi.kit.border import Envelope
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text

OFFER = "luotsi-packs/1"


def offer(pack: Pack, *, by: User | None = None) -> OfferedPack:
    """Offer a version of a pack. The same version again changes nothing; another content needs another version."""
    body = dict(pack.as_json())
    with transaction.atomic():
        row, made = OfferedPack.objects.get_or_create(
            pack=pack.id, version=pack.version, defaults={"body": body, "offered_at": timezone.now()}
        )
        if row.body != json.loads(json.dumps(body)):
            raise ConflictError(
                Text(
                    "Tämä versio on jo tarjolla eri sisältöisenä. Anna uusi versionumero.",
                    "Denna version erbjuds redan med annat innehåll. Ge ett nytt versionsnummer.",
                    "This version is offered already with other content. Give a new version number.",
                )
            )
        if made:
            audit.record("border.pack_offered", actor=by, target=f"pack:{pack.id}@{pack.version}")
    return row


def read_pack(content: bytes) -> Pack:
    """A pack file; InputError when it is not one."""
    try:
        value = json.loads(content)
    except ValueError as error:
        raise InputError(Text("Tiedosto ei ole JSON.", "Filen är inte JSON.", "The file is not JSON.")) from error
    if not isinstance(value, dict):
        raise InputError(Text("Tiedosto ei ole paketti.", "Filen är inget paket.", "The file is not a pack."))
    return Pack.from_json(value)


def offered() -> Envelope:
    """The signed list of what is offered now."""
    rows = OfferedPack.objects.filter(withdrawn_at=None)
    return signed({"schema": OFFER, "packs": [row.body for row in rows]})
