"""What of one-way breakdowns of people may be released, now and after earlier releases: the differencing attack closed.

A release tells a figure of everybody and of the groups of some axes (sex, age); the groups of an axis divide everybody.
A reader who holds two releases of the same figure can subtract them. What the reader then learns is the change of
everybody, of each group shown in both, and of the groups of an axis that are not shown, taken together. Each of these
must concern no person or at least ``k`` persons. Releases are compared with every earlier one, not only the last.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

ALL = "all"
SMALLEST_N_OF_A_MEAN = 10
LARGEST_SHARE_OF_ONE = 0.5

Contributions: TypeAlias = Mapping[str, str]
"""Who contributed (an identifier) and what (a hash of that person's values)."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Contributions of everybody, and of each group of each axis."""

    everybody: Contributions
    axes: Mapping[str, Mapping[str, Contributions]]

    def of(self, group: str) -> Contributions:
        """The contributions of a group; empty for one that nobody is in."""
        if group == ALL:
            return self.everybody
        return next((groups[group] for groups in self.axes.values() if group in groups), {})


@dataclass(frozen=True, slots=True)
class Release:
    """An earlier release: what it was made of, and the groups that it did not show."""

    breakdown: Breakdown
    hidden: frozenset[str]


def dominated(values: Mapping[str, Sequence[float]], *, mean: bool) -> bool:
    """Whether a mean would tell of one person: under 10 values, or one person has half of the sum or more."""
    if not mean or not values:
        return False
    sums = [sum(abs(value) for value in found) for found in values.values()]
    count = sum(len(found) for found in values.values())
    return count < SMALLEST_N_OF_A_MEAN or max(sums) >= LARGEST_SHARE_OF_ONE * sum(sums) > 0


def hidden_groups(
    breakdown: Breakdown, k: int, *, also: Collection[str] = (), earlier: Collection[Release] = ()
) -> frozenset[str]:
    """The groups to withhold: the small ones, those of ``also``, those withheld before, and enough others.

    When everybody together are too few, everything is withheld, zeros too.
    """
    from luotsi.engines.stats.suppression import suppress  # noqa: PLC0415 - slow: scipy takes half a second to load

    groups = [group for axis in breakdown.axes.values() for group in axis]
    before = {group for release in earlier for group in release.hidden}
    if ALL in also or ALL in before or 0 < len(breakdown.everybody) < k:
        return frozenset({ALL, *groups})
    hidden: set[str] = set()
    for axis in breakdown.axes.values():
        names = list(axis)
        counts = [len(axis[name]) for name in names]
        places = {name: at for at, name in enumerate(names)}
        found = suppress(
            counts,
            (tuple(range(len(names))),),
            k,
            also=[places[name] for name in also if name in places and counts[places[name]]],
            keep=[places[name] for name in before if name in places],
        )
        hidden |= {names[at] for at in found.hidden}
    return frozenset(hidden)


def revealing_changes(new: Release, earlier: Collection[Release], k: int) -> frozenset[str]:
    """What a reader would learn of fewer than ``k`` persons by subtracting an earlier release; empty when nothing.

    ``all``, the name of a group, or the name of an axis for its withheld groups together.
    """
    found: set[str] = set()
    for old in earlier:
        if ALL in old.hidden or ALL in new.hidden:
            continue
        pieces: dict[str, list[str]] = {ALL: [ALL]}
        for axis, groups in new.breakdown.axes.items():
            names = set(groups) | set(old.breakdown.axes.get(axis, {}))
            apart = names - new.hidden - old.hidden
            pieces |= {name: [name] for name in apart}
            pieces[axis] = sorted(names - apart)
        for piece, names_ in pieces.items():
            if 0 < _changed(new.breakdown, old.breakdown, names_) < k:
                found.add(piece)
    return frozenset(found)


def _changed(new: Breakdown, old: Breakdown, groups: Collection[str]) -> int:
    """How many persons' contributions to the groups together differ."""
    now = {person: value for group in groups for person, value in new.of(group).items()}
    then = {person: value for group in groups for person, value in old.of(group).items()}
    return sum(now.get(person) != then.get(person) for person in set(now) | set(then))
