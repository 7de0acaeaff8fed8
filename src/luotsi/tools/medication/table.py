"""The assessment as a readable table for a terminal."""

from luotsi.kit.text import Text
from luotsi.tools.medication.engine.assess import Assessment, reason_of
from luotsi.tools.medication.engine.sources import medicine_label

SEVERITY = {
    4: Text("VAKAVA", "ALLVARLIG", "SEVERE"),
    3: Text("MERKITTÄVÄ", "BETYDANDE", "NOTABLE"),
    2: Text("LIEVÄ", "LINDRIG", "MILD"),
    1: Text("TIEDOKSI", "FÖR KÄNNEDOM", "INFORMATION"),
}
MEDICINES = Text("Lääkkeet", "Läkemedel", "Medicines")
SOURCES = Text("Lähteet", "Källor", "Sources")
MISSING = Text("Tieto puuttuu", "Uppgift saknas", "Needs data")
QUALITY = Text("Tietojen laatu", "Uppgifternas kvalitet", "Data quality")
ASK = Text("Kysyttävää", "Att fråga", "To ask")
NOTHING = Text("Ei ehdotuksia.", "Inga förslag.", "No proposals.")
UNREVIEWED = Text(
    "Sääntöpaketti {v}. Luonnos, tarkistamatta: ei hoitopäätöksiin.",
    "Regelpaket {v}. Utkast, inte granskat: inte för vårdbeslut.",
    "Rule pack {v}. Draft, unreviewed: not for clinical decisions.",
)
MOST_SOURCES = 8


def table(answer: Assessment, language: str) -> str:
    """The whole answer as text lines."""
    lines = [answer.headline.in_(language), ""]
    for number, card in enumerate(answer.cards, start=1):
        lines.append(f"{number}. {SEVERITY[card.severity].in_(language)}  {card.title.in_(language)}")
        lines += [f"   {line}" for line in card.why.in_(language).splitlines()]
        lines += [f"   → {step.in_(language)}" for step in card.steps]
        lines.append(f"   {SOURCES.in_(language)}:")
        lines += [f"     - {item.label.in_(language)}" for item in card.evidence[:MOST_SOURCES]]
        lines.append("")
    if not answer.cards:
        lines += [NOTHING.in_(language), ""]
    sections = (
        (MISSING, [reason_of(item).in_(language) for item in answer.missing]),
        (ASK, [text.in_(language) for _, _, text in answer.questions]),
        (QUALITY, [f"{subject}: {text.in_(language)}" for subject, text, _ in answer.state.quality]),
        (MEDICINES, [medicine_label(m).in_(language) for m in answer.state.medicines]),
    )
    for title, rows in sections:
        if rows:
            lines += [f"{title.in_(language)} ({len(rows)})", *(f"  - {row}" for row in rows), ""]
    lines.append(UNREVIEWED.format(v=answer.state.knowledge.name).in_(language))
    return "\n".join(lines) + "\n"
