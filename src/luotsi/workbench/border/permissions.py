"""Who decides what crosses the border."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role


@rule("border.decide")
def decide(user: User, obj: object) -> bool:
    """Reading, approving and withholding what leaves, and taking packs: the county's administrator and privacy officer."""
    return user.has_any_role((Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER))


@rule("border.keys")
def keys(user: User, obj: object) -> bool:
    """Making, trusting and revoking keys: the county's administrator."""
    return user.has_role(Role.COUNTY_ADMIN)
