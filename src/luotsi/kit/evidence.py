"""Evidence: where a suggestion comes from. An exact place in the record, or a cited rule."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from luotsi.kit.canonical import JsonObject
from luotsi.kit.text import Text


class RuleStatus(StrEnum):
    """How far a rule or fact has been reviewed. Anything but PUBLISHED is said beside the rule on screen."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of a document, in code points, ``start`` inclusive and ``end`` exclusive."""

    kind: ClassVar[str] = "text_span"
    document: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            message = f"span {self.start}:{self.end} does not fit its quote of {len(self.quote)} code points"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, counted from 0, with the columns that matter (all when empty)."""

    kind: ClassVar[str] = "table_row"
    table: str
    row: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceElement:
    """An element of a FHIR resource: ``Observation/krea-1``, element path ``valueQuantity`` (empty = the whole)."""

    kind: ClassVar[str] = "resource"
    reference: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class VoxelRegion:
    """A box of voxels, lower corner inclusive and upper exclusive, in the indices of one DICOM series."""

    kind: ClassVar[str] = "voxel_region"
    series_uid: str
    lower: tuple[int, int, int]
    upper: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class AudioInterval:
    """A stretch of a recording, in seconds from its start."""

    kind: ClassVar[str] = "audio_interval"
    recording: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A rule of a pack and the publication that it rests on.

    ``locator`` is the criterion, article, page or table in ``source``. ``reviewed_on`` is empty while nobody has
    reviewed the rule; the screen then says so.
    """

    kind: ClassVar[str] = "rule"
    rule_id: str
    pack: str
    version: str
    source: str
    locator: str
    status: RuleStatus
    reviewed_on: date | None = None


Location: TypeAlias = TextSpan | TableRow | ResourceElement | VoxelRegion | AudioInterval | CitedRule
_LOCATIONS: dict[str, type[Location]] = {
    cls.kind: cls for cls in (TextSpan, TableRow, ResourceElement, VoxelRegion, AudioInterval, CitedRule)
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source of a suggestion: the place, and what a professional reads there in one line."""

    location: Location
    label: Text

    @property
    def kind(self) -> str:
        """The kind of place: text_span, table_row, resource, voxel_region, audio_interval or rule."""
        return self.location.kind

    def as_json(self) -> JsonObject:
        """Plain JSON with the kind as a tag."""
        fields: dict[str, Any] = asdict(self.location)
        if isinstance(self.location, CitedRule):
            fields["reviewed_on"] = self.location.reviewed_on.isoformat() if self.location.reviewed_on else None
        return {"kind": self.kind, "label": self.label.as_json(), **fields}

    @classmethod
    def from_json(cls, value: JsonObject) -> "Evidence":
        """The inverse of :meth:`as_json`; ``ValueError`` for an unknown kind or a missing field."""
        fields: dict[str, Any] = dict(value)
        kind = str(fields.pop("kind", ""))
        label = fields.pop("label", None)
        location = _LOCATIONS.get(kind)
        if location is None or not isinstance(label, dict):
            message = f"no evidence of kind {kind!r} with a label"
            raise ValueError(message)
        for name, item in fields.items():
            if isinstance(item, list):
                fields[name] = tuple(item)
        if location is CitedRule:
            fields["status"] = RuleStatus(str(fields["status"]))
            reviewed = fields.get("reviewed_on")
            fields["reviewed_on"] = date.fromisoformat(str(reviewed)) if reviewed else None
        try:
            return cls(location(**fields), Text.from_json({str(k): str(v) for k, v in label.items()}))
        except TypeError as error:
            message = f"evidence of kind {kind}: {error}"
            raise ValueError(message) from error
