"""From an analysed document to findings: theme matters with what is said of them, of whom and when."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luotsi.engines.language.attributes import PLAIN, Reading, State, states
from luotsi.engines.language.dates import When, times_in
from luotsi.engines.language.frames import Hit, frame_of
from luotsi.engines.language.lexicon import Lexicon, Lexicons, defaults
from luotsi.engines.language.lexicon_files import ConceptRow
from luotsi.engines.language.model import (
    Analysis,
    Assertion,
    Experiencer,
    Finding,
    Sentence,
    Span,
    Temporality,
    Theme,
)
from luotsi.engines.language.names import gazetteer
from luotsi.engines.language.people import Client, cast_of, client_of
from luotsi.engines.language.pronouns import Memory
from luotsi.engines.language.specific import specific
from luotsi.engines.language.told_times import marked, time_of
from luotsi.engines.language.view import View
from luotsi.engines.language.whose import Matter, persons_of

_DAYS_OF_YEAR = 365.25
_DEEDS = frozenset({Theme.VIOL, Theme.WARMTH, Theme.CARE})
"""Themes of deeds, which belong to the doer: "beaten by his father"."""
_TURNED = PLAIN._replace(stopped=True)
_PARENTS = frozenset({Experiencer.MOTHER, Experiencer.FATHER, Experiencer.PARENTS})
_OF_CHILDHOOD = frozenset(
    {Theme.VIOL, Theme.WARMTH, Theme.CARE, Theme.BOUND, Theme.SUBST, Theme.PMH, Theme.EMOT, Theme.CONFLICT}
)
"""Themes that the past tense puts into the childhood of a grown-up client when they are the parents'."""
_THEMES_OF_OTHERS = frozenset({Theme.NET, Theme.PEER, Theme.LONE, Theme.SERV})
"""Themes whose words name persons that one has, lacks or is served by: "has no friends" is about the one who has none."""


class Draft(NamedTuple):
    """A finding before it is known whether a surer one of the same key takes its place."""

    key: tuple[Theme, State, Experiencer]
    confidence: float
    hit: Hit
    how: str
    when: When | None


def findings(analysis: Analysis, lexicons: Lexicons | None = None) -> tuple[Finding, ...]:
    """Every finding of a document in the order of its sentences; each cites its sentence.

    >>> from luotsi.engines.language.analyse import analyse
    >>> from luotsi.engines.language.model import Doc
    >>> text = "Asiakas: Siiri, 9 v. Kirjaus 10.2.2025.\\nÄiti on työtön."
    >>> [(one.theme.value, one.experiencer.value) for one in findings(analyse(Doc("a", text)))]
    [('WORK', 'MO')]
    """  # noqa: D301
    lexicons = lexicons or Lexicons()
    doc = analysis.doc
    client = client_of(doc.text, doc.client, _age(analysis))
    memories: dict[str, Memory] = {}
    answer: list[Finding] = []
    for sentence in analysis.sentences:
        lexicon = lexicons.of(sentence.language)
        memory = memories.get(sentence.language)
        if memory is None:
            memory = memories[sentence.language] = Memory(cast_of(client, lexicon.people, sentence.language))
        answer.extend(_of_sentence(analysis, sentence, lexicon, memory, client))
    return tuple(answer)


def _age(analysis: Analysis) -> float | None:
    doc = analysis.doc
    if doc.born is None or doc.date is None:
        return None
    return (doc.date - doc.born).days / _DAYS_OF_YEAR


def _of_sentence(
    analysis: Analysis, sentence: Sentence, lexicon: Lexicon, memory: Memory, client: Client
) -> list[Finding]:
    opens = sentence.tokens[0].text if sentence.tokens else ""
    named = opens.lower() in gazetteer("homographs") and bool(memory.cast.names.role(opens))
    frame = frame_of(sentence, lexicon, named=named)
    persons = persons_of(sentence, frame.places, lexicon, memory, frame.clauses, frame.clause_at, frame.verbs)
    kind = "child" if client.child else "adult"
    hits = [hit for hit in frame.hits if hit.concept.clients in ("", kind)]
    hits = [hit for hit in hits if not _of_a_name(sentence, hit, memory, named=named)]
    if not hits:
        return []
    doc = analysis.doc
    text = doc.text[sentence.start : sentence.end]
    times = times_in(text, doc.date, doc.born, sentence.language)
    view = View(sentence, lexicon, frame, persons, times)
    hits = [hit for hit in hits if not hit.concept.persons or _who(view, hit, client)[0] in hit.concept.persons]
    hits = _ended(view, specific(hits), client)
    drafts = _over(view, [draft for hit in hits for draft in _drafts(view, analysis, hit, client)])
    return [_made(view, analysis, draft) for draft in _distinct(drafts)]


def _ended(view: View, hits: Sequence[Hit], client: Client) -> list[Hit]:
    """The hits, with risks stopped whose end the next clause tells ("…, from which she has recovered").

    It does so when it is about nobody else and tells of no other matter: "drinks daily but quit his job" ends no drinking.
    What it says of the same theme is not told once more.
    """
    at = view.frame.clause_at
    told = {mark.clause for mark in view.frame.marks.groups.get("ended", ())}
    told -= {at[hit.match.start] for hit in hits if hit.concept.kind not in {"strength", "clear", "quality"}}
    if not told:
        return list(hits)
    over: set[tuple[Theme, int]] = set()
    answer = []
    for hit in hits:
        after = at[hit.match.start] + 1
        risk = hit.concept.kind == "risk" and not hit.reading.negated and not hit.reading.stopped
        if risk and after in told and view.persons.subjects[after] in {"", _who(view, hit, client)[0].value}:
            over.add((hit.concept.theme, after))
            rules = (*hit.reading.rules, "ended")
            answer.append(hit._replace(reading=hit.reading._replace(stopped=True, rules=rules)))
        else:
            answer.append(hit)
    return [hit for hit in answer if (hit.concept.theme, at[hit.match.start]) not in over]


def _of_a_name(sentence: Sentence, hit: Hit, memory: Memory, *, named: bool) -> bool:
    """Whether a matter is the name of somebody of the case: a client called Hope is no hope."""
    place = hit.match.start
    text = sentence.tokens[place].text
    return text[:1].isupper() and (place > 0 or named) and bool(memory.cast.names.role(text))


def _drafts(view: View, analysis: Analysis, hit: Hit, client: Client) -> list[Draft]:
    concept, match, reading, value, _ = hit
    clause = view.frame.clause_at[match.start]
    who, how = _who(view, hit, client)
    if reading.refused and _refusable(concept) and view.wished(clause):
        return []  # what is refused is told by the wish
    time, when = time_of(view, hit, clause, analysis)
    if time is Temporality.NOW and when is None and _of_childhood(concept, who, client) and view.past(clause):
        time = Temporality.HISTORIC
    if reading.wished and concept.kind == "neutral" and concept.time != "now":
        if reading.negated or reading.refused:
            return []
        time = Temporality.FUTURE if time is Temporality.NOW else time
    if concept.kind == "clear" and time is Temporality.HISTORIC and when is not None:
        reading = _TURNED if not reading.negated else reading  # "raitistui kuusi vuotta sitten": over, and over still
        said = states("risk", value, reading, time)
    else:
        said = states(concept.kind, value, reading, time)
    told = [(state, who) for state in said]
    after = clause + 1
    if after < len(view.frame.clauses) and view.frame.clauses[after].kind in {"ellipsis", "denial"}:
        turned, instead = _turned(view, hit, clause, analysis)
        if turned and not instead and view.past(clause):
            told = [(state, who) for state in states(concept.kind, value, reading, Temporality.HISTORIC)]
        named = view.persons.subjects[after]
        other = Experiencer(named) if named and named != "X" else who  # "Äiti ei juo, isä kyllä"
        told = ([] if instead else told) + [(state, other) for state in turned]
    if not told:
        return []
    done = how != "mentioned"
    if concept.route and how == "default" and done:
        done = not view.persons.impersonal(clause)
    return [
        Draft((theme, state, _suffers(theme, concept, whom, client)), _confidence(how, reading, state), hit, how, when)
        for state, whom in told
        for theme in _themes(concept, whom, client, done=done)
    ]


def _of_childhood(concept: ConceptRow, who: Experiencer, client: Client) -> bool:
    """Whether a matter of a grown-up client's parents is of the client's childhood when it is told in the past tense."""
    return not client.child and who in _PARENTS and concept.theme in _OF_CHILDHOOD


def _over(view: View, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with what was so made historic where a clause after says that it is so no more: "drank for twenty
    years but has been sober since 2021".
    """
    at = view.frame.clause_at
    ends: dict[tuple[Theme, Experiencer], int] = {}
    for one in drafts:
        theme, state, who = one.key
        if state.assertion is Assertion.NEGATED and state.temporality is Temporality.NOW:
            ends[theme, who] = max(ends.get((theme, who), 0), at[one.hit.match.start])
    answer = []
    for one in drafts:
        theme, state, who = one.key
        clause = at[one.hit.match.start]
        present = state.assertion is Assertion.PRESENT and state.temporality is Temporality.NOW
        over = present and clause < ends.get((theme, who), 0) and view.past(clause)
        past = state._replace(temporality=Temporality.HISTORIC)
        answer.append(one._replace(key=(theme, past, who)) if over else one)
    return answer


def _suffers(theme: Theme, concept: ConceptRow, who: Experiencer, client: Client) -> Experiencer:
    """Whose a theme is that a deed touches besides: the money that a relative took is missing from the client."""
    taken = concept.theme is Theme.VIOL and theme is Theme.ECON and who is not Experiencer.CLIENT
    return defaults().who[theme][0 if client.child else 1] if taken else who


def _refusable(concept: ConceptRow) -> bool:
    """Whether a refusal of it says nothing of it: a service or a thing that one may lack."""
    return concept.kind == "need" or (concept.kind == "neutral" and concept.theme is Theme.SERV)


def _turned(view: View, hit: Hit, clause: int, analysis: Analysis) -> tuple[tuple[State, ...], bool]:
    """What the clause after adds when it only turns this one, and whether that stands instead of this one.

    "…, in childhood yes", "…, nowadays not". A bare no, without another time, is the answer to a question: then nothing
    but it is said ("kivut kysytty, ei ole").
    """
    reading = hit.reading
    turn = view.frame.clauses[clause + 1].kind
    if reading.negated != (turn == "ellipsis"):
        return (), False
    time, _ = time_of(view, hit, clause + 1, analysis)
    turned = reading._replace(negated=not reading.negated, stopped=False, conditional=False)
    marks = view.frame.marks
    contrast = turn == "ellipsis" or any(marked(marks, group, clause + 1) for group in ("now", "no_more"))
    earlier = any(marked(marks, group, clause) for group in ("historic", "earlier"))
    return states(hit.concept.kind, hit.value, turned, time), not (contrast or earlier)


def _made(view: View, analysis: Analysis, draft: Draft) -> Finding:
    doc, sentence = analysis.doc, view.sentence
    tokens = sentence.tokens
    (theme, state, who), match, when = draft.key, draft.hit.match, draft.when
    source = view.persons.source(view.frame.clause_at[match.start])
    return Finding(
        span=Span(doc.id, sentence.start, sentence.end),
        trigger=Span(doc.id, tokens[match.start].start, tokens[match.end].end),
        theme=theme,
        concept=draft.hit.concept.name,
        polarity=state.polarity,
        assertion=state.assertion,
        experiencer=who,
        temporality=state.temporality,
        quote=doc.text[sentence.start : sentence.end],
        rule_ids=(draft.hit.concept.id, f"who:{draft.how}", *draft.hit.reading.rules),
        source_role="" if source == "X" else source,
        date_from=when.date_from if when else None,
        date_to=when.date_to if when else None,
        confidence=draft.confidence,
    )


def _confidence(how: str, reading: Reading, state: State) -> float:
    """How surely the rules speak: a default person and piled-up triggers lower it. For ordering only."""
    value = {"default": 0.8, "carried": 0.8, "sentence": 0.7}.get(how, 1.0)
    value -= 0.1 * max(0, len(reading.rules) - 1)
    return max(0.1, round(value - (0.1 if state.assertion is Assertion.UNCERTAIN else 0.0), 2))


_PERSONS = {person.value: person for person in Experiencer}


def _who(view: View, hit: Hit, client: Client) -> tuple[Experiencer, str]:
    concept, match = hit.concept, hit.match
    if concept.force is not None:
        return concept.force, "forced"
    if concept.theme is Theme.WISH:
        speaker = view.persons.wisher(view.frame.clause_at[match.start])
        if speaker:
            return Experiencer(speaker), "speaker"
    pair = concept.who or defaults().who[concept.theme]
    naming = "thing" if concept.kind == "need" or concept.theme in _THEMES_OF_OTHERS else ""
    if concept.theme in _DEEDS and concept.kind != "need":
        naming = "deed"
    default = pair[0 if client.child else 1]
    denied = hit.reading.denied and concept.theme in _DEEDS
    matter = Matter(match.start, match.end, hit.words, naming, denied)
    role, how = view.whose(matter, default)
    if how == "default" and client.child and view.of_parents(hit):
        return Experiencer.PARENTS, how
    return _PERSONS[role], how


def _themes(concept: ConceptRow, who: Experiencer, client: Client, *, done: bool) -> list[Theme]:
    """The themes of a matter; a deed done by the person routes to its own theme, one that befell the person does not."""
    route = defaults().route
    themes: list[Theme] = []
    for theme in (concept.theme, *concept.also):
        routed = route.get(theme, {}).get(who, theme)
        if client.child and theme is concept.theme and done:
            routed = concept.route.get(who, routed)
        if routed not in themes:
            themes.append(routed)
    return themes


def _distinct(drafts: Sequence[Draft]) -> Iterable[Draft]:
    """One finding a key and sentence; of two that say the opposite of the same words the longer match is believed."""
    best: dict[tuple[Theme, State, Experiencer], Draft] = {}
    for one in _believed(drafts):
        held = best.get(one.key)
        if held is None or one.confidence > held.confidence:
            best[one.key] = one
    return best.values()


def _believed(drafts: Sequence[Draft]) -> Iterable[Draft]:
    if len(drafts) < 2:  # noqa: PLR2004
        return drafts
    themes: dict[Theme, set[tuple[State, Experiencer]]] = {}
    for one in drafts:
        themes.setdefault(one.key[0], set()).add(one.key[1:])
    if all(len(said) == 1 for said in themes.values()):
        return drafts
    return [
        one
        for one in drafts
        if len(themes[one.key[0]]) == 1 or not any(_overrules(other, one) for other in drafts if other is not one)
    ]


def _overrules(other: Draft, one: Draft) -> bool:
    """Whether ``other`` is a longer match on words of ``one`` and says otherwise of the same theme, or says the same of
    a person whom the text names where ``one`` only supposes whom it concerns.
    """
    if other.key[0] is not one.key[0] or other.hit is one.hit:
        return False
    own, others = one.hit.words, other.hit.words
    if own.isdisjoint(others):
        return False
    longer = len(others) > len(own)
    if other.key[1] == one.key[1]:
        return _names_better(other, one, longer=longer)
    plain = other.hit.concept.kind == "neutral" and one.hit.concept.kind != "neutral"
    return longer and not plain and other.key[1][:2] != one.key[1][:2]


def _names_better(other: Draft, one: Draft, *, longer: bool) -> bool:
    """Of two that say the same of two persons, whether ``other`` tells better whose it is."""
    if other.key[2] is one.key[2] or "forced" in {one.how, other.how}:
        return False
    supposed, named = one.how == "default", other.how != "default"
    return (supposed and named) or (supposed is not named and longer)


__all__ = ["findings"]
