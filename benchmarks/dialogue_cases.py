"""Seeded synthetic discussions with planted groups, and one measurement in a process of its own.

`python -m benchmarks.dialogue_cases CASE ENGINE FOLDER` prints one line of JSON; `benchmarks.dialogue` runs it for each
peer. The votes are made once and kept in FOLDER, so that making them is no part of what is measured.
"""

import json
import resource
import sys
import time
from pathlib import Path

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


def ours(mode, columns, times=None):
    """CPU seconds and groups of our analysis, done ``times`` times."""
    from luotsi.engines.opinions import VoteTable, analyse  # noqa: PLC0415 - the peer's process has no luotsi

    row, column, value = columns
    votes = VoteTable(row.astype(np.int64), column.astype(np.int64), value, np.arange(len(row), dtype=np.int64))
    analyse(votes.only(np.arange(len(votes)) < 2_000), mode=mode)  # loads what loads at first use
    measured = []
    for _ in range(times or (20 if len(row) < 50_000 else 3)):
        begun = time.process_time()
        result = analyse(votes, mode=mode)
        measured.append(time.process_time() - begun)
    return measured, result.groups_by_person(), result.certainty.stability


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


def vote_updates(columns):
    """CPU microseconds of single votes in a running discussion, and seconds to bring its result up to date."""
    engine = _running(columns)
    people, statements = int(columns[0].max()) + 1, int(columns[1].max()) + 1
    random, times = np.random.default_rng(0), []
    drawn = (
        random.integers(people, size=20_000),
        random.integers(statements, size=20_000),
        random.integers(-1, 2, 20_000),
    )
    for number, (person, statement, value) in enumerate(zip(*(part.tolist() for part in drawn), strict=True)):
        begun = time.thread_time()
        engine.vote(person, statement, value, 10_000_000 + number)
        times.append((time.thread_time() - begun) * 1e6)
    refresh = []
    for number in range(5):
        for person in range(50):
            engine.vote(person, number, 1, 20_000_000 + number)
        begun = time.process_time()
        engine.refresh()
        refresh.append(time.process_time() - begun)
    return {
        "median_us": float(np.median(times)),
        "p99_us": float(np.quantile(times, 0.99)),
        "refresh_s": float(np.median(refresh)),
        "k": engine.result.k,
    }


def _running(columns):
    from luotsi.engines.opinions import Engine, VoteTable  # noqa: PLC0415 - as above

    row, column, value, _ = columns
    return Engine.of(
        VoteTable(row.astype(np.int64), column.astype(np.int64), value, np.arange(len(row), dtype=np.int64))
    )


def seeds(case, count):
    """The adjusted Rand index of mode stable with the planted groups, of as many other discussions of one size."""
    found = []
    for seed in range(1, count + 1):
        *columns, group = synth(**CASES[case], seed=seed)
        _, groups, _ = ours("stable", columns, times=1)
        people = sorted(groups)
        found.append((adjusted_rand([groups[p] for p in people], group[people]), len(set(groups.values()))))
    index = [each[0] for each in found]
    return {"mean": float(np.mean(index)), "worst": min(index), "k": [each[1] for each in found]}


def without_groups(count):
    """In how many of ``count`` discussions of 150 and of 400 people groups are found where none were planted."""
    from luotsi.engines.opinions import VoteTable, analyse  # noqa: PLC0415 - as above

    found = {}
    for seed in range(count):
        for people in (150, 400):
            random = np.random.default_rng((7, seed, people))
            places = {
                "no leaning at all": np.zeros((people, 2)),
                "one cloud": random.normal(0, 1, (people, 2)),
                "a line": np.stack([random.uniform(-1.7, 1.7, people), np.zeros(people)], axis=1),
                "a square": random.uniform(-1.7, 1.7, (people, 2)),
            }
            for name, place in places.items():
                leaning = random.normal(0, 1.5, (60, 2)) / np.sqrt(2)
                row, column = np.nonzero(random.random((people, 60)) < 0.5)
                liking = random.normal(0.3, 0.8, 60)[column] + (place[row] * leaning[column]).sum(axis=1)
                value = np.where(random.random(len(row)) < 1 / (1 + np.exp(-liking)), 1, -1).astype(np.int8)
                value[random.random(len(row)) < 0.1] = 0
                several = analyse(VoteTable(row, column, value, np.arange(len(row)))).k > 1
                found.setdefault(f"{name}, {people} people", []).append(several)
    return {"count": count, **{name: sum(several) for name, several in found.items()}}


def held(case, folder):
    """The votes of a case from the folder, made if they are not there."""
    path = Path(folder) / f"{case}.npz"
    if not path.is_file():
        np.savez(path, *synth(**CASES[case]))
    with np.load(path) as stored:
        return tuple(stored[f"arr_{at}"] for at in range(4))


def main():
    case, engine, folder = sys.argv[1:]
    if engine == "make":
        held(case, folder)
        return
    if case == "seeds":
        print(json.dumps({"sote": seeds("sote", 12), "mid": seeds("mid", 12)}))
        return
    if case == "none":
        print(json.dumps(without_groups(24)))
        return
    *columns, group = held(case, folder)
    if engine == "votes":
        print(json.dumps({"case": case, "votes": len(columns[0]), **vote_updates((*columns, group))}))
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    times, groups, stability = red_dwarf(columns) if engine == "red-dwarf" else ours(engine, columns)
    people = sorted(groups)
    found = {
        "case": case,
        "engine": engine,
        "votes": len(columns[0]),
        "people": CASES[case]["people"],
        "statements": CASES[case]["statements"],
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
