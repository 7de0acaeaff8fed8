"""`luotsi demo`: hub and workbench side by side as in production, with starter content and synthetic clients.

Two halves, each with its own folder, database, secret, server and worker. This process only watches: it starts no
Django itself, says which child died if one does, and ends them all together.
"""

import contextlib
import ctypes
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TextIO

from luotsi.commands.progress import Progress
from luotsi.commands.rooms import checkout
from luotsi.kit.errors import InputError, LuotsiError
from luotsi.kit.text import Text
from luotsi.kit.tool import Command
from luotsi.project import guide
from luotsi.project.prepare import set_up

HOST = "127.0.0.1"
ROLES = ("hub", "workbench")
_READY_S = 120.0
_GRACE_S = 15.0
_PORTS_TRIED = 200
_LAST_LINES = 25
_PDEATHSIG = 1  # prctl(2): the signal a child gets when its parent dies
_STEPS = {
    "migrate": Text("tietokanta", "databas", "database"),
    "starter": Text("aloitussisältö", "startinnehåll", "starter content"),
    "static": Text("staattiset tiedostot", "statiska filer", "static files"),
}


class _StopError(Exception):
    """SIGTERM or SIGINT: end both halves."""


@dataclass
class Half:
    """One half of the demo: its folder, its port, and its two processes."""

    role: str
    folder: Path
    port: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def variables(self, other: "Half") -> dict[str, str]:
        """The settings of this half. It is told the other's address, and nothing of its database."""
        link = "LUOTSI_HUB_URL" if self.role == "workbench" else "LUOTSI_WORKBENCH_URL"
        return {
            "LUOTSI_ROLE": self.role,
            "LUOTSI_DATA": str(self.folder),
            "LUOTSI_SECRET_KEY": _secret(self.folder),
            "LUOTSI_PUBLIC_URL": self.url,
            "LUOTSI_HOSTS": f"{HOST},localhost",
            "LUOTSI_DEMO": "1",
            "LUOTSI_MFA_REQUIRED": "0",
            link: other.url,
        }

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def _secret(folder: Path) -> str:
    """The half's own secret, made once and kept in its folder for its owner's eyes only."""
    file = folder / "environment"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if name == "LUOTSI_SECRET_KEY" and value:
                return value
    return secrets.token_urlsafe(50)


def _keep(half: Half, variables: dict[str, str]) -> None:
    """Write the half's settings where other commands find them (`luotsi user create …` on the demo's data)."""
    file = half.folder / "environment"
    scratch = file.with_suffix(".new")
    with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:  # noqa: PTH123 - opened with its mode
        stream.writelines(f"{name}={value}\n" for name, value in variables.items())
    scratch.replace(file)


def _inherited() -> dict[str, str]:
    """The environment for a child, less what would tie the halves together or to another installation."""
    kept = {"LUOTSI_LOG_LEVEL", "LUOTSI_THREADS"}
    return {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_") or name in kept}


def free_ports(first: int, count: int) -> list[int]:
    """The first free ports from ``first`` upwards on the loopback address."""
    found: list[int] = []
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except (OSError, OverflowError):
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise InputError(
        Text(
            "Vapaata porttia ei löytynyt portista {first} alkaen.",
            "Ingen ledig port hittades från och med {first}.",
            "No free port was found from {first} upwards.",
        ).format(first=first)
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)


def _start(arguments: list[str], environment: dict[str, str], output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "luotsi.cli", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C reaches this process alone, which then ends them in order
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads run yet in a child
    )


# Preparing ----------------------------------------------------------------------------------------------------------
def _state_of_sources() -> str:
    """Changes when anything changes that a half's data are made from."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(os.fspath(package).encode())
    for folder, names, files in os.walk(package):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for name in sorted(files):
            stat = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - thousands of files, each start
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _prepare_all(halves: list[Half], environments: list[dict[str, str]], progress: Progress) -> None:
    """Bring both halves up to date at the same time; nothing to do when the sources are those of the last time."""
    state = _state_of_sources()
    stale = [
        (half, environment)
        for half, environment in zip(halves, environments, strict=True)
        if not _says(half.folder / ".prepared", state)
    ]
    # Started from this thread: a child dies with the thread that made it, not with the process
    for half, environment in stale:
        half.children["prepare"] = _start(["prepare", "--starter"], environment, subprocess.PIPE)
    said: dict[str, list[str]] = {half.role: [] for half, _ in stale}
    readers = [
        threading.Thread(target=_follow, args=(half, said[half.role], progress), daemon=True) for half, _ in stale
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    for half, _ in stale:
        if half.children["prepare"].wait():
            raise _died(half.role, "prepare", "\n".join(said[half.role][-_LAST_LINES:]))
        del half.children["prepare"]
        (half.folder / ".prepared").write_text(state, encoding="ascii")


def _follow(half: Half, said: list[str], progress: Progress) -> None:
    """Say each step of a half's preparation as it ends; keep the rest for the case that it fails."""
    for raw in half.children["prepare"].stdout or ():
        line = raw.decode(errors="replace").rstrip()
        word, _, rest = line.partition(" ")
        name, _, seconds = rest.partition(" ")
        if word == "end" and name in _STEPS:
            text = Text.same("· {half}: {what} … {s} s")
            progress.say(text.format(half=guide.HALVES[half.role], what=_STEPS[name], s=seconds))
        elif word != "begin":
            said.append(line)


def _says(stamp: Path, content: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == content


def _died(role: str, name: str, words: str) -> LuotsiError:
    return LuotsiError(
        Text(
            "{role}: {name} päättyi virheeseen.\n{words}",
            "{role}: {name} slutade med ett fel.\n{words}",
            "{role}: {name} ended with an error.\n{words}",
        ).format(role=role, name=name, words=words)
    )


# Running ------------------------------------------------------------------------------------------------------------
def _launch(half: Half, environment: dict[str, str], name: str, *arguments: str) -> None:
    with half.log(name).open("wb") as log:
        half.children[name] = _start([name, *arguments], environment, log)


def _check_alive(halves: list[Half]) -> None:
    for half in halves:
        for name, child in half.children.items():
            if child.poll() is not None:
                lines = half.log(name).read_text(encoding="utf-8", errors="replace").splitlines()
                raise _died(half.role, name, "\n".join(lines[-_LAST_LINES:]))


def _answers(half: Half) -> bool:
    connection = http.client.HTTPConnection(HOST, half.port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _wait_until_ready(halves: list[Half]) -> None:
    deadline = time.monotonic() + _READY_S
    waiting = list(halves)
    while waiting:
        _check_alive(halves)
        waiting = [half for half in waiting if not _answers(half)]
        if waiting and time.monotonic() > deadline:
            half = waiting[0]
            raise _died(half.role, "serve", half.log("serve").read_text(encoding="utf-8", errors="replace")[-2000:])
        time.sleep(0.1)


def _end(halves: list[Half]) -> None:
    """End every child: first ask, then insist."""
    children = [child for half in halves for child in half.children.values() if child.poll() is None]
    for child in children:
        child.terminate()
    deadline = time.monotonic() + _GRACE_S
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextlib.contextmanager
def _signals_stop() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second one must not break off the ending
        raise _StopError

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    progress = Progress(err, arguments.language)
    data: Path = arguments.data.resolve()
    halves: list[Half] = []
    with _signals_stop():
        try:
            set_up(progress)
            ports = free_ports(arguments.port, len(ROLES))
            halves += [Half(role, data / role, port) for role, port in zip(ROLES, ports, strict=True)]
            _start_halves(halves, progress)
            urls = {half.role: half.url for half in halves}
            folders = {half.role: half.folder for half in halves}
            out.write(guide.welcome(urls, folders, arguments.language))
            out.flush()
            while True:
                _check_alive(halves)
                time.sleep(0.3)
        except _StopError:
            progress.say(Text("Lopetetaan.", "Avslutar.", "Ending."))
            return 0
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            _end(halves)


def _start_halves(halves: list[Half], progress: Progress) -> None:
    hub, workbench = halves
    environments = []
    for half, other in ((hub, workbench), (workbench, hub)):
        half.folder.mkdir(parents=True, exist_ok=True)
        variables = half.variables(other)
        _keep(half, variables)
        environments.append(_inherited() | variables)
    _prepare_all(halves, environments, progress)
    with progress.step(Text("Käynnistetään molemmat puoliskot", "Startar båda halvorna", "Starting both halves")):
        for half, environment in zip(halves, environments, strict=True):
            _launch(half, environment, "serve", "--host", HOST, "--port", str(half.port))
        _wait_until_ready(halves)
    for half, environment in zip(halves, environments, strict=True):
        _launch(half, environment, "worker")


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:  # noqa: PLR2004 - the range of ports
        raise ValueError(text)
    return port


_port.__name__ = "1…65535"


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="8000")
    parser.add_argument("--data", type=Path, default=(checkout() or Path.cwd()) / "var", help="var/")


COMMANDS = (
    Command(
        "demo",
        Text(
            "Käynnistää verkostosivuston ja työpöydän kokeiltavaksi",
            "Startar nätverkets webbplats och arbetsbordet för provning",
            "Start the hub and the workbench to try them",
        ),
        _configure,
        _run,
    ),
)
