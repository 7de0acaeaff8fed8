"""The signed assessment as FHIR R4: a QuestionnaireResponse by the headings of the draft, and a Composition to read."""

from collections.abc import Sequence
from typing import Final

from luotsi.engines.clinical import Coding, Concept
from luotsi.engines.clinical import export as r4
from luotsi.kit.review import State
from luotsi.kit.text import Text
from luotsi.tools.child_needs.engine.sections import CONCLUSION, HEADINGS
from luotsi.workbench.review_view import Proposal, Review
from luotsi.workbench.screens import Frame

SYSTEM: Final = "urn:luotsi:fhir/child-needs"
QUESTIONNAIRE: Final = "urn:luotsi:fhir/Questionnaire/child-needs"
TITLE: Final = Text(
    "Lapsen palvelutarpeen arviointi", "Bedömning av barnets servicebehov", "Assessment of a child's service needs"
)
GAP: Final = Text("Ei kirjattu.", "Inte antecknat.", "Not recorded.")


def resources(review: Review, frame: Frame) -> Sequence[dict[str, object]]:
    """Composition first, then the QuestionnaireResponse it points at."""
    parts = [(key, title.in_(review.language), _lines(key, review)) for key, (title, _empty) in HEADINGS.items()]
    response = f"QuestionnaireResponse/{frame.identity('response')}"
    sections = [
        r4.Section(
            title=title,
            paragraphs=tuple(lines) or (GAP.in_(review.language),),
            code=Concept((Coding(SYSTEM, key, ""),)),
            entries=(response,) if lines else (),
        )
        for key, title, lines in parts
    ]
    composition = r4.composition(
        frame.identity("composition"),
        status="final",
        kind=Concept((Coding(SYSTEM, "assessment", ""),), text=TITLE.in_(review.language)),
        title=TITLE.in_(review.language),
        patient=frame.patient,
        date=frame.signed_at,
        authors=[("", frame.signer)],
        sections=sections,
        language=review.language,
    )
    answered: dict[str, object] = {
        "resourceType": "QuestionnaireResponse",
        "id": frame.identity("response"),
        "questionnaire": QUESTIONNAIRE,
        "status": "completed",
        "subject": r4.reference(frame.patient),
        "authored": r4.instant(frame.signed_at),
        "item": [_item(key, title, lines) for key, title, lines in parts],
    }
    return [composition, answered]


def _item(key: str, title: str, lines: Sequence[str]) -> dict[str, object]:
    item: dict[str, object] = {"linkId": key, "text": title}
    return item | ({"answer": [{"valueString": line} for line in lines]} if lines else {})


def _lines(key: str, review: Review) -> list[str]:
    """What was accepted under a heading, then what the worker wrote there. The conclusion is the worker's words only."""
    accepted = [
        item for item in review.proposals if item.state in {State.ACCEPTED, State.EDITED} and _section(item) == key
    ]
    lines = [] if key == CONCLUSION else [line for item in accepted for line in item.text(review.language).splitlines()]
    row = review.own_words.get(key)
    if row is not None:
        lines += [line for line in row.text.splitlines() if line.strip()]
    return lines


def _section(item: Proposal) -> str:
    return str(item.suggestion.content.get("section", ""))


EXPORT = resources
