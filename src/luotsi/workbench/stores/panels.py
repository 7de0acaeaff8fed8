"""Where the stores show themselves: the rail, the client's page and the first page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.base.permissions import can
from luotsi.kit.registry import tools
from luotsi.workbench.menu import Entry, Panel
from luotsi.workbench.models import Client
from luotsi.workbench.stores.models import ItemVersion, Task
from luotsi.workbench.stores.queries import (
    LibraryFilter,
    due_among,
    entries_of,
    kinds,
    newest_versions,
    open_tasks_of,
    tasks_of,
    unit_tasks,
)

MOST = 8


def entries(request: HttpRequest) -> Iterable[Entry]:
    """Tasks for those with clients, the Library for everyone."""
    user = request.user
    if can(user, "workbench.work_with_clients"):
        yield Entry(reverse("stores:tasks"), _("Tasks"), open_tasks_of(user).count())
    if kinds() and can(user, "library.read"):
        yield Entry(reverse("stores:library"), _("Library"))


def client_panels(request: HttpRequest, client: Client) -> Iterable[Panel]:
    """The client's tasks and what has been written here."""
    tasks = tasks_of(request.user).filter(client=client, state=Task.State.OPEN).prefetch_related("acts")
    values = {
        "client": client,
        "tasks": tasks[:MOST],
        "today": timezone.localdate(),
        "next": request.path,
        "entries": entries_of(client)[:MOST],
    }
    yield Panel("stores/_client_panel.html", values)


def today_panels(request: HttpRequest) -> Iterable[Panel]:
    """Own tasks and the unit's unowned ones by due date; for editors what waits and what grows old."""
    user, today = request.user, timezone.localdate()
    own = open_tasks_of(user).prefetch_related("acts")
    free = unit_tasks(user).filter(owner=None).prefetch_related("acts")
    yield Panel(
        "stores/_today_tasks.html",
        {
            "tasks": own[:MOST],
            "count": own.count(),
            "free": free[:MOST],
            "overdue": own.filter(due__lt=today).count(),
            "today": today,
            "next": request.path,
        },
    )
    if can(user, "library.edit"):
        rows = [row for kind in kinds() if (row := _editor_row(kind))["waiting"] or row["due"]]
        language = request.LANGUAGE_CODE
        titles = ", ".join(tool.card.title.in_(language) for tool in tools().values() if tool.library)
        yield Panel("stores/_today_library.html", {"rows": rows, "looked_at": titles})


def _editor_row(kind: str) -> dict[str, object]:
    waiting = newest_versions(kind, LibraryFilter(state=ItemVersion.State.IN_REVIEW))
    due = due_among(newest_versions(kind))
    return {
        "kind": kinds()[kind],
        "waiting": list(waiting[:MOST]),
        "waiting_count": waiting.count(),
        "due": list(due[:MOST]),
        "due_count": due.count(),
    }
