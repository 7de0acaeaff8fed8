"""Votes and statements read from CSV: Polis' export formats, old and new, and what spreadsheets make of them.

Separator (comma, semicolon, tab), byte-order mark, encoding, and times in seconds or milliseconds are recognised. A row
that cannot be read is an ``InputError`` that names its line. Vote signs are those of the export: +1 agree.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.statement import ACCEPTED, Statement
from luotsi.engines.opinions.votes import VoteTable
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

_MOST_PROBLEMS = 20
_SECONDS_BELOW = 100_000_000_000
_FAR_APART_MS = 366 * 86_400_000
_LARGEST_ID = 2**62
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("voter-id", "participant-id", "participant", "pid", "voter", "person"),
    "statement": ("comment-id", "statement-id", "tid", "comment", "statement"),
    "vote": ("vote", "value"),
    "time": ("timestamp", "created", "time", "at"),
}
_NAMES_IN_USE = ("voter-id", "comment-id", "vote")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class ReadVotes:
    """The votes of a file, what to know of them, and the groups that a matrix of participants carries."""

    votes: VoteTable
    notes: tuple[Text, ...] = ()
    groups: Mapping[int, int] | None = None


def read_votes(content: bytes, name: str = "votes.csv") -> ReadVotes:
    """The votes of a Polis ``votes.csv`` or ``participants-votes.csv``; ``InputError`` with the lines at fault."""
    text = decoded(content, name)
    separator = _separator(text)
    header = _header(text, separator)
    if not header:
        raise _error(name, [Problem("", _EMPTY)])
    if header[0] == "participant" and not any(column in header for column in _COLUMNS["vote"]):
        found = _matrix(text, separator, name)
    else:
        places = {key: _place(header, names) for key, names in _COLUMNS.items()}
        missing = [_NAMES_IN_USE[at] for at, key in enumerate(("person", "statement", "vote")) if places[key] is None]
        if missing:
            raise _error(name, [Problem("line 1", _MISSING.format(columns=", ".join(missing)))])
        found = ReadVotes(_quickly(text, separator, places) or _carefully(text, separator, places, name))
    if not len(found.votes):
        raise _error(name, [Problem("", _NO_VOTES)])
    return ReadVotes(found.votes, (*found.notes, *_clock(found.votes)), found.groups)


def decoded(content: bytes, name: str) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise _error(name, [Problem("", _EMPTY)])
    if "\x00" in text:
        raise _error(name, [Problem(f"line {text[: text.index(chr(0))].count(chr(10)) + 1}", _BINARY)])
    return text.replace("\r\n", "\n").replace("\r", "\n")  # files of old systems end their lines so


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(text: str, separator: str) -> list[str]:
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        if any(cell.strip() for cell in row):
            return [cell.strip().lower().replace("_", "-") for cell in row]
    return []


def _place(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _quickly(text: str, separator: str, places: Mapping[str, int | None]) -> VoteTable | None:
    """The table by a fast reader when every cell is a plain whole number; None when the careful one must look."""
    import polars as pl  # noqa: PLC0415 - slow to load

    wanted = {key: at for key, at in places.items() if at is not None}
    try:
        frame = pl.read_csv(
            text.encode(), separator=separator, has_header=True, columns=sorted(wanted.values()),
            infer_schema_length=0, raise_if_empty=True,
        )  # fmt: skip
        order = {at: number for number, at in enumerate(sorted(wanted.values()))}
        columns = {
            key: frame.to_series(order[at]).str.strip_chars().cast(pl.Int64, strict=True) for key, at in wanted.items()
        }
    except pl.exceptions.PolarsError:
        return None
    if any(column.null_count() for column in columns.values()):
        return None
    person, statement, value = (columns[key].to_numpy() for key in ("person", "statement", "vote"))
    sound = len(value) and abs(value).max() <= 1 and min(person.min(), statement.min()) >= 0
    if not sound or max(person.max(), statement.max()) > _LARGEST_ID:
        return None
    at_ms = columns["time"].to_numpy() if "time" in columns else np.arange(len(value), dtype=np.int64)
    return VoteTable(person, statement, value.astype(np.int8), _milliseconds(at_ms))


def _milliseconds(times: np.ndarray) -> np.ndarray:
    """Older exports count seconds, newer ones milliseconds."""
    return times * 1000 if len(times) and 0 < times.max() < _SECONDS_BELOW and times.max() > len(times) else times


def _carefully(text: str, separator: str, places: Mapping[str, int | None], name: str) -> VoteTable:
    problems: list[Problem] = []
    rows: list[tuple[int, int, int, int]] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    started = False
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if not started:
            started = True
            continue
        try:
            rows.append(_vote(row, places, len(rows)))
        except _CellError as fault:
            problems.append(Problem(f"line {reader.line_num}", fault.text))
            if len(problems) == _MOST_PROBLEMS:
                problems.append(Problem("", _MORE))
                break
    if problems:
        raise _error(name, problems)
    table = VoteTable.of(rows)
    return VoteTable(table.person, table.statement, table.value, _milliseconds(table.at_ms))


class _CellError(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _vote(row: Sequence[str], places: Mapping[str, int | None], number: int) -> tuple[int, int, int, int]:
    cells = {key: row[at].strip() if at < len(row) else None for key, at in places.items() if at is not None}
    short = [key for key, cell in cells.items() if cell is None or (not cell and key != "time")]
    if short:
        raise _CellError(_SHORT.format(n=len(row), columns=", ".join(_COLUMNS[key][0] for key in short)))
    person, statement = (_whole(cells[key] or "", _COLUMNS[key][0]) for key in ("person", "statement"))
    if min(person, statement) < 0 or max(person, statement) > _LARGEST_ID:
        raise _CellError(_NOT_ID.format(cell=f"{person}, {statement}"))
    value = _whole(cells["vote"] or "", "vote")
    if value not in (1, 0, -1):
        raise _CellError(_NOT_VOTE.format(cell=_shown(cells["vote"] or "")))
    time = cells.get("time")
    return person, statement, value, _whole(time, "timestamp") if time else number


def _whole(cell: str, column: str) -> int:
    """A whole number; "1.0" and "+1" are what spreadsheets make of one."""
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        number = float(cell)
    except ValueError:
        number = float("nan")
    if number != number or abs(number) > _LARGEST_ID or number != int(number):  # noqa: PLR0124 - NaN is not itself
        raise _CellError(_NOT_WHOLE.format(column=column, cell=_shown(cell)))
    return int(number)


def _shown(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:40]}…"  # noqa: PLR2004 - enough to find it by


def _matrix(text: str, separator: str, name: str) -> ReadVotes:
    """A wide table: a participant a row, a statement a column, the official group beside."""
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    header = [cell.strip() for cell in next(rows)]
    statements = [(at, int(cell)) for at, cell in enumerate(header) if cell.isdecimal()]
    group_at = header.index("group-id") if "group-id" in header else None
    groups: dict[int, int] = {}
    votes: list[tuple[int, int, int, int]] = []
    problems: list[Problem] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            person = _whole(row[0].strip(), "participant")
            if group_at is not None and group_at < len(row) and row[group_at].strip():
                groups[person] = _whole(row[group_at].strip(), "group-id")
            votes += _votes_of(person, row, statements, len(votes))
        except _CellError as fault:
            problems.append(Problem(f"line {rows.line_num}", fault.text))
            if len(problems) == _MOST_PROBLEMS:
                break
    if problems:
        raise _error(name, problems)
    return ReadVotes(VoteTable.of(votes), (), groups or None)


def _votes_of(
    person: int, row: Sequence[str], statements: Sequence[tuple[int, int]], number: int
) -> Iterator[tuple[int, int, int, int]]:
    for at, statement in statements:
        cell = row[at].strip() if at < len(row) else ""
        if cell:
            value = _whole(cell, str(statement))
            if value not in (1, 0, -1):
                raise _CellError(_NOT_VOTE.format(cell=_shown(cell)))
            yield person, statement, value, number


def _clock(votes: VoteTable) -> Iterator[Text]:
    """A note when some times cannot be right: such votes are ordered wrongly, and revotes with them."""
    times = votes.at_ms[votes.at_ms > len(votes)]
    if len(times) < 2:  # noqa: PLR2004 - a lone time has nothing to differ from
        return
    middle = np.median(times)
    far = int((np.abs(times - middle) > 10 * _FAR_APART_MS).sum()) + (len(votes.at_ms) - len(times))
    if far and far < len(votes):
        yield _CLOCK.format(n=far)


def read_statements(content: bytes, name: str = "comments.csv") -> list[Statement]:
    """The statements of a Polis ``comments.csv``, with or without its newer columns."""
    text = decoded(content, name)
    separator = _separator(text)
    header = _header(text, separator)
    at = {column: place for place, column in enumerate(header)}
    identifier = _place(header, _COLUMNS["statement"])
    if identifier is None:
        raise _error(name, [Problem("line 1", _MISSING.format(columns="comment-id"))])
    found: dict[int, Statement] = {}
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    started = False
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if not started:
            started = True
            continue
        try:
            statement = _statement(row, at, identifier, found)
            found[statement.id] = statement
        except _CellError as fault:
            problems.append(Problem(f"line {reader.line_num}", fault.text))
            if len(problems) == _MOST_PROBLEMS:
                break
    if problems:
        raise _error(name, problems)
    return list(found.values())


def _statement(row: Sequence[str], at: Mapping[str, int], identifier: int, found: Collection[int]) -> Statement:
    def cell(*names: str) -> str:
        place = next((at[name] for name in names if name in at), None)
        return row[place].strip() if place is not None and place < len(row) else ""

    key = _whole(row[identifier].strip() if identifier < len(row) else "", "comment-id")
    if key in found:
        raise _CellError(_TWICE.format(id=key))
    moderated = _whole(cell("moderated", "mod"), "moderated") if cell("moderated", "mod") else ACCEPTED
    if moderated not in (1, 0, -1):
        raise _CellError(_NOT_MODERATED.format(cell=moderated))
    author = cell("author-id", "author")
    time = cell("timestamp", "created")
    at_ms = _whole(time, "timestamp") if time else None
    return Statement(
        key,
        cell("comment-body", "comment", "body", "txt", "text"),
        moderated,
        _yes(cell("is-meta", "meta")),
        _yes(cell("is-seed", "seed")),
        _whole(author, "author-id") if author else None,
        None if at_ms is None else at_ms * 1000 if 0 < at_ms < _SECONDS_BELOW else at_ms,
    )


def _yes(cell: str) -> bool:
    return cell.lower() in {"true", "t", "1", "yes"}


def _error(name: str, problems: Sequence[Problem]) -> InputError:
    return InputError(_UNREADABLE.format(name=name), problems)


_UNREADABLE = Text("Tiedosto {name} ei kelpaa.", "Filen {name} duger inte.", "The file {name} cannot be used.")
_EMPTY = Text("Tiedosto on tyhjä.", "Filen är tom.", "The file is empty.")
_BINARY = Text("Ei ole tekstiä.", "Är inte text.", "Not text.")
_NO_VOTES = Text("Yhtään ääntä ei ole.", "Det finns inga röster.", "There are no votes.")
_MISSING = Text("Sarake puuttuu: {columns}.", "Kolumn saknas: {columns}.", "A column is missing: {columns}.")
_SHORT = Text(
    "Rivillä on {n} kenttää; tyhjä tai puuttuva: {columns}.",
    "Raden har {n} fält; tomt eller saknas: {columns}.",
    "The row has {n} fields; empty or missing: {columns}.",
)
_NOT_VOTE = Text(
    "Ääni on 1 (samaa mieltä), -1 (eri mieltä) tai 0 (ohitus), ei {cell}.",
    "En röst är 1 (samma åsikt), -1 (annan åsikt) eller 0 (pass), inte {cell}.",
    "A vote is 1 (agree), -1 (disagree) or 0 (pass), not {cell}.",
)
_NOT_WHOLE = Text(
    "Sarake {column}: {cell} ei ole kokonaisluku.",
    "Kolumnen {column}: {cell} är inte ett heltal.",
    "Column {column}: {cell} is not a whole number.",
)
_NOT_ID = Text("Tunnus ei kelpaa: {cell}.", "Beteckningen duger inte: {cell}.", "Not an identifier: {cell}.")
_NOT_MODERATED = Text(
    "Sarake moderated on 1, 0 tai -1, ei {cell}.",
    "Kolumnen moderated är 1, 0 eller -1, inte {cell}.",
    "Column moderated is 1, 0 or -1, not {cell}.",
)
_TWICE = Text("Väittämä {id} toistuu.", "Påståendet {id} upprepas.", "Statement {id} is repeated.")
_MORE = Text("Lisää virheitä jätettiin luettelematta.", "Fler fel utelämnades.", "Further faults are not listed.")
_CLOCK = Text(
    "{n} äänen aika poikkeaa muista vuosilla tai puuttuu: kello on voinut olla väärässä.",
    "Tiden för {n} röster avviker med år från de andra eller saknas: klockan kan ha gått fel.",
    "The time of {n} votes is years from the others or missing: a clock may have been wrong.",
)
