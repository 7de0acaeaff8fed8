"""What this app puts into the registries of the spine."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from luotsi.hub.experiments import queries, screens
from luotsi.hub.experiments.models import Experiment, Fact, Milestone, Programme
from luotsi.hub.spine.addresses import in_every_language
from luotsi.hub.spine.freshness import watch
from luotsi.hub.spine.registry import (
    Band,
    Kind,
    MenuItem,
    PublicAddress,
    register_band,
    register_kind,
    register_menu,
    register_public,
    register_stage_note,
)
from luotsi.hub.spine.trilingual import here
from luotsi.kit.lifecycle import Stage
from luotsi.kit.text import Text

TITLE = Text("Kokeilut", "Försök", "Experiments")


def _cards() -> dict[str, Any]:
    return {
        "cards": [screens.card(row) for row in queries.portfolio()],
        "programme": queries.latest_programme(),
        "levels": range(6),
    }


def _levels() -> dict[str, Any]:
    return {"levels": range(6)}


def _call_note() -> Text | None:
    programme = queries.latest_programme()
    if programme is None or programme.applications is None or programme.requested_total_eur is None:
        return None
    millions = programme.requested_total_eur // 1_000_000
    year = programme.call_opened[:4]
    return Text(
        "{n} hakemusta, haettu {m} milj. € ({year})",
        "{n} ansökningar, sökt {m} mn € ({year})",
        "{n} applications, €{m} million asked ({year})",
    ).format(n=programme.applications, m=millions, year=year)


def _experiment_note() -> Text | None:
    running = Experiment.objects.filter(initiative__stage=Stage.EXPERIMENT.value)
    leads = running.order_by().values("lead").distinct().count()
    count = running.count()
    if not count:
        return None
    return Text("{n} kokeilua, {m} johtavaa organisaatiota", "{n} försök, {m} ledande organisationer",
                "{n} experiments, {m} leading organisations").format(n=count, m=leads)  # fmt: skip


def _impact_note() -> Text | None:
    count = Experiment.objects.filter(evidence_level__gte=2).count()
    if not count:
        return Text("ei vielä mitattua tulosta", "inget mätt resultat ännu", "no measured result yet")
    return Text("{n} kokeilussa vertailu", "jämförelse i {n} försök", "a comparison in {n} experiments").format(n=count)


def _find(identifier: str) -> Experiment | None:
    number = identifier.removeprefix("e")
    return queries.portfolio().filter(number=int(number)).first() if number.isdigit() and len(number) < 5 else None  # noqa: PLR2004


def _address(found: Experiment) -> str:
    return reverse("experiments:detail", kwargs={"slug": found.initiative.slug})


def _offered() -> Iterator[tuple[str, str]]:
    for row in queries.portfolio():
        yield row.code, f"{row.code} {here(row.initiative.title)}"


def _public() -> Iterator[PublicAddress]:
    yield PublicAddress(in_every_language("experiments:list"))
    yield PublicAddress(in_every_language("experiments:table"))
    for slug, reviewed in Experiment.objects.values_list("initiative__slug", "reviewed_on"):
        yield PublicAddress(in_every_language("experiments:detail", slug=slug), reviewed)


def register() -> None:
    """Called once, when the app is ready."""
    watch(Experiment, Fact, Milestone, Programme)
    register_kind(Kind("experiment", Text("kokeilu", "försök", "experiment"), _find, _address, _offered))
    register_menu(MenuItem(TITLE, "experiments:list", 10))
    register_band(Band("experiments", TITLE, "experiments/_band.html", _cards))
    register_band(
        Band(
            "evidence_levels",
            Text("Näytön tasot", "Evidensnivåer", "Evidence levels"),
            "experiments/_levels_band.html",
            _levels,
        )
    )
    register_stage_note(Stage.CALL, _call_note)
    register_stage_note(Stage.EXPERIMENT, _experiment_note)
    register_stage_note(Stage.IMPACT, _impact_note)
    register_public("experiments", _public)
