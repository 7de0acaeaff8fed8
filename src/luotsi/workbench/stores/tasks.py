"""Background work of the stores."""

from django.utils import timezone

from luotsi.base.jobs import JobHandle, job
from luotsi.base.nightly import every_night
from luotsi.kit.text import Text
from luotsi.workbench.stores.domain.library import remind


@job(
    "stores.remind",
    title=Text("Vanhenevat säännöt", "Regler som går ut", "Rules that expire"),
    resumable=True,
)
def remind_editors(handle: JobHandle) -> None:
    """Tell the editors of Library versions whose expiry or review day is near."""
    handle.result({"told": remind(timezone.localdate())})


every_night("stores.remind")
