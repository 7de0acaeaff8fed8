"""The log of votes: appended within the transaction of the vote, chained by hashes, never changed but by withdrawal."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from luotsi.hub.dialogue.models import DayRoot, Discussion, LogEntry
from luotsi.kit.audit import GENESIS
from luotsi.kit.canonical import JsonObject, digest
from luotsi.kit.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """What a log entry tells of one vote."""

    person: int
    statement: int
    choice: str
    important: bool = False
    at: datetime


def leaf(content: JsonObject) -> str:
    """The hash of one entry's content; its 128-bit nonce keeps anybody from guessing the content from the hash."""
    return digest(content)


def linked(sequence: int, previous: str, leaf_hash: str) -> str:
    """The chain after an entry, by the engine's ledger: it binds the place, the chain before it and the entry's leaf."""
    from luotsi.engines.opinions.ledger import Entry, chained  # noqa: PLC0415 - slow: numpy

    before = Entry(sequence - 1, "", previous) if sequence > 1 else None
    return chained(before, leaf_hash).hash


def content_of(entry: LogEntry) -> JsonObject:
    """What the leaf of an entry was made from."""
    return {
        "discussion": str(entry.discussion_id),
        "sequence": entry.sequence,
        "kind": entry.kind,
        "person": entry.person,
        "statement": entry.statement,
        "choice": entry.choice,
        "important": entry.important,
        "at_ms": entry.at_ms,
        "nonce": entry.nonce,
    }


def votes(discussion: Discussion, casts: Iterable[Cast]) -> list[LogEntry]:
    """Append votes to a discussion whose row the caller holds locked; moves its sequence and chain, without saving."""
    return [
        _next(
            discussion,
            kind=LogEntry.Kind.VOTE,
            day=timezone.localtime(cast.at).date(),
            person=cast.person,
            statement=cast.statement,
            choice=cast.choice,
            important=cast.important,
            at_ms=int(cast.at.timestamp() * 1000),
        )
        for cast in casts
    ]


def withdrawal(discussion: Discussion, at: datetime) -> LogEntry:
    """Append that somebody withdrew. Who it was is not said: it shows from which entries are now empty."""
    return _next(discussion, kind=LogEntry.Kind.WITHDRAWAL, day=timezone.localtime(at).date(), at_ms=None)


def _next(discussion: Discussion, **fields: object) -> LogEntry:
    entry = LogEntry(discussion=discussion, sequence=discussion.sequence + 1, nonce=secrets.token_hex(16), **fields)
    entry.leaf = leaf(content_of(entry))
    entry.chain = linked(entry.sequence, discussion.chain, entry.leaf)
    discussion.sequence, discussion.chain = entry.sequence, entry.chain
    return entry


def emptied(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """The entries without their content; their leaves and the chain stay."""
    rows = list(entries)
    for row in rows:
        row.person = row.statement = row.important = row.at_ms = None
        row.choice = row.nonce = ""
    return rows


# Checking ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Recount:
    """What a recount found. ``broken`` names the first place where the log does not hold; None when it holds."""

    entries: int
    votes: int
    emptied: int
    withdrawals: int
    root: str
    broken: Text | None


_CHANGED = Text(
    "Lokin merkintä {n} tai sitä edeltävä on muutettu.",
    "Post {n} i loggen eller den föregående har ändrats.",
    "Entry {n} of the log or the one before it has been changed.",
)
_MISSING = Text("Lokin merkintä {n} puuttuu.", "Post {n} saknas i loggen.", "Entry {n} is missing from the log.")
_SHORT = Text(
    "Loki loppuu merkintään {n}, vaikka keskustelu tuntee pidemmän.",
    "Loggen slutar vid post {n}, fast dialogen känner till fler.",
    "The log ends at entry {n}, but the discussion knows more.",
)
_ROOT = Text(
    "Päivän {day} julkaistu juuri ei vastaa lokia.",
    "Den publicerade roten för {day} stämmer inte med loggen.",
    "The published root of {day} does not match the log.",
)
_TAKEN = Text(
    "Lokissa on tyhjennettyjä ääniä, mutta ei yhtään peruutusta.",
    "Loggen har tömda röster men inget återkallande.",
    "The log holds emptied votes but no withdrawal.",
)


def recount(discussion: Discussion) -> Recount:
    """Walk the whole log: every leaf, every link, every published root."""
    roots = dict(DayRoot.objects.filter(discussion=discussion).values_list("sequence", "chain"))
    days = dict(DayRoot.objects.filter(discussion=discussion).values_list("sequence", "day"))
    previous, counted = GENESIS, {"votes": 0, "emptied": 0, "withdrawals": 0}
    number = 0
    for number, entry in enumerate(_entries(discussion), 1):
        broken = _fault(entry, number, previous)
        if broken is None and roots.get(number, entry.chain) != entry.chain:
            broken = _ROOT.format(day=days[number].isoformat())
        if broken is not None:
            return Recount(number, **counted, root=previous, broken=broken)
        counted[_sort(entry)] += 1
        previous = entry.chain
    broken = None
    if number != discussion.sequence or previous != discussion.chain:
        broken = _SHORT.format(n=number)
    elif counted["emptied"] and not counted["withdrawals"]:
        broken = _TAKEN
    return Recount(number, **counted, root=previous, broken=broken)


def _entries(discussion: Discussion) -> Iterator[LogEntry]:
    yield from LogEntry.objects.filter(discussion=discussion).order_by("sequence").iterator(chunk_size=2000)


def _fault(entry: LogEntry, expected: int, previous: str) -> Text | None:
    if entry.sequence != expected:
        return _MISSING.format(n=expected)
    if entry.nonce and leaf(content_of(entry)) != entry.leaf:
        return _CHANGED.format(n=expected)
    return None if linked(expected, previous, entry.leaf) == entry.chain else _CHANGED.format(n=expected)


def _sort(entry: LogEntry) -> str:
    if entry.kind == LogEntry.Kind.WITHDRAWAL:
        return "withdrawals"
    return "votes" if entry.nonce else "emptied"
