"""The folder watch: files that another system drops are imported, then moved to ``done`` or ``rejected`` with a report.

A file is taken when its size and time have stood still, by a rename into ``working``; what is in ``working`` at the
start was left by a watch that was stopped, and is taken first. One watch at a time holds the folder.
"""

import fcntl
import json
import logging
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from luotsi.base.models import User
from luotsi.engines.clinical.messages import TOO_LARGE
from luotsi.kit.errors import ConflictError, InputError, LuotsiError, Problem
from luotsi.kit.text import Text
from luotsi.workbench.domain.records import Imported, import_record, unit_for
from luotsi.workbench.intake import report
from luotsi.workbench.intake.domain import bulk as bulks
from luotsi.workbench.models import Unit

ENDINGS: Final = (".json", ".ndjson")
WORKING, DONE, REJECTED = "working", "done", "rejected"

_log = logging.getLogger(__name__)

_DEFECT = Text(
    "Ohjelmavirhe esti tuonnin. Ilmoita ylläpidolle; tiedosto on tallessa.",
    "Ett programfel hindrade importen. Meddela administratören; filen finns kvar.",
    "A program error stopped the import. Tell your administrator; the file is kept.",
)


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a file: its new place, and whether all of it was imported."""

    path: Path
    report: Path
    accepted: bool


@dataclass(slots=True)
class Watch:
    """A watched folder. ``settle_s`` is how long a file must stand still before it is taken."""

    folder: Path
    user: User
    unit: Unit
    system: str = ""
    settle_s: float = 2.0
    _seen: dict[Path, tuple[int, int, float]] = field(default_factory=dict)

    @classmethod
    def on(
        cls, folder: Path, user: User, *, unit: Unit | None = None, system: str = "", settle_s: float = 2.0
    ) -> "Watch":
        """A watch on the folder, whose sub-folders are made; InputError when it is no folder."""
        if not folder.is_dir():
            text = Text("Kansiota ei ole.", "Mappen finns inte.", "There is no such folder.")
            raise InputError(text, [Problem(str(folder), text)])
        for name in (WORKING, DONE, REJECTED):
            (folder / name).mkdir(exist_ok=True)
        return cls(folder, user, unit_for(user, unit), system, settle_s)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder; ConflictError when another watch holds it."""
        with (self.folder / ".luotsi-watch").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ConflictError(
                    Text(
                        "Toinen seuranta pitää kansiota.",
                        "En annan bevakning håller mappen.",
                        "Another watch holds the folder.",
                    )
                ) from error
            yield

    def left_over(self) -> list[Handled]:
        """Deal with what a stopped watch left in ``working``."""
        return [self._handled(path) for path in sorted((self.folder / WORKING).iterdir()) if path.is_file()]

    def poll(self) -> list[Handled]:
        """Look once: take every file that has stood still since an earlier look."""
        taken = []
        now = time.monotonic()
        present = {path for path in self.folder.iterdir() if _wanted(path)}
        self._seen = {path: mark for path, mark in self._seen.items() if path in present}
        for path in sorted(present):
            try:
                stat = path.stat()
            except FileNotFoundError:  # its sender took it away again
                continue
            before = self._seen.get(path)
            if before is None or before[:2] != (stat.st_size, stat.st_mtime_ns):
                self._seen[path] = stat.st_size, stat.st_mtime_ns, now
                before = self._seen[path]
            if now - before[2] >= self.settle_s:
                working = _free(self.folder / WORKING / path.name)
                path.rename(working)
                del self._seen[path]
                taken.append(self._handled(working))
        return taken

    def forever(self, every_s: float, told: Callable[[Handled], None], stop: Callable[[], bool]) -> None:
        """Look again and again until ``stop`` says so."""
        with self.alone():
            for handled in self.left_over():
                told(handled)
            while not stop():
                for handled in self.poll():
                    told(handled)
                time.sleep(every_s)

    def _handled(self, path: Path) -> Handled:
        accepted, content = self._imported(path)
        place = self.folder / (DONE if accepted else REJECTED)
        final = _free(place / path.name)
        report_at = final.with_name(f"{final.name}.report.json")
        _write(report_at, {"file": path.name, "at": timezone.now().isoformat(timespec="seconds"), **content})
        path.rename(final)
        return Handled(final, report_at, accepted)

    def _imported(self, path: Path) -> tuple[bool, dict[str, Any]]:
        language = self.user.language
        try:
            if path.suffix.lower() == ".ndjson":
                return self._many(path, language)
            done = self._one(path)
        except InputError as error:
            problems = [{"where": item.where, "reason": item.text.in_(language)} for item in error.problems]
            return False, {"imported": 0, "reason": error.text.in_(language), "problems": problems}
        except LuotsiError as error:
            return False, {"imported": 0, "reason": error.text.in_(language)}
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the watch; it is kept and told
            place = "".join(traceback.format_tb(error.__traceback__))
            _log.error("watched file: %s\n%s", type(error).__name__, place)
            return False, {"imported": 0, "reason": _DEFECT.in_(language)}
        row = done.record_import
        return True, {"imported": 1, "client": str(row.client_id), "added": row.added, "repeated": done.repeated}

    def _one(self, path: Path) -> Imported:
        size = path.stat().st_size
        if size > settings.LUOTSI_BUNDLE_LIMIT:
            raise InputError(TOO_LARGE.format(size=size, limit=settings.LUOTSI_BUNDLE_LIMIT))
        return import_record(self.user, path.read_bytes(), source=path.name, unit=self.unit, system=self.system)

    def _many(self, path: Path, language: str) -> tuple[bool, dict[str, Any]]:
        given = bulks.Given(path, path.name)
        bulk = bulks.run(bulks.begin(self.user, [given], unit=self.unit, system=self.system), _quiet)
        rows = [
            {"lines": row.lines, "client": row.client, "element": row.element, "reason": row.reason}
            for row in report.rejected_rows(bulk, language)
        ]
        return not (bulk.rejected or bulk.rejected_lines), report.summary(bulk) | {"problems": rows}


def _quiet(_done: int, _total: int, _text: Text) -> None:
    """Nobody waits for the progress of a watched file."""


def _wanted(path: Path) -> bool:
    plain = path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    return plain and path.is_file() and not path.is_symlink()


def _free(path: Path) -> Path:
    """The path, with a number when there is already something by that name."""
    number, found = 1, path
    while found.exists() or found.with_name(f"{found.name}.report.json").exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all: written beside, then renamed."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
