"""Who manages the doors."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role


@rule("doors.manage")
def manage(user: User, obj: object) -> bool:
    """Keys and issuers are the county administrator's."""
    return user.has_role(Role.COUNTY_ADMIN)
