"""Running a tool on a client's record: hand over the declared parts, run, keep what came of it."""

import hashlib
import logging
import time
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from luotsi.base import audit, jobs
from luotsi.base.models import User
from luotsi.kit.canonical import JsonObject
from luotsi.kit.errors import InputError, LuotsiError, Problem
from luotsi.kit.pack import Pack
from luotsi.kit.ports import Models
from luotsi.kit.registry import tools
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Context, RecordSlice, Result, Tool
from luotsi.workbench.domain.language_models import Live, recorded
from luotsi.workbench.domain.records import open_client
from luotsi.workbench.models import Case, Client, Run, SuggestionRow
from luotsi.workbench.queries import basis_of, current_resources, purpose_now

log = logging.getLogger(__name__)

SEED = 0


class Library(Protocol):
    """Where the packs of a run come from: fixed when the run is prepared, the same whenever it is executed."""

    def fix(self, run: Run, tool: Tool[Any]) -> None:
        """Note which packs the run uses."""

    def packs(self, run: Run) -> Mapping[str, Pack]:
        """The packs that were noted, by kind."""


_libraries: list[Library] = []


def register_library(library: Library) -> None:
    """Let a room hand Library content to tools."""
    _libraries.append(library)


class Contents(Protocol):
    """Where the files of a document come from: what had been attached when the run was prepared."""

    def complete(self, run: Run, body: JsonObject) -> JsonObject:
        """The DocumentReference with its files in it."""


_contents: list[Contents] = []


def register_contents(contents: Contents) -> None:
    """Let a room put the files of documents into what tools are handed."""
    _contents.append(contents)


def handed(run: Run) -> tuple[JsonObject, ...]:
    """The resources that the run's tool is handed, documents with their files, the same whenever it is asked."""
    bodies: list[JsonObject] = list(run.handed.order_by("type", "logical_id").values_list("body", flat=True))
    for contents in _contents:
        bodies = [
            contents.complete(run, body) if body["resourceType"] == "DocumentReference" else body for body in bodies
        ]
    return tuple(bodies)


def tool_named(name: str) -> Tool[Any]:
    """The installed tool; InputError that names those there are."""
    found = tools().get(name.replace("-", "_"))
    if found is None:
        raise InputError(
            Text("Työkalua ei ole.", "Verktyget finns inte.", "There is no such tool."),
            [Problem("tool", Text.same(", ".join(sorted(tools()))))],
        )
    return found


def start_run(user: User, client: Client, tool_name: str, *, on: date, background: bool = False) -> Run:
    """Run the tool on the client's record, at once or as a job. The hand-over is audited part by part."""
    tool = tool_named(tool_name)
    if on > timezone.localdate():
        problem = Problem(
            "on", Text("Päivä on tulevaisuudessa.", "Datumet är i framtiden.", "The day is in the future.")
        )
        raise InputError(Text("Tarkista päivä.", "Kontrollera datumet.", "Check the date."), [problem])
    with transaction.atomic():
        run = _prepare(user, client, tool, on)
    if background:
        job = jobs.start("workbench.run", owner=user, payload={"run": str(run.id)}, subject_url=f"/w/runs/{run.id}/")
        Run.objects.filter(pk=run.pk).update(job=job.id)
        run.refresh_from_db()
    else:
        execute(run.id)
        run.refresh_from_db()
    return run


def _prepare(user: User, client: Client, tool: Tool[Any], on: date) -> Run:
    open_client(user, client, target=f"tool:{tool.card.name}")
    case = Case.objects.create(client=client, opened_by=user)
    basis = basis_of(user, client)
    run = Run.objects.create(
        case=case,
        tool=tool.card.name,
        on=on,
        language=Language.parse(user.language).value,
        started_by=user,
        context_now=timezone.now(),
        unit=basis.unit.slug if basis and basis.unit else "",
    )
    types = tuple(name for part in tool.card.reads for name in part.resource_types)
    for library in _libraries:
        library.fix(run, tool)
    rows = list(current_resources(client, types))
    run.handed.set(rows)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.type] = counts.get(row.type, 0) + 1
    audit.record(
        "run.hand_over",
        actor=user,
        target=f"run:{run.id}",
        client=str(client.id),
        purpose=purpose_now(user, client),
        detail={"tool": tool.card.name, "parts": counts},
    )
    return run


def replay(run: Run, models: Models | None = None) -> Result:
    """Run the tool again on exactly what it was given, with the same clock, seed, packs and answers of models."""
    packs = {kind: pack for library in _libraries for kind, pack in library.packs(run).items()}
    context = Context(
        now=run.context_now,
        seed=SEED,
        language=Language.parse(run.language),
        models=models or recorded(run),
        library=packs,
        unit=run.unit,
    )
    return tool_named(run.tool).assess(RecordSlice(handed(run), run.on), context)


def execute(run_id: uuid.UUID) -> None:
    """Execute a prepared run and keep the result. Executing a finished run again changes nothing."""
    claimed = Run.objects.filter(pk=run_id, state__in=[Run.State.QUEUED, Run.State.RUNNING])
    if not claimed.update(state=Run.State.RUNNING):
        return
    run = Run.objects.select_related("case__client", "started_by").get(pk=run_id)
    started = time.perf_counter()
    live = Live.now()
    try:
        result = replay(run, live.models)
    except LuotsiError as error:
        problems = error.problems if isinstance(error, InputError) else ()
        _fail(run, error.text, problems)
        return
    except Exception:
        # The outermost door of a tool: whatever a tool raises, the run fails visibly and the workbench goes on.
        log.exception("tool %s failed on run %s", run.tool, run.id)
        text = Text(
            "Työkalu keskeytyi virheeseen. Ylläpito näkee virheen lokista ajon tunnuksella.",
            "Verktyget avbröts av ett fel. Administratören ser felet i loggen med körningens beteckning.",
            "The tool stopped on an error. The administrator finds it in the log by the run's identifier.",
        )
        _fail(run, text, ())
        return
    _keep(run, result, time.perf_counter() - started, live)


def _fail(run: Run, text: Text, problems: tuple[Problem, ...]) -> None:
    failure = {
        "text": text.as_json(),
        "problems": [{"where": problem.where, "text": problem.text.as_json()} for problem in problems],
    }
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, failure=failure)
        audit.record(
            "run.failed",
            actor=run.started_by,
            target=f"run:{run.id}",
            client=str(run.case.client_id),
            detail={"tool": run.tool},
        )


def _keep(run: Run, result: Result, seconds: float, live: Live) -> None:
    body = result.as_json()
    with transaction.atomic():
        kept = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
            state=Run.State.READY,
            version=result.version,
            headline=body["headline"],
            summary=body["summary"],
            abstentions=body["abstentions"],
            result_sha256=hashlib.sha256(result.canonical()).hexdigest(),
            seconds=seconds,
        )
        if not kept:  # cancelled in between: what came too late is not shown
            return
        SuggestionRow.objects.bulk_create(
            SuggestionRow(
                run=run,
                position=position,
                key=suggestion.key,
                kind=suggestion.kind,
                severity=int(suggestion.severity) if suggestion.severity else None,
                body=suggestion.as_json(),
            )
            for position, suggestion in enumerate(result.suggestions, 1)
        )
        detail: JsonObject = {"tool": run.tool, "version": result.version, "suggestions": len(result.suggestions)}
        calls = live.keep(run)
        if calls:
            detail = {**detail, "model": live.models.identities["text"].name, "model_calls": calls}
        audit.record(
            "run.ready",
            actor=run.started_by,
            target=f"run:{run.id}",
            client=str(run.case.client_id),
            detail=detail,
        )
