"""The command ``luotsi new-tool NAME``."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from luotsi.commands import rooms
from luotsi.commands.newtool.writing import NewTool, checked_name, checked_title, write_in_house, write_package
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command


def configure(parser: ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("name", metavar="NAME", help="fall-watch")
    parser.add_argument("--title", nargs=3, metavar=("FI", "SV", "EN"), default=None, help="title in three languages")
    parser.add_argument("--package", action="store_true", help="a pip package of its own, outside the house")
    parser.add_argument(
        "--into", default="", metavar="FOLDER", help="src/luotsi/tools; with --package the current folder"
    )


def run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Write the tool and say what to do next."""
    name = checked_name(arguments.name, [rooms.spelled(word) for word in rooms.names()])
    title = checked_title(arguments.title, name)
    if arguments.package:
        tool = NewTool(name, title, f"luotsi_{name}")
        written = write_package(tool, Path(arguments.into or "."))
        then = _THEN_PACKAGE.format(word=tool.word)
    else:
        tool = NewTool(name, title, f"luotsi.tools.{name}")
        written = write_in_house(tool, _tools_folder(arguments.into))
        then = _THEN.format(word=tool.word, name=name)
    out.writelines(f"{path}\n" for path in written)
    err.write(f"{then.in_(arguments.language)}\n")
    return 0


def _tools_folder(into: str) -> Path:
    root = rooms.checkout()
    if not into and root is None:
        wrong = Text(
            "Luotsi on asennettu pakettina, ei lähdekoodina: anna --package.",
            "Luotsi är installerat som paket, inte som källkod: ge --package.",
            "Luotsi is installed as a package, not from source: give --package.",
        )
        raise InputError(wrong, [Problem("--package", wrong)])
    return Path(into).resolve() if into else root / "src" / "luotsi" / "tools"


_THEN = Text(
    "Valmis. Kokeile: ./luotsi {word} --help · .venv/bin/pytest tests/contract tests/tools/{name} -k {name}",
    "Klart. Prova: ./luotsi {word} --help · .venv/bin/pytest tests/contract tests/tools/{name} -k {name}",
    "Done. Try: ./luotsi {word} --help · .venv/bin/pytest tests/contract tests/tools/{name} -k {name}",
)
_THEN_PACKAGE = Text(
    "Valmis. Asenna Luotsin ympäristöön: pip install ./luotsi-{word}, ja kokeile: luotsi {word} --help",
    "Klart. Installera i Luotsis miljö: pip install ./luotsi-{word}, och prova: luotsi {word} --help",
    "Done. Install it into Luotsi's environment: pip install ./luotsi-{word}, and try: luotsi {word} --help",
)
COMMANDS = (
    Command(
        "new-tool",
        Text("Kirjoita uusi työkalu", "Skriv ett nytt verktyg", "Write a new tool"),
        configure,
        run,
    ),
)
