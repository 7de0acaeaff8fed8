"""Both commands from a clean clone: the first time, with everything to fetch and build, and again."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.report import median, table

ROOT = Path(__file__).resolve().parents[1]
AGAIN = 3
PORT = "18700"


def _demo_s(clone):
    """Seconds from the command to its welcome page; then it is ended."""
    started = time.monotonic()
    with subprocess.Popen(
        [clone / "luotsi", "demo", "--port", PORT], env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    ) as process:  # fmt: skip
        for line in process.stdout:
            if line.startswith("To end:"):
                break
        seconds = time.monotonic() - started
        process.terminate()
        if process.wait(30):
            raise RuntimeError("the demo ended with an error")
    return seconds


def _test_s(clone):
    started = time.monotonic()
    done = subprocess.run([clone / "luotsi", "test"], env=_environment(), capture_output=True, text=True, check=False)
    return time.monotonic() - started, done.stdout.strip().rpartition("\n")[2]


def _environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_", "PYTHON"))}
    return kept | {"LC_ALL": "en_GB.UTF-8"}


def measure(*, tests):
    """The table. Python itself and the package caches of the machine are as they are."""
    with tempfile.TemporaryDirectory(prefix="luotsi-bench-") as folder:
        clone = Path(folder) / "luotsi"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        rows = [["`./luotsi demo` until both halves answer", f"{_demo_s(clone):.1f}"]]
        rows[0].append(f"{median([_demo_s(clone) for _ in range(AGAIN)]):.1f}")
        if tests:
            first, count = _test_s(clone)
            again, _ = _test_s(clone)
            rows.append([f"`./luotsi test` ({count})", f"{first:.0f}", f"{again:.0f}"])
    note = f"Seconds. Again: median of {AGAIN}. Package downloads came from a near mirror."
    return f"{note}\n\n{table(['command', 'clean clone', 'again'], rows)}"
