"""The base app's own jobs."""

from luotsi.base import audit
from luotsi.base.jobs import JobHandle, job
from luotsi.kit.text import Text


@job(
    "base.verify_audit",
    title=Text("Lokin eheyden tarkistus", "Kontroll av loggens integritet", "Check of the audit log"),
    resumable=True,
)
def verify_audit(handle: JobHandle) -> None:
    """Walk the chain; the result tells whether it holds and, if not, where it breaks."""
    text = Text("Tarkistetaan lokia", "Loggen kontrolleras", "Checking the log")
    found = audit.verify(lambda done, total: handle.progress(done, total, text))
    sequence, digest = audit.head()
    handle.result(
        {
            "holds": found is None,
            "sequence": found.sequence if found else sequence,
            "hash": "" if found else digest,
            "text": found.text.as_json() if found else _HOLDS.format(n=sequence).as_json(),
        }
    )


_HOLDS = Text(
    "Loki on ehjä: {n} tapahtumaa tarkistettu.",
    "Loggen är hel: {n} händelser kontrollerade.",
    "The log holds: {n} events checked.",
)
