"""Cases put together by hand: what the language engine would find is said in the test, so that the rest is what is tried."""

import datetime as dt
from dataclasses import replace

from luotsi.engines.casefile.case import case_of
from luotsi.engines.casefile.pile import pile_of_documents
from luotsi.engines.documents import FhirDocument, read_document
from luotsi.engines.language.model import (
    Analysis,
    Assertion,
    Compilation,
    Contradiction,
    Experiencer,
    Finding,
    Polarity,
    Sentence,
    Span,
    Temporality,
    Theme,
    TimelineEntry,
)
from luotsi.kit.text import Language


def paper(name, text, *, kind="", author="", day=None, restricted=False):
    found = read_document(text.encode())
    if day:
        found = replace(found, date=dt.date.fromisoformat(day))
    return FhirDocument(id=name, document=found, kind=kind, author_role=author, title=kind, restricted=restricted)


def finding(doc, words, code, *, trigger="", source="", date_from=None, concept="x"):
    """``code`` is as in the labels: "SUBST R P MO N"; ``words`` the sentence as it stands in the document."""
    theme, polarity, assertion, person, time = code.split()
    start = doc.document.text.index(words)
    span = Span(doc.id, start, start + len(words))
    at = start + words.index(trigger) if trigger else start
    hit = Span(doc.id, at, at + len(trigger or words))
    return Finding(
        span=span, trigger=hit, theme=Theme(theme), concept=concept, polarity=Polarity(polarity),
        assertion=Assertion(assertion), experiencer=Experiencer(person), temporality=Temporality(time), quote=words,
        rule_ids=(f"{theme}/{concept}",), source_role=source, date_from=date_from, date_to=date_from,
    )  # fmt: skip


def analysis(doc):
    """Sentences at full stops, paragraphs at line ends."""
    made, at = [], 0
    for number, line in enumerate(doc.text.splitlines(keepends=True)):
        start = at
        for part in line.rstrip("\n").split(". "):
            words = part.strip()
            if words:
                begin = doc.text.index(words, start)
                end = begin + len(words) + (doc.text[begin + len(words) : begin + len(words) + 1] == ".")
                made.append(Sentence(begin, end, Language.FI, (), number))
                start = end
        at += len(line)
    return Analysis(doc, Language.FI, tuple(made))


def case(papers, *findings, client="", born=None, on=None, conflicts=(), quarantined=(), themes=tuple(Theme)):
    pile = pile_of_documents(papers, client=client, born=born, on=on)
    told = {found.theme for found in findings}
    dated = [TimelineEntry(found.date_from, found.date_to, found) for found in findings if found.date_from]
    return case_of(
        pile,
        Compilation(
            analyses=tuple(analysis(doc) for doc in pile.docs),
            findings=findings,
            summary=(),
            contradictions=tuple(
                Contradiction(one.theme, one.concept, one.span, other.span) for one, other in conflicts
            ),
            timeline=tuple(dated),
            unknown=tuple(theme for theme in themes if theme not in told),
            quarantined=tuple(quarantined),
        ),
    )
