"""Argument parsing that speaks the user's language.

The standard parser takes its own sentences through ``argparse._``; they are answered here in Finnish and Swedish. A
sentence of a newer Python that is not listed stays in English.
"""

import argparse
import os
from collections.abc import Mapping
from typing import Any, NoReturn

from luotsi.kit.errors import InputError
from luotsi.kit.text import Language, Text

_SENTENCES = {
    text.en: text
    for text in (
        Text("käyttö: ", "användning: ", "usage: "),
        Text("argumentit", "argument", "positional arguments"),
        Text("valinnat", "alternativ", "options"),
        Text("näyttää tämän ohjeen", "visar denna hjälp", "show this help message and exit"),
        Text("näyttää version", "visar versionen", "show program's version number and exit"),
        Text(
            "nämä argumentit puuttuvat: %s", "följande argument saknas: %s", "the following arguments are required: %s"
        ),
        Text("tuntemattomia argumentteja: %s", "okända argument: %s", "unrecognized arguments: %s"),
        Text("valinta %(option)s on moniselitteinen: %(matches)s", "alternativet %(option)s är tvetydigt: %(matches)s",
             "ambiguous option: %(option)s could match %(matches)s"),
        Text("arvo puuttuu", "värdet saknas", "expected one argument"),
        Text("vähintään yksi arvo puuttuu", "minst ett värde saknas", "expected at least one argument"),
        Text("enintään yksi arvo sallitaan", "högst ett värde tillåts", "expected at most one argument"),
        Text("kelpaamaton valinta: %(value)r (valitse näistä: %(choices)s)",
             "ogiltigt val: %(value)r (välj bland %(choices)s)",
             "invalid choice: %(value)r (choose from %(choices)s)"),
        Text("kelpaamaton arvo, odotettiin %(type)s: %(value)r", "ogiltigt värde, %(type)s väntades: %(value)r",
             "invalid %(type)s value: %(value)r"),
        Text("argumentti %(argument_name)s: %(message)s", "argumentet %(argument_name)s: %(message)s",
             "argument %(argument_name)s: %(message)s"),
        Text("yksi näistä tarvitaan: %s", "ett av dessa behövs: %s", "one of the arguments %s is required"),
        Text("ei sallittu yhdessä valinnan %s kanssa", "inte tillåtet tillsammans med %s",
             "not allowed with argument %s"),
        Text("ohitettu arvo: %r", "ignorerat värde: %r", "ignored explicit argument %r"),
    )
}  # fmt: skip


def speak(language: Language) -> None:
    """Make the standard parser say its sentences in ``language``, for the rest of this process."""

    def say(sentence: str) -> str:
        text = _SENTENCES.get(sentence)
        return text.in_(language) if text else sentence

    argparse._ = say  # type: ignore[attr-defined]


def language_of(environment: Mapping[str, str], chosen: str | None = None) -> Language:
    """The language asked for, else that of the terminal (LC_ALL, LC_MESSAGES, LANG), else Finnish."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return Language.parse(chosen or next((environment[name] for name in names if environment.get(name)), "fi"))


def terminal_language() -> Language:
    """The language of this process's terminal."""
    return language_of(os.environ)


class Parser(argparse.ArgumentParser):
    """A parser that raises InputError instead of leaving the process, and keeps whole option names."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        options.setdefault("conflict_handler", "resolve")
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*arguments, **options)

    def error(self, message: str) -> NoReturn:
        """Say the usage and what is wrong."""
        raise InputError(Text.same(f"{self.format_usage()}{self.prog}: {message}"))


def add_language(parser: argparse.ArgumentParser, language: Language) -> None:
    """The option that every command has, unless it defines one of the same name for itself."""
    about = Text("kieli: fi, sv tai en", "språk: fi, sv eller en", "language: fi, sv or en")
    parser.add_argument("--lang", choices=[item.value for item in Language], default=language.value,
                        metavar="LANG", help=about.in_(language))  # fmt: skip
