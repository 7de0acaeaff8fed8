"""The assessment as the workbench's suggestions and abstentions."""

from dataclasses import dataclass
from datetime import date

from luotsi.engines.clinical import Bundle, parse_bundle
from luotsi.kit.canonical import JsonValue
from luotsi.kit.evidence import Evidence, ResourceElement
from luotsi.kit.suggestion import Abstention, Severity, Suggestion
from luotsi.kit.text import Text
from luotsi.kit.tool import Context, RecordSlice, Result
from luotsi.tools.medication.engine.assess import Assessment, ProblemCard, assess, card_json, reason_of
from luotsi.tools.medication.engine.knowledge import knowledge
from luotsi.tools.medication.engine.library import KIND
from luotsi.tools.medication.engine.reading import state_of
from luotsi.tools.medication.engine.sources import SourceBook
from luotsi.tools.medication.engine.words import LANGUAGES

QUESTION = Text("kysyttävä tieto", "uppgift att fråga om", "fact to ask about")
OUTSIDE = Text("lapsen lääkitys", "barnets läkemedel", "a child's medicines")
CHILD = Text(
    "Annos-, munuais- ja iäkkäiden säännöt on tehty aikuisille: niitä ei arvioitu.",
    "Reglerna för doser, njurfunktion och äldre är gjorda för vuxna: de bedömdes inte.",
    "The rules on doses, kidney function and older people are made for adults: they were not assessed.",
)


@dataclass(frozen=True, slots=True)
class MedicationInput:
    """The client's record, read."""

    bundle: Bundle
    on: date


def read(record: RecordSlice) -> MedicationInput:
    """Read the handed-over record; InputError when it is not one client's FHIR R4."""
    entries = [{"resource": dict(resource)} for resource in record.resources]
    bundle = parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries})
    return MedicationInput(bundle, record.on)


def run(given: MedicationInput, context: Context) -> Result:
    """Assess by the rules in effect. The day of assessment is the record's."""
    answer = assess(state_of(given.bundle, given.on, knowledge(context.library.get(KIND))))
    return Result(
        suggestions=tuple(_suggestion(card, answer.book) for card in answer.cards),
        abstentions=_abstentions(answer),
        version=answer.state.knowledge.name,
        summary=_summary(answer),
        headline=answer.headline,
    )


def _suggestion(card: ProblemCard, book: SourceBook) -> Suggestion:
    proposal = Text(*(f"{card.title.in_(x)}. {card.action.in_(x)}" for x in LANGUAGES))
    return Suggestion(
        key=card.key,
        kind=card.problem,
        title=card.title,
        proposal=proposal,
        evidence=card.evidence,
        why=card.why,
        steps=card.steps,
        severity=Severity(card.severity),
        strength=card.strength,
        content=card_json(card, book),
    )


def _abstentions(answer: Assessment) -> tuple[Abstention, ...]:
    state = answer.state
    found = [
        Abstention(
            key=item.fact,
            subject=item.subject,
            reason=reason_of(item),
            needs=(item.need,),
            evidence=tuple(
                Evidence(ResourceElement(state.medicines[i].reference), answer.book.label(state.medicines[i]))
                for i in item.drugs
            ),
        )
        for item in answer.missing
    ]
    found += [
        Abstention(key=f"ask:{fact}", subject=QUESTION, reason=text, needs=(fact,))
        for fact, _, text in answer.questions
    ]
    found += [
        Abstention(key=f"quality:{reference}:{number}", subject=Text.same(subject), reason=text, needs=("record",))
        for number, (subject, text, reference) in enumerate(state.quality)
    ]
    if not state.adult:
        found.append(Abstention(key="child", subject=OUTSIDE, reason=CHILD, needs=("adult",)))
    return tuple(found)


def _summary(answer: Assessment) -> dict[str, JsonValue]:
    """The tier and the medicine list with the numbers of the proposals each medicine is in."""
    state = answer.state
    rows: list[JsonValue] = []
    for medicine in state.medicines:
        places = [
            n for n, card in enumerate(answer.cards, start=1) if any(medicine.index in f.drugs for f in card.findings)
        ]
        rows.append(
            {
                "atc": medicine.atc,
                "name": medicine.name.as_json(),
                "dosage": medicine.dosage,
                "reference": medicine.reference,
                "as_needed": not medicine.regular,
                "proposals": places,
            }
        )
    return {"tier": answer.tier, "medicines": rows}
