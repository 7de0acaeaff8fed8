"""Background work of the border: the nightly drafts, sending, and pulling packs."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from luotsi.base.jobs import JobHandle, job
from luotsi.base.nightly import every_night
from luotsi.kit.text import Text
from luotsi.workbench.border.domain.outbox import draft
from luotsi.workbench.border.domain.packs import pull
from luotsi.workbench.border.domain.sending import send_all

_SENDING = Text("Viestejä lähetetään.", "Meddelanden skickas.", "Messages are being sent.")


@job(
    "border.send",
    title=Text(
        "Viestien lähetys verkostoon", "Sändning av meddelanden till nätverket", "Sending messages to the network"
    ),
    resumable=True,
)
def send(handle: JobHandle) -> None:
    """Send what was approved. Starting again after a kill sends the same bytes again."""
    done = send_all(check=lambda sent, total: handle.progress(sent, total, _SENDING))
    handle.result({"acknowledged": done.acknowledged, "refused": done.refused, "waiting": done.waiting})


@job(
    "border.nightly",
    title=Text("Yöllinen kooste", "Nattlig sammanställning", "Nightly figures"),
    resumable=True,
)
def nightly(handle: JobHandle) -> None:
    """Draft the month that is running and the one before, try again what was not acknowledged, and look for packs."""
    today = timezone.localdate()
    made = len(draft(today.replace(day=1) - timedelta(days=1), by=None)) + len(draft(today, by=None))
    handle.check_cancelled()
    if settings.LUOTSI_HUB_URL:
        send_all(pauses=())
        pull()
    handle.result({"drafts": made})


every_night("border.nightly")
