"""The life cycle: nobody gets past a gate without its decision."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base.models import AuditRow
from luotsi.hub.spine import domain
from luotsi.hub.spine.models import Initiative, Link, Organisation, Source, StageChange
from luotsi.hub.spine.queries import content_version, fairway, links_of, passed_gates, timeline
from luotsi.hub.spine.relations import Relation
from luotsi.kit.errors import ConflictError, InputError
from luotsi.kit.lifecycle import GATES, Stage, missing_gates
from luotsi.kit.text import Text

pytestmark = pytest.mark.django_db
TITLE = Text("Hanke", "Initiativ", "Initiative")
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def initiative():
    return domain.start(slug="hanke", title=TITLE, responsible=Organisation.objects.get(pk="pshva"))


def pass_gate(initiative, gate, **changed):
    return domain.pass_gate(initiative, gate, None, **({"on": DAY, "note": "Päätös § 12"} | changed))


def test_a_new_initiative_is_a_need(initiative):
    assert initiative.stage == Stage.NEED
    assert [change.stage for change in initiative.stage_changes.all()] == ["need"]


def test_an_experiment_does_not_start_without_clearance_and_plan(initiative):
    with pytest.raises(InputError) as refused:
        domain.advance(initiative, Stage.EXPERIMENT, None)
    assert [problem.where for problem in refused.value.problems] == ["clearance_accepted", "evidence_plan"]
    assert "Arviointisuunnitelma" in refused.value.lines("fi")[2]
    assert Initiative.objects.get(pk=initiative.pk).stage == Stage.NEED


def test_only_the_missing_gate_is_named(initiative):
    pass_gate(initiative, "clearance_accepted")
    with pytest.raises(InputError) as refused:
        domain.advance(initiative, Stage.EXPERIMENT, None)
    assert [problem.where for problem in refused.value.problems] == ["evidence_plan"]


def test_with_both_gates_the_experiment_starts_and_the_log_tells(initiative, make_user):
    officer = make_user("officer@example.org")
    for gate in ("clearance_accepted", "evidence_plan"):
        pass_gate(initiative, gate)
    domain.advance(initiative, Stage.EXPERIMENT, officer)
    assert initiative.stage == Stage.EXPERIMENT
    row = AuditRow.objects.filter(action="initiative.advance").last()
    assert (row.actor, row.target) == (str(officer.pk), "initiative:hanke")
    assert row.detail == {"from": "need", "to": "experiment"}


def test_one_cannot_go_back_or_stand_still(initiative):
    domain.advance(initiative, Stage.CALL, None)
    for target in (Stage.CALL, Stage.USE_CASE):
        with pytest.raises(InputError, match="already been reached"):
            domain.advance(initiative, target, None)


def test_two_people_advancing_at_once_make_one_step(initiative):
    stale = Initiative.objects.get(pk=initiative.pk)
    domain.advance(initiative, Stage.USE_CASE, None)
    with pytest.raises(ConflictError):
        domain.advance(stale, Stage.CALL, None)


@pytest.mark.parametrize(
    ("changed", "where"),
    [({"note": "  "}, "note"), ({"on": dt.date(2999, 1, 1)}, "on"), ({"gate": "no_such"}, "gate")],
)
def test_a_decision_must_be_written_dated_and_about_a_gate(initiative, changed, where):
    gate = changed.pop("gate", "evidence_plan")
    with pytest.raises(InputError) as refused:
        pass_gate(initiative, gate, **changed)
    assert [problem.where for problem in refused.value.problems] == [where]
    assert passed_gates(initiative) == frozenset()


def test_a_gate_is_passed_once(initiative):
    pass_gate(initiative, "evidence_plan")
    with pytest.raises(ConflictError):
        pass_gate(initiative, "evidence_plan")


def test_an_initiative_under_way_still_meets_its_gates_at_the_next_step():
    source = Source.objects.get(pk="coordinator-decks")
    under_way = domain.Underway(Stage.EXPERIMENT, "2025-01", source)
    old = domain.start(slug="vanha", title=TITLE, responsible=Organisation.objects.get(pk="hus"), underway=under_way)
    with pytest.raises(InputError) as refused:
        domain.advance(old, Stage.IMPACT, None)
    assert [problem.where for problem in refused.value.problems] == ["clearance_accepted", "evidence_plan"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.sampled_from(list(Stage))),
        st.tuples(st.just("gate"), st.sampled_from([gate.key for gate in GATES])),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_no_stage_is_reached_past_a_closed_gate(db, steps):
    count = Initiative.objects.count()
    initiative = domain.start(slug=f"polku-{count}", title=TITLE, responsible=Organisation.objects.get(pk="hus"))
    highest = 0
    for verb, what in steps:
        try:
            if verb == "advance":
                domain.advance(initiative, what, None)
            else:
                pass_gate(initiative, what)
        except (InputError, ConflictError):
            pass
        stage = Stage(Initiative.objects.get(pk=initiative.pk).stage)
        assert missing_gates(stage, passed_gates(initiative)) == ()
        assert stage.order >= highest
        highest = stage.order
    orders = [Stage(change.stage).order for change in StageChange.objects.filter(initiative=initiative)]
    assert orders == sorted(set(orders))


def test_the_timeline_tells_stages_and_gates_in_order(initiative):
    pass_gate(initiative, "evidence_plan")
    told = [(item.on, item.text.en) for item in timeline(initiative)]
    assert told[0] == ("2026-11-20", "Evidence plan")
    assert told[-1][1] == "Need"


def test_the_fairway_does_not_claim_a_clearance_that_is_not_recorded():
    steps = {step.stage: step for step in fairway(Stage.EXPERIMENT, frozenset())}
    assert steps[Stage.CALL].state == "done"
    assert steps[Stage.CLEARANCE].state == "unknown"
    assert steps[Stage.EXPERIMENT].state == "now"
    assert not steps[Stage.EXPERIMENT].gates_known
    cleared = {step.stage: step for step in fairway(Stage.EXPERIMENT, frozenset({"clearance_accepted"}))}
    assert cleared[Stage.CLEARANCE].state == "done"


def test_things_are_linked_by_kind_and_identifier_once(initiative):
    for _ in range(2):
        domain.link(("experiment", "e08"), Relation.ANSWERS, ("initiative", "hanke"), None)
    assert Link.objects.count() == 1
    assert [link.relation for link in links_of("initiative", "hanke")] == ["answers"]


@pytest.mark.parametrize("end", [("experiment", "e99"), ("planet", "e08"), ("experiment", "9" * 30)])
def test_a_link_to_nothing_is_refused(end):
    with pytest.raises(InputError) as refused:
        domain.link(("experiment", "e08"), Relation.ANSWERS, end, None)
    assert [problem.where for problem in refused.value.problems] == ["to"]


def test_every_change_of_public_content_is_counted():
    before = content_version()
    organisation = Organisation.objects.get(pk="hus")
    organisation.save()
    assert content_version() == before + 1
