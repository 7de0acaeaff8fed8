"""``luotsi new-tool``: what it writes is whole and green, found without a list, and the tutorial works as written."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from luotsi.commands.newtool.writing import NewTool, write_package
from luotsi.kit.text import Text

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "your-own-tool.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<path>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
UV = next((str(path) for path in [ROOT / ".tools/uv/bin/uv", shutil.which("uv")] if path and Path(path).exists()), None)


class Checkout:
    """A copy of the house in which a newcomer may write."""

    def __init__(self, folder):
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__", "built", "node_modules")
        shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
        shutil.copytree(ROOT / "tests", folder / "tests", ignore=ignored)
        for name in ("luotsi", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("LUOTSI_", "DJANGO_", "PYTEST_"))
        }
        self.environment = kept | {
            "PYTHONPATH": str(folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "en_GB.UTF-8",
            "PYTHONUTF8": "1",
            "LUOTSI_DATA": str(folder / "var"),
            "LUOTSI_SECRET_KEY": "for tests only, and never anywhere else: 0123456789 0123456789",
        }

    def run(self, *words, **options):
        return subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, **options
        )

    def luotsi(self, *words):
        return self.run(sys.executable, "-m", "luotsi.cli", *words)

    def battery(self, name):
        return self.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contract", "-k", name)

    def typed(self, line):
        """A line of the tutorial, as if typed at the root of the checkout after set-up."""
        words = shlex.split(line)
        if words[0] == "./luotsi":
            return self.luotsi(*words[1:])
        assert words[0] == ".venv/bin/pytest", line
        return self.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words[1:])


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    return Checkout(tmp_path_factory.mktemp("newcomer") / "luotsi")


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_tutorial_works_word_for_word(checkout):
    text = TUTORIAL.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert [block["kind"] for block in blocks].count("diff") >= 5
    said = ""
    for block in blocks:
        if block["kind"] == "console":
            for line in block["body"].splitlines():
                done = checkout.typed(line)
                assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
                said = done.stdout
        elif block["kind"] == "diff":
            done = checkout.run("git", "apply", "-p1", input=block["body"])
            assert done.returncode == 0, done.stderr
        elif block["kind"] == "csv":
            (checkout.folder / block["path"]).write_text(block["body"], encoding="utf-8")
        else:
            assert block["kind"] == "text"
            assert said == block["body"]


def test_what_is_written_is_formatted_typed_and_found_without_a_list(checkout):
    """Other files of the house stay as they were."""
    house = snapshot(checkout.folder / "src")
    done = checkout.luotsi("new-tool", "sugar-watch")
    assert done.returncode == 0, done.stderr
    after = snapshot(checkout.folder / "src")
    assert {str(path) for path in set(after) - set(house)} >= {"luotsi/tools/sugar_watch/tool.py"}
    assert {path: after[path] for path in house} == house
    written = ["src/luotsi/tools/sugar_watch", "tests/tools/sugar_watch"]
    for check in (["ruff", "check"], ["ruff", "format", "--check"]):
        done = checkout.run(sys.executable, "-m", *check, *written)
        assert done.returncode == 0, done.stdout
    types = checkout.run(
        sys.executable, "-m", "mypy", "--strict", "-p", "luotsi.tools.sugar_watch", "--cache-dir", ".mypy"
    )
    assert types.returncode == 0, types.stdout
    assert "sugar-watch" in checkout.luotsi("--help").stdout


def test_an_existing_tool_is_never_overwritten(checkout):
    assert checkout.luotsi("new-tool", "kept-watch").returncode == 0
    own = checkout.folder / "src/luotsi/tools/kept_watch/README.md"
    own.write_text("my own words", encoding="utf-8")
    before = snapshot(checkout.folder)
    done = checkout.luotsi("new-tool", "kept-watch")
    assert (done.returncode, done.stdout) == (2, "")
    assert "taken" in done.stderr
    shutil.rmtree(own.parent)
    half_there = checkout.luotsi("new-tool", "kept_watch")
    assert half_there.returncode == 2
    assert str(checkout.folder / "tests/tools/kept_watch") in half_there.stderr
    assert not own.parent.exists()
    assert len(snapshot(checkout.folder)) == len(before) - 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Fall-Watch"], "lower-case"),
        (["2fall"], "lower-case"),
        (["fall--watch"], "lower-case"),
        (["import"], "reserved"),
        (["a" * 41], "at most 40"),
        (["../etc"], "lower-case"),
        (["medication"], "taken"),
        (["audit"], "taken"),
        (["demo"], "taken"),
        (["fine", "--title", "sama", "sama", "same"], "--title"),
        (["fine", "--title", "a{b}", "b", "c"], "--title"),
        (["fine", "--into", "nowhere"], "--package"),
    ],
)
def test_a_bad_name_or_title_is_told_and_nothing_is_written(checkout, words, told):
    done = checkout.luotsi("new-tool", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert not (checkout.folder / "src/luotsi/tools/fine").exists()


@pytest.mark.slow
def test_a_package_of_its_own_is_installed_and_found(checkout, tmp_path):
    if UV is None:
        pytest.skip("uv is missing: ./luotsi setup brings it")
    done = checkout.luotsi(
        "new-tool", "lipid-drop", "--package", "--into", str(tmp_path), "--title", 'Ra"svat', "Fett", "Fats"
    )
    assert done.returncode == 0, done.stderr
    target = tmp_path / "site"
    install = [UV, "pip", "install", "--offline", "--no-deps", "--target", str(target), "--python", sys.executable]
    installed = subprocess.run(
        [*install, str(tmp_path / "luotsi-lipid-drop")], capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stderr
    checkout.environment["PYTHONPATH"] = f"{checkout.folder / 'src'}{os.pathsep}{target}"
    try:
        assert 'Ra"svat' in checkout.luotsi("--lang", "fi", "--help").stdout
        battery = checkout.battery("lipid_drop")
        assert battery.returncode == 0, battery.stdout
        assert "passed" in battery.stdout
        own = checkout.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
                           str(tmp_path / "luotsi-lipid-drop" / "tests"))  # fmt: skip
        assert own.returncode == 0, own.stdout
    finally:
        checkout.environment["PYTHONPATH"] = str(checkout.folder / "src")


@pytest.mark.slow
def test_two_tools_of_one_name_are_refused_by_name_and_the_rest_go_on(checkout, tmp_path):
    write_package(NewTool("medication", Text("a", "b", "c"), "luotsi_medication"), tmp_path)
    info = tmp_path / "luotsi_medication-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: luotsi-medication\nVersion: 0.1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[luotsi.tools]\nmedication = luotsi_medication.tool:TOOL\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(checkout.folder / "src"), str(tmp_path / "luotsi-medication/src"), str(tmp_path)])
    done = subprocess.run(
        [sys.executable, "-m", "luotsi.cli", "--lang", "en", "medication", "--help"],
        env=checkout.environment | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        "Two tools are called medication: luotsi.tools.medication.tool:TOOL, luotsi_medication.tool:TOOL" in done.stderr
    )
