"""Duplicate therapy: two regular medicines where one is enough, combination products opened up."""

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.checks.grounding import names
from luotsi.tools.medication.engine.findings import Finding, Notebook
from luotsi.tools.medication.engine.rows import DuplicateGroup
from luotsi.tools.medication.engine.state import Medicine, PatientState
from luotsi.tools.medication.engine.words import fill

STATEMENT = Text("Kaksi lääkettä samaa ryhmää ({g}): {d}", "Två läkemedel ur samma grupp ({g}): {d}",
                 "Two medicines of one group ({g}): {d}")  # fmt: skip
PAIR = 2
WORTH_CHANGING = 2
INR_IN_RANGE = 2.0
OLDER = 65
A3 = "STOPP-A3"


def check_duplicates(state: PatientState, notebook: Notebook) -> None:
    """Every duplicate group with two different regular products in it."""
    for group in state.knowledge.duplicates:
        if not group.severity:
            continue
        found = _members(group, state)
        if found and not _allowed(group, found, state):
            notebook.findings.extend(_findings(group, found, state))


def _members(group: DuplicateGroup, state: PatientState) -> list[Medicine]:
    regular = [m for m in state.medicines if m.regular and not _local(m, group)]
    first = [m for m in regular if _in(m, group.members, group.exclude)]
    if group.others:
        second = [m for m in regular if _in(m, group.others, group.exclude) and m not in first]
        return [*first, *second] if first and second else []
    kinds = {m.atc for m in first}
    return first if len(kinds) >= PAIR else []


def _local(medicine: Medicine, group: DuplicateGroup) -> bool:
    return medicine.local and not group.members[0].startswith("R03")


def _in(medicine: Medicine, prefixes: tuple[str, ...], exclude: tuple[str, ...]) -> bool:
    return any(c.startswith(prefixes) and not (exclude and c.startswith(exclude)) for c in medicine.codes)


def _allowed(group: DuplicateGroup, found: list[Medicine], state: PatientState) -> bool:
    """Combinations that are right: a bridging heparin, two antiplatelets after a stent, clonazepam beside another."""
    if group.id == "DUP-B01AB":
        inr = state.results.get("inr")
        vka = [m for m in found if any(code.startswith("B01AA") for code in m.codes)]
        return bool(vka) and (inr is None or inr.value < INR_IN_RANGE)
    if group.id == "DUP-B01AC":
        return state.flag("recent_stent")
    if group.id == "DUP-N05B+N05CD+N05CF":
        return len({m.atc for m in found if not m.atc.startswith("N03AE")}) < PAIR and not state.has("falls")
    return False


def _findings(group: DuplicateGroup, found: list[Medicine], state: PatientState) -> list[Finding]:
    indices = tuple(sorted(m.index for m in found))
    statement = fill(STATEMENT, g=group.name, d=names(state, indices, 4))
    common = {
        "severity": group.severity,
        "problem": group.problem,
        "strength": Strength.B,
        "action": fill(state.knowledge.actions["stop_one"], d=names(state, indices, 4)),
        "drugs": indices,
        "culprits": indices if group.severity >= WORTH_CHANGING else (),
        "change_now": group.severity >= WORTH_CHANGING,
    }
    own = Finding(
        type="duplicate",
        criterion=f"duplicate-{group.slug}",
        rule=group.id,
        statement=statement,
        aliases=(group.id, group.id.removeprefix("DUP-"), group.slug),
        **common,  # type: ignore[arg-type]
    )
    if group.severity < WORTH_CHANGING or group.others or state.age is None or state.age < OLDER:
        return [own]
    a3 = next(c for c in state.knowledge.criteria if c.id == A3)
    return [
        own,
        *(
            Finding(type=kind, criterion=A3, rule=A3, statement=a3.statement, **common)  # type: ignore[arg-type]
            for kind in a3.types
        ),
    ]
