"""The starter content: complete, sourced, and nothing in it that no source says."""

from decimal import Decimal

from luotsi.hub.recommendations import content, starter
from luotsi.hub.recommendations.models import Action, Edition, Figure, Indicator, Recommendation, Vision
from luotsi.hub.spine.models import Source
from luotsi.kit.canonical import digest

# The deck's shares, as the coordinator's presentation gives them.
SHARES = {1: [91, 68], 2: [80], 3: [45], 4: [81], 5: [88], 6: [73], None: [80, 20]}


def test_there_are_six_recommendations_in_three_languages():
    rows = list(Recommendation.objects.all())
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert row.title.missing() == row.why.missing() == ()
        assert len({row.title.fi, row.title.sv, row.title.en}) == 3


def test_every_share_of_the_poll_is_the_published_one_and_none_has_an_n():
    found = {}
    for figure in Figure.objects.select_related("recommendation"):
        number = figure.recommendation.number if figure.recommendation else None
        found.setdefault(number, []).append(figure.percent)
        assert (figure.n, figure.source_id, figure.certainty) == (None, "coordinator-decks", "deck")
    assert {key: sorted(values) for key, values in found.items()} == {
        key: sorted(Decimal(value) for value in values) for key, values in SHARES.items()
    }


def test_what_no_source_says_stays_unknown():
    assert not Recommendation.objects.filter(owner__isnull=False).exists()
    assert set(Action.objects.values_list("state", "due", "owner")) == {("unknown", "", None)}
    for indicator in Indicator.objects.all():
        assert (indicator.baseline, indicator.target, indicator.values.count()) == (None, None, 0)
        assert indicator.source_id == "luotsi-framework"
    assert Vision.objects.get().launched == "2025-06-10"


def test_a_second_load_changes_nothing():
    before = list(Edition.objects.order_by("pk").values())
    starter.load()
    assert list(Edition.objects.order_by("pk").values()) == before


def test_editors_changes_stand(ethics):
    Recommendation.objects.filter(number=1).delete()
    ethics.title_fi = "Toimittajan otsikko"
    ethics.save()
    starter.load()
    ethics.refresh_from_db()
    assert ethics.title_fi == "Toimittajan otsikko"
    assert not Recommendation.objects.filter(number=1).exists()


def test_each_first_edition_is_what_its_digest_says_and_names_known_sources():
    sources = set(Source.objects.values_list("pk", flat=True))
    assert Edition.objects.count() == 7
    for edition in Edition.objects.all():
        assert edition.digest == digest(edition.content)
        read = content.recommendation_from if edition.recommendation_id else content.vision_from
        assert content.as_json(read(edition.content)) == edition.content
        assert edition.content["source"] in sources
