"""Suggestion and Abstention: what a tool proposes, what it did not judge, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from luotsi.kit.canonical import JsonObject, JsonValue, canonical_json
from luotsi.kit.evidence import Evidence
from luotsi.kit.text import Text


class Severity(IntEnum):
    """How serious the matter is. On screen 4 and 3 carry a shape and a word; 4 is always decided singly."""

    INFORMATION = 1
    MILD = 2
    NOTABLE = 3
    SEVERE = 4


class Strength(StrEnum):
    """How well the ground of a suggestion is documented: A strong, B moderate, C weak, LIST a list entry only."""

    A = "A"
    B = "B"
    C = "C"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing that a tool proposes to a professional. Without evidence it cannot be constructed.

    ``key`` names the matter and stays the same from run to run on the same client, so that an earlier verdict is
    found again. ``proposal`` is what enters the record when accepted and what an edit changes. ``content`` is the
    machine-readable side (JSON), for exports and programs. Proposals start in the order in which they are given.
    """

    key: str
    kind: str
    title: Text
    proposal: Text
    evidence: tuple[Evidence, ...]
    why: Text | None = None
    steps: tuple[Text, ...] = ()
    severity: Severity | None = None
    strength: Strength | None = None
    content: Mapping[str, JsonValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.key or not self.kind:
            message = "a suggestion has a key and a kind"
            raise ValueError(message)
        if not self.evidence:
            message = f"suggestion {self.key} has no evidence"
            raise ValueError(message)
        canonical_json(self.content)

    def as_json(self) -> JsonObject:
        """Plain JSON."""
        return {
            "key": self.key,
            "kind": self.kind,
            "title": self.title.as_json(),
            "proposal": self.proposal.as_json(),
            "evidence": [item.as_json() for item in self.evidence],
            "why": self.why.as_json() if self.why else None,
            "steps": [step.as_json() for step in self.steps],
            "severity": int(self.severity) if self.severity else None,
            "strength": self.strength.value if self.strength else None,
            "content": self.content,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, "JsonValue"]) -> "Suggestion":
        """The inverse of :meth:`as_json`."""
        return cls(
            key=str(value["key"]),
            kind=str(value["kind"]),
            title=_text(value["title"]),
            proposal=_text(value["proposal"]),
            evidence=tuple(Evidence.from_json(_object(item)) for item in _list(value["evidence"])),
            why=_text(value["why"]) if value.get("why") else None,
            steps=tuple(_text(step) for step in _list(value.get("steps", []))),
            severity=Severity(int(str(value["severity"]))) if value.get("severity") else None,
            strength=Strength(str(value["strength"])) if value.get("strength") else None,
            content=_object(value.get("content", {})),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Something that the tool did not judge, and why. Silence is never an answer.

    ``needs`` names the missing facts by code (``potassium``, ``weight``) for programs; ``reason`` tells people.
    """

    key: str
    subject: Text
    reason: Text
    needs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def as_json(self) -> JsonObject:
        """Plain JSON."""
        return {
            "key": self.key,
            "subject": self.subject.as_json(),
            "reason": self.reason.as_json(),
            "needs": list(self.needs),
            "evidence": [item.as_json() for item in self.evidence],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, "JsonValue"]) -> "Abstention":
        """The inverse of :meth:`as_json`."""
        return cls(
            key=str(value["key"]),
            subject=_text(value["subject"]),
            reason=_text(value["reason"]),
            needs=tuple(str(need) for need in _list(value.get("needs", []))),
            evidence=tuple(Evidence.from_json(_object(item)) for item in _list(value.get("evidence", []))),
        )


def _object(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, Mapping):
        message = f"expected an object, got {value!r}"
        raise ValueError(message)  # noqa: TRY004 - one error type for any malformed stored JSON
    return value


def _list(value: JsonValue) -> list[JsonValue]:
    if not isinstance(value, list):
        message = f"expected a list, got {value!r}"
        raise ValueError(message)  # noqa: TRY004 - one error type for any malformed stored JSON
    return value


def _text(value: JsonValue) -> Text:
    return Text.from_json({key: str(item) for key, item in _object(value).items()})
