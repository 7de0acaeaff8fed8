from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import jobs, ratelimit
from luotsi.base.jobs.registry import JobHandle
from luotsi.base.jobs.running import _begin
from luotsi.base.models import Job, JobState
from luotsi.base.roles import Role
from luotsi.kit.errors import InputError, NotPermittedError
from luotsi.kit.text import Text

pytestmark = pytest.mark.django_db

COUNTING = Text("Lasketaan", "Räknas", "Counting")
SEEN = []


@jobs.job("test.count", title=Text("Lasku", "Räkning", "Count"), resumable=True)
def count(job, to=3, cancel_at=0):
    for number in range(1, to + 1):
        if number == cancel_at:
            jobs.cancel(Job.objects.get(pk=job.id))
            job._looked_at = 0.0
        job.progress(number, to, COUNTING)
        SEEN.append(number)
    job.result({"counted": to})


@jobs.job("test.refuse", title=Text.same("Refuse"))
def refuse(job):
    raise InputError(Text("Rivi 3 puuttuu.", "Rad 3 saknas.", "Line 3 is missing."))


@jobs.job("test.break", title=Text.same("Break"))
def break_down(job):
    message = "client Maija Meikäläinen 010190-999X"
    raise KeyError(message)


def test_a_job_runs_and_keeps_its_result(user):
    row = jobs.start("test.count", owner=user, payload={"to": 4}, subject_url="/w/c/x/")
    assert (row.state, row.done, row.total, row.result) == (JobState.DONE, 4, 4, {"counted": 4})
    assert row.attempts == 1
    assert row.finished_at is not None


def test_a_cancelled_job_stops_at_its_next_report(user):
    SEEN.clear()
    row = jobs.start("test.count", owner=user, payload={"to": 9, "cancel_at": 3})
    assert row.state == JobState.CANCELLED
    assert SEEN == [1, 2]
    assert row.result is None


def test_bad_input_fails_the_job_with_its_own_words(user):
    row = jobs.start("test.refuse", owner=user)
    assert row.state == JobState.FAILED
    assert row.text.fi == "Rivi 3 puuttuu."
    assert jobs.words(row).en == "Failed. Line 3 is missing."


def test_a_defect_is_logged_without_what_it_says(user, caplog):
    row = jobs.start("test.break", owner=user)
    assert row.state == JobState.FAILED
    assert "KeyError" in caplog.text
    assert "break_down" in caplog.text
    assert "Meikäläinen" not in caplog.text
    assert "Meikäläinen" not in row.text.fi


def test_an_unknown_job_cannot_be_started(user):
    with pytest.raises(KeyError, match=r"test\.unknown"):
        jobs.start("test.unknown", owner=user)
    assert not Job.objects.exists()


def test_a_job_that_no_longer_exists_fails_visibly(user):
    row = Job.objects.create(name="test.removed", owner=user)
    jobs.running.enqueue(row)
    row.refresh_from_db()
    assert row.state == JobState.FAILED
    assert "version" in row.text.en


def test_starting_too_many_jobs_in_a_minute_is_refused(user, monkeypatch):
    monkeypatch.setattr("luotsi.base.jobs.orders.STARTS_PER_MINUTE", 3)
    for _ in range(3):
        jobs.start("test.count", owner=user)
    with pytest.raises(ratelimit.TooManyError):
        jobs.start("test.count", owner=user)


# Recovery -------------------------------------------------------------------------------------------------------------


def running(user, name="test.count", silent_s=0, **fields):
    now = timezone.now()
    heard = now - timedelta(seconds=silent_s)
    return Job.objects.create(
        name=name, owner=user, state=JobState.RUNNING, attempts=1, started_at=heard, heartbeat_at=heard, **fields
    )


def test_a_resumable_job_of_a_killed_worker_is_run_again(user):
    row = running(user, silent_s=61)
    assert jobs.reap() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.DONE, 2)


def test_a_job_that_cannot_be_resumed_is_marked_interrupted_with_words(user):
    row = running(user, "test.refuse", silent_s=61)
    assert jobs.reap() == 1
    row.refresh_from_db()
    assert row.state == JobState.LOST
    assert row.is_failure
    assert row.is_finished
    assert "Käynnistä se uudelleen" in row.text.fi
    assert jobs.snapshot(row, "fi")["state"] == "failed"


def test_a_resumable_job_is_given_up_after_the_third_worker(user):
    row = running(user, silent_s=61)
    Job.objects.filter(pk=row.pk).update(attempts=3)
    jobs.reap()
    row.refresh_from_db()
    assert row.state == JobState.LOST


def test_a_job_that_still_beats_is_left_alone(user):
    row = running(user, silent_s=59)
    assert jobs.reap() == 0
    row.refresh_from_db()
    assert row.state == JobState.RUNNING


def test_a_killed_job_that_was_to_be_cancelled_is_cancelled(user):
    row = running(user, silent_s=61, cancel_requested=True)
    jobs.reap()
    row.refresh_from_db()
    assert row.state == JobState.CANCELLED


def test_a_worker_that_wakes_up_after_its_job_was_given_away_can_no_longer_touch_it(user):
    row = running(user, silent_s=61)
    sleeper = JobHandle(row)
    jobs.reap()
    with pytest.raises(jobs.JobInterrupted):
        sleeper.progress(99, 99, COUNTING)
    sleeper.finish(JobState.FAILED)
    row.refresh_from_db()
    assert (row.state, row.done) == (JobState.DONE, 3)


ALLOWED = {
    JobState.QUEUED: {JobState.QUEUED, JobState.RUNNING, JobState.CANCELLED},
    JobState.RUNNING: {*JobState},
    **{final: {final} for final in (JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.LOST)},
}
EVENTS = st.lists(
    st.sampled_from(
        ["begin", "cancel", "progress", "finish", "fail", "silence", "put back", "late progress", "late finish"]
    ),
    max_size=25,
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(events=EVENTS, resumable=st.booleans())
def test_any_interleaving_of_events_keeps_a_job_lawful(user, monkeypatch, events, resumable):
    """A final state never changes; progress never comes from a worker that lost the job; attempts stay under four."""
    monkeypatch.setattr("luotsi.base.jobs.recovery.enqueue", lambda _row: None)
    monkeypatch.setattr("luotsi.base.jobs.running.enqueue", lambda _row: None)
    row = Job.objects.create(name="test.count" if resumable else "test.refuse", owner=user)
    handles, now = [], timezone.now()
    for event in events:
        before = JobState(row.state)
        now += timedelta(seconds=1)
        current = handles[-1] if handles else None
        if event == "begin":
            begun = _begin(row.pk)
            handles += [JobHandle(begun)] if begun else []
        elif event == "cancel":
            jobs.cancel(row)
        elif event == "silence":
            now += timedelta(seconds=100)
            Job.objects.filter(pk=row.pk, state=JobState.RUNNING).update(heartbeat_at=now - timedelta(seconds=90))
            jobs.reap(now)
        elif current and event in {"progress", "late progress"}:
            handle = current if event == "progress" else handles[0]
            handle._written_at = handle._looked_at = 0.0
            owned = handle.mine().exists()
            try:
                handle.progress(1, 2, COUNTING)
                assert owned
            except jobs.JobCancelled:
                handle.finish(JobState.CANCELLED)
            except jobs.JobInterrupted:
                assert not owned
        elif current and event in {"finish", "fail", "late finish"}:
            (handles[0] if event == "late finish" else current).finish(
                JobState.FAILED if event == "fail" else JobState.DONE
            )
        elif current and event == "put back":
            jobs.running._put_back(row, current.attempt)
        row.refresh_from_db()
        assert row.state in ALLOWED[before]
        assert row.attempts <= 3 or not resumable
        assert row.is_finished == (row.finished_at is not None)
    row.delete()


# Pages ----------------------------------------------------------------------------------------------------------------


def test_a_job_is_seen_and_stopped_by_its_owner_and_administrators_alone(client, user, make_user):
    row = running(user, done=2, total=5, message=COUNTING.as_json())
    client.force_login(make_user("other@example.org", Role.PROFESSIONAL))
    assert client.get(f"/jobs/{row.pk}/").status_code == 404
    assert client.get(f"/jobs/{row.pk}/part/").status_code == 404
    assert client.post(f"/jobs/{row.pk}/cancel/").status_code == 404
    client.force_login(make_user("admin@example.org", Role.COUNTY_ADMIN))
    assert client.get(f"/jobs/{row.pk}/").status_code == 200
    client.force_login(user)
    page = client.get(f"/jobs/{row.pk}/").content.decode()
    assert "Käynnissä 2 / 5. Lasketaan" in page
    assert f'action="/jobs/{row.pk}/cancel/"' in page
    assert client.post(f"/jobs/{row.pk}/cancel/").status_code == 302
    assert client.get(f"/jobs/{row.pk}/part/").content.decode().count("Keskeytetään") == 1
    assert client.get(f"/jobs/{row.pk}/cancel/").status_code == 405


def test_the_list_shows_only_ones_own_jobs(signed_in, user, make_user):
    jobs.start("test.count", owner=user)
    jobs.start("test.refuse", owner=make_user("other@example.org"))
    page = signed_in.get("/jobs/").content.decode()
    assert "Lasku" in page
    assert "Refuse" not in page


def test_the_live_door_gets_the_state_in_the_users_language(user, make_user):
    row = running(user, done=1, total=4, message=COUNTING.as_json())
    user.language = "sv"
    state = jobs.job_state(row.pk, user)
    assert (state["state"], state["words"], state["percent"]) == ("running", "Pågår 1 / 4. Räknas", 25)
    with pytest.raises(NotPermittedError):
        jobs.job_state(row.pk, make_user("other@example.org"))
    with pytest.raises(NotPermittedError):
        jobs.job_state(uuid4(), user)
