"""The bulk import: many clients from large files, each whole or rejected with its reasons, resumable at any moment.

One short transaction holds a few clients and the number of the last of them. A worker that is killed leaves whole
clients behind, and the next one goes on after them; of two workers on one import only one can move the number.
"""

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from luotsi.base import audit
from luotsi.base.models import User
from luotsi.base.permissions import require
from luotsi.kit.canonical import digest
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.records import AT_THE_SAME_TIME, unit_for
from luotsi.workbench.domain.storing import Origin, store
from luotsi.workbench.intake import ndjson
from luotsi.workbench.intake.assembly import Assembled, Assembly, Fault, RejectedError
from luotsi.workbench.intake.models import BulkFile, BulkImport, Rejection
from luotsi.workbench.intake.scratch import Group, Scratch
from luotsi.workbench.models import Unit

CLIENTS_AT_ONCE: Final = 40
ROWS_AT_ONCE: Final = 2000
MOST_FAULTS: Final = 50
BREATH_S: Final = 0.002

PATIENCE_S: Final = 20

Progress = Callable[[int, int, Text], None]

READING = Text(
    "Luetaan tiedostoja: {done} / {total} Mt",
    "Filerna läses: {done} / {total} MB",
    "Reading the files: {done} / {total} MB",
)
STORING = Text(
    "Asiakkaita tuotu {imported}, ennestään samat {repeated}, hylätty {rejected}",
    "Klienter importerade {imported}, redan samma {repeated}, avvisade {rejected}",
    "Clients imported {imported}, the same as before {repeated}, rejected {rejected}",
)
GOING_ON = Text(
    "Samaa tuontia ajetaan jo toisaalla.",
    "Samma import körs redan på annat håll.",
    "The same import is running elsewhere.",
)
MORE = Text("Lisäksi {n} muuta virhettä.", "Dessutom {n} andra fel.", "{n} more errors.")
STRAYS = Text(
    "Lisäksi {n} riviä, joiden asiakasta ei voitu päätellä.",
    "Dessutom {n} rader vars klient inte gick att sluta sig till.",
    "{n} more lines whose client could not be told.",
)


@dataclass(frozen=True, slots=True)
class Given:
    """A file to import: where it is, and what it is called in the report."""

    path: Path
    name: str
    own: bool = False


def begin(user: User, files: Sequence[Given], *, unit: Unit | None = None, system: str = "") -> BulkImport:
    """A bulk import of the files, or the one of the very same files that broke off. InputError names missing files."""
    require(user, "workbench.work_with_clients")
    unit = unit_for(user, unit)
    _check(files)
    sums = [ndjson.sha256_of(item.path) for item in files]
    fingerprint = digest({"files": sums, "system": system})
    broken_off = BulkImport.objects.filter(
        unit=unit, started_by=user, fingerprint=fingerprint, finished_at=None
    ).first()
    with transaction.atomic():
        bulk = broken_off or BulkImport.objects.create(
            unit=unit, started_by=user, system=system[:120], fingerprint=fingerprint
        )
        for position, (item, sha256) in enumerate(zip(files, sums, strict=True)):
            where = {"path": str(item.path.resolve()), "own": item.own}
            BulkFile.objects.update_or_create(
                bulk=bulk,
                position=position,
                defaults={"name": item.name[:255], "size": item.path.stat().st_size, "sha256": sha256, **where},
            )
        if not broken_off:
            audit.record("record.bulk", actor=user, target=f"bulk:{bulk.pk}", detail={"unit": unit.slug})
    return bulk


def _check(files: Sequence[Given]) -> None:
    headline = Text("Tiedostoja ei voi tuoda.", "Filerna kan inte importeras.", "The files cannot be imported.")
    missing = Text("Tiedostoa ei ole.", "Filen finns inte.", "There is no such file.")
    empty = Text("Tiedosto on tyhjä.", "Filen är tom.", "The file is empty.")
    problems = [
        Problem(item.name, empty if item.path.is_file() else missing)
        for item in files
        if not item.path.is_file() or not item.path.stat().st_size
    ]
    if not files:
        problems.append(Problem("files", missing))
    if problems:
        raise InputError(headline, problems)


def run(bulk: BulkImport, progress: Progress) -> BulkImport:
    """Import what has not been dealt with yet. ``progress`` may raise to stop: what is done stays, whole clients only."""
    require(bulk.started_by, "workbench.work_with_clients")
    unit_for(bulk.started_by, bulk.unit)
    if bulk.finished_at is None:
        files = list(bulk.files.all())
        paths = [Path(item.path) for item in files]
        _check_unchanged(files)
        limit = settings.LUOTSI_BUNDLE_LIMIT
        with _alone(folder_of(bulk)), Scratch(folder_of(bulk) / "index.sqlite3") as scratch:
            if not scratch.ready:
                _index(scratch, paths, limit, progress)
            BulkImport.objects.filter(pk=bulk.pk).update(clients=scratch.count())
            with Assembly(paths, scratch, limit) as assembly:
                _import(bulk, scratch, assembly, progress)
            _finish(bulk, scratch)
        _tidy(bulk, files)
    bulk.refresh_from_db()
    return bulk


def folder_of(bulk: BulkImport) -> Path:
    """Where the import keeps its index and the files sent to it."""
    return Path(settings.LUOTSI_DATA) / "intake" / str(bulk.pk)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run at a time on this machine. A run that was given to another worker lets go at its next report."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    until = time.monotonic() + PATIENCE_S
    with (folder / "lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise ConflictError(GOING_ON) from error
                time.sleep(0.2)
        yield


def _check_unchanged(files: Sequence[BulkFile]) -> None:
    changed = Text(
        "Tiedosto on muuttunut tai poissa. Aloita tuonti uudelleen.",
        "Filen har ändrats eller är borta. Börja importen på nytt.",
        "The file has changed or gone. Start the import again.",
    )
    problems = [
        Problem(item.name, changed)
        for item in files
        if not Path(item.path).is_file() or ndjson.sha256_of(Path(item.path)) != item.sha256
    ]
    if problems:
        raise InputError(changed, problems)


def _index(scratch: Scratch, paths: Sequence[Path], limit: int, progress: Progress) -> None:
    total = sum(path.stat().st_size for path in paths)

    def told(done: int) -> None:
        text = READING.format(done=done // 1_000_000, total=-(-total // 1_000_000))
        progress(100 * done // max(total, 1), 100, text)

    scratch.build(paths, limit, told)


@dataclass(slots=True)
class _Lot:
    """Clients that are stored in one transaction: read ones and rejected ones, up to the number ``last``."""

    last: int = 0
    read: list[tuple[Group, Assembled]] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def full(self) -> bool:
        rows = sum(len(item.bundle.raw) for _, item in self.read)
        return rows >= ROWS_AT_ONCE or len(self.read) + len(self.rejected) >= CLIENTS_AT_ONCE


def _import(bulk: BulkImport, scratch: Scratch, assembly: Assembly, progress: Progress) -> None:
    bulk.refresh_from_db()
    names = [item.name for item in bulk.files.all()]
    lot = _Lot(last=bulk.cursor)
    done, total = bulk.imported + bulk.repeated + bulk.rejected, scratch.count()
    for group in scratch.groups(bulk.cursor):
        try:
            lot.read.append((group, assembly.read(group)))
        except RejectedError as error:
            lot.rejected.append(_rejection(bulk, group, error.faults))
        lot.last = group.id
        done += 1
        if lot.full:
            _commit(bulk, lot, names)
            lot = _Lot(last=bulk.cursor)
            progress(min(done, total - 1), total, _stored(bulk))
            time.sleep(BREATH_S)  # others write between two lots
    if lot.last != bulk.cursor:
        _commit(bulk, lot, names)
    progress(max(total, 1), max(total, 1), _stored(bulk))


def _stored(bulk: BulkImport) -> Text:
    return STORING.format(imported=bulk.imported, repeated=bulk.repeated, rejected=bulk.rejected)


def _commit(bulk: BulkImport, lot: _Lot, names: Sequence[str]) -> None:
    counts = {"imported": 0, "repeated": 0, "resources": 0, "unchanged": 0}
    with transaction.atomic():
        if not BulkImport.objects.filter(pk=bulk.pk, cursor=bulk.cursor, finished_at=None).update(cursor=lot.last):
            raise ConflictError(GOING_ON)
        for group, item in lot.read:
            try:
                with transaction.atomic():
                    done = store(item.bundle, _origin(bulk, item, names))
            except (LuotsiError, IntegrityError) as error:
                lot.rejected.append(_rejection(bulk, group, _faults_of(group, item, error)))
                continue
            counts["repeated" if done.repeated else "imported"] += 1
            counts["resources"] += 0 if done.repeated else done.record_import.added
            counts["unchanged"] += len(item.bundle.raw) if done.repeated else done.record_import.unchanged
        Rejection.objects.bulk_create(lot.rejected)
        added: dict[str, Any] = {name: F(name) + value for name, value in counts.items()}
        left_out = sum(last - first + 1 for row in lot.rejected for _, first, last in row.lines)
        added |= {"rejected": F("rejected") + len(lot.rejected), "rejected_lines": F("rejected_lines") + left_out}
        BulkImport.objects.filter(pk=bulk.pk).update(**added)
    bulk.refresh_from_db()


def _origin(bulk: BulkImport, item: Assembled, names: Sequence[str]) -> Origin:
    return Origin(user=bulk.started_by, unit=bulk.unit, source=names[item.file], system=bulk.system, lines=item.lines)


def _faults_of(group: Group, item: Assembled, error: Exception) -> list[Fault]:
    """Why the client could not be stored: the person is known otherwise, or of another unit."""
    first = group.lines[0]
    patient = item.bundle.patient.reference
    line = item.lines.get(patient, first.number)
    if isinstance(error, InputError) and error.problems:
        return [
            Fault(item.file, line, f"{patient}.{problem.where.rpartition('.')[2]}", problem.text)
            for problem in error.problems
        ]
    text = error.text if isinstance(error, LuotsiError) else AT_THE_SAME_TIME
    return [Fault(item.file, line, patient, text)]


def _rejection(bulk: BulkImport, group: Group, faults: Sequence[Fault]) -> Rejection:
    kept = [fault.as_json() for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        last = faults[-1]
        kept.append(Fault(last.file, last.line, "", MORE.format(n=len(faults) - MOST_FAULTS)).as_json())
    numbers = sorted({(place.file, place.number) for place in group.lines} | {(f, n) for f, n, _ in group.broken})
    known = "" if group.key.startswith(("bundle:", "unknown:", "identifier:")) else group.key
    return Rejection(bulk=bulk, number=group.id, client=known[:200], problems=kept, lines=ranges(numbers))


def ranges(numbers: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Sorted (file, line) pairs as [file, first, last] of lines that follow one another.

    >>> ranges([(0, 1), (0, 2), (0, 5), (1, 6)])
    [[0, 1, 2], [0, 5, 5], [1, 6, 6]]
    """
    found: list[list[int]] = []
    for file, number in numbers:
        if found and found[-1][0] == file and found[-1][2] + 1 == number:
            found[-1][2] = number
        else:
            found.append([file, number, number])
    return found


def _finish(bulk: BulkImport, scratch: Scratch) -> None:
    listed, total = scratch.strays()
    rows = [
        Rejection(
            bulk=bulk, number=0, problems=[Fault(file, number, "", reason).as_json()], lines=[[file, number, number]]
        )
        for file, number, reason in listed
    ]
    if total > len(listed):
        fault = Fault(0, 0, "", STRAYS.format(n=total - len(listed)))
        rows.append(Rejection(bulk=bulk, number=0, problems=[fault.as_json()]))
    with transaction.atomic():
        waiting = BulkImport.objects.filter(pk=bulk.pk, finished_at=None)
        if waiting.update(finished_at=timezone.now(), rejected_lines=F("rejected_lines") + total):
            Rejection.objects.bulk_create(rows, batch_size=1000)
            bulk.refresh_from_db()
            audit.record(
                "record.bulk_done",
                actor=bulk.started_by,
                target=f"bulk:{bulk.pk}",
                detail={"imported": bulk.imported, "repeated": bulk.repeated, "rejected": bulk.rejected},
            )


def _tidy(bulk: BulkImport, files: Sequence[BulkFile]) -> None:
    shutil.rmtree(folder_of(bulk), ignore_errors=True)
    for item in files:
        if item.own:
            Path(item.path).unlink(missing_ok=True)
