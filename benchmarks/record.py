"""A client's record of 60,000 words: how long until it is compiled by theme, and how long one note more takes.

Sentences are those of the open labelled Finnish cases and, where the development treebanks are on this machine, of theirs;
each stands once until they run out. Eight of them make a note. Everything is measured in new processes.
"""

import gzip
import json
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.report import table
from tests.shared import SHARED

CASES = Path(__file__).parents[1] / "tests/engines/language/cases"
WORDS, SENTENCES, RUNS = 60_000, 8, 3

OURS = """
import json, sys, time
started = time.process_time()
import gc
from pathlib import Path
from luotsi.cli import COLLECT
gc.set_threshold(*COLLECT)
from luotsi.engines.language.compilation import Compiler
from luotsi.engines.language.model import Doc
docs = [Doc(path.name, path.read_text()) for path in sorted(Path(sys.argv[1]).iterdir())]
ready = time.process_time()
compiler = Compiler()
found = len(compiler.compile(docs).findings)
done = time.process_time()
note = "Asiakas: Siiri, 9 v. Kirjaus 3.3.2025.\\nÄiti on väsynyt. Siiri ei halua kouluun."
compiler.compile([*docs, Doc("new", note)])
more = time.process_time()
memory = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([done - started, done - ready, more - done, memory / 1024, found]))
"""


def _sentences():
    """Unlike sentences in a fixed order, and how many of them are of the treebanks."""
    own = []
    for path in sorted(CASES.glob("fi*.jsonl")):
        if "held" not in path.name:
            for line in path.open(encoding="utf-8"):
                case = json.loads(line)
                own += [case["text"][one["start"] : one["end"]] for one in case["sentences"]]
    banks = []
    for path in sorted((SHARED / "data/language").glob("ud_fi_*_dev.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            banks += [line[2:].strip() for line in file if line.startswith("# ")]
    unlike = list(dict.fromkeys(one for one in (*own, *banks) if len(one.split()) > 2))
    random.Random(3).shuffle(unlike)
    return unlike, len(set(banks))


def _write(folder):
    """The notes of the record; how many, their words, and the share of sentences that stood before."""
    unlike, of_banks = _sentences()
    again = random.Random(4)
    chosen, words = [], 0
    while words < WORDS:
        chosen.append(unlike[len(chosen)] if len(chosen) < len(unlike) else again.choice(unlike))
        words += len(chosen[-1].split())
    notes = [chosen[at : at + SENTENCES] for at in range(0, len(chosen), SENTENCES)]
    for number, note in enumerate(notes):
        day = date(2024, 1, 1) + timedelta(days=number % 600)
        head = f"Asiakas: Siiri, 9 v. Kirjaus {day.day}.{day.month}.{day.year}."
        (folder / f"{number:04}.txt").write_text(f"{head}\n{' '.join(note)}\n", encoding="utf-8")
    return len(notes), words, max(0, len(chosen) - len(unlike)) / len(chosen), of_banks


def measure(**_):
    """The table: processor seconds of the best of three new processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notes, words, repeated, of_banks = _write(folder)
        runs = []
        for _ in range(RUNS + 1):  # the first also keeps what it read of the lexicons
            done = subprocess.run([sys.executable, "-c", OURS, folder], capture_output=True, text=True, check=True)
            runs.append(json.loads(done.stdout))
        whole, compiled, more, memory, found = min(runs[1:])
    rows = [[notes, words, f"{whole:.2f}", f"{compiled:.2f}", f"{more:.3f}", f"{memory:.0f}", found]]
    head = ["notes", "words", "all, new process s", "compiling s", "one note more s", "most memory MB", "findings"]
    return (
        f"Sentences that stand more than once: {repeated:.0%}; {of_banks} sentences of treebanks among those used. "
        f"Processor time, best of {RUNS}. Goals: 2 s, one note more 0.15 s.\n\n{table(head, rows)}"
    )
