"""Reads of access that more than one verb or view needs, and the grounds that the workbench asks for."""

import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone

from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.kit.text import Language, Text
from luotsi.web.formats import clock
from luotsi.workbench.access.models import AccessSettings, BreakGlass, ChosenPurpose
from luotsi.workbench.access.reasons import Outcome
from luotsi.workbench.models import Client, Unit
from luotsi.workbench.queries import CARE_ROLES, Basis


def in_force(user: User) -> QuerySet[BreakGlass]:
    """The user's emergency accesses that last now and stand on a unit in which the user still has the role."""
    now = timezone.now()
    return BreakGlass.objects.filter(user=user, started_at__lte=now, ends_at__gt=now).select_related("unit")


def holds_role(user: User, access: BreakGlass) -> bool:
    """Whether the user still has the role on which the access was opened."""
    return access.unit.scope in user.role_scopes(access.role)


def acting_role(user: User) -> str:
    """In which role the user acts on access, for the log: a care role first, then those that administer or oversee."""
    roles = (*CARE_ROLES, Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER)
    return next((role.value for role in roles if user.has_role(role)), "")


def waiting_for_review() -> QuerySet[BreakGlass]:
    """Emergency accesses that no privacy officer has accepted, the oldest first."""
    return (
        BreakGlass.objects.filter(outcome__in=["", Outcome.FOLLOW_UP])
        .select_related("client", "user", "unit", "reviewed_by")
        .order_by("started_at")
    )


def county_settings() -> AccessSettings:
    """The county's settings; the defaults until somebody has changed them."""
    return AccessSettings.objects.first() or AccessSettings()


def open_units() -> QuerySet[Unit]:
    """Units that have not been closed."""
    return Unit.objects.filter(closure=None).order_by("slug")


def privacy_officers() -> QuerySet[User]:
    """Whom to tell of an emergency access."""
    return User.objects.filter(Q(grants__role=Role.PRIVACY_OFFICER, grants__ended_at=None), is_active=True).distinct()


class EmergencyGrounds:
    """Emergency access as a ground for opening a record (``workbench.queries.Grounds``)."""

    def clients(self, user: User) -> list[uuid.UUID]:
        """The clients whose record an emergency access opens to the user now."""
        return [access.client_id for access in in_force(user) if holds_role(user, access)]

    def basis(self, user: User, client: Client) -> Basis | None:
        """The emergency access in force, with the notice that every page of the client shows."""
        found = (access for access in in_force(user).filter(client=client) if holds_role(user, access))
        access = next(found, None)
        if access is None:
            return None
        until = Text(*(clock(access.ends_at, language) for language in Language))
        alert = Text(
            "Hätäavaus klo {until} asti. Käyttö tarkastetaan.",
            "Nödöppning till kl. {until}. Användningen granskas.",
            "Emergency access until {until}. Its use is reviewed.",
        ).format(until=until)
        return Basis(
            reference=f"emergency:{access.pk}", unit=access.unit, role=access.role, purpose=access.purpose, alert=alert
        )

    def purpose(self, user: User, client: Client) -> str:
        """The purpose that the user has chosen for this client."""
        chosen = ChosenPurpose.objects.filter(user=user, client=client, until__gt=timezone.now())
        return chosen.values_list("purpose", flat=True).first() or ""
