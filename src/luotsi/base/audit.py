"""The audit log's verbs: record an event, walk the chain, find rows. Rows are written with the change they tell of."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from luotsi.base.models import AuditRow, User
from luotsi.kit.audit import GENESIS, AuditEvent, Break
from luotsi.kit.audit import verify as verify_chain
from luotsi.kit.canonical import JsonValue, canonical_json

SYSTEM = "system"

# One number for "the end of the chain": whoever holds it may append (PostgreSQL; SQLite has one writer anyway).
_LOCK = 0x6C756F747369


def record(
    action: str,
    *,
    actor: User | None,
    role: str = "",
    target: str = "",
    client: str = "",
    purpose: str = "",
    detail: Mapping[str, JsonValue] | None = None,
) -> AuditRow:
    """Append an event within the caller's transaction: it stands if and only if the caller's change stands.

    ``target`` and ``client`` are opaque identifiers; ``detail`` is JSON without floating-point numbers or names.
    The end of the chain stays locked until the transaction ends, so keep slow work outside it.
    """
    with transaction.atomic():
        _lock_end()
        sequence, previous = head()
        event = AuditEvent(
            sequence=sequence + 1,
            at=timezone.now(),
            actor=str(actor.pk) if actor is not None else SYSTEM,
            role=str(role),
            action=action,
            target=target,
            client=client,
            purpose=purpose,
            detail=json.loads(canonical_json(dict(detail or {}))),
        )
        row = AuditRow(
            sequence=event.sequence,
            at=event.at,
            actor=event.actor,
            role=event.role,
            action=event.action,
            target=event.target,
            client=event.client,
            purpose=event.purpose,
            detail=event.detail,
            hash=event.hash_after(previous),
        )
        row.full_clean(validate_unique=False, exclude=["detail"])
        row.save()
    return row


def head() -> tuple[int, str]:
    """The last event's number and hash, for anchoring outside; (0, 64 zeros) when there is none."""
    last = AuditRow.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, GENESIS)


def verify(progress: Callable[[int, int], None] | None = None) -> Break | None:
    """Walk the whole chain, row by row; the first break, or None. ``progress`` gets (rows walked, rows in all)."""
    total = head()[0]

    def pairs() -> Iterator[tuple[AuditEvent, str]]:
        for number, row in enumerate(AuditRow.objects.order_by("sequence").iterator(chunk_size=2000), 1):
            if progress is not None and number % 500 == 0:
                progress(number, total)
            yield row.event, row.hash

    found = verify_chain(pairs())
    if progress is not None and found is None:
        progress(total, total)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """What to look for; empty means any. ``action`` matches from its beginning (``client.`` finds ``client.open``)."""

    action: str = ""
    actor: str = ""
    role: str = ""
    client: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None


def rows(filters: AuditFilter | None = None) -> QuerySet[AuditRow]:
    """Rows that match, newest first."""
    wanted = filters or AuditFilter()
    found = AuditRow.objects.order_by("-sequence")
    if wanted.action:
        found = found.filter(action__startswith=wanted.action)
    exact: dict[str, Any] = {
        "actor": wanted.actor,
        "role": wanted.role,
        "client": wanted.client,
        "target": wanted.target,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return found.filter(**{name: value for name, value in exact.items() if value})


def _lock_end() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
