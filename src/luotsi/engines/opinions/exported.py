"""A whole Polis conversation from its export: a folder or a zip with votes, comments, summary and participants."""

import csv
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from luotsi.engines.opinions.reading import decoded, read_statements, read_votes
from luotsi.engines.opinions.statement import Statement
from luotsi.engines.opinions.votes import VoteTable
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

VOTES, STATEMENTS, SUMMARY, PARTICIPANTS = "votes.csv", "comments.csv", "summary.csv", "participants-votes.csv"
_KNOWN = (VOTES, STATEMENTS, SUMMARY, PARTICIPANTS)
_LARGEST_FILE = 2_000_000_000
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as exported: its topic and description, statements, votes, and the groups that Polis gave."""

    topic: str
    description: str
    url: str
    votes: VoteTable
    statements: tuple[Statement, ...]
    official_groups: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()


def conversation(files: Mapping[str, bytes]) -> Conversation:
    """The conversation of a Polis export's files by name; ``votes.csv`` is required. ``InputError`` when unreadable."""
    by_name = {_plain(name): content for name, content in files.items() if _plain(name) in _KNOWN}
    if VOTES not in by_name:
        raise InputError(_NOT_AN_EXPORT, [Problem(VOTES, _MISSING)])
    read = read_votes(by_name[VOTES], VOTES)
    statements = read_statements(by_name[STATEMENTS], STATEMENTS) if STATEMENTS in by_name else []
    summary = _summary(by_name[SUMMARY]) if SUMMARY in by_name else {}
    groups = read_votes(by_name[PARTICIPANTS], PARTICIPANTS).groups if PARTICIPANTS in by_name else None
    return Conversation(
        summary.get("topic", ""),
        summary.get("conversation-description", ""),
        summary.get("url", ""),
        read.votes,
        tuple(statements),
        groups or {},
        read.notes,
    )


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of an export's zip that we know, by name; ``InputError`` for what is no zip or swells too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [entry for entry in archive.infolist() if _plain(entry.filename) in _KNOWN]
            if sum(entry.file_size for entry in wanted) > _LARGEST_FILE:
                raise InputError(_NOT_AN_EXPORT, [Problem("zip", _TOO_LARGE)])
            return {_plain(entry.filename): archive.read(entry) for entry in wanted}
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError) as error:
        raise InputError(_NOT_AN_EXPORT, [Problem("zip", Text.same(str(error)))]) from error


def _plain(name: str) -> str:
    """A file's name without its folder and the prefix that some exports put before it (``2024-10-09-x-votes.csv``)."""
    last = PurePosixPath(name.replace("\\", "/")).name.lower()
    return next((known for known in (PARTICIPANTS, VOTES, STATEMENTS, SUMMARY) if last.endswith(known)), last)


def _summary(content: bytes) -> dict[str, str]:
    rows = csv.reader(io.StringIO(decoded(content, SUMMARY)))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) >= _PAIR}


_NOT_AN_EXPORT = Text("Ei ole Polis-vienti.", "Är ingen export från Polis.", "Not an export from Polis.")
_MISSING = Text("Tiedosto puuttuu.", "Filen saknas.", "The file is missing.")
_TOO_LARGE = Text("Purettuna yli 2 Gt.", "Över 2 GB uppackad.", "Over 2 GB unpacked.")
