"""Opinion discussions: our engine and red-dwarf side by side on the same seeded discussions, each in its own process.

`./luotsi bench dialogue` runs every case and writes the page; `python -m benchmarks.dialogue CASE …` runs some alone and
only prints: sote, mid and big (both modes and the peer), votes, seeds, none, huge.
"""

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
SIZES = ("sote", "mid", "big")
CASES = (*SIZES, "votes", "seeds", "none", "huge")


def _run(python, module, *arguments):
    """What one process printed, or None when it failed; that is told."""
    done = subprocess.run(
        [python, "-m", f"benchmarks.{module}", *map(str, arguments)],
        cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(f"{' '.join(map(str, arguments[:2]))}: {done.stderr.strip()[-300:]}\n")
        return None
    last = done.stdout.strip().rpartition("\n")[2]
    return json.loads(last) if last else {}


def peer():
    """The Python of the peer's own environment, made at first use and kept; None when it cannot be installed."""
    folder = ROOT / ".tools" / "peers" / PEER.replace("==", "-")
    python = folder / "bin/python"
    if (folder / ".installed").is_file():
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", PEER], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(f"{PEER}: {done.stderr.strip()[-300:]}\n")
        return None
    (folder / ".installed").touch()
    return python


def _size(case, folder):
    """Both modes and the peer on one discussion."""
    _run(sys.executable, "dialogue_cases", case, "make", folder)
    found = [_run(sys.executable, "dialogue_cases", case, mode, folder) for mode in ("polis", "stable")]
    python = peer()
    found.append(_run(python, "dialogue_cases", case, "red-dwarf", folder) if python else None)
    return [each for each in found if each]


def _huge(folder):
    if _run(sys.executable, "dialogue_huge", "make", folder) is None:
        return None
    return _run(sys.executable, "dialogue_huge", "analyse", folder)


def run(case, folder):
    """The figures of one case."""
    if case in SIZES:
        return _size(case, folder)
    if case == "votes":
        return [_run(sys.executable, "dialogue_cases", size, "votes", folder) for size in SIZES]
    if case == "huge":
        return _huge(folder)
    return _run(sys.executable, "dialogue_cases", case, "stable", folder)


def _row(found, theirs):
    ratio = f"{theirs / found['cpu_s']:.0f} ×" if theirs and found["engine"] != "red-dwarf" else "–"
    return [
        f"{found['people']:,} × {found['statements']:,}, {found['votes']:,} votes", found["engine"],
        f"{found['cpu_s']:.3f}", f"{found['cpu_p95_s']:.3f}", ratio, f"{found['peak_mb']} ({found['before_mb']})",
        found["k"], f"{found['ari']:.3f}", "–" if found["stability"] is None else f"{found['stability']:.2f}",
    ]  # fmt: skip


def _sizes(figures):
    rows = []
    for case in SIZES:
        theirs = next((each["cpu_s"] for each in figures[case] if each["engine"] == "red-dwarf"), None)
        rows += [_row(each, theirs) for each in figures[case]]
    head = ["case", "engine", "CPU s", "p95", "red-dwarf / this", "peak MB (before)", "k", "ARI", "stability"]
    note = (
        "From an array of votes to the whole result, one thread, median CPU seconds (20 runs of the small case, 3 of the"
        " others; of red-dwarf 2, on the largest 1). Four planted, overlapping groups; ARI against them over the people"
        f" whom each engine puts in a group. Peer: {PEER}, its own environment."
    )
    return f"{note}\n\n{table(head, rows)}"


def _votes(found):
    rows = [
        [f"{each['votes']:,} votes", f"{each['median_us']:.0f}", f"{each['p99_us']:.0f}", f"{each['refresh_s']:.3f}"]
        for each in found
        if each
    ]
    head = ["running discussion", "one vote, median µs", "p99 µs", "refresh after 50 votes, s"]
    return f"`Engine.vote` and `Engine.refresh`, mode `stable`, CPU time of 20,000 votes and 5 refreshes.\n\n{table(head, rows)}"


def _truth(found, without):
    lines = []
    if found:
        lines += [
            f"Twelve other discussions of each size, mode `stable`: ARI with the planted groups {each['mean']:.3f} on"
            f" average, {each['worst']:.3f} at worst, groups found {', '.join(map(str, each['k']))} ({size})."
            for size, each in (("250 × 100", found["sote"]), ("5,000 × 400", found["mid"]))
        ]
    if without:
        told = "; ".join(f"{name} {count}" for name, count in without.items() if name != "count")
        lines.append(
            f"Where no groups were planted, groups found in so many of {without['count']} discussions: {told}."
        )
    return "\n\n".join(lines)


def _largest(found):
    if not found:
        return "The largest case failed."
    return (
        f"{found['votes']:,} votes of 500,000 people on 2,000 statements, mapped from columns on disk in random order,"
        f" mode `stable`: {found['cpu_s']:.1f} s of CPU, {found['wall_s']:.1f} s in all, at most {found['peak_mb']:,} MB"
        f" (the mapped columns among them), {found['k']} groups, ARI {found['ari']:.3f}."
    )


def measure(**_):
    """All cases, as the page tells them."""
    with tempfile.TemporaryDirectory(prefix="luotsi-dialogue-") as folder:
        figures = {case: run(case, folder) for case in CASES}
    parts = (
        _sizes(figures),
        _votes(figures["votes"]),
        _truth(figures["seeds"], figures["none"]),
        _largest(figures["huge"]),
    )
    return "\n\n".join(part for part in parts if part)


def main():
    with tempfile.TemporaryDirectory(prefix="luotsi-dialogue-") as folder:
        for case in sys.argv[1:] or CASES:
            print(case, json.dumps(run(case, folder)), flush=True)


if __name__ == "__main__":
    main()
