"""The files of documents, put into what a tool is handed: as attached when the run was prepared, by content."""

import base64
from collections.abc import Mapping
from typing import Any

from luotsi.base import files
from luotsi.kit.canonical import JsonObject
from luotsi.workbench.intake.models import Attachment
from luotsi.workbench.models import Run


class AttachedFiles:
    """Contents of the attachments of the client's record."""

    def complete(self, run: Run, body: JsonObject) -> JsonObject:
        """The DocumentReference with every file that had been attached to it, inline; the rest of it as it was."""
        reference = f"DocumentReference/{body['id']}"
        rows = Attachment.objects.filter(
            client=run.case.client_id, document=reference, added_at__lte=run.context_now
        ).select_related("stored")
        attached = list(rows.order_by("added_at", "pk"))
        if not attached:
            return body
        inline = [item for item in _contents(body) if item.get("attachment", {}).get("data")]
        return {**body, "content": [*inline, *(_content(row) for row in attached)]}


def _contents(body: JsonObject) -> list[Mapping[str, Any]]:
    found = body.get("content")
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _content(row: Attachment) -> dict[str, Any]:
    with files.open_file(row.stored.sha256) as content:
        data = base64.b64encode(content.read()).decode()
    return {"attachment": {"contentType": row.stored.media_type, "title": row.name, "data": data}}
