"""The command line from outside: languages, exit statuses, and what is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from luotsi.commands.parser import language_of

PLUGIN = str(Path(__file__).with_name("plugin"))


def luotsi(*words, **environment):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")}
    return subprocess.run(
        [sys.executable, "-m", "luotsi.cli", *words],
        env=inherited | {"PYTHONPATH": PLUGIN, "LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_tool_installed_beside_luotsi_has_its_command():
    done = luotsi("fall-risk", "assess", "2")
    assert (done.returncode, done.stdout) == (0, "2 es django=False\n" * 2)


def test_hyphen_and_underscore_are_the_same():
    assert luotsi("fall_risk", "assess", "1").stdout == luotsi("fall-risk", "assess", "1").stdout


def test_a_tool_may_mean_something_else_by_lang():
    assert luotsi("fall-risk", "assess", "1", "--lang", "fi").stdout.startswith("1 fi")


def test_bad_input_prints_every_problem_in_the_users_language_and_exits_2():
    done = luotsi("--lang", "sv", "fall-risk", "assess", "--", "-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["bad sv", "steps: negative sv", "line 2: second sv"]


def test_a_failure_exits_1():
    done = luotsi("fall-risk", "assess", "100")
    assert (done.returncode, done.stderr) == (1, "failed en\n")


def test_an_interrupt_exits_130():
    assert luotsi("fall-risk", "assess", "99").returncode == 130


def test_a_reader_that_has_seen_enough_hears_no_complaint():
    done = subprocess.run(  # noqa: S602 - the pipe is what is tested
        f"{sys.executable} -c \"import sys; sys.argv = ['luotsi', 'settings']; from luotsi.cli import main;"
        ' [main() for _ in range(200)]" | head -1',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("LUOTSI_ROLE")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Tuntematon komento: demmo. Tarkoititko: demo"),
        ("sv", "Okänt kommando: demmo. Menade du: demo"),
        ("en", "Unknown command: demmo. Did you mean: demo"),
    ],
)
def test_a_mistyped_command_is_told_its_near_match(language, words):
    done = luotsi("--lang", language, "demmo")
    assert done.returncode == 2
    assert done.stderr.startswith(words)


def test_a_mistyped_command_of_a_tool_is_told_its_near_match():
    done = luotsi("fall-risk", "asess", "1")
    assert (done.returncode, done.stderr) == (
        2,
        "Unknown command: fall-risk asess. Did you mean: fall-risk assess?\n",
    )


@pytest.mark.parametrize(("language", "words"), [("fi", "puuttuvat"), ("sv", "saknas"), ("en", "required")])
def test_a_missing_argument_is_said_in_the_users_language(language, words):
    done = luotsi("--lang", language, "fall-risk", "assess")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("tag", "title"), [("fi_FI.UTF-8", "Falls fi"), ("sv_FI", "Falls sv"), ("en_GB", "Falls en")])
def test_help_lists_house_and_tools_in_the_terminals_language(tag, title):
    done = luotsi("--help", LC_ALL=tag)
    assert done.returncode == 0
    assert f"fall-risk             {title}" in done.stdout
    assert "  demo  " in done.stdout
    assert "  audit  " in done.stdout


def test_no_command_shows_the_help_and_exits_2():
    done = luotsi()
    assert done.returncode == 2
    assert "  demo  " in done.stdout


def test_help_starts_no_django():
    code = "import sys; from luotsi.cli import main; main(['--help']); sys.exit('django.apps' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_wrong_setting_is_named_and_exits_2():
    done = luotsi("serve", LUOTSI_ROLE="both", LUOTSI_SMALLEST_CELL="3", LUOTSI_WHAT="1")
    assert done.returncode == 2
    assert "LUOTSI_ROLE: 'both': hub or workbench" in done.stderr
    assert "LUOTSI_SMALLEST_CELL" in done.stderr
    assert "LUOTSI_WHAT: Unknown setting." in done.stderr


@pytest.mark.parametrize(
    ("environment", "chosen", "language"),
    [
        ({}, None, "fi"),
        ({"LANG": "C.UTF-8"}, None, "fi"),
        ({"LANG": "sv_FI.UTF-8"}, None, "sv"),
        ({"LANG": "sv_FI.UTF-8", "LC_ALL": "en_GB"}, None, "en"),
        ({"LANG": "sv_FI.UTF-8", "LC_ALL": ""}, None, "sv"),
        ({"LANG": "sv_FI.UTF-8"}, "en", "en"),
    ],
)
def test_language_is_the_one_asked_for_else_the_terminals_else_finnish(environment, chosen, language):
    assert language_of(environment, chosen) == language
