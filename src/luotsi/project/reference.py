"""Reference pages made from the code: `luotsi docs` writes them, and a check fails when they are out of date."""

from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from luotsi.commands import rooms
from luotsi.commands.parser import Parser, speak
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command
from luotsi.project.checks import source_root
from luotsi.project.environment import SETTINGS

_MADE = "<!-- Made by `./luotsi docs`; change the code instead. -->"


def settings_page() -> str:
    """Every environment variable with its default."""
    lines = [
        "# Settings",
        _MADE,
        "",
        (
            "Luotsi reads its settings from environment variables and from nowhere else. A variable that begins with"
            " `LUOTSI_` and is not in this list stops the program with a message."
        ),
        "",
        "| variable | default | what it sets |",
        "|---|---|---|",
    ]
    for setting in SETTINGS:
        about = f"{setting.about} **Secret.**" if setting.secret else setting.about
        lines.append(f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else '(empty)'} | {about} |")
    return "\n".join([*lines, ""])


def commands_page() -> str:
    """Every command with its arguments."""
    speak(Language.EN)
    lines = [
        "# Commands",
        _MADE,
        "",
        (
            "Exit status: 0 done, 2 what was given cannot be used, 1 failure, 130 interrupted. Every command takes"
            " `--help` and `--lang fi|sv|en`. In a checkout write `./luotsi` for `luotsi`."
        ),
    ]
    for room in sorted(rooms.rooms(), key=lambda room: room.name):
        lines += ["", f"## {room.name}"]
        if len(room.commands) > 1:
            lines += ["", room.title.en]
        for found in room.commands:
            lines += ["", f"`luotsi {found.name}`: {found.command.help.en}.", *_arguments(found.command)]
    return "\n".join([*lines, ""])


def _arguments(command: Command) -> Iterator[str]:
    parser = Parser(prog=command.name, add_help=False)
    command.configure(parser)
    shown = [action for action in parser._actions if action.help != SUPPRESS]  # noqa: SLF001 - argparse has no public list
    if shown:
        yield ""
    for action in shown:
        yield f"- {_name(action)}" + (f": {action.help % {'default': action.default}}" if action.help else "")


def _name(action: Action) -> str:
    choices = "|".join(str(choice) for choice in action.choices) if action.choices else ""
    if action.option_strings:
        value = "" if action.nargs == 0 else f" {choices or action.metavar or action.dest.upper()}"
        return f"`{', '.join(action.option_strings)}{value}`"
    return f"`{choices or action.metavar or action.dest.upper()}`"


def pages() -> dict[Path, str]:
    """The pages by file."""
    folder = source_root() / "docs" / "reference"
    return {folder / "settings.md": settings_page(), folder / "commands.md": commands_page()}


def _docs(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    stale = [
        (file, page) for file, page in pages().items() if not file.is_file() or file.read_text(encoding="utf-8") != page
    ]
    for file, page in stale:
        if arguments.check:
            text = Text(
                "{name} on vanhentunut. Aja: ./luotsi docs",
                "{name} är föråldrad. Kör: ./luotsi docs",
                "{name} is out of date. Run: ./luotsi docs",
            )
            err.write(f"{text.format(name=file.name).in_(arguments.language)}\n")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page, encoding="utf-8")
            out.write(f"{file.name}\n")
    return 1 if arguments.check and stale else 0


def _configure_docs(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether a page is out of date")


def _settings(_arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    out.writelines(
        f"{setting.name}={'' if setting.secret else setting.default}\n    {setting.about}\n" for setting in SETTINGS
    )
    return 0


def _nothing(parser: ArgumentParser) -> None:
    """A command without arguments."""


COMMANDS = (
    Command(
        "docs",
        Text("Kirjoittaa viitesivut koodista", "Skriver referenssidorna ur koden", "Write the reference pages"),
        _configure_docs,
        _docs,
    ),
    Command(
        "settings",
        Text("Luettelee asetukset", "Räknar upp inställningarna", "List the settings"),
        _nothing,
        _settings,
    ),
)
