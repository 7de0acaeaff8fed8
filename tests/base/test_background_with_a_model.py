"""The background compiler with a real model server: a verified summary is added, and no identifier leaves."""

import dataclasses

from luotsi.base.text_endpoint import Endpoint
from luotsi.base.text_model import OpenAiTextModel
from luotsi.engines.casefile.model_summary import KEY
from luotsi.kit.evidence import TextSpan
from luotsi.kit.ports import Models
from luotsi.kit.tool import Context, RecordSlice
from luotsi.tools.background.tool import TOOL
from tests.base.model_server import answering, honest, model_server


def assessed(*script):
    demo = TOOL.demos()[0]
    resources = tuple(entry["resource"] for entry in demo.bundle["entry"])
    context = Context.on(demo.on)
    with model_server(*script) as (address, asked):
        endpoint = Endpoint(address, "toy", "synthetic", "DPIA-1", seconds=20)
        models = Models(text=OpenAiTextModel(endpoint), identities={"text": endpoint.identity})
        return TOOL.assess(RecordSlice(resources, demo.on), dataclasses.replace(context, models=models)), asked, demo


def test_a_verified_summary_is_the_last_proposal_and_every_sentence_cites():
    result, asked, demo = assessed(honest)
    last = result.suggestions[-1]
    assert last.key == KEY
    assert last.content["claims"]
    assert all(claim["cites"] for claim in last.content["claims"])
    assert all(isinstance(item.location, TextSpan) for item in last.evidence)
    assert result.summary["language_model"][0]["outcome"] in {"taken", "partly"}
    patient = next(e["resource"] for e in demo.bundle["entry"] if e["resource"]["resourceType"] == "Patient")
    sent = asked[0].prompt.replace("˰", " ")
    for part in [patient["name"][0].get("family", ""), *patient["name"][0].get("given", [])]:
        assert not part or part not in sent


def test_a_lying_model_adds_nothing_but_its_log():
    result, asked, _ = assessed(answering(lambda asked: [asked.sentence("Isä myi talon 500 eurolla Kiinaan.", 1)]))
    assert all(suggestion.key != KEY for suggestion in result.suggestions)
    assert {call["outcome"] for call in result.summary["language_model"]} == {"refused"}
    assert len(asked) == 3


def test_without_a_model_the_compilation_is_as_before():
    demo = TOOL.demos()[0]
    resources = tuple(entry["resource"] for entry in demo.bundle["entry"])
    alone = TOOL.assess(RecordSlice(resources, demo.on), Context.on(demo.on))
    assert "language_model" not in alone.summary
    assert all(suggestion.key != KEY for suggestion in alone.suggestions)
    with_liar, _, _ = assessed(answering(lambda _asked: []))
    assert [s.key for s in with_liar.suggestions] == [s.key for s in alone.suggestions]
