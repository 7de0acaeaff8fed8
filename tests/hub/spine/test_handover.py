"""Handing over from one app to another, and taking a link away."""

import pytest

from luotsi.base.models import AuditRow
from luotsi.hub.spine import domain
from luotsi.hub.spine.models import Initiative, Link
from luotsi.hub.spine.queries import content_version
from luotsi.hub.spine.registry import Handover, intake
from luotsi.hub.spine.relations import Relation
from luotsi.kit.errors import InputError

pytestmark = pytest.mark.django_db
THREE = {"fi": "Kirjauksen luonnos", "sv": "Utkast till anteckning", "en": "Draft note"}
ORIGIN = ("experiment", "e05")


def handed(**other):
    return Handover(**({"words": THREE, "origin": ORIGIN, "actor": None, "details": {"organisation": "luvn"}} | other))


def test_a_use_case_is_opened_and_linked_to_where_it_came_from():
    slug = domain.hand_over("initiative", handed())
    initiative = Initiative.objects.get(slug=slug)
    assert (initiative.stage, initiative.title.sv) == ("use_case", "Utkast till anteckning")
    link = Link.objects.get(from_kind="initiative", from_id=slug)
    assert (link.relation, link.to_kind, link.to_id) == ("rests_on", *ORIGIN)
    assert AuditRow.objects.filter(action="handover", target="experiment:e05").exists()
    assert domain.hand_over("initiative", handed()) == f"{slug}-2"


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"words": THREE | {"sv": " "}}, ["sv"]),
        ({"words": {}}, ["fi", "sv", "en"]),
        ({"details": {}}, ["organisation"]),
        ({"details": {"organisation": "nobody"}}, ["organisation"]),
    ],
)
def test_what_an_intake_lacks_is_named_and_nothing_is_made(other, where):
    before = Initiative.objects.count()
    with pytest.raises(InputError) as refused:
        domain.hand_over("initiative", handed(**other))
    assert [problem.where for problem in refused.value.problems] == where
    assert Initiative.objects.count() == before


def test_a_kind_that_nobody_takes_in_is_refused():
    assert intake("planet") is None
    with pytest.raises(InputError, match="No part of the hub"):
        domain.hand_over("planet", handed())


def test_a_link_taken_away_is_gone_and_told():
    made = domain.link(("experiment", "e08"), Relation.RELATES_TO, ORIGIN, None)
    before = content_version()
    domain.unlink(made, None)
    assert not Link.objects.filter(from_id="e08").exists()
    assert content_version() > before
    assert AuditRow.objects.filter(action="link.remove", target="experiment:e08").exists()
