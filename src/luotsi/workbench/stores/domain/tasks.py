"""The verbs of tasks: made by hand, by a tool or by a postponed proposal; done, undone, given to somebody else."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.notifications import notify
from luotsi.base.permissions import require
from luotsi.kit.errors import ConflictError, InputError, NotPermittedError, Problem
from luotsi.kit.review import State
from luotsi.kit.text import Text
from luotsi.workbench.models import Client, Run, SuggestionRow, Unit, VerdictRow
from luotsi.workbench.queries import clients_of, standing_of, units_of
from luotsi.workbench.stores.models import Task, TaskAct
from luotsi.workbench.stores.queries import colleagues, shared_unit

WORDS_LIMIT = 200
REASON_LIMIT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done. ``title`` is a tool's Text, ``words`` a person's own; one of them is given.

    ``owner`` or ``unit`` has the task; with neither, the one who makes it.
    """

    due: date
    words: str = ""
    title: Text | None = None
    reason: str = ""
    owner: User | None = None
    unit: Unit | None = None
    tool: str = ""
    run: Run | None = None
    suggestion: SuggestionRow | None = None


def create(user: User, order: Order, client: Client | None = None) -> Task:
    """Make a task. InputError names the field; NotPermittedError when the client's record is not open to the user."""
    problems = []
    if not order.words.strip() and order.title is None:
        problems.append(Problem("words", _WHAT))
    if len(order.words) > WORDS_LIMIT or len(order.reason) > REASON_LIMIT:
        problems.append(Problem("words" if len(order.words) > WORDS_LIMIT else "reason", _LONG))
    if problems:
        raise InputError(_INCOMPLETE, problems)
    if client is not None and not clients_of(user, client.pk).exists():
        raise NotPermittedError(_NOT_OPEN)
    unit = order.unit or (shared_unit(user, client) if client else None)
    if unit is not None and not units_of(user).filter(pk=unit.pk).exists():
        raise NotPermittedError(_NOT_OPEN)
    owner = order.owner or (None if order.unit else user)
    if owner is not None and not colleagues(user).filter(pk=owner.pk).exists():
        raise InputError(_INCOMPLETE, [Problem("owner", _NOT_COLLEAGUE)])
    with transaction.atomic():
        task = Task.objects.create(
            title=order.title.as_json() if order.title else None,
            words=order.words.strip(),
            reason=order.reason.strip(),
            due=order.due,
            owner=owner,
            unit=unit,
            client=client,
            tool=order.tool,
            run=order.run,
            suggestion=order.suggestion,
            created_by=user,
        )
        _act(task, TaskAct.Act.CREATE, user)
    if owner is not None and owner.pk != user.pk:
        notify(owner, _GIVEN, "/w/tasks/")
    return task


def finish(user: User, task: Task, note: str = "", *, seen: int) -> None:
    """Mark the task done. ``seen`` is how many acts the user's screen showed."""
    _move(user, task, Task.State.DONE, TaskAct.Act.DONE, note=note, seen=seen)


def cancel(user: User, task: Task, note: str = "", *, seen: int) -> None:
    """Cancel the task: it need not be done."""
    _move(user, task, Task.State.CANCELLED, TaskAct.Act.CANCEL, note=note, seen=seen)


def reopen(user: User, task: Task, *, seen: int) -> None:
    """Take back done or cancelled."""
    _move(user, task, Task.State.OPEN, TaskAct.Act.REOPEN, note="", seen=seen)


def _move(user: User, task: Task, state: str, act: str, *, note: str, seen: int) -> None:
    with transaction.atomic():
        locked = _locked(user, task, seen)
        if locked.state == state or Task.State.OPEN not in {locked.state, state}:
            raise ConflictError(_MOVED)
        Task.objects.filter(pk=locked.pk).update(state=state, closed_by_run=None)
        _act(locked, act, user, note)


def reassign(user: User, task: Task, owner: User | None, *, seen: int) -> None:
    """Give an open task to a colleague, or to the unit (None)."""
    if owner is not None and not colleagues(user).filter(pk=owner.pk).exists():
        raise InputError(_INCOMPLETE, [Problem("owner", _NOT_COLLEAGUE)])
    with transaction.atomic():
        locked = _locked(user, task, seen)
        if locked.state != Task.State.OPEN:
            raise ConflictError(_MOVED)
        if owner is None and locked.unit_id is None:
            raise InputError(_INCOMPLETE, [Problem("owner", _NO_UNIT)])
        if owner is not None and locked.client_id and not clients_of(owner, locked.client_id).exists():
            raise InputError(_INCOMPLETE, [Problem("owner", _NOT_COLLEAGUE)])
        Task.objects.filter(pk=locked.pk).update(owner=owner)
        _act(locked, TaskAct.Act.REASSIGN, user, owner.get_full_name() if owner else "")
    if owner is not None and owner.pk != user.pk:
        notify(owner, _GIVEN, "/w/tasks/")


def _locked(user: User, task: Task, seen: int) -> Task:
    locked = Task.objects.select_for_update().get(pk=task.pk)
    require(user, "stores.work_on_task", locked)
    if locked.acts.count() != seen:
        raise ConflictError(_MOVED)
    return locked


def _act(task: Task, act: str, by: User | None, note: str = "") -> None:
    TaskAct.objects.create(task=task, sequence=task.acts.count() + 1, act=act, note=note.strip(), by=by)
    audit.record(
        f"task.{act}",
        actor=by,
        target=f"task:{task.pk}",
        client=str(task.client_id) if task.client_id else "",
        purpose="care" if task.client_id else "",
        detail={"tool": task.tool, "due": task.due.isoformat()},
    )


# Postponed proposals --------------------------------------------------------------------------------------------------
def follow(given: VerdictRow) -> None:
    """Keep the tasks of a matter in step with its verdicts, whenever one is given.

    A matter is one key of one tool on one client, over all its runs. There is an open task of a postponement exactly
    while that postponement is the newest word on the matter, unless a person has closed the task.
    """
    suggestion = given.suggestion
    run = suggestion.run
    matter = SuggestionRow.objects.filter(
        run__case__client=run.case.client_id, run__tool=run.tool, key=suggestion.key
    ).select_related("run__case__client")
    standing, newest = State.PROPOSED, None
    latest = None
    for row in matter.prefetch_related("verdicts").order_by("run__started_at", "run_id"):
        state, verdict = standing_of(row)
        if state is not State.PROPOSED:
            standing, newest, latest = state, verdict, row
    wanted = newest if standing is State.POSTPONED else None
    with transaction.atomic():
        _close_others(matter, wanted, run, decided=newest is not None)
        if wanted is not None and latest is not None:
            _open(wanted, latest)


def _close_others(matter: object, wanted: VerdictRow | None, run: Run, *, decided: bool) -> None:
    tasks = Task.objects.select_for_update().filter(
        state=Task.State.OPEN, verdict__suggestion__in=matter, verdict__isnull=False
    )
    for task in tasks.exclude(verdict=wanted) if wanted else tasks:
        state, act = (Task.State.DONE, TaskAct.Act.DONE) if decided else (Task.State.CANCELLED, TaskAct.Act.CANCEL)
        Task.objects.filter(pk=task.pk).update(state=state, closed_by_run=run)
        _act(task, act, None)


def _open(verdict: VerdictRow, suggestion: SuggestionRow) -> None:
    run, user = suggestion.run, verdict.given_by
    known = Task.objects.select_for_update().filter(verdict=verdict).first()
    if known is None:
        client = run.case.client
        task = Task.objects.create(
            title=suggestion.body["title"],
            reason=verdict.note,
            due=verdict.until,
            owner=user,
            unit=shared_unit(user, client),
            client=client,
            tool=run.tool,
            run=run,
            suggestion=suggestion,
            verdict=verdict,
            created_by=user,
        )
        _act(task, TaskAct.Act.CREATE, user)
    elif known.closed_by_run_id:  # a verdict had closed it, and that verdict has been undone
        Task.objects.filter(pk=known.pk).update(state=Task.State.OPEN, closed_by_run=None)
        _act(known, TaskAct.Act.REOPEN, None)


_INCOMPLETE = Text("Tehtävä on vajaa.", "Uppgiften är ofullständig.", "The task is incomplete.")
_WHAT = Text("Kirjoita, mitä tehdään.", "Skriv vad som ska göras.", "Write what is to be done.")
_LONG = Text("Teksti on liian pitkä.", "Texten är för lång.", "The text is too long.")
_NOT_OPEN = Text(
    "Sinulla ei ole asiakassuhdetta tähän asiakkaaseen.",
    "Du har ingen klientrelation till den här klienten.",
    "You have no care relationship with this client.",
)
_NOT_COLLEAGUE = Text(
    "Valitse henkilö, joka työskentelee asiakkaan yksikössä.",
    "Välj en person som arbetar i klientens enhet.",
    "Choose a person who works in the client's unit.",
)
_NO_UNIT = Text("Tehtävällä ei ole yksikköä.", "Uppgiften har ingen enhet.", "The task has no unit.")
_MOVED = Text(
    "Joku muu muutti tehtävää. Omaa muutostasi ei tallennettu: katso tilanne.",
    "Någon annan har ändrat uppgiften. Din ändring sparades inte: se läget.",
    "Somebody else changed the task. Your change was not stored: look where it stands.",
)
_GIVEN = Text("Sait tehtävän.", "Du fick en uppgift.", "You were given a task.")
