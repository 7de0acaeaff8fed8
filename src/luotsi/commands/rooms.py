"""Where commands come from: the house itself, the tools, and the two halves.

Nothing is loaded before it is asked for: a tool's command runs without Django. The modules named here import without
a Django set-up too; their ``run`` may import models, because the half is started first.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from luotsi.kit.registry import places, tools
from luotsi.kit.registry import tool as tool_named
from luotsi.kit.text import Text
from luotsi.kit.tool import Command, Tool

HOUSE = {
    "demo": "luotsi.project.demo",
    "serve": "luotsi.project.server",
    "worker": "luotsi.project.server",
    "prepare": "luotsi.project.server",
    "setup": "luotsi.project.prepare",
    "test": "luotsi.project.testing",
    "check": "luotsi.project.checks",
    "bench": "luotsi.project.bench",
    "i18n": "luotsi.project.i18n",
    "new-tool": "luotsi.commands.newtool.command",
    "docs": "luotsi.project.reference",
    "settings": "luotsi.project.reference",
}
HALVES = {
    "luotsi.project.administration": None,
    "luotsi.workbench.commands": "workbench",
    "luotsi.workbench.access.commands": "workbench",
    "luotsi.workbench.border.commands": "workbench",
    "luotsi.workbench.intake.commands": "workbench",
    "luotsi.workbench.stores.commands": "workbench",
    "luotsi.hub.commands": "hub",
    "luotsi.hub.arrivals.commands": "hub",
    "luotsi.hub.dialogue.commands": "hub",
    "luotsi.commands.dialogue": "",
    "luotsi.commands.impact": "",
    "luotsi.commands.language": "",
    "luotsi.commands.language_guards": "",
    "luotsi.project.model_cards": "",
    "luotsi.commands.keeping": None,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A command with the words that call it, and the half it needs started first.

    ``half`` is "" for a command that needs none, None for one that runs on either.
    """

    words: tuple[str, ...]
    command: Command
    half: str | None = ""

    @property
    def name(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Room:
    """What one first word leads to: a title for the list, and its commands."""

    name: str
    title: Text
    commands: tuple[Found, ...]


def spelled(word: str) -> str:
    """Hyphen and underscore are the same in a command's name."""
    return word.replace("_", "-")


def checkout() -> Path | None:
    """The folder of the source checkout that this installation runs from, if it does."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() and (root / "luotsi").is_file() else None


def room(word: str) -> Room | None:
    """What the first word names; None when nothing does."""
    name = spelled(word)
    if name in HOUSE:
        return next(iter(_house(name)), None)
    if name.replace("-", "_") in places():
        return _tool_room(tool_named(name.replace("-", "_")))  # the tool alone: the others' cards are not read for it
    return next((found for found in _halves() if found.name == name), None)


def rooms() -> Iterator[Room]:
    """All rooms, those of the house first."""
    for name in HOUSE:
        yield from _house(name)
    yield from _halves()
    for tool in tools().values():
        if tool.commands:
            yield _tool_room(tool)


def names() -> list[str]:
    """Every first word, for the near match when one is mistyped."""
    return [*HOUSE, *map(spelled, places()), *(room.name for room in _halves())]


def _house(name: str) -> Iterator[Room]:
    if find_spec(HOUSE[name]) is None:
        return
    for command in import_module(HOUSE[name]).COMMANDS:
        if command.name == name:
            yield Room(name, command.help, (Found((name,), command),))


def _tool_room(tool: Tool[Any]) -> Room:
    word = spelled(tool.card.name)
    return Room(
        word, tool.card.title, tuple(Found((word, *command.name.split()), command) for command in tool.commands)
    )


def _halves() -> list[Room]:
    by_word: dict[str, list[Found]] = {}
    for module, half in HALVES.items():
        if not _exists(module):
            continue
        for command in import_module(module).COMMANDS:
            words = tuple(command.name.split())
            by_word.setdefault(words[0], []).append(Found(words, command, half))
    return [Room(word, _title(found), tuple(found)) for word, found in by_word.items()]


def _title(found: list[Found]) -> Text:
    if len(found) == 1:
        return found[0].command.help
    return Text.same(" · ".join(" ".join(item.words[1:]) for item in found))


def _exists(module: str) -> bool:
    return module in sys.modules or (find_spec(module.rpartition(".")[0]) is not None and find_spec(module) is not None)
