"""Whether a pack holds together: every name that a rule uses is in a table, every code has its shape and is known."""

from collections.abc import Iterator

from luotsi.engines.clinical import is_icd10, normalise_atc
from luotsi.tools.medication.engine.facts import FACTS
from luotsi.tools.medication.engine.findings import TYPES
from luotsi.tools.medication.engine.knowledge import Knowledge
from luotsi.tools.medication.engine.logic import Node, atoms_of

SUBSTANCE = 7
STRENGTHS = range(1, 4)
SEVERITIES = range(5)


def problems_of(known: Knowledge) -> list[str]:
    """What is wrong with the pack, a line each; empty when it is sound."""
    return [*_codes(known), *_logic(known), *_links(known)]


def _nodes(known: Knowledge) -> Iterator[tuple[str, Node]]:
    for criterion in known.criteria:
        yield criterion.id, criterion.logic
    for rule in known.interactions:
        yield from ((rule.id, node) for node in (rule.condition, rule.quiet) if node is not None)
    for effect in known.effect_rules:
        yield from ((effect.effect, node) for node in (effect.lift, effect.critical, effect.lower) if node is not None)
    for table in known.doses.values():
        yield from ((dose.id, dose.context) for dose in table if dose.context is not None)
    for course in known.durations:
        yield course.id, course.logic
    yield from ((cascade.id, cascade.only_if) for cascade in known.cascades if cascade.only_if is not None)


def _logic(known: Knowledge) -> Iterator[str]:
    for rule, node in _nodes(known):
        for atom in atoms_of(node):
            if atom.kind in {"G", "dur", "dose", "regular"} and atom.name not in known.groups:
                yield f"{rule}: no group {atom.name}"
            if atom.kind == "D" and atom.name not in known.condition_groups:
                yield f"{rule}: no condition group {atom.name}"
            if atom.kind in {"L", "labwithin"} and atom.name not in known.labs:
                yield f"{rule}: no test {atom.name}"
            if atom.kind == "flag" and atom.name not in FACTS:
                yield f"{rule}: no fact {atom.name}"


def _codes(known: Knowledge) -> Iterator[str]:
    codes = set(known.substances) | set(known.aliases)
    for table in (known.renal, known.doses, known.pregnancy, known.listed, known.effects, known.roles):
        for code in table:
            if normalise_atc(code) != code or not any(other.startswith(code) for other in codes):
                yield f"{code} is not a known ATC code"
    for product, parts in known.combinations.items():
        yield from (f"{product}: ingredient {part} is not known" for part in parts if part not in codes)
    for name, (prefixes, excluded) in known.groups.items():
        for code in (*prefixes, *excluded):
            if not code.startswith("@") and normalise_atc(code) != code:
                yield f"group {name}: {code} is not an ATC code"
    for name, prefixes in known.condition_groups.items():
        yield from (f"condition group {name}: {code} is not ICD-10" for code in prefixes if not is_icd10(code))


def _links(known: Knowledge) -> Iterator[str]:
    for criterion in known.criteria:
        yield from (f"{criterion.id}: no type {kind}" for kind in criterion.types if kind not in TYPES)
        yield from (f"{criterion.id}: no group {name}" for name in criterion.culprits if name not in known.groups)
        if criterion.problem not in known.problems or criterion.action not in known.actions:
            yield f"{criterion.id}: no problem {criterion.problem} or action {criterion.action}"
        if criterion.severity not in SEVERITIES:
            yield f"{criterion.id}: severity {criterion.severity}"
    for rule in known.interactions:
        yield from (f"{rule.id}: no group {name}" for name in (rule.group_a, rule.group_b) if name not in known.groups)
        if rule.problem not in known.problems:
            yield f"{rule.id}: no problem {rule.problem}"
    for item in known.monitoring:
        if item.group not in known.groups or item.lab not in known.labs:
            yield f"{item.id}: no group {item.group} or test {item.lab}"
    for cascade in known.cascades:
        yield from (f"{cascade.id}: no group {n}" for n in (cascade.cause, cascade.follow) if n not in known.groups)
    for code, roles in known.roles.items():
        yield from (f"{code}: strength {role.strength}" for role in roles if role.strength not in STRENGTHS)
