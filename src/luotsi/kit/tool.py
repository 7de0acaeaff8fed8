"""The Tool contract: a card, a typed input, and a pure run."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TextIO, TypeVar

from luotsi.kit.canonical import JsonObject, JsonValue, canonical_json
from luotsi.kit.evidence import CitedRule
from luotsi.kit.library import Kind
from luotsi.kit.measure import Measure
from luotsi.kit.pack import Pack
from luotsi.kit.ports import Models
from luotsi.kit.suggestion import Abstention, Suggestion
from luotsi.kit.text import Language, Text

InputT = TypeVar("InputT")


class RecordPart(StrEnum):
    """A part of a client's record that a tool may ask for. Only declared parts are handed over."""

    PATIENT = "patient"
    CONDITIONS = "conditions"
    MEDICATION = "medication"
    OBSERVATIONS = "observations"
    ALLERGIES = "allergies"
    ENCOUNTERS = "encounters"
    DOCUMENTS = "documents"
    QUESTIONNAIRES = "questionnaires"
    IMMUNIZATIONS = "immunizations"
    PROCEDURES = "procedures"
    COMMUNICATION = "communication"
    IMAGING = "imaging"

    @property
    def resource_types(self) -> tuple[str, ...]:
        """The FHIR R4 resource types of the part."""
        return _RESOURCE_TYPES[self]


_RESOURCE_TYPES = {
    RecordPart.PATIENT: ("Patient",),
    RecordPart.CONDITIONS: ("Condition",),
    RecordPart.MEDICATION: ("MedicationStatement", "MedicationRequest", "MedicationDispense", "Medication"),
    RecordPart.OBSERVATIONS: ("Observation",),
    RecordPart.ALLERGIES: ("AllergyIntolerance",),
    RecordPart.ENCOUNTERS: ("Encounter",),
    RecordPart.DOCUMENTS: ("DocumentReference", "Composition"),
    RecordPart.QUESTIONNAIRES: ("QuestionnaireResponse",),
    RecordPart.IMMUNIZATIONS: ("Immunization",),
    RecordPart.PROCEDURES: ("Procedure",),
    RecordPart.COMMUNICATION: ("Communication",),
    RecordPart.IMAGING: ("ImagingStudy",),
}


class Store(StrEnum):
    """A store of the workbench that a tool may declare: it owns no tables of its own."""

    LIBRARY = "library"
    ENTRY = "entry"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A legal class as data: what the class is, on what ground, and how sure the reading is."""

    regulation: str
    grade: str
    ground: Text
    locator: str
    status: Text
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Something that a professional writes in own words on a review: never filled in beforehand, by nobody else.

    ``opens`` are kinds of proposals that stay closed to a reader until that reader has written this (a guard against
    anchoring), ``opens_summary`` the parts of the run's summary that stay closed with them. ``choices`` are matters to
    tick; what was ticked is compared with ``content["matter"]`` of the proposals that then open, for a measure.
    ``needed`` says that signing waits for it.
    """

    key: str
    title: Text
    hint: Text
    opens: frozenset[str] = frozenset()
    opens_summary: frozenset[str] = frozenset()
    choices: Mapping[str, Text] = field(default_factory=dict)
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a tool is, for its users and for clearance. ``says`` heads what a proposal says; "What to do" when None."""

    name: str
    title: Text
    purpose: Text
    users: Text
    limits: tuple[Text, ...]
    ai_act: Classification
    mdr: Classification
    reads: tuple[RecordPart, ...]
    measures: tuple[Measure, ...]
    experiments: tuple[str, ...] = ()
    stores: tuple[Store, ...] = ()
    method: Text | None = None
    own_words: tuple[OwnWords, ...] = ()
    says: Text | None = None

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name != self.name.lower():
            message = f"a tool's name is a lower-case identifier, not {self.name!r}"
            raise ValueError(message)
        if not self.limits or not self.reads or not self.measures:
            message = f"the card of {self.name} lacks limits, record parts or measures"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class RecordSlice:
    """The declared parts of one client's record, as FHIR R4 resources, on a day of assessment."""

    resources: tuple[JsonObject, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that a run may read besides its input, so that it replays exactly: clock, seed, language, models, library.

    ``library`` is the pack in effect by kind; a kind that is not there means what came with the tool. ``unit`` is the short
    name of the unit by whose care relationship the record was opened; empty where there is none.
    """

    now: datetime
    seed: int = 0
    language: Language = Language.FI
    models: Models = field(default_factory=Models)
    library: Mapping[str, Pack] = field(default_factory=dict)
    unit: str = ""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            message = "context.now carries a time zone"
            raise ValueError(message)

    @property
    def today(self) -> date:
        """The day of the run in the zone of ``now``."""
        return self.now.date()

    @classmethod
    def on(cls, day: date, language: Language = Language.FI) -> "Context":
        """A context at noon UTC of a day, for command lines and tests."""
        return cls(now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run gives. ``summary`` is the tool's own overview (JSON); ``timings`` are seconds by phase."""

    suggestions: tuple[Suggestion, ...]
    abstentions: tuple[Abstention, ...]
    version: str
    summary: Mapping[str, JsonValue] = field(default_factory=dict)
    headline: Text | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = [suggestion.key for suggestion in self.suggestions]
        if len(keys) != len(set(keys)):
            message = f"two suggestions share a key: {sorted(keys)}"
            raise ValueError(message)

    def as_json(self) -> JsonObject:
        """Plain JSON without the timings: the same for the same input."""
        return {
            "suggestions": [suggestion.as_json() for suggestion in self.suggestions],
            "abstentions": [abstention.as_json() for abstention in self.abstentions],
            "version": self.version,
            "summary": self.summary,
            "headline": self.headline.as_json() if self.headline else None,
        }

    def canonical(self) -> bytes:
        """The bytes that a replay must give again."""
        return canonical_json(self.as_json())


class Session(Protocol):
    """A live run: fed chunk by chunk, closed with a result."""

    def feed(self, chunk: bytes) -> tuple[Suggestion, ...]:
        """Take the next chunk (its form is the tool's own) and give what is new."""
        ...

    def close(self) -> Result:
        """End the session."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command of ``luotsi <tool>``. ``run`` gives the exit status and writes to out and err only."""

    name: str
    help: Text
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, TextIO, TextIO], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """A synthetic client with a task for the tool: shown in the demo, run by the contract tests."""

    key: str
    title: Text
    bundle: JsonObject
    on: date
    expects: tuple[str, ...] = ()


def _no_rules() -> Mapping[str, CitedRule]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Generic[InputT]):
    """One tool. Everything else (screen, queue, audit, measures, API, export) the workbench makes from this.

    ``read`` turns the handed-over record into the tool's input and raises InputError when it cannot. ``run`` is
    pure. ``demos`` and ``rulebook`` load lazily. ``open`` is for live tools. ``library`` are the kinds of content
    that people of the county may change without a new release.
    """

    card: Card
    read: Callable[[RecordSlice], InputT]
    run: Callable[[InputT, Context], Result]
    demos: Callable[[], tuple[DemoCase, ...]]
    rulebook: Callable[[], Mapping[str, CitedRule]] = _no_rules
    commands: tuple[Command, ...] = ()
    open: Callable[[Context], Session] | None = None
    library: tuple[Kind, ...] = ()

    def assess(self, record: RecordSlice, context: Context) -> Result:
        """Read and run in one step, on the declared parts of the record only."""
        allowed = {name for part in self.card.reads for name in part.resource_types}
        kept = tuple(item for item in record.resources if item.get("resourceType") in allowed)
        return self.run(self.read(RecordSlice(kept, record.on)), context)
