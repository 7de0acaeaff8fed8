"""How well findings agree with labelled case files: themes, negation, uncertainty, attributes, active risks by person.

    python -m benchmarks.findings CASES.jsonl … [--errors] [--lang fi]

A case file has the format of ``tests/engines/language/cases``. A finding belongs to the labelled sentence it overlaps most.
Theme: (sentence, theme) pairs. Negation and uncertainty: (sentence, theme) pairs with such a label. Attributes: over labels
whose theme was found in the sentence, compared with the finding of that theme that agrees best. All four: over all labels.
Active risk: (theme, person) present now as a risk, a case at a time.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from luotsi.engines.language.analyse import analyse
from luotsi.engines.language.findings import findings
from luotsi.engines.language.model import Doc
from luotsi.kit.errors import InputError

ATTRIBUTES = ("polarity", "assertion", "experiencer", "temporality")


@dataclass
class Score:
    """True, false and missed things, added up."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set, wanted: set) -> None:
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass
class Table:
    """The scores of one language."""

    cases: int = 0
    themes: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    theme: Score = field(default_factory=Score)
    negation: Score = field(default_factory=Score)
    uncertainty: Score = field(default_factory=Score)
    active: Score = field(default_factory=Score)
    exact: Score = field(default_factory=Score)
    hits: Counter = field(default_factory=Counter)
    labels: int = 0
    found: int = 0
    invalid: int = 0

    def row(self) -> dict[str, float]:
        attributes = {name: self.hits[name] / max(1, self.found) for name in ATTRIBUTES}
        macro = [score.f1 for score in self.themes.values() if score.right + score.missed]
        return {
            "cases": self.cases, "labels": self.labels, "theme F1": self.theme.f1,
            "macro F1": sum(macro) / max(1, len(macro)), "recall": self.theme.recall, "precision": self.theme.precision,
            "negation": self.negation.f1, "uncertain": self.uncertainty.f1, **attributes,
            "four (found)": self.hits["four"] / max(1, self.found), "four (all)": self.hits["four"] / max(1, self.labels),
            "label F1": self.exact.f1, "active": self.active.f1, "bad cites": self.invalid,
        }  # fmt: skip


def quadruple(label: dict) -> tuple:
    return tuple(label[name] for name in ATTRIBUTES)


def found_in(case: dict) -> dict[int, list[dict]]:
    """Sentence number → findings as labels."""
    doc = Doc(case["id"], case["text"], date.fromisoformat(case["date"]), client=case["client"])
    answer: dict[int, list[dict]] = defaultdict(list)
    for one in findings(analyse(doc)):
        number = max(
            case["sentences"],
            key=lambda row: min(row["end"], one.span.end) - max(row["start"], one.span.start),
        )
        overlap = min(number["end"], one.span.end) - max(number["start"], one.span.start)
        answer[number["i"] if overlap > 0 else -1].append(
            {"theme": one.theme.value, "polarity": one.polarity.value, "assertion": one.assertion.value,
             "experiencer": one.experiencer.value, "temporality": one.temporality.value, "rules": one.rule_ids,
             "valid": one.quote == case["text"][one.span.start : one.span.end]}
        )  # fmt: skip
    return answer


def score(case: dict, table: Table, errors: list[str]) -> None:
    found = found_in(case)
    table.cases += 1
    active_found, active_wanted = set(), set()
    numbers = {row["i"] for row in case["sentences"]} | set(found)
    by_number = {row["i"]: row for row in case["sentences"]}
    for number in sorted(numbers):
        row = by_number.get(number, {"labels": [], "start": 0, "end": 0})
        labels, mine = row.get("labels", []), found.get(number, [])
        table.invalid += sum(not one["valid"] for one in mine)
        wanted_themes, found_themes = {one["theme"] for one in labels}, {one["theme"] for one in mine}
        table.theme.add(found_themes, wanted_themes)
        for theme in wanted_themes | found_themes:
            table.themes[theme].add({theme} & found_themes, {theme} & wanted_themes)
        for name, value in (("negation", "N"), ("uncertainty", "U")):
            sets = [{one["theme"] for one in rows if one["assertion"] == value} for rows in (mine, labels)]
            getattr(table, name).add(*sets)
        table.exact.add(
            {(one["theme"], *quadruple(one)) for one in mine}, {(one["theme"], *quadruple(one)) for one in labels}
        )
        wrong = _attributes(table, labels, mine)
        for rows, active in ((mine, active_found), (labels, active_wanted)):
            active.update(
                (one["theme"], one["experiencer"])
                for one in rows
                if one["polarity"] == "R" and one["assertion"] == "P" and one["temporality"] == "N"
            )
        if wrong or wanted_themes != found_themes:
            errors.append(_told(case, row, labels, mine))
    table.active.add(active_found, active_wanted)


def _attributes(table: Table, labels: list[dict], mine: list[dict]) -> bool:
    wrong = False
    for label in labels:
        table.labels += 1
        same = [one for one in mine if one["theme"] == label["theme"]]
        if not same:
            continue
        table.found += 1
        best = max(same, key=lambda one: sum(a == b for a, b in zip(quadruple(one), quadruple(label), strict=True)))
        for name in ATTRIBUTES:
            table.hits[name] += best[name] == label[name]
        table.hits["four"] += quadruple(best) == quadruple(label)
        wrong = wrong or quadruple(best) != quadruple(label)
    return wrong


def _told(case: dict, row: dict, labels: list[dict], mine: list[dict]) -> str:
    def words(rows: list[dict]) -> str:
        return "; ".join(" ".join((one["theme"], *quadruple(one), *one.get("rules", ())[:2])) for one in rows)

    return f"{case['id']}: {case['text'][row['start'] : row['end']]}\n    want {words(labels)}\n    have {words(mine)}"


def tables_of(paths: Iterable[Path], language: str = "") -> tuple[dict[str, Table], list[str]]:
    tables: dict[str, Table] = defaultdict(Table)
    errors: list[str] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["type"] in {"child", "background"} and language in {"", case["lang"]}:
                score(case, tables[case["lang"]], errors)
    return tables, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--lang", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        tables, errors = tables_of(options.files, options.lang)
    except InputError as error:
        sys.exit("\n".join(error.lines("en")))
    if options.errors:
        sys.stdout.write("\n".join(errors) + "\n")
    rows = {language: table.row() for language, table in tables.items()}
    if options.json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return
    names = list(next(iter(rows.values())))
    for name in names:
        values = [f"{row[name]:>8.3f}" if isinstance(row[name], float) else f"{row[name]:>8}" for row in rows.values()]
        print(f"{name:16}", *values)
    print(f"{'':16}", *(f"{language:>8}" for language in rows))


if __name__ == "__main__":
    main()
