"""Who may do what with a discussion. Citizens need no account; what no rule allows is refused."""

from typing import Any

from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.hub.dialogue.models import Discussion, Steward

_KEEPERS = (Role.COORDINATOR, Role.ADMIN)


def _has_part(user: Any, discussion: Any, *parts: str) -> bool:
    return isinstance(discussion, Discussion) and discussion.stewards.filter(user=user, part__in=parts).exists()


@rule("dialogue.work")
def work(user: Any, _obj: Any) -> bool:
    """The work space opens to those who may open discussions and to those who help to run one."""
    return create(user, None) or Steward.objects.filter(user=user).exists()


@rule("dialogue.create")
def create(user: Any, _obj: Any) -> bool:
    """Opening and importing discussions."""
    return bool(user.has_any_role((*_KEEPERS, Role.EDITOR)))


@rule("dialogue.manage")
def manage(user: Any, discussion: Any) -> bool:
    """Words, schedule, invitations, links, stewards, answers, closing: the owner, and the network's coordinator."""
    return isinstance(discussion, Discussion) and (
        bool(user.has_any_role(_KEEPERS)) or _has_part(user, discussion, Steward.Part.OWNER)
    )


@rule("dialogue.moderate")
def moderate(user: Any, discussion: Any) -> bool:
    """The queue of statements."""
    return manage(user, discussion) or _has_part(user, discussion, Steward.Part.MODERATOR)


@rule("dialogue.facilitate")
def facilitate(user: Any, discussion: Any) -> bool:
    """The screen of the room, coverage and votes on paper."""
    return moderate(user, discussion) or _has_part(user, discussion, Steward.Part.FACILITATOR)


@rule("dialogue.recount")
def recount(user: Any, discussion: Any) -> bool:
    """Walking the whole log: those who run it, and auditors."""
    return facilitate(user, discussion) or bool(user.has_role(Role.AUDITOR))
