"""Message catalogues without gettext's own programs: extract, update, compile and check, with Babel.

Each app keeps its catalogues in its own ``locale`` folder; msgids are English. The files carry no line numbers and no
dates, so a change shows only what changed. ``.mo`` files are compiled by set-up and never committed.
"""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TextIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("fi", "sv")
_KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_NAMED_PLACE = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
_DATED = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To'
    rb'|Project-Id-Version):.*\n',
    re.MULTILINE,
)  # fmt: skip
_SOURCES = {".py", ".html", ".txt"}


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong in a catalogue: the file, the message, and what."""

    file: Path
    message: str
    text: Text

    def problem(self) -> Problem:
        name = self.file.relative_to(PACKAGE) if self.file.is_relative_to(PACKAGE) else self.file
        return Problem(f"{name} «{self.message[:70]}»", self.text)


def apps(package: Path = PACKAGE) -> list[Path]:
    """The folders that keep catalogues: the rooms, each tool, and each Django app inside a room."""
    parents = ("hub", "tools")
    folders = [folder for folder in package.iterdir() if folder.name not in parents]
    folders += [folder for parent in parents if (package / parent).is_dir() for folder in (package / parent).iterdir()]
    folders += [file.parent for file in package.glob("*/*/apps.py") if file.parent.parent.name not in parents]
    return sorted(folder for folder in folders if folder.is_dir() and folder.name not in {"__pycache__", "locale"})


def extract_app(app: Path) -> Catalog:
    """Every message of an app's Python and templates, sorted, without places."""
    catalog = Catalog(charset="utf-8")
    for file in sorted(_sources(app)):
        for message, comments, context in _messages(file):
            catalog.add(message, None, auto_comments=comments, context=context)
    return catalog


def _sources(app: Path) -> Iterator[Path]:
    skipped = {"migrations", "locale", "static", "__pycache__", "data"}
    for folder, names, files in app.walk() if hasattr(app, "walk") else _walk(app):
        names[:] = [name for name in names if name not in skipped and not (folder / name / "apps.py").is_file()]
        yield from (folder / name for name in files if Path(name).suffix in _SOURCES)


def _walk(top: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Path.walk for Python 3.11."""
    import os  # noqa: PLC0415 - only until 3.11 is dropped

    for folder, names, files in os.walk(top):
        yield Path(folder), names, files


def _messages(file: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        if "gettext" not in source:
            return
    elif "{% " in source:
        source = _templatize(source, file)
    else:
        return
    for _, message, comments, context in extract("python", BytesIO(source.encode()), _KEYWORDS, ("Translators:",)):
        if message and message != ("",):
            yield message, comments, context


def _templatize(source: str, file: Path) -> str:
    from django.conf import settings  # noqa: PLC0415 - slow: only where templates are read
    from django.utils.translation.template import templatize  # noqa: PLC0415 - slow

    if not settings.configured:
        settings.configure()
    return templatize(source, origin=str(file))


def read_catalogue(file: Path, language: str) -> Catalog:
    """The catalogue in the file, or an empty one. InputError names the file when it cannot be read."""
    if not file.is_file():
        return Catalog(locale=language, charset="utf-8")
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=language, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise InputError(
            Text("Luetteloa ei voi lukea.", "Katalogen kan inte läsas.", "The catalogue cannot be read."),
            [Problem(str(file), Text.same(str(error)))],
        ) from error


def po_file(app: Path, language: str) -> Path:
    """Where an app keeps its messages in a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def update(folders: Sequence[Path] | None = None) -> list[Path]:
    """Write every catalogue anew from the sources, keeping translations; give the files that changed."""
    changed = []
    for app in apps() if folders is None else folders:
        template = extract_app(app)
        for language in LANGUAGES:
            file = po_file(app, language)
            if not len(template) and not file.is_file():
                continue
            written = _as_bytes(_merged(template, read_catalogue(file, language), language))
            if not file.is_file() or file.read_bytes() != written:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(written)
                changed.append(file)
    return changed


def _merged(template: Catalog, old: Catalog, language: str) -> Catalog:
    new = Catalog(locale=language, charset="utf-8", header_comment="", fuzzy=False)
    for message in template:
        if message.id:
            known = old.get(_first(message), context=message.context)
            keep = known is not None and isinstance(known.id, tuple) == isinstance(message.id, tuple)
            fuzzy = {"fuzzy"} if known is not None and known.fuzzy else set()
            new.add(
                message.id,
                known.string if keep and known is not None else "",
                flags=fuzzy,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return new


def _as_bytes(catalog: Catalog) -> bytes:
    stream = BytesIO()
    write_po(stream, catalog, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    return _DATED.sub(b"", stream.getvalue()).removeprefix(b"#\n")


def is_stale(file: Path) -> bool:
    """Whether a ``.po`` file has been changed since it was compiled."""
    target = file.with_suffix(".mo")
    return not target.is_file() or target.stat().st_mtime_ns < file.stat().st_mtime_ns


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Compile each catalogue newer than its ``.mo``; give what was written. Fuzzy messages are left out."""
    written = []
    for file in sorted(package.glob("**/locale/*/LC_MESSAGES/django.po")):
        if not is_stale(file):
            continue
        target = file.with_suffix(".mo")
        stream = BytesIO()
        write_mo(stream, read_catalogue(file, file.parts[-3]))
        scratch = target.with_suffix(".mo.new")
        scratch.write_bytes(stream.getvalue())
        scratch.replace(target)
        written.append(target)
    return written


def check(folders: Sequence[Path] | None = None) -> list[Defect]:
    """What is missing, fuzzy, broken, or no longer in the sources, in each catalogue of each app."""
    defects: list[Defect] = []
    for app in apps() if folders is None else folders:
        template = extract_app(app)
        for language in LANGUAGES:
            file = po_file(app, language)
            if len(template) or file.is_file():
                defects += _check_file(file, template, read_catalogue(file, language))
    return defects


_MISSING = Text("käännös puuttuu", "översättningen saknas", "not translated")
_FUZZY = Text("merkitty epävarmaksi", "markerad som osäker", "marked fuzzy")
_STALE = Text("ei ole enää lähteissä", "finns inte längre i källorna", "no longer in the sources")
_PLACES = Text(
    "täyttökohdat eivät täsmää", "ifyllnadsställena stämmer inte", "the placeholders differ from the message"
)


def _check_file(file: Path, template: Catalog, catalog: Catalog) -> Iterator[Defect]:
    for message in template:
        if not message.id:
            continue
        known = catalog.get(_first(message), context=message.context)
        if known is None or not _complete(known, message):
            yield Defect(file, _first(message), _MISSING)
        elif known.fuzzy:
            yield Defect(file, _first(message), _FUZZY)
        elif not _same_places(message, known):
            yield Defect(file, _first(message), _PLACES)
    for message in catalog:
        if message.id and template.get(_first(message), context=message.context) is None:
            yield Defect(file, _first(message), _STALE)


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)


def _strings(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _complete(known: Message, wanted: Message) -> bool:
    strings = _strings(known.string)
    return isinstance(known.id, str) == isinstance(wanted.id, str) and all(text.strip() for text in strings)


def _same_places(message: Message, known: Message) -> bool:
    wanted = [set(_NAMED_PLACE.findall(text)) for text in _strings(message.id)]
    return all(set(_NAMED_PLACE.findall(text)) in wanted for text in _strings(known.string))


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["extract", "update", "compile", "check"])
    parser.add_argument("app", nargs="*", help="base, hub/spine, tools/medication …")


def _chosen(names: Sequence[str]) -> list[Path]:
    known = {str(app.relative_to(PACKAGE)): app for app in apps()}
    if unknown := [name for name in names if name.strip("/") not in known]:
        raise InputError(
            Text("Tuntematon sovellus.", "Okänd app.", "Unknown app."),
            [Problem(name, Text.same(", ".join(known))) for name in unknown],
        )
    return [known[name.strip("/")] for name in names] or list(known.values())


def _run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    folders = _chosen(arguments.app)
    if arguments.action == "extract":
        for app in folders:
            for message in extract_app(app):
                if message.id:
                    out.write(f"{app.relative_to(PACKAGE)}\t{_first(message)!r}\n")
        return 0
    if arguments.action == "check":
        defects = check(folders)
        err.writelines(f"{defect.problem().in_(arguments.language)}\n" for defect in defects)
        return 1 if defects else 0
    out.writelines(
        f"{file.relative_to(PACKAGE)}\n"
        for file in (update(folders) if arguments.action == "update" else compile_all())
    )
    return 0


COMMANDS = (
    Command(
        "i18n",
        Text(
            "Käännösluettelot: extract, update, compile, check",
            "Översättningskatalogerna: extract, update, compile, check",
            "Message catalogues: extract, update, compile, check",
        ),
        _configure,
        _run,
    ),
)
