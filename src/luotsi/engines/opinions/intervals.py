"""How sure a share is, and which of many comparisons stand: Wilson, Jeffreys, Benjamini and Hochberg."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.engines.opinions.votes import Bools, Floats

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """The lowest and the highest share that the votes leave believable (0 to 1)."""

    low: float
    high: float


def wilson_bounds(count: NDArray[Any], votes: NDArray[Any], z: float = Z_95) -> tuple[Floats, Floats]:
    """Wilson's score interval of shares (Wilson 1927), 95 % unless ``z`` says otherwise; 0 to 1 without votes."""
    size = np.maximum(votes, 1)
    p = count / size
    scale = 1 + z * z / size
    middle = (p + z * z / (2 * size)) / scale
    half = z * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size)) / scale
    low = np.where(votes > 0, np.maximum(middle - half, 0.0), 0.0)
    high = np.where(votes > 0, np.minimum(middle + half, 1.0), 1.0)
    return np.where(count == 0, 0.0, low), np.where(count == votes, 1.0, high)


def wilson(count: int, votes: int, z: float = Z_95) -> Interval:
    """Wilson's interval of one share.

    >>> interval = wilson(9, 10)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.596, 0.982)
    """
    low, high = wilson_bounds(np.array([count]), np.array([votes]), z)
    return Interval(float(low[0]), float(high[0]))


def jeffreys(count: int, votes: int, level: float = 0.95) -> Interval:
    """The equal-tailed Bayesian interval of a share under the Beta(1/2, 1/2) prior (Brown, Cai and DasGupta 2001)."""
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to load and seldom asked for

    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count + 0.5, votes - count + 0.5, tail))
    high = 1.0 if count == votes else float(betaincinv(count + 0.5, votes - count + 0.5, 1 - tail))
    return Interval(low, high)


def upper_tail(z: NDArray[Any]) -> Floats:
    """The probability that a standard normal exceeds z."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to load

    tail: Floats = ndtr(-np.asarray(z, dtype=np.float64))
    return tail


def false_discoveries(p: NDArray[Any], rate: float = 0.05) -> Bools:
    """Which of many tests stand when at most ``rate`` of those declared may be false (Benjamini and Hochberg 1995).

    >>> false_discoveries(np.array([0.01, 0.04, 0.03, 0.2])).tolist()
    [True, False, False, False]
    """
    flat = np.asarray(p, dtype=np.float64).ravel()
    order = np.argsort(flat, kind="stable")
    passed = flat[order] <= rate * np.arange(1, len(flat) + 1) / max(len(flat), 1)
    stands = np.zeros(len(flat), dtype=bool)
    if passed.any():
        stands[order[: int(np.flatnonzero(passed)[-1]) + 1]] = True
    return stands.reshape(np.shape(p))
