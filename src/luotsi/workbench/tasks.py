"""Background work of the workbench."""

import uuid

from luotsi.base.jobs import JobHandle, job
from luotsi.kit.text import Text
from luotsi.workbench.domain.runs import execute


@job(
    "workbench.run",
    title=Text("Työkalun ajo", "Körning av verktyg", "Tool run"),
    resumable=True,
)
def run_tool(handle: JobHandle, run: str) -> None:
    """Execute a prepared run. It resumes safely: a finished run is left as it is."""
    handle.progress(0, 1, Text("Työkalu laskee.", "Verktyget räknar.", "The tool is working."))
    handle.check_cancelled()
    execute(uuid.UUID(run))
    handle.progress(1, 1, Text("Valmis.", "Klar.", "Done."))
