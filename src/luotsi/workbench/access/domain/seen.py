"""Who saw whom and why, read from the audit log: never what the record says, only that and which parts were opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from luotsi.base.models import AuditRow, User
from luotsi.base.roles import Role
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.workbench.access.record_parts import type_label
from luotsi.workbench.models import Client, Resource, Run, Unit

# What tells of the machine's own work or of looking at the log, not of somebody handling the record
NOT_HANDLING = (
    "run.ready",
    "run.failed",
    "audit.view",
    "audit.export",
    "access.seen",
    "access.export",
    "access.report",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFilter:
    """What to look for; empty means any."""

    client: str = ""
    user: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One handling of a record: when, who, in which unit and role, whose, why, on what ground, and what."""

    sequence: int
    at: datetime
    user_id: str
    user: str
    title: str
    role: Text
    unit: Text
    client_id: str
    client: str
    purpose: str
    basis: str
    what: Text
    parts: Sequence[tuple[Text, int]] = field(default=())


def seen(wanted: SeenFilter) -> QuerySet[AuditRow]:
    """The rows of the log that tell of handling a record, newest first."""
    found = AuditRow.objects.exclude(client="").exclude(action__in=NOT_HANDLING).order_by("-sequence")
    if wanted.client:
        found = found.filter(client=wanted.client)
    if wanted.user:
        found = found.filter(actor=wanted.user)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found


def lines(rows: Sequence[AuditRow]) -> list[Line]:
    """The rows in words, in the order given. Names are looked up now; the log itself holds none."""
    names = _Names.of(rows)
    opened = _opened_before(rows)
    return [_line(row, names, opened[row.sequence]) for row in rows]


def _line(row: AuditRow, names: "_Names", opened: AuditRow | None) -> Line:
    detail = row.detail if row.detail.get("unit") or opened is None else {**opened.detail, **row.detail}
    user = names.users.get(row.actor)
    role = row.role or (opened.role if opened else "")
    slug = str(detail.get("unit", ""))
    parts = row.detail.get("parts", {}) if row.action == "run.hand_over" else {}
    return Line(
        sequence=row.sequence,
        at=row.at,
        user_id=row.actor,
        user=user.get_full_name() if user else row.actor,
        title=user.title if user else "",
        role=Role(role).label if role in Role._value2member_map_ else Text.same("–"),
        unit=names.units.get(slug) or Text.same(slug or "–"),
        client_id=row.client,
        client=names.clients.get(row.client, "–"),
        purpose=row.purpose,
        basis=_basis(row, detail),
        what=_what(row, names),
        parts=tuple((type_label(kind), int(count)) for kind, count in sorted(parts.items())),
    )


def _basis(row: AuditRow, detail: Mapping[str, Any]) -> str:
    """``relationship`` or ``emergency``; empty for what opened nothing."""
    told = row.target if row.action.startswith("access.emergency") else str(detail.get("basis", ""))
    return told.partition(":")[0]


def _opened_before(rows: Iterable[AuditRow]) -> dict[int, AuditRow | None]:
    """For each row, the opening it belongs to: the last one of the same user and client, which tells unit and role.

    Acts on access itself belong to no opening.
    """
    last: dict[tuple[str, str], AuditRow | None] = {}
    found: dict[int, AuditRow | None] = {}
    for row in sorted(rows, key=lambda item: item.sequence):
        pair = (row.actor, row.client)
        if row.action.startswith("access."):
            found[row.sequence] = None
            continue
        if row.action == "record.open":
            last[pair] = row
        elif pair not in last:
            earlier = AuditRow.objects.filter(client=row.client, action="record.open", actor=row.actor)
            last[pair] = earlier.filter(sequence__lt=row.sequence).order_by("-sequence").first()
        found[row.sequence] = last[pair]
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    users: Mapping[str, User]
    clients: Mapping[str, str]
    units: Mapping[str, Text]
    types: Mapping[str, str]
    tools: Mapping[str, str]

    @classmethod
    def of(cls, rows: Sequence[AuditRow]) -> "_Names":
        clients = _uuids(row.client for row in rows)
        targets = [row.target.partition("/")[0].partition(":") for row in rows]
        resources = {int(value) for kind, _, value in targets if kind == "resource" and value.isdecimal()}
        runs = _uuids(value for kind, _, value in targets if kind in {"run", "export"})
        return cls(
            users={str(user.pk): user for user in User.objects.filter(pk__in=_uuids(row.actor for row in rows))},
            clients={str(client.pk): client.name for client in Client.objects.filter(pk__in=clients)},
            units={unit.slug: unit.name for unit in Unit.objects.all()},
            types={str(pk): kind for pk, kind in Resource.objects.filter(pk__in=resources).values_list("pk", "type")},
            tools={str(pk): tool for pk, tool in Run.objects.filter(pk__in=runs).values_list("pk", "tool")},
        )


def _uuids(values: Iterable[str]) -> set[UUID]:
    found = set()
    for value in set(values):
        try:
            found.add(UUID(value))
        except ValueError:  # "system" and other actors that are no users
            continue
    return found


def _what(row: AuditRow, names: _Names) -> Text:
    kind, _, value = row.target.partition("/")[0].partition(":")
    if row.action == "run.hand_over":
        return _HANDED.format(tool=_tool(str(row.detail.get("tool", ""))))
    if row.action == "record.open":
        if kind == "resource":
            return _ITEM.format(part=type_label(names.types.get(value, "")))
        if kind == "tool":
            return _TOOL.format(tool=_tool(value))
        if kind in {"run", "export"}:
            return _OPENED[kind].format(tool=_tool(names.tools.get(value, "")))
        return _RECORD
    return _ACTIONS.get(row.action) or _OTHER.format(action=row.action)


def _tool(name: str) -> Text:
    tool = tools().get(name)
    return tool.card.title if tool else Text.same(name or "–")


_RECORD = Text("asiakkaan tiedot", "klientens uppgifter", "the client's record")
_ITEM = Text("yksittäinen tieto: {part}", "enskild uppgift: {part}", "a single item: {part}")
_TOOL = Text("työkalun ajo: {tool}", "körning av verktyg: {tool}", "running a tool: {tool}")
_HANDED = Text("tietoja työkalulle: {tool}", "uppgifter till verktyg: {tool}", "parts handed to the tool: {tool}")
_OTHER = Text("muu käsittely ({action})", "annan behandling ({action})", "other handling ({action})")
_OPENED = {
    "run": Text("arvio: {tool}", "granskning: {tool}", "review: {tool}"),
    "export": Text("arvion vienti: {tool}", "export av granskning: {tool}", "export of a review: {tool}"),
}
_VERDICT = Text("päätös ehdotuksesta", "avgörande om ett förslag", "verdict on a proposal")
_ACTIONS = {
    "record.import": Text("tietojen tuonti", "import av uppgifter", "import of a record"),
    "record.import_repeated": Text("sama tuonti uudelleen", "samma import igen", "the same import again"),
    "review.accept": _VERDICT,
    "review.edit": _VERDICT,
    "review.reject": _VERDICT,
    "review.postpone": _VERDICT,
    "review.undo": _VERDICT,
    "review.sign": Text("arvion allekirjoitus", "undertecknande av granskning", "signature of a review"),
    "access.search": Text("asiakkaan haku", "sökning av klienten", "search for the client"),
    "access.purpose": Text("käyttötarkoitus valittiin", "ändamålet valdes", "purpose chosen"),
    "access.emergency_open": Text("hätäavaus alkoi", "nödöppning började", "emergency access started"),
    "access.emergency_end": Text("hätäavaus päätettiin", "nödöppning avslutades", "emergency access ended"),
    "access.emergency_review": Text("hätäavaus tarkastettiin", "nödöppning granskades", "emergency access reviewed"),
    "access.relationship_start": Text("asiakassuhde alkoi", "klientrelation började", "care relationship started"),
    "access.relationship_end": Text("asiakassuhde päättyi", "klientrelation upphörde", "care relationship ended"),
    "access.relationships": Text(
        "asiakassuhteiden luettelo", "förteckning över klientrelationer", "list of care relationships"
    ),
}
