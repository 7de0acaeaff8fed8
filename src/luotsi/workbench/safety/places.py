"""Where safety events show themselves: the rail, and the foot of every review."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.workbench.menu import Entry
from luotsi.workbench.models import Run
from luotsi.workbench.safety.models import SafetyEvent


def entries(request: HttpRequest) -> Iterable[Entry]:
    """The list, for those who follow up."""
    if can(request.user, "safety.follow"):
        waiting = SafetyEvent.objects.filter(state=SafetyEvent.State.OPEN).count()
        yield Entry(reverse("safety:events"), _("Safety events"), waiting or None)


def review_links(request: HttpRequest, run: Run) -> Iterable[Entry]:
    """The way to report from a review."""
    address = reverse("safety:report", args=[run.case.client_id, run.tool, run.pk])
    yield Entry(address, _("Report a safety event"))
