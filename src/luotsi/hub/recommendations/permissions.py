"""Who may do what with recommendations and the vision. What no rule allows is refused."""

from typing import Any

from luotsi.base.permissions import rule
from luotsi.base.roles import Role
from luotsi.hub.recommendations.models import Edition, Recommendation

_KEEPERS = (Role.COORDINATOR, Role.EDITOR, Role.ADMIN)


@rule("recommendations.work")
def work(user: Any, _obj: Any) -> bool:
    """The work space opens to keepers and to stewards of any recommendation."""
    return bool(user.has_any_role(_KEEPERS)) or Recommendation.objects.filter(stewards=user).exists()


@rule("recommendations.edit")
def edit(user: Any, subject: Any) -> bool:
    """Keepers edit all; a steward edits the recommendation entrusted to them. The vision is for keepers."""
    if subject is None:
        return False
    if user.has_any_role(_KEEPERS):
        return True
    return isinstance(subject, Recommendation) and subject.stewards.filter(pk=user.pk).exists()


@rule("recommendations.entrust")
def entrust(user: Any, _obj: Any) -> bool:
    """Opening a recommendation, and naming its owner and stewards, is for the coordinator."""
    return bool(user.has_any_role((Role.COORDINATOR, Role.ADMIN)))


@rule("recommendations.decide")
def decide(user: Any, edition: Any) -> bool:
    """A keeper publishes or sends back what somebody else submitted."""
    return isinstance(edition, Edition) and edition.submitted_by_id != user.pk and bool(user.has_any_role(_KEEPERS))
