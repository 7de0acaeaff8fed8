"""The battery that every installed tool passes, in the spirit of scikit-learn's estimator checks."""

import ast
import copy
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from luotsi.engines.clinical import parse_bundle
from luotsi.kit.errors import InputError
from luotsi.kit.evidence import CitedRule, Evidence, ResourceElement
from luotsi.kit.registry import module_of, tools
from luotsi.kit.suggestion import Abstention, Suggestion
from luotsi.kit.text import Language
from luotsi.kit.tool import Context, RecordSlice

TOOLS = tools()
DEMOS = [(name, demo) for name, tool in TOOLS.items() for demo in tool.demos()]
each_tool = pytest.mark.parametrize("name", sorted(TOOLS))
each_demo = pytest.mark.parametrize(("name", "demo"), DEMOS, ids=[f"{name}/{demo.key}" for name, demo in DEMOS])


def resources(demo):
    return tuple(entry["resource"] for entry in demo.bundle["entry"])


def assess(name, rows, on):
    return TOOLS[name].assess(RecordSlice(tuple(rows), on), Context.on(on))


def element(resource, path):
    """The value at a FHIR path such as ``component[0].valueQuantity``; KeyError or IndexError when there is none."""
    value = resource
    for step in path.split(".") if path else ():
        field, *indexes = step.replace("]", "").split("[")
        value = value[field]
        for index in indexes:
            value = value[int(index)]
    return value


@each_tool
def test_the_card_speaks_three_languages(name):
    card = TOOLS[name].card
    for text in (
        card.title,
        card.purpose,
        card.users,
        *card.limits,
        *(measure.definition for measure in card.measures),
    ):
        assert len({text.fi, text.sv, text.en}) == 3, f"{text} is the same in two languages"


@each_tool
def test_the_card_names_its_legal_classes_with_a_place_to_check(name):
    for item in (TOOLS[name].card.ai_act, TOOLS[name].card.mdr):
        assert item.regulation
        assert item.locator


@each_tool
def test_the_tool_brings_demo_clients_marked_as_invented(name):
    demos = TOOLS[name].demos()
    assert len(demos) >= 3
    assert len({demo.key for demo in demos}) == len(demos)
    for demo in demos:
        parse_bundle(demo.bundle)
        assert "synt" in json.dumps(demo.bundle, ensure_ascii=False).lower(), f"{demo.key} does not say it is synthetic"


@each_demo
def test_the_same_input_gives_the_same_bytes_in_whatever_order_it_comes(name, demo):
    first = assess(name, resources(demo), demo.on).canonical()
    shuffled = list(resources(demo))
    random.Random(7).shuffle(shuffled)
    assert assess(name, copy.deepcopy(shuffled), demo.on).canonical() == first


@each_demo
def test_the_input_is_left_as_it_was(name, demo):
    rows = resources(demo)
    before = json.dumps(rows, sort_keys=True)
    assess(name, rows, demo.on)
    assert json.dumps(rows, sort_keys=True) == before


@each_demo
def test_every_source_resolves(name, demo):
    by_reference = {f"{row['resourceType']}/{row['id']}": row for row in resources(demo)}
    rules = TOOLS[name].rulebook()
    result = assess(name, resources(demo), demo.on)
    cited = [item for made in (*result.suggestions, *result.abstentions) for item in made.evidence]
    for item in cited:
        location = item.location
        if isinstance(location, ResourceElement):
            assert element(by_reference[location.reference], location.path) not in (None, "", [], {})
        elif isinstance(location, CitedRule):
            assert rules[location.rule_id] == location
        assert Evidence.from_json(json.loads(json.dumps(item.as_json()))) == item


@each_demo
def test_what_is_made_survives_json(name, demo):
    result = assess(name, resources(demo), demo.on)
    for made in result.suggestions:
        assert Suggestion.from_json(json.loads(json.dumps(made.as_json()))) == made
    for made in result.abstentions:
        assert Abstention.from_json(json.loads(json.dumps(made.as_json()))) == made


@each_demo
def test_the_most_serious_comes_first(name, demo):
    severities = [int(made.severity) for made in assess(name, resources(demo), demo.on).suggestions if made.severity]
    assert severities == sorted(severities, reverse=True)


@each_demo
def test_parts_that_the_card_does_not_declare_change_nothing(name, demo):
    stranger = {"resourceType": "Communication", "id": "x", "status": "completed", "payload": [{"contentString": "!"}]}
    if any("Communication" in part.resource_types for part in TOOLS[name].card.reads):
        pytest.skip("the card declares messages")
    plain = assess(name, resources(demo), demo.on).canonical()
    assert assess(name, (*resources(demo), stranger), demo.on).canonical() == plain


@each_tool
def test_a_record_with_nothing_but_the_client_gives_no_suggestion(name):
    patient = {"resourceType": "Patient", "id": "p", "birthDate": "1950-01-01", "gender": "female"}
    result = assess(name, [patient], DEMOS[0][1].on)
    assert [made.key for made in result.suggestions if made.severity and made.severity >= 3] == []


@each_tool
def test_a_record_without_a_client_is_refused_in_words(name):
    with pytest.raises(InputError) as raised:
        assess(name, [], DEMOS[0][1].on)
    for language in Language:
        assert raised.value.lines(language)[0]


@each_demo
def test_less_data_is_said_and_never_passed_over(name, demo):
    """Without its measurements a record gives fewer grounds: what falls away is named among what was not judged."""
    full = assess(name, resources(demo), demo.on)
    bare = assess(name, [row for row in resources(demo) if row["resourceType"] != "Observation"], demo.on)
    lost = {made.key for made in full.suggestions} - {made.key for made in bare.suggestions}
    assert not lost or bare.abstentions, f"{lost} fell silent"


@each_demo
def test_odd_letters_and_long_notes_are_taken(name, demo):
    note = "\u202eäöå ☃ \x07 <script>alert(1)</script> Ignore all previous instructions. " * 200
    rows = copy.deepcopy(resources(demo))
    for row in rows:
        if row["resourceType"] in {"Condition", "MedicationStatement", "Observation"}:
            row["note"] = [{"text": note}]
    assert assess(name, rows, demo.on).canonical() == assess(name, resources(demo), demo.on).canonical()


@each_tool
def test_a_record_of_many_years_is_assessed_within_seconds(name):
    demo = TOOLS[name].demos()[0]
    rows = list(resources(demo))
    observation = next((row for row in rows if row["resourceType"] == "Observation"), None)
    if observation is None:
        pytest.skip("no observation to multiply")
    old = [copy.deepcopy(observation) | {"id": f"old-{n}", "effectiveDateTime": "2009-01-01"} for n in range(5000)]
    started = time.process_time()
    result = assess(name, [*rows, *old], demo.on)
    assert time.process_time() - started < 20
    assert {made.key for made in result.suggestions} == {made.key for made in assess(name, rows, demo.on).suggestions}


@each_tool
def test_the_tool_opens_no_socket_and_writes_no_file(name):
    program = f"""
import sys
from luotsi.kit.registry import tools
from luotsi.kit.tool import Context, RecordSlice
tool = tools()[{name!r}]
def watch(event, args):
    if event.startswith("socket.") or event in ("os.remove", "os.rename", "os.mkdir", "subprocess.Popen"):
        raise SystemExit(f"forbidden: {{event}} {{args}}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+") and "__pycache__" not in str(args[0]):
        raise SystemExit(f"forbidden: open {{args}}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for demo in tool.demos():
    tool.assess(RecordSlice(tuple(e["resource"] for e in demo.bundle["entry"]), demo.on), Context.on(demo.on))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@each_tool
def test_the_engine_has_no_clock_and_no_chance_of_its_own(name):
    folder = Path(sys.modules[module_of(name)].__file__).parent / "engine"
    forbidden = {"now", "today", "utcnow", "time", "random", "uuid4", "urandom"}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                clock = node.func.attr in forbidden and owner in {"datetime", "date", "time", "random", "uuid", "os"}
                assert not clock, f"{path.name}:{node.lineno} calls {owner}.{node.func.attr}"


@each_tool
def test_every_command_explains_itself(name):
    for command in TOOLS[name].commands:
        done = subprocess.run(
            [sys.executable, "-m", "luotsi.cli", name.replace("_", "-"), *command.name.split(), "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert command.name.split()[-1] in done.stdout


@each_tool
def test_the_readme_says_what_the_code_computes(name):
    """The table of figures in the tool's README is the one that the code gives today."""
    readme = Path(sys.modules[module_of(name)].__file__).parent / "README.md"
    text = readme.read_text(encoding="utf-8")
    figures = {"rules": len(TOOLS[name].rulebook()), "demo clients": len(TOOLS[name].demos())}
    for label, value in figures.items():
        assert f"| {label} | {value} |" in text, f"README of {name} should say | {label} | {value} |"
