"""The engines of the tools on their demo cases, without Django."""

import time

from benchmarks.report import percentile, table
from luotsi.kit.registry import tools
from luotsi.kit.tool import Context, RecordSlice

RUNS = 100


def _resources(bundle):
    return tuple(entry["resource"] for entry in bundle.get("entry", []) if "resource" in entry)


def measure(**_):
    """The table."""
    rows = []
    for name, tool in tools().items():
        cases = tool.demos()
        found = []
        for case in cases:
            record = RecordSlice(_resources(case.bundle), case.on)
            context = Context.on(case.on)
            tool.assess(record, context)
            for _ in range(RUNS):
                started = time.perf_counter()
                tool.assess(record, context)
                found.append((time.perf_counter() - started) * 1000)
        rows.append([name, len(cases), f"{percentile(found, 0.5):.1f}", f"{percentile(found, 0.95):.1f}"])
    head = ["tool", "demo cases", "p50 ms", "p95 ms"]
    return f"From FHIR Bundle to proposals, {RUNS} runs of each demo case in one process.\n\n{table(head, rows)}"
