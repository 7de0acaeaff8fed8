"""What can be asked of the portfolio."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from luotsi.hub.experiments.models import Experiment, Fact, Milestone, Programme
from luotsi.hub.spine.models import Organisation
from luotsi.hub.spine.trilingual import COLUMNS


def portfolio() -> QuerySet[Experiment]:
    """Every experiment with what a list shows of it."""
    return Experiment.objects.select_related("initiative", "lead", "aim_source").prefetch_related(
        Prefetch("partners", Organisation.objects.all())
    )


def in_full() -> QuerySet[Experiment]:
    """Every experiment with all that its own page shows."""
    return (
        portfolio()
        .select_related("programme__source", "programme__funder", "programme__coordinator")
        .prefetch_related(
            Prefetch("facts", Fact.objects.select_related("source")),
            Prefetch("milestones", Milestone.objects.select_related("source")),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the reader asked for; empty means everything."""

    area: str = ""
    stage: str = ""
    county: str = ""
    words: str = ""


def found(filters: Filters) -> list[Experiment]:
    """The experiments that match. Words are sought in all three languages, without regard to capitals."""
    rows = portfolio()
    if filters.area:
        rows = rows.filter(area=filters.area)
    if filters.stage:
        rows = rows.filter(initiative__stage=filters.stage)
    if filters.county:
        rows = rows.filter(lead=filters.county) | rows.filter(partners=filters.county)
        rows = rows.distinct()
    # SQLite folds only ASCII letters, so Ä and Ö are compared here; the portfolio is tens of rows.
    sought = filters.words.casefold().split()
    return [experiment for experiment in rows if all(word in _haystack(experiment) for word in sought)]


def _haystack(experiment: Experiment) -> str:
    texts = [experiment.code, experiment.tool]
    texts += [getattr(experiment.initiative, f"title_{language}") for language in COLUMNS]
    texts += [getattr(experiment, f"aim_{language}") for language in COLUMNS]
    for organisation in (experiment.lead, *experiment.partners.all()):
        texts += [getattr(organisation, f"name_{language}") for language in COLUMNS]
        texts += [getattr(organisation, f"short_{language}") for language in COLUMNS]
    return "\n".join(texts).casefold()


def counties() -> QuerySet[Organisation]:
    """The organisations that lead or join an experiment."""
    leading = Organisation.objects.filter(experiments_led__isnull=False)
    joining = Organisation.objects.filter(experiments_joined__isnull=False)
    return (leading | joining).distinct()


def latest_programme() -> Programme | None:
    """The programme that was published last."""
    return Programme.objects.select_related("source").order_by("-published").first()
