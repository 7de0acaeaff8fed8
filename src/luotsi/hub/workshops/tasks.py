"""Nightly work of the workshops."""

from django.utils import timezone

from luotsi.base.jobs import JobHandle, job
from luotsi.base.nightly import every_night
from luotsi.hub.workshops.domain import running
from luotsi.kit.text import Text


@job(
    "workshops.forget",
    title=Text("Työpajojen koodien tuhoaminen", "Workshopparnas koder förstörs", "Destroying the codes of workshops"),
    resumable=True,
)
def forget(handle: JobHandle) -> None:
    """Destroy the secrets and single votes of workshops that were left without a report."""
    rows = list(running.left_behind(timezone.localdate()))
    for row in rows:
        running.forget(row)
    handle.result({"workshops": len(rows)})


every_night("workshops.forget")
