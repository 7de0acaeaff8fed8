"""The bootstrap script: plain POSIX sh, quick when there is nothing to do, and clear about what is missing."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "luotsi"


@pytest.fixture
def bare(tmp_path):
    """A clone with nothing installed, on a machine whose PATH holds only what Debian's base system has."""
    clone, programs = tmp_path / "clone", tmp_path / "bin"
    clone.mkdir()
    programs.mkdir()
    for name in ("luotsi", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, clone)
    for name in ("sh", "dirname", "sed", "cat", "cksum", "ls", "id", "grep", "tail", "mkdir", "rm"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "id").unlink()
    program(programs, "id", "echo 1000")  # an ordinary user
    return clone, programs


def program(folder, name, script):
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def start(bare, *words, language="en_GB.UTF-8"):
    clone, programs = bare
    environment = {"PATH": str(programs), "LC_ALL": language, "HOME": str(clone)}
    return subprocess.run([clone / "luotsi", *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not shutil.which("dash"), reason="dash is missing: sudo apt-get install -y dash")
def test_the_script_is_plain_sh():
    assert subprocess.run(["dash", "-n", SCRIPT], check=False).returncode == 0
    assert SCRIPT.read_text().startswith("#!/bin/sh\n")
    assert len(SCRIPT.read_text().splitlines()) < 200


@pytest.mark.parametrize(
    ("language", "words"), [("fi_FI", "Luotsi tarvitsee"), ("sv_FI", "Luotsi behöver"), ("en_GB", "Luotsi needs")]
)
def test_a_machine_with_an_old_python_and_no_newer_one_is_told_so(bare, language, words):
    program(bare[1], "python3", 'case $1 in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    program(bare[1], "apt-get", "exit 1")
    program(bare[1], "apt-cache", "echo '  Candidate: 3.9.2-3'")
    done = start(bare, "demo", language=language)
    assert done.returncode == 2
    assert done.stderr.startswith(words)
    assert "Python 3.9.2" in done.stderr


def test_an_ordinary_user_gets_the_one_command_for_a_newer_python(bare):
    """Ubuntu 22.04: Python 3.10 as python3, and 3.11 among its packages."""
    program(bare[1], "python3", "exit 1")
    program(bare[1], "apt-get", "exit 1")
    program(
        bare[1], "apt-cache", "case $2 in python3) v=3.10.6-1;; python3.11) v=3.11.0~rc1-1;; esac\n"
        'echo "  Candidate: ${v:-(none)}"'
    )  # fmt: skip
    done = start(bare, "demo")
    assert done.returncode == 2
    assert done.stderr == (
        "Missing: python3.11 python3.11-venv."
        " First run: sudo sh -c 'apt-get update && apt-get install -y python3.11 python3.11-venv'\n"
    )


def test_an_ordinary_user_gets_the_one_command_for_the_venv_module(bare):
    fits = 'case "$*" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac'
    program(bare[1], "python3", fits)
    done = start(bare, "demo")
    assert done.returncode == 2
    assert "apt-get install -y python3.12-venv'" in done.stderr


def test_a_machine_without_packages_lists_is_told_the_usual_names(bare):
    program(bare[1], "apt-get", "exit 1")
    program(bare[1], "apt-cache", "true")
    done = start(bare, "demo")
    assert done.returncode == 2
    assert "apt-get install -y python3 python3-venv'" in done.stderr


def test_peers_name_package_state_and_command():
    done = subprocess.run([SCRIPT, "peers"], capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["chromium", "postgresql"]
    assert {row[2] for row in rows} <= {"present", "missing"}
    assert all(row[3] == f"sudo sh -c 'apt-get update && apt-get install -y {row[1]}'" for row in rows)


@pytest.mark.skipif(not (ROOT / ".venv/.luotsi-core").is_file(), reason="this environment was not made by ./luotsi")
def test_a_command_in_a_ready_checkout_starts_within_a_second():
    started = time.monotonic()
    done = subprocess.run([SCRIPT, "--version"], cwd=os.sep, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "luotsi 0.1.0\n"), done.stderr
    assert time.monotonic() - started < 2
