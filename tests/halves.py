"""A real half of Luotsi for tests: its own data folder, its own server process, asked over HTTP."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import urlencode

from tests.warm import Warm

SECRET = "for tests only, and never anywhere else: 0123456789 0123456789"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Answer:
    """One HTTP answer, read."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        self.text = self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)


class LiveHalf:
    """``with LiveHalf("workbench", folder) as half: half.get("/health")``."""

    def __init__(self, role, folder, *, starter=True, **variables):
        self.role, self.folder, self.starter = role, folder, starter
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # pytest's own choice of settings is not the product's
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
        self.environment = kept | {
            "LUOTSI_ROLE": role,
            "LUOTSI_DATA": str(folder),
            "LUOTSI_SECRET_KEY": SECRET,
            "LUOTSI_PUBLIC_URL": self.url,
            "LUOTSI_DEMO": "1",
            "LUOTSI_MFA_REQUIRED": "0",
            **variables,
        }
        self.own_database = "LUOTSI_DATABASE_URL" in variables
        self.process = self.warm = None

    def command(self, *words, **options):
        """Run ``luotsi …`` on this half."""
        options.setdefault("capture_output", True)
        return subprocess.run(
            [sys.executable, "-m", "luotsi.cli", *words], env=self.environment, text=True, check=False, **options
        )

    def prepare(self):
        """Bring the data folder up to date: copied from the run's template when there is one and the folder is new."""
        from tests import templates  # noqa: PLC0415 - it makes its own halves with this class

        template = templates.folder(self.role, starter=self.starter)
        if template and not self.own_database and not any(self.folder.glob("*.sqlite3")):
            shutil.copytree(template, self.folder, dirs_exist_ok=True)
        else:
            self.prepare_anew()

    def prepare_anew(self):
        done = self.command("prepare", *(["--starter"] if self.starter else []))
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        self.prepare()
        self.serve()

    def serve(self):
        with (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "luotsi.cli", "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log()
            with suppress(OSError):
                if self.get("/health").status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log())

    def log(self):
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def stop(self, number=signal.SIGTERM):
        self.cool()
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60) if self.process else None

    def cool(self):
        """End the process that waits to run Python, when there is one."""
        if self.warm:
            self.warm.close()
            self.warm = None

    def __del__(self):
        self.cool()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def python(self, code):
        """Run Python in this half's Django, and give what it printed."""
        if self.warm is None:
            self.warm = Warm(self.environment)
        heard = self.warm.run(code)
        assert not heard.wrong, heard.wrong
        return heard.said.strip()

    def session(self, email, language=None):
        """A signed-in session of the user, as the value of a Cookie header; ``language`` sets the user's own first."""
        code = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
user = get_user_model().objects.get(email={email!r})
if {language!r}:
    get_user_model().objects.filter(pk=user.pk).update(language={language!r})
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(f"{{settings.SESSION_COOKIE_NAME}}={{session.session_key}}")
"""
        return self.python(code)

    def sign_in(self, page, email, language="fi"):
        """Sign a browser page in, without the form, in a language that no earlier test has changed."""
        name, _, value = self.session(email, language).partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": self.url}])

    def post_form(self, path, fields, cookie=""):
        """Post a form as a page of ours would: with a CSRF cookie and token fetched first."""
        first = self.get(path, Cookie=cookie)
        cookies = [item.partition(";")[0] for item in first.headers.get_all("Set-Cookie", [])]
        token = next((item.partition("=")[2] for item in cookies if "csrf" in item), "")
        body = urlencode(fields | {"csrfmiddlewaretoken": token})
        headers = {
            "Cookie": "; ".join(filter(None, [cookie, *cookies])),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.url,
            "Referer": self.url + path,
        }
        return self.request("POST", path, body, headers)
