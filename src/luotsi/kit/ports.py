"""Ports to models outside the house, and the stand-ins used when none is configured.

A tool reaches a language, speech, translation or imaging model only through these. The stand-ins do not pretend:
they refuse with :class:`ModelUnavailableError`, and the tool goes on with its own engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from luotsi.kit.canonical import JsonObject
from luotsi.kit.errors import ModelUnavailableError
from luotsi.kit.text import Language, Text


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model answered: name, version and the SHA-256 of its weights or endpoint declaration."""

    name: str
    version: str
    sha256: str


class TextModel(Protocol):
    """A model that answers a prompt with JSON of a given schema."""

    def complete(self, prompt: str, schema: JsonObject, *, seed: int) -> JsonObject:
        """The answer; it fits ``schema`` or the port raises."""
        ...


class SpeechModel(Protocol):
    """A model that turns speech into text with times."""

    def transcribe(self, pcm16: bytes, sample_rate_hz: int, language: Language) -> Sequence[tuple[float, float, str]]:
        """(start s, end s, words) for each stretch of speech."""
        ...


class TranslationModel(Protocol):
    """A model that translates a segment of text."""

    def translate(self, text: str, source: str, target: str) -> str:
        """The translation; languages are BCP 47 tags."""
        ...


class ImagingModel(Protocol):
    """A model that finds regions in a volume."""

    def segment(self, volume: bytes, shape: tuple[int, int, int], spacing_mm: tuple[float, float, float]) -> bytes:
        """One byte a voxel, 0 = background, in the order of the input (C order of ``shape``, float32 voxels)."""
        ...


class Offline:
    """Stands behind every port that nothing is configured for, and says so."""

    def complete(self, prompt: str, schema: JsonObject, *, seed: int) -> NoReturn:
        """Refuse."""
        del prompt, schema, seed
        raise _unavailable(Text("kielimalli", "språkmodell", "language model"))

    def transcribe(self, pcm16: bytes, sample_rate_hz: int, language: Language) -> NoReturn:
        """Refuse."""
        del pcm16, sample_rate_hz, language
        raise _unavailable(Text("puheentunnistus", "taligenkänning", "speech recognition"))

    def translate(self, text: str, source: str, target: str) -> NoReturn:
        """Refuse."""
        del text, source, target
        raise _unavailable(Text("käännösmalli", "översättningsmodell", "translation model"))

    def segment(self, volume: bytes, shape: tuple[int, int, int], spacing_mm: tuple[float, float, float]) -> NoReturn:
        """Refuse."""
        del volume, shape, spacing_mm
        raise _unavailable(Text("kuvamalli", "bildmodell", "imaging model"))


def _unavailable(model: Text) -> ModelUnavailableError:
    return ModelUnavailableError(
        Text(
            "Ei käytössä: {model}. Ylläpito voi ottaa mallin käyttöön asetuksista.",
            "Inte i bruk: {model}. Administratören kan ta en modell i bruk i inställningarna.",
            "Not available: {model}. An administrator can configure one in the settings.",
        ).format(model=model)
    )


_OFFLINE = Offline()


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models that a run may use, and who they are; all offline unless configured."""

    text: TextModel = _OFFLINE
    speech: SpeechModel = _OFFLINE
    translation: TranslationModel = _OFFLINE
    imaging: ImagingModel = _OFFLINE
    identities: Mapping[str, ModelIdentity] = field(default_factory=dict)
