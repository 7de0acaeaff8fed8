"""``luotsi child-needs assess``: no Django, no network; reads files, writes the draft."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Language, Text

if TYPE_CHECKING:
    from luotsi.engines.casefile.papers import Paper
    from luotsi.kit.tool import Result

CANNOT_OPEN = Text("Tiedostoa ei voi lukea: {why}.", "Filen kan inte läsas: {why}.", "The file cannot be read: {why}.")
BAD_DATE = Text("Anna päivä muodossa 2026-11-23.", "Ange dagen som 2026-11-23.", "Give the day as 2026-11-23.")
TWICE = Text("Sama tiedosto on annettu kahdesti.", "Samma fil har getts två gånger.", "The same file was given twice.")
AFTER = Text(
    "Päivä on arviointipäivän jälkeen.", "Dagen är efter bedömningsdagen.", "The day is after the day of assessment."
)
FILES = Text(
    "asiakirjat: .txt, .docx, .pdf tai FHIR R4 .json", "dokument: .txt, .docx, .pdf eller FHIR R4 .json", "documents: .txt, .docx, .pdf or FHIR R4 .json"
)  # fmt: skip
DRAFT = Text(
    "Koneen kokoama luonnos, jota kukaan ei ole tarkistanut. Kirjoita oma näkemyksesi ennen kuin luet riskitekijät.",
    "Ett utkast som maskinen har sammanställt och ingen har granskat. Skriv din egen syn innan du läser riskfaktorerna.",
    "A draft compiled by a machine and checked by nobody. Write your own view before you read the risk factors.",
)
NOTED = Text("HUOMAA JA SELVITÄ", "OBSERVERA OCH UTRED", "NOTE AND FIND OUT")
MOST_FETCHED = 50_000_000


def configure_assess(parser: ArgumentParser) -> None:
    """The words of ``luotsi child-needs assess``."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES.en)
    parser.add_argument("--date", default=None, metavar="YYYY-MM-DD", help="day of assessment; today when left out")
    parser.add_argument("--pending", default=None, metavar="YYYY-MM-DD", help="day on which the matter became pending")
    parser.add_argument("--client", default="", help='whom the papers are about, e.g. "Siiri, 9 v"')
    parser.add_argument("--json", action="store_true", help="JSON per document")


def run_assess(options: Namespace, out: TextIO, err: TextIO) -> int:
    """Compile the draft. 0 done, 2 when what was given cannot be used; then nothing is written to ``out``."""
    language = _spoken(options)
    try:
        out.write(_assessed(options, language))
    except InputError as error:
        err.write("".join(f"{line}\n" for line in error.lines(language)))
        return 2
    return 0


def _assessed(options: Namespace, language: str) -> str:
    from luotsi.engines.casefile.answer import answer_json  # noqa: PLC0415
    from luotsi.engines.casefile.case import compiled_by_client  # noqa: PLC0415 - the command line starts fast
    from luotsi.engines.casefile.papers import pile_of_papers  # noqa: PLC0415
    from luotsi.tools.child_needs.engine.assemble import assembled  # noqa: PLC0415

    on = _day("--date", options.date) or date.today()  # noqa: DTZ011 - the day on the user's own wall
    pending = _day("--pending", options.pending)
    if pending and pending > on:
        raise InputError(AFTER, [Problem("--pending", AFTER)])
    pile, file_of = pile_of_papers([_paper(name) for name in _distinct(options.files)], client=options.client, on=on)
    cases = compiled_by_client(pile, on=on)
    result = assembled(cases[0], on, pending)
    if options.json:
        return (
            json.dumps({**answer_json(cases, file_of), "assessment": _json(result, language)}, ensure_ascii=False)
            + "\n"
        )
    return _readable(result, language)


def _json(result: "Result", language: str) -> dict[str, Any]:
    """The draft by its headings. The conclusion is empty: it is a person's."""
    from luotsi.tools.child_needs.engine.sections import HEADINGS  # noqa: PLC0415 - the command line starts fast

    parts: dict[str, list[dict[str, Any]]] = {key: [] for key in HEADINGS}
    for item in result.suggestions:
        parts[str(item.content["section"])].append(
            {
                "title": item.title.in_(language),
                "text": item.proposal.in_(language),
                "kind": item.kind,
                **{
                    name: item.content[name]
                    for name in ("matter", "person", "state", "domain")
                    if item.content.get(name)
                },
            }
        )
    open_points = [
        {"subject": gap.subject.in_(language), "reason": gap.reason.in_(language)} for gap in result.abstentions
    ]
    return {"sections": parts, "clock": result.summary["clock"], "not_known": open_points}


def _readable(result: "Result", language: str) -> str:
    from luotsi.tools.child_needs.engine.sections import HEADINGS  # noqa: PLC0415 - the command line starts fast

    lines = [DRAFT.in_(language)]
    for key, (title, empty) in HEADINGS.items():
        lines += ["", title.in_(language).upper()]
        under = [item for item in result.suggestions if item.content["section"] == key]
        if not under:
            lines.append(f"  {empty.in_(language)}")
        for item in under:
            first, *rest = item.proposal.in_(language).splitlines()
            lines += [f"  {first}", *(f"    {line}" for line in rest)]
    if result.abstentions:
        lines += ["", NOTED.in_(language)]
        lines += [f"  - {gap.subject.in_(language)}: {gap.reason.in_(language)}" for gap in result.abstentions]
    return "\n".join(lines) + "\n"


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


def _day(where: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(BAD_DATE, [Problem(where, BAD_DATE)]) from error


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        text = CANNOT_OPEN.format(why=getattr(error, "strerror", None) or "?")
        raise InputError(text, [Problem(name, text)]) from error
