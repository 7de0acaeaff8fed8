"""The import contracts hold, and each of them bites: broken in a copy, it is named."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/luotsi"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The Python of the house, without data and templates."""
    root = tmp_path_factory.mktemp("copy")
    only_python = lambda folder, names: [  # noqa: E731 - as copytree wants it
        name for name in names if not (Path(folder, name).is_dir() or name.endswith(".py")) or name == "__pycache__"
    ]
    shutil.copytree(SOURCE, root / "src/luotsi", ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", root)
    second = root / "src/luotsi/tools/second"
    second.mkdir()
    (second / "__init__.py").write_text('"""A second tool."""\n')
    return root


def lint(root):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root,
        env=environment | {"PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        pytest.param("web/context.py", "import luotsi.base.models", "1 Layers", marks=pytest.mark.slow),
        ("kit/text.py", "import django", "2 Pure code"),
        pytest.param("engines/__init__.py", "import socket", "2 Pure code", marks=pytest.mark.slow),
        pytest.param(
            "tools/medication/engine/__init__.py",
            "import luotsi.project.environment",
            "2 Pure code",
            marks=pytest.mark.slow,
        ),
        ("tools/second/__init__.py", "import luotsi.tools.medication", "3 Tools are independent"),
        pytest.param(
            "hub/editorial/models.py",
            "import luotsi.hub.experiments.models",
            "3 Hub apps are independent",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "hub/spine/queries.py",
            "import luotsi.hub.editorial.models",
            "3 The spine knows no hub app",
            marks=pytest.mark.slow,
        ),
        ("hub/spine/queries.py", "import luotsi.workbench.models", "4 The hub never imports the workbench"),
        pytest.param(
            "workbench/tasks.py",
            "import luotsi.hub.spine",
            "4 The workbench and the tools never import the hub",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "tools/second/__init__.py",
            "import luotsi.hub.spine",
            "4 The workbench and the tools never import the hub",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "hub/spine/models.py", "import luotsi.hub.spine.queries", "5 Inside an app", marks=pytest.mark.slow
        ),
    ],
)
def test_a_broken_contract_is_named(copy, file, line, contract):
    broken = copy / "src/luotsi" / file
    before = broken.read_text()
    try:
        broken.write_text(f"{before}\n{line}\n")
        done = lint(copy)
    finally:
        broken.write_text(before)
    assert done.returncode == 1
    assert contract in "\n".join(row for row in done.stdout.splitlines() if "BROKEN" in row)


def test_pure_code_imports_no_network_client_of_the_standard_library():
    """What import-linter cannot say: a part of ``urllib`` or ``http``, which is forbidden while ``urllib.parse`` is not."""
    forbidden = {"urllib.request", "urllib.error", "http.client", "smtplib", "ftplib", "xmlrpc.client", "socketserver"}
    pure = [
        *(SOURCE / "kit").rglob("*.py"),
        *(SOURCE / "engines").rglob("*.py"),
        *SOURCE.glob("tools/*/engine/**/*.py"),
    ]
    found = {
        (str(file.relative_to(SOURCE)), name)
        for file in pure
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name in forbidden
    }
    assert found == set()


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []
