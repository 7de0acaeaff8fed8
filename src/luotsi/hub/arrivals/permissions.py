"""Who keeps the keys of the border on the hub."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role


@rule("arrivals.keys")
def keys(user: User, obj: object) -> bool:
    """Enrolling and revoking counties' keys, and the hub's own: administrators and the network's coordinators."""
    return user.has_any_role((Role.ADMIN, Role.COORDINATOR))
