"""Who may do what about access. County administrators and privacy officers open no record by their role."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.workbench.access.queries import open_units
from luotsi.workbench.models import CareRelationship, Client, Unit
from luotsi.workbench.queries import CARE_ROLES, clients_of, unit_keys, units_of


@rule("access.emergency")
def emergency(user: User, _obj: object) -> bool:
    """Those who work with clients may open a record in an emergency."""
    return bool(unit_keys(user, CARE_ROLES))


@rule("access.find_client")
def find_client(user: User, _obj: object) -> bool:
    """Finding a client outside one's own list: care roles, and administrators who mend care relationships."""
    return emergency(user, None) or user.has_role(Role.COUNTY_ADMIN)


@rule("access.start_relationship")
def start_relationship(user: User, unit: Unit) -> bool:
    """A professional of the unit, or a county administrator. A closed unit takes no clients."""
    if not open_units().filter(pk=unit.pk).exists():
        return False
    return user.has_role(Role.COUNTY_ADMIN) or units_of(user, (Role.PROFESSIONAL,)).filter(pk=unit.pk).exists()


@rule("access.end_relationship")
def end_relationship(user: User, relationship: CareRelationship) -> bool:
    """A professional of the unit, or a county administrator."""
    own = units_of(user, (Role.PROFESSIONAL,)).filter(pk=relationship.unit_id).exists()
    return own or user.has_role(Role.COUNTY_ADMIN)


@rule("access.see_relationships")
def see_relationships(user: User, client: Client) -> bool:
    """Those who may open the record, and administrators: the list tells units, not the record."""
    return user.has_role(Role.COUNTY_ADMIN) or clients_of(user, client.pk).exists()


@rule("access.oversee")
def oversee(user: User, _obj: object) -> bool:
    """Who saw whom and why is for the privacy officer."""
    return user.has_role(Role.PRIVACY_OFFICER)


@rule("access.manage")
def manage(user: User, _obj: object) -> bool:
    """People, units and settings are for the county administrator."""
    return user.has_role(Role.COUNTY_ADMIN)


@rule("access.move_relationship")
def move_relationship(user: User, unit: Unit) -> bool:
    """Into another unit: whoever may end the relationship may hand the client on to any open unit."""
    return find_client(user, None) and open_units().filter(pk=unit.pk).exists()
