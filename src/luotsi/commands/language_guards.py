"""``luotsi language pii`` and ``luotsi language rouge``: identifiers in a document, and how alike two texts are."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

_NO_FILE = Text("Tiedostoa ei voi lukea.", "Filen kan inte läsas.", "The file cannot be read.")
_JSON_HELP = "JSON on standard output"
_NONE = Text("Tunnistetietoja ei löytynyt.", "Inga identifierande uppgifter hittades.", "No identifiers were found.")
_SHARE = Text(
    "{count} tunnistetta, {share} % tekstistä. Haku perustuu luetteloihin ja sääntöihin ja voi jättää jotain löytämättä.",
    "{count} identifierande uppgifter, {share} % av texten. Sökningen bygger på listor och regler och kan missa något.",
    "{count} identifiers, {share} % of the text. The search rests on lists and rules and may miss something.",
)
_SUSPICIOUS = Text("tarkistusmerkki ei täsmää", "kontrolltecknet stämmer inte", "the check character does not hold")
_HEADING = Text("asiakirjan otsikkorivi", "dokumentets rubrikrad", "the document's heading line")


def _configure_pii(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--name", action="append", default=[], help="a name known to be in the file; may be repeated")
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(_NO_FILE, [Problem(str(path), Text.same(error.strerror or str(error)))]) from error


def _pii(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.engines.documents import read_document  # noqa: PLC0415 - slow
    from luotsi.engines.language.pseudonyms import detect  # noqa: PLC0415 - slow

    document = read_document(_bytes(arguments.file), name=arguments.file.name)
    found = detect(document.text, arguments.name)
    err.writelines(f"{note.in_(arguments.language)}\n" for note in document.notes)
    if arguments.json:
        rows = [
            [[item.start, item.end, item.kind.value] for item in found if item.heading is part]
            for part in (False, True)
        ]
        suspicious = [[item.start, item.end] for item in found if item.suspicious]
        out.write(json.dumps({"pii": rows[0], "heading": rows[1], "suspicious": suspicious}) + "\n")
        return 0
    for item in found:
        notes = [
            text.in_(arguments.language)
            for text, holds in ((_SUSPICIOUS, item.suspicious), (_HEADING, item.heading))
            if holds
        ]
        words = document.text[item.start : item.end].replace("\n", " ")
        out.write(
            f"{item.start:>7} {item.end:>7}  {item.kind.value:<8} {words}{'  (' + ', '.join(notes) + ')' if notes else ''}\n"
        )
    share = 100 * sum(item.end - item.start for item in found) / max(1, len(document.text))
    told = _SHARE.format(count=len(found), share=f"{share:.1f}") if found else _NONE
    out.write(f"{told.in_(arguments.language)}\n")
    return 0


def _configure_rouge(parser: ArgumentParser) -> None:
    parser.add_argument("candidate", metavar="CANDIDATE", type=Path)
    parser.add_argument("reference", metavar="REFERENCE", type=Path)
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)


def _rouge(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.engines.documents.plain import decoded  # noqa: PLC0415 - only for this command
    from luotsi.engines.language.rouge import rouge  # noqa: PLC0415 - only for this command

    candidate, reference = (decoded(_bytes(path))[0] for path in (arguments.candidate, arguments.reference))
    scores = rouge(candidate, reference)
    if arguments.json:
        plain = {
            name: {"precision": score.precision, "recall": score.recall, "fmeasure": score.fmeasure}
            for name, score in scores.items()
        }
        out.write(json.dumps(plain) + "\n")
        return 0
    out.write(f"{'':<10} {'P':>7} {'R':>7} {'F':>7}\n")
    out.writelines(
        f"{name:<10} {score.precision:>7.4f} {score.recall:>7.4f} {score.fmeasure:>7.4f}\n"
        for name, score in scores.items()
    )
    return 0


COMMANDS = (
    Command(
        "language pii",
        Text(
            "Etsii tekstistä tunnistetiedot",
            "Söker identifierande uppgifter i en text",
            "Find the identifiers in a text",
        ),
        _configure_pii,
        _pii,
    ),
    Command(
        "language rouge",
        Text(
            "Vertaa tekstiä mallitekstiin ROUGE-luvuin",
            "Jämför en text med en referens med ROUGE-tal",
            "Compare a text with a reference by ROUGE figures",
        ),
        _configure_rouge,
        _rouge,
    ),
)
