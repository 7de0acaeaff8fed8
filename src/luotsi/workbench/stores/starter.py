"""Demo content of the stores: the built-in rules taken into the Library, and a third editor to review them."""

from django.conf import settings

from luotsi.base import people
from luotsi.base.models import User
from luotsi.base.roles import Role
from luotsi.workbench.stores.domain.library import take_in
from luotsi.workbench.stores.models import LibraryItem
from luotsi.workbench.stores.queries import editors, kinds

# The author and two readers: a review needs three people
NEEDED = 3


def load() -> None:
    """Make what is missing; a second call changes nothing. Outside the demo there is nothing to load."""
    if not settings.LUOTSI_DEMO:
        return
    for user in User.objects.filter(is_active=True, grants__role=Role.PROFESSIONAL.value).distinct().order_by("pk"):
        if len(editors()) >= NEEDED:
            break
        people.grant(user, Role.KNOWLEDGE_EDITOR, by=None)
    found = editors()
    for name, kind in kinds().items():
        if found and not LibraryItem.objects.filter(kind=name).exists():
            take_in(found[0], kind.starter())
