"""What the spine itself puts into the registry."""

from collections.abc import Iterator

from luotsi.hub.spine.domain import use_case_of
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.models import GatePassage, Initiative, Organisation, Source, StageChange
from luotsi.hub.spine.registry import Intake, Kind, TimelineItem, register_intake, register_kind, register_timeline
from luotsi.kit.lifecycle import GATES, Stage
from luotsi.kit.text import Text

_GATES = {gate.key: gate.title for gate in GATES}


def _find_initiative(identifier: str) -> Initiative | None:
    return Initiative.objects.filter(slug=identifier).first()


def _initiatives() -> Iterator[tuple[str, str]]:
    for row in Initiative.objects.all():
        yield row.slug, str(row)


def history(initiative: Initiative) -> Iterator[TimelineItem]:
    """Stages entered and gates passed."""
    for change in initiative.stage_changes.select_related("source"):
        yield TimelineItem(change.on, Stage(change.stage).label, change.source)
    for passage in initiative.gate_passages.select_related("source"):
        yield TimelineItem(passage.on.isoformat(), _GATES[passage.gate], passage.source)


def register() -> None:
    """Called once, when the app is ready."""
    register_kind(
        Kind(
            "initiative",
            Text("hanke", "initiativ", "initiative"),
            _find_initiative,
            lambda _found: "",
            _initiatives,
        )
    )
    register_intake(
        Intake(
            kind="initiative",
            label=Text("käyttötapaus", "användningsfall", "use case"),
            accept=use_case_of,
            languages=("fi", "sv", "en"),
            organisation=True,
        )
    )
    register_timeline("spine", history)
    watch(Initiative, StageChange, GatePassage, Organisation, Source)
