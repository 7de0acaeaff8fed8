"""The FHIR R4 resources that we read: narrow, typed, immutable. Medicines in use have a module of their own.

Each keeps ``reference`` ("Observation/obs-1"), which names it in evidence, and ``where`` ("entry[3].resource"), its
place in what was sent. What was cancelled or entered in error is kept and has ``usable`` false: tools leave it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from luotsi.engines.clinical.codes import icd10_of
from luotsi.engines.clinical.datatypes import (
    NO_CONCEPT,
    Coding,
    Concept,
    Identifier,
    PartialDate,
    Period,
    Quantity,
    Range,
)
from luotsi.kit.text import Text


class Sex(StrEnum):
    """FHIR AdministrativeGender. Formulas that need a biological sex use FEMALE and MALE and refuse the others."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What every resource has."""

    id: str
    reference: str
    where: str
    status: str = ""

    @property
    def usable(self) -> bool:
        """False when the record says it was cancelled, not done or entered in error."""
        return self.status not in {"entered-in-error", "cancelled", "not-done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Resource):
    """The client."""

    birth_date: PartialDate | None
    sex: Sex
    name: str
    identifiers: tuple[Identifier, ...]
    deceased: bool
    deceased_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Resource):
    """A diagnosis or problem. ``status`` is the clinical status (``active``, ``resolved``, …)."""

    concept: Concept
    onset: PartialDate | None
    onset_text: str
    abatement: PartialDate | None
    abated: bool
    recorded: PartialDate | None
    verification: str
    categories: tuple[Concept, ...] = ()

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The codings of the condition's code."""
        return self.concept.codings

    @property
    def icd10(self) -> tuple[str, ...]:
        """The ICD-10 codes in standard form (``E11.3``)."""
        return icd10_of(self.concept)

    @property
    def usable(self) -> bool:
        """False when refuted or entered in error."""
        return self.verification not in {"refuted", "entered-in-error"}

    @property
    def active(self) -> bool:
        """Usable, and neither inactive, in remission, resolved nor abated. An unstated status counts as active."""
        return self.usable and not self.abated and self.status in {"", "active", "recurrence", "relapse"}


Value = Quantity | Concept | bool | str | None
"""What an Observation found: an amount, a concept, yes or no, words; ``None`` when no value was given."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of an Observation, such as the systolic pressure. ``element`` is its place in the resource."""

    element: str
    concept: Concept
    value: Value
    interpretation: tuple[Concept, ...] = ()
    reference_ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Resource):
    """A measurement, finding or answer. ``value_element`` ("valueQuantity") is the value's place in the resource."""

    concept: Concept
    value: Value
    value_element: str
    components: tuple[Component, ...]
    effective: PartialDate | None
    issued: PartialDate | None
    interpretation: tuple[Concept, ...]
    reference_ranges: tuple[Range, ...]
    categories: tuple[Concept, ...] = ()
    absent_reason: Concept = NO_CONCEPT

    @property
    def codings(self) -> tuple[Coding, ...]:
        """The codings of the observation's code."""
        return self.concept.codings

    @property
    def usable(self) -> bool:
        """False when cancelled, entered in error, or only registered (no result yet)."""
        return self.status not in {"entered-in-error", "cancelled", "registered"}


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction of an allergy."""

    substance: Concept
    manifestations: tuple[Concept, ...]
    severity: str
    onset: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllergyIntolerance(Resource):
    """An allergy or intolerance. ``status`` is the clinical status."""

    concept: Concept
    verification: str
    kind: str
    categories: tuple[str, ...]
    criticality: str
    recorded: PartialDate | None
    reactions: tuple[Reaction, ...]

    @property
    def usable(self) -> bool:
        """False when refuted or entered in error."""
        return self.verification not in {"refuted", "entered-in-error"}

    @property
    def active(self) -> bool:
        """Usable and neither inactive nor resolved."""
        return self.usable and self.status in {"", "active"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter(Resource):
    """A visit, stay or contact."""

    kind: Coding
    types: tuple[Concept, ...]
    reasons: tuple[Concept, ...]
    period: Period | None
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Immunization(Resource):
    """A vaccination given (or, with status ``not-done``, not given)."""

    concept: Concept
    occurrence: PartialDate | None
    occurrence_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Resource):
    """A procedure done."""

    concept: Concept
    performed: PartialDate | None
    performed_end: PartialDate | None
    body_sites: tuple[Concept, ...]


Answer = Quantity | Coding | PartialDate | bool | float | str
"""One answer to a question of a form."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of an answered form. ``element`` is its place in the resource ("item[2].item[0]")."""

    element: str
    link_id: str
    text: str
    answers: tuple[Answer, ...]
    items: "tuple[Item, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireResponse(Resource):
    """An answered form."""

    questionnaire: str
    authored: PartialDate | None
    items: tuple[Item, ...]

    def walk(self) -> tuple[Item, ...]:
        """Every item, depth first."""
        return tuple(found for item in self.items for found in _items_of(item))


def _items_of(item: Item) -> tuple[Item, ...]:
    return (item, *(found for inner in item.items for found in _items_of(inner)))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a document. ``data`` is base64 as sent; ``element`` its place ("content[0].attachment")."""

    element: str
    content_type: str
    title: str
    url: str
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReference(Resource):
    """A document of the record."""

    concept: Concept
    categories: tuple[Concept, ...]
    date: PartialDate | None
    description: str
    attachments: tuple[Attachment, ...]

    @property
    def usable(self) -> bool:
        """False when entered in error or superseded by another version."""
        return self.status not in {"entered-in-error", "superseded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw(Resource):
    """A resource of a type that we do not read, or that is not about the client. Its JSON is kept as it came."""

    type: str
    reason: Text
    data: Mapping[str, object] = field(repr=False, compare=False)
