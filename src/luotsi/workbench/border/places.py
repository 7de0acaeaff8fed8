"""Where the border shows itself: the rail, and the first page of those who decide what leaves."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.workbench.border.models import Message
from luotsi.workbench.menu import Entry, Panel


def _drafts() -> int:
    return Message.objects.filter(state=Message.State.DRAFTED).count()


def entries(request: HttpRequest) -> Iterator[Entry]:
    """The outbox, with the number of drafts that wait."""
    if can(request.user, "border.decide"):
        yield Entry(reverse("border:outbox"), _("Leaving the county"), _drafts() or None)


def today(request: HttpRequest) -> Iterator[Panel]:
    """A card when drafts wait for a decision."""
    if can(request.user, "border.decide") and (count := _drafts()):
        yield Panel("border/_today.html", {"count": count, "url": reverse("border:outbox")})
