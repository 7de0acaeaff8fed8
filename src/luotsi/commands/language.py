"""``luotsi language lemmas``: the base form of each word of a file."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Command

_NO_FILE = Text("Tiedostoa ei voi lukea.", "Filen kan inte läsas.", "The file cannot be read.")
_NOT_UTF_8 = Text(
    "Rivi {line} ei ole UTF-8:aa. Tallenna tiedosto UTF-8-merkistössä.",
    "Rad {line} är inte UTF-8. Spara filen i teckenkodningen UTF-8.",
    "Line {line} is not UTF-8. Save the file in UTF-8.",
)


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="one word a line, in the order of the text")
    parser.add_argument("--lang", choices=[language.value for language in Language], default=Language.FI.value)
    parser.add_argument("--json", action="store_true", help='{"lemmas": [...]} instead of one base form a line')


def _words(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(_NO_FILE, [Problem(str(path), Text.same(error.strerror or str(error)))]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(_NO_FILE, [Problem(str(path), _NOT_UTF_8.format(line=line))]) from error
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.strip() for line in lines]


def _lemmas(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.engines.language.lemmas import lemmas  # noqa: PLC0415 - slow

    found = lemmas(_words(arguments.file), Language(arguments.lang))
    if arguments.json:
        out.write(json.dumps({"lemmas": found}, ensure_ascii=False) + "\n")
    else:
        out.writelines(f"{one}\n" for one in found)
    return 0


COMMANDS = (
    Command(
        "language lemmas",
        Text(
            "Sanojen perusmuodot, sana riviltä",
            "Ordens grundformer, ett ord per rad",
            "Base forms of words, one word a line",
        ),
        _configure,
        _lemmas,
    ),
)
