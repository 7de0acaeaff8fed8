"""What every page of the workbench shows: the rail by role, and what waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.base.roles import Role
from luotsi.kit.registry import tools
from luotsi.workbench.menu import entries
from luotsi.workbench.queries import waiting_count


def workbench(request: HttpRequest) -> dict[str, Any]:
    """``rail_items``: (address, label, current, count) for what the user's roles may open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not can(user, "workbench.use"):
        return {}
    items: list[tuple[str, str, int | None]] = []
    if can(user, "workbench.work_with_clients"):
        items += [
            (reverse("workbench:today"), _("Today"), None),
            (reverse("workbench:waiting"), _("Waiting"), waiting_count(user)),
            (reverse("workbench:clients"), _("Clients"), None),
            (reverse("workbench:signed"), _("Signed"), None),
        ]
    items.append((reverse("workbench:tools"), _("Tools"), None))
    if user.has_any_role((Role.COUNTY_ADMIN, Role.PRIVACY_OFFICER)):
        items.append((reverse("workbench:measures"), _("Measures"), None))
        items.append((reverse("base:audit"), _("Audit log"), None))
    items += [(entry.url, entry.label, entry.count) for entry in entries(request)]
    shown = [(url, label, request.path == url, count) for url, label, count in items]
    language = request.LANGUAGE_CODE
    cards = [
        (address := reverse("workbench:tool", args=[name]), tool.card.title.in_(language), request.path == address)
        for name, tool in tools().items()
    ]
    return {"rail_items": shown, "rail_groups": [(_("Tools of the unit"), cards)], "home_url": reverse("front")}
