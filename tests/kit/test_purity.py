"""The kit and the engines know no web, and every public name in them is documented."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import luotsi.engines
import luotsi.kit

SOURCE = Path(luotsi.kit.__file__).parents[1]
PURE = [
    *sorted((SOURCE / "kit").rglob("*.py")),
    *sorted((SOURCE / "engines").rglob("*.py")),
    *sorted((SOURCE / "tools").glob("*/engine/**/*.py")),
]


def names(package):
    return [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def test_kit_engines_and_tools_work_where_django_cannot_be_imported():
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['django', 'wagtail', 'ninja', 'httpx', 'requests']))\n"
        f"import importlib\nfor name in {names(luotsi.kit) + names(luotsi.engines)!r}: importlib.import_module(name)\n"
        "from luotsi.kit.registry import tools\n"
        "for tool in tools().values():\n"
        "    for demo in tool.demos():\n"
        "        from luotsi.kit.tool import Context, RecordSlice\n"
        "        tool.assess(RecordSlice(tuple(e['resource'] for e in demo.bundle['entry']), demo.on), Context.on(demo.on))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_public_name_of_pure_code_is_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [] if ast.get_docstring(tree) or not tree.body else ["module"]
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            bare += [] if ast.get_docstring(node) else [node.name]
            if isinstance(node, ast.ClassDef):
                bare += [
                    f"{node.name}.{item.name}"
                    for item in node.body
                    if isinstance(item, ast.FunctionDef)
                    and not item.name.startswith("_")
                    and not ast.get_docstring(item)
                ]
    assert bare == []


@pytest.mark.parametrize("name", names(luotsi.kit) + names(luotsi.engines))
def test_doctests_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
