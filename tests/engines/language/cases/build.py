"""Writes the labelled case files (JSON Lines, the format of the acceptance data) from the authored text files beside it.

Run ``python tests/engines/language/cases/build.py`` after editing a ``.txt`` file. All persons are invented. An authored
file holds cases; a case begins with ``@ ID TYPE DATE CLIENT`` and goes on with one sentence a line:

    Isä lopetti juomisen kaksi vuotta sitten. | SUBST R P FA H; SUBST R N FA N

The labels are theme, polarity, assertion, experiencer, temporality; a line without ``|`` bears none. ``{TYPE:words}``
marks personal data; ``?`` in it stands for a check character or check digits that are computed here.
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent
HEADER = {
    "fi": ("Asiakas", "Kirjaus"),
    "sv": ("Klient", "Anteckning"),
    "en": ("Client", "Record"),
}
MARK = re.compile(r"\{([A-Z]+):([^}]*)\}")
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FIELDS = ("theme", "polarity", "assertion", "experiencer", "temporality")
SENTENCES_A_PARAGRAPH = 5


def completed(kind: str, words: str) -> str:
    """The marked words with their check characters computed."""
    if kind == "HETU":
        number = int(words[:6] + words[7:10])
        return words.replace("?", CHECK_CHARACTERS[number % 31])
    if kind == "IBAN":
        digits = int(words[4:].replace(" ", "") + "151800")  # F=15, I=18, check digits 00
        return words.replace("??", f"{98 - digits % 97:02d}")
    return words


def labels(text: str) -> list[dict[str, str]]:
    """The labels after the bar."""
    found = []
    for label in filter(None, (part.strip() for part in text.split(";"))):
        codes = label.split()
        if len(codes) != len(FIELDS):
            message = f"a label has five codes: {label!r}"
            raise ValueError(message)
        found.append(dict(zip(FIELDS, codes, strict=True)))
    return found


class Case:
    """One case being written: its text grows sentence by sentence, and offsets with it."""

    def __init__(self, head: str, language: str) -> None:
        name, kind, day, client = head.split(maxsplit=3)
        year, month, date = day.split("-")
        subject, note = HEADER[language]
        self.text = f"{subject}: {client}. {note} {int(date)}.{int(month)}.{year}.\n"
        self.head = {"id": name, "type": kind, "lang": language, "date": day, "client": client}
        self.sentences: list[dict[str, object]] = []
        self.pii: list[list[object]] = []

    def add(self, line: str) -> None:
        """One authored line."""
        words, _, after = line.partition("|")
        # a blank line between paragraphs every fifth sentence, as notes have
        gap = "" if not self.sentences else "\n\n" if len(self.sentences) % SENTENCES_A_PARAGRAPH == 0 else " "
        self.text += gap
        start = len(self.text)
        last = 0
        words = words.strip()
        for mark in MARK.finditer(words):
            self.text += words[last : mark.start()]
            value = completed(mark[1], mark[2])
            self.pii.append([len(self.text), len(self.text) + len(value), mark[1]])
            self.text += value
            last = mark.end()
        self.text += words[last:]
        self.sentences.append(
            {
                "i": len(self.sentences) + 1,
                "start": start,
                "end": len(self.text),
                "labels": labels(after),
            }
        )

    def json(self) -> str:
        """The case as one line of JSON."""
        case = {**self.head, "text": self.text, "sentences": self.sentences, "pii": self.pii}
        return json.dumps(case, ensure_ascii=False)


def cases(path: Path) -> list[Case]:
    """The cases of an authored file."""
    language = path.stem.split("_")[0]
    found: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            found.append(Case(line[2:], language))
        elif line.strip():
            found[-1].add(line)
    return found


if __name__ == "__main__":
    for source in sorted(HERE.glob("*.txt")):
        lines = [case.json() for case in cases(source)]
        source.with_suffix(".jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
