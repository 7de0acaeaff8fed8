"""`luotsi test`: the whole suite in passes, three at a time: both halves, and the database tests on PostgreSQL.

Each half is a pytest process of its own, because Django holds one set of settings. Their output goes to files and is
shown in order; the last line sums them up.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from luotsi.commands.progress import Progress
from luotsi.kit.text import Text
from luotsi.kit.tool import Command
from luotsi.project.checks import source_root
from luotsi.project.prepare import set_up

_LANES = 3  # passes at a time: a pass in a browser waits for it a third of its time, which leaves two cores idle
_NO_TESTS = 5  # pytest's exit status when nothing was collected


# The rooms that both halves are built on are tested in both
_BOTH_HALVES = frozenset({"base"})


def belongs(room: str, half: str) -> bool:
    """Whether the tests of a room (a folder under tests/) run on the half."""
    return room in _BOTH_HALVES or (room == "hub") == (half == "hub")


# Passes of about the same length keep both cores busy to the end
_HOST = frozenset({"workbench", "journeys"})
_SHELL = frozenset({"cli", "project", "web"})


@dataclass(frozen=True, slots=True)
class Pass:
    """One pytest process: its half, its database, which rooms it takes, and what it leaves out."""

    name: str
    half: str
    database: str = "sqlite"
    options: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()

    def takes(self, room: str) -> bool:
        """Whether the tests of a room run in this pass."""
        return belongs(room, self.half) and room not in self.but and (not self.only or room in self.only)

    def paths(self, root: Path, asked: Sequence[str]) -> list[str] | None:
        """What to give to pytest; None when nothing of what was asked for runs here."""
        if asked:
            return [path for path in asked if self.takes(_room(path))] or None
        if not self.only and not self.but:
            return []
        rooms = sorted(
            folder.name for folder in (root / "tests").iterdir() if folder.is_dir() and folder.name[0] not in "_."
        )
        return [f"tests/{room}" for room in rooms if self.takes(room)]


@dataclass(slots=True)
class Tally:
    """What one pass counted."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: str = ""
    seconds: float = 0.0
    broken: bool = field(default=False)


def passes(*, everything: bool) -> list[Pass]:
    """The passes of a run. The database tests run on PostgreSQL too: without browser and slow ones, or all of them."""
    fast = () if everything else ("-m", "not slow")
    narrow = ("--database-only",) if everything else ("--database-only", "-m", "not slow and not browser")
    return [
        Pass("workbench: the host of the tools", "workbench", options=fast, only=_HOST),
        Pass("workbench: shell and house", "workbench", options=fast, only=_SHELL),
        Pass("workbench on PostgreSQL", "workbench", "postgres", narrow),
        Pass("hub", "hub", options=fast),
        Pass("workbench: the other rooms", "workbench", options=fast, but=_HOST | _SHELL),
        # What both halves are built on meets PostgreSQL in the workbench's pass; in both in the full matrix
        Pass("hub on PostgreSQL", "hub", "postgres", narrow, but=frozenset() if everything else _BOTH_HALVES),
    ]


def _run_pass(one: Pass, root: Path, folder: Path, chosen: Sequence[str]) -> Tally:
    report = folder / f"{one.name.replace(':', '').replace(' ', '-')}.xml"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")} | {
        "LUOTSI_ROLE": one.half,
        "LUOTSI_TEST_DB": one.database,
        "LUOTSI_TEST_TEMPLATES": str(folder / "templates"),
    }
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
    started = time.monotonic()
    log = report.with_suffix(".log")
    with log.open("wb") as stream:
        done = subprocess.run(  # noqa: S603 - our own program
            [*call, *one.options, *chosen],
            cwd=root,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    tally = _count(report) if report.is_file() else Tally()
    tally.output = log.read_text(encoding="utf-8", errors="replace")
    tally.seconds = time.monotonic() - started
    # A run that broke off (exit 2 to 4, or killed) is a failure even if every test it reached had passed
    tally.broken = done.returncode not in {0, 1, _NO_TESTS} or (done.returncode == 1 and not tally.failed)
    return tally


def _templates(root: Path, folder: Path, halves: Collection[str], out: TextIO) -> None:
    """Prepare each half once; what fails here is made by the tests themselves, and told."""
    (folder / "templates").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")}
    calls = [
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.templates", str(folder / "templates"), half],
            cwd=root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in sorted(halves)
    ]
    for call in calls:
        _, errors = call.communicate()
        if call.returncode:
            out.write(errors)


def _count(report: Path) -> Tally:
    tally = Tally()
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own pytest just now
        total, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        tally.passed += total - failures - errors - skipped
        tally.failed += failures + errors
        tally.skipped += skipped
    return tally


def _room(path: str) -> str:
    """The first folder under tests/ of a path such as ``tests/base/test_audit.py::test_chain``."""
    return path.removeprefix("./").removeprefix("tests/").partition("/")[0]


def _run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    progress = Progress(err, arguments.language)
    set_up(progress)
    root = source_root()
    wanted = [(one, one.paths(root, arguments.paths)) for one in passes(everything=arguments.all)]
    tallies = []
    with tempfile.TemporaryDirectory(prefix="luotsi-test-") as folder, ThreadPoolExecutor(_LANES) as pool:
        if not arguments.paths and not arguments.k:  # a few tests are sooner done than whole halves prepared
            _templates(root, Path(folder), {one.half for one, _ in wanted}, out)
        running = [
            (
                one,
                pool.submit(
                    _run_pass, one, root, Path(folder), [*paths, *(("-k", arguments.k) if arguments.k else ())]
                ),
            )
            for one, paths in wanted
            if paths is not None
        ]
        for one, future in running:
            tally = future.result()
            tallies.append(tally)
            out.write(f"\n—— {one.name} ({tally.seconds:.0f} s) ——\n{tally.output}")
            if tally.broken:
                out.write(f"{one.name}: broke off\n")
            out.flush()
    passed, failed, skipped = (
        sum(getattr(tally, name) for tally in tallies) for name in ("passed", "failed", "skipped")
    )
    failed += sum(tally.broken for tally in tallies)
    if not passed + failed:
        text = Text("Yhtään testiä ei ajettu.", "Inga test kördes.", "No test was run.")
        err.write(f"{text.in_(arguments.language)}\n")
    out.write(f"\n{passed} passed, {failed} failed, {skipped} skipped\n")
    return 0 if passed and not failed else 1


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="tests/base …")
    parser.add_argument("-k", metavar="EXPRESSION", help="only tests whose name fits (pytest -k)")
    parser.add_argument("--all", action="store_true", help="the full matrix, slow tests included")


COMMANDS = (
    Command(
        "test",
        Text(
            "Ajaa kaikki testit, molemmat puoliskot ja PostgreSQL",
            "Kör alla test, båda halvorna och PostgreSQL",
            "Run every test: both halves, and PostgreSQL",
        ),
        _configure,
        _run,
    ),
)
