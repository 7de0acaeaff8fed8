"""Python in a half's Django without its start each time: a process that has started waits, and each piece runs in a fork."""

import json
import subprocess
import sys
from dataclasses import dataclass

# One line of JSON in, one out. What a piece changes in its process ends with its process.
_WAITS = """
import contextlib, io, json, os, sys, traceback
import django; django.setup()
for line in sys.stdin:
    reader, writer = os.pipe()
    if not os.fork():
        os.close(reader)
        said, wrong = io.StringIO(), ""
        try:
            with contextlib.redirect_stdout(said):
                exec(compile(json.loads(line), "<piece>", "exec"), {"__name__": "__main__"})
        except BaseException:
            wrong = traceback.format_exc()
        with os.fdopen(writer, "w") as out:
            json.dump({"said": said.getvalue(), "wrong": wrong}, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as heard:
        answer = heard.read()
    os.wait()
    print(answer or json.dumps({"said": "", "wrong": "it ended early"}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a piece printed, and its traceback when it failed."""

    said: str
    wrong: str


class Warm:
    """``Warm(environment).run("print(1)").said == "1\\n"``."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WAITS],
            env=environment | {"DJANGO_SETTINGS_MODULE": "luotsi.project.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code):
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        return Heard(**json.loads(self.process.stdout.readline()))

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(30)
            self.process.stdout.close()
