"""Accounts and roles of the county's people: made, granted, ended and closed by the county administrator.

Four eyes: nobody grants to themselves a role that opens records or watches over them; another administrator does.
"""

from dataclasses import dataclass

from django.db import transaction

from luotsi.base import audit, people
from luotsi.base.models import Grant, User
from luotsi.base.permissions import require
from luotsi.base.roles import WORKBENCH_ROLES, Role
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.access.queries import open_units
from luotsi.workbench.models import Unit
from luotsi.workbench.queries import CARE_ROLES

NOT_TO_ONESELF = (*CARE_ROLES, Role.PRIVACY_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What an account is made of."""

    email: str
    name: str
    title: str = ""
    language: str = "fi"


def create_person(user: User, new: NewPerson) -> User:
    """A new account without roles and without a password. InputError when the address is in use."""
    require(user, "access.manage")
    email = new.email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise InputError(
            Text("Tunnusta ei luotu.", "Kontot skapades inte.", "The account was not created."),
            [Problem("email", Text("Osoite on jo käytössä.", "Adressen används redan.", "Already in use."))],
        )
    return people.create_account(email, by=user, name=new.name.strip(), title=new.title.strip(), language=new.language)


def grant_role(user: User, person: User, role: Role, unit: Unit | None) -> Grant:
    """Grant a role. Roles that open records are granted in one unit, and never to oneself."""
    require(user, "access.manage")
    problems = []
    if role not in WORKBENCH_ROLES:
        problems.append(Problem("role", Text("Valitse rooli.", "Välj roll.", "Choose a role.")))
    if role in CARE_ROLES and (unit is None or not open_units().filter(pk=unit.pk).exists()):
        problems.append(
            Problem(
                "unit",
                Text(
                    "Tämä rooli annetaan avoimeen yksikköön.",
                    "Rollen ges i en öppen enhet.",
                    "This role is granted in an open unit.",
                ),
            )
        )
    if not person.is_active:
        problems.append(
            Problem("role", Text("Tunnus on suljettu.", "Kontot är stängt.", "The account has been closed."))
        )
    if problems:
        raise InputError(Text("Roolia ei annettu.", "Rollen gavs inte.", "The role was not granted."), problems)
    if person.pk == user.pk and role in NOT_TO_ONESELF:
        raise NotPermittedError(
            Text(
                "Et voi antaa itsellesi roolia, joka avaa asiakastietoja tai valvoo niitä. Pyydä toista pääkäyttäjää.",
                "Du kan inte ge dig själv en roll som öppnar eller övervakar klientuppgifter. Be en annan administratör.",
                "You cannot grant yourself a role that opens records or watches over them. Ask another administrator.",
            )
        )
    return people.grant(person, role, by=user, scope=unit.scope if unit and role in CARE_ROLES else "")


def end_role(user: User, grant: Grant) -> None:
    """End a role. The county always keeps an administrator."""
    require(user, "access.manage")
    with transaction.atomic():
        _keep_an_administrator(grant.user, [grant])
        if not people.end_grant(grant.user, Role(grant.role), by=user, scope=grant.scope):
            raise ConflictError(Text("Rooli on jo päättynyt.", "Rollen har redan upphört.", "The role has ended."))


def close_account(user: User, person: User) -> None:
    """Close an account: its roles end and nobody signs in with it. One's own is closed by another administrator."""
    require(user, "access.manage")
    if person.pk == user.pk:
        raise NotPermittedError(
            Text(
                "Omaa tunnusta ei voi sulkea. Pyydä toista pääkäyttäjää.",
                "Du kan inte stänga ditt eget konto. Be en annan administratör.",
                "You cannot close your own account. Ask another administrator.",
            )
        )
    with transaction.atomic():
        grants = list(person.grants.filter(ended_at=None))
        _keep_an_administrator(person, grants)
        for grant in grants:
            people.end_grant(person, Role(grant.role), by=user, scope=grant.scope)
        User.objects.filter(pk=person.pk).update(is_active=False)
        audit.record("account.close", actor=user, target=f"user:{person.pk}", detail={"roles_ended": len(grants)})


def open_account(user: User, person: User) -> None:
    """Open a closed account again, without roles."""
    require(user, "access.manage")
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            audit.record("account.open", actor=user, target=f"user:{person.pk}")


def _keep_an_administrator(person: User, ending: list[Grant]) -> None:
    if not any(grant.role == Role.COUNTY_ADMIN and grant.ended_at is None for grant in ending):
        return
    admins = Grant.objects.select_for_update().filter(role=Role.COUNTY_ADMIN, ended_at=None, user__is_active=True)
    others = [grant for grant in admins if grant.user_id != person.pk]
    if not others:
        raise InputError(
            Text(
                "Alueella on oltava ainakin yksi pääkäyttäjä.",
                "Området måste ha minst en administratör.",
                "The county needs at least one administrator.",
            )
        )
