"""`luotsi demo` for real: two halves, their addresses and log-ins, and a clean end. Without a network."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

from luotsi.kit.errors import InputError
from luotsi.project.demo import free_ports
from tests import templates

SANDBOX = shutil.which("unshare") and os.geteuid() == 0


def demo(data, *words, before=()):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
    with (data / "out").open("wb") as out, (data / "err").open("wb") as err:
        return subprocess.Popen(
            [*before, sys.executable, "-m", "luotsi.cli", "demo", "--data", str(data), *words],
            env=kept | {"LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1"},
            stdout=out,
            stderr=err,
        )


def welcome(process, data, seconds=180):
    """What it prints until it says how to end it."""
    deadline = time.monotonic() + seconds
    while "To end:" not in (text := (data / "out").read_text()):
        assert process.poll() is None, (data / "err").read_text()
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
    return text


def children_of(pid):
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]  # noqa: PTH110 - not a file of ours


def status(url, path="/health"):
    connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The demo, started once; its first port is taken by somebody else. The run's prepared halves stand in for a first
    start, which a test of the full matrix makes."""
    data = tmp_path_factory.mktemp("demo")
    for role in ("hub", "workbench"):
        if prepared := templates.folder(role, starter=True):
            shutil.copytree(prepared, data / role)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = demo(data, "--port", str(taken.getsockname()[1]))
        text = welcome(process, data)
        yield process, text, data, taken.getsockname()[1]
    if process.poll() is None:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def urls(running):
    return re.findall(r"http://127\.0\.0\.1:\d+", running[1])


@pytest.mark.slow
def test_a_first_start_prepares_both_halves(tmp_path):
    process = demo(tmp_path, "--port", "18400")
    try:
        urls = re.findall(r"http://127\.0\.0\.1:\d+", welcome(process, tmp_path, 300))
        assert [status(url) for url in dict.fromkeys(urls)] == [200, 200]
    finally:
        process.terminate()
        process.wait(30)


def test_both_halves_answer_on_the_next_free_ports(running, urls):
    assert len(set(urls)) == 2
    assert [status(url) for url in urls] == [200, 200]
    assert f"http://127.0.0.1:{running[3]}" not in urls


def test_it_prints_log_ins_and_what_to_try_first(running):
    text = running[1]
    assert "liisa.malli@demo.example" in text
    assert "kaisa.koordinaattori@demo.example" in text
    assert "luotsi-demo-2026" in text
    assert re.search(r"Try first\n  1\. ", text)


def test_each_half_has_its_own_secret_for_its_owner_only(running):
    files = [running[2] / half / "environment" for half in ("hub", "workbench")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    secrets = {re.search("LUOTSI_SECRET_KEY=(.+)", file.read_text())[1] for file in files}
    assert len(secrets) == 2
    assert min(map(len, secrets)) >= 50


def test_no_half_is_told_the_others_database(running):
    hub, workbench = ((running[2] / half / "environment").read_text() for half in ("hub", "workbench"))
    assert str(running[2] / "workbench") not in hub
    assert str(running[2] / "hub") not in workbench


def test_a_command_takes_the_demos_environment(running):
    """`luotsi audit verify` on the demo's data, with the variables that the demo wrote."""
    lines = (running[2] / "workbench" / "environment").read_text().splitlines()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "luotsi.cli", "--lang", "en", "audit", "verify"],
        env=kept | dict(line.split("=", 1) for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("The log holds: ")


def test_it_ends_both_halves_and_leaves_no_process(running, urls):
    process = running[0]
    deadline = time.monotonic() + 15
    while len(children_of(process.pid)) < 4 and time.monotonic() < deadline:
        time.sleep(0.1)
    children = children_of(process.pid)
    assert len(children) == 4  # a server and a worker for each half
    process.terminate()
    assert process.wait(20) == 0
    assert alive(children) == []
    for url in urls:
        with pytest.raises(ConnectionRefusedError):
            status(url)


@pytest.mark.skipif(not SANDBOX, reason="a network of its own needs root and unshare")
def test_a_second_start_without_any_network_is_quick_and_whole(running):
    """No outgoing socket can be opened in there: only the loopback exists. After the test above has ended the first."""
    alone = ("unshare", "--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "demo")
    started = time.monotonic()
    process = demo(running[2], before=alone)
    try:
        text = welcome(process, running[2], 60)
        assert time.monotonic() - started < 30
        assert "http://127.0.0.1:8000/" in text
        for half in ("hub", "workbench"):
            for name in ("serve", "worker"):
                log = (running[2] / half / f"{name}.log").read_text()
                assert "Traceback" not in log
                assert "ERROR" not in log
    finally:
        process.terminate()
        process.wait(30)
    assert process.returncode == 0


def test_a_half_that_dies_ends_the_demo_and_is_named(running):
    process = demo(running[2], "--port", "18200")
    welcome(process, running[2], 60)
    deadline = time.monotonic() + 15
    while len(children_of(process.pid)) < 4 and time.monotonic() < deadline:
        time.sleep(0.1)
    children = children_of(process.pid)
    os.kill(children[0], signal.SIGKILL)
    assert process.wait(30) == 1
    assert "hub: serve ended with an error." in (running[2] / "err").read_text()
    assert alive(children[1:]) == []


def test_children_end_when_the_demo_itself_is_killed(running):
    process = demo(running[2], "--port", "18300")
    welcome(process, running[2], 60)
    time.sleep(3)
    children = children_of(process.pid)
    process.kill()
    process.wait(5)
    deadline = time.monotonic() + 15
    while alive(children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(children) == []


def test_free_ports_are_the_first_that_nobody_holds():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port not in free_ports(port, 2)


def test_no_free_port_is_said():
    with pytest.raises(InputError):
        free_ports(65535, 2)
