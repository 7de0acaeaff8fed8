"""Between the log of votes and the opinion engine: what goes in, and what of its answer is kept.

The engine loads scipy, so nothing of it is imported before something is computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from luotsi.hub.dialogue.models import Statement

# Nothing of groups or map is shown below this: twenty people who have given seven answers each.
LEAST_PEOPLE, LEAST_VOTES = 20, 7
# Shares are shown of ten answers or more; tables for download have no smaller cell.
LEAST_CELL = 10
LETTERS = "ABCDEFGH"
MOST_HEADLINES = 20

Votes = Sequence[tuple[int, int, int, int]]
States = Iterable[tuple[int, str, bool]]


@dataclass(frozen=True, slots=True)
class Analysed:
    """What is kept of a result. ``data`` names nobody; ``people`` holds what tells participants their own place."""

    data: dict[str, Any]
    people: dict[str, Any]
    engine: str
    input_hash: str
    flagged: frozenset[int]


def engine() -> str:
    """The version of the engine."""
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    return str(opinions.ENGINE)


def run(votes: Votes, statements: States, mode: str, *, whole: bool = True) -> Analysed:
    """Analyse one view of a discussion. ``whole`` is with what only the main view needs: signs, influence, tables."""
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    table = opinions.VoteTable.of(votes)
    known = [
        opinions.Statement(number, moderated=-1 if state == Statement.State.REJECTED else 1, meta=meta)
        for number, state, meta in statements
    ]
    result = opinions.analyse(table, known, mode=mode)
    suspicions = opinions.suspicions(table) if whole else []
    flagged = opinions.flagged(suspicions)
    enough = int((result.matrix.counts >= LEAST_VOTES).sum())
    ready = enough >= LEAST_PEOPLE
    data = {
        "mode": mode,
        "people": len(result.matrix.people),
        "votes": len(result.matrix.value),
        "enough": enough,
        "ready": ready,
        "clear": bool(result.certainty.clear) and result.k > 1,
        "stability": result.certainty.stability,
        "groups": _groups(result) if ready else [],
        "map": _map(result) if ready else [],
        "rows": _rows(result),
        "representative": _representative(result) if ready else {},
        "routing": _routing(result),
        "influence": _influence(opinions.influence(result)) if ready and whole else [],
        "suspicions": _told(suspicions),
        "flagged": len(flagged),
        "notes": [note.as_json() for note in result.notes],
        "tables": opinions.publishable(result, k=LEAST_CELL).as_json() if ready and whole else None,
    }
    return Analysed(data, {"model": result.model.to_json()}, str(opinions.ENGINE), result.input_hash(), flagged)


def _letter(at: int) -> str:
    return LETTERS[at] if at < len(LETTERS) else str(at + 1)


def _groups(result: Any) -> list[dict[str, Any]]:
    sizes = [int((result.group == label).sum()) for label in result.labels]
    of_group = result.certainty.of_group
    return [
        {
            "id": int(label),
            "letter": _letter(at),
            "size": sizes[at],
            "stability": float(of_group[at]) if at < len(of_group) else None,
        }
        for at, label in enumerate(result.labels)
    ]


def _map(result: Any) -> list[list[float]]:
    """Positions without persons: rounded, and in an order that is not that of anybody's coming."""
    inside = result.group >= 0
    marks = zip(result.xy[inside].round(2).tolist(), result.group[inside].tolist(), strict=True)
    return sorted([x, y, group] for (x, y), group in marks)


def _rows(result: Any) -> list[dict[str, Any]]:
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    return [row.as_json() for row in opinions.statement_rows(result)]


def _representative(result: Any) -> dict[str, list[list[Any]]]:
    numbers = result.matrix.statements.tolist()
    return {
        str(int(label)): [[numbers[each.column], str(each.side)] for each in result.representative[at]]
        for at, label in enumerate(result.labels)
    }


def _routing(result: Any) -> dict[str, float]:
    """Priorities of the statements, by number: where a vote would tell most (Polis' definition)."""
    numbers, weights = result.matrix.statements.tolist(), result.priority.tolist()
    return {str(number): float(weight) for number, weight in zip(numbers, weights, strict=True)}


def _influence(found: Any) -> list[dict[str, Any]]:
    """The headlines that are listed, and every other one that a few voters could turn; the easiest first."""
    told = [each for each in found if each.fragile or not str(each.headline).startswith("majority")]
    return [
        {
            "statement": each.statement,
            "voters": each.fake_voters,
            "n": each.votes,
            "fragile": bool(each.fragile),
            "text": each.sentence().as_json(),
        }
        for each in told[:MOST_HEADLINES]
    ]


def _told(suspicions: Any) -> list[dict[str, Any]]:
    """What was flagged, by sign: how many people, never who; and whether their votes are left out of the clean view."""
    signs: dict[str, set[int]] = {}
    out: dict[str, bool] = {}
    for each in suspicions:
        signs.setdefault(str(each.sign), set()).update(each.people)
        out[str(each.sign)] = bool(each.leaves_out)
    return [{"sign": sign, "people": len(people), "left_out": out[sign]} for sign, people in sorted(signs.items())]


def own_position(people: dict[str, Any], votes: dict[int, int]) -> Any:
    """A participant's own place on the map, from the map's model and the participant's own votes."""
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    return opinions.own_position(opinions.MapModel.from_json(people["model"]), votes)


# A new statement ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Noted:
    """A remark on a new statement. One that ``blocks`` must be mended; another may be sent all the same."""

    text: str
    blocks: bool


def remarked(text: str) -> list[Any]:
    """What the engine remarks on a statement: more than one idea, a question, signs of personal data, a link."""
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    return list(opinions.check_statement(text))


def remarks(text: str, language: str) -> list[Noted]:
    """The remarks in one language."""
    return [Noted(each.text.in_(language), each.blocks) for each in remarked(text)]


def near_statements(text: str, language: str, rows: Sequence[Statement]) -> list[Statement]:
    """Statements that already say nearly the same, in any of the three languages; the nearest first, three at most.

    One that says the contrary in like words is not among them: it is another statement.
    """
    from luotsi.engines import opinions  # noqa: PLC0415 - slow

    others = [(row.number, {tag: row.text.in_(tag) for tag in ("fi", "sv", "en") if row.text.in_(tag)}) for row in rows]
    by_number = {row.number: row for row in rows}
    found = opinions.near_duplicates(text, others, language=language)
    return [by_number[near.statement] for near in found if not near.opposite][:3]
