"""Where the search for groups starts: the best of several divisions by k-means, of many samples at once."""

import numpy as np

from luotsi.engines.opinions.votes import Floats, Ints

_LLOYD = 12


def divided(points: Floats, draws: Floats, times: Floats) -> Ints:
    """The group of each person: the division of least spread.

    ``points`` is samples x people x directions, ``times`` (samples x people) how many times each person counts,
    ``draws`` (uniform, 0 to 1) samples x starts x groups. Starting centres are drawn with odds of the squared distance
    to those drawn before (k-means++).
    """
    samples, people, _ = points.shape
    count = draws.shape[2]
    if count == 1:
        return np.zeros((samples, people), dtype=np.int64)
    norms = np.einsum("bnr,bnr->bn", points, points)
    turned = np.ascontiguousarray(points.swapaxes(1, 2))[:, None]
    centres = _seeds(points, turned, norms, (draws, times))
    of, spread = _lloyd(points[:, None], turned, centres, times[:, None])
    best = spread.argmin(axis=1)
    return np.asarray(of[np.arange(samples), best])


def _seeds(points: Floats, turned: Floats, norms: Floats, by: tuple[Floats, Floats]) -> Floats:
    draws, times = by
    samples, people, rank = points.shape
    starts, count = draws.shape[1:]
    sample = np.arange(samples)[:, None]
    chosen = np.empty((samples, starts, count, rank))
    at = _drawn(np.broadcast_to(times[:, None], (samples, starts, people)), draws[..., 0])
    nearest = np.full((samples, starts, people), np.inf)
    for number in range(count):
        chosen[:, :, number] = centre = points[sample, at]
        apart = norms[:, None] - 2 * (centre[:, :, None] @ turned)[:, :, 0]
        apart += np.einsum("bsr,bsr->bs", centre, centre)[..., None]
        np.minimum(nearest, np.maximum(apart, 0.0), out=nearest)
        if number + 1 < count:
            at = _drawn(nearest * times[:, None], draws[..., number + 1])
    return chosen


def _drawn(odds: Floats, draws: Floats) -> Ints:
    """One of the last axis, drawn with the given odds."""
    sums = odds.cumsum(axis=-1)
    wanted = draws * sums[..., -1]
    return np.asarray(np.minimum((sums <= wanted[..., None]).sum(axis=-1), odds.shape[-1] - 1))


def _lloyd(points: Floats, turned: Floats, centres: Floats, times: Floats) -> tuple[Ints, Floats]:
    """Groups and spread (less what no division changes) after some rounds, of each sample and start."""
    numbers = np.arange(centres.shape[2])[:, None]
    of = np.zeros(0, dtype=np.int64)
    for _ in range(_LLOYD):
        distance = (centres @ turned) * -2
        distance += np.einsum("bskr,bskr->bsk", centres, centres)[..., None]
        new, least = _nearest(distance)
        if np.array_equal(new, of):
            break
        of = new
        member = np.where(of[:, :, None] == numbers, times[:, :, None], 0.0)
        size = member.sum(axis=-1)[..., None]
        centres = np.where(size > 0, member @ points / np.maximum(size, 1), centres)
    return of, (least * times).sum(axis=-1)


def _nearest(distance: Floats) -> tuple[Ints, Floats]:
    """Which of the last axis but one is least, and how little; one by one is much quicker than ``argmin`` across."""
    least = distance[:, :, 0].copy()
    of = np.zeros(least.shape, dtype=np.int64)
    for number in range(1, distance.shape[2]):
        nearer = distance[:, :, number] < least
        of[nearer] = number
        np.minimum(least, distance[:, :, number], out=least)
    return of, least
