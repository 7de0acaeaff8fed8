"""A review on its way out: FHIR R4 for other systems, plain text by heading to copy, JSON for programs."""

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings

from luotsi.base.models import User
from luotsi.engines.clinical import Coding, Concept
from luotsi.engines.clinical import export as r4
from luotsi.kit.evidence import CitedRule, ResourceElement
from luotsi.kit.review import Reason, State
from luotsi.kit.text import Text
from luotsi.workbench.domain.runs import tool_named
from luotsi.workbench.own_words import fields_of
from luotsi.workbench.review_view import Proposal, Review
from luotsi.workbench.screens import Frame, export_of

_NAMESPACE = UUID("5d0f3f0e-6d7b-5b0a-9f43-6c756f747369")
_SYSTEM = "urn:luotsi:fhir"
_SEVERITY: Final[dict[int, r4.Severity]] = {4: "high", 3: "moderate", 2: "low", 1: "low"}
_ENTERING = (State.ACCEPTED, State.EDITED)

_WORDS = {
    "draft": Text("LUONNOS, ei allekirjoitettu", "UTKAST, inte undertecknat", "DRAFT, not signed"),
    "accepted": Text("Hyväksytyt", "Godkända", "Accepted"),
    "postponed": Text("Lykätyt", "Uppskjutna", "Postponed"),
    "rejected": Text("Hylätyt", "Avvisade", "Rejected"),
    "proposed": Text("Päättämättä", "Ej avgjorda", "Not decided"),
    "missing": Text("Ei arvioitu, tieto puuttuu", "Ej bedömt, uppgift saknas", "Not judged, data missing"),
    "none": Text("ei mitään", "inga", "none"),
    "unwritten": Text("ei kirjoitettu", "inte skrivet", "not written"),
    "sources": Text("Perusteet", "Grunder", "Grounds"),
}


def fhir_bundle(review: Review, *, signer: User, role: str, signed_at: datetime) -> dict[str, Any]:
    """The signed review as a FHIR R4 collection.

    What the tool's own export makes, else a Composition to read, a DetectedIssue for each accepted proposal and a
    RiskAssessment when the tool gives a tier; and Provenance. Rejected and postponed proposals stay in the workbench. Identifiers follow from the run.
    """
    run = review.run
    patient = f"Patient/{run.handed.filter(type='Patient').values_list('logical_id', flat=True).get()}"
    own = export_of(run.tool)
    if own:
        frame = Frame(patient=patient, signer=_named(signer), signed_at=signed_at, identity=partial(_id, review))
        resources = list(own(review, frame))
    else:
        resources = _standard(review, patient, signer, signed_at)
    resources.append(_provenance(review, resources, signer, role, signed_at))
    base = f"{settings.LUOTSI_PUBLIC_URL.rstrip('/')}/fhir"
    return r4.bundle(_id(review, "bundle"), kind="collection", resources=resources, timestamp=signed_at, base=base)


def _standard(review: Review, patient: str, signer: User, signed_at: datetime) -> list[dict[str, object]]:
    """Composition, a DetectedIssue for each accepted proposal, and a RiskAssessment when the tool gives a tier."""
    entering = [item for item in review.proposals if item.state in _ENTERING]
    resources = [_composition(review, entering, patient, signer, signed_at)]
    resources += [_issue(item, review, patient, signed_at) for item in entering]
    if review.run.summary.get("tier"):
        resources.append(_assessment(review, patient, signed_at))
    return resources


def _id(review: Review, part: object) -> str:
    return str(uuid5(_NAMESPACE, f"{review.run.id}/{part}"))


def _issue(item: Proposal, review: Review, patient: str, signed_at: datetime) -> dict[str, object]:
    suggestion, language = item.suggestion, review.language
    cited = [e.location.reference for e in suggestion.evidence if isinstance(e.location, ResourceElement)]
    medicines = [reference for reference in cited if reference.startswith("Medication")]
    others = [reference for reference in cited if not reference.startswith("Medication") and reference != patient]
    return r4.detected_issue(
        _id(review, item.position),
        patient=patient,
        status="final",
        code=Concept(
            (Coding(f"{_SYSTEM}/{review.run.tool}", suggestion.kind, ""),), text=suggestion.title.in_(language)
        ),
        severity=_SEVERITY[int(suggestion.severity)] if suggestion.severity else None,
        identified=review.run.context_now,
        detail=(suggestion.why or suggestion.title).in_(language),
        implicated=list(dict.fromkeys(medicines)),
        evidence=list(dict.fromkeys(others)),
        mitigation=[(Concept(text=item.text(language)), signed_at)],
    )


def _assessment(review: Review, patient: str, signed_at: datetime) -> dict[str, object]:
    tier = str(review.run.summary["tier"])
    return r4.risk_assessment(
        _id(review, "assessment"),
        patient=patient,
        status="final",
        occurred=signed_at,
        predictions=[
            r4.Prediction(
                outcome=Concept(text=tool_named(review.run.tool).card.title.in_(review.language)),
                qualitative=Concept((Coding(f"{_SYSTEM}/tier", tier, ""),), text=review.headline),
            )
        ],
        method=Concept(text=review.run.version),
    )


def _composition(
    review: Review, entering: list[Proposal], patient: str, signer: User, signed_at: datetime
) -> dict[str, object]:
    language = review.language
    title = tool_named(review.run.tool).card.title.in_(language)
    sections = [
        r4.Section(
            title=item.suggestion.title.in_(language),
            paragraphs=tuple(line.strip() for line in _lines(item, language)[1:]),
            entries=(f"DetectedIssue/{_id(review, item.position)}",),
        )
        for item in entering
    ] or [r4.Section(title=_WORDS["accepted"].in_(language), paragraphs=(_WORDS["none"].in_(language),))]
    return r4.composition(
        _id(review, "composition"),
        status="final",
        kind=Concept(text=title),
        title=title,
        patient=patient,
        date=signed_at,
        authors=[("", _named(signer))],
        sections=sections,
        language=language,
    )


def _provenance(
    review: Review, targets: list[dict[str, object]], signer: User, role: str, signed_at: datetime
) -> dict[str, object]:
    run = review.run
    return r4.provenance(
        _id(review, "provenance"),
        targets=[f"{target['resourceType']}/{target['id']}" for target in targets],
        recorded=signed_at,
        agents=[
            r4.Agent(role="verifier", name=f"{_named(signer)} ({role})"),
            r4.Agent(role="assembler", name=f"Luotsi {run.tool} {run.version}"),
        ],
        activity=Concept(text=f"review {run.id}, result SHA-256 {run.result_sha256}"),
    )


def _named(signer: User) -> str:
    return f"{signer.get_full_name()}, {signer.title}" if signer.title else str(signer.get_full_name())


def as_json(review: Review) -> dict[str, Any]:
    """The review for programs: the run, each proposal with its standing, and what was not judged."""
    run = review.run
    return {
        "run": str(run.id),
        "tool": run.tool,
        "client": str(run.case.client_id),
        "on": run.on.isoformat(),
        "state": run.state,
        "version": run.version,
        "result_sha256": run.result_sha256,
        "summary": review.summary,
        "proposals": [
            {
                "position": item.position,
                "state": item.state.value,
                "acts": item.acts,
                "text": item.text(review.language) if item.state in _ENTERING else None,
                "reason": item.verdict.reason if item.verdict else "",
                "note": item.verdict.note if item.verdict else "",
                "until": item.verdict.until.isoformat() if item.verdict and item.verdict.until else None,
                "suggestion": item.suggestion.as_json(),
            }
            for item in review.proposals
        ],
        "own_words": [
            {"key": row.key, "text": row.text, "chosen": row.chosen, "at": row.written_at.isoformat()}
            for row in review.own_words.values()
        ],
        "closed": sorted(review.closed.kinds),
        "abstentions": run.abstentions,
    }


def plain_text(review: Review) -> str:
    """The review by heading, to copy into another record system."""
    run, language = review.run, review.language
    lines = [f"{tool_named(run.tool).card.title.in_(language)} {run.on.isoformat()}"]
    signature = getattr(run, "signature", None)
    if signature:
        lines.append(f"{signature.signed_by.get_full_name()}, {signature.signed_at:%Y-%m-%d %H:%M}")
    else:
        lines.append(_WORDS["draft"].in_(language))
    if review.headline:
        lines += ["", review.headline]
    groups = (
        ("accepted", _ENTERING),
        ("postponed", (State.POSTPONED,)),
        ("rejected", (State.REJECTED,)),
        ("proposed", (State.PROPOSED,)),
    )
    for heading, states in groups:
        items = [item for item in review.proposals if item.state in states]
        if items or heading == "accepted":
            lines += ["", _WORDS[heading].in_(language).upper()]
            lines += [line for item in items for line in _lines(item, language)] or [_WORDS["none"].in_(language)]
    for field in fields_of(run):
        row = review.own_words.get(field.key)
        if not (field.opens & review.closed.kinds):
            lines += ["", field.title.in_(language).upper(), row.text if row else _WORDS["unwritten"].in_(language)]
    if run.abstentions:
        lines += ["", _WORDS["missing"].in_(language).upper()]
        lines += [f"- {item['subject']}: {item['reason']}" for item in review.abstentions()]
    lines += ["", run.version]
    return "\n".join(lines) + "\n"


def _lines(item: Proposal, language: str) -> list[str]:
    suggestion = item.suggestion
    severity = f" [{int(suggestion.severity)}]" if suggestion.severity else ""
    lines = [f"{item.position}. {suggestion.title.in_(language)}{severity}"]
    if item.state in _ENTERING or item.state is State.PROPOSED:
        lines += [f"   {line}" for line in item.text(language).splitlines()]
    if item.verdict and item.verdict.reason:
        reason = Reason(item.verdict.reason).label.in_(language)
        lines.append(f"   {reason}{': ' + item.verdict.note if item.verdict.note else ''}")
    if item.verdict and item.verdict.until:
        lines.append(f"   → {item.verdict.until.isoformat()}")
    rules = dict.fromkeys(e.label.in_(language) for e in suggestion.evidence if isinstance(e.location, CitedRule))
    if rules:
        lines.append(f"   {_WORDS['sources'].in_(language)}: {'; '.join(rules)}")
    return lines
