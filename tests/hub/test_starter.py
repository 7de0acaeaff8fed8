"""The starter content: complete, sourced, loaded once, and never put back over an editor's work."""

import pytest

from luotsi.hub import starter
from luotsi.hub.editorial.models import ContentPage, HomePage
from luotsi.hub.experiments.models import Experiment, Fact, Milestone
from luotsi.hub.spine.models import Initiative, Organisation, Source
from luotsi.hub.starter.files import read
from luotsi.kit.lifecycle import Stage

pytestmark = pytest.mark.django_db


def picture():
    """Everything that the starter content made, as values."""
    tables = (Source, Organisation, Initiative, Experiment, Fact, Milestone, HomePage, ContentPage)
    return {table: list(table.objects.order_by("pk").values()) for table in tables}


def test_a_second_run_changes_nothing():
    before = picture()
    assert starter.load() == []
    assert picture() == before


def test_editors_changes_and_removals_stand():
    experiment = Experiment.objects.get(number=1)
    experiment.aim_fi = "Toimittajan oma teksti"
    experiment.save()
    Fact.objects.filter(experiment=experiment, kind="known").delete()
    ContentPage.objects.get(slug="tietoa").delete()
    starter.load()
    experiment.refresh_from_db()
    assert experiment.aim_fi == "Toimittajan oma teksti"
    assert not Fact.objects.filter(experiment=experiment, kind="known").exists()
    assert not ContentPage.objects.filter(slug="tietoa").exists()


def test_there_are_ten_experiments_at_the_stage_their_source_gives():
    experiments = list(Experiment.objects.select_related("initiative"))
    assert [experiment.number for experiment in experiments] == list(range(1, 11))
    assert {experiment.initiative.stage for experiment in experiments} == {Stage.EXPERIMENT}
    assert {experiment.evidence_level for experiment in experiments} == {0}
    for experiment in experiments:
        change = experiment.initiative.stage_changes.get()
        assert (change.on, change.source_id) == ("2025-01", "coordinator-decks")
        assert not experiment.initiative.gate_passages.exists()


def test_every_fact_has_a_source_and_a_day_of_review():
    for fact in Fact.objects.select_related("source"):
        assert fact.source.title.fi
        assert fact.reviewed_on
        assert fact.text.sv != fact.text.fi != fact.text.en
    for experiment in Experiment.objects.all():
        kinds = set(experiment.facts.values_list("kind", flat=True))
        assert kinds == {"known", "unknown", "measuring"}


def test_no_milestone_claims_what_no_source_says():
    assert Milestone.objects.count() == 100
    assert not Milestone.objects.exclude(state="unknown").exists()


def test_what_is_from_memory_says_so():
    assert not Organisation.objects.filter(verified=True).exists()
    assert Organisation.objects.filter(type="county").count() == 21


def test_web_sources_carry_their_address_and_the_day_they_were_read():
    for entry in read("sources"):
        assert entry["retrieved_on"]
        assert entry.get("url") or entry["publisher"] == "Luotsi" or entry["id"] == "coordinator-decks"


def test_every_page_is_there_in_three_languages():
    for page in ContentPage.objects.filter(locale__language_code="fi"):
        languages = {translation.locale.language_code for translation in page.get_translations(inclusive=True).live()}
        assert languages == {"fi", "sv", "en"}
