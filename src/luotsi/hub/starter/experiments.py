"""The ten experiments as rows, with the facts that hold for all and those of each."""

from typing import Any

from luotsi.hub.experiments.models import Experiment, Fact, Milestone, Programme
from luotsi.hub.spine.domain import Underway, start
from luotsi.hub.spine.models import Organisation, Source
from luotsi.hub.spine.trilingual import columns
from luotsi.hub.starter.files import text
from luotsi.kit.lifecycle import Stage

NOT_IN_SOURCES = "luotsi-review"
FRAMEWORK = "luotsi-framework"


def load_programme(entry: dict[str, Any]) -> Programme:
    """The programme that funds them."""
    plain = ("grant_total_eur", "max_share_percent", "applications", "requested_total_eur")
    dates = ("call_opened", "call_closed", "published")
    return Programme.objects.create(
        id=entry["id"],
        **columns("title", text(entry["title"])),
        funder_id=entry["funder"],
        coordinator_id=entry["coordinator"],
        source_id=entry["source"],
        **{name: entry[name] for name in plain},
        **{name: str(entry[name]) for name in dates},
    )


def load_experiment(entry: dict[str, Any], content: dict[str, Any]) -> Experiment:
    """One experiment: its initiative at the stage the sources give, its facts, and milestones still unknown."""
    programme = Programme.objects.get(pk=content["programme"]["id"])
    initiative = start(
        slug=entry["slug"],
        title=text(entry["title"]),
        responsible=Organisation.objects.get(pk=entry["lead"]),
        underway=Underway(Stage.EXPERIMENT, programme.published, Source.objects.get(pk=programme.source_id)),
    )
    experiment = Experiment.objects.create(
        initiative=initiative,
        number=entry["number"],
        programme=programme,
        lead_id=entry["lead"],
        area=entry["area"],
        tool=entry["tool"],
        tool_state=entry["tool_state"],
        **columns("aim", text(entry["aim"])),
        aim_source_id=entry["aim_source"],
        aim_certainty=entry["aim_certainty"],
        **columns("tool_does", text(entry["tool_does"])),
        reviewed_on=content["reviewed_on"],
    )
    experiment.partners.set(Organisation.objects.filter(pk__in=entry.get("partners", ())))
    experiment.save()
    _facts(experiment, entry, content)
    for order, key in enumerate(Milestone.Key.values):
        Milestone.objects.create(experiment=experiment, key=key, order=order)
    return experiment


def _facts(experiment: Experiment, entry: dict[str, Any], content: dict[str, Any]) -> None:
    common = content["common"]
    known = [*common["known"], common["contract"][entry.get("contract", "other")]]
    shared_by_kind = {"known": known, "unknown": common["unknown"], "measuring": common["measuring"]}
    for kind, source in (("known", ""), ("unknown", NOT_IN_SOURCES), ("measuring", FRAMEWORK)):
        # What is the experiment's own comes first.
        own, shared = entry.get(kind, []), shared_by_kind[kind]
        for order, fact in enumerate([*own, *shared]):
            Fact.objects.create(
                experiment=experiment,
                kind=kind,
                order=order,
                **columns("text", text(fact)),
                source_id=fact.get("source", source),
                certainty=fact.get("certainty", "read"),
                reviewed_on=content["reviewed_on"],
            )
