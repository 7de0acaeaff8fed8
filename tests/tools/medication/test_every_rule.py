"""A client made from a rule meets the rule: every criterion and interaction that logic can judge is reachable."""

import pytest

from luotsi.tools.medication.engine.knowledge import knowledge
from luotsi.tools.medication.engine.logic import And, Atom, Not, Or
from tests.tools.medication.conftest import findings
from tests.tools.medication.vignettes import drug

KNOWN = knowledge()
EFFECTS = {"ach3": ["N06AA09"], "ach2plus": ["N06AA09", "R06AA02"], "conscore2": ["C08DA01"], "qtdrug": ["N06AB04"]}
CHOSEN = {"nsaid": "M01AB05", "fusidic_acid": "J01XC01", "antipsychotic_anticholinergic": "N05AA01"}
NOT_IN_CORE = {"J01XC01", "G03AC05"}


def member(group):
    if group in CHOSEN:
        return CHOSEN[group]
    for code in KNOWN.substances:
        if group in KNOWN.groups_of(code) and (code not in KNOWN.combinations or len(KNOWN.groups[group][0]) == 1):
            return code
    prefixes = KNOWN.groups[group][0]
    return prefixes[0]


class Client:
    def __init__(self, sex="F"):
        self.age, self.sex, self.drugs, self.codes, self.labs, self.ages, self.flags = 78, sex, {}, [], {}, {}, []

    def meet(self, node, wanted=True):
        if isinstance(node, Not):
            self.meet(node.item, not wanted)
        elif isinstance(node, And if wanted else Or):
            for item in node.items:
                self.meet(item, wanted)
        elif isinstance(node, Or if wanted else And):
            self.meet(node.items[0], wanted)
        elif isinstance(node, Atom):
            self.atom(node, wanted)

    def take(self, code, **more):
        self.drugs.setdefault(code, drug(code, days=500)).update(more)

    def atom(self, atom, wanted):  # noqa: C901 - one branch a kind of test
        if atom.kind == "L":
            above = (atom.op in {">", ">="}) == wanted
            step = 0.001 if atom.name == "x" else max(abs(atom.value) * 0.02, 0.02)
            self.labs[atom.name] = round(atom.value + (step if above else -step), 3)
        elif atom.kind == "age" and wanted:
            self.age = max(self.age, int(atom.value)) if atom.op in {">", ">="} else min(self.age, int(atom.value) - 1)
        elif atom.kind == "sex" and wanted:
            self.sex = atom.name
        elif atom.kind in {"G", "dur", "regular"} and wanted:
            self.take(member(atom.name))
        elif atom.kind == "dose" and wanted:
            self.take(member(atom.name), mg_per_day=atom.value * 1.2)
        elif atom.kind in EFFECTS and wanted:
            for code in EFFECTS[atom.kind]:
                self.take(code)
        elif atom.kind == "D" and wanted:
            self.codes.append(KNOWN.condition_groups[atom.name][0])
        elif atom.kind in {"flag", "first_line"} and wanted:
            self.flags.append(atom.name or atom.kind)
        elif atom.kind == "chads" and wanted:
            self.codes.append("I10")
        elif atom.kind == "labwithin":
            self.labs[atom.name] = {"potassium": 4.4, "leukocytes": 6, "alt": 20, "tsh": 2}[atom.name]
            self.ages[atom.name] = 10 if wanted else int(atom.value) + 20

    def case(self):
        return {
            "age": self.age, "sex": self.sex, "medications": list(self.drugs.values()), "conditions_icd10": self.codes,
            "labs": self.labs, "lab_ages": self.ages, "flags": self.flags, "vaccines": ["J07CA01"],
        }  # fmt: skip


JUDGED = [c for c in KNOWN.criteria if not c.manual and c.id != "STOPP-A3"]


@pytest.mark.parametrize("criterion", JUDGED, ids=[c.id for c in JUDGED])
def test_a_client_made_from_the_criterion_meets_it(criterion, judge):
    client = Client()
    client.meet(criterion.logic)
    answer = judge(client.case())
    hits = [f for f in findings(answer) if f["criterion"] == criterion.id]
    assert {f["type"] for f in hits} == set(criterion.types), client.case()
    assert all(f["severity"] == criterion.severity for f in hits)


@pytest.mark.parametrize("criterion", [c for c in JUDGED if c.min_age == 65], ids=lambda c: c.id)
def test_no_criterion_for_older_people_speaks_of_a_younger_one(criterion, judge):
    client = Client()
    client.meet(criterion.logic)
    answer = judge(client.case() | {"age": 50})
    assert criterion.id not in {f["criterion"] for f in findings(answer)}


EXPLICIT = [rule for rule in KNOWN.interactions if rule.group_a != "triple_whammy"]


@pytest.mark.parametrize("rule", EXPLICIT, ids=[rule.id for rule in EXPLICIT])
def test_a_pair_made_from_the_interaction_meets_it(rule, judge):
    pair = next(
        (a, b)
        for a in [member(rule.group_a), *KNOWN.substances]
        for b in [member(rule.group_b), *KNOWN.substances]
        if rule.group_a in KNOWN.groups_of(a) and rule.group_b in KNOWN.groups_of(b) and a != b
    )
    client = Client()
    for code in pair:
        client.take(code, days=20)
    if rule.condition is not None:
        client.meet(rule.condition)
    answer = judge(client.case() | {"age": 55})
    hits = [f for f in findings(answer) if f["rule"] == rule.id]
    assert hits
    assert max(f["severity"] for f in hits) == rule.severity


def test_every_finding_cites_a_rule_of_the_rulebook(judge):
    for criterion in JUDGED:
        client = Client()
        client.meet(criterion.logic)
        for found in findings(judge(client.case())):
            if found["type"] != "missing_data":
                assert found["rule"] in KNOWN.rules
                assert found["evidence"][-1]["kind"] == "rule"
                assert found["status"] == "draft"
