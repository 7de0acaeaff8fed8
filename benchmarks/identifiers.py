"""How many marked identifiers are masked whole, and what is masked that is none.

    python -m benchmarks.identifiers CASES.txt … [--errors]

A case file has the authored format of ``tests/engines/language/cases`` with every identifier marked, ``{NAME:Siirin}``.
Dates and ages are left aside: they are shifted or kept, not masked.
"""

import argparse
import sys
from pathlib import Path

from luotsi.engines.language.identifiers import Identifier, Kind
from luotsi.engines.language.pseudonyms import detect
from tests.engines.language.cases.build import cases


def _masked(text: str, start: int, end: int, found: tuple[Identifier, ...]) -> bool:
    """Whether every letter and digit of a place is masked."""
    return all(
        not text[place].isalnum() or any(one.start <= place < one.end for one in found) for place in range(start, end)
    )


def measured(path: Path) -> tuple[int, list[str], list[str]]:
    """How many identifiers are marked, those not masked, and what is masked though it is none, with what is around."""
    marked, missed, false = 0, [], []
    for case in cases(path):
        text = case.text
        found = tuple(one for one in detect(text) if one.kind is not Kind.DATE)
        for start, end, kind in case.pii:
            marked += 1
            if not _masked(text, int(str(start)), int(str(end)), found):
                missed.append(f"{kind} {_around(text, int(str(start)), int(str(end)))}")
        head = text.index("\n")
        false += [
            f"{one.kind} {_around(text, one.start, one.end)}"
            for one in found
            if one.start > head
            and not any(one.start < int(str(end)) and int(str(start)) < one.end for start, end, _ in case.pii)
        ]
    return marked, missed, false


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")


def main() -> None:
    """Print marks, masked and false for each file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.files:
        marked, missed, false = measured(path)
        share = (marked - len(missed)) / max(1, marked)
        print(f"{path.name:24} marked {marked:4} masked {share:6.1%} false {len(false):3}")
        if arguments.errors:
            print(*(f"  missed: {one}" for one in missed), *(f"  false:  {one}" for one in false), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
