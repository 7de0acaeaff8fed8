"""From findings to cards: one card a clinical problem and culprit, the reasons inside it (specification 3.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from luotsi.tools.medication.engine.findings import Finding
from luotsi.tools.medication.engine.knowledge import Knowledge
from luotsi.tools.medication.engine.ranking import score

NERVOUS = frozenset({"falls", "anticholinergic"})
"""Kins whose medicines load the same brain: one change often helps both."""

INFORMATION = "information"
ALONE = frozenset({"handling", "pregnancy", "allergy"})
"""Problems that never take in findings of another kind."""

ONE_CARD = frozenset({"monitoring", "handling", "falls"})
"""Problems that are one card however many medicines they are about."""

ABOUT_MEDICINE = frozenset({"dose", "duration", "duplicate", "no_benefit", "dependence"})
"""Problems of a medicine itself: told on the card that already asks for its change."""

REMARKS = frozenset({"cardiovascular", "blood_pressure", "fluid", "urinary", "pain", "bone", "hormone", "liver"})
"""Problems that, when milder, are told on the card that already asks for the same change."""

TESTED = {
    "potassium": frozenset({"hyperkalaemia", "electrolytes"}), "sodium": frozenset({"hyponatraemia"}),
    "qtc": frozenset({"qt"}), "inr": frozenset({"bleeding"}), "lithium": frozenset({"toxicity"}),
    "leukocytes": frozenset({"blood_count"}), "alt": frozenset({"blood_count", "liver"}),
    "creatinine": frozenset({"kidney", "kidney_dose", "hyperkalaemia"}),
}  # fmt: skip
"""Which problems a due test belongs to: asked for on their card when they have one."""

OMISSIONS_OPEN = 2
CARDS_OPEN = 3
SEVERE = 4


@dataclass(slots=True)
class Cluster:
    """The findings of one card, the heaviest first."""

    problem: str
    kin: str
    findings: list[Finding] = field(default_factory=list)
    culprits: set[int] = field(default_factory=set)
    drugs: set[int] = field(default_factory=set)
    folded: bool = False

    def add(self, finding: Finding) -> None:
        """Take a finding in."""
        self.findings.append(finding)
        if finding.severity > 1:
            self.culprits |= set(finding.culprits)
            self.drugs |= set(finding.drugs)

    @property
    def severity(self) -> int:
        """The severity of the heaviest finding."""
        return max(finding.severity for finding in self.findings)

    @property
    def score(self) -> float:
        """The score of the heaviest finding."""
        return max(score(finding) for finding in self.findings)

    @property
    def omission(self) -> bool:
        """Whether the card is about a missing treatment only."""
        return self.kin == "om"


def order(finding: Finding) -> tuple[int, bool, float, bool, str, str, tuple[int, ...]]:
    """The heaviest first, a named criterion before a sum; ties by names, so that the order never depends on the input."""
    own = not finding.criterion.startswith("STOPP")
    return (
        -finding.severity,
        finding.type == "pd_effect",
        -score(finding),
        own,
        finding.criterion,
        finding.type,
        finding.drugs,
    )


def clusters_of(findings: Iterable[Finding], known: Knowledge) -> list[Cluster]:
    """Every finding in exactly one card; the cards in the order of a professional's work."""
    ranked = sorted(findings, key=order)
    clusters: list[Cluster] = []
    for finding in (item for item in ranked if item.severity > 1):
        kin = known.problems[finding.problem].kin
        home = next((c for c in clusters if _joins(finding, kin, c)), None)
        if home is None:
            home = Cluster(finding.problem, kin)
            clusters.append(home)
        home.add(finding)
    clusters = _merged(clusters)
    rest = Cluster(INFORMATION, INFORMATION)
    for finding in (item for item in ranked if item.severity == 1):
        (_home_of_minor(finding, clusters, known) or rest).add(finding)
    if rest.findings:
        clusters.append(rest)
    return _ordered(clusters)


def _joins(finding: Finding, kin: str, cluster: Cluster) -> bool:
    """Whether a finding belongs on a card: the same problem, a related one of the same medicines, the same change."""
    culprits, drugs = set(finding.culprits), set(finding.drugs)
    same = finding.problem == cluster.problem
    if same and (finding.problem in ONE_CARD or kin == "om"):
        return True
    if finding.problem in ALONE or cluster.problem in ALONE:
        return same and bool(culprits & cluster.culprits)
    if finding.problem == "monitoring":
        tested = cluster.problem in TESTED.get(_tested(finding), ()) and bool(drugs & cluster.drugs)
        return tested or drugs == cluster.culprits
    if kin == "om" or cluster.omission or cluster.problem == "monitoring":
        return False
    alike = (
        (same and (not drugs or bool(drugs & cluster.drugs)))
        or (kin == cluster.kin and bool(culprits & cluster.culprits))
        or (kin == cluster.kin == "bleeding" and bool(drugs & cluster.drugs))
    )
    return alike or (bool(culprits) and _one_change(finding, kin, culprits, cluster))


def _one_change(finding: Finding, kin: str, culprits: set[int], cluster: Cluster) -> bool:
    inside = culprits <= cluster.culprits
    nervous = {kin, cluster.kin} <= NERVOUS and (inside or len(culprits & cluster.culprits) > 1)
    mild = inside and finding.problem in REMARKS and finding.severity < cluster.severity
    return nervous or mild or (inside and finding.problem in ABOUT_MEDICINE) or culprits == cluster.culprits


def _tested(finding: Finding) -> str:
    return "leukocytes" if finding.criterion == "PINCER-L" else finding.criterion.removeprefix("monitoring-")


def _merged(clusters: list[Cluster]) -> list[Cluster]:
    """Cards that have come to ask for a change of the same medicines, once all findings are in."""
    kept: list[Cluster] = []
    for cluster in clusters:
        home = next((other for other in kept if _same_change(other, cluster)), None)
        if home is None:
            kept.append(cluster)
        else:
            for finding in cluster.findings:
                home.add(finding)
            home.findings.sort(key=order)
    return kept


def _same_change(one: Cluster, other: Cluster) -> bool:
    if one.problem in ALONE or other.problem in ALONE or "monitoring" in (one.problem, other.problem):
        return False
    if one.omission or other.omission or not other.culprits:
        return False
    if one.culprits == other.culprits:
        return True
    if one.kin == other.kin == "bleeding":
        return bool(one.drugs & other.drugs)
    related = one.kin == other.kin or {one.kin, other.kin} <= NERVOUS
    return related and (other.culprits <= one.culprits or one.culprits <= other.culprits)


def _home_of_minor(finding: Finding, clusters: list[Cluster], known: Knowledge) -> Cluster | None:
    """Where a remark belongs: beside its own problem, else beside its own medicine, else among the remarks."""
    kin = known.problems[finding.problem].kin
    same = [c for c in clusters if c.problem == finding.problem or (c.kin == kin and kin != "om")]
    about = set(finding.culprits or finding.drugs)
    for cluster in same:
        if not about or about & cluster.culprits:
            return cluster
    if finding.problem in {"listed", "no_benefit", "duplicate", "kidney_dose"}:
        return next((c for c in clusters if about and about <= c.culprits and c.problem not in ALONE), None)
    return None


def _ordered(clusters: list[Cluster]) -> list[Cluster]:
    """The most severe first, safety before omissions, remarks last; three cards open, severity 4 never folded."""

    def place(cluster: Cluster) -> tuple[bool, int, bool, float, str, str]:
        first = cluster.findings[0]
        remark = cluster.problem == INFORMATION
        return (remark, -cluster.severity, cluster.omission, -cluster.score, cluster.problem, first.criterion)

    ordered = sorted(clusters, key=place)
    omissions = 0
    for at, cluster in enumerate(ordered):
        omissions += cluster.omission
        too_many = cluster.omission and omissions > OMISSIONS_OPEN
        cluster.folded = cluster.severity < SEVERE and (at >= CARDS_OPEN or too_many)
    return ordered
