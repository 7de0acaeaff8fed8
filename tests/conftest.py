"""What every test may use: which half collects what, a real half to talk to, a browser, and the accessibility check."""

import os
import shutil
import subprocess
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from luotsi.project.testing import belongs
from tests import templates
from tests.halves import LiveHalf

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
HUB = os.environ.get("LUOTSI_ROLE") == "hub"
CHROMIUM = "/usr/bin/chromium"

# Playwright's synchronous interface runs a loop in this thread, which Django would take for asynchronous code
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_ignore_collect(collection_path):
    if not collection_path.is_relative_to(TESTS) or collection_path == TESTS:
        return None
    room = collection_path.relative_to(TESTS).parts[0]
    if not (TESTS / room).is_dir():
        return None
    return None if belongs(room, "hub" if HUB else "workbench") else True


@cache
def peers():
    """What a machine may lack, as the bootstrap script tells it: name -> (present, command that installs it)."""
    lines = subprocess.run([ROOT / "luotsi", "peers"], capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split("\t") for line in lines]
    return {name: (state == "present", command) for name, _, state, command in rows}


def touches_database(item):
    return bool({"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))) or bool(
        item.get_closest_marker("django_db")
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        kept = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    for item in items:
        for name, mark in (("chromium", "browser"), ("postgresql", "postgres")):
            if item.get_closest_marker(mark) and not peers()[name][0]:
                item.add_marker(pytest.mark.skip(reason=f"{name} is missing: {peers()[name][1]}"))
        if os.environ.get("LUOTSI_TEST_DB") == "postgres" and _postgres_missing():
            item.add_marker(pytest.mark.skip(reason=f"PostgreSQL is missing: {peers()['postgresql'][1]}"))


def _postgres_missing():
    return getattr(settings, "POSTGRES_MISSING", False)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A test database copied from the run's migrated one when there is one; else made by its migrations."""
    source = (
        None if os.environ.get("LUOTSI_TEST_DB") == "postgres" else templates.database("hub" if HUB else "workbench")
    )
    with django_db_blocker.unblock():
        if source is None:
            made = setup_databases(verbosity=0, interactive=False)
        else:
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            connection.ensure_connection()
            with closing(source):
                source.backup(connection.connection)
    yield
    with django_db_blocker.unblock():
        if source is None:
            teardown_databases(made, verbosity=0)
        else:
            connection.close()


# A real half ----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def live_half(tmp_path_factory):
    """The half of this run, prepared with starter content and served for real: ``live_half.url``, ``.login(role)``."""
    half = LiveHalf("hub" if HUB else "workbench", tmp_path_factory.mktemp("half"))
    half.start()
    yield half
    half.stop()


# A browser ------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run. It is told not to look for its own services."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - optional

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    quiet += ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=15_000)  # as page.set_default_timeout: three passes may share two cores
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium") or CHROMIUM, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture
def context_options():
    """Override in a test module or class to change language, theme or size of the browser's window."""
    return {"locale": "fi-FI", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def page(browser, context_options):
    """A page in a window of its own. A script error or a refused address fails the test."""
    context = browser.new_context(**context_options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong = []
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def axe_source():
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def assert_accessible(axe_source):
    """Fail when axe finds anything serious or critical on the page as it stands."""

    def check(page, within="document"):
        page.evaluate(axe_source)
        found = page.evaluate(f"axe.run({within}, {{resultTypes: ['violations']}})")["violations"]
        grave = [
            f"{item['id']}: {item['help']}: {node['html'][:160]}"
            for item in found
            if item["impact"] in {"serious", "critical"}
            for node in item["nodes"]
        ]
        assert grave == []

    return check
