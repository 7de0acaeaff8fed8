"""The signed compilation as FHIR R4: a Composition by theme, a List of its points, and an Observation for each point."""

from collections.abc import Sequence
from typing import Any, Final

from luotsi.engines.casefile.model_summary import PLACE
from luotsi.engines.casefile.model_summary import TITLE as MODEL_SUMMARY
from luotsi.engines.casefile.words import THEMES
from luotsi.engines.clinical import Coding, Concept
from luotsi.engines.clinical import export as r4
from luotsi.engines.language.model import Theme
from luotsi.kit.evidence import TextSpan
from luotsi.kit.review import State
from luotsi.kit.text import Text
from luotsi.workbench.review_view import Proposal, Review
from luotsi.workbench.screens import Frame

SYSTEM: Final = "urn:luotsi:fhir/background"
PASSAGE: Final = "urn:luotsi:fhir/StructureDefinition/passage"
TITLE: Final = Text("Asiakkaan taustakooste", "Sammanställning av klientens bakgrund", "Client background compilation")
CONFLICTS: Final = Text("Ristiriidat", "Motsägelser", "Contradictions")
NONE: Final = Text(
    "Mitään ei hyväksytty koosteeseen.", "Inget godkändes till sammanställningen.", "Nothing was accepted."
)
UNKNOWN: Final = Text("Mitä emme tiedä", "Vad vi inte vet", "What we do not know")


def resources(review: Review, frame: Frame) -> Sequence[dict[str, object]]:
    """Composition first, then the List and its Observations."""
    accepted = [item for item in review.proposals if item.state in {State.ACCEPTED, State.EDITED}]
    observations = [_observation(item, review, frame) for item in accepted]
    composition = r4.composition(
        frame.identity("composition"),
        status="final",
        kind=Concept((Coding(SYSTEM, "background", ""),), text=TITLE.in_(review.language)),
        title=TITLE.in_(review.language),
        patient=frame.patient,
        date=frame.signed_at,
        authors=[("", frame.signer)],
        sections=_sections(accepted, review, frame),
        language=review.language,
    )
    return [composition, *([_list(accepted, review, frame)] if accepted else []), *observations]


def _sections(accepted: Sequence[Proposal], review: Review, frame: Frame) -> list[r4.Section]:
    language = review.language
    made: list[r4.Section] = []
    themes = [(str(theme), THEMES[theme]) for theme in Theme]
    for key, title in (("contradictions", CONFLICTS), *themes, (PLACE, MODEL_SUMMARY)):
        rows = [item for item in accepted if item.suggestion.content.get("section") == key]
        if rows:
            made.append(
                r4.Section(
                    title=title.in_(language),
                    paragraphs=tuple(line for item in rows for line in item.text(language).splitlines()),
                    code=Concept((Coding(f"{SYSTEM}/theme", key, ""),)),
                    entries=tuple(f"Observation/{frame.identity(item.position)}" for item in rows),
                )
            )
    unknown = [THEMES[Theme(code)].in_(language) for code in review.run.summary.get("unknown", ())]
    if unknown:
        made.append(r4.Section(title=UNKNOWN.in_(language), paragraphs=(", ".join(unknown),)))
    return made or [r4.Section(title=TITLE.in_(language), paragraphs=(NONE.in_(language),))]


def _observation(item: Proposal, review: Review, frame: Frame) -> dict[str, object]:
    """One point of the compilation, derived from the exact places of the documents."""
    content = item.suggestion.content
    parts = [(name, str(content[name])) for name in ("person", "polarity", "state") if content.get(name)]
    code = str(content.get("theme") or ("summary" if content.get("section") == PLACE else "contradiction"))
    return {
        "resourceType": "Observation",
        "id": frame.identity(item.position),
        "status": "final",
        "code": r4.concept(
            Concept((Coding(f"{SYSTEM}/theme", code, ""),), text=item.suggestion.title.in_(review.language))
        ),
        "subject": r4.reference(frame.patient),
        "effectiveDateTime": r4.instant(frame.signed_at),
        "valueString": item.text(review.language),
        "derivedFrom": [_passage(place) for place in _places(item)],
        **(
            {
                "component": [
                    {"code": r4.concept(Concept((Coding(SYSTEM, name, ""),), text=name)), "valueString": value}
                    for name, value in parts
                ]
            }
            if parts
            else {}
        ),
    }


def _places(item: Proposal) -> list[TextSpan]:
    return [found.location for found in item.suggestion.evidence if isinstance(found.location, TextSpan)]


def _passage(place: TextSpan) -> dict[str, Any]:
    """A document with the code points of the sentence in it."""
    return {
        "reference": place.document.partition("#")[0],
        "display": place.quote[:200],
        "extension": [
            {
                "url": PASSAGE,
                "extension": [{"url": "start", "valueInteger": place.start}, {"url": "end", "valueInteger": place.end}],
            }
        ],
    }


def _list(accepted: Sequence[Proposal], review: Review, frame: Frame) -> dict[str, object]:
    return {
        "resourceType": "List",
        "id": frame.identity("list"),
        "status": "current",
        "mode": "snapshot",
        "title": TITLE.in_(review.language),
        "subject": r4.reference(frame.patient),
        "date": r4.instant(frame.signed_at),
        "entry": [{"item": r4.reference(f"Observation/{frame.identity(item.position)}")} for item in accepted],
    }


EXPORT = resources
