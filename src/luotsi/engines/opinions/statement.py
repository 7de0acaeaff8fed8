"""Statements of a discussion, and what moderation does to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from luotsi.engines.opinions.votes import Bools, Ints

REJECTED, UNMODERATED, ACCEPTED = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its identifier, text, state of moderation (1 accepted, 0 not yet, -1 rejected) and kind.

    ``meta`` statements are about the person who votes (a background question), not about the matter. ``author`` is the
    person's identifier, never a name. ``at_ms`` is the time of writing.
    """

    id: int
    text: str = ""
    moderated: int = ACCEPTED
    meta: bool = False
    seed: bool = False
    author: int | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Moderation:
    """Which columns of a vote matrix are left out of the mathematics, and which of those are meta. One flag a column.

    Polis leaves out what is rejected and what is meta; both kinds count as seen by everybody (spec 4.2).
    """

    out: Bools
    meta: Bools

    @classmethod
    def none(cls, statements: Ints) -> "Moderation":
        """Nothing moderated."""
        flags = np.zeros(len(statements), dtype=bool)
        return cls(flags, flags)

    @classmethod
    def of(cls, statements: Ints, known: Iterable[Statement]) -> "Moderation":
        """The flags of the columns ``statements``; a statement that is not known is left in."""
        by_id: Mapping[int, Statement] = {statement.id: statement for statement in known}
        plain = Statement(-1)
        found = [by_id.get(int(identifier), plain) for identifier in statements]
        meta = np.array([item.meta for item in found], dtype=bool)
        return cls(meta | np.array([item.moderated == REJECTED for item in found], dtype=bool), meta)
