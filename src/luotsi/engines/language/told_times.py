"""When a matter is: by the dates and words of time of its clause, by the tense, or by the clause before."""

from datetime import date

from luotsi.engines.language.attributes import Marks
from luotsi.engines.language.dates import When, ahead, historic
from luotsi.engines.language.frames import Hit
from luotsi.engines.language.matching import Match
from luotsi.engines.language.model import Analysis, Temporality
from luotsi.engines.language.tenses import by_tense, in_past, like_present
from luotsi.engines.language.view import View
from luotsi.kit.text import Language


def time_of(view: View, hit: Hit, clause: int, analysis: Analysis) -> tuple[Temporality, When | None]:
    """Whether a matter is of now, over or planned, and the time that its clause names, if any."""
    concept, match, written = hit.concept, hit.match, analysis.doc.date
    when = _when(view, clause, written)
    if concept.time == "now":
        return Temporality.NOW, when
    start, end = match.start, match.end
    if view.frame.clauses[clause].kind in {"ellipsis", "denial"}:
        start = end = view.frame.clauses[clause].start
    marks = view.frame.marks
    if marks.reaching("still", start, end, clause):
        return Temporality.NOW, when
    if when is not None and written is not None:
        if when.lasting and not (view.past(clause) and when.granularity == "year"):
            return Temporality.NOW, when
        if historic(when, written):
            return Temporality.HISTORIC, when
        if ahead(when, written):
            return Temporality.FUTURE, when
    told = _told(view, hit, clause, (start, end))
    return (told, when) if told else _tensed(view, hit, clause, analysis, when)


def _told(view: View, hit: Hit, clause: int, place: tuple[int, int]) -> Temporality | None:
    """The time that words of time in the clause tell."""
    marks, kind = view.frame.marks, hit.concept.kind
    if _TIMES.isdisjoint(marks.groups):
        return None

    def told(group: str) -> bool:
        return bool(marks.reaching(group, *place, clause))

    if (told("future") and kind != "quality") or (told("sought") and kind in {"neutral", "need", "strength"}):
        return Temporality.FUTURE
    turned = view.frame.clauses[clause].kind in {"ellipsis", "denial"}
    if told("historic") or (turned and marked(marks, "historic", clause)):
        return Temporality.HISTORIC
    if told("earlier") and not hit.reading.negated:
        return Temporality.HISTORIC  # "no earlier notifications" is of today
    return Temporality.NOW if told("now") else None


_TIMES = frozenset({"future", "sought", "historic", "earlier", "now"})


def _tensed(
    view: View, hit: Hit, clause: int, analysis: Analysis, when: When | None
) -> tuple[Temporality, When | None]:
    """The time that the tense or the clause before gives."""
    if when is not None:
        return Temporality.NOW, when
    if view.frame.clauses[clause].kind == "and" and clause and not view.present(clause):
        return _inherited(view, hit, clause, analysis)
    state = hit.concept.time == "state" and not hit.reading.negated
    if state and view.holds("states", clause):
        return Temporality.HISTORIC, when
    return Temporality.NOW, when


def marked(marks: Marks, group: str, clause: int) -> bool:
    """Whether a clause holds a trigger of a group."""
    return any(mark.clause == clause for mark in marks.groups.get(group, ()))


def _inherited(view: View, hit: Hit, clause: int, analysis: Analysis) -> tuple[Temporality, When | None]:
    """A coordinated clause without a time of its own stands in the time of the one before."""
    before = view.frame.clauses[clause - 1]
    return time_of(view, hit._replace(match=Match(0, before.start, before.start)), clause - 1, analysis)


def _when(view: View, clause: int, written: date | None) -> When | None:
    """The time named in the clause, moved where the tense says so."""
    if not view.times:
        return None
    offset = view.sentence.start
    tokens = view.sentence.tokens
    start = tokens[view.frame.clauses[clause].start].start - offset
    end = tokens[view.frame.clauses[clause].end - 1].end - offset
    inside = [when for when in view.times if start <= when.start < end]
    if any(when.granularity == "season" for when in inside) and view.present(clause):
        inside = [when for when in inside if when.granularity != "season" or when.exact]  # "talvella nukkuu huonosti"
    if inside:
        when = next((when for when in inside if when.lasting), inside[0])
        if when.granularity == "month" and written is not None:
            return _by_tense(view, clause, when, written)
        return when
    return None


def _by_tense(view: View, clause: int, when: When, written: date) -> When:
    sentence, place = view.sentence, view.frame.clauses[clause]
    tokens = sentence.tokens[place.start : place.end]
    said = " ".join(token.text for token in tokens if when.start <= token.start - sentence.start < when.end)
    if sentence.language is not Language.FI:
        return in_past(when, said, written) if view.past(clause) else when
    whole = view.past(clause) or view.holds("perfect", clause)
    return by_tense(
        when, said, written, present=not whole and (view.present(clause) or like_present(tokens)), past=whole
    )
