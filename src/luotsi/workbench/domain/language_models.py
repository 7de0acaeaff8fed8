"""The language model that a run may use: the configured one while it runs, its recorded answers when it is replayed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.conf import settings

from luotsi.base.text_endpoint import Endpoint
from luotsi.kit.canonical import JsonObject, digest
from luotsi.kit.errors import ModelUnavailableError
from luotsi.kit.ports import ModelIdentity, Models, TextModel
from luotsi.kit.text import Text
from luotsi.workbench.models import ModelAnswer, Run

_OFFLINE = Models()


@dataclass(frozen=True, slots=True)
class _Said:
    asked: str
    answer: JsonObject | None
    failure: Text | None


def _asked(prompt: str, schema: JsonObject, seed: int) -> str:
    return digest({"prompt": prompt, "schema": schema, "seed": seed})


class Recording:
    """Passes every question to the model and notes what it said, whether or not it could be used."""

    def __init__(self, model: TextModel) -> None:
        self.model = model
        self.said: list[_Said] = []

    def complete(self, prompt: str, schema: JsonObject, *, seed: int) -> JsonObject:
        """The model's own answer or refusal."""
        key = _asked(prompt, schema, seed)
        try:
            answer = self.model.complete(prompt, schema, seed=seed)
        except ModelUnavailableError as error:
            self.said.append(_Said(key, None, error.text))
            raise
        self.said.append(_Said(key, answer, None))
        return answer


class Recorded:
    """Answers from what was noted, in order; a question that was not asked then has no answer now."""

    def __init__(self, rows: Iterable[ModelAnswer]) -> None:
        self.left: dict[str, list[ModelAnswer]] = {}
        for row in rows:
            self.left.setdefault(row.asked, []).append(row)

    def complete(self, prompt: str, schema: JsonObject, *, seed: int) -> JsonObject:
        """What the model said to the same question."""
        rows = self.left.get(_asked(prompt, schema, seed), [])
        if not rows:
            raise ModelUnavailableError(
                Text(
                    "Tähän ei kysytty kielimallilta, kun ajo tehtiin.",
                    "Språkmodellen fick inte den här frågan när körningen gjordes.",
                    "The language model was not asked this when the run was made.",
                )
            )
        row = rows.pop(0) if len(rows) > 1 else rows[0]
        if row.answer is None:
            raise ModelUnavailableError(Text.from_json(row.failure))
        answer: JsonObject = row.answer
        return answer


def usable_endpoint() -> Endpoint | None:
    """The configured endpoint when its data class allows this workbench's clients; synthetic means the demo only."""
    endpoint: Endpoint | None = settings.LUOTSI_TEXT_MODEL
    if endpoint is None or (endpoint.data_class == "synthetic" and not settings.LUOTSI_DEMO):
        return None
    return endpoint


@dataclass(frozen=True, slots=True)
class Live:
    """The models of a run that is being made, and what the language model said in it."""

    models: Models
    recording: Recording | None = None

    @classmethod
    def now(cls) -> "Live":
        """By the settings; offline when they name no model."""
        endpoint = usable_endpoint()
        if endpoint is None:
            return cls(_OFFLINE)
        from luotsi.base.text_model import OpenAiTextModel  # noqa: PLC0415 - optional: most workbenches use none

        recording = Recording(OpenAiTextModel(endpoint))
        return cls(Models(text=recording, identities={"text": endpoint.identity}), recording)

    def keep(self, run: Run) -> int:
        """Store what was said with the run; the number of calls."""
        if self.recording is None:
            return 0
        model = asdict(self.models.identities["text"])
        rows = [
            ModelAnswer(
                run=run,
                position=position,
                asked=one.asked,
                answer=one.answer,
                failure=one.failure.as_json() if one.failure else None,
                model=model,
            )
            for position, one in enumerate(self.recording.said, 1)
        ]
        ModelAnswer.objects.bulk_create(rows)
        return len(rows)


def recorded(run: Run) -> Models:
    """The models of a finished run: the answers that were kept with it."""
    rows = list(run.model_answers.all())
    if not rows:
        return _OFFLINE
    return Models(text=Recorded(rows), identities={"text": ModelIdentity(**rows[0].model)})
