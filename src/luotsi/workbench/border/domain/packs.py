"""Packs: pulled from the hub, kept apart, taken into use or declined by a person of the county."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.canonical import JsonValue
from luotsi.kit.errors import ConflictError, InputError, Problem
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text
from luotsi.workbench.border import wire
from luotsi.workbench.border.domain.sending import trusted
from luotsi.workbench.border.models import ReceivedPack

OFFER = "luotsi-packs/1"
State = ReceivedPack.State


def pull(*, by: User | None = None) -> list[ReceivedPack]:
    """Fetch what the hub offers; the versions that were not here before."""
    return receive(wire.get("border/packs"), by=by)


def receive(content: bytes, *, by: User | None = None) -> list[ReceivedPack]:
    """Store the packs of a signed offer. A version already here is left; the same version with other content is refused."""
    envelope = trusted(content)
    made = []
    with transaction.atomic():
        for pack in _packs(envelope.body):
            body = dict(pack.as_json())
            row, new = ReceivedPack.objects.get_or_create(
                pack=pack.id,
                version=pack.version,
                defaults={
                    "kind": pack.kind,
                    "body": body,
                    "sha256": pack.sha256,
                    "key_id": envelope.key_id,
                    "received_at": timezone.now(),
                },
            )
            if row.body != body:
                raise ConflictError(_CHANGED.format(pack=pack.id, version=pack.version))
            if new:
                made.append(row)
        if made:
            audit.record("border.packs_received", actor=by, detail={"packs": len(made)})
    return made


def _packs(body: Mapping[str, JsonValue]) -> list[Pack]:
    wrong = sorted(set(body) ^ {"schema", "packs"})
    packs = body.get("packs")
    if wrong or body["schema"] != OFFER or not isinstance(packs, list):
        problems = [Problem(name, Text.same(OFFER)) for name in wrong or ["schema"]]
        raise InputError(
            Text("Viesti ei ole pakettitarjous.", "Meddelandet är inget paketerbjudande.", "Not an offer of packs."),
            problems,
        )
    return [Pack.from_json(item) for item in packs]


def decide(user: User, pk: int, *, take: bool) -> ReceivedPack:
    """Take a pack into use, or decline it."""
    require(user, "border.decide")
    with transaction.atomic():
        row = ReceivedPack.objects.select_for_update().get(pk=pk)
        if row.state != State.RECEIVED:
            raise ConflictError(
                Text(
                    "Paketista on jo päätetty.", "Paketet har redan avgjorts.", "The pack has been decided on already."
                )
            )
        row.state, row.decided_by, row.decided_at = (State.TAKEN if take else State.DECLINED), user, timezone.now()
        row.save(update_fields=["state", "decided_by", "decided_at"])
        audit.record(
            "border.pack_taken" if take else "border.pack_declined",
            actor=user,
            target=f"pack:{row.pack}@{row.version}",
            detail={"sha256": row.sha256},
        )
    return row


def received_packs(*, kind: str = "") -> list[Pack]:
    """The packs that the county has taken into use, of one kind or of all; every version, oldest first."""
    rows = ReceivedPack.objects.filter(state=State.TAKEN).order_by("decided_at", "pk")
    return [Pack.from_json(row.body) for row in (rows.filter(kind=kind) if kind else rows)]


_CHANGED = Text(
    "Paketin {pack} versio {version} on jo saatu eri sisältöisenä.",
    "Version {version} av paketet {pack} har redan kommit med annat innehåll.",
    "Version {version} of the pack {pack} has already come with other content.",
)
