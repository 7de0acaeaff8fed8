"""Whether groups of a mixture stand apart: valleys between them, or a majority and a long one-sided wing."""

import numpy as np

from luotsi.engines.opinions import mixture
from luotsi.engines.opinions.mixture import Mixture, Seen
from luotsi.engines.opinions.votes import Ints

SMALLEST, SMALLEST_SHARE = 5, 0.05
_VALLEY, _VALLEY_Z = 0.5, 2.326
_ASHMAN, _SKEWED = 2.0, 0.8


def distinct(found: Mixture, seen: Seen) -> bool:
    """Whether every group is large enough, and every two have a valley between them."""
    of = mixture.likeliest(found, seen)
    size = np.bincount(of, minlength=len(found.weights))
    if size.min() < max(SMALLEST, SMALLEST_SHARE * len(of)):
        return False
    count = len(size)
    pairs = [
        _valley(found, seen, of, (a, b)) for a in range(count) for b in range(a + 1, count) if _neighbours(found, a, b)
    ]
    if not pairs:
        return False
    middle, peak, variance = (sum(part) for part in zip(*pairs, strict=True))
    apart = middle < _VALLEY * peak and peak - middle > _VALLEY_Z * variance**0.5
    if apart and all(pair[0] < pair[1] for pair in pairs):
        return True
    return count == 2 and _wing(found, seen)  # noqa: PLR2004 - a majority and a wing


def _wing(found: Mixture, seen: Seen) -> bool:
    """Whether the smaller of two groups is a wing: a tail much longer on one side than a single group has.

    Skewness along the line between the groups at least 0.8 and three standard errors, and Ashman's D (the distance of
    the centres in standard deviations) at least 2.
    """
    apart = found.centres[1] - found.centres[0]
    axis = apart / np.linalg.norm(apart)
    spread = np.sqrt(np.einsum("k,gkl,l->g", axis, found.shapes, axis).mean())
    place, doubt = seen.along(axis)
    place = place[doubt <= np.median(doubt)]
    centred = place - place.mean()
    skew = float((centred**3).mean() / max(float((centred**2).mean()), 1e-12) ** 1.5)
    error = np.sqrt(6 / len(place))
    return bool(np.linalg.norm(apart) >= _ASHMAN * spread and abs(skew) >= max(_SKEWED, 3 * error))


def _neighbours(found: Mixture, first: int, second: int) -> bool:
    """Whether no third group is the likeliest half-way between two."""
    middle = (found.centres[first] + found.centres[second]) / 2
    logs = [
        np.log(weight)
        - 0.5 * (np.linalg.slogdet(shape)[1] + (middle - centre) @ np.linalg.solve(shape, middle - centre))
        for weight, centre, shape in zip(found.weights, found.centres, found.shapes, strict=True)
    ]
    return int(np.argmax(logs)) in (first, second)


def _valley(found: Mixture, seen: Seen, of: Ints, pair: tuple[int, int]) -> tuple[float, float, float]:
    """How many people stand half-way between two groups, how many at the smaller peak, and the variance of the gap.

    Shares of the groups, both weighed alike, on the line that tells them apart best, in the better known half of the
    people.
    """
    first, second = (found.centres[k] for k in pair)
    axis = np.linalg.solve(found.shapes[pair[0]] + found.shapes[pair[1]], second - first)
    axis /= np.linalg.norm(axis)
    members = np.flatnonzero((of == pair[0]) | (of == pair[1]))
    at, doubt = seen.along(axis)
    members = members[doubt[members] <= np.median(doubt[members])]
    low, high = float(first @ axis), float(second @ axis)
    place = (at[members] - low) / (high - low)
    own = of[members]
    weight = np.where(own == pair[0], 1 / max((own == pair[0]).sum(), 1), 1 / max((own == pair[1]).sum(), 1))
    near = [np.abs(place - centre) <= 1 / 6 for centre in (0.0, 0.5, 1.0)]
    mass = [float(weight[window].sum()) for window in near]
    variance = float(sum((weight[window] ** 2).sum() for window in near[:2]))
    return mass[1], min(mass[0], mass[2]), variance
