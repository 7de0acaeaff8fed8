"""The page of measurements: one part after another, each replaced as a whole when it is measured again."""

import os
import platform
import re
import statistics
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/measurements.md"
TITLES = {
    "commands": "Commands from a clean clone",
    "pages": "Pages, memory and live connections",
    "database": "Contended SQLite transactions",
    "tools": "Engines of the tools",
    "intake": "Import of many clients",
    "size": "A county of its real size",
    "language": "Base forms and analysis of text",
    "record": "A client's record of 60,000 words",
    "dialogue": "Opinion discussions",
}
_HEAD = "# Measurements\n\nMade by `./luotsi bench`; each part says when and on what it was measured.\n"


def percentile(values, share):
    """The value below which ``share`` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def median(values):
    return statistics.median(values)


def table(head, rows):
    """A Markdown table of words and numbers."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)])


def machine():
    """What it was measured on."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "wagtail", "granian"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({model[1] if model else platform.machine()}), load"
        f" average {os.getloadavg()[0]:.1f} at the start, Python {platform.python_version()}, {packages}."
    )


def write(part, text):
    """Put a part on the page in place of what it said before."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else _HEAD
    parts = dict(re.findall(r"^## (.+?)\n\n(.+?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    parts[TITLES[part]] = f"{text.strip()}\n"
    sections = [f"\n## {title}\n\n{parts[title].strip()}\n" for title in TITLES.values() if title in parts]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(_HEAD + "".join(sections), encoding="utf-8")
