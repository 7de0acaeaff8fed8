"""How much of a reference text a candidate has: ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum.

The arithmetic is that of rouge-score 0.1.2 with ``use_stemmer=False`` (Lin 2004, https://aclanthology.org/W04-1013/), so
that figures compare with published ones: letters outside a-z part words, and Lsum takes lines as sentences.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """Shares from 0 to 1: of the candidate that is in the reference, of the reference that was found, and their mean."""

    precision: float
    recall: float
    fmeasure: float


def rouge(candidate: str, reference: str) -> dict[str, Rouge]:
    """The four scores by their usual names.

    >>> rouge("the cat sat", "the cat ran")["rouge1"].recall
    0.6666666666666666
    """
    said, wanted = _words(candidate), _words(reference)
    return {
        "rouge1": _of_runs(said, wanted, 1),
        "rouge2": _of_runs(said, wanted, 2),
        "rougeL": _score(_common_length(said, wanted), len(said), len(wanted)),
        "rougeLsum": _of_lines(candidate, reference),
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _score(hits: int, said: int, wanted: int) -> Rouge:
    precision, recall = hits / max(said, 1), hits / max(wanted, 1)
    both = precision + recall
    return Rouge(precision, recall, 2 * precision * recall / both if both > 0 else 0.0)


def _of_runs(said: Sequence[str], wanted: Sequence[str], length: int) -> Rouge:
    ours = Counter(zip(*(said[at:] for at in range(length)), strict=False))
    theirs = Counter(zip(*(wanted[at:] for at in range(length)), strict=False))
    return _score(sum((ours & theirs).values()), sum(ours.values()), sum(theirs.values()))


def _common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence, a bit a word (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << at
    all_ones = (1 << len(one)) - 1
    open_places = all_ones
    for word in other:
        met = open_places & places.get(word, 0)
        open_places = ((open_places + met) | (open_places - met)) & all_ones
    return len(one) - open_places.bit_count()


def _of_lines(candidate: str, reference: str) -> Rouge:
    said = [_words(line) for line in candidate.split("\n") if line]
    wanted = [_words(line) for line in reference.split("\n") if line]
    left_said = Counter(word for line in said for word in line)
    left_wanted = Counter(word for line in wanted for word in line)
    totals = sum(left_said.values()), sum(left_wanted.values())
    hits = 0
    for line in wanted:
        kept = set().union(*(_common_places(line, other) for other in said)) if said else set()
        for at in sorted(kept):
            word = line[at]
            if left_said[word] > 0 and left_wanted[word] > 0:
                hits += 1
                left_said[word] -= 1
                left_wanted[word] -= 1
    return _score(hits, *totals)


def _common_places(wanted: Sequence[str], said: Sequence[str]) -> set[int]:
    """Places in ``wanted`` of one longest common subsequence: the same one of several that rouge-score takes."""
    if not set(wanted) & set(said):
        return set()
    rows = [[0] * (len(said) + 1)]
    for word in wanted:
        above, row = rows[-1], [0]
        for at, other in enumerate(said):
            row.append(above[at] + 1 if word == other else max(above[at + 1], row[at]))
        rows.append(row)
    places, down, across = set(), len(wanted), len(said)
    while down and across:
        if wanted[down - 1] == said[across - 1]:
            down, across = down - 1, across - 1
            places.add(down)
        elif rows[down][across - 1] > rows[down - 1][across]:
            across -= 1
        else:
            down -= 1
    return places
