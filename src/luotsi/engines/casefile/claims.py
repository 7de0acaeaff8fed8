"""What of a case becomes proposals and open questions, word for word from the papers."""

from collections.abc import Sequence
from typing import Final

from luotsi.engines.casefile.case import Case
from luotsi.engines.casefile.groups import Group
from luotsi.engines.casefile.words import THEMES, day_text
from luotsi.engines.language.model import Contradiction, Finding, Span, Theme
from luotsi.kit.evidence import Evidence, TextSpan
from luotsi.kit.suggestion import Abstention
from luotsi.kit.text import Language, Text

MOST_QUOTED: Final = 5
MOST_SOURCES: Final = 12
_LONGEST_QUOTE: Final = 420

MORE: Final = Text("Lisäksi {n} muuta kirjausta.", "Därtill {n} andra anteckningar.", "And {n} more entries.")
UNKNOWN: Final = Text(
    "Asiakirjoissa ei ole mainintaa. Asiaa ei tiedetä: se ei tarkoita, ettei huolta ole.",
    "Dokumenten nämner inte saken. Den är okänd: det betyder inte att det inte finns någon oro.",
    "The documents do not mention it. It is unknown: that does not mean that there is no concern.",
)
STRANGER: Final = Text("Toisen asiakkaan asiakirja?", "En annan klients dokument?", "Another client's document?")
NOT_USED: Final = Text(
    "{why} Siitä ei käytetty mitään. Tarkista ja poista se tarvittaessa tiedoista.",
    "{why} Inget av det användes. Kontrollera och ta vid behov bort det ur uppgifterna.",
    "{why} Nothing of it was used. Check it, and remove it from the record if need be.",
)
ORDERS: Final = Text(
    "Ohjeita koneelle asiakirjassa", "Instruktioner till maskinen i ett dokument", "Orders to the machine in a document"
)
ORDERS_WHY: Final = Text(
    "Asiakirjassa on lause, joka antaa ohjeita koneelle. Sitä ei noudatettu eikä käytetty: lue se itse.",
    "Dokumentet har en mening som ger maskinen instruktioner. Den följdes inte och användes inte: läs den själv.",
    "The document has a sentence that gives orders to the machine. It was neither obeyed nor used: read it yourself.",
)
WITHHELD: Final = Text(
    "Turvakielto tai salassapito", "Spärrmarkering eller sekretess", "Non-disclosure or secrecy order"
)
WITHHELD_WHY: Final = Text(
    "{n} lausetta jätettiin pois koosteesta turvakiellon tai salassapidon vuoksi. Lue ne alkuperäisistä asiakirjoista.",
    "{n} meningar lämnades utanför sammanställningen på grund av spärrmarkering eller sekretess. Läs dem i originalen.",
    "{n} sentences were left out of the compilation because of a non-disclosure or secrecy order. Read the originals.",
)
UNREAD: Final = Text("Asiakirjaa ei voitu lukea", "Dokumentet kunde inte läsas", "The document could not be read")
NO_DOCUMENTS: Final = Text("asiakirjat", "dokument", "documents")
NO_DOCUMENTS_WHY: Final = Text(
    "Tiedoissa ei ole luettavia asiakirjoja. Mitään ei koottu.",
    "Det finns inga läsbara dokument i uppgifterna. Inget sammanställdes.",
    "The record holds no documents that can be read. Nothing was compiled.",
)
CONFLICT: Final = Text("Ristiriita: {what}", "Motsägelse: {what}", "Contradiction: {what}")
BOTH: Final = Text(
    "Kirjaukset ovat ristiriidassa: {one} | {other} Selvitä asia asiakkaan kanssa.",
    "Anteckningarna motsäger varandra: {one} | {other} Red ut saken med klienten.",
    "The entries contradict each other: {one} | {other} Clear the matter up with the client.",
)


def quoted(words: str) -> str:
    """The words on one line in quotation marks, a very long sentence cut at a word."""
    line = " ".join(words.replace("\u00ad", "").split())
    if len(line) > _LONGEST_QUOTE:
        line = line[:_LONGEST_QUOTE].rpartition(" ")[0] + " …"
    return f"”{line}”"


def dated(case: Case, span: Span, words: str) -> Text:
    """The words with the day on which they were written."""
    quote, day = quoted(words), day_text(case.day(span))
    return Text(*(f"{day.in_(language)}: {quote}" for language in Language))


def proposal(case: Case, group: Group, *, child: bool) -> Text:
    """A lead in the reader's language, then the newest sentences word for word."""
    shown = [dated(case, found.span, found.quote) for found in group.findings[:MOST_QUOTED]]
    more = len(group.findings) - len(shown)
    if more:
        shown.append(MORE.format(n=more))
    title = group.title(child=child)
    return Text(
        *("\n".join([f"{title.in_(language)}.", *(line.in_(language) for line in shown)]) for language in Language)
    )


def sources(case: Case, findings: Sequence[Finding]) -> tuple[Evidence, ...]:
    """Each sentence as a source: its place, and the sentence with its day."""
    return tuple(evidence(case, found.span, found.quote) for found in findings[:MOST_SOURCES])


def evidence(case: Case, span: Span, words: str) -> Evidence:
    """One place as a source."""
    return Evidence(TextSpan(span.doc, span.start, span.end, words), dated(case, span, words))


def both_sides(case: Case, item: Contradiction) -> tuple[Text, Text, tuple[Evidence, ...]]:
    """Title, proposal and the two sources of a contradiction."""
    texts = case.texts
    sides = [(span, span.of(texts[span.doc])) for span in (item.one, item.other)]
    one, other = (dated(case, span, words) for span, words in sides)
    what = THEMES[item.theme] if item.theme else Text.same(item.what)
    proposed = BOTH.format(one=one, other=other)
    return CONFLICT.format(what=what), proposed, tuple(evidence(case, span, words) for span, words in sides)


def gaps(case: Case) -> tuple[Abstention, ...]:
    """What was not used, not read and not found, each with its reason."""
    found: list[Abstention] = []
    if not case.pile.docs:
        found.append(Abstention(key="documents", subject=NO_DOCUMENTS, reason=NO_DOCUMENTS_WHY, needs=("documents",)))
    for stranger in case.strangers:
        why = NOT_USED.format(why=stranger.reason)
        found.append(
            Abstention(key=f"stranger:{stranger.doc}", subject=_named(case, stranger.doc, STRANGER), reason=why)
        )
    for number, span in enumerate(case.compilation.quarantined, 1):
        words = span.of(case.texts[span.doc])
        source = evidence(case, span, words)
        found.append(Abstention(key=f"orders:{number}", subject=ORDERS, reason=ORDERS_WHY, evidence=(source,)))
    if case.withheld:
        why = WITHHELD_WHY.format(n=len(case.withheld))
        found.append(Abstention(key="withheld", subject=WITHHELD, reason=why))
    for number, item in enumerate(case.pile.unreadable, 1):
        subject = Text(*(f"{UNREAD.in_(language)}: {item.title or item.id}" for language in Language))
        found.append(
            Abstention(key=f"unread:{number}:{item.id}", subject=subject, reason=item.reason, needs=("documents",))
        )
    for number, (doc, note) in enumerate(case.pile.notes, 1):
        found.append(Abstention(key=f"note:{number}:{doc}", subject=_named(case, doc, UNREAD), reason=note))
    return tuple(found)


def unknown(themes: Sequence[Theme]) -> tuple[Abstention, ...]:
    """The themes of which nothing was found."""
    return tuple(
        Abstention(key=f"unknown:{theme}", subject=THEMES[theme], reason=UNKNOWN, needs=("documents",))
        for theme in themes
    )


def _named(case: Case, doc: str, what: Text) -> Text:
    name = case.pile.doc(doc).title or doc
    return Text(*(f"{what.in_(language)} {name}" for language in Language))
