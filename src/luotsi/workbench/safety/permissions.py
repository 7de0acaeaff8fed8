"""Who reports safety events and who follows them up."""

from luotsi.base.models import User
from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.workbench.models import Run
from luotsi.workbench.queries import clients_of


@rule("safety.report")
def report(user: User, run: Run) -> bool:
    """Whoever may open the client's record."""
    return clients_of(user, run.case.client_id).exists()


@rule("safety.follow")
def follow(user: User, obj: object) -> bool:
    """Those who answer for the tools and for the use of data."""
    return user.has_any_role((Role.KNOWLEDGE_EDITOR, Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER))
