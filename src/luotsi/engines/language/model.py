"""The words of the language engine: documents and places in them, findings with their attributes, claims with cites.

Offsets are code points of the document's text as given. Codes of themes and attributes are those of the command line.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from luotsi.kit.text import Language


class Theme(StrEnum):
    """The 26 themes of a background compilation. A unit chooses which of them it uses."""

    HEALTH = "HEALTH"
    DEVEL = "DEVEL"
    EDU = "EDU"
    EMOT = "EMOT"
    BEHAV = "BEHAV"
    PEER = "PEER"
    CARE = "CARE"
    SAFETY = "SAFETY"
    WARMTH = "WARMTH"
    BOUND = "BOUND"
    PMH = "PMH"  # a carer's coping and mental health
    SUBST = "SUBST"
    VIOL = "VIOL"
    CONFLICT = "CONFLICT"
    HOUS = "HOUS"
    ECON = "ECON"
    WORK = "WORK"
    NET = "NET"
    SERV = "SERV"
    WISH = "WISH"
    FUNC = "FUNC"
    COGN = "COGN"
    FALL = "FALL"
    NUTR = "NUTR"
    MED = "MED"
    LONE = "LONE"


class Polarity(StrEnum):
    """What the proposition would mean for the person if true: a risk or need, a strength, or neither."""

    RISK = "R"
    STRENGTH = "S"
    NEUTRAL = "N"


class Assertion(StrEnum):
    """What the text says of the proposition ("no work" asserts unemployment: about the fact, not the grammar)."""

    PRESENT = "P"
    NEGATED = "N"
    UNCERTAIN = "U"


class Experiencer(StrEnum):
    """Whose matter it is. ``PA`` is both parents or the home as a whole."""

    CLIENT = "C"
    MOTHER = "MO"
    FATHER = "FA"
    PARENTS = "PA"
    PARTNER = "SP"
    SIBLING = "SI"
    GRANDPARENT = "GP"
    OTHER = "OT"


class Temporality(StrEnum):
    """When: now, over and done with, or planned and conditional."""

    NOW = "N"
    HISTORIC = "H"
    FUTURE = "F"


@dataclass(frozen=True, slots=True)
class Doc:
    """A document of a client's record, or any text to be analysed.

    ``date`` is the day the note was written: relative dates count from it. ``client`` names the client as the document
    or the record does ("Siiri, 9 v"), empty when unknown. ``language`` is None when it is to be found out.
    """

    id: str
    text: str
    date: dt.date | None = None
    language: Language | None = None
    client: str = ""
    born: dt.date | None = None
    kind: str = ""
    author_role: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document in code points, ``start`` inclusive and ``end`` exclusive."""

    doc: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"span {self.start}:{self.end} is empty or reversed"
            raise ValueError(message)

    def of(self, text: str) -> str:
        """The words at this place; ``ValueError`` when the text is shorter than the span."""
        if self.end > len(text):
            message = f"span {self.start}:{self.end} lies outside {len(text)} code points"
            raise ValueError(message)
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point of one document."""
        return self.doc == other.doc and self.start < other.end and other.start < self.end


class Token(NamedTuple):
    """A word, number or mark. ``lemma`` is lower-case base form; ``parts`` are lemmas of compound parts, and of every
    suffix compound ("lähisuhdeväkivalta": lähisuhde, väki, valta, väkivalta); empty for a simple word.
    """

    start: int
    end: int
    text: str
    lemma: str
    parts: tuple[str, ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one document with its tokens; offsets are those of the document."""

    start: int
    end: int
    language: Language
    tokens: tuple[Token, ...]
    paragraph: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document cut up: sentences in order, and the language that most of it is in."""

    doc: Doc
    language: Language
    sentences: tuple[Sentence, ...]

    def quote(self, span: Span) -> str:
        """The words at a place of this document."""
        return span.of(self.doc.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence says of a theme: of whom, whether so, when, and which rules found it.

    ``span`` is the sentence; ``trigger`` is the words in it that name the matter. ``concept`` is the lexicon's own name
    within the theme. ``source_role`` is who says so when the text tells ("mother according to": MO), else empty.
    ``date_from`` and ``date_to`` bound the matter in time when the text does. ``confidence`` orders, it is no probability.
    """

    span: Span
    trigger: Span
    theme: Theme
    concept: str
    polarity: Polarity
    assertion: Assertion
    experiencer: Experiencer
    temporality: Temporality
    quote: str
    rule_ids: tuple[str, ...]
    source_role: str = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    confidence: float = 1.0

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two findings of one sentence the same: theme and the four attributes."""
        return (self.theme, self.polarity, self.assertion, self.experiencer, self.temporality)


class Support(StrEnum):
    """How a claim stands to its cites (the verifier's word)."""

    SUPPORTED = "supported"
    INFERABLE = "inferable"
    CONTRADICTED = "contradicted"
    UNMENTIONED = "unmentioned"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with the places it rests on. Without a place it cannot be constructed.

    ``rewrites`` names the transformations applied to the cited words, in order; empty means verbatim.
    """

    text: str
    cites: tuple[Span, ...]
    support: Support = Support.SUPPORTED
    section: str = ""
    rewrites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.cites or not self.text.strip():
            message = "a claim has words and at least one cite"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two findings or statements that cannot both hold. Both are shown side by side; none is chosen."""

    theme: Theme | None
    what: str
    one: Span
    other: Span


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A dated matter: the day or the bounds of it, how exact, and the finding it comes from."""

    date_from: dt.date
    date_to: dt.date
    finding: Finding


@dataclass(frozen=True, slots=True)
class Compilation:
    """Everything compiled from a pile of documents. ``unknown`` are chosen themes that nothing was found of.

    ``strangers`` are documents that seem to be about another client than the rest, with the reason.
    ``quarantined`` are sentences that order the tool about: shown to the reader, never used.
    """

    analyses: tuple[Analysis, ...]
    findings: tuple[Finding, ...]
    summary: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    timeline: tuple[TimelineEntry, ...]
    unknown: tuple[Theme, ...]
    strangers: Mapping[str, str] = field(default_factory=dict)
    quarantined: tuple[Span, ...] = ()
