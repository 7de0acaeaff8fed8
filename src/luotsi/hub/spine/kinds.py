"""What the spine itself puts into the registry."""

from collections.abc import Iterator

from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.models import GatePassage, Initiative, Organisation, Source, StageChange
from luotsi.hub.spine.registry import Kind, TimelineItem, register_kind, register_timeline
from luotsi.kit.lifecycle import GATES, Stage
from luotsi.kit.text import Text

_GATES = {gate.key: gate.title for gate in GATES}


def _find_initiative(identifier: str) -> Initiative | None:
    return Initiative.objects.filter(slug=identifier).first()


def history(initiative: Initiative) -> Iterator[TimelineItem]:
    """Stages entered and gates passed."""
    for change in initiative.stage_changes.select_related("source"):
        yield TimelineItem(change.on, Stage(change.stage).label, change.source)
    for passage in initiative.gate_passages.select_related("source"):
        yield TimelineItem(passage.on.isoformat(), _GATES[passage.gate], passage.source)


def register() -> None:
    """Called once, when the app is ready."""
    register_kind(Kind("initiative", Text("hanke", "initiativ", "initiative"), _find_initiative, lambda _found: ""))
    register_timeline("spine", history)
    watch(Initiative, StageChange, GatePassage, Organisation, Source)
