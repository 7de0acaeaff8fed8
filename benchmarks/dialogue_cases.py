"""Seeded synthetic discussions with planted groups, and one measured analysis in a process of its own.

`python -m benchmarks.dialogue_cases CASE ENGINE` prints one line of JSON; `benchmarks.dialogue` runs it for each peer.
"""

import json
import resource
import sys
import time

import numpy as np

CASES = {
    "sote": {"people": 250, "statements": 100, "votes": 10_000},
    "mid": {"people": 5_000, "statements": 400, "votes": 400_000},
    "big": {"people": 30_000, "statements": 1_000, "votes": 5_000_000},
}
SHARES = (0.40, 0.27, 0.20, 0.13)
CENTRES = np.array([[1, 1, 0.5], [-1, -1, 0.5], [1, -1, -0.5], [-1, 1, -0.5]])


def synth(people, statements, votes, seed=0):
    """Columns person, statement, vote, and the planted group of each person.

    Four overlapping groups of unequal size in three directions, statements of unequal pull and popularity, people of
    very unequal diligence, statements of unequal exposure, and one answer in eight a pass.
    """
    random = np.random.default_rng(seed)
    group = random.choice(4, people, p=SHARES)
    place = CENTRES[group] + random.normal(0, 0.45, (people, 3))
    pull = random.normal(0, 1.2, (statements, 3)) / np.sqrt(2) * random.gamma(1.0, 1.0, (statements, 1))
    popular = random.normal(0.5, 1.0, statements)
    wanted = np.clip(random.lognormal(0, 0.9, people), 0.05, 6)
    wanted = np.clip(wanted / wanted.sum() * votes, 3, 0.95 * statements)
    wanted = np.clip(np.round(wanted * votes / wanted.sum()), 1, statements).astype(int)
    shown = np.exp(random.normal(0, 0.5, statements))
    rows, columns = [], []
    for begin in range(0, people, 2_000):
        part = wanted[begin : begin + 2_000]
        order = np.argsort(random.exponential(size=(len(part), statements)) / shown, axis=1).astype(np.int32)
        mask = np.arange(statements) < part[:, None]
        rows.append(np.repeat(np.arange(begin, begin + len(part), dtype=np.int32), part))
        columns.append(order[mask])
    row, column = np.concatenate(rows), np.concatenate(columns)
    value = np.empty(len(row), dtype=np.int8)
    for begin in range(0, len(row), 1_000_000):
        span = slice(begin, begin + 1_000_000)
        liking = popular[column[span]] + (place[row[span]] * pull[column[span]]).sum(axis=1)
        answer = np.where(random.random(len(liking)) < 1 / (1 + np.exp(-liking)), 1, -1)
        answer[random.random(len(liking)) < 1 / 8] = 0
        value[span] = answer
    return row, column, value, group


def adjusted_rand(found, truth):
    """The adjusted Rand index of two lists of labels."""
    found, truth = np.asarray(found), np.asarray(truth)
    table = np.zeros((found.max() + 1, truth.max() + 1))
    np.add.at(table, (found, truth), 1)

    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    first, second, whole = pairs(table.sum(axis=1)), pairs(table.sum(axis=0)), len(found) * (len(found) - 1) / 2
    expected = first * second / whole
    return float((pairs(table) - expected) / ((first + second) / 2 - expected))


def ours(mode, columns):
    """CPU seconds and groups of our analysis."""
    from luotsi.engines.opinions import VoteTable, analyse  # noqa: PLC0415 - the peer's process has no luotsi

    row, column, value = columns
    votes = VoteTable(row.astype(np.int64), column.astype(np.int64), value, np.arange(len(row), dtype=np.int64))
    analyse(votes.only(np.arange(len(votes)) < 2_000), mode=mode)  # loads what loads at first use
    times = []
    for _ in range((20 if mode == "polis" else 5) if len(row) < 50_000 else 2):
        begun = time.process_time()
        result = analyse(votes, mode=mode)
        times.append(time.process_time() - begun)
    return times, result.groups_by_person(), result.certainty.stability


def red_dwarf(columns):
    """CPU seconds and groups of red-dwarf's Polis pipeline."""
    from reddwarf.implementations.polis import run_pipeline  # noqa: PLC0415 - only in the peer's environment

    row, column, value = (part.tolist() for part in columns)
    votes = [
        {"participant_id": p, "statement_id": s, "vote": v, "modified": 0}
        for p, s, v in zip(row, column, value, strict=True)
    ]
    times = []
    for _ in range(2 if len(row) < 1_000_000 else 1):
        begun = time.process_time()
        result = run_pipeline(votes=votes, random_state=0)
        times.append(time.process_time() - begun)
    frame = result.participants_df
    label = next(name for name in ("cluster_id", "to_cluster") if name in frame.columns)
    groups = {int(p): int(g) for p, g in frame[label].dropna().items()}
    return times, groups, None


def vote_updates():
    """CPU microseconds of single votes in a running discussion of the middle size."""
    from luotsi.engines.opinions import Engine, VoteTable  # noqa: PLC0415 - as above

    row, column, value, _ = synth(**CASES["mid"])
    engine = Engine.of(
        VoteTable(row.astype(np.int64), column.astype(np.int64), value, np.arange(len(row), dtype=np.int64))
    )
    random, times = np.random.default_rng(0), []
    for number in range(20_000):
        vote = (
            int(random.integers(5_000)),
            int(random.integers(400)),
            int(random.integers(3)) - 1,
            10_000_000 + number,
        )
        begun = time.thread_time()
        engine.vote(*vote)
        times.append((time.thread_time() - begun) * 1e6)
    return {"median_us": float(np.median(times)), "p99_us": float(np.quantile(times, 0.99)), "k": engine.result.k}


def main():
    case, engine = sys.argv[1:]
    if engine == "votes":
        print(json.dumps(vote_updates()))
        return
    row, column, value, group = synth(**CASES[case])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    columns = (row, column, value)
    times, groups, stability = red_dwarf(columns) if engine == "red-dwarf" else ours(engine, columns)
    people = sorted(groups)
    found = {
        "case": case,
        "engine": engine,
        "votes": len(row),
        "cpu_s": float(np.median(times)),
        "cpu_p95_s": float(np.quantile(times, 0.95)),
        "before_mb": before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "k": len(set(groups.values())),
        "ari": adjusted_rand([groups[p] for p in people], group[people].tolist()),
        "stability": stability,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
