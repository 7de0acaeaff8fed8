"""What the measure ``safety_events`` counts."""

from datetime import datetime

from luotsi.kit.measure import SAFETY_EVENTS
from luotsi.workbench.measures import Source
from luotsi.workbench.models import Run


def _of(run: Run) -> list[float]:
    """One value a review: how many events were reported of it."""
    return [float(run.safety_events.count())]


def _beside(tool: str, first: datetime, last: datetime) -> list[Run]:
    """Reviews that were never signed, with an event reported in the period: a review given up over a danger counts."""
    runs = Run.objects.filter(tool=tool, safety_events__reported_at__range=(first, last))
    return list(runs.exclude(state=Run.State.SIGNED).select_related("case__client").distinct())


SOURCE = Source(SAFETY_EVENTS.key, _of, _beside)
