"""``luotsi dialogue``: opinion discussions from files, without a database."""

import csv
import io
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text
from luotsi.kit.tool import Command

if TYPE_CHECKING:
    from luotsi.engines.opinions.result import DialogueResult

_MODES = ("stable", "polis")
_MOST_GROUPS = 8
_MOST_TEXTS = 2_000
_UNREADABLE = Text("Tiedostoa {name} ei voi lukea.", "Filen {name} kan inte läsas.", "The file {name} cannot be read.")
_UNWRITABLE = Text("Tiedostoon ei voi kirjoittaa.", "Filen kan inte skrivas.", "The file cannot be written.")
_NOT_GROUPS = Text(
    'Ryhmätiedosto on JSON: {{"osallistuja": ryhmä}}, ryhmä kokonaisluku 0, 1, 2 …',
    'Gruppfilen är JSON: {{"deltagare": grupp}}, gruppen ett heltal 0, 1, 2 …',
    'The file of groups is JSON: {{"participant": group}}, the group a whole number 0, 1, 2 …',
)


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("votes", metavar="VOTES.csv", type=Path)
    parser.add_argument("--statements", metavar="COMMENTS.csv", type=Path)
    parser.add_argument("--mode", choices=_MODES, default="stable")
    parser.add_argument("--k", type=int, choices=range(1, _MOST_GROUPS + 1), metavar="K")
    parser.add_argument("--groups", metavar="GROUPS.json", type=Path, help='{"participant": group}')
    parser.add_argument("--out", metavar="RESULT.json", type=Path)
    parser.add_argument("--table", metavar="TABLE.csv", type=Path)
    parser.add_argument("--json", action="store_true")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            _UNREADABLE.format(name=str(path)), [Problem(str(path), Text.same(error.strerror or str(error)))]
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(_UNWRITABLE, [Problem(str(path), Text.same(error.strerror or str(error)))]) from error


def _groups(path: Path) -> Mapping[int, int]:
    """Groups given as JSON, or in a result of this command."""
    try:
        given = json.loads(_content(path))
        inner = given.get("groups") if isinstance(given, dict) else None
        groups = inner if isinstance(inner, dict) else given
        found = {int(person): group for person, group in groups.items()} if isinstance(groups, dict) else {}
    except ValueError as error:
        raise InputError(_NOT_GROUPS, [Problem(str(path), Text.same(str(error)))]) from error
    wrong = [str(group) for group in found.values() if type(group) is not int or group < 0]
    if wrong or not found:
        raise InputError(_NOT_GROUPS, [Problem(str(path), Text.same(wrong[0] if wrong else "{}"))])
    return found


def _analyse(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    from luotsi.engines.opinions import analyse, read_statements, read_votes, topics  # noqa: PLC0415 - slow: scipy, polars

    if arguments.k is not None and arguments.mode == "polis":
        raise InputError(Text.same("--k"), [Problem("--k", Text.same("--mode stable"))])
    groups = _groups(arguments.groups) if arguments.groups else None
    read = read_votes(_content(arguments.votes), arguments.votes.name)
    statements = (
        read_statements(_content(arguments.statements), arguments.statements.name) if arguments.statements else []
    )
    result = analyse(read.votes, statements, mode=arguments.mode, groups=groups, k=arguments.k)
    found = result.to_json()
    found["notes"] = [*(note.as_json() for note in read.notes), *found["notes"]]
    texts = [(item.id, item.text) for item in statements if item.text and item.moderated >= 0]
    if len(texts) <= _MOST_TEXTS:
        found["topics"] = [
            {"statements": list(topic.statements), "words": list(topic.words)} for topic in topics(texts)
        ]
    err.writelines(f"{note.in_(arguments.lang)}\n" for note in (*read.notes, *result.notes))
    written = json.dumps(found, ensure_ascii=False, allow_nan=False) + "\n"
    if arguments.out:
        _write(arguments.out, written)
    if arguments.table:
        _write(arguments.table, _table(result))
    if arguments.json or not (arguments.out or arguments.table):
        out.write(written if arguments.json else _summary(result, arguments.lang))
    return 0


def _summary(result: "DialogueResult", language: str) -> str:
    """What a person reads in the terminal."""
    from luotsi.engines.opinions.rows import plain_sentence, statement_rows  # noqa: PLC0415 - slow: scipy

    people = len(result.matrix.people)
    lines = [
        _HEAD.format(
            people=people, statements=len(result.matrix.statements), votes=len(result.matrix.value), k=result.k
        )
    ]
    if result.certainty.stability is not None:
        lines.append(_SURE.format(stability=f"{result.certainty.stability:.2f}"))
    rows = statement_rows(result)
    for at, label in enumerate(result.labels.tolist()):
        lines.append(_GROUP.format(name=_letter(label), n=int((result.group == label).sum())))
        for entry in result.representative[at]:
            row = rows[entry.column]
            lines.append(Text.same(f"  [{row.id}] {_one_line(row.text)}"))
            lines.append(plain_sentence(row, row.groups[at], _letter(label)))
    for title, entries in ((_AGREED, result.agree), (_DISAGREED, result.disagree)):
        lines.append(title)
        lines += [
            Text.same(f"  [{rows[e.column].id}] {_one_line(rows[e.column].text)} ({e.count}/{e.votes})")
            for e in entries
        ]
    return "\n".join(line.in_(language) for line in lines) + "\n"


def _letter(label: int) -> str:
    return chr(ord("A") + label) if label < 26 else str(label)  # noqa: PLR2004 - letters of the alphabet


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119]}…"  # noqa: PLR2004 - a line of a terminal


def _table(result: "DialogueResult") -> str:
    """The statements as CSV for a spreadsheet; a cell that would run as a formula starts with an apostrophe."""
    from luotsi.engines.opinions.rows import statement_rows  # noqa: PLC0415 - slow: scipy

    labels = [_letter(label) for label in result.labels.tolist()]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    figures = ("n", "agree", "disagree", "pass", "agree_low", "agree_high")
    writer.writerow(
        [
            "statement",
            "text",
            *figures,
            *(f"{name}_{figure}" for name in labels for figure in ("n", "agree", "disagree")),
        ]
    )
    for row in statement_rows(result):
        whole = row.everybody
        cells = [whole.votes, whole.agree, whole.disagree, whole.passed]
        bounds = [round(whole.agree_interval.low, 4), round(whole.agree_interval.high, 4)]
        groups = [n for item in row.groups for n in (item.share.votes, item.share.agree, item.share.disagree)]
        writer.writerow([row.id, safe_cell(row.text), *cells, *bounds, *groups])
    return written.getvalue()


def safe_cell(text: str) -> str:
    """A text that a spreadsheet shows and does not run."""
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) or text[:1] in "\t\r" else text


_HEAD = Text(
    "{people} osallistujaa, {statements} väittämää, {votes} ääntä, {k} ryhmää.",
    "{people} deltagare, {statements} påståenden, {votes} röster, {k} grupper.",
    "{people} participants, {statements} statements, {votes} votes, {k} groups.",
)
_SURE = Text(
    "Ryhmien vakaus {stability}.", "Gruppernas stabilitet {stability}.", "Stability of the groups {stability}."
)
_GROUP = Text("Ryhmä {name} (n = {n})", "Grupp {name} (n = {n})", "Group {name} (n = {n})")
_AGREED = Text("Yhteisesti samaa mieltä", "Gemensamt av samma åsikt", "Agreed by all together")
_DISAGREED = Text("Yhteisesti eri mieltä", "Gemensamt av annan åsikt", "Disagreed by all together")

COMMANDS = (
    Command(
        "dialogue analyse",
        Text(
            "Analysoi mielipidekeskustelun: ryhmät, yhteinen ja erottava",
            "Analyserar en opinionsdiskussion: grupper, det gemensamma och det som skiljer",
            "Analyse an opinion discussion: groups, what unites and what divides",
        ),
        _configure,
        _analyse,
    ),
)
