"""``luotsi impact``: figures of impact from files, without a database."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

_NOT_TABLES = Text(
    "Tiedosto ei kelpaa taulukoiksi.", "Filen duger inte som tabeller.", "The file cannot be read as tables."
)
_NOT_JSON = Text("Ei ole JSON: {why}", "Är inte JSON: {why}", "Not JSON: {why}")
_FIELDS = {"id", "k", "rows", "cols", "counts", "margins_published"}
_SMALLEST_K = 2


def _configure_tables(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", type=Path)
    parser.add_argument("--out", metavar="ANSWERS.json", type=Path, help="standard output when not given")
    parser.add_argument("--seconds", type=float, default=20.0, help="longest search for one table")
    parser.add_argument("--json", action="store_true", help="the answers are JSON in any case")


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        problem = Problem(str(path), Text.same(error.strerror or str(error)))
        raise InputError(_NOT_TABLES, [problem]) from error
    except ValueError as error:
        problem = Problem(str(path), _NOT_JSON.format(why=str(error)))
        raise InputError(_NOT_TABLES, [problem]) from error
    tables = content.get("tables") if isinstance(content, dict) else None
    if not isinstance(tables, list):
        problem = Problem("tables", Text("Luettelo puuttuu.", "Listan saknas.", "The list is missing."))
        raise InputError(_NOT_TABLES, [problem])
    problems = [problem for at, table in enumerate(tables) for problem in _problems(at, table)]
    names = [str(table.get("id")) for table in tables if isinstance(table, dict)]
    problems += [
        Problem(f"{name}.id", Text("Tunnus toistuu.", "Beteckningen upprepas.", "The identifier is repeated."))
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if problems:
        raise InputError(_NOT_TABLES, problems)
    return tables


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _problems(at: int, table: object) -> Iterator[Problem]:
    if not isinstance(table, dict):
        yield Problem(f"tables[{at}]", Text("Ei ole taulukko.", "Är ingen tabell.", "Not a table."))
        return
    name = table["id"] if isinstance(table.get("id"), str) and table["id"] else f"tables[{at}]"
    missing = sorted(_FIELDS - set(table))
    for field in missing:
        yield Problem(f"{name}.{field}", Text("Kenttä puuttuu.", "Fältet saknas.", "The field is missing."))
    if missing:
        return
    if name != table["id"]:
        yield Problem(f"{name}.id", Text("Ei ole tunnus.", "Är ingen beteckning.", "Not an identifier."))
    if not _is_count(table["k"]) or table["k"] < _SMALLEST_K:
        yield Problem(f"{name}.k", Text.same(f"≥ {_SMALLEST_K}"))
    if not isinstance(table["margins_published"], bool):
        yield Problem(f"{name}.margins_published", Text.same("true | false"))
    labels = [field for field in ("rows", "cols") if not isinstance(table[field], list) or not table[field]]
    for field in labels:
        yield Problem(f"{name}.{field}", Text("Ei ole luettelo.", "Är ingen lista.", "Not a list."))
    if not labels:
        yield from _count_problems(name, table)


def _count_problems(name: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    counts, width = table["counts"], len(table["cols"])
    if not isinstance(counts, list) or len(counts) != len(table["rows"]):
        yield Problem(
            f"{name}.counts",
            Text(
                "Rivejä ei ole yhtä monta kuin nimiä kentässä rows.",
                "Raderna är inte lika många som namnen i fältet rows.",
                "There are not as many rows as names in rows.",
            ),
        )
        return
    for number, row in enumerate(counts):
        if not isinstance(row, list) or len(row) != width:
            yield Problem(
                f"{name}.counts[{number}]",
                Text(
                    "Lukuja ei ole yhtä monta kuin nimiä kentässä cols.",
                    "Talen är inte lika många som namnen i fältet cols.",
                    "There are not as many counts as names in cols.",
                ),
            )
            continue
        for column, count in enumerate(row):
            if not _is_count(count):
                yield Problem(
                    f"{name}.counts[{number}][{column}]",
                    Text(
                        "Ei ole kokonaisluku 0, 1, 2 …",
                        "Är inte ett heltal 0, 1, 2 …",
                        "Not a whole number 0, 1, 2 …",
                    ),
                )


def _tables(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.engines.stats import suppress_table  # noqa: PLC0415 - scipy takes half a second to load

    answers, unsafe = {}, []
    for table in _read(arguments.file):
        counts, found = suppress_table(
            table["counts"], table["k"], margins_published=table["margins_published"], seconds=arguments.seconds
        )
        answers[table["id"]] = {"counts": counts}
        if not found.safe:
            unsafe.append(Problem(f"{table['id']}.margins_published", _UNSAFE))
        err.write(f"{table['id']}: {len(found.hidden)}{'' if found.fewest else ' *'}\n")
    written = json.dumps(answers, ensure_ascii=False, indent=1) + "\n"
    if arguments.out:
        _write(arguments.out, written)
    else:
        out.write(written)
    if unsafe:
        raise InputError(_SUMS_TELL, unsafe)
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        problem = Problem(f"--out {path}", Text.same(error.strerror or str(error)))
        raise InputError(
            Text("Tiedostoon ei voi kirjoittaa.", "Filen kan inte skrivas.", "The file cannot be written."), [problem]
        ) from error


_SUMS_TELL = Text(
    "Vastaukset kirjoitettiin, mutta näiden taulukoiden reunasummat paljastavat pienen luvun:",
    "Svaren skrevs, men kantsummorna i dessa tabeller röjer ett litet tal:",
    "The answers were written, but the margins of these tables give a small count away:",
)
_UNSAFE = Text(
    "Kaikki luvut salattiin. Jätä reunasummat julkaisematta tai yhdistä rivejä tai sarakkeita.",
    "Alla tal hölls inne. Publicera inte kantsummorna, eller slå ihop rader eller kolumner.",
    "Every count was withheld. Do not publish the margins, or merge rows or columns.",
)


COMMANDS = (
    Command(
        "impact tables",
        Text(
            "Salaa taulukoiden pienet luvut niin, ettei niitä voi laskea muista",
            "Döljer tabellernas små tal så att de inte kan räknas ut av de andra",
            "Withhold the small counts of tables so that they cannot be worked out",
        ),
        _configure_tables,
        _tables,
    ),
)
