"""Finds tools: the sub-packages of ``luotsi.tools``, and the entry-point group ``luotsi.tools`` of other packages.

A built-in tool is its folder and nothing else: ``luotsi/tools/<name>/tool.py`` with ``TOOL`` in it.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from luotsi.kit.errors import ContractError
from luotsi.kit.text import Text
from luotsi.kit.tool import Tool

GROUP = "luotsi.tools"
ATTRIBUTE = "TOOL"


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Where each tool's declaration stands (``package.module:TOOL``), by name in name order. Loads no tool.

    More than one place under a name is a clash, which :func:`tool` refuses; the other tools stay usable.
    """
    found: dict[str, set[str]] = {}
    for name, place in (*_built_in(), *((point.name, point.value) for point in entry_points(group=GROUP))):
        found.setdefault(name, set()).add(place.replace(" ", ""))
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def module_of(name: str) -> str:
    """The module in which the tool is declared; KeyError when there is no such tool."""
    return places()[name][0].partition(":")[0]


def tool(name: str) -> Tool[Any]:
    """One tool; the others are not loaded. KeyError when there is none.

    Raises ContractError when what stands there is not a Tool of that name, or two tools share the name.
    """
    wheres = places()[name]
    if len(wheres) > 1:
        raise ContractError(_TAKEN.format(name=name, places=", ".join(wheres)))
    module, _, attribute = wheres[0].partition(":")
    declared = getattr(import_module(module), attribute or ATTRIBUTE, None)
    if not isinstance(declared, Tool) or declared.card.name != name:
        raise ContractError(_NO_TOOL.format(name=name, place=wheres[0]))
    return declared


@cache
def tools() -> dict[str, Tool[Any]]:
    """Every installed tool by name, in name order. Loads cards, not engines. Raises ContractError as :func:`tool`."""
    return {name: tool(name) for name in places()}


def _built_in() -> Iterator[tuple[str, str]]:
    """The folders of ``luotsi.tools`` that declare a tool. The package is named, not imported: tools know the kit."""
    spec = find_spec(GROUP)
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in sorted(Path(folder).iterdir()):
            if (path / "tool.py").is_file() and (path / "__init__.py").is_file() and path.name.isidentifier():
                yield path.name, f"{GROUP}.{path.name}.tool:{ATTRIBUTE}"


_TAKEN = Text(
    "Työkalun nimi {name} on kahdella: {places}. Poista toinen asennus tai vaihda sen nimi.",
    "Två verktyg har namnet {name}: {places}. Avinstallera det ena eller byt dess namn.",
    "Two tools are called {name}: {places}. Uninstall one of them or rename it.",
)
_NO_TOOL = Text(
    "Työkalua {name} ei voi ottaa käyttöön: {place} ei ole samanniminen Tool.",
    "Verktyget {name} kan inte tas i bruk: {place} är inte ett Tool med samma namn.",
    "The tool {name} cannot be used: {place} is not a Tool of that name.",
)
