"""When the matter became pending: told by the paper that began it, else by a dated notification in the text."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from luotsi.engines.casefile.case import Case
from luotsi.engines.language.model import Finding, Theme

_BEGINS: Final = re.compile(
    r"ilmoitus|yhteydenotto|hakemus|vireilletulo|anmälan|kontakt(?:begäran|tagande)|ansökan|notification|referral|application|contact request",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"päätö|beslut|decision|vastaus", re.IGNORECASE)
_NOTICE: Final = re.compile(r"ilmoitu|ilmoitti|huoli-ilm|anmäl|notif|referr|report", re.IGNORECASE)
_CHAIN: Final = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Pending:
    """The day, the document that tells it, and the sentence when it is told in the text only."""

    day: dt.date
    doc: str
    finding: Finding | None = None


def pending_of(case: Case, on: dt.date) -> Pending | None:
    """The beginning of the matter at hand; None when no paper tells it.

    Of papers that follow each other within three months the earliest counts: the clock runs from the first contact.
    """
    away = {stranger.doc for stranger in case.strangers}
    papers = sorted(
        (doc.date, doc.id)
        for doc in case.pile.docs
        if doc.date and doc.date <= on and doc.id not in away and _begins(f"{doc.kind} {doc.title}")
    )
    if papers:
        day, identity = papers[-1]
        for earlier, name in reversed(papers[:-1]):
            if day - earlier <= _CHAIN:
                day, identity = earlier, name
        return Pending(day, identity)
    told = [found for found in case.findings if _notice(found, on)]
    if not told:
        return None
    newest = max(told, key=lambda found: (found.date_from or dt.date.min, found.span))
    return Pending(newest.date_from or dt.date.min, newest.span.doc, newest)


def _begins(words: str) -> bool:
    return bool(_BEGINS.search(words)) and not _NOT.search(words)


def _notice(found: Finding, on: dt.date) -> bool:
    exact = found.date_from is not None and found.date_from == found.date_to and found.date_from <= on
    return found.theme is Theme.SERV and exact and bool(_NOTICE.search(found.quote))
