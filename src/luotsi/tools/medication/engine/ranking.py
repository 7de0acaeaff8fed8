"""How findings are weighed, and the work-list tier of a client (medication specification 3.3)."""

from collections.abc import Mapping

from luotsi.kit.suggestion import Strength
from luotsi.kit.text import Text
from luotsi.tools.medication.engine.findings import Finding
from luotsi.tools.medication.engine.state import PatientState
from luotsi.tools.medication.engine.words import fill

SEVERITY_WEIGHT: Mapping[int, int] = {4: 100, 3: 40, 2: 12, 1: 3}
EVIDENCE_WEIGHT = {Strength.A: 1.0, Strength.B: 0.8, Strength.C: 0.5, Strength.LIST: 0.3}
MITIGATED, AGGRAVATED, MONITOR_ONLY = 0.3, 2.0, 0.5

TIERS: Mapping[str, tuple[Text, Text]] = {
    "critical": (
        Text("kriittinen", "kritisk", "critical"),
        Text("Lääkärin yhteydenotto tänään.", "Läkarkontakt i dag.", "Physician contact today."),
    ),
    "high": (
        Text("korkea", "hög", "high"),
        Text(
            "Farmaseutin lääkehoidon arvio 2 viikon kuluessa ja lääkärin päätös.",
            "Farmaceutens läkemedelsgenomgång inom 2 veckor och läkarens beslut.",
            "Pharmacist medication review within 2 weeks and the physician's decision.",
        ),
    ),
    "moderate": (
        Text("kohtalainen", "måttlig", "moderate"),
        Text(
            "Hoitajan lääkitystarkistus, kokeet ja annosjakelun tarjous seuraavassa kontaktissa.",
            "Sjukskötarens läkemedelskontroll, prover och erbjudande om dosdispensering vid nästa kontakt.",
            "Nurse medication check, tests and an offer of dose dispensing at the next contact.",
        ),
    ),
    "low": (
        Text("matala", "låg", "low"),
        Text(
            "Itsearviointilista, seuraava arvio 12 kuukauden kuluttua.",
            "Självkontrollista, nästa bedömning om 12 månader.",
            "Self-check list, next review in 12 months.",
        ),
    ),
}
"""Each tier's name and service action. A tier is a work-list order, not a prediction of harm."""

HEADLINE = Text("Työlistan taso: {t}. {a} Taso on työjärjestys, ei ennuste.",
                "Arbetslistans nivå: {t}. {a} Nivån är en arbetsordning, inte en prognos.",
                "Work-list tier: {t}. {a} The tier is an order of work, not a prediction.")  # fmt: skip
BURDEN, MANY_MEDICINES, SEVERAL = 5, 10, 2


def score(finding: Finding) -> float:
    """Severity x evidence x context x actionability; novelty is 1 until the workbench knows earlier verdicts."""
    context = MITIGATED if finding.mitigated else AGGRAVATED if finding.aggravated else 1.0
    doable = 1.0 if finding.change_now else MONITOR_ONLY
    return SEVERITY_WEIGHT[finding.severity] * EVIDENCE_WEIGHT[finding.strength] * context * doable


def tier(severities: list[int], handling: bool, state: PatientState) -> str:
    """critical, high, moderate or low, from the severities of the cards and the client's state."""
    threes, twos = severities.count(3), severities.count(2)
    burden = state.effect_sum("ach") >= BURDEN and (state.has("falls") or state.has("dementia"))
    if severities.count(4):
        return "critical"
    if threes >= SEVERAL or (threes and handling) or burden:
        return "high"
    if threes or twos >= SEVERAL or len(state.medicines) >= MANY_MEDICINES:
        return "moderate"
    return "low"


def headline(name: str) -> Text:
    """The tier and its service action in a sentence."""
    title, action = TIERS[name]
    return fill(HEADLINE, t=title, a=action)
