"""Models as the pages show them: words in the reader's language, nothing for the template to work out."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.hub.experiments.models import Experiment, Fact, Milestone
from luotsi.hub.spine.models import Source
from luotsi.hub.spine.queries import FairwayStep, fairway
from luotsi.hub.spine.registry import TimelineItem
from luotsi.hub.spine.trilingual import here
from luotsi.kit.lifecycle import Stage
from luotsi.web.parts import Step, StepState


def card(row: Experiment) -> dict[str, Any]:
    """What a list shows of an experiment."""
    stage = Stage(row.initiative.stage)
    organisations = [row.lead, *row.partners.all()]
    return {
        "code": row.code,
        "title": here(row.initiative.title),
        "url": reverse("experiments:detail", kwargs={"slug": row.initiative.slug}),
        "short_url": reverse("experiment_short", args=[row.code]),
        "where": _(" and ").join(here(organisation.short) for organisation in organisations),
        "lead": here(row.lead.name),
        "partners": [here(partner.name) for partner in row.partners.all()],
        "stage": here(stage.label),
        "live": stage is Stage.EXPERIMENT,
        "area": row.get_area_display(),
        "aim": here(row.aim),
        "level": row.evidence_level,
        "tool": row.tool,
        "tool_state": row.get_tool_state_display(),
    }


def detail(row: Experiment, passed: frozenset[str], history: list[TimelineItem]) -> dict[str, Any]:
    """What the page of an experiment shows."""
    facts = list(row.facts.all())
    return {
        "experiment": row,
        "card": card(row),
        "steps": [_step(step) for step in fairway(Stage(row.initiative.stage), passed)],
        "known": [_fact(fact) for fact in facts if fact.kind == Fact.Kind.KNOWN],
        "unknown": [_fact(fact) for fact in facts if fact.kind == Fact.Kind.UNKNOWN],
        "measuring": [_fact(fact) for fact in facts if fact.kind == Fact.Kind.MEASURING],
        "aim_source": source(row.aim_source),
        "tool_does": here(row.tool_does),
        "tool_built": row.tool_state != Experiment.ToolState.NOT_BUILT,
        "milestones": [_milestone(milestone) for milestone in row.milestones.all()],
        "programme": row.programme,
        "history": [{"on": item.on, "text": here(item.text), "source": source(item.source)} for item in history],
        "sources": _sources(row, facts),
    }


def source(row: Source | None) -> dict[str, Any] | None:
    """A source as it is cited."""
    if row is None:
        return None
    return {
        "id": row.id,
        "title": here(row.title),
        "url": row.url,
        "publisher": row.publisher,
        "read": row.retrieved_on,
    }


def _sources(row: Experiment, facts: list[Fact]) -> list[dict[str, Any] | None]:
    cited = {row.aim_source_id: row.aim_source} | {fact.source_id: fact.source for fact in facts}
    return [source(found) for found in cited.values()]


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "text": here(fact.text),
        "source": source(fact.source),
        "certainty": fact.get_certainty_display(),
        "reviewed_on": fact.reviewed_on,
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "title": milestone.get_key_display(),
        "state": milestone.get_state_display(),
        "known": milestone.state != Milestone.State.UNKNOWN,
        "on": milestone.on,
        "source": source(milestone.source),
    }


def _step(step: FairwayStep) -> Step:
    # A stage is drawn as done only by its place; what Luotsi does not know of it, it says.
    if step.gates:
        meta = _("gates passed") if step.gates_known else _("gates: not known here")
    elif step.state == "done":
        meta = _("before this")
    else:
        meta = ""
    if step.state == "now":
        meta = f"{_('you are here')}; {meta}" if meta else _("you are here")
    return Step(label=here(step.stage.label), state=StepState(step.state), gate=bool(step.gates), meta=meta)
