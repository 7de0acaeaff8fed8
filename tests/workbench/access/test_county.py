"""People, roles, units and settings: kept by the county administrator, with four eyes on roles that open records."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import override_settings

from luotsi.base import audit
from luotsi.base.models import AuditRow, User
from luotsi.base.roles import Role
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError
from luotsi.kit.text import Text
from luotsi.workbench.access.domain import accounts, units
from luotsi.workbench.access.domain.relationships import end
from luotsi.workbench.access.queries import county_settings
from luotsi.workbench.access.reasons import EndReason
from luotsi.workbench.models import CareRelationship, Unit
from luotsi.workbench.queries import units_of

pytestmark = pytest.mark.django_db
NAMES = {"name_fi": "Neuvola", "name_sv": "Rådgivning", "name_en": "Clinic"}


def test_a_new_person_gets_a_letter_and_then_roles(admin, home_care, browser_of):
    browser = browser_of(admin)
    form = {"email": "Uusi@Example.org", "name": "Uusi Hoitaja", "title": "sairaanhoitaja", "spoken": "sv"}
    page = browser.post("/w/access/people/new/", form, follow=True)
    made = User.objects.get(email="uusi@example.org")
    assert (made.language, made.has_usable_password(), made.roles) == ("sv", False, frozenset())
    assert [letter.to for letter in mail.outbox] == [["uusi@example.org"]]
    assert "A letter for setting a password has been sent." in page.text
    address = f"/w/access/people/{made.pk}/"
    assert browser.post(f"{address}grants/", {"role": "professional", "unit": ""}).status_code == 422
    assert browser.post(f"{address}grants/", {"role": "professional", "unit": home_care.pk}).status_code == 302
    assert list(units_of(User.objects.get(pk=made.pk))) == [home_care]
    actors = AuditRow.objects.filter(target=f"user:{made.pk}").values_list("action", "actor")
    assert {("account.create", str(admin.pk)), ("role.grant", str(admin.pk))} <= set(actors)


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_the_screen_says_when_mail_is_not_configured(admin, browser_of):
    assert "Mail is not configured." in browser_of(admin).get("/w/access/people/").text
    form = {"email": "uusi@example.org", "name": "Uusi", "spoken": "fi"}
    page = browser_of(admin).post("/w/access/people/new/", form, follow=True)
    assert "reaches nobody" in page.text


def test_an_address_in_use_keeps_the_form(admin, liisa, browser_of):
    form = {"email": "LIISA@example.org", "name": "Toinen Liisa", "spoken": "fi"}
    page = browser_of(admin).post("/w/access/people/new/", form)
    assert page.status_code == 422
    assert "Toinen Liisa" in page.text


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.COACH, Role.SECOND_READER, Role.PRIVACY_OFFICER])
def test_nobody_grants_themselves_what_opens_or_oversees_records(admin, second_admin, home_care, role, browser_of):
    with pytest.raises(NotPermittedError):
        accounts.grant_role(admin, admin, role, home_care)
    answer = browser_of(admin).post(f"/w/access/people/{admin.pk}/grants/", {"role": role, "unit": home_care.pk})
    assert answer.status_code == 403
    assert not User.objects.get(pk=admin.pk).has_role(role)
    accounts.grant_role(second_admin, admin, role, home_care)
    assert User.objects.get(pk=admin.pk).has_role(role)


def test_the_county_keeps_an_administrator(admin, second_admin):
    accounts.end_role(admin, second_admin.grants.get())
    with pytest.raises(InputError):
        accounts.end_role(admin, admin.grants.get())
    with pytest.raises(NotPermittedError):
        accounts.close_account(admin, admin)


def test_a_closed_account_has_no_roles_and_does_not_get_them_back(admin, liisa, browser_of):
    browser = browser_of(liisa)
    assert browser.get("/w/today/").status_code == 200
    accounts.close_account(admin, liisa)
    assert browser.get("/w/today/").status_code in {302, 403}
    accounts.open_account(admin, liisa)
    again = User.objects.get(pk=liisa.pk)
    assert (again.is_active, again.roles) == (True, frozenset())


def test_the_list_shows_last_sign_in_and_second_factor(admin, liisa, browser_of):
    Authenticator.objects.create(user=liisa, type=Authenticator.Type.TOTP, data={})
    page = browser_of(admin).post("/w/access/people/", {"q": "liisa"})
    assert "in use" in page.text
    assert "never" in page.text
    assert "Home care" in page.text
    assert "paavo@" not in page.text


def test_a_unit_is_made_renamed_and_closed_when_it_is_empty(admin, liisa, home_care, client_of_liisa, browser_of):
    browser = browser_of(admin)
    browser.post("/w/access/units/", NAMES)
    browser.post("/w/access/units/", NAMES)
    assert set(Unit.objects.filter(name_en="Clinic").values_list("slug", flat=True)) == {"neuvola", "neuvola-2"}
    browser.post("/w/access/units/neuvola/", NAMES | {"name_sv": "Mödrarådgivning"})
    assert Unit.objects.get(slug="neuvola").name_sv == "Mödrarådgivning"
    with pytest.raises(InputError):
        units.close(admin, home_care)
    end(liisa, CareRelationship.objects.get(), reason=EndReason.FINISHED)
    browser.post("/w/access/units/kotihoito/close/")
    assert not units_of(User.objects.get(pk=liisa.pk)).exists()
    with pytest.raises(InputError):
        accounts.grant_role(admin, liisa, Role.PROFESSIONAL, home_care)
    with pytest.raises(ConflictError):
        units.close(admin, home_care)


def test_an_incomplete_unit_keeps_what_was_typed(admin, browser_of):
    page = browser_of(admin).post("/w/access/units/", NAMES | {"name_sv": ""})
    assert page.status_code == 422
    assert "Neuvola" in page.text


def test_the_settings_have_limits(admin, browser_of):
    assert browser_of(admin).post("/w/access/settings/", {"emergency_minutes": "1000"}).status_code == 422
    assert county_settings().emergency_minutes == 60
    browser_of(admin).post("/w/access/settings/", {"emergency_minutes": "30", "names_in_report": "on"})
    assert (county_settings().emergency_minutes, county_settings().names_in_report) == (30, True)
    assert AuditRow.objects.filter(action="access.settings").count() == 1


def test_only_the_administrator_manages(liisa, officer, coach, admin, home_care):
    for user in (liisa, officer, coach):
        with pytest.raises(NotPermittedError):
            units.create(user, Text.same("x"))
        with pytest.raises(NotPermittedError):
            accounts.create_person(user, accounts.NewPerson(email="x@example.org", name="x"))
        with pytest.raises(NotPermittedError):
            accounts.grant_role(user, user, Role.COUNTY_ADMIN, None)
    assert audit.verify() is None
