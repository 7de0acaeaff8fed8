"""WebSockets against the real server: who may open one, and what it carries."""

import json
import time
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.project.conftest import EMAIL

ECHO = "/live/echo"


@pytest.fixture
def dial(bare_half, cookie):
    """Open a WebSocket on the half; signed in and from its own page unless told otherwise."""

    def open_socket(path, *, cookie=cookie, origin=bare_half.url):
        address = f"ws://127.0.0.1:{bare_half.port}{path}"
        return connect(address, additional_headers={"Cookie": cookie}, origin=origin, proxy=None, max_size=None)

    return open_socket


def closing_code(socket, *frames):
    """Send the frames, read until the server closes, and give its code."""
    try:
        for frame in frames:
            socket.send(frame)
        while True:
            socket.recv(timeout=5)
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_echo_sends_the_same_bytes_and_text_back(dial):
    with dial(ECHO) as socket:
        socket.send(b"\x00\x01" * 320)
        assert socket.recv(timeout=5) == b"\x00\x01" * 320
        socket.send("ä")
        assert socket.recv(timeout=5) == "ä"


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        ({"cookie": ""}, ECHO, 4401),
        ({"cookie": "luotsi_workbench_session=madeup"}, ECHO, 4401),
        ({"cookie": "§;;="}, ECHO, 4401),
        ({"origin": "http://evil.example"}, ECHO, 4403),
        ({"origin": None}, ECHO, 4403),
        ({"origin": "http://127.0.0.1:1"}, ECHO, 4403),
        ({}, "/live/nothing", 4404),
        ({}, "/live/jobs/1", 4404),
        ({}, "/live/jobs/00000000-0000-4000-8000-000000000000", 4403),
    ],
)
def test_a_connection_that_may_not_be_is_closed_with_its_code(dial, changed, path, code):
    with dial(path, **changed) as socket:
        assert closing_code(socket) == code


def test_a_frame_that_is_too_big_closes_the_connection(dial):
    with dial(ECHO) as socket:
        socket.send(b"x" * 64_000)
        assert len(socket.recv(timeout=5)) == 64_000
        socket.send(b"x" * 64_001)
        assert closing_code(socket) == 1009


def test_too_many_frames_close_the_connection(dial):
    with dial(ECHO) as socket:
        assert closing_code(socket, *[b"x"] * 1000) == 1008


def test_live_audio_pace_is_not_too_many_frames(dial):
    """20 ms of 16 kHz 16-bit mono audio a frame, fifty a second, for two seconds' worth."""
    with dial(ECHO) as socket:
        for _ in range(100):
            socket.send(bytes(640))
            assert socket.recv(timeout=5) == bytes(640)
            time.sleep(0.005)


def make_job(half, **fields):
    return half.python(
        "from luotsi.base.models import Job, User\n"
        f"job = Job.objects.create(name='invented', owner=User.objects.get(email={EMAIL!r}), **{fields!r})\n"
        "print(job.pk)"
    )


def test_a_job_is_pushed_when_it_changes_until_it_has_ended(dial, bare_half):
    number = make_job(bare_half, state="running", done=1, total=3)
    with dial(f"/live/jobs/{number}") as socket:
        first = json.loads(socket.recv(timeout=5))
        assert (first["id"], first["done"], first["finished"]) == (number, 1, False)
        bare_half.python(
            "from luotsi.base.models import Job\n"
            f"Job.objects.filter(pk={number!r}).update(state='done', done=3, result={{'n': 3}})"
        )
        last = json.loads(socket.recv(timeout=5))
        assert (last["done"], last["finished"], last["result"]) == (3, True, {"n": 3})


def test_another_users_job_is_not_shown(dial, bare_half):
    other = "other@example.org"
    bare_half.command("user", "create", other, "--role", "professional", input="another long phrase\n")
    number = make_job(bare_half, state="running")
    with dial(f"/live/jobs/{number}", cookie=bare_half.session(other)) as socket:
        assert closing_code(socket) == 4403


def test_sockets_left_open_do_not_keep_the_server_from_answering(dial, bare_half):
    number = make_job(bare_half, state="running")
    with ExitStack() as open_ones:
        for _ in range(12):
            open_ones.enter_context(dial(f"/live/jobs/{number}")).recv(timeout=5)
        started = time.monotonic()
        assert bare_half.get("/accounts/login/").status == 200
        assert time.monotonic() - started < 5
