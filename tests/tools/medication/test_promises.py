"""What holds for every client: order, silence, honesty about missing data, and complete words."""

import copy
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luotsi.engines.clinical import parse_bundle
from luotsi.kit.canonical import canonical_json
from luotsi.kit.text import Language
from luotsi.kit.tool import Context, RecordSlice
from luotsi.tools.medication.engine.assess import assess
from luotsi.tools.medication.engine.knowledge import knowledge
from luotsi.tools.medication.engine.reading import state_of
from luotsi.tools.medication.engine.soundness import problems_of
from luotsi.tools.medication.tool import TOOL
from tests.tools.medication.cases import CASES
from tests.tools.medication.conftest import findings
from tests.tools.medication.vignettes import ON, bundle_of, drug

SUBSTANCES = sorted(knowledge().substances)
UNRELATED = ["A06AD15", "S01XA20", "R05CB01", "A05AA02", "V03AE02"]
FLUID = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answer(case):
    return assess(state_of(parse_bundle(bundle_of(case)), ON, knowledge())).as_json()


@st.composite
def clients(draw):
    drugs = draw(st.lists(st.sampled_from(SUBSTANCES), min_size=1, max_size=8, unique=True))
    labs = draw(
        st.fixed_dictionaries(
            {}, optional={"egfr": st.floats(5, 120), "potassium": st.floats(2.5, 6.5), "sodium": st.floats(120, 150)}
        )
    )
    codes = draw(
        st.lists(st.sampled_from(["I50.9", "I48.2", "K25.9", "F03", "G20", "W19", "E11.9", "J44.9"]), unique=True)
    )
    age, sex = draw(st.integers(18, 99)), draw(st.sampled_from(["F", "M"]))
    return {
        "age": age, "sex": sex, "medications": [drug(atc, 100, days=draw(st.integers(1, 900))) for atc in drugs],
        "labs": {name: round(value, 1) for name, value in labs.items()}, "conditions_icd10": codes,
    }  # fmt: skip


def severe(found):
    return {(f["criterion"], f["rule"]) for f in findings(found) if f["severity"] == 4}


@FLUID
@given(clients(), st.sampled_from(UNRELATED))
def test_an_unrelated_medicine_never_removes_a_severe_finding(case, extra):
    more = case | {"medications": [*case["medications"], drug(extra)]}
    assert severe(answer(case)) <= severe(answer(more))


@FLUID
@given(clients(), st.randoms(use_true_random=False))
def test_the_order_of_resources_does_not_change_a_byte(case, chance):
    bundle = bundle_of(case)
    mixed = copy.deepcopy(bundle)
    chance.shuffle(mixed["entry"])
    known = knowledge()
    first, second = (assess(state_of(parse_bundle(b), ON, known)).as_json() for b in (bundle, mixed))
    assert canonical_json(first) == canonical_json(second)


@FLUID
@given(clients())
def test_without_its_results_nothing_falls_silent(case):
    """A finding that rested on a result is asked for, or stands without it."""
    full, bare = answer(case), answer(case | {"labs": {}})
    tested = {f["rule"] for f in findings(full) if any("Observation" in e.get("reference", "") for e in f["evidence"])}
    left = {f["rule"] for f in findings(bare)}
    waiting = {rule for item in bare["needs_data"] for rule in item["criteria"]}
    sums = {rule for rule in tested if rule.startswith(("PD-", "DDI"))}
    assert tested - left - waiting <= sums
    assert not (tested - left) or bare["needs_data"]


@FLUID
@given(clients())
def test_every_word_is_said_in_three_languages_and_every_finding_is_in_one_card(case):
    found = answer(case)
    keys = [card["key"] for card in found["cards"]]
    assert len(keys) == len(set(keys))
    for card in found["cards"]:
        assert all(card[part][language].strip() for part in ("title", "action", "why") for language in Language)
        assert "{" not in card["title"]["fi"] + card["action"]["fi"] + card["why"]["sv"]
        assert len(card["why"]["fi"].splitlines()) <= 3
        assert card["severity"] == max(f["severity"] for f in card["findings"])


@FLUID
@given(clients())
def test_the_proposals_of_the_tool_carry_sources_and_the_same_cards(case):
    record = RecordSlice(tuple(entry["resource"] for entry in bundle_of(case)["entry"]), ON)
    result = TOOL.assess(record, Context.on(ON))
    cards = [card["key"] for card in answer(case)["cards"] if card["key"] != "missing"]
    assert [made.key for made in result.suggestions] == cards
    rules = TOOL.rulebook()
    for made in result.suggestions:
        assert any(item.kind == "resource" for item in made.evidence)
        assert all(rules[i.location.rule_id] == i.location for i in made.evidence if i.kind == "rule")


def test_the_pack_is_sound(known):
    assert problems_of(known) == []
    assert len([c for c in known.criteria if c.id.startswith("STOPP")]) == 133
    assert len([c for c in known.criteria if c.id.startswith("START")]) == 57
    assert len([c for c in known.criteria if c.id.startswith("PINCER")]) == 13


def test_every_rule_names_its_source_and_says_that_nobody_has_reviewed_it(known):
    for rule in known.rules.values():
        assert rule.source
        assert rule.locator
        assert rule.status.value == "draft"
        assert rule.reviewed_on is None


@pytest.mark.parametrize("case", CASES[:12], ids=[case["name"] for case in CASES[:12]])
def test_the_same_client_gives_the_same_bytes_again(case):
    assert canonical_json(answer(case)) == canonical_json(answer(copy.deepcopy(case)))


def test_a_child_is_told_to_be_outside(known):
    record = RecordSlice(tuple(e["resource"] for e in bundle_of({"age": 9, "sex": "F", "medications": [drug("A10BA02", 500)]})["entry"]), ON)  # fmt: skip
    result = TOOL.assess(record, Context.on(ON))
    assert "child" in {made.key for made in result.abstentions}
    assert not result.suggestions


def test_a_person_of_ten_medicines_is_assessed_in_milliseconds(known):
    chance = random.Random(1)
    case = {
        "age": 80,
        "sex": "F",
        "medications": [drug(atc, 50) for atc in chance.sample(SUBSTANCES, 10)],
        "labs": {"egfr": 50},
    }
    bundle = parse_bundle(bundle_of(case))
    assess(state_of(bundle, ON, known))
    spent = []
    for _ in range(15):
        started = time.process_time()
        assess(state_of(bundle, ON, known))
        spent.append(time.process_time() - started)
    assert sorted(spent)[7] < 0.02
