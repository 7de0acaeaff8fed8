"""The server as a client meets it: forms, limits, static files, and how it starts and ends."""

import http.client
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Thread

import pytest
from websockets.sync.client import connect

from tests.halves import LiveHalf
from tests.project.conftest import EMAIL, PASSWORD


def test_health_answers(bare_half):
    answer = bare_half.get("/health")
    assert (answer.status, answer.json()["database"]) == (200, "ok")


def test_a_form_posted_to_the_real_server_arrives(bare_half):
    answer = bare_half.post_form("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert answer.status == 302
    assert "luotsi_workbench_session" in str(answer.headers.get_all("Set-Cookie"))


def test_a_post_without_its_token_is_refused(bare_half):
    body, kind = f"login={EMAIL}&password=x", "application/x-www-form-urlencoded"
    assert bare_half.request("POST", "/accounts/login/", body, {"Content-Type": kind}).status == 403


def test_static_files_come_hashed_compressed_and_cached_for_a_year(bare_half):
    page = bare_half.get("/accounts/login/").text
    path = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert path.startswith("/static/built/luotsi.")
    answer = bare_half.get(path, **{"Accept-Encoding": "gzip"})
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_a_body_over_the_limit_is_refused_before_it_is_read(bare_half):
    connection = http.client.HTTPConnection("127.0.0.1", bare_half.port, timeout=10)
    connection.putrequest("POST", "/accounts/login/")
    connection.putheader("Content-Length", str(3_000_000))
    connection.endheaders()  # and not one byte of the body
    response = connection.getresponse()
    assert response.status == 413
    assert "at most 1 MB" in response.read().decode()
    connection.close()


def test_a_chunked_body_is_cut_off_at_the_limit(bare_half, cookie):
    """A body that announces no length is counted as it comes."""
    sent = 0

    def chunks():
        nonlocal sent
        for _ in range(500):
            sent += 100_000
            yield b"x" * 100_000

    connection = http.client.HTTPConnection("127.0.0.1", bare_half.port, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    try:
        connection.request("POST", "/accounts/login/", chunks(), headers, encode_chunked=True)
        assert connection.getresponse().status in {403, 413}
    except (BrokenPipeError, ConnectionResetError):
        pass  # closed on us while we were still sending
    finally:
        connection.close()
    assert bare_half.get("/health").status == 200


def test_a_host_that_is_not_ours_is_refused(bare_half):
    assert bare_half.get("/accounts/login/", Host="evil.example").status == 400


def test_serving_without_a_secret_is_refused(tmp_path):
    half = LiveHalf("workbench", tmp_path, LUOTSI_SECRET_KEY="short")
    done = half.command("--lang", "en", "serve")
    assert (done.returncode, done.stderr) == (1, "LUOTSI_SECRET_KEY is missing or shorter than 50 characters.\n")


def test_serving_an_empty_database_says_what_to_run(tmp_path):
    done = LiveHalf("workbench", tmp_path).command("--lang", "en", "serve")
    assert done.returncode == 1
    assert done.stderr.startswith("The database lacks ")
    assert done.stderr.endswith("First run: luotsi prepare\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_cleanly_when_told(tmp_path, bare_half, number):
    half = LiveHalf("workbench", bare_half.folder)
    half.folder = tmp_path  # its log apart from the other's
    half.serve()
    started = time.monotonic()
    assert half.stop(number) == 0, half.log()
    assert time.monotonic() - started < 5
    assert half.log() == ""


def test_the_server_ends_while_pages_are_asked_for(tmp_path, bare_half):
    """A page that is under way is answered whole, and none keeps the server from ending."""
    half = LiveHalf("workbench", bare_half.folder)
    half.folder = tmp_path
    half.serve()
    seen = []

    def ask():
        with suppress(OSError, HTTPException):
            while True:
                seen.append(half.get("/accounts/login/").status)

    readers = [Thread(target=ask) for _ in range(6)]
    for reader in readers:
        reader.start()
    while len(seen) < 12:
        time.sleep(0.01)
    started = time.monotonic()
    assert half.stop() == 0, half.log()
    assert time.monotonic() - started < 10
    for reader in readers:
        reader.join(30)
    assert set(seen) == {200}
    assert half.log() == ""


def test_the_server_ends_while_sockets_are_open(tmp_path, bare_half, cookie):
    half = LiveHalf("workbench", bare_half.folder)
    half.folder = tmp_path
    half.serve()
    address = f"ws://127.0.0.1:{half.port}/live/echo"
    with connect(address, additional_headers={"Cookie": cookie}, origin=half.url, proxy=None) as socket:
        socket.send(b"still here")
        assert socket.recv(timeout=5) == b"still here"
        started = time.monotonic()
        assert half.stop() == 0, half.log()
        assert time.monotonic() - started < 5
    assert half.log() == ""


def _catches(status, number):
    """Whether the process has a handler of its own for the signal by now."""
    caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def test_the_worker_ends_cleanly_when_told(bare_half):
    worker = subprocess.Popen(
        [sys.executable, "-m", "luotsi.cli", "worker"], env=bare_half.environment, stderr=subprocess.DEVNULL
    )
    status, ready = Path(f"/proc/{worker.pid}/status"), time.monotonic() + 60
    while not _catches(status, signal.SIGTERM) and time.monotonic() < ready:
        assert worker.poll() is None
        time.sleep(0.1)
    worker.terminate()
    assert worker.wait(15) == 0


def test_django_loads_no_heavy_science(bare_half):
    loaded = bare_half.python(
        "import sys; from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(sorted({'sklearn', 'statsmodels', 'pandas', 'scipy', 'pydicom', 'highdicom'} & set(sys.modules)))"
    )
    assert loaded == "[]"


def test_the_audit_log_of_a_new_installation_holds(bare_half):
    done = bare_half.command("--lang", "en", "audit", "verify")
    assert done.returncode == 0
    assert done.stdout.startswith("The log holds: ")
