import io

import pytest
from django.db import IntegrityError, transaction

from luotsi.base import audit, commands, people, permissions
from luotsi.base.models import Grant, User
from luotsi.base.roles import HUB_ROLES, WORKBENCH_ROLES, Role
from luotsi.kit.errors import InputError, NotPermittedError

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_however_it_is_capitalised(make_user):
    user = make_user("Maija.Meikalainen@Example.ORG")
    assert user.email == "maija.meikalainen@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("MAIJA.meikalainen@example.org")
    assert User.objects.get_by_natural_key("MAIJA.Meikalainen@example.org") == user


def test_a_role_held_in_one_unit_does_not_hold_in_another(make_user):
    user = make_user()
    people.grant(user, Role.COACH, by=None, scope="unit-1")
    assert user.has_role(Role.COACH)
    assert user.has_role("coach", "unit-1")
    assert not user.has_role(Role.COACH, "unit-2")
    people.grant(user, Role.COACH, by=None)
    assert user.has_role(Role.COACH, "unit-2")


def test_an_ended_role_no_longer_holds_and_both_are_logged(make_user):
    admin, user = make_user("admin@example.org", Role.COUNTY_ADMIN), make_user()
    people.grant(user, Role.COACH, by=admin)
    people.grant(user, Role.COACH, by=admin)
    assert Grant.objects.filter(user=user).count() == 1
    assert people.end_grant(user, Role.COACH, by=admin)
    assert not people.end_grant(user, Role.COACH, by=admin)
    assert not User.objects.get(pk=user.pk).has_role(Role.COACH)
    logged = list(audit.rows(audit.AuditFilter(action="role.", actor=str(admin.pk))).values_list("action", flat=True))
    assert logged == ["role.end", "role.grant"]


def test_an_inactive_user_holds_no_role(make_user):
    user = make_user("x@example.org", Role.COACH)
    user.is_active = False
    user.save()
    assert User.objects.get(pk=user.pk).roles == frozenset()


def test_editors_and_coordinators_open_the_websites_editing_half_and_others_do_not(make_user):
    assert make_user("e@example.org", Role.EDITOR).is_staff
    assert not make_user("r@example.org", Role.REVIEWER, Role.PROFESSIONAL).is_staff


def test_every_role_belongs_to_one_half_and_has_a_label():
    assert frozenset(Role) == WORKBENCH_ROLES | HUB_ROLES
    assert not WORKBENCH_ROLES & HUB_ROLES
    assert all(role.label.fi and role.label.sv and role.label.en for role in Role)


def test_a_user_is_shown_without_the_address_when_no_name_was_given(make_user):
    assert str(make_user("hidden@example.org")) == "hidden"


# Permissions ----------------------------------------------------------------------------------------------------------


def test_an_action_without_a_rule_is_refused_and_logged_as_a_defect(user, caplog):
    assert not permissions.can(user, "nobody.wrote_this_rule")
    assert "no permission rule for nobody.wrote_this_rule" in caplog.text


def test_an_inactive_or_anonymous_user_may_do_nothing(make_user, client):
    admin = make_user("admin@example.org", Role.COUNTY_ADMIN)
    assert permissions.can(admin, "base.manage_users")
    admin.is_active = False
    assert not permissions.can(admin, "base.manage_users")
    with pytest.raises(NotPermittedError):
        permissions.require(client.get("/health").wsgi_request.user, "base.manage_users")


def test_a_guarded_view_answers_403_to_those_without_the_right(signed_in, client, make_user):
    assert signed_in.get("/users/").status_code == 403
    client.force_login(make_user("admin@example.org", Role.COUNTY_ADMIN))
    assert client.get("/users/").content == b"users"


def test_two_rules_for_one_action_are_a_defect():
    with pytest.raises(ValueError, match=r"two rules for base\.upload"):
        permissions.rule("base.upload")(permissions.see_job)


# Commands -------------------------------------------------------------------------------------------------------------


def test_creating_a_user_names_everything_that_is_wrong():
    with pytest.raises(InputError) as caught:
        commands.create_user("not an address", roles=["editor"], half="workbench", password="short", language="de")
    assert {problem.where for problem in caught.value.problems} == {"email", "editor", "password", "language"}
    assert not User.objects.exists()


def test_a_user_made_from_the_command_line_holds_the_roles():
    user = commands.create_user("a@example.org", roles=["coach"], half="workbench", name="Anna")
    assert user.has_role(Role.COACH)
    assert not user.has_usable_password()


def test_verifying_the_log_from_the_command_line_tells_its_end():
    audit.record("first", actor=None)
    out = io.StringIO()
    assert commands.audit_verify(out) == 0
    assert out.getvalue() == f"The log holds: 1 events, the last one's hash {audit.head()[1]}.\n"
