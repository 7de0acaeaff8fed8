"""Background work of the room."""

import uuid

from django.urls import reverse

from luotsi.base.jobs import JobHandle, job
from luotsi.base.notifications import notify
from luotsi.kit.text import Text
from luotsi.workbench.intake.domain import bulk as bulks
from luotsi.workbench.intake.models import BulkImport


@job(
    "intake.bulk",
    title=Text("Monen asiakkaan tuonti", "Import av många klienter", "Import of many clients"),
    resumable=True,
)
def import_bulk(handle: JobHandle, bulk: str) -> None:
    """Run a bulk import. It goes on after the last client that was wholly dealt with."""
    done = bulks.run(BulkImport.objects.get(pk=uuid.UUID(bulk)), handle.progress)
    text = bulks.STORING.format(imported=done.imported, repeated=done.repeated, rejected=done.rejected)
    handle.result({"text": text.as_json()})
    if handle.owner is not None:
        notify(handle.owner, text, reverse("intake:bulk", args=[done.pk]))
