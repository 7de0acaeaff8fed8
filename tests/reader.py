"""A small real tool for the tests of the host: it reads documents, and asks for an own view before it shows risks."""

import base64
import re
from dataclasses import dataclass

from luotsi.engines.clinical import parse_bundle
from luotsi.engines.documents import documents_of
from luotsi.kit.evidence import Evidence, TextSpan
from luotsi.kit.measure import OWN_VIEW_DIFFERS, STANDARD_MEASURES
from luotsi.kit.suggestion import Suggestion
from luotsi.kit.text import Text
from luotsi.kit.tool import Card, OwnWords, RecordPart, Result, Tool
from tests.toy import NONE, ON

NOTE = "Kirjaus 1.11.2026.\nÄiti juo <b>paljon</b>. Mummi auttaa joka päivä.\nIsä juo myös.\n"
OWN = (
    OwnWords(
        key="view",
        title=Text("Oma näkemys", "Egen syn", "Own view"),
        hint=Text("Kirjoita.", "Skriv.", "Write."),
        opens=frozenset({"risk"}),
        opens_summary=frozenset({"risks"}),
        choices={"drink": Text("juominen", "drickande", "drinking"), "home": Text("koti", "hem", "home")},
    ),
    OwnWords(
        key="end",
        title=Text("Johtopäätös", "Slutsats", "Conclusion"),
        hint=Text("Itse.", "Själv.", "Yourself."),
        needed=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Papers:
    rows: tuple[tuple[str, str], ...]


def read(record):
    entries = [{"resource": dict(row)} for row in record.resources]
    parse_bundle({"resourceType": "Bundle", "type": "collection", "entry": entries})
    return Papers(tuple((item.id, item.document.text) for item in documents_of(record.resources)[0]))


def run(papers, context):
    made = []
    for name, text in papers.rows:
        for match in re.finditer(r"[^.\n]*\b(juo|auttaa)\b[^.\n]*\.", text):
            risk = match.group(1) == "juo"
            words = match.group().strip()
            start = match.start() + match.group().index(words)
            place = TextSpan(name, start, start + len(words), words)
            made.append(
                Suggestion(
                    key=f"{name}:{start}",
                    kind="risk" if risk else "strength",
                    title=Text.same(f"{'Riski' if risk else 'Voima'} {start}"),
                    proposal=Text.same(words),
                    evidence=(Evidence(place, Text.same(words)),),
                    content={"matter": "drink"} if risk else {},
                )
            )
    counts = {"risks": sum(item.kind == "risk" for item in made), "papers": len(papers.rows)}
    return Result(suggestions=tuple(made), abstentions=(), version="reader 0.1.0", summary=counts)


def bundle(*notes, ident="r1"):
    """A synthetic client with a DocumentReference for each note; a note of None has an address only."""
    patient = {
        "resourceType": "Patient",
        "id": ident,
        "name": [{"family": "Lukija", "given": ["Lea"]}],
        "birthDate": "2016-01-01",
        "gender": "female",
    }
    rows = [
        {
            "resourceType": "DocumentReference",
            "id": f"{ident}-{number}",
            "status": "current",
            "subject": {"reference": f"Patient/{ident}"},
            "date": "2026-11-01T10:00:00Z",
            "description": f"Nota {number}",
            "content": [
                {"attachment": {"contentType": "text/plain", "data": base64.b64encode(note.encode()).decode()}}
                if note is not None
                else {"attachment": {"url": "https://example.org/x"}}
            ],
        }
        for number, note in enumerate(notes, 1)
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in (patient, *rows)]}


READER = Tool(
    card=Card(
        name="reader",
        title=Text("Lukija", "Läsare", "Reader"),
        purpose=Text("Lukee.", "Läser.", "Reads."),
        users=Text("Testaajat.", "Testare.", "Testers."),
        limits=(Text("Ei käyttöön.", "Inte för bruk.", "Not for use."),),
        ai_act=NONE,
        mdr=NONE,
        reads=(RecordPart.PATIENT, RecordPart.DOCUMENTS),
        measures=(*STANDARD_MEASURES, OWN_VIEW_DIFFERS),
        own_words=OWN,
    ),
    read=read,
    run=run,
    demos=lambda: (),
)
__all__ = ["NOTE", "ON", "READER", "bundle"]
