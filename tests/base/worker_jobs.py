"""Jobs for the test of a real worker, and the process that the test speaks to."""

import contextlib
import io
import json
import os
import sys
import time
import traceback

import django


def slow(handle, seconds):
    from luotsi.kit.text import Text  # noqa: PLC0415 - cycle-free start-up: Django is not set up yet

    for step in range(int(seconds * 10)):
        handle.progress(step, int(seconds * 10), Text.same(f"step {step}"))
        time.sleep(0.1)
    handle.result({"attempt": handle.attempt})


def stubborn(handle, seconds):
    time.sleep(seconds)
    handle.result({})


def fork(work):
    """A process of its own that does ``work`` and ends; its number."""
    from django.db import connections  # noqa: PLC0415 - cycle-free start-up

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        connections.close_all()
        status = 0
    finally:
        os._exit(status)


def serve():
    """Run each line of JSON as Python and answer with what it printed."""
    django.setup()
    from luotsi.base import nightly  # noqa: PLC0415 - cycle-free start-up
    from luotsi.base.jobs import job  # noqa: PLC0415 - cycle-free start-up
    from luotsi.kit.text import Text  # noqa: PLC0415 - cycle-free start-up

    nightly._NIGHTLY.clear()  # a worker of this process has the test's own jobs only
    job("test.slow", title=Text.same("Slow"), resumable=True)(slow)
    job("test.stubborn", title=Text.same("Stubborn"))(stubborn)
    for line in sys.stdin:
        out, error = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(out):
                exec(json.loads(line), {"fork": fork})  # noqa: S102 - the test's own words
        except Exception:  # noqa: BLE001 - told to the test
            error = traceback.format_exc()
        sys.stdout.write(json.dumps([out.getvalue().strip(), error]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
