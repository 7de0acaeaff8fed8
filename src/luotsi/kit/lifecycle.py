"""The life cycle that an Initiative travels: need, use case, call, clearance, experiment, impact, scale-up."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from luotsi.kit.text import Text


class Stage(StrEnum):
    """A stage, in order."""

    NEED = "need"
    USE_CASE = "use_case"
    CALL = "call"
    CLEARANCE = "clearance"
    EXPERIMENT = "experiment"
    IMPACT = "impact"
    SCALE_UP = "scale_up"

    @property
    def label(self) -> Text:
        """The stage as the user reads it."""
        return _TITLES[self]

    @property
    def order(self) -> int:
        """0 for the need, 6 for scale-up."""
        return list(Stage).index(self)


_TITLES = {
    Stage.NEED: Text("Tarve", "Behov", "Need"),
    Stage.USE_CASE: Text("Käyttötapaus", "Användningsfall", "Use case"),
    Stage.CALL: Text("Rahoitushaku", "Ansökningsomgång", "Funding call"),
    Stage.CLEARANCE: Text("Selvitykset", "Utredningar", "Clearance"),
    Stage.EXPERIMENT: Text("Kokeilu", "Försök", "Experiment"),
    Stage.IMPACT: Text("Näyttö", "Evidens", "Evidence of impact"),
    Stage.SCALE_UP: Text("Valtakunnallinen käyttö", "Nationell användning", "National use"),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """A decision that must stand before the stage is entered."""

    key: str
    before: Stage
    title: Text
    why: Text


GATES = (
    Gate(
        "clearance_accepted",
        Stage.EXPERIMENT,
        Text("Selvitykset hyväksytty", "Utredningarna godkända", "Clearance accepted"),
        Text(
            "Kokeilu ei käynnisty ennen kuin riskit, laki ja tietosuoja on selvitetty.",
            "Försöket startar inte innan risker, lagstiftning och dataskydd har utretts.",
            "No experiment runs before its risks, law and data protection are cleared.",
        ),
    ),
    Gate(
        "evidence_plan",
        Stage.EXPERIMENT,
        Text("Arviointisuunnitelma", "Utvärderingsplan", "Evidence plan"),
        Text(
            "Ennen käynnistystä on sovittu, mitä mitataan ja mihin verrataan.",
            "Före starten har man kommit överens om vad som mäts och vad det jämförs med.",
            "What is measured, and against what, is agreed before the start.",
        ),
    ),
    Gate(
        "evaluation_report",
        Stage.SCALE_UP,
        Text("Arviointiraportti", "Utvärderingsrapport", "Evaluation report"),
        Text(
            "Laajennus nojaa raportoituun näyttöön.",
            "Breddinförandet vilar på rapporterad evidens.",
            "Scale-up rests on reported evidence.",
        ),
    ),
)


def missing_gates(target: Stage, passed: Collection[str]) -> tuple[Gate, ...]:
    """The gates up to and including ``target`` that have not been passed, in order.

    >>> [gate.key for gate in missing_gates(Stage.EXPERIMENT, {"clearance_accepted"})]
    ['evidence_plan']
    """
    return tuple(gate for gate in GATES if gate.before.order <= target.order and gate.key not in passed)
