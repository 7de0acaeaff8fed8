"""What the larger components are given: plain values, already in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from luotsi.kit.review import State


class SourceKind(StrEnum):
    """What a source is; each kind has its icon."""

    MEDICATION = "pill"
    MEASUREMENT = "flask"
    NOTE = "note"
    RULE = "book"
    TABLE = "rows"
    AUDIO = "sound"
    IMAGE = "image"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing that a finding rests on: a quote or value, and the link that shows its place."""

    kind: SourceKind
    text: str
    link: str = ""
    url: str = ""
    drawer: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A machine's proposal as a card. ``url`` takes the verdict (fields act, reason, note, text, until; kit.review).

    ``proposal`` is the text that Edit starts from. ``by`` and ``at`` tell who decided and when, ``change`` what was
    edited, ``reason`` why it was rejected, ``until`` the day to which it was postponed. ``locked`` after signing.
    ``hidden`` are further fields of every form (a version, say). ``heading`` stands over the steps; "What to do" when empty.
    """

    id: str
    title: str
    state: State
    url: str
    severity: int | None = None
    rank: int = 0
    total: int = 0
    ground: str = ""
    why: str = ""
    steps: Sequence[str] = ()
    sources: Sequence[Source] = ()
    proposal: str = ""
    by: str = ""
    at: datetime | None = None
    change: str = ""
    reason: str = ""
    until: date | None = None
    next: bool = False
    locked: bool = False
    open: bool = False
    level: int = 3
    hidden: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client banner. ``alerts`` are allergies and warnings; ``basis`` says by what right the record is open."""

    name: str
    facts: Sequence[tuple[str, str]]
    alerts: Sequence[str] = ()
    basis: str = ""


class StepState(StrEnum):
    """Where a step of a stepper or fairway stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage (circle) or a gate that needs a decision (diamond)."""

    label: str
    state: StepState = StepState.AHEAD
    gate: bool = False
    url: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry of a menu, rail, tab row or trail."""

    label: str
    url: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of a timeline. ``text`` may start with what happened in bold."""

    at: str
    text: str
    strong: str = ""
    machine: str = ""


def links(items: Sequence[Link | Sequence[object]]) -> list[Link]:
    """Entries given as :class:`Link` or as (url, label), (url, label, current), (url, label, current, count)."""
    return [item if isinstance(item, Link) else _link(item) for item in items]


def _link(item: Sequence[object]) -> Link:
    url, label, *rest = item
    return Link(
        url=str(url),
        label=str(label),
        current=bool(rest[0]) if rest else False,
        count=int(str(rest[1])) if len(rest) > 1 and rest[1] is not None else None,
    )
