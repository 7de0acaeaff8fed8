"""The rows of the knowledge pack, one class a table. Status and source travel with every rule."""

from dataclasses import dataclass

from luotsi.kit.evidence import CitedRule
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.logic import Node


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance or combination product of one ATC code. ``route`` is systemic, inhaled or local."""

    atc: str
    name: Text
    route: str

    @property
    def slug(self) -> str:
        """The English name as it is spelled in criterion names (``methotrexate``)."""
        return self.name.en.lower()


@dataclass(frozen=True, slots=True)
class Lab:
    """A laboratory test or vital sign: LOINC codes, the UCUM unit of the rules, and plausibility limits."""

    key: str
    name: Text
    loinc: tuple[str, ...]
    unit: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Problem:
    """A clinical problem that a card is about. Problems of one ``kin`` may share a card."""

    key: str
    kin: str
    title: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """A STOPP, START or PINCER criterion. ``types`` are the families of finding it gives.

    ``groups`` are the medicine groups of its logic; ``asks`` says that it turns on a fact that only a person knows.
    """

    id: str
    types: tuple[str, ...]
    severity: int
    logic: Node
    manual: bool
    min_age: int
    problem: str
    action: str
    culprits: tuple[str, ...]
    statement: Text
    rule: CitedRule
    groups: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class Interaction:
    """An explicit interaction of two groups. ``culprit`` is the side to act on; ``quiet`` lowers to ``quiet_to``."""

    id: str
    severity: int
    group_a: str
    group_b: str
    problem: str
    culprit: str
    condition: Node | None
    quiet: Node | None
    quiet_to: int
    action: Text
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class EffectRule:
    """Thresholds of a summed effect. ``cap`` limits the tier where no context lifts it."""

    effect: str
    problem: str
    information: int
    moderate: int
    serious: int
    cap: int
    lift: Node | None
    critical: Node | None
    lower: Node | None
    name: Text
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class PathwayRole:
    """A substance's part in a pathway: role ``inh``, ``ind`` or ``sub``, strength or sensitivity 1 to 3."""

    pathway: str
    role: str
    strength: int


@dataclass(frozen=True, slots=True)
class RenalRule:
    """A limit by kidney function: ``low`` <= metric < ``below`` (mL/min or mL/min/1.73 m2); doses in mg a day."""

    id: str
    atc: str
    metric: str
    low: float
    below: float
    action: str
    max_mg: float | None
    severity: int
    range: str
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class DoseRule:
    """The largest dose of a substance, mg a day, in a context (``None``: every adult)."""

    id: str
    atc: str
    max_mg: float
    context: Node | None
    severity: int
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class DurationRule:
    """A course longer than ``days``."""

    id: str
    slug: str
    severity: int
    logic: Node
    group: str
    days: int
    problem: str
    action: str
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class MonitoringRule:
    """A test due within ``max_age_days`` while the group is in use."""

    id: str
    group: str
    lab: str
    max_age_days: int
    severity: int
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class Cascade:
    """A medicine that may treat the side effect of another; ``window_days`` 0 means any time."""

    id: str
    severity: int
    cause: str
    follow: str
    window_days: int
    only_if: Node | None
    statement: Text
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class PregnancyRule:
    """Category X, X2 (2nd-3rd trimester), X3 (from week 20/28), A (avoid) or ok."""

    id: str
    atc: str
    category: str
    childbearing_severity: int
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class AllergyRule:
    """An allergen, the words that name it, and what it forbids. Severity 0 means: must stay silent."""

    id: str
    allergen: Text
    words: tuple[str, ...]
    allergen_atc: str
    checked_atc: str
    severity: int
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """A group of which one is enough. With ``others`` it takes one of each side."""

    id: str
    slug: str
    severity: int
    members: tuple[str, ...]
    others: tuple[str, ...]
    exclude: tuple[str, ...]
    problem: str
    name: Text
    rule: CitedRule


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the EU(7)-PIM list; ``condition`` is the list's own limit ("" none, ">8 weeks", ">1 mg/day")."""

    id: str
    atc: str
    condition: str
    rule: CitedRule
