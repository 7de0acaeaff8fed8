"""The room's entry in the rail."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.workbench.menu import Entry


def entries(request: HttpRequest) -> Iterator[Entry]:
    """For those who manage the doors."""
    if can(request.user, "doors.manage"):
        yield Entry(reverse("doors:doors"), _("Doors"))
