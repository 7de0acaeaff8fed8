"""The text layer beside simplemma, spaCy and medspaCy, in one run: base forms, speed, first call, memory, compounds.

The peers are installed into an environment of their own for the run (``--tests`` is not needed). Times are processor
times of one process. Accuracy: share of the treebank's words whose base form is right, small and capital letters alike and
the treebank's compound marks left out; the treebanks are evaluated on, never learned from.
"""

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import table
from tests.shared import SHARED

DATA = SHARED / "data/language"
BANKS = {"fi_tdt": "fi", "fi_ftb": "fi", "sv_talbanken": "sv", "en_ewt": "en"}
PEERS = ("medspacy", "spacy", "simplemma")

OURS = """
import gc, json, sys, time
words = json.load(open(sys.argv[1]))
from luotsi.cli import COLLECT
gc.set_threshold(*COLLECT)  # as in every command and server of ours
from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.lemmas import lemma, lemmas
from luotsi.engines.language.model import Doc
from luotsi.kit.text import Language
out = {}
t = time.process_time(); lemma("koulussa", Language.FI); out["first"] = time.process_time() - t
for name, (language, forms, gold, text) in words.items():
    t = time.process_time(); found = lemmas(forms, Language(language)); first = time.process_time() - t
    t = time.process_time(); lemmas(forms, Language(language)); again = time.process_time() - t
    right = sum(a.lower() == b.lower() for a, b in zip(found, gold)) / len(gold)
    t = time.process_time(); one = analyse(Doc("d", text, language=Language(language))); whole = time.process_time() - t
    out[name] = [right, len(forms) / first, len(forms) / again, sum(len(s.tokens) for s in one.sentences) / whole]
out["rss"] = next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM"))
print(json.dumps(out))
"""

SIMPLEMMA = """
import json, sys, time
words = json.load(open(sys.argv[1]))
import simplemma
out = {}
t = time.process_time(); simplemma.lemmatize("koulussa", lang="fi", greedy=True); out["first"] = time.process_time() - t
for name, (language, forms, gold, text) in words.items():
    simplemma.lemmatize("a", lang=language, greedy=True)
    t = time.process_time(); found = [simplemma.lemmatize(f, lang=language, greedy=True) for f in forms]
    first = time.process_time() - t
    t = time.process_time(); [simplemma.lemmatize(f, lang=language, greedy=True) for f in forms]
    again = time.process_time() - t
    right = sum(a.lower() == b.lower() for a, b in zip(found, gold)) / len(gold)
    out[name] = [right, len(forms) / first, len(forms) / again, None]
out["rss"] = next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM"))
print(json.dumps(out))
"""

SPACY = """
import json, sys, time
words = json.load(open(sys.argv[1]))
import spacy
out = {"first": None}
for name, (language, forms, gold, text) in words.items():
    nlp = spacy.blank(language); nlp.add_pipe("sentencizer"); nlp.max_length = 10**8
    parts = [text[at:at + 5000] for at in range(0, len(text), 5000)]
    t = time.process_time(); count = sum(len(doc) for doc in nlp.pipe(parts)); out[name] = count / (time.process_time() - t)
print(json.dumps(out))
"""

MEDSPACY = """
import json, sys, time
words = json.load(open(sys.argv[1]))
import medspacy
from medspacy.ner import TargetRule
nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
nlp.get_pipe("medspacy_target_matcher").add([TargetRule(word, "PROBLEM") for word in ("pain", "fever", "problem", "work")])
text = words["en_ewt"][3][:40000]
parts = [text[at:at + 2000] for at in range(0, len(text), 2000)]
t = time.process_time(); count = sum(len(nlp(part)) for part in parts)
print(json.dumps({"en_ewt": count / (time.process_time() - t)}))
"""


def _bank(name, language):
    forms, gold, texts = [], [], []
    with gzip.open(DATA / f"ud_{name}_dev.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# "):
                texts.append(line[2:].rstrip("\n"))
            elif line.strip():
                form, base, _ = line.rstrip("\n").split("\t")
                forms.append(form)
                gold.append(base.replace("#", "") if language == "fi" else base)
    return language, forms, gold, " ".join(texts)


def _run(python, code, words):
    done = subprocess.run([python, "-c", code, words], capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}


def measure(**_):
    """The tables; only the words why there are none where the treebanks are not."""
    if not DATA.is_dir():
        return "Not measured: the development treebanks are not on this machine."
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.json"
        words.write_text(
            json.dumps({name: _bank(name, language) for name, language in BANKS.items()}), encoding="utf-8"
        )
        python = Path(folder) / "peers/bin/python"
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PEERS]
        subprocess.run(install, check=False)
        return _told(
            _run(sys.executable, OURS, words), _run(python, SIMPLEMMA, words), _run(python, SPACY, words),
            _run(python, MEDSPACY, words),
        )  # fmt: skip


def _told(ours, simplemma, spacy, medspacy):
    rows = [
        [name, *(_share(found, name) for found in (ours, simplemma))]
        + [_figure(found, name, at) for found in (ours, simplemma) for at in (1, 2)]
        + [_figure(ours, name, 3), _whole(spacy.get(name)), _whole(medspacy.get(name))]
        for name in BANKS
    ]
    head = ["treebank (dev)", "right %", "simplemma %", "base forms/s first", "again", "simplemma first", "again",
            "tokens/s, analysis", "spaCy blank", "medspaCy"]  # fmt: skip
    rest = [
        ["Luotsi", f"{ours['first']:.3f}", f"{ours['rss'] / 1024:.0f}"],
        ["simplemma", f"{simplemma['first']:.2f}", f"{simplemma['rss'] / 1024:.0f}"]
        if simplemma
        else ["simplemma", "–", "–"],
    ]
    return (
        "Base forms as simplemma (greedy) gives them and ours; whole analysis beside spaCy's blank pipeline with its "
        f"sentencizer and medspaCy's sentences, targets and context. Processor time.\n\n{table(head, rows)}\n\n"
        f"{table(['', 'first call s', 'most memory MB, fi + sv + en'], rest)}"
    )


def _share(found, name):
    return f"{100 * found[name][0]:.2f}" if name in found else "–"


def _figure(found, name, at):
    return _whole(found[name][at]) if name in found else "–"


def _whole(value):
    return f"{value:,.0f}".replace(",", " ") if value else "–"
