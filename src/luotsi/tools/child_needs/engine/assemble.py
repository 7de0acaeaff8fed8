"""The case as the draft of an assessment: proposals under its headings, and what is not known."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from luotsi.engines.casefile.case import Case
from luotsi.engines.casefile.claims import (
    MORE,
    MOST_QUOTED,
    MOST_SOURCES,
    both_sides,
    dated,
    evidence,
    gaps,
    proposal,
    sources,
    unknown,
)
from luotsi.engines.casefile.grid import State
from luotsi.engines.casefile.groups import Group, groups
from luotsi.engines.casefile.words import THEMES, day_text
from luotsi.engines.language.model import Doc, Finding, Span, Theme
from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.evidence import Evidence, ResourceElement, TextSpan
from luotsi.kit.suggestion import Abstention, Suggestion
from luotsi.kit.text import Language, Text
from luotsi.kit.tool import Result
from luotsi.tools.child_needs.engine import prohibited
from luotsi.tools.child_needs.engine.childs_view import not_to_share, said
from luotsi.tools.child_needs.engine.clock import Clock, clock
from luotsi.tools.child_needs.engine.pending import Pending, pending_of
from luotsi.tools.child_needs.engine.rules import VERSION, adversity, cited, triangle
from luotsi.tools.child_needs.engine.sections import (
    CHILD_VIEW,
    HEADINGS,
    NEEDS,
    REASON,
    RISKS,
    STRENGTHS,
    section_of,
)

HEADLINE = Text("Koottu {n} asiakirjasta.", "Sammanställt ur {n} dokument.", "Compiled from {n} documents.")
WHY = Text("Varmuus: {sure}. Lähteet: {who}.", "Säkerhet: {sure}. Källor: {who}.", "Certainty: {sure}. Sources: {who}.")
SURE = {
    State.NOW: Text("kirjattu tosiasiana", "antecknat som faktum", "recorded as a fact"),
    State.HISTORIC: Text("kirjattu menneenä", "antecknat som något förgånget", "recorded as past"),
    State.PLANNED: Text("suunnitelma tai mahdollisuus", "en plan eller möjlighet", "a plan or a possibility"),
    State.UNCERTAIN: Text("epävarma tai epäily", "osäkert eller en misstanke", "uncertain or a suspicion"),
    State.NEGATED: Text("kirjattu, ettei ole", "antecknat att det inte finns", "recorded as not so"),
}
PRIVATE = Text(
    "Lapsi on pyytänyt, ettei tätä kerrota eteenpäin.",
    "Barnet har bett att det här inte berättas vidare.",
    "The child has asked that this is not told on.",
)
PRIVATE_TITLE = Text(
    "Lapsen oma näkemys, jota hän pyysi olemaan kertomatta",
    "Barnets egen syn som det bad att inte berättas",
    "The child's own view that the child asked not to share",
)
SAID = Text("Mitä lapsi sanoo tai toivoo", "Vad barnet säger eller önskar", "What the child says or wishes")
ASK = Text("Selvitä: {what}", "Utred: {what}", "Find out: {what}")
ASK_WHY = Text(
    "Kirjaus on epävarma. Kysy ja kirjaa, mitä tiedetään.",
    "Anteckningen är osäker. Fråga och anteckna vad man vet.",
    "The entry is uncertain. Ask, and record what is known.",
)
START = Text(
    "Aloita arviointi viimeistään {start}; valmis viimeistään {ready}",
    "Inled bedömningen senast {start}; klar senast {ready}",
    "Start the assessment by {start}; ready by {ready}",
)
START_WHY = Text(
    "Asia tuli vireille {day} ({what}). Tarkista päivä.",
    "Ärendet inleddes {day} ({what}). Kontrollera dagen.",
    "The matter became pending on {day} ({what}). Check the day.",
)
URGENT = Text("Arvioi kiireellisyys heti", "Bedöm genast om det är brådskande", "Judge the urgency at once")
URGENT_WHY = Text(
    "Kone ei arvioi kiireellisyyttä.",
    "Maskinen bedömer inte hur brådskande ärendet är.",
    "The machine does not judge urgency.",
)
NO_START = Text("lakisääteiset määräajat", "lagstadgade tidsfrister", "statutory time limits")
NO_START_WHY = Text(
    "Vireilletulopäivää ei löytynyt: määräaikoja ei laskettu.",
    "Dagen då ärendet inleddes hittades inte: fristerna räknades inte.",
    "The day on which the matter became pending was not found: the limits were not computed.",
)
DROPPED = Text("Tiedot, joita ei käytetä", "Uppgifter som inte används", "Facts that are not used")
DROPPED_WHY = Text(
    "Papereissa mainitaan {what}. Se ei ole peruste, eikä sitä käytetty.",
    "Dokumenten nämner {what}. Det är ingen grund och användes inte.",
    "The papers mention {what}. It is no ground and was not used.",
)
NO_VIEW = Text("lapsen oma näkemys", "barnets egen syn", "the child's own view")
ADULT = Text("lapsen ikä", "barnets ålder", "the child's age")
ADULT_WHY = Text(
    "Asiakas on 18 vuotta täyttänyt. Arvio on tarkoitettu lapsen asiaan.",
    "Klienten har fyllt 18 år. Bedömningen gäller ett barns ärende.",
    "The client is 18 or over. The assessment is meant for a child's matter.",
)
AGE_UNKNOWN = Text(
    "Syntymäaikaa tai ikää ei ole kirjattu.",
    "Födelsetid eller ålder har inte antecknats.",
    "No date of birth or age is recorded.",
)


def assembled(case: Case, on: dt.date, pending: dt.date | None = None) -> Result:
    """The draft on the day. ``pending`` is the day on which the matter became pending when somebody has said it."""
    kept = replace(case, findings=prohibited.allowed(case.findings, case))
    began = Pending(pending, "") if pending else pending_of(kept, on)
    secret, sorted_out = not_to_share(kept), _by_heading(kept)
    made: list[Suggestion] = []
    for heading in HEADINGS:
        if heading == REASON:
            made += _beginning(kept, began)
        made += _private(kept, secret) if heading == CHILD_VIEW else []
        rows = [found for found in sorted_out[heading] if heading != CHILD_VIEW or found.span not in secret]
        made += _under(kept, rows, heading)
        made += _said(kept, secret, made) if heading == CHILD_VIEW else []
        if heading == NEEDS:
            made += [*_questions(kept, sorted_out[RISKS], secret), *_conflicts(kept)]
    return Result(
        suggestions=tuple({item.key: item for item in made}.values()),
        abstentions=_gaps(kept, began, made),
        version=f"child-needs {VERSION}",
        summary=_summary(kept, began, on),
        headline=HEADLINE.format(n=len(case.pile.docs)),
    )


def _by_heading(case: Case) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {heading: [] for heading in HEADINGS}
    for item in case.findings:
        found[section_of(item)].append(item)
    return found


def _under(case: Case, rows: Sequence[Finding], heading: str) -> list[Suggestion]:
    return [_suggestion(case, group, heading) for group in groups(replace(case, findings=tuple(rows)))]


def _suggestion(case: Case, group: Group, heading: str) -> Suggestion:
    research = heading == RISKS and group.person in adversity().get(group.theme, frozenset())
    side, domain = triangle()[group.theme]
    shown = [dated(case, found.span, found.quote) for found in group.findings[:MOST_QUOTED]]
    more = len(group.findings) - len(shown)
    return Suggestion(
        key=f"{heading}:{group.key}",
        kind={RISKS: "risk", STRENGTHS: "strength", CHILD_VIEW: "child_view"}.get(heading, "fact"),
        title=group.title(child=True),
        proposal=proposal(case, group, child=True),
        steps=(*shown, *((MORE.format(n=more),) if more else ())),
        why=WHY.format(sure=SURE[group.state], who=Text.same(_authors(case, group.findings))),
        evidence=(
            *sources(case, group.findings),
            *((cited("ace-hughes-2017"), cited("ace-strongest")) if research else ()),
        ),
        content={
            "section": heading,
            "matter": str(group.theme),
            "person": str(group.person),
            "state": group.state.value,
            "polarity": str(group.polarity),
            "side": side,
            "domain": domain,
        },
    )


def _authors(case: Case, findings: Sequence[Finding]) -> str:
    """Who wrote the notes, newest first; a note without a writer by its kind."""
    names = []
    for found in findings:
        doc = case.pile.doc(found.span.doc)
        names.append(doc.author_role or _name(doc))
    return ", ".join(dict.fromkeys(names))


def _private(case: Case, secret: frozenset[Span]) -> list[Suggestion]:
    """What the child told but asked not to share: shown to the worker, marked, on a card of its own."""
    texts = case.texts
    away = {stranger.doc for stranger in case.strangers}
    spans = sorted(span for span in secret if span.doc not in away and span not in case.withheld)
    if not spans:
        return []
    shown = [dated(case, span, span.of(texts[span.doc])) for span in spans]
    words = Text(*("\n".join([PRIVATE.in_(x), *(line.in_(x) for line in shown)]) for x in Language))
    return [
        Suggestion(
            key="child_view:private",
            kind="child_view_private",
            title=PRIVATE_TITLE,
            proposal=words,
            why=PRIVATE,
            steps=tuple(shown),
            evidence=tuple(evidence(case, span, span.of(texts[span.doc])) for span in spans),
            content={"section": CHILD_VIEW, "not_to_share": True},
        )
    ]


def _said(case: Case, secret: frozenset[Span], made: Sequence[Suggestion]) -> list[Suggestion]:
    """What else the child says or wishes, by sentences that no theme card under the heading shows yet."""
    under = [item for item in made if item.content.get("section") == CHILD_VIEW]
    places = [item.location for one in under for item in one.evidence]
    shown = {(place.document, place.start) for place in places if isinstance(place, TextSpan)}
    spans = [span for span in said(case) if span not in secret and (span.doc, span.start) not in shown]
    if not spans:
        return []
    texts, days = case.texts, {doc.id: doc.date or dt.date.min for doc in case.pile.docs}
    spans.sort(key=lambda span: days[span.doc], reverse=True)
    lines = [dated(case, span, span.of(texts[span.doc])) for span in spans[:MOST_QUOTED]]
    if len(spans) > MOST_QUOTED:
        lines.append(MORE.format(n=len(spans) - MOST_QUOTED))
    return [
        Suggestion(
            key="child_view:said",
            kind="child_view",
            title=SAID,
            proposal=Text(*("\n".join(line.in_(x) for line in lines) for x in Language)),
            steps=tuple(lines),
            evidence=tuple(evidence(case, span, span.of(texts[span.doc])) for span in spans[:MOST_SOURCES]),
            content={"section": CHILD_VIEW},
        )
    ]


def _questions(case: Case, risks: Sequence[Finding], secret: frozenset[Span]) -> list[Suggestion]:
    """What to find out: one question for each uncertain risk."""
    rows = tuple(found for found in risks if found.span not in secret)
    made = []
    for group in groups(replace(case, findings=rows)):
        if group.state is not State.UNCERTAIN:
            continue
        what = Text("{theme} – {person}", "{theme} – {person}", "{theme} – {person}").format(
            theme=THEMES[group.theme], person=group.person_name(child=True)
        )
        title = ASK.format(what=what)
        made.append(
            Suggestion(
                key=f"question:{group.key}",
                kind="question",
                title=title,
                proposal=Text(*(f"{title.in_(x)}. {ASK_WHY.in_(x)}" for x in Language)),
                why=ASK_WHY,
                evidence=sources(case, group.findings),
                content={"section": NEEDS, "matter": str(group.theme), "person": str(group.person)},
            )
        )
    return made


def _conflicts(case: Case) -> Iterable[Suggestion]:
    for item in case.contradictions:
        title, proposed, both = both_sides(case, item)
        one, other = sorted((item.one, item.other))
        yield Suggestion(
            key=f"contradiction:{item.theme or item.what}:{one.doc}:{one.start}:{other.doc}:{other.start}"[:200],
            kind="contradiction",
            title=title,
            proposal=proposed,
            evidence=both,
            content={"section": NEEDS, "matter": str(item.theme) if item.theme else None},
        )


def _beginning(case: Case, began: Pending | None) -> list[Suggestion]:
    urgent = Suggestion(
        key="clock:urgent",
        kind="clock",
        title=URGENT,
        proposal=Text(*(f"{URGENT.in_(x)}. {URGENT_WHY.in_(x)}" for x in Language)),
        why=URGENT_WHY,
        evidence=(cited("clock-urgent"),),
        content={"section": REASON},
    )
    if not case.pile.docs:
        return []
    if began is None:
        return [urgent]
    times = clock(began.day)
    title = START.format(start=day_text(times.start_by), ready=day_text(times.ready_by))
    why = START_WHY.format(day=day_text(began.day), what=_what(case, began))
    return [
        urgent,
        Suggestion(
            key="clock:limits",
            kind="clock",
            title=title,
            proposal=Text(*(f"{title.in_(x)}. {why.in_(x)}" for x in Language)),
            why=why,
            evidence=(*_began(case, began, why), cited("clock-start"), cited("clock-ready"), cited("time-limits")),
            content={"section": REASON, "clock": _clock_json(times)},
        ),
    ]


def _what(case: Case, began: Pending) -> Text:
    if not began.doc:
        return Text("annettu päivä", "angiven dag", "day given")
    doc = case.pile.doc(began.doc)
    return Text.same(_name(doc))


def _name(doc: Doc) -> str:
    return doc.kind or doc.title or doc.id.rpartition("/")[2]


def _began(case: Case, began: Pending, why: Text) -> tuple[Evidence, ...]:
    if began.finding is not None:
        return (evidence(case, began.finding.span, began.finding.quote),)
    reference = began.doc.partition("#")[0]
    return (
        (Evidence(ResourceElement(reference), why),)
        if reference.startswith(("DocumentReference/", "Composition/"))
        else ()
    )


def _gaps(case: Case, began: Pending | None, made: Sequence[Suggestion]) -> tuple[Abstention, ...]:
    found = list(gaps(case))
    if case.pile.docs:
        if not any(item.kind.startswith("child_view") for item in made):
            found.append(
                Abstention(key="child_view", subject=NO_VIEW, reason=HEADINGS[CHILD_VIEW][1], needs=("child_view",))
            )
        if began is None:
            found.append(Abstention(key="clock", subject=NO_START, reason=NO_START_WHY, needs=("pending",)))
        found += unknown(_unknown(case))
    if case.pile.child is None:
        found.append(Abstention(key="age", subject=ADULT, reason=AGE_UNKNOWN, needs=("birth_date",)))
    elif not case.pile.child:
        found.append(Abstention(key="age", subject=ADULT, reason=ADULT_WHY))
    for name in prohibited.mentioned(case):
        why = DROPPED_WHY.format(what=prohibited.NAMES[name])
        found.append(Abstention(key=f"not_used:{name}", subject=DROPPED, reason=why))
    return tuple(found)


def _unknown(case: Case) -> tuple[Theme, ...]:
    """The themes that no paper mentions; the child's wishes have a heading of their own."""
    missing = set(case.unknown) - {Theme.WISH}
    return tuple(theme for theme in Theme if theme in missing) if case.pile.docs else ()


def _clock_json(times: Clock) -> JsonObject:
    return {
        "pending": times.pending.isoformat(),
        "start_by": times.start_by.isoformat(),
        "ready_by": times.ready_by.isoformat(),
    }


def _summary(case: Case, began: Pending | None, on: dt.date) -> JsonObject:
    """The clock, and the triangle with how many sentences tell of a strength or a concern; closed with the risks."""
    triangle_rows: dict[tuple[str, str], dict[str, set[Span]]] = {}
    for found in case.findings:
        heading = section_of(found)
        if heading in {RISKS, STRENGTHS}:
            triangle_rows.setdefault(triangle()[found.theme], {RISKS: set(), STRENGTHS: set()})[heading].add(found.span)
    rows: list[JsonValue] = [
        {"side": side, "domain": domain, "strengths": len(spans[STRENGTHS]), "risks": len(spans[RISKS])}
        for (side, domain), spans in sorted(triangle_rows.items())
    ]
    times = clock(began.day) if began else None
    return {
        "documents": len(case.pile.docs),
        "clock": _clock_json(times) if times else None,
        "working_days_left": times.working_days_left(on) if times else None,
        "days_left": times.days_left(on) if times else None,
        "triangle": rows,
        "unknown": [str(theme) for theme in _unknown(case)],
    }
