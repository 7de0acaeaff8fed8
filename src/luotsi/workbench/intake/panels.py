"""What the room shows elsewhere: an entry of the rail, and cards on the client's page."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.workbench.disagreement import Disagreement, Kind, Statement
from luotsi.workbench.intake.domain.documents import ACCEPTED
from luotsi.workbench.intake.models import Attachment
from luotsi.workbench.menu import Entry, Panel
from luotsi.workbench.models import Client, Resource
from luotsi.workbench.provenance import disputes
from luotsi.workbench.queries import CARE_ROLES, current_resources


def entries(request: HttpRequest) -> Iterable[Entry]:
    """The way to bulk imports, for those who bring records in."""
    if request.user.has_any_role(CARE_ROLES):  # no query: this runs on every page; the view asks the whole rule
        yield Entry(reverse("intake:bulks"), _("Bulk import"))


def client_panels(request: HttpRequest, client: Client) -> Iterable[Panel]:
    """Where sources disagree, when they do; then the documents and the way out."""
    rows = list(current_resources(client))
    found = disputes(client, rows, timezone.localdate())
    if found:
        ids = {row.reference: row.pk for row in rows}
        told = [_dispute(item, number, ids) for number, item in enumerate(found, 1)]
        yield Panel("intake/_disputes.html", {"client": client, "disputes": told})
    documents = [row for row in rows if row.type == "DocumentReference"]
    attached = list(client.attachments.select_related("stored", "added_by"))
    yield Panel("intake/_documents.html", {"client": client, "documents": _documents(documents, attached)})


def document_choices(client: Client) -> list[tuple[str, str]]:
    """The client's documents, to attach a file to."""
    return [(row.reference, _title(row)) for row in current_resources(client, ("DocumentReference",))]


def _dispute(item: Disagreement, number: int, ids: dict[str, int]) -> dict[str, Any]:
    names = {
        Kind.BIRTH_DATE: _("Date of birth"),
        Kind.NAME: _("Name"),
        Kind.SEX: _("Sex"),
        Kind.MEDICINE: _("Medicine"),
        Kind.ALLERGY: _("Allergy"),
        Kind.MEASUREMENT: _("Measurement"),
    }
    return {
        "title": f"{names[item.kind]}: {item.label}" if item.label else names[item.kind],
        "id": f"dispute-{number}",
        "statements": [
            {
                "shown": _shown(statement),
                "source": statement.origin.label,
                "at": statement.origin.at,
                "row_id": ids.get(statement.reference, 0),
                "reference": statement.reference,
            }
            for statement in item.statements
        ],
    }


def _shown(statement: Statement) -> str:
    """What the source says, in words."""
    if statement.kind is Kind.SEX:
        return {"female": _("female"), "male": _("male")}.get(statement.shown, _("other"))
    state = {
        "in use": _("in use"),
        "not in use": _("not in use"),
        "active": _("active"),
        "inactive": _("no longer active"),
        "refuted": _("refuted"),
    }.get(statement.value.state, "")
    if statement.kind is Kind.ALLERGY:
        return state
    return ", ".join(part for part in (statement.shown, state) if part)


def _title(row: Resource) -> str:
    body = row.body
    attachments = [item.get("attachment", {}) for item in body.get("content", ())]
    titles = [item["title"] for item in attachments if item.get("title")]
    return str(body.get("description") or next(iter(titles), "") or row.reference)


def _documents(rows: list[Resource], attached: list[Attachment]) -> list[dict[str, Any]]:
    return [
        {
            "title": _title(row),
            "row_id": row.pk,
            "on": row.effective,
            "files": [
                {
                    "id": item.pk,
                    "name": item.name,
                    "kind": ACCEPTED.get(item.stored.media_type, item.stored.media_type),
                    "kb": -(-item.stored.size // 1000),
                    "by": item.added_by.get_full_name(),
                }
                for item in attached
                if item.document == row.reference
            ],
        }
        for row in rows
    ]
