"""Cell suppression with the fewest cells: small counts are withheld, and enough others that none can be worked out.

The rule (k-protection): from all that is published, the range of every small count must be at least ``k`` wide for
a reader who knows that counts are not negative, and a reader who also knows that zeros are shown must learn no more
than "under k" (``table.readers``). Zeros stay shown where that is possible.

The fewest cells are found by Fischetti and Salazar-González's method (Management Science 47, 2001; named from
memory): an integer program chooses cells, a linear program for each small cell looks for an attack, and each attack
found becomes a constraint of the integer program, until none is found. When the time runs out, the answer is the best
pattern in hand, which is safe though perhaps not the smallest. Every answer is checked by ``disclosure``, which does
not share this code.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from luotsi.engines.stats.disclosure import exposures
from luotsi.engines.stats.protection import Protection, fewest, greedy
from luotsi.engines.stats.table import Relations, of_line, of_table, small

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Which cells are withheld. ``fewest`` when it is proved that no safe pattern has fewer.

    ``safe`` is False when the published sums alone give a small count away, whatever is withheld: then every count
    is withheld and the sums must not be published either.
    """

    hidden: frozenset[int]
    safe: bool
    fewest: bool

    def shown(self, counts: Sequence[int]) -> list[int | None]:
        """The counts with None for those withheld."""
        return [None if cell in self.hidden else count for cell, count in enumerate(counts)]


def suppress(
    counts: Sequence[int],
    relations: Relations,
    k: int,
    *,
    also: Collection[int] = (),
    keep: Collection[int] = (),
    seconds: float = SECONDS,
) -> Suppressed:
    """The smallest safe pattern of cells to withhold.

    ``also``: cells to be protected like small ones for another reason. ``keep``: cells that stay withheld in any case (withheld in an earlier release). ``seconds`` bounds the search.
    Raises ValueError for a negative count or a k under 1.
    """
    if k < 1 or any(count < 0 for count in counts):
        message = "counts are not negative and k is at least 1"
        raise ValueError(message)
    sensitive = small(counts, k) | set(also)
    fixed = sensitive | set(keep)
    if not exposures(counts, fixed, relations, k, also=also):
        return Suppressed(frozenset(fixed), safe=True, fewest=True)
    ends = time.monotonic() + seconds
    for zeros in (False, True):
        rule = Protection.of(counts, relations, k, sensitive, fixed, zeros=zeros)
        start = greedy(rule)
        if start is None:
            continue
        hidden, proved = fewest(rule, start, ends)
        if not exposures(counts, hidden, relations, k, also=also):
            return Suppressed(hidden, safe=True, fewest=proved)
    return Suppressed(frozenset(range(len(counts))), safe=False, fewest=False)


def suppress_table(
    counts: Sequence[Sequence[int]], k: int, *, margins_published: bool = True, seconds: float = SECONDS
) -> tuple[list[list[int | None]], Suppressed]:
    """A two-way table with None in the withheld cells, and what was withheld."""
    width = len(counts[0]) if counts else 0
    flat = [count for row in counts for count in row]
    found = suppress(flat, of_table(len(counts), width) if margins_published else (), k, seconds=seconds)
    shown = found.shown(flat)
    return [shown[row * width : (row + 1) * width] for row in range(len(counts))], found


def suppress_line(counts: Sequence[int], k: int, *, keep: Collection[int] = ()) -> Suppressed:
    """A one-way table with a published total: which cells to withhold."""
    return suppress(counts, of_line(len(counts)), k, keep=keep)
