from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from luotsi.base import jobs, nightly
from luotsi.base.models import Job
from luotsi.kit.text import Text

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")


@jobs.job("tests.chore", title=Text("Askare", "Syssla", "Chore"))
def do_chore(handle):
    handle.result({"swept": True})


@pytest.fixture(autouse=True)
def chore(monkeypatch):
    monkeypatch.setattr(nightly, "_NIGHTLY", ["tests.chore"])


def at(hour):
    return datetime.now(HELSINKI).replace(hour=hour, minute=30)


def test_a_nightly_job_is_started_once_a_night_however_often_it_is_asked():
    tomorrow = at(3) + timedelta(days=1)
    assert nightly.start_due(tomorrow) == ["tests.chore"]
    Job.objects.update(created_at=tomorrow)
    assert nightly.start_due(tomorrow + timedelta(hours=20)) == []
    assert nightly.start_due(tomorrow + timedelta(days=1)) == ["tests.chore"]


def test_before_the_hour_the_night_is_still_the_one_before():
    Job.objects.create(name="tests.chore", created_at=at(3) - timedelta(days=1))
    assert nightly.start_due(at(1)) == []
    assert nightly.start_due(at(3)) == ["tests.chore"]
