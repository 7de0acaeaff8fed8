"""Where access shows itself: the rail, the client's page and the first page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.workbench.access import purposes
from luotsi.workbench.access.forms import PurposeForm
from luotsi.workbench.access.queries import holds_role, in_force, waiting_for_review
from luotsi.workbench.access.relationship_view import relationship_rows
from luotsi.workbench.menu import Entry, Panel
from luotsi.workbench.models import Client
from luotsi.workbench.queries import basis_of, purpose_of


def entries(request: HttpRequest) -> Iterable[Entry]:
    """What the user's roles open."""
    user = request.user
    if can(user, "access.emergency"):
        yield Entry(reverse("access:search"), _("Emergency access"), in_force(user).count() or None)
    if can(user, "access.manage"):
        if not can(user, "access.emergency"):
            yield Entry(reverse("access:search"), _("Care relationships"))
        yield Entry(reverse("access:people"), _("People"))
        yield Entry(reverse("access:units"), _("Units"))
        yield Entry(reverse("access:settings"), _("Settings of access"))
    if can(user, "access.oversee"):
        yield Entry(reverse("access:seen"), _("Who saw whom"))
        yield Entry(reverse("access:reviews"), _("Emergency accesses"), waiting_for_review().count())


def client_panel(request: HttpRequest, client: Client) -> Iterable[Panel]:
    """By what right and for what purpose the record is open; the client's care relationships."""
    basis = basis_of(request.user, client)
    if basis is None:
        return
    language = request.LANGUAGE_CODE
    purpose = purpose_of(request.user, client, basis)
    form = PurposeForm(initial={"purpose": purpose}, language=language, auto_id="access-%s")
    values = {
        "client": client,
        "alert": basis.alert.in_(language) if basis.alert else "",
        "purpose": purposes.label(purpose),
        "form": form,
        "rows": relationship_rows(request.user, client),
    }
    yield Panel("access/_client.html", values)


def today_panel(request: HttpRequest) -> Iterable[Panel]:
    """The user's emergency accesses that last now, so that none is forgotten open."""
    held = [access for access in in_force(request.user).select_related("client") if holds_role(request.user, access)]
    if held:
        yield Panel("access/_today.html", {"held": held})
