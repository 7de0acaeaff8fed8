"""The design system is tested on a site of its own (settings_web, urls_web), without a database."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

from tests.web import settings_web

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"INSTALLED_APPS", "SECRET_KEY"}


@pytest.fixture(autouse=True)
def small_site():
    """Everything of settings_web but the apps, which Django loads once."""
    values = {name: getattr(settings_web, name) for name in dir(settings_web) if name.isupper() and name not in KEPT}
    values["STORAGES"] = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    with override_settings(**values), translation.override("fi"):
        yield


@pytest.fixture
def visitor():
    """A browser without pictures: Django's client, which lets server errors become pages as in production."""
    return Client(raise_request_exception=False)


@pytest.fixture(scope="session")
def address():
    """The small site served in a process of its own."""
    command = [sys.executable, "-m", "tests.web.serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()
