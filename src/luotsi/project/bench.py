"""`luotsi bench`: the measurements in benchmarks/, one after another, on an otherwise idle machine."""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from typing import TextIO

from luotsi.commands.progress import Progress
from luotsi.kit.text import Text
from luotsi.kit.tool import Command
from luotsi.project.checks import source_root
from luotsi.project.prepare import set_up

PARTS = ("commands", "pages", "database", "tools", "language", "record", "dialogue", "intake", "size")


def _run(arguments: Namespace, _out: TextIO, err: TextIO) -> int:
    set_up(Progress(err, arguments.language))
    parts = arguments.part or PARTS
    call = [sys.executable, "-m", "benchmarks.run", *parts, *(["--tests"] if arguments.tests else [])]
    return subprocess.run(call, cwd=source_root(), check=False).returncode  # noqa: S603 - our own program


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], metavar="PART", help=" · ".join(PARTS))
    parser.add_argument("--tests", action="store_true", help="also time ./luotsi test from a clean clone (minutes)")


COMMANDS = (
    Command(
        "bench",
        Text(
            "Mittaa nopeuden ja kirjoittaa mittaussivun",
            "Mäter hastigheten och skriver sidan med mätningar",
            "Measure speed and write the page of measurements",
        ),
        _configure,
        _run,
    ),
)
