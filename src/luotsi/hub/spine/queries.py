"""What can be asked of the spine."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from luotsi.hub.spine.models import GatePassage, Initiative, Link
from luotsi.hub.spine.registry import TimelineItem, timelines
from luotsi.kit.lifecycle import GATES, Gate, Stage


def passed_gates(initiative: Initiative) -> frozenset[str]:
    """The keys of the gates that a decision has opened."""
    return frozenset(GatePassage.objects.filter(initiative=initiative).values_list("gate", flat=True))


def timeline(initiative: Initiative) -> list[TimelineItem]:
    """Everything every app tells of the initiative, oldest first."""
    items = [item for provider in timelines() for item in provider(initiative)]
    return sorted(items, key=lambda item: item.on)


def links_of(kind: str, identifier: str) -> QuerySet[Link]:
    """The links that start from, or lead to, one thing."""
    starting = Link.objects.filter(from_kind=kind, from_id=identifier)
    leading = Link.objects.filter(to_kind=kind, to_id=identifier)
    return starting | leading


def content_version() -> int:
    """The number of the public content, 0 before anything was published.

    Read at every request for a public page, so as plain SQL: a queryset takes several times as long to build.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM spine_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class FairwayStep:
    """One stage as drawn on the fairway of an initiative."""

    stage: Stage
    state: str  # done, now, ahead, or unknown: the initiative is past it, and what came of it is not recorded here
    gates: tuple[tuple[Gate, bool], ...]

    @property
    def gates_known(self) -> bool:
        """Whether a decision on every gate before this stage is recorded here."""
        return all(passed for _, passed in self.gates)


# Being past a stage does not show that it was done well: these are done only when their gate's decision is recorded.
_PROVEN_BY = {Stage.CLEARANCE: "clearance_accepted", Stage.IMPACT: "evaluation_report"}


def fairway(stage: Stage, passed: frozenset[str]) -> list[FairwayStep]:
    """The seven stages with *you are here* and what is known of the gates before each."""

    def state(step: Stage) -> str:
        if step.order < stage.order:
            return "done" if _PROVEN_BY.get(step) in {None, *passed} else "unknown"
        return "now" if step is stage else "ahead"

    return [
        FairwayStep(step, state(step), tuple((gate, gate.key in passed) for gate in GATES if gate.before is step))
        for step in Stage
    ]
