import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base import audit
from luotsi.base.models import AuditRow
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.review import Act, Reason, State, Verdict, standing
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.review import give_verdict
from luotsi.workbench.domain.runs import start_run
from luotsi.workbench.domain.signing import sign
from luotsi.workbench.models import Run, Sighting, VerdictRow
from luotsi.workbench.queries import active_minutes, standing_of
from tests import toy

pytestmark = pytest.mark.django_db

ACCEPT = Verdict(act=Act.ACCEPT)


def row(run, position=1):
    return run.suggestions.get(position=position)


def decide(user, run, *acts):
    for position, act in enumerate(acts, 1):
        give_verdict(user, row(run, position).pk, Verdict(act=act) if isinstance(act, Act) else act, seen=0)


def address(run, end=""):
    return f"/w/c/{run.case.client_id}/{run.tool}/{run.pk}/{end}"


def test_a_verdict_is_kept_and_audited(ready, liisa):
    assert give_verdict(liisa, row(ready).pk, ACCEPT, seen=0) is State.ACCEPTED
    event = AuditRow.objects.get(action="review.accept")
    assert (event.target, event.client) == (f"run:{ready.pk}/1", str(ready.case.client_id))


def test_the_second_of_two_reviewers_on_one_screen_meets_a_conflict_and_nothing_is_lost(
    ready, liisa, lauri, browser_of
):
    give_verdict(liisa, row(ready).pk, ACCEPT, seen=0)
    with pytest.raises(ConflictError) as raised:
        give_verdict(lauri, row(ready).pk, Verdict(act=Act.EDIT, text="omin sanoin"), seen=0)
    assert "Liisa Malli" in raised.value.text.fi
    assert VerdictRow.objects.count() == 1
    answer = browser_of(lauri).post(
        f"/w/suggestions/{row(ready).pk}/verdict/", {"act": "edit", "text": "omin sanoin", "seen": "0"}
    )
    assert answer.status_code == 409
    assert "omin sanoin" in answer.text, "what was typed is gone"
    assert 'name="seen" value="1"' in answer.text, "the form cannot be sent again"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["accept", "edit", "reject", "postpone", "undo"]), max_size=8))
def test_the_stored_history_stands_where_the_state_machine_says(ready, liisa, acts):
    VerdictRow.objects.all().delete()
    later = timezone.localdate() + timedelta(days=3)
    made = {
        "accept": ACCEPT,
        "edit": Verdict(act=Act.EDIT, text="toisin"),
        "reject": Verdict(act=Act.REJECT, reason=Reason.ALREADY_DONE),
        "postpone": Verdict(act=Act.POSTPONE, until=later),
        "undo": Verdict(act=Act.UNDO),
    }
    given_so_far = []
    for act in acts:
        try:
            give_verdict(liisa, row(ready).pk, made[act], seen=len(given_so_far))
        except InputError:
            assert act == "undo"
            assert standing(given_so_far)[0] is State.PROPOSED
        else:
            given_so_far.append(made[act])
    assert standing_of(row(ready))[0] is standing(given_so_far)[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "reject"}, "Valitse hylkäyksen syy"),
        ({"act": "reject", "reason": "other", "note": ""}, "Kirjoita syy"),
        ({"act": "edit", "text": "  "}, "Kirjoita muutettu ehdotus"),
        ({"act": "edit", "text": "Uusi koe: Na"}, "sama kuin ehdotus"),
        ({"act": "postpone", "until": "2020-01-01"}, "tuleva päivä"),
        ({"act": "postpone"}, "Anna päivä"),
        ({"act": "undo"}, "kumottavaa"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_an_incomplete_verdict_says_what_is_missing_and_stores_nothing(
    ready, liisa, browser_of, fields, words, headers
):
    answer = browser_of(liisa).post(f"/w/suggestions/{row(ready).pk}/verdict/", fields | {"seen": "0"}, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert ("<html" in answer.text) == (not headers)
    assert VerdictRow.objects.count() == 0


def test_a_verdict_without_script_comes_back_to_its_card(ready, liisa, browser_of):
    answer = browser_of(liisa).post(f"/w/suggestions/{row(ready).pk}/verdict/", {"act": "accept", "seen": "0"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{address(ready)}#f1"


def test_with_script_the_card_the_progress_and_the_sign_bar_come_back(ready, liisa, browser_of):
    answer = browser_of(liisa).post(
        f"/w/suggestions/{row(ready).pk}/verdict/", {"act": "accept", "seen": "0"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="f1"' in answer.text
    assert "1 / 2 päätetty" in answer.text
    assert 'id="review-sign"' in answer.text


def test_a_stranger_neither_sees_nor_decides(ready, stranger, browser_of):
    browser = browser_of(stranger)
    assert browser.get(address(ready)).status_code == 404
    assert browser.post(f"/w/suggestions/{row(ready).pk}/verdict/", {"act": "accept", "seen": "0"}).status_code == 404
    with pytest.raises(NotPermittedError):
        give_verdict(stranger, row(ready).pk, ACCEPT, seen=0)


def test_signing_waits_for_every_verdict_and_names_what_is_open(ready, liisa):
    decide(liisa, ready, Act.ACCEPT)
    with pytest.raises(InputError) as raised:
        sign(liisa, ready)
    assert [problem.where for problem in raised.value.problems] == ["2"]


def test_signing_closes_the_review_for_good(ready, liisa, lauri):
    decide(liisa, ready, Act.ACCEPT, Verdict(act=Act.REJECT, reason=Reason.WRONG_FACT))
    signature = sign(liisa, ready)
    assert AuditRow.objects.get(action="review.sign").detail["sha256"] == signature.sha256
    with pytest.raises(ConflictError):
        give_verdict(lauri, row(ready).pk, Verdict(act=Act.UNDO), seen=1)
    with pytest.raises(ConflictError):
        sign(lauri, ready)
    assert audit.verify() is None


def test_a_coach_reviews_but_does_not_sign(ready, coach, browser_of):
    decide(coach, ready, Act.ACCEPT, Act.ACCEPT)
    with pytest.raises(NotPermittedError):
        sign(coach, ready)
    assert "Roolisi ei allekirjoita" in browser_of(coach).get(address(ready)).text


def test_signing_on_screen_asks_again_who_one_is(ready, liisa, browser_of):
    decide(liisa, ready, Act.ACCEPT, Act.ACCEPT)
    browser = browser_of(liisa)
    assert "Allekirjoita arvio" in browser.get(address(ready, "sign/")).text
    sent = browser.post(address(ready, "sign/"))
    assert sent.status_code == 302
    assert "reauthenticate" in sent["Location"]
    ready.refresh_from_db()
    assert ready.state == Run.State.READY
    done = browser.post(sent["Location"], {"password": "correct horse battery staple"}, follow=True)
    assert done.status_code == 200
    ready.refresh_from_db()
    assert ready.state == Run.State.SIGNED
    assert "Allekirjoitettu ja suljettu" in done.text


def test_an_earlier_verdict_on_the_same_matter_is_remembered(ready, liisa, client_of_liisa, browser_of):
    decide(liisa, ready, Verdict(act=Act.REJECT, reason=Reason.ALREADY_FOLLOWED), Act.ACCEPT)
    sign(liisa, ready)
    later = start_run(liisa, client_of_liisa, "toy", on=toy.ON)
    page = browser_of(liisa).get(address(later)).text
    assert "viimeksi hylätty (seurataan jo)" in page


def test_active_time_leaves_out_long_pauses(ready, liisa):
    start = timezone.now()
    Sighting.objects.all().delete()
    for seconds in (0, 30, 90, 4000, 4060):
        sighting = Sighting.objects.create(run=ready, user=liisa)
        Sighting.objects.filter(pk=sighting.pk).update(at=start + timedelta(seconds=seconds))
    assert active_minutes(ready) == pytest.approx(2.5)


def test_sources_open_as_a_fragment_and_as_a_page(ready, liisa, browser_of):
    browser = browser_of(liisa)
    record, rule = (f"/w/suggestions/{row(ready).pk}/sources/{n}/" for n in (1, 2))
    assert "valueQuantity.value" in browser.get(record, headers={"HX-Request": "true"}).text
    assert "<mark>120</mark>" in browser.get(record).text
    page = browser.get(rule).text
    assert "The toy&#x27;s own handbook" in page
    assert "luonnos, ei tarkastettu" in page


def test_the_review_costs_a_bounded_number_of_queries(ready, liisa, browser_of):
    browser = browser_of(liisa)
    browser.get(address(ready))
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(address(ready))
    assert 10 <= len(few) <= 30


def test_a_script_in_the_record_is_only_text(liisa, browser_of, client_of_liisa):
    bundle = toy.bundle(("<script>alert(1)</script>", 120), hetu="", ident="evil", family="<b>x</b>")
    client = import_record(liisa, json.dumps(bundle).encode(), source="<i>s</i>").record_import.client
    run = start_run(liisa, client, "toy", on=date(2026, 11, 20))
    for page in (browser_of(liisa).get(address(run)).text, browser_of(liisa).get(f"/w/c/{client.pk}/").text):
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
        assert "<i>s</i>" not in page
