"""Care relationships in words, for the client's page and the list of relationships."""

from dataclasses import dataclass
from datetime import datetime

from luotsi.base.models import User
from luotsi.base.permissions import can
from luotsi.kit.text import Text
from luotsi.workbench.access import purposes
from luotsi.workbench.access.models import RelationshipAct
from luotsi.workbench.access.reasons import EndReason, StartReason
from luotsi.workbench.models import Client

_IMPORT = Text("tietojen tuonti", "import av uppgifter", "import of a record")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipRow:
    """One relationship: unit, purpose, when and why it started and ended, by whom, and whether the user may end it."""

    id: int
    unit: Text
    purpose: Text
    started_at: datetime
    started_why: Text
    started_by: str
    ended_at: datetime | None
    ended_why: Text | None
    ended_by: str
    may_end: bool


def relationship_rows(user: User, client: Client) -> list[RelationshipRow]:
    """The client's relationships, those in force first, then the newest."""
    found = client.care_relationships.select_related("unit").prefetch_related("acts__by")
    ordered = sorted(found, key=lambda item: (item.ended_at is not None, -item.started_at.timestamp()))
    rows = []
    for item in ordered:
        acts = {act.act: act for act in item.acts.all()}
        start, end = acts.get(RelationshipAct.Act.START), acts.get(RelationshipAct.Act.END)
        rows.append(
            RelationshipRow(
                id=item.pk,
                unit=item.unit.name,
                purpose=purposes.label(item.purpose),
                started_at=item.started_at,
                started_why=StartReason(start.reason).label if start else _IMPORT,
                started_by=start.by.get_full_name() if start else "",
                ended_at=item.ended_at,
                ended_why=EndReason(end.reason).label if end else None,
                ended_by=end.by.get_full_name() if end else "",
                may_end=item.ended_at is None and can(user, "access.end_relationship", item),
            )
        )
    return rows
