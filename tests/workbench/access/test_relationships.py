"""Care relationships: started and ended with a reason, moved with their history; and the purpose of handling."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.base.models import AuditRow
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.workbench.access.domain import relationships, units
from luotsi.workbench.access.models import RelationshipAct
from luotsi.workbench.access.purposes import PURPOSES, GroundStatus
from luotsi.workbench.access.reasons import EndReason, StartReason
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import CareRelationship
from luotsi.workbench.queries import basis_of, clients_of

pytestmark = pytest.mark.django_db
CODE = "140342-982Y"


def test_a_relationship_of_the_unit_opens_the_record_and_its_end_closes_it(stranger, ward, client_of_liisa):
    started = relationships.start(stranger, client_of_liisa, ward, reason=StartReason.REFERRAL, purpose="service")
    open_client(stranger, client_of_liisa, target="page:record")
    row = AuditRow.objects.filter(action="record.open").latest("sequence")
    assert (row.purpose, row.detail) == ("service", {"basis": f"relationship:{started.pk}", "unit": "osasto"})
    relationships.end(stranger, started, reason=EndReason.FINISHED)
    with pytest.raises(NotPermittedError):
        open_client(stranger, client_of_liisa, target="page:record")


def test_a_coach_and_a_stranger_start_none(coach, stranger, home_care, client_of_liisa):
    for user in (coach, stranger):
        with pytest.raises(NotPermittedError):
            relationships.start(user, client_of_liisa, home_care, reason=StartReason.REFERRAL, purpose="service")


def test_another_reason_is_told_in_words(liisa, home_care, client_of_liisa):
    with pytest.raises(InputError) as raised:
        relationships.start(liisa, client_of_liisa, home_care, reason=StartReason.OTHER, purpose="service")
    assert raised.value.problems[0].where == "note"


def test_the_same_relationship_is_not_started_or_ended_twice(liisa, home_care, client_of_liisa):
    with pytest.raises(ConflictError):
        relationships.start(liisa, client_of_liisa, home_care, reason=StartReason.BOOKED)
    held = CareRelationship.objects.get()
    relationships.end(liisa, held, reason=EndReason.MISTAKE)
    with pytest.raises(ConflictError):
        relationships.end(liisa, held, reason=EndReason.MISTAKE)


def test_a_move_keeps_the_history(liisa, stranger, ward, client_of_liisa, browser_of):
    held = CareRelationship.objects.get()
    sent = browser_of(liisa).post(f"/w/access/relationships/{held.pk}/", {"act": "move", "unit": ward.pk})
    assert sent.status_code == 302
    assert client_of_liisa not in clients_of(liisa)
    assert client_of_liisa in clients_of(stranger)
    held.refresh_from_db()
    fresh = CareRelationship.objects.get(ended_at=None)
    assert held.ended_at is not None
    assert (fresh.unit, fresh.purpose) == (ward, held.purpose)
    page = browser_of(stranger).get(f"/w/access/c/{client_of_liisa.pk}/relationships/").text
    assert "Kotihoito" in page
    assert "siirto toiseen yksikköön" in page
    assert "Liisa Malli" in page


def test_a_move_to_the_same_or_a_closed_unit_is_refused(liisa, ward, home_care, admin, client_of_liisa):
    held = CareRelationship.objects.get()
    with pytest.raises(InputError):
        relationships.move(liisa, held, home_care)
    units.close(admin, ward)
    with pytest.raises(NotPermittedError):
        relationships.move(liisa, held, ward)
    held.refresh_from_db()
    assert held.ended_at is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["start", "end", "move"]), max_size=6))
def test_whatever_is_done_each_relationship_has_one_start_and_one_end_at_most(
    steps, admin, home_care, ward, client_of_liisa
):
    for step in steps:
        held = CareRelationship.objects.filter(client=client_of_liisa, ended_at=None).first()
        if step == "start" and held is None:
            relationships.start(admin, client_of_liisa, home_care, reason=StartReason.BOOKED)
        elif step == "end" and held is not None:
            relationships.end(admin, held, reason=EndReason.FINISHED)
        elif step == "move" and held is not None:
            relationships.move(admin, held, ward if held.unit_id == home_care.pk else home_care)
    for item in CareRelationship.objects.all():
        ends = item.acts.filter(act=RelationshipAct.Act.END).count()
        assert ends == (item.ended_at is not None)
        assert item.acts.filter(act=RelationshipAct.Act.START).count() <= 1
    assert CareRelationship.objects.filter(ended_at=None).count() <= 1


def test_an_administrator_mends_relationships_and_sees_no_record(admin, ward, client_of_liisa, browser_of):
    browser = browser_of(admin)
    found = browser.post("/w/access/search/", {"identity_code": CODE})
    assert "emergency" not in found.context
    form = {"match": found.context["start"].initial["match"], "unit": ward.pk, "reason": "referral", "purpose": "care"}
    done = browser.post("/w/access/relationships/start/", form, follow=True)
    assert done.status_code == 200
    assert CareRelationship.objects.filter(unit=ward, ended_at=None).exists()
    for detail in ("Esimerkki", "Eila", CODE):
        assert detail not in done.text
    assert browser.get(reverse("workbench:client", args=[client_of_liisa.pk])).status_code in {403, 404}


def test_roles_that_oversee_or_administer_open_no_record(admin, officer, ready, client_of_liisa, browser_of):
    for user in (admin, officer):
        assert not clients_of(user).exists()
        assert basis_of(user, client_of_liisa) is None
        with pytest.raises(NotPermittedError):
            open_client(user, client_of_liisa, target="page:record")
        browser = browser_of(user)
        for address in (
            reverse("workbench:client", args=[client_of_liisa.pk]),
            reverse("workbench:review", args=[client_of_liisa.pk, "toy", ready.pk]),
            reverse("workbench:export_text", args=[client_of_liisa.pk, "toy", ready.pk]),
            "/w/api/clients",
        ):
            answer = browser.get(address)
            assert answer.status_code in {403, 404} or "Esimerkki" not in answer.text, address
    assert not AuditRow.objects.filter(action="record.open", actor__in=[str(admin.pk), str(officer.pk)]).exists()


def test_the_chosen_purpose_stands_in_the_log(liisa, client_of_liisa, browser_of):
    browser = browser_of(liisa)
    browser.post(f"/w/access/c/{client_of_liisa.pk}/purpose/", {"purpose": "medication_review"})
    page = browser.get(reverse("workbench:client", args=[client_of_liisa.pk]))
    assert "Lokiin kirjattava käyttötarkoitus: lääkityksen arviointi." in page.text
    assert AuditRow.objects.filter(action="record.open").latest("sequence").purpose == "medication_review"
    browser.post(f"/w/access/c/{client_of_liisa.pk}/purpose/", {"purpose": "curiosity"})
    browser.get(reverse("workbench:client", args=[client_of_liisa.pk]))
    assert AuditRow.objects.filter(action="record.open").latest("sequence").purpose == "medication_review"


def test_one_users_purpose_is_not_anothers(liisa, lauri, client_of_liisa):
    relationships.choose_purpose(liisa, client_of_liisa, "supervision")
    open_client(lauri, client_of_liisa, target="page:record")
    assert AuditRow.objects.latest("sequence").purpose == "care"


def test_every_legal_ground_says_that_nobody_has_verified_it(admin, browser_of):
    assert {purpose.status for purpose in PURPOSES.values()} == {GroundStatus.UNVERIFIED}
    assert browser_of(admin).get("/w/access/settings/").text.count("draft, not checked against the law") == len(
        PURPOSES
    )
