"""Tasks: by hand, from postponed proposals, closed by later verdicts, taken back, given on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base.models import AuditRow, Notification
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.review import Act, Reason, Verdict
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.queries import standing_of
from luotsi.workbench.stores.domain import tasks
from luotsi.workbench.stores.models import Task
from luotsi.workbench.stores.queries import open_tasks_of, tasks_of, unit_tasks
from tests import toy

TOMORROW = timedelta(days=1)


def verdict(act, day):
    return Verdict(
        act=act,
        reason=Reason.ALREADY_DONE if act is Act.REJECT else None,
        text="something else" if act is Act.EDIT else "",
        until=day if act is Act.POSTPONE else None,
    )


def decide(user, suggestion, act, days=1):
    day = timezone.localdate() + timedelta(days=days)
    return give_verdict(user, suggestion.pk, verdict(act, day), seen=suggestion.verdicts.count())


def by_hand(user, client=None, **more):
    order = tasks.Order(words="Call the pharmacy", due=timezone.localdate() + TOMORROW, reason="A dose is open", **more)
    return tasks.create(user, order, client)


def test_a_task_made_by_hand_is_its_makers_and_the_units(liisa, lauri, stranger, client_of_liisa):
    task = by_hand(liisa, client_of_liisa)
    assert list(open_tasks_of(liisa)) == [task]
    assert list(unit_tasks(lauri)) == [task]
    assert not tasks_of(stranger).exists()
    with pytest.raises(NotPermittedError):
        by_hand(stranger, client_of_liisa)


def test_a_task_without_words_is_refused(liisa):
    with pytest.raises(InputError) as refused:
        tasks.create(liisa, tasks.Order(words=" ", due=timezone.localdate()))
    assert refused.value.problems[0].where == "words"


def test_done_is_undone_and_every_act_is_kept(liisa, lauri, client_of_liisa):
    task = by_hand(liisa, client_of_liisa)
    tasks.finish(lauri, task, "Called.", seen=1)
    task.refresh_from_db()
    assert task.state == "done"
    tasks.reopen(liisa, task, seen=2)
    task.refresh_from_db()
    assert task.state == "open"
    assert [act.act for act in task.acts.all()] == ["create", "done", "reopen"]
    assert AuditRow.objects.filter(action__startswith="task.", client=str(client_of_liisa.id)).count() == 3


def test_two_people_on_one_task_meet_a_conflict(liisa, lauri, client_of_liisa):
    task = by_hand(liisa, client_of_liisa)
    tasks.finish(liisa, task, seen=1)
    with pytest.raises(ConflictError):
        tasks.cancel(lauri, task, seen=1)
    with pytest.raises(ConflictError):
        tasks.cancel(lauri, task, seen=2)


def test_a_task_is_given_to_a_colleague_or_the_unit_and_to_nobody_else(liisa, lauri, stranger, client_of_liisa):
    task = by_hand(liisa, client_of_liisa)
    tasks.reassign(liisa, task, lauri, seen=1)
    assert Notification.objects.filter(user=lauri).count() == 1
    with pytest.raises(InputError):
        tasks.reassign(liisa, task, stranger, seen=2)
    tasks.reassign(lauri, task, None, seen=2)
    task.refresh_from_db()
    assert task.owner is None
    assert list(unit_tasks(liisa)) == [task]


def test_a_postponed_proposal_becomes_a_task_on_its_day(liisa, ready):
    proposal = ready.suggestions.first()
    decide(liisa, proposal, Act.POSTPONE, days=5)
    task = Task.objects.get()
    assert (task.due, task.owner, task.tool) == (timezone.localdate() + timedelta(days=5), liisa, "toy")
    assert (task.suggestion, task.client, task.state) == (proposal, ready.case.client, "open")


def test_undoing_the_postponement_cancels_the_task(liisa, ready):
    proposal = ready.suggestions.first()
    decide(liisa, proposal, Act.POSTPONE)
    decide(liisa, proposal, Act.UNDO)
    assert Task.objects.get().state == "cancelled"


def test_a_later_run_that_decides_closes_the_task_and_undoing_that_opens_it_again(liisa, lauri, client_of_liisa, ready):
    decide(liisa, ready.suggestions.first(), Act.POSTPONE)
    later = start_run(lauri, client_of_liisa, "toy", on=toy.ON)
    same = later.suggestions.get(key=ready.suggestions.first().key)
    decide(lauri, same, Act.ACCEPT)
    task = Task.objects.get()
    assert (task.state, task.closed_by_run) == ("done", later)
    decide(lauri, same, Act.UNDO)
    task.refresh_from_db()
    assert (task.state, task.closed_by_run) == ("open", None)


def test_a_task_that_a_person_closed_stays_closed(liisa, ready):
    proposal, other = ready.suggestions.all()
    decide(liisa, proposal, Act.POSTPONE)
    tasks.finish(liisa, Task.objects.get(), seen=1)
    decide(liisa, other, Act.ACCEPT)
    assert Task.objects.get().state == "done"


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(list(Act)), st.integers(1, 9)), max_size=7))
def test_there_is_an_open_task_exactly_while_the_newest_word_is_a_postponement(liisa, client_of_liisa, ready, acts):
    later = start_run(liisa, client_of_liisa, "toy", on=toy.ON)
    earlier = start_run(liisa, client_of_liisa, "toy", on=toy.ON)  # a fresh pair for each example
    first, second = sorted((later, earlier), key=lambda run: run.started_at)
    key = ready.suggestions.first().key
    Task.objects.all().delete()
    for in_second, act, days in acts:
        proposal = (second if in_second else first).suggestions.get(key=key)
        if act is Act.UNDO and standing_of(proposal)[1] is None:
            continue
        decide(liisa, proposal, act, days)
    newest = [
        row for row in (standing_of(run.suggestions.get(key=key))[1] for run in (first, second)) if row is not None
    ]
    waiting = list(Task.objects.filter(state="open"))
    if newest and newest[-1].act == Act.POSTPONE:
        assert [task.due for task in waiting] == [newest[-1].until]
    else:
        assert waiting == []
    for run in (first, second):  # the next example starts with a clean matter
        proposal = run.suggestions.get(key=key)
        while standing_of(proposal)[1] is not None:
            decide(liisa, proposal, Act.UNDO)
