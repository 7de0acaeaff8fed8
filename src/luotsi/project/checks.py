"""`luotsi check`: every check that needs no running system. One line each; what failed is shown in full below."""

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from luotsi.commands.progress import Progress
from luotsi.commands.rooms import checkout
from luotsi.kit.errors import InputError, LuotsiError
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command
from luotsi.project.prepare import set_up

_LUOTSI = ("python", "-m", "luotsi.cli")
_MIGRATIONS = ("python", "-m", "django", "makemigrations", "--check", "--dry-run")


@dataclass(frozen=True, slots=True)
class Check:
    """A program with its arguments, and the half it runs for when it needs one."""

    name: str
    command: tuple[str, ...]
    half: str = "workbench"


# The slowest first: two run at a time
CHECKS = (
    Check("mypy", ("mypy",)),
    Check("djlint", ("djlint", "src", "--lint", "--quiet")),
    Check("makemigrations hub", _MIGRATIONS, "hub"),
    Check("makemigrations workbench", _MIGRATIONS),
    Check("import-linter", ("lint-imports",)),
    Check("i18n", (*_LUOTSI, "i18n", "check")),
    Check("docs", (*_LUOTSI, "docs", "--check")),
    Check("ruff check", ("ruff", "check")),
    Check("ruff format", ("ruff", "format", "--check")),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one check ended."""

    check: Check
    status: int
    output: str
    seconds: float


def source_root() -> Path:
    """The checkout; LuotsiError where there is none, as in an installed wheel."""
    root = checkout()
    if root is None:
        raise LuotsiError(
            Text(
                "Tämä komento toimii vain lähdekoodin kopiossa.",
                "Kommandot fungerar bara i en kopia av källkoden.",
                "This command works only in a checkout of the source.",
            )
        )
    return root


def _run_one(check: Check, root: Path, language: Language, data: str) -> Outcome:
    program, *arguments = check.command
    # Run each program as a file of this environment: the path of the shell has no say
    found = sys.executable if program == "python" else str(Path(sys.executable).with_name(program))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")} | {
        "DJANGO_SETTINGS_MODULE": "luotsi.project.settings",
        "LUOTSI_ROLE": check.half,
        "LUOTSI_DATA": data,
        "LUOTSI_SECRET_KEY": "only for checks, never for serving: 0123456789 0123456789",
        "LC_ALL": f"{language}_FI.UTF-8",
        "PYTHONWARNINGS": "ignore",
        "NO_COLOR": "1",
    }
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own table
        [found, *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode, done.stdout, time.monotonic() - started)


def run_checks(checks: Sequence[Check], language: Language, out: TextIO) -> int:
    """Run the checks two at a time, a line for each; 1 when any failed."""
    root, failed = source_root(), []
    with tempfile.TemporaryDirectory(prefix="luotsi-check-") as data, ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(lambda check: _run_one(check, root, language, data), checks):
            word = "ok" if outcome.status == 0 else "FAILED"
            out.write(f"{outcome.check.name:<26}{word:<8}{outcome.seconds:6.1f} s\n")
            out.flush()
            if outcome.status:
                failed.append(outcome)
    for outcome in failed:
        out.write(f"\n— {outcome.check.name}: {' '.join(outcome.check.command)}\n{outcome.output.rstrip()}\n")
    return 1 if failed else 0


def _run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    known = {check.name: check for check in CHECKS}
    if unknown := [name for name in arguments.only if name not in known]:
        raise InputError(
            Text(
                "Tuntematon tarkistus: {name}. Tarkistukset: {known}",
                "Okänd kontroll: {name}. Kontrollerna: {known}",
                "Unknown check: {name}. The checks: {known}",
            ).format(name=unknown[0], known=", ".join(known))
        )
    set_up(Progress(err, arguments.language))
    started = time.monotonic()
    status = run_checks([known[name] for name in arguments.only] or CHECKS, arguments.language, out)
    out.write(f"{time.monotonic() - started:.1f} s\n")
    return status


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", metavar="CHECK", help=", ".join(check.name for check in CHECKS))


COMMANDS = (
    Command(
        "check",
        Text(
            "Tarkistaa koodin, tuonnit, tyypit, mallipohjat ja käännökset",
            "Kontrollerar koden, importerna, typerna, mallarna och översättningarna",
            "Check code, imports, types, templates and translations",
        ),
        _configure,
        _run,
    ),
)
