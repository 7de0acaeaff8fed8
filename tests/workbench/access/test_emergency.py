"""Emergency access: found exactly, opened with a reason and a fresh proof, limited, told and reviewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from luotsi.base import audit, people
from luotsi.base.models import AuditRow, Notification
from luotsi.base.permissions import can
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.workbench.access.domain.emergency import Wanted, end_emergency, find_client, open_emergency, review
from luotsi.workbench.access.models import AccessSettings, BreakGlass
from luotsi.workbench.access.reasons import EmergencyReason, Outcome
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Client
from luotsi.workbench.queries import clients_of
from tests.workbench.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NOTE = "päivystys, tajuton potilas"
CODE = "140342-982Y"


def opened(user, client, unit, **changes):
    values = {"reason": EmergencyReason.LIFE, "note": NOTE, "purpose": "care", "unit": unit} | changes
    return open_emergency(user, client, **values)


def test_the_search_tells_that_a_client_exists_and_nothing_more(stranger, client_of_liisa, browser_of):
    page = browser_of(stranger).post("/w/access/search/", {"identity_code": CODE})
    assert page.status_code == 200
    assert 'name="match"' in page.text
    for detail in ("Esimerkki", "Eila", CODE, "1942", str(client_of_liisa.pk)):
        assert detail not in page.text


def test_name_and_date_of_birth_must_all_match(stranger, client_of_liisa):
    exact = Wanted(family_name="esimerkki", given_name="eila", born=client_of_liisa.birth_date)
    assert find_client(stranger, exact) == client_of_liisa
    wrong = Wanted(family_name="Esimerkki", given_name="Eil", born=client_of_liisa.birth_date)
    assert find_client(stranger, wrong) is None
    with pytest.raises(InputError):
        find_client(stranger, Wanted(family_name="Esimerkki", born=client_of_liisa.birth_date))


def test_a_name_that_fits_two_people_opens_neither(stranger, client_of_liisa):
    Client.objects.create(family_name="Esimerkki", given_name="Eila", birth_date=client_of_liisa.birth_date)
    with pytest.raises(InputError, match="several"):
        find_client(stranger, Wanted(family_name="Esimerkki", given_name="Eila", born=client_of_liisa.birth_date))


def test_every_search_is_in_the_log(stranger, client_of_liisa):
    find_client(stranger, Wanted(identity_code=CODE))
    find_client(stranger, Wanted(identity_code="010101-900X"))
    rows = AuditRow.objects.filter(action="access.search").order_by("sequence")
    assert [(row.client, row.detail["matches"]) for row in rows] == [(str(client_of_liisa.pk), 1), ("", 0)]


def test_the_whole_way_on_screen_asks_who_the_user_is(stranger, ward, client_of_liisa, officer, browser_of):
    browser = browser_of(stranger)
    record = reverse("workbench:client", args=[client_of_liisa.pk])
    assert browser.get(record).status_code == 404
    found = browser.post("/w/access/search/", {"identity_code": CODE.lower()})
    form = {
        "match": found.context["emergency"].initial["match"],
        "reason": "life",
        "note": NOTE,
        "purpose": "medication_review",
        "unit": ward.pk,
    }
    sent = browser.post("/w/access/emergency/open/", form)
    assert sent.status_code == 302
    assert "reauthenticate" in sent["Location"]
    assert not BreakGlass.objects.exists(), "opened without a proof"
    page = browser.post(sent["Location"], {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    access = BreakGlass.objects.get()
    assert (access.user, access.client, access.role) == (stranger, client_of_liisa, "professional")
    assert access.ends_at - access.started_at == timedelta(minutes=60)
    assert "Hätäavaus klo" in page.text
    assert "notice danger" in page.text
    opening = AuditRow.objects.filter(action="record.open").latest("sequence")
    assert (opening.purpose, opening.detail["basis"]) == ("medication_review", f"emergency:{access.pk}")
    assert (opening.role, opening.detail["unit"]) == ("professional", "osasto")
    told = Notification.objects.get(user=officer)
    assert "Esimerkki" not in str(told.message)


def test_a_short_reason_keeps_what_was_typed(stranger, ward, client_of_liisa, browser_of):
    browser = browser_of(stranger)
    found = browser.post("/w/access/search/", {"identity_code": CODE})
    match = found.context["emergency"].initial["match"]
    form = {"match": match, "reason": "life", "note": "kiire", "purpose": "care", "unit": ward.pk}
    page = browser.post("/w/access/emergency/open/", form)
    assert page.status_code == 422
    assert "kiire" in page.text
    assert "error-summary" in page.text
    with pytest.raises(InputError):
        opened(stranger, client_of_liisa, ward, note="   kiire    ")


def test_a_match_is_good_for_the_one_who_searched(stranger, liisa, ward, client_of_liisa, lauri, browser_of):
    found = browser_of(stranger).post("/w/access/search/", {"identity_code": CODE})
    form = {"match": found.context["emergency"].initial["match"], "reason": "life", "note": NOTE, "purpose": "care"}
    for match in (form["match"], "", str(client_of_liisa.pk)):
        answer = browser_of(lauri).post("/w/access/emergency/open/", form | {"match": match})
        assert answer["Location"] == "/w/access/search/"
    assert not BreakGlass.objects.exists()


def test_access_lasts_its_time_and_no_longer(stranger, ward, client_of_liisa):
    access = opened(stranger, client_of_liisa, ward)
    assert client_of_liisa in clients_of(stranger)
    BreakGlass.objects.filter(pk=access.pk).update(
        started_at=timezone.now() - timedelta(minutes=61), ends_at=timezone.now() - timedelta(seconds=1)
    )
    assert client_of_liisa not in clients_of(stranger)
    with pytest.raises(NotPermittedError):
        open_client(stranger, client_of_liisa, target="page:record")


def test_it_opens_one_record_to_one_user(stranger, ward, client_of_liisa):
    other = Client.objects.create(family_name="Toinen")
    opened(stranger, client_of_liisa, ward)
    assert list(clients_of(stranger)) == [client_of_liisa]
    assert other not in clients_of(stranger)


def test_it_ends_with_the_role_on_which_it_stands(stranger, ward, client_of_liisa):
    opened(stranger, client_of_liisa, ward)
    people.end_grant(stranger, Role.PROFESSIONAL, by=None, scope=ward.scope)
    assert client_of_liisa not in clients_of(stranger)


def test_the_user_may_end_it_early(stranger, ward, client_of_liisa, browser_of):
    opened(stranger, client_of_liisa, ward)
    browser_of(stranger).post(f"/w/access/c/{client_of_liisa.pk}/emergency/end/")
    assert client_of_liisa not in clients_of(stranger)
    assert end_emergency(stranger, client_of_liisa) == 0


def test_it_is_not_opened_twice_or_for_nothing(stranger, liisa, ward, home_care, client_of_liisa):
    opened(stranger, client_of_liisa, ward)
    with pytest.raises(ConflictError):
        opened(stranger, client_of_liisa, ward)
    with pytest.raises(InputError, match="care relationship"):
        opened(liisa, client_of_liisa, home_care)
    assert BreakGlass.objects.count() == 1


def test_a_unit_or_role_of_another_opens_nothing(stranger, home_care, client_of_liisa, officer, admin):
    with pytest.raises(NotPermittedError):
        opened(stranger, client_of_liisa, home_care)
    for user in (officer, admin):
        with pytest.raises(NotPermittedError):
            opened(user, client_of_liisa, home_care)


def test_the_county_sets_the_length(stranger, ward, client_of_liisa):
    AccessSettings.objects.create(emergency_minutes=15)
    access = opened(stranger, client_of_liisa, ward)
    assert access.ends_at - access.started_at == timedelta(minutes=15)


def test_the_red_notice_is_on_the_pages_of_the_client(stranger, ready, ward, client_of_liisa, browser_of):
    opened(stranger, client_of_liisa, ward)
    browser = browser_of(stranger)
    for address in (
        reverse("workbench:client", args=[client_of_liisa.pk]),
        reverse("workbench:review", args=[client_of_liisa.pk, "toy", ready.pk]),
        reverse("workbench:sign", args=[client_of_liisa.pk, "toy", ready.pk]),
    ):
        assert "Hätäavaus klo" in browser.get(address).text, address
    assert "Hätäavaus voimassa" in browser.get(reverse("workbench:today")).text


def test_nobody_signs_under_emergency_access_without_a_signing_relationship(
    stranger, ready, ward, client_of_liisa, browser_of
):
    opened(stranger, client_of_liisa, ward)
    assert can(stranger, "workbench.review", ready)
    assert not can(stranger, "workbench.sign", ready)


def test_the_officer_accepts_or_follows_up_with_a_note(stranger, ward, client_of_liisa, officer, browser_of):
    access = opened(stranger, client_of_liisa, ward)
    browser = browser_of(officer)
    queue = browser.get("/w/access/reviews/")
    assert NOTE in queue.text
    address = f"/w/access/reviews/{access.pk}/"
    assert browser.post(address, {"outcome": "follow_up", "note": "?"}).status_code == 422
    assert browser.post(address, {"outcome": "follow_up", "note": "kysytty esihenkilöltä"}).status_code == 302
    assert "kysytty esihenkilöltä" in browser.get("/w/access/reviews/").text
    assert browser.post(address, {"outcome": "accepted", "note": "selvä"}).status_code == 302
    assert browser.post(address, {"outcome": "follow_up", "note": "vielä kerran katsottava"}).status_code == 409
    access.refresh_from_db()
    assert (access.outcome, access.reviewed_by, access.review_note) == ("accepted", officer, "selvä")
    assert audit.verify() is None


def test_nobody_reviews_their_own(stranger, ward, client_of_liisa):
    access = opened(stranger, client_of_liisa, ward)
    people.grant(stranger, Role.PRIVACY_OFFICER, by=None)
    with pytest.raises(NotPermittedError):
        review(stranger, access, outcome=Outcome.ACCEPTED, note="")


def test_searching_is_limited(stranger, browser_of):
    browser = browser_of(stranger)
    answers = [browser.post("/w/access/search/", {"identity_code": CODE}).status_code for _ in range(22)]
    assert 429 in answers
