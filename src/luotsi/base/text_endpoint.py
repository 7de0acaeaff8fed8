"""Where a language model answers, and on what ground a county may use it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from luotsi.kit.canonical import JsonObject, digest
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.ports import ModelIdentity
from luotsi.kit.text import Text

DATA_CLASSES = ("synthetic", "pseudonymised")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers and on what ground it may be used.

    ``address`` is the base that ends before ``/chat/completions``; ``data_class`` is what may be sent there;
    ``dpia`` is the identifier of the county's impact assessment. ``seconds`` is the whole deadline of a call.
    """

    address: str
    model: str
    data_class: str
    dpia: str
    key: str = field(default="", repr=False)
    seconds: float = 60.0

    def problems(self) -> list[Problem]:
        """What is missing or wrong in the configuration, by setting."""
        found = []
        parts = urlsplit(self.address)
        if (
            not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK))
            or not parts.hostname
        ):
            found.append(Problem("LUOTSI_TEXT_MODEL_URL", Text.same("https://…/v1")))
        if parts.username or parts.query or parts.fragment:
            found.append(Problem("LUOTSI_TEXT_MODEL_URL", _BARE))
        if not self.model:
            found.append(Problem("LUOTSI_TEXT_MODEL_NAME", _NEEDED))
        if self.data_class not in DATA_CLASSES:
            found.append(Problem("LUOTSI_TEXT_MODEL_DATA_CLASS", Text.same(" | ".join(DATA_CLASSES))))
        if not self.dpia:
            found.append(Problem("LUOTSI_TEXT_MODEL_DPIA", _NEEDED))
        if not 0.1 <= self.seconds <= 600:  # noqa: PLR2004 - ten minutes is longer than anybody waits
            found.append(Problem("LUOTSI_TEXT_MODEL_SECONDS", Text.same("0.1–600")))
        return found

    def check(self) -> None:
        """InputError, naming every setting that is missing or wrong."""
        found = self.problems()
        if found:
            raise InputError(
                Text(
                    "Kielimallin asetukset eivät kelpaa.",
                    "Inställningarna för språkmodellen duger inte.",
                    "The settings of the language model cannot be used.",
                ),
                found,
            )

    def declaration(self) -> JsonObject:
        """What the endpoint is, without its key."""
        return {"address": self.address, "model": self.model, "data_class": self.data_class, "dpia": self.dpia}

    @property
    def identity(self) -> ModelIdentity:
        """Who answers: the declaration's hash stands for weights that nobody can see."""
        return ModelIdentity(self.model, urlsplit(self.address).hostname or "", digest(self.declaration()))


_NEEDED = Text("Asetus puuttuu.", "Inställningen saknas.", "The setting is missing.")
_BARE = Text(
    "Osoitteessa ei saa olla tunnusta, kyselyä eikä ankkuria.",
    "Adressen får inte innehålla användare, fråga eller ankare.",
    "The address may hold no user, query or fragment.",
)
