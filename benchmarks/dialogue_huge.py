"""A seeded discussion of 100 million votes, written to columns on disk, and its analysis from those columns.

`python -m benchmarks.dialogue_huge make FOLDER` writes the columns, `python -m benchmarks.dialogue_huge analyse FOLDER`
maps them into memory, analyses and prints one line of JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.dialogue_cases import CENTRES, SHARES, adjusted_rand

PEOPLE, STATEMENTS, VOTES = 500_000, 2_000, 101_000_000  # a few are lost where somebody would vote on everything
_BLOCK = 5_000
COLUMNS = ("person", "statement", "value")


def make(folder):
    """Write person (int32), statement (int16), value (int8) in random order, and the planted group of each person.

    The same kind of people and statements as in the smaller cases; each is asked each statement independently.
    """
    random = np.random.default_rng(0)
    group = random.choice(4, PEOPLE, p=SHARES).astype(np.int8)
    pull = (random.normal(0, 1.2, (STATEMENTS, 3)) / np.sqrt(2) * random.gamma(1.0, 1.0, (STATEMENTS, 1))).T
    popular = random.normal(0.5, 1.0, STATEMENTS)
    shown = np.exp(random.normal(0, 0.5, STATEMENTS))
    shown /= shown.mean()
    wanted = np.clip(random.lognormal(0, 0.9, PEOPLE), 0.05, 6)
    wanted *= VOTES / wanted.sum() / STATEMENTS
    parts = [_block(begin, group, wanted, (pull, popular, shown)) for begin in range(0, PEOPLE, _BLOCK)]
    order = random.permutation(sum(len(part[2]) for part in parts))
    for at, name in enumerate(COLUMNS):
        whole = np.concatenate([part[at] for part in parts])
        np.save(Path(folder) / f"{name}.npy", whole[order])
    np.save(Path(folder) / "group.npy", group)


def _block(begin, group, wanted, statements):
    pull, popular, shown = statements
    random = np.random.default_rng((1, begin))
    place = CENTRES[group[begin : begin + _BLOCK]] + random.normal(0, 0.45, (_BLOCK, 3))
    share = np.minimum(wanted[begin : begin + _BLOCK, None] * shown, 0.95).astype(np.float32)
    row, column = np.nonzero(random.random(share.shape, dtype=np.float32) < share)
    liking = (popular + place @ pull)[row, column]
    value = np.where(random.random(len(row)) < 1 / (1 + np.exp(-liking)), 1, -1).astype(np.int8)
    value[random.random(len(row)) < 1 / 8] = 0
    return (row + begin).astype(np.int32), column.astype(np.int16), value


def analysed(folder):
    """Processor and wall seconds, peak memory and groups of one analysis."""
    from luotsi.engines.opinions import VoteTable, analyse  # noqa: PLC0415 - not for the process that makes the data

    columns = [np.load(Path(folder) / f"{name}.npy", mmap_mode="r") for name in COLUMNS]
    votes = VoteTable(*columns, np.broadcast_to(np.int64(0), len(columns[0])))
    begun, wall = time.process_time(), time.perf_counter()
    result = analyse(votes)
    cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    inside = result.group >= 0
    truth = np.load(Path(folder) / "group.npy")[result.matrix.people[inside]]
    return {
        "votes": len(votes),
        "cpu_s": cpu,
        "wall_s": wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "k": result.k,
        "ari": adjusted_rand(result.group[inside], truth),
    }


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        print(json.dumps(analysed(sys.argv[2])))
