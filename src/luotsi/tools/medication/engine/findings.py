"""What the checks give: findings, facts that are missing, and the question to ask."""

from dataclasses import dataclass, field

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text

TYPES = (
    "ddi", "pd_effect", "pim", "start", "duplicate", "renal", "dose", "duration", "monitoring", "pregnancy", "allergy",
    "cascade", "handling", "missing_data",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about the medicines. ``drugs`` and ``culprits`` are indices of medicines; culprits are what to change.

    ``change_now`` is false when the only step is to follow up. ``aliases`` are other names of the criterion.
    """

    type: str
    criterion: str
    rule: str
    severity: int
    problem: str
    strength: Strength
    statement: Text
    action: Text
    drugs: tuple[int, ...] = ()
    culprits: tuple[int, ...] = ()
    conditions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    allergies: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()
    mitigated: bool = False
    aggravated: bool = False
    change_now: bool = True
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that a rule could not be judged without (``lab:potassium``, ``dose:N02BE01``, ``age``)."""

    fact: str
    rule: str
    severity: int
    drugs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that no data element holds and a professional could record (``ask:hfref``), and the criterion behind it."""

    fact: str
    rule: str
    statement: Text
    drugs: tuple[int, ...] = ()


@dataclass(slots=True)
class Notebook:
    """What one assessment collects."""

    findings: list[Finding] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def need(self, facts: frozenset[str], rule: str, severity: int, drugs: tuple[int, ...] = ()) -> None:
        """Note every missing fact of a rule."""
        self.needs.extend(Need(fact, rule, severity, drugs) for fact in sorted(facts))
