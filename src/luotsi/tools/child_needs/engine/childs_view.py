"""The child's own view: sentences that tell what the child says or wishes, and those the child asked not to share."""

import re
from typing import Final

from luotsi.engines.casefile.case import Case
from luotsi.engines.language.model import Analysis, Experiencer, Finding, Span, Theme

_ASKED: Final = re.compile(
    r"(?:ei saa|älä|ettei\w*|ei halua\w*|ei haluaisi)\b.{0,60}\b(?:kerro|kertoa|kerrota|kerrottaisi|tietää|saa tietää|jakaa)|pyysi\b.{0,40}\b(?:salassa|kertomatta|"
    r"ettei)|luottamuksellisesti|vain (?:minulle|työntekijälle)|"
    r"(?:får inte|ska inte|vill inte|inte att)\b.{0,60}\b(?:berätta|veta|få veta|säga)|säg inte|bad\b.{0,40}\b(?:inte|hemligt)|i förtroende|"
    r"(?:do not|don't|does not want|doesn't want|did not want|didn't want|asked (?:\w+ ){0,3}not)\b.{0,60}\b(?:tell|told|know|share|shared|say)|in confidence|keep\b.{0,20}\bsecret",
    re.IGNORECASE,
)
"""Words by which a child asks that something is not told on. From memory of documentation practice; unreviewed."""


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


def _in(analysis: Analysis) -> set[Span]:
    found: set[Span] = set()
    for number, sentence in enumerate(analysis.sentences):
        if not _ASKED.search(analysis.doc.text[sentence.start : sentence.end]):
            continue
        found.add(Span(analysis.doc.id, sentence.start, sentence.end))
        before = analysis.sentences[number - 1] if number else None
        if before is not None and before.paragraph == sentence.paragraph:
            found.add(Span(analysis.doc.id, before.start, before.end))
    return found
