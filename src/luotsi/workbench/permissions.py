"""Who may do what in the workbench. What no rule allows is refused."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.workbench.models import Client, Run
from luotsi.workbench.queries import CARE_ROLES, SIGNING_ROLES, clients_of, unit_keys


@rule("workbench.use")
def use(user: User, obj: object) -> bool:
    """Any role in the county opens the workbench's own pages (not records)."""
    return bool(user.roles)


@rule("workbench.work_with_clients")
def work_with_clients(user: User, obj: object) -> bool:
    """A care role in some unit: own list of clients, import of a record."""
    return bool(unit_keys(user, CARE_ROLES))


@rule("workbench.open_client")
def open_client(user: User, client: Client) -> bool:
    """A care relationship of the user's unit is in force."""
    return clients_of(user, client.pk).exists()


@rule("workbench.review")
def review(user: User, run: Run) -> bool:
    """Verdicts are given by those who may open the client's record."""
    return clients_of(user, run.case.client_id).exists()


@rule("workbench.sign")
def sign(user: User, run: Run) -> bool:
    """A signature needs a role that signs, in a unit with a care relationship to the client."""
    units = unit_keys(user, SIGNING_ROLES)
    return run.case.client.care_relationships.filter(unit__in=units, ended_at=None).exists()


@rule("workbench.measures")
def measures(user: User, obj: object) -> bool:
    """Measures of the county are for those who answer for it."""
    return user.has_any_role((Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER, Role.KNOWLEDGE_EDITOR))
