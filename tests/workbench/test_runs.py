import hashlib
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from luotsi.base.models import AuditRow
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.kit.registry import tools
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import execute, replay, start_run
from luotsi.workbench.models import CareRelationship, Run, Unit
from tests import toy

pytestmark = pytest.mark.django_db


def test_a_run_keeps_its_proposals_and_the_exact_record_it_was_given(ready, liisa):
    assert ready.state == Run.State.READY
    assert [row.key for row in ready.suggestions.all()] == ["Na", "K"]
    again = toy.bundle(("Na", 500), ("K", 4))
    import_record(liisa, json.dumps(again).encode(), source="later")
    assert replay(ready).suggestions[0].why.en == "Na 120"


def test_the_tool_learns_the_unit_by_which_the_record_is_open_and_a_replay_the_same(ready, liisa, monkeypatch):
    seen = []
    tool = tools()["toy"]
    monkeypatch.setattr("luotsi.workbench.domain.runs.tool_named", lambda _: tool)
    monkeypatch.setattr(type(tool), "assess", lambda _tool, _record, context: seen.append(context.unit))
    replay(ready)
    CareRelationship.objects.update(ended_at=timezone.now())
    replay(ready)
    assert seen == [ready.unit, ready.unit]
    assert Unit.objects.get(slug=ready.unit).scope in liisa.role_scopes("professional")


def test_a_replay_gives_the_same_bytes(ready):
    assert hashlib.sha256(replay(ready).canonical()).hexdigest() == ready.result_sha256


def test_only_declared_parts_are_handed_over_and_the_hand_over_is_audited(liisa):
    extra = [toy.resource("Condition", "c1", code={"text": "I10"}, subject={"reference": "Patient/p1"})]
    client = import_record(
        liisa, json.dumps(toy.bundle(("Na", 1), extra=extra)).encode(), source="a"
    ).record_import.client
    run = start_run(liisa, client, "toy", on=toy.ON)
    assert sorted(run.handed.values_list("type", flat=True)) == ["Observation", "Patient"]
    row = AuditRow.objects.get(action="run.hand_over")
    assert row.detail == {"tool": "toy", "parts": {"Observation": 1, "Patient": 1}}
    assert row.client == str(client.pk)


def test_a_tool_that_breaks_fails_visibly_and_nothing_is_proposed(liisa):
    client = import_record(liisa, json.dumps(toy.bundle(("explode", 1))).encode(), source="a").record_import.client
    run = start_run(liisa, client, "toy", on=toy.ON)
    assert run.state == Run.State.FAILED
    assert run.suggestions.count() == 0
    assert "lokista" in run.failure["text"]["fi"]
    assert "ZeroDivision" not in json.dumps(run.failure)


def test_a_tool_that_refuses_its_input_says_why_on_the_page(liisa, browser_of):
    client = import_record(liisa, json.dumps(toy.bundle(("refuse", 1))).encode(), source="a").record_import.client
    answer = browser_of(liisa).post(f"/w/c/{client.pk}/toy/", {"on": "2026-11-20"}, follow=True)
    assert "Ei käy." in answer.text
    assert "refuse: pois" in answer.text


def test_executing_a_finished_run_again_changes_nothing(ready):
    before = list(ready.suggestions.values_list("pk", flat=True))
    execute(ready.pk)
    assert list(ready.suggestions.values_list("pk", flat=True)) == before


def test_a_run_left_half_way_by_a_killed_worker_is_taken_up_again(ready):
    ready.suggestions.all().delete()
    Run.objects.filter(pk=ready.pk).update(state=Run.State.RUNNING)
    execute(ready.pk)
    ready.refresh_from_db()
    assert ready.state == Run.State.READY
    assert ready.suggestions.count() == 2


def test_a_background_run_is_a_job_and_leads_to_its_review(liisa, client_of_liisa, browser_of):
    browser = browser_of(liisa)
    answer = browser.post(f"/w/c/{client_of_liisa.pk}/toy/", {"on": "2026-11-20", "background": "on"}, follow=True)
    assert answer.status_code == 200
    assert Run.objects.get().job is not None
    assert "Tarkista Na" in answer.text


def test_a_day_to_come_is_refused(liisa, client_of_liisa):
    with pytest.raises(InputError) as raised:
        start_run(liisa, client_of_liisa, "toy", on=timezone.localdate() + timedelta(days=1))
    assert raised.value.problems[0].where == "on"


def test_a_stranger_runs_nothing(stranger, client_of_liisa, browser_of):
    with pytest.raises(NotPermittedError):
        start_run(stranger, client_of_liisa, "toy", on=date(2026, 11, 1))
    assert browser_of(stranger).post(f"/w/c/{client_of_liisa.pk}/toy/", {"on": "2026-11-20"}).status_code == 404
    assert Run.objects.count() == 0


def test_an_unknown_tool_names_those_there_are(liisa, client_of_liisa):
    with pytest.raises(InputError) as raised:
        start_run(liisa, client_of_liisa, "crystal_ball", on=toy.ON)
    assert "toy" in raised.value.problems[0].text.fi
