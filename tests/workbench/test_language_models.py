"""A configured language model is really used by runs, and what it said is kept so that a run replays without it."""

import dataclasses
import hashlib
import json

import pytest

from luotsi.base.models import AuditRow
from luotsi.base.text_endpoint import Endpoint
from luotsi.kit.errors import InputError, ModelUnavailableError
from luotsi.kit.registry import tools
from luotsi.kit.text import Text
from luotsi.project.environment import Environment, text_endpoint
from luotsi.workbench.domain.records import import_record
from luotsi.workbench.domain.runs import replay, start_run
from luotsi.workbench.models import Run
from tests import toy
from tests.base.model_server import chat, honest, model_server, status

pytestmark = pytest.mark.django_db
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["word"],
    "properties": {"word": {"type": "string"}},
}


def asking(values, context):
    """The toy, with a word of the model in its headline."""
    try:
        word = context.models.text.complete("Anything?", SCHEMA, seed=context.seed)["word"]
    except ModelUnavailableError as error:
        word = error.text.en
    return dataclasses.replace(toy.run(values, context), headline=Text.same(word))


@pytest.fixture
def asking_tool(toy_tool):
    tools()["toy"] = dataclasses.replace(toy.TOY, run=asking)


def run_once(liisa):
    client = import_record(liisa, json.dumps(toy.bundle(("Na", 1))).encode(), source="a").record_import.client
    return start_run(liisa, client, "toy", on=toy.ON)


def endpoint(address, data_class="pseudonymised"):
    return Endpoint(address, "toy-model", data_class, "DPIA-7", seconds=5)


def test_without_a_configured_model_a_tool_goes_on_alone(asking_tool, liisa):
    run = run_once(liisa)
    assert run.state == Run.State.READY
    assert "Not available" in run.headline["en"]
    assert run.model_answers.count() == 0


def test_a_configured_model_answers_and_the_run_replays_without_it(asking_tool, liisa, settings):
    with model_server(lambda handler, _asked: handler.say(chat({"word": "hello"}))) as (address, asked):
        settings.LUOTSI_TEXT_MODEL = endpoint(address)
        run = run_once(liisa)
        assert len(asked) == 1
    assert run.headline["en"] == "hello"
    (row,) = run.model_answers.all()
    assert row.answer == {"word": "hello"}
    assert row.model["name"] == "toy-model"
    detail = AuditRow.objects.get(action="run.ready").detail
    assert (detail["model"], detail["model_calls"]) == ("toy-model", 1)
    assert hashlib.sha256(replay(run).canonical()).hexdigest() == run.result_sha256


def test_a_failing_model_is_kept_too_and_replays_as_it_failed(asking_tool, liisa, settings):
    with model_server(status(500)) as (address, _):
        settings.LUOTSI_TEXT_MODEL = endpoint(address)
        run = run_once(liisa)
    assert run.state == Run.State.READY
    assert "HTTP 500" in run.headline["en"]
    assert hashlib.sha256(replay(run).canonical()).hexdigest() == run.result_sha256


def test_a_model_for_synthetic_data_is_used_in_the_demo_only(asking_tool, liisa, settings):
    with model_server(lambda handler, _asked: handler.say(chat({"word": "hello"}))) as (address, asked):
        settings.LUOTSI_TEXT_MODEL = endpoint(address, "synthetic")
        settings.LUOTSI_DEMO = False
        run_once(liisa)
        assert asked == []
        settings.LUOTSI_DEMO = True
        run_once(liisa)
        assert len(asked) == 1


def test_half_a_configuration_stops_the_program_and_names_the_settings():
    values = {"LUOTSI_TEXT_MODEL_URL": "https://models.example/v1", "LUOTSI_TEXT_MODEL_NAME": "m"}
    with pytest.raises(InputError) as caught:
        text_endpoint(Environment(values))
    assert [problem.where for problem in caught.value.problems] == [
        "LUOTSI_TEXT_MODEL_DATA_CLASS",
        "LUOTSI_TEXT_MODEL_DPIA",
    ]
    assert text_endpoint(Environment({})) is None
    whole = text_endpoint(
        Environment(
            {
                **values,
                "LUOTSI_TEXT_MODEL_DATA_CLASS": "pseudonymised",
                "LUOTSI_TEXT_MODEL_DPIA": "1",
                "LUOTSI_TEXT_MODEL_KEY": "k",
            }
        )
    )
    assert whole.seconds == 60
    assert "key" not in repr(whole)


def test_the_models_summary_stands_under_its_own_heading_and_is_reviewed_like_the_rest(liisa, browser_of, settings):
    demo = tools()["background"].demos()[0]
    client = import_record(liisa, json.dumps(demo.bundle).encode(), source="a").record_import.client
    with model_server(honest) as (address, _):
        settings.LUOTSI_TEXT_MODEL = endpoint(address)
        run = start_run(liisa, client, "background", on=demo.on)
    assert run.state == Run.State.READY
    row = run.suggestions.get(key="language-model-summary")
    page = browser_of(liisa).get(f"/w/runs/{run.pk}/", follow=True).text
    assert "Kielimallin tiivistelmä" in page
    assert row.body["content"]["claims"][0]["text"][:20] in page
    assert hashlib.sha256(replay(run).canonical()).hexdigest() == run.result_sha256
