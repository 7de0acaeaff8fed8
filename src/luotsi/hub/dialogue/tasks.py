"""Background work of the discussions."""

from luotsi.base.jobs import JobHandle, job
from luotsi.base.nightly import every_night
from luotsi.hub.dialogue.domain import authoring, computing, importing, polis_export, taking_part
from luotsi.hub.dialogue.models import Discussion, Result
from luotsi.kit.text import Text

_COUNTING = Text("Lasketaan tuloksia", "Resultaten beräknas", "Computing the results")
_IMPORTING = Text("Tallennetaan ääniä", "Rösterna sparas", "Storing the votes")


@job(
    "dialogue.compute",
    title=Text("Keskustelun tulosten laskenta", "Beräkning av dialogens resultat", "Results of a discussion"),
    resumable=True,
)
def compute(handle: JobHandle, discussion: str) -> None:
    """Make the results anew; once more at the end when votes have come meanwhile."""
    row = Discussion.objects.filter(pk=discussion).first()
    if row is None:
        return
    made = computing.compute(row, lambda done, total: handle.progress(done, total, _COUNTING))
    handle.result({"sequence": made[0].sequence if made else 0})
    computing.ask(row)


@job(
    "dialogue.import",
    title=Text("Polis-keskustelun tuonti", "Import av en Polis-dialog", "Import of a Polis conversation"),
    resumable=True,
)
def bring_in(handle: JobHandle, discussion: str, file: str) -> None:
    """Read the export, store it whole, and analyse it in both modes."""
    row = Discussion.objects.get(pk=discussion)
    polis_export.run(row, file, tell=lambda done, total: handle.progress(done, total, _IMPORTING))
    computing.compute(row)
    handle.result({"votes": row.sequence})


@job(
    "dialogue.night",
    title=Text("Keskustelujen yötyöt", "Dialogernas nattarbete", "Nightly work of the discussions"),
    resumable=True,
)
def night(handle: JobHandle) -> None:
    """Close what is due, publish the roots of past days, forget networks, rebuild what lags."""
    closed = sum(authoring.close(row, None) for row in authoring.due_to_close())
    roots = importing.publish_roots()
    taking_part.forget_networks()
    for row in Discussion.objects.filter(sequence__gt=0):
        stale = row.computed_sequence != row.sequence
        if stale or not Result.objects.filter(discussion=row, day=None).exists():
            computing.compute(row)
        handle.check_cancelled()
    handle.result({"closed": closed, "roots": roots})


every_night("dialogue.night")
