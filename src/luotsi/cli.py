"""``luotsi …``: every system of the house from the command line.

Exit status 0 done, 2 what was given cannot be used, 1 failure, 130 interrupted.
"""

import gc
import os
import sys
from argparse import SUPPRESS, Namespace
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from luotsi.commands import rooms
from luotsi.commands.parser import Parser, add_language, language_of, speak
from luotsi.commands.rooms import Found, Room
from luotsi.kit.errors import InputError, LuotsiError
from luotsi.kit.text import Language, Text

_HALVES = ("hub", "workbench")
_ABOUT = Text(
    "Luotsi: sosiaali- ja terveydenhuollon tekoälyverkoston järjestelmä.",
    "Luotsi: systemet för social- och hälsovårdens AI-nätverk.",
    "Luotsi: the system of the health and social care AI network.",
)
_UNKNOWN = Text("Tuntematon komento: {name}.", "Okänt kommando: {name}.", "Unknown command: {name}.")
_NEAR = Text("Tarkoititko: {near}?", "Menade du: {near}?", "Did you mean: {near}?")
_LIST = Text("Komennot näkee: luotsi --help", "Se kommandona: luotsi --help", "For the commands: luotsi --help")
_INTERRUPTED = 130
COLLECT = (100_000, 50, 100)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. Everything a user may be shown goes to standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Records, votes and findings are many small objects and hardly any cycles: the collector looks for those less often
    gc.set_threshold(*COLLECT)
    language = _language(arguments)
    speak(language)
    _replace_what_the_terminal_cannot_show()
    try:
        return _run(arguments, language)
    except InputError as error:
        sys.stderr.write("".join(f"{line}\n" for line in error.lines(language)))
        return 2
    except LuotsiError as error:
        sys.stderr.write(f"{error.text.in_(language)}\n")
        return 1
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except SystemExit as end:  # the parser leaves this way after --help
        return end.code if isinstance(end.code, int) else int(bool(end.code))


def _language(arguments: Sequence[str]) -> Language:
    """The language of messages: the first --lang before the command's own words, else the terminal's."""
    chosen = None
    if arguments[:1] == ["--lang"] and len(arguments) > 1:
        chosen = arguments[1]
    elif arguments[:1] and arguments[0].startswith("--lang="):
        chosen = arguments[0].partition("=")[2]
    elif "--lang" in arguments[:-1]:  # a tool may mean something else by it, and then checks it itself
        chosen = arguments[arguments.index("--lang") + 1]
        chosen = chosen if chosen in set(Language) else None
    return language_of(os.environ, chosen)


def _run(arguments: list[str], language: Language) -> int:
    top = Parser(prog="luotsi", add_help=False)
    add_language(top, language)
    top.add_argument("--half", choices=_HALVES, default=None, help=SUPPRESS)
    top.add_argument("-h", "--help", action="store_true", help=SUPPRESS)
    top.add_argument("--version", action="store_true", help=SUPPRESS)
    first = next((at for at, word in enumerate(arguments) if not _belongs_to_top(arguments, at)), len(arguments))
    options = top.parse_args(arguments[:first])
    words = arguments[first:]
    if options.version:
        print(f"luotsi {version('luotsi')}")  # noqa: T201 - what the option is for
        return 0
    if options.help or not words or words == ["help"]:
        print(_help(language))  # noqa: T201 - what the option is for
        return 0 if options.help or words else 2
    room = rooms.room(words[0])
    if room is None:
        raise _unknown(words[0], rooms.names())
    return _run_in(room, words[1:], options, language)


def _belongs_to_top(arguments: list[str], at: int) -> bool:
    takes_value = {"--lang", "--half"}
    return arguments[at].startswith("-") or (at > 0 and arguments[at - 1] in takes_value)


def _run_in(room: Room, words: list[str], options: Namespace, language: Language) -> int:
    found = _longest_match(room, words)
    if found is None:
        if words and not words[0].startswith("-"):
            raise _unknown(f"{room.name} {words[0]}", [item.name for item in room.commands])
        print(_room_help(room, language))  # noqa: T201 - asked for, or nothing else was said
        return 0 if words else 2
    rest = words[len(found.words) - 1 :]
    parser = Parser(prog=f"luotsi {found.name}", description=found.command.help.in_(language))
    add_language(parser, language)
    found.command.configure(parser)
    values = parser.parse_args(rest)
    values.language = Language.parse(getattr(values, "lang", None) or language.value)
    if found.half != "":
        start_half(options.half or found.half, language)
    return found.command.run(values, sys.stdout, sys.stderr)


def _longest_match(room: Room, words: list[str]) -> Found | None:
    spelled = tuple(rooms.spelled(word) for word in words)
    fitting = [item for item in room.commands if spelled[: len(item.words) - 1] == item.words[1:]]
    return max(fitting, key=lambda item: len(item.words), default=None)


def start_half(half: str | None, language: Language) -> None:
    """Start Django for one half, on the environment, or on the demo's own when nothing else is said.

    ``var/<half>/environment`` is what the demo wrote: with it `luotsi user create …` reaches the demo's database.
    """
    chosen = half or os.environ.get("LUOTSI_ROLE") or "workbench"
    if "LUOTSI_DATA" not in os.environ:
        _take_demo_environment(chosen)
    os.environ["LUOTSI_ROLE"] = chosen
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.project.settings")
    import django  # noqa: PLC0415 - slow: seconds, and the tools' commands do without
    from django.utils import translation  # noqa: PLC0415 - slow

    django.setup()
    translation.activate(language.value)


def _take_demo_environment(half: str) -> None:
    file = (rooms.checkout() or Path.cwd()) / "var" / half / "environment"
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)


def _unknown(name: str, known: list[str]) -> InputError:
    near = get_close_matches(rooms.spelled(name), known, n=3, cutoff=0.5)
    hint = _NEAR.format(near=", ".join(near)) if near else _LIST
    wrong = _UNKNOWN.format(name=name)
    return InputError(Text(*(f"{wrong.in_(item)} {hint.in_(item)}" for item in Language)))


def _help(language: Language) -> str:
    usage = Text("käyttö: luotsi [--lang fi|sv|en] KOMENTO …", "användning: luotsi [--lang fi|sv|en] KOMMANDO …",
                 "usage: luotsi [--lang fi|sv|en] COMMAND …")  # fmt: skip
    lines = [f"  {room.name:<22}{room.title.in_(language)}" for room in rooms.rooms()]
    return "\n".join([_ABOUT.in_(language), usage.in_(language), "", *lines])


def _room_help(room: Room, language: Language) -> str:
    lines = [f"  {item.name:<34}{item.command.help.in_(language)}" for item in room.commands]
    return "\n".join([room.title.in_(language), "", *lines])


def _replace_what_the_terminal_cannot_show() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
