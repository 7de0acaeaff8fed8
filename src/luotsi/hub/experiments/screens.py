"""Models as the pages show them: words in the reader's language, nothing for the template to work out."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.hub.experiments.models import Experiment, Fact, Milestone
from luotsi.hub.spine.models import Source
from luotsi.hub.spine.queries import FairwayStep, fairway
from luotsi.hub.spine.registry import TimelineItem
from luotsi.hub.spine.trilingual import here
from luotsi.kit.lifecycle import Stage
from luotsi.web import formats
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
        "history": [{"on": when(item.on), "text": here(item.text), "source": source(item.source)} for item in history],
        "names_verified": all(organisation.verified for organisation in (row.lead, *row.partners.all())),
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


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "text": here(fact.text),
        "source": source(fact.source),
        # What is Luotsi's own (open questions, its framework) is not a reading of anybody's source.
        "certainty": fact.get_certainty_display() if fact.kind == Fact.Kind.KNOWN else "",
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
    words = []
    if step.state == "now":
        words.append(_("you are here"))
    if step.state == "unknown":
        words.append(_("not known here"))
    if step.gates:
        words.append(_("gates passed") if step.gates_known else _("gates: not known here"))
    state = StepState.AHEAD if step.state == "unknown" else StepState(step.state)
    return Step(label=here(step.stage.label), state=state, gate=bool(step.gates), meta="; ".join(words))


def when(on: str) -> str:
    """A year, month or day as exact as the source gives it: ``2025``, ``1/2025``, ``22.11.2026``."""
    parts = [int(part) for part in on.split("-")]
    if len(parts) == 3:  # noqa: PLR2004 - year, month, day
        return formats.day(dt.date(*parts))
    return "/".join(str(part) for part in reversed(parts))
