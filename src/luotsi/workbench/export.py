"""A review on its way out: FHIR R4 for other systems, plain text by heading to copy, JSON for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from luotsi.base.models import User
from luotsi.kit.evidence import CitedRule, ResourceElement
from luotsi.kit.review import Reason, State
from luotsi.kit.text import Text
from luotsi.workbench.domain.runs import tool_named
from luotsi.workbench.review_view import Proposal, Review

_NAMESPACE = UUID("5d0f3f0e-6d7b-5b0a-9f43-6c756f747369")
_SEVERITY = {4: "high", 3: "moderate", 2: "low", 1: "low"}
_ENTERING = (State.ACCEPTED, State.EDITED)

_WORDS = {
    "draft": Text("LUONNOS, ei allekirjoitettu", "UTKAST, inte undertecknat", "DRAFT, not signed"),
    "accepted": Text("Hyväksytyt", "Godkända", "Accepted"),
    "postponed": Text("Lykätyt", "Uppskjutna", "Postponed"),
    "rejected": Text("Hylätyt", "Avvisade", "Rejected"),
    "proposed": Text("Päättämättä", "Ej avgjorda", "Not decided"),
    "missing": Text("Ei arvioitu, tieto puuttuu", "Ej bedömt, uppgift saknas", "Not judged, data missing"),
    "none": Text("ei mitään", "inga", "none"),
    "sources": Text("Perusteet", "Grunder", "Grounds"),
}


def fhir_bundle(review: Review, *, signer: User, role: str, signed_at: datetime) -> dict[str, Any]:
    """The signed review as a FHIR R4 collection: a DetectedIssue for each accepted proposal, and Provenance.

    Rejected and postponed proposals stay in the workbench. Identifiers follow from the run, so that exporting twice
    gives the same bytes.
    """
    run = review.run
    patient = run.handed.filter(type="Patient").values_list("logical_id", flat=True).first()
    subject = {"reference": f"Patient/{patient}"}
    issues = [_issue(item, review, subject, signer, signed_at) for item in review.proposals if item.state in _ENTERING]
    resources = [*issues]
    if run.summary.get("tier"):
        resources.append(_assessment(review, subject, signed_at))
    resources.append(_provenance(review, resources, signer, role, signed_at))
    return {
        "resourceType": "Bundle",
        "id": str(uuid5(_NAMESPACE, f"{run.id}/bundle")),
        "type": "collection",
        "timestamp": signed_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{item['id']}", "resource": item} for item in resources],
    }


def _issue(
    item: Proposal, review: Review, subject: dict[str, str], signer: User, signed_at: datetime
) -> dict[str, Any]:
    suggestion = item.suggestion
    references = [e.location.reference for e in suggestion.evidence if isinstance(e.location, ResourceElement)]
    rules = [e for e in suggestion.evidence if isinstance(e.location, CitedRule)]
    issue: dict[str, Any] = {
        "resourceType": "DetectedIssue",
        "id": str(uuid5(_NAMESPACE, f"{review.run.id}/{item.position}")),
        "status": "final",
        "code": {
            "coding": [{"system": f"https://luotsi.fi/fhir/{review.run.tool}", "code": suggestion.kind}],
            "text": suggestion.title.in_(review.language),
        },
        "patient": subject,
        "identifiedDateTime": review.run.context_now.isoformat(),
        "implicated": [{"reference": reference} for reference in dict.fromkeys(references)],
        "detail": suggestion.why.in_(review.language) if suggestion.why else suggestion.title.in_(review.language),
        "mitigation": [
            {
                "action": {"text": item.text(review.language)},
                "date": signed_at.isoformat(),
                "author": {"display": f"{signer.get_full_name()}, {signer.title}".rstrip(", ")},
            }
        ],
    }
    if rules:
        issue["evidence"] = [{"code": [{"text": e.label.in_(review.language)}]} for e in rules]
    if suggestion.severity:
        issue["severity"] = _SEVERITY[int(suggestion.severity)]
    return issue


def _assessment(review: Review, subject: dict[str, str], signed_at: datetime) -> dict[str, Any]:
    return {
        "resourceType": "RiskAssessment",
        "id": str(uuid5(_NAMESPACE, f"{review.run.id}/assessment")),
        "status": "final",
        "subject": subject,
        "occurrenceDateTime": signed_at.isoformat(),
        "method": {"text": review.run.version},
        "prediction": [{"qualitativeRisk": {"text": str(review.run.summary["tier"])}}],
        "note": [{"text": review.headline}],
    }


def _provenance(
    review: Review, targets: list[dict[str, Any]], signer: User, role: str, signed_at: datetime
) -> dict[str, Any]:
    run = review.run
    person = {"display": f"{signer.get_full_name()}, {signer.title}".rstrip(", ")}
    tool = {"display": f"Luotsi {run.tool} {run.version}"}
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(_NAMESPACE, f"{run.id}/provenance")),
        "target": [{"reference": f"urn:uuid:{item['id']}"} for item in targets]
        or [{"reference": f"Patient/{run.handed.filter(type='Patient').values_list('logical_id', flat=True).first()}"}],
        "recorded": signed_at.isoformat(),
        "activity": {"text": f"review {run.id}, result SHA-256 {run.result_sha256}"},
        "agent": [
            {"type": {"text": f"verifier ({role})"}, "who": person},
            {"type": {"text": "assembler"}, "who": tool},
        ],
    }


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
        "summary": run.summary,
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
