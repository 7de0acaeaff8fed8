"""What a true rule stands on: the medicines, diagnoses, facts and results that its atoms met."""

from collections.abc import Iterable
from dataclasses import dataclass

from luotsi.kit.text import Text
from luotsi.tools.medication.engine.logic import And, Atom, Missing, Node, Not, Or, Truth, evaluate, grounds
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import listed


@dataclass(frozen=True, slots=True)
class Ground:
    """Indices of medicines, ICD-10 codes, facts and tests under a rule."""

    drugs: tuple[int, ...]
    conditions: tuple[str, ...]
    flags: tuple[str, ...]
    labs: tuple[str, ...]


def holds(node: Node | None, state: PatientState) -> bool:
    """Whether a rule is known to be true; no rule is true, an unknown one is not."""
    return node is not None and evaluate(node, state.truth) is True


def truth(node: Node, state: PatientState) -> Truth:
    """The three-valued truth of a rule for the client."""
    return evaluate(node, state.truth)


def ground_of(node: Node, state: PatientState) -> Ground:
    """The ground of a rule that is true."""
    drugs: list[int] = []
    conditions: list[str] = []
    flags: list[str] = []
    labs: list[str] = []
    for atom in grounds(node, state.truth):
        drugs.extend(_drugs(atom, state))
        if atom.kind == "D":
            conditions.extend(found.code for found in state.condition(atom.name))
        if atom.kind in {"D", "flag"} and state.flag(atom.name):
            flags.append(atom.name)
        if atom.kind in {"L", "labwithin"}:
            labs.append(atom.name)
    labs.extend(name for name in _negated_labs(node) if name in state.results)
    return Ground(*(tuple(dict.fromkeys(items)) for items in (sorted(set(drugs)), conditions, flags, labs)))  # type: ignore[arg-type]


def _negated_labs(node: Node, negated: bool = False) -> Iterable[str]:
    if isinstance(node, Atom):
        if negated and node.kind in {"L", "labwithin"}:
            yield node.name
    elif isinstance(node, Not):
        yield from _negated_labs(node.item, not negated)
    elif isinstance(node, And | Or):
        for item in node.items:
            yield from _negated_labs(item, negated)


def _drugs(atom: Atom, state: PatientState) -> list[int]:
    if atom.kind in {"G", "dose", "dur", "regular"}:
        return [medicine.index for medicine in state.group(atom.name)]
    least = {"ach3": ("ach", 3), "ach2plus": ("ach", 1), "conscore2": ("con", 2), "qtdrug": ("qt", 2)}.get(atom.kind)
    if least is None:
        return []
    return [medicine.index for medicine in state.medicines if state.score(medicine, least[0]) >= least[1]]


def missing_of(value: Truth) -> frozenset[str]:
    """The missing facts of an unknown truth; none for a known one."""
    return value.facts if isinstance(value, Missing) else frozenset()


def names(state: PatientState, indices: Iterable[int], most: int = 3) -> Text:
    """The medicines' names, joined."""
    return listed([state.medicines[index].name for index in indices], most)


def members(state: PatientState, groups: Iterable[str]) -> tuple[int, ...]:
    """The indices of the medicines of any of the groups, in order."""
    return tuple(sorted({medicine.index for name in groups for medicine in state.group(name)}))


def pairs(state: PatientState, a: str, b: str) -> list[tuple[Medicine, Medicine]]:
    """Every two different medicines, one of each group, each pair once."""
    found: dict[frozenset[int], tuple[Medicine, Medicine]] = {}
    for first in state.group(a):
        for second in state.group(b):
            if first.index != second.index and first.atc != second.atc:
                found.setdefault(frozenset({first.index, second.index}), (first, second))
    return list(found.values())
