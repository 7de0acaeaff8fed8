"""A log of votes that nobody can alter unseen: commitments, a hash chain, a root to publish, receipts, a recount.

What is published is hashes. A vote enters as a commitment, SHA-256 over the vote and a random nonce that only the voter
and the service hold, so that the published log tells nothing of how anybody voted. Each entry carries the hash of the
one before (the same construction as the audit log's), and the root of a day is a Merkle root over its entries (tree
after RFC 6962), so that a receipt can be checked with a dozen hashes and without the rest of the log.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.engines.opinions.votes import VoteTable
from luotsi.kit.audit import GENESIS
from luotsi.kit.canonical import JsonValue, digest

_LEAF, _NODE = b"\x00", b"\x01"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as it is committed to: the person's pseudonym in this discussion, statement, vote (1, 0, -1), time."""

    person: str
    statement: int
    vote: int
    at_ms: int

    def commitment(self, nonce: str) -> str:
        """SHA-256 over the vote and the nonce. The nonce is the caller's, at least 128 random bits in hexadecimal."""
        if len(nonce) < 32:  # noqa: PLR2004 - 128 bits
            message = "a nonce has at least 32 hexadecimal digits"
            raise ValueError(message)
        return digest(
            {"person": self.person, "statement": self.statement, "vote": self.vote, "at": self.at_ms, "nonce": nonce}
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the published log: its number from 1, the commitment (or the tombstone of one), and its hash."""

    sequence: int
    commitment: str
    hash: str


def chained(previous: Entry | None, commitment: str) -> Entry:
    """The entry that follows ``previous`` (None at the beginning)."""
    sequence = previous.sequence + 1 if previous else 1
    before = previous.hash if previous else GENESIS
    return Entry(sequence, commitment, digest({"previous": before, "sequence": sequence, "commitment": commitment}))


def tombstone(sequence: int) -> str:
    """The commitment that stands for "the vote at ``sequence`` was withdrawn"; appended, for nothing is removed."""
    return digest({"withdrawn": sequence})


def first_break(entries: Iterable[Entry], after: Entry | None = None) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the chain holds."""
    previous = after
    for entry in entries:
        if chained(previous, entry.commitment) != entry:
            return previous.sequence + 1 if previous else 1
        previous = entry
    return None


def _hashed(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def root(entries: Sequence[Entry]) -> str:
    """The Merkle root of a day's entries, in hexadecimal; of none, the hash of nothing."""
    return _root([_hashed(_LEAF, bytes.fromhex(entry.hash)) for entry in entries]).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return _hashed()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return _hashed(_NODE, _root(leaves[:split]), _root(leaves[split:]))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps: the vote, its nonce, the entry, and the hashes that lead from it to the published root.

    ``path`` goes from the entry upwards; each step is a hash and whether it stands on the left.
    """

    ballot: Ballot
    nonce: str
    entry: Entry
    previous: str
    path: tuple[tuple[str, bool], ...] = ()

    def as_json(self) -> Mapping[str, Any]:
        """The receipt as it is downloaded."""
        return {
            "person": self.ballot.person,
            "statement": self.ballot.statement,
            "vote": self.ballot.vote,
            "at": self.ballot.at_ms,
            "nonce": self.nonce,
            "sequence": self.entry.sequence,
            "commitment": self.entry.commitment,
            "hash": self.entry.hash,
            "previous": self.previous,
            "path": [[step, left] for step, left in self.path],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Receipt":
        """The receipt that was downloaded; ``KeyError`` or ``TypeError`` when it is none."""
        ballot = Ballot(value["person"], value["statement"], value["vote"], value["at"])
        entry = Entry(value["sequence"], value["commitment"], value["hash"])
        path = tuple((str(step), bool(left)) for step, left in value["path"])
        return cls(ballot, value["nonce"], entry, value["previous"], path)


def receipt(ballot: Ballot, nonce: str, entries: Sequence[Entry], at: int, before: str = GENESIS) -> Receipt:
    """The receipt of the vote at place ``at`` of a day's entries; ``before`` is the hash before the first of them."""
    leaves = [_hashed(_LEAF, bytes.fromhex(entry.hash)) for entry in entries]
    previous = entries[at - 1].hash if at else before
    return Receipt(ballot, nonce, entries[at], previous, tuple(_path(leaves, at)))


def _path(leaves: Sequence[bytes], at: int) -> list[tuple[str, bool]]:
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if at < split:
        return [*_path(leaves[:split], at), (_root(leaves[split:]).hex(), False)]
    return [*_path(leaves[split:], at - split), (_root(leaves[:split]).hex(), True)]


def check_receipt(held: Receipt, published_root: str) -> bool:
    """Whether the vote on the receipt is under the published root, unaltered."""
    try:
        commitment = held.ballot.commitment(held.nonce)
        entry = held.entry
        content: dict[str, JsonValue] = {
            "previous": held.previous,
            "sequence": entry.sequence,
            "commitment": commitment,
        }
        if commitment != entry.commitment or digest(content) != entry.hash:
            return False
        found = _hashed(_LEAF, bytes.fromhex(entry.hash))
        for step, left in held.path:
            other = bytes.fromhex(step)
            found = _hashed(_NODE, other, found) if left else _hashed(_NODE, found, other)
    except ValueError:
        return False
    return found.hex() == published_root


@dataclass(frozen=True, slots=True)
class Recount:
    """A recount from the log and the opened votes: counts by statement (disagree, pass, agree), and what was wrong.

    ``broken`` is the first entry that breaks the chain; ``unopened`` entries have no vote that fits them; ``extra``
    votes fit no entry.
    """

    counts: Mapping[int, tuple[int, int, int]]
    broken: int | None
    unopened: tuple[int, ...]
    extra: int

    @property
    def sound(self) -> bool:
        """Whether every entry holds and every vote is in the log once."""
        return self.broken is None and not self.unopened and not self.extra


def recount(entries: Sequence[Entry], opened: Iterable[tuple[Ballot, str]], withdrawn: Iterable[int] = ()) -> Recount:
    """Count the votes again from the log. ``opened`` are votes with nonces, ``withdrawn`` the numbers taken back."""
    gone = set(withdrawn)
    tombs = {tombstone(number) for number in gone}
    waiting = {entry.commitment: entry.sequence for entry in entries if entry.commitment not in tombs}
    latest: dict[tuple[str, int], tuple[int, int, int]] = {}
    extra = 0
    for ballot, nonce in opened:
        sequence = waiting.pop(ballot.commitment(nonce), None)
        if sequence is None:
            extra += 1
        elif sequence not in gone:
            key, value = (ballot.person, ballot.statement), (ballot.at_ms, sequence, ballot.vote)
            latest[key] = max(latest.get(key, value), value)
    counts: dict[int, list[int]] = {}
    for (_, statement), (_, _, vote) in latest.items():
        counts.setdefault(statement, [0, 0, 0])[vote + 1] += 1
    unopened = tuple(sorted(sequence for sequence in waiting.values() if sequence not in gone))
    by_statement = {key: (a, b, c) for key, (a, b, c) in sorted(counts.items())}
    return Recount(by_statement, first_break(entries), unopened, extra)


def table_of(opened: Sequence[Ballot]) -> tuple[VoteTable, Mapping[str, int]]:
    """The votes as a table for analysis, with the number that each pseudonym was given (in order of name)."""
    numbers = {person: at for at, person in enumerate(sorted({ballot.person for ballot in opened}))}
    rows = [(numbers[ballot.person], ballot.statement, ballot.vote, ballot.at_ms) for ballot in opened]
    return VoteTable.of(rows), numbers
