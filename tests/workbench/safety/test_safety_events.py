"""A professional reports what went wrong; those who answer for the tool follow it up; only the number leaves."""

from dataclasses import replace

import pytest

from luotsi.base.models import AuditRow, Notification
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.registry import tools
from luotsi.workbench.border.measuring import figures
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.safety import domain
from luotsi.workbench.safety.models import SafetyEvent
from tests import toy
from tests.workbench.border.conftest import MONTH, signed_review
from tests.workbench.conftest import person

pytestmark = pytest.mark.django_db
KIND, PART = SafetyEvent.Kind, SafetyEvent.Part


@pytest.fixture
def paavo(db):
    return person("paavo@example.org", Role.COUNTY_ADMIN, "")


@pytest.fixture
def in_an_experiment(toy_tool):
    tools()["toy"] = replace(toy.TOY, card=replace(toy.TOY.card, experiments=("e08",)))


def told(what="Väärän asiakkaan arvo oli lähteenä.", **more):
    return domain.Report(kind=KIND.NEAR_MISS, part=PART.SOURCE, what=what, **more)


def address(run):
    return f"/w/c/{run.case.client_id}/toy/{run.pk}/safety-event/"


def test_a_report_from_the_review_reaches_those_who_follow_up(liisa, ready, paavo, browser_of):
    browser = browser_of(liisa)
    review = browser.get(f"/w/c/{ready.case.client_id}/toy/{ready.pk}/").text
    assert address(ready) in review
    form = {"kind": "near_miss", "part": "source", "position": "1", "what": "Lähde oli toisen asiakkaan."}
    answer = browser.post(address(ready), form, follow=True)
    assert "Ilmoitettu" in answer.text
    event = SafetyEvent.objects.get()
    assert (event.suggestion.position, event.reported_by, event.state) == (1, liisa, "open")
    (told_to,) = Notification.objects.all()
    assert (told_to.user, told_to.url) == (paavo, f"/w/safety-events/{event.pk}/")
    listed = browser_of(paavo).get("/w/safety-events/").text
    assert "Läheltä piti" in listed
    client = ready.case.client
    assert client.family_name not in listed + browser_of(paavo).get(told_to.url).text


def test_too_few_words_are_asked_for_again_and_nothing_typed_is_lost(liisa, ready, browser_of):
    answer = browser_of(liisa).post(address(ready), {"kind": "harm", "part": "missed", "what": "ei"})
    assert answer.status_code == 422
    assert ">ei</textarea>" in answer.text.replace("\n", "")
    assert not SafetyEvent.objects.exists()


@pytest.mark.parametrize("field", ["kind", "part", "what"])
def test_every_part_of_a_report_is_asked_for(liisa, ready, browser_of, field):
    form = {"kind": "harm", "part": "missed", "what": "Kaliumia ei huomattu."} | {field: ""}
    assert browser_of(liisa).post(address(ready), form).status_code == 422


def test_a_proposal_that_is_not_there_is_refused(liisa, ready):
    with pytest.raises(InputError):
        domain.report(liisa, ready, told(position=99))


def test_a_stranger_neither_reports_nor_reads(stranger, liisa, ready, browser_of):
    event = domain.report(liisa, ready, told())
    assert browser_of(stranger).get(address(ready)).status_code == 404
    assert browser_of(stranger).get(f"/w/safety-events/{event.pk}/").status_code == 404
    assert browser_of(stranger).get("/w/safety-events/").status_code == 403
    with pytest.raises(NotPermittedError):
        domain.report(stranger, ready, told())


def test_the_reporter_sees_what_was_done_and_only_one_closes(liisa, ready, paavo, officer, browser_of):
    event = domain.report(liisa, ready, told())
    domain.close(paavo, event, "Sääntö korjattiin versioon 2.")
    with pytest.raises(ConflictError):
        domain.close(officer, event, "Sama asia toiseen kertaan.")
    page = browser_of(liisa).get(f"/w/safety-events/{event.pk}/").text
    assert "Sääntö korjattiin" in page
    assert Notification.objects.filter(user=liisa).count() == 1
    assert (
        browser_of(officer).post(f"/w/safety-events/{event.pk}/", {"done": "Sama asia uudelleen."}).status_code == 409
    )
    acts = list(AuditRow.objects.filter(action__startswith="safety.").values_list("action", flat=True))
    assert sorted(acts) == ["safety.close", "safety.read", "safety.report"]


def test_the_reporter_does_not_close(liisa, ready, browser_of):
    event = domain.report(liisa, ready, told())
    with pytest.raises(NotPermittedError):
        domain.close(liisa, event, "Suljen itse ilmoitukseni.")
    browser_of(liisa).post(f"/w/safety-events/{event.pk}/", {"done": "Suljen itse ilmoitukseni."})
    event.refresh_from_db()
    assert event.state == "open"


@pytest.mark.usefixtures("in_an_experiment")
def test_a_review_given_up_over_a_danger_counts_in_what_is_told_and_on_the_page(
    liisa, client_of_liisa, paavo, browser_of
):
    runs = [start_run(liisa, client_of_liisa, "toy", on=toy.ON) for _ in range(6)]
    for run in runs:
        domain.report(liisa, run, told())
    domain.report(liisa, runs[0], told())
    day = runs[0].safety_events.first().reported_at.date()
    (found,) = [figure for figure in figures(day) if figure.measure.key == "safety_events"]
    assert [sum(values) for values in found.groups["all"].values()] == [7]
    page = browser_of(paavo).get("/w/measures/").text
    assert "7 (95 %:n luottamusväli" in page


@pytest.mark.usefixtures("in_an_experiment")
def test_a_review_without_an_event_counts_as_a_use(liisa, ready):
    signed_review(ready.case.client, liisa)
    (found,) = [figure for figure in figures(MONTH) if figure.measure.key == "safety_events"]
    assert list(found.groups["all"].values()) == [(0.0,)]
