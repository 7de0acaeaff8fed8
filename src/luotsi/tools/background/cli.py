"""``luotsi background compile``: no Django, no network; reads files, writes the compilation."""

import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

if TYPE_CHECKING:
    from luotsi.engines.casefile.papers import Paper
    from luotsi.engines.language.model import Theme

CANNOT_OPEN = Text("Tiedostoa ei voi lukea: {why}.", "Filen kan inte läsas: {why}.", "The file cannot be read: {why}.")
CANNOT_WRITE = Text(
    "Tiedostoa ei voi kirjoittaa: {why}.", "Filen kan inte skrivas: {why}.", "The file cannot be written: {why}."
)
BAD_DATE = Text("Anna päivä muodossa 2026-11-23.", "Ange dagen som 2026-11-23.", "Give the day as 2026-11-23.")
TWICE = Text("Sama tiedosto on annettu kahdesti.", "Samma fil har getts två gånger.", "The same file was given twice.")
NOT_UTF8 = Text("Tiedosto ei ole UTF-8-tekstiä.", "Filen är inte UTF-8-text.", "The file is not UTF-8 text.")
FILES = Text(
    "asiakirjat: .txt, .docx, .pdf tai FHIR R4 .json", "dokument: .txt, .docx, .pdf eller FHIR R4 .json", "documents: .txt, .docx, .pdf or FHIR R4 .json"
)  # fmt: skip
MOST_FETCHED = 50_000_000


def configure_compile(parser: ArgumentParser) -> None:
    """The words of ``luotsi background compile``."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES.en)
    parser.add_argument(
        "--themes", metavar="T.yaml", help="own themes and words (docs: engines/language/data/README.md)"
    )
    parser.add_argument("--out", metavar="FILE", help="write here instead of standard output")
    parser.add_argument(
        "--date", default=None, metavar="YYYY-MM-DD", help="day of assessment; a note's own day goes first"
    )
    parser.add_argument("--client", default="", help='whom the papers are about, e.g. "Siiri, 9 v"')
    parser.add_argument("--json", action="store_true", help="JSON per document")


def run_compile(options: Namespace, out: TextIO, err: TextIO) -> int:
    """Compile. 0 done, 2 when what was given cannot be used; then nothing is written to ``out``."""
    language = _spoken(options)
    try:
        text = _compiled(options, language)
        if options.out:
            _write(Path(options.out), text)
        else:
            out.write(text)
    except InputError as error:
        err.write("".join(f"{line}\n" for line in error.lines(language)))
        return 2
    return 0


def _compiled(options: Namespace, language: str) -> str:
    from luotsi.engines.casefile.answer import answer_json, readable  # noqa: PLC0415
    from luotsi.engines.casefile.case import compiled_by_client  # noqa: PLC0415 - the command line starts fast
    from luotsi.engines.casefile.claims import gaps  # noqa: PLC0415
    from luotsi.engines.casefile.papers import pile_of_papers  # noqa: PLC0415

    on = _day(options.date)
    pile, file_of = pile_of_papers([_paper(name) for name in _distinct(options.files)], client=options.client, on=on)
    themes, words = _themes(options.themes)
    cases = compiled_by_client(pile, themes=themes, words=words, on=on)
    if options.json:
        return json.dumps(answer_json(cases, file_of), ensure_ascii=False) + "\n"
    case = cases[0]
    notes = [Text(*(f"{item.subject.in_(word)}: {item.reason.in_(word)}" for word in Language)) for item in gaps(case)]
    return readable(case, themes, notes, language, child=bool(pile.child))


def _themes(name: str | None) -> "tuple[tuple[Theme, ...], str]":
    """The themes in use, and the county's own words as they stand in the file."""
    from luotsi.engines.language.model import Theme  # noqa: PLC0415 - the command line starts fast

    if name is None:
        return tuple(Theme), ""
    from luotsi.engines.language.lexicon import lexicons_with  # noqa: PLC0415 - loads the word tables

    try:
        text = _bytes(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(NOT_UTF8, [Problem(name, NOT_UTF8)]) from error
    lexicons = lexicons_with(text, name)
    return tuple(theme for theme in Theme if theme in lexicons.themes), text


def _paper(name: str) -> "Paper":
    from luotsi.engines.casefile.papers import Paper  # noqa: PLC0415 - the command line starts fast

    return Paper(name, _bytes(name), lambda attachment: _beside(Path(name), attachment))


def _beside(file: Path, attachment: Mapping[str, Any]) -> bytes | None:
    """A file named by an attachment, from the folder of the JSON file and nowhere else."""
    address = str(attachment.get("url") or "").removeprefix("file:")
    found = (file.parent / Path(address).name) if address else None
    if found is None or not found.is_file() or found.stat().st_size > MOST_FETCHED:
        return None
    return found.read_bytes()


def _distinct(names: list[str]) -> list[str]:
    again = sorted({name for name in names if names.count(name) > 1})
    if again:
        raise InputError(TWICE, [Problem(name, TWICE) for name in again])
    return names


def _spoken(options: Namespace) -> str:
    found = getattr(options, "language", None) or getattr(options, "lang", None)
    return str(found.value if isinstance(found, Language) else found or "fi")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(BAD_DATE, [Problem("--date", BAD_DATE)]) from error


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        text = CANNOT_OPEN.format(why=getattr(error, "strerror", None) or "?")
        raise InputError(text, [Problem(name, text)]) from error


def _write(path: Path, text: str) -> None:
    """Whole or not at all: through a file beside it."""
    try:
        descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(made).replace(path)
        except OSError:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        text = CANNOT_WRITE.format(why=error.strerror or "?").en
        raise InputError(
            CANNOT_WRITE.format(why=error.strerror or "?"), [Problem(str(path), Text.same(text))]
        ) from error
