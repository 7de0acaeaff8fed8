"""Tasks on screen: own ones, the unit's, closed ones, and one with its history."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.base.models import User
from luotsi.base.permissions import permission_required
from luotsi.kit.errors import ConflictError, InputError
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Client
from luotsi.workbench.queries import clients_of
from luotsi.workbench.stores.domain import tasks as verbs
from luotsi.workbench.stores.forms import TaskActForm, TaskForm, chosen_owner, owner_choices
from luotsi.workbench.stores.models import Task
from luotsi.workbench.stores.queries import open_tasks_of, tasks_of, unit_tasks

PAGE = 50


@require_safe
@permission_required("workbench.work_with_clients")
def task_list(request: HttpRequest) -> HttpResponse:
    """Own open tasks, the unit's open tasks, or the closed ones."""
    view = request.GET.get("view", "mine")
    user = request.user
    rows = {
        "mine": lambda: open_tasks_of(user),
        "unit": lambda: unit_tasks(user),
        "closed": lambda: tasks_of(user).exclude(state=Task.State.OPEN).order_by("-due"),
    }.get(view, lambda: open_tasks_of(user))()
    address = reverse("stores:tasks")
    tabs = [
        (address, _("Mine"), view == "mine", open_tasks_of(user).count()),
        (f"{address}?view=unit", _("My units"), view == "unit", unit_tasks(user).count()),
        (f"{address}?view=closed", _("Closed"), view == "closed"),
    ]
    page = Paginator(rows.prefetch_related("acts"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "view": view, "today": timezone.localdate(), "next": request.get_full_path()}
    return render(request, "stores/tasks.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("workbench.work_with_clients")
def new(request: HttpRequest) -> HttpResponse:
    """A task made by hand, on a client or on none."""
    client = _client(request.user, request.GET.get("client", ""))
    form = TaskForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        owner, unit = form.chosen()
        order = verbs.Order(words=data["words"], due=data["due"], reason=data["reason"], owner=owner, unit=unit)
        try:
            verbs.create(request.user, order, client)
        except InputError as error:
            form.add_problems(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("The task was made."))
            return redirect("workbench:client", client.pk) if client else redirect("stores:tasks")
    return render(request, "stores/new_task.html", {"form": form, "client": client}, status=422 if form.errors else 200)


def _client(user: User, identity: str) -> Client | None:
    if not identity:
        return None
    try:
        return get_object_or_404(clients_of(user, identity))
    except (ValueError, ValidationError) as error:
        raise BadRequest from error


@require_safe
@permission_required("workbench.work_with_clients")
def task(request: HttpRequest, task_id: str) -> HttpResponse:
    """One task with its history."""
    return _page(request, task_id)


def _page(request: HttpRequest, task_id: str, *, status: int = 200, conflict: str = "") -> HttpResponse:
    found = get_object_or_404(tasks_of(request.user), pk=task_id)
    if found.client:
        open_client(request.user, found.client, target=f"task:{found.pk}")
    acts = list(found.acts.select_related("by"))
    context = {
        "task": found,
        "acts": acts,
        "seen": len(acts),
        "today": timezone.localdate(),
        "owners": owner_choices(request.user, found),
        "conflict": conflict,
    }
    return render(request, "stores/task.html", context, status=status)


@require_POST
@permission_required("workbench.work_with_clients")
def act(request: HttpRequest, task_id: str) -> HttpResponse:
    """Done, cancelled, taken back or given to somebody else."""
    found = get_object_or_404(tasks_of(request.user), pk=task_id)
    form = TaskActForm(request.POST)
    if not form.is_valid():
        return _page(request, task_id, status=422)
    data = form.cleaned_data
    try:
        if data["act"] == "reassign":
            verbs.reassign(request.user, found, chosen_owner(data["owner"])[0], seen=data["seen"])
        elif data["act"] == "reopen":
            verbs.reopen(request.user, found, seen=data["seen"])
        else:
            verb = verbs.finish if data["act"] == "done" else verbs.cancel
            verb(request.user, found, data["note"], seen=data["seen"])
    except ConflictError as error:
        return _page(request, task_id, status=409, conflict=error.text.in_(request.LANGUAGE_CODE))
    except InputError as error:
        return _page(request, task_id, status=422, conflict=" ".join(error.lines(request.LANGUAGE_CODE)))
    messages.success(request, _("The task was changed. It can be undone on the task's page."))
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return redirect(address)
    return redirect("stores:task", task_id)
