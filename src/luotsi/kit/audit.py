"""The audit chain: every event carries the hash of the one before, so that a change or a gap shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from luotsi.kit.canonical import JsonObject, JsonValue, digest
from luotsi.kit.text import Text

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """Who did what to what, when and for what purpose.

    ``actor`` and ``client`` are opaque identifiers, never names or identity codes. ``detail`` holds JSON without
    floating-point numbers, so that its canonical form is the same everywhere.
    """

    sequence: int
    at: datetime
    actor: str
    role: str
    action: str
    target: str = ""
    client: str = ""
    purpose: str = ""
    detail: Mapping[str, JsonValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            message = "an audit event's time carries a zone"
            raise ValueError(message)
        if _holds_float(self.detail):
            message = "the detail of an audit event holds no floating-point numbers"
            raise ValueError(message)

    def as_json(self) -> JsonObject:
        """The canonical content that is hashed."""
        return {
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "role": self.role,
            "action": self.action,
            "target": self.target,
            "client": self.client,
            "purpose": self.purpose,
            "detail": self.detail,
        }

    def hash_after(self, previous: str) -> str:
        """SHA-256 over the previous hash and this event's canonical JSON (hexadecimal)."""
        return digest({"previous": previous, "event": self.as_json()})


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    sequence: int
    text: Text


def verify(events: Iterable[tuple[AuditEvent, str]], after: str = GENESIS, first: int = 1) -> Break | None:
    """Walk (event, stored hash) pairs in order; the first break, or None when the chain holds.

    ``after`` and ``first`` continue from a verified anchor.
    """
    previous = after
    for expected, (event, stored) in enumerate(events, first):
        if event.sequence != expected:
            return Break(
                expected,
                Text(
                    "Tapahtuma {n} puuttuu lokista.",
                    "Händelse {n} saknas i loggen.",
                    "Event {n} is missing from the log.",
                ).format(n=expected),
            )
        if event.hash_after(previous) != stored:
            return Break(
                expected,
                Text(
                    "Tapahtumaa {n} tai sitä edeltävää on muutettu.",
                    "Händelse {n} eller den föregående har ändrats.",
                    "Event {n} or the one before it has been changed.",
                ).format(n=expected),
            )
        previous = stored
    return None


def _holds_float(value: JsonValue) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_float(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_float(item) for item in value)
    return isinstance(value, float)
