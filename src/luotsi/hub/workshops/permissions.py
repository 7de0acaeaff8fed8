"""Who may run a workshop. What no rule allows is refused; those in the room need a secret and no account."""

from typing import Any

from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.hub.workshops.models import Workshop

_KEEPERS = (Role.COORDINATOR, Role.ADMIN)


@rule("workshops.open")
def open_workshop(user: Any, _obj: Any) -> bool:
    """Coordinators and editors open workshops."""
    return bool(user.has_any_role((*_KEEPERS, Role.EDITOR)))


@rule("workshops.work")
def work(user: Any, _obj: Any) -> bool:
    """The list of one's own workshops."""
    return open_workshop(user, None) or Workshop.objects.filter(facilitators=user).exists()


@rule("workshops.run")
def run(user: Any, workshop: Any) -> bool:
    """A facilitator runs their own workshop; the coordinator runs any."""
    if not isinstance(workshop, Workshop):
        return False
    return bool(user.has_any_role(_KEEPERS)) or workshop.facilitators.filter(pk=user.pk).exists()
