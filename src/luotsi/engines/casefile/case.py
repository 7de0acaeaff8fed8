"""One client's case: the pile, what the language engine made of it, and what of that may be used."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from luotsi.engines.casefile.pile import Pile, Stranger
from luotsi.engines.casefile.secrecy import protected
from luotsi.engines.language.model import Compilation, Contradiction, Finding, Span, Theme, TimelineEntry
from luotsi.kit.text import Text

if TYPE_CHECKING:
    from luotsi.engines.language.compilation import Compiler

SEEMS_OTHER = Text(
    "Asiakirja näyttää koskevan toista asiakasta: {why}.",
    "Dokumentet tycks gälla en annan klient: {why}.",
    "The document seems to be about another client: {why}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What may be used of a compilation. ``withheld`` are the sentences under a secrecy order, never shown in summaries.

    ``strangers`` are papers of somebody else: nothing of them is used.
    """

    pile: Pile
    compilation: Compilation
    findings: tuple[Finding, ...]
    contradictions: tuple[Contradiction, ...]
    timeline: tuple[TimelineEntry, ...]
    unknown: tuple[Theme, ...]
    strangers: tuple[Stranger, ...] = ()
    withheld: frozenset[Span] = field(default=frozenset())

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each document by its id."""
        return {doc.id: doc.text for doc in self.pile.docs}

    def day(self, span: Span) -> dt.date | None:
        """The day on which the place was written."""
        return self.pile.doc(span.doc).date


def compiled(
    pile: Pile, *, themes: Collection[Theme] | None = None, words: str = "", on: dt.date | None = None
) -> Case:
    """Compile the pile. ``words`` is a county's own YAML, laid over the lexicons.

    The reading of each paper is remembered in this process, so that a new note costs that note only.
    """
    return case_of(pile, _compiler(words).compile(pile.docs, themes=themes, on=on or pile.on))


def compiled_by_client(
    pile: Pile, *, themes: Collection[Theme] | None = None, words: str = "", on: dt.date | None = None
) -> tuple[Case, ...]:
    """A case of each client whose papers are in the pile, the main client's first."""
    first = compiled(pile, themes=themes, words=words, on=on)
    away = {stranger.doc for stranger in first.strangers}
    others = tuple(doc for doc in pile.docs if doc.id in away)
    if not others or len(others) == len(pile.docs):
        return (first,)
    rest = replace(pile, docs=others, client="", born=None, strangers=())
    return (first, *compiled_by_client(rest, themes=themes, words=words, on=on))


@lru_cache(maxsize=8)
def _compiler(words: str) -> "Compiler":
    """One compiler for each county's words."""
    from luotsi.engines.language.compilation import Compiler  # noqa: PLC0415 - loads the word tables
    from luotsi.engines.language.lexicon import lexicons_with  # noqa: PLC0415 - as above

    return Compiler(lexicons_with(words, "themes")) if words else Compiler()


def case_of(pile: Pile, compilation: Compilation) -> Case:
    """The case of a compilation that has been made."""
    strangers = _strangers(pile, compilation)
    away = {stranger.doc for stranger in strangers}
    withheld = protected(compilation.analyses, pile.sources)

    def usable(*places: Span) -> bool:
        return all(place.doc not in away and not _hidden(place, withheld) for place in places)

    findings = tuple(found for found in compilation.findings if usable(found.span))
    told = {found.theme for found in findings}
    unknown = {*compilation.unknown, *(found.theme for found in compilation.findings if found.theme not in told)}
    return Case(
        pile=pile,
        compilation=compilation,
        findings=findings,
        contradictions=tuple(item for item in compilation.contradictions if usable(item.one, item.other)),
        timeline=tuple(item for item in compilation.timeline if usable(item.finding.span)),
        unknown=tuple(theme for theme in Theme if theme in unknown),
        strangers=strangers,
        withheld=withheld,
    )


def _strangers(pile: Pile, compilation: Compilation) -> tuple[Stranger, ...]:
    """Those told by the record's own name of the client, and, when it has none, those that the papers tell of each other."""
    if pile.client:
        return pile.strangers
    return tuple(
        Stranger(doc, SEEMS_OTHER.format(why=why.rstrip("."))) for doc, why in sorted(compilation.strangers.items())
    )


def _hidden(place: Span, withheld: frozenset[Span]) -> bool:
    return place in withheld or any(place.overlaps(span) for span in withheld if span.doc == place.doc)


def summary_without(case: Case, compilation: Compilation) -> Compilation:
    """The compilation with nothing in its summary that is under a secrecy order."""
    kept = tuple(
        claim for claim in compilation.summary if not any(_hidden(cite, case.withheld) for cite in claim.cites)
    )
    return replace(compilation, summary=kept)


def newest_first(findings: Sequence[Finding], case: Case) -> list[Finding]:
    """By the day of the note, the newest first, undated last; within a note in its order."""
    order = {doc.id: number for number, doc in enumerate(case.pile.docs)}
    days = {doc.id: doc.date or dt.date.min for doc in case.pile.docs}
    rows = sorted(findings, key=lambda found: (order.get(found.span.doc, 0), found.span.start))
    return sorted(rows, key=lambda found: days.get(found.span.doc, dt.date.min), reverse=True)
