"""The child's own view: sentences that tell what the child says or wishes, and those the child asked not to share."""

import re
from functools import lru_cache
from typing import Final

from luotsi.engines.casefile.case import Case
from luotsi.engines.casefile.pile import names_in
from luotsi.engines.language.model import Analysis, Experiencer, Finding, Span, Theme

_ASKED: Final = re.compile(
    r"(?:ei saa|älä|ettei\w*|ei halua\w*|ei haluaisi)\b.{0,60}\b(?:kerro|kertoa|kerrota|kerrottaisi|tietää|saa tietää|jakaa)|pyysi\b.{0,40}\b(?:salassa|kertomatta|"
    r"ettei)|luottamuksellisesti|vain (?:minulle|työntekijälle)|"
    r"(?:får inte|ska inte|vill inte|inte att)\b.{0,60}\b(?:berätta|veta|få veta|säga)|säg inte|bad\b.{0,40}\b(?:inte|hemligt)|i förtroende|"
    r"(?:do not|don't|does not want|doesn't want|did not want|didn't want|asked (?:\w+ ){0,3}not)\b.{0,60}\b(?:tell|told|know|share|shared|say)|in confidence|keep\b.{0,20}\bsecret",
    re.IGNORECASE,
)
"""Words by which a child asks that something is not told on. From memory of documentation practice; unreviewed."""


_SAYS: Final = (
    r"(?:kerto|sano|toivo|halua|halus|haluai|pelkä|tykkä|kysy|kuvaa|kuvasi|kokee|koki|mielestä|mukaan)\w*|"
    r"berätta\w*|säger|sa\b|sade|vill\b|ville\b|önskar|önskade|hoppas|hoppades|tycker|tyckte|är rädd|"
    r"(?:says?|said|tells?|told|wants?|wanted|wishes|wished|hopes|hoped|thinks|thought|feels|felt|likes|asked|would like)\b"
)
_CHILD: Final = r"lapsi|lapsen|tyttö|tytön|poika|pojan|nuori|nuoren|barnet|flickan|pojken|den unga|the child|the girl|the boy|the young person"


def said(case: Case) -> tuple[Span, ...]:
    """Sentences that begin with the child and a verb of saying or wishing, whether or not the lexicon knows their matter."""
    found: list[Span] = []
    away = {stranger.doc for stranger in case.strangers}
    for analysis in case.compilation.analyses:
        if analysis.doc.id in away:
            continue
        pattern = _speaking(analysis.doc.client, case.pile.client)
        quarantined = [span for span in case.compilation.quarantined if span.doc == analysis.doc.id]
        for sentence in analysis.sentences:
            span = Span(analysis.doc.id, sentence.start, sentence.end)
            words = analysis.doc.text[sentence.start : sentence.end]
            if (
                pattern.match(words)
                and span not in case.withheld
                and not any(span.overlaps(one) for one in quarantined)
            ):
                found.append(span)
    return tuple(found)


def _speaking(header: str, client: str) -> re.Pattern[str]:
    names = sorted(names_in(header.partition(",")[0]) | names_in(client))
    who = "|".join([*(rf"{re.escape(name)}\w{{0,4}}" for name in names if len(name) > 1), _CHILD])
    return re.compile(
        rf"^[\W\d]*(?:(?:enligt|according to) )?(?:{who})\b(?:\W+\w+){{0,3}}?\W+(?:{_SAYS})", re.IGNORECASE
    )


def is_childs(found: Finding) -> bool:
    """Whether the sentence tells the child's own words or wishes."""
    wishes = found.theme is Theme.WISH and found.experiencer is Experiencer.CLIENT
    return wishes or found.source_role == Experiencer.CLIENT


def is_parents(found: Finding) -> bool:
    """Whether the sentence tells a parent's own words or wishes."""
    parents = {Experiencer.MOTHER, Experiencer.FATHER, Experiencer.PARENTS}
    return found.source_role in parents or (found.theme is Theme.WISH and found.experiencer in parents)


def not_to_share(case: Case) -> frozenset[Span]:
    """The sentences that the child asked not to share: the one that says so, and the one it speaks of before it."""
    found: set[Span] = set()
    for analysis in case.compilation.analyses:
        found |= _in(analysis)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _asks(text: str) -> bool:
    return bool(_ASKED.search(text))


def _in(analysis: Analysis) -> set[Span]:
    found: set[Span] = set()
    if not _asks(analysis.doc.text):
        return found
    for number, sentence in enumerate(analysis.sentences):
        if not _ASKED.search(analysis.doc.text[sentence.start : sentence.end]):
            continue
        found.add(Span(analysis.doc.id, sentence.start, sentence.end))
        before = analysis.sentences[number - 1] if number else None
        if before is not None and before.paragraph == sentence.paragraph:
            found.add(Span(analysis.doc.id, before.start, before.end))
    return found
