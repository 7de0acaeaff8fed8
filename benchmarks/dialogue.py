"""Opinion discussions: our engine and red-dwarf side by side on the same seeded discussions, each in its own process."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import table

ROOT = Path(__file__).resolve().parents[1]
PEER = "red-dwarf==0.4.0"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
CASES = ("sote", "mid", "big")


def _run(python, case, engine):
    """One measured analysis, or None when the peer cannot do it."""
    done = subprocess.run(
        [python, "-m", "benchmarks.dialogue_cases", case, engine],
        cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(f"{case} {engine}: {done.stderr.strip()[-300:]}\n")
        return None
    return json.loads(done.stdout.strip().rpartition("\n")[2])


def _peer(folder):
    """The Python of a new environment with the peer in it, or None when it cannot be installed."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = Path(folder) / "bin/python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", PEER], capture_output=True, text=True, check=False
    )
    return None if done.returncode else python


def _row(found, peer):
    ratio = f"{peer['cpu_s'] / found['cpu_s']:.0f}×" if peer else "–"
    return [
        found["case"], found["engine"], f"{found['votes']:,}", f"{found['cpu_s']:.3f}", f"{found['cpu_p95_s']:.3f}", ratio,
        f"{found['peak_mb']} ({found['before_mb']})", found["k"], f"{found['ari']:.2f}",
        "–" if found["stability"] is None else f"{found['stability']:.2f}",
    ]  # fmt: skip


def measure(**_):
    """The table."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="luotsi-peer-") as folder:
        python = _peer(folder)
        for case in CASES:
            peer = _run(python, case, "red-dwarf") if python else None
            rows += [_row(found, peer) for mode in ("polis", "stable") if (found := _run(sys.executable, case, mode))]
            rows += [_row(peer, peer)] if peer else []
    single = _run(sys.executable, "mid", "votes")
    head = ["case", "engine", "votes", "CPU s", "p95", "red-dwarf / this", "peak MB (before)", "k", "ARI", "stability"]
    note = (
        "From an array of votes to the whole result, one thread, median CPU seconds (20 runs of the small case, 5 in mode stable, 2 of the"
        " others, 1 of red-dwarf on the largest). Four planted, overlapping groups; ARI against them over the people whom"
        f" each engine puts in a group. Peer: {PEER}, its own environment."
    )
    votes = f"One vote in a running discussion of 400,000: {single['median_us']:.0f} µs of CPU, p99 {single['p99_us']:.0f} µs."
    return f"{note}\n\n{table(head, rows)}\n\n{votes}"
