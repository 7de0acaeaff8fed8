"""The words of search: documents with their validity and audience, passages, and what is asked."""

import datetime as dt
from dataclasses import dataclass, field

from luotsi.kit.text import Language

EVERYBODY = frozenset({"kaikki", "alla", "all", "everyone", "*", ""})
"""Names by which a document says that it is for every organisation."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under a heading. ``path`` are the headings above it, outermost first."""

    id: str
    heading: str
    text: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to search in.

    ``valid_from`` and ``valid_to`` bound the days on which it holds (None: open). ``family`` names the instruction whose
    versions replace each other; empty means the title within the organisation. ``permission`` is a right that the reader
    must have, empty for none. ``organisation`` is whose it is, or one of ``EVERYBODY``.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    language: Language | None = None
    version: str = ""
    owner: str = ""
    organisation: str = ""
    permission: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    family: str = ""

    @property
    def kin(self) -> tuple[str, str]:
        """What its other versions share with it."""
        return (self.family or self.title.casefold().strip(), self.organisation.casefold())

    def holds_on(self, day: dt.date) -> bool:
        """Whether the day is within its validity."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def newness(self) -> tuple[dt.date, tuple[int, ...]]:
        """Orders versions: by first day of validity, then by the numbers of the version."""
        numbers = tuple(int(part) for part in self.version.replace("-", ".").split(".") if part.isdigit())
        return (self.valid_from or dt.date.min, numbers)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is ranked: a section, or a stretch of a long one. Offsets are code points of the section's text."""

    document: str
    section: str
    start: int
    end: int
    heading: str
    text: str

    @property
    def id(self) -> str:
        """Unlike for every passage of an index."""
        return f"{self.document}/{self.section}/{self.start}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks: the organisations whose documents they may see (None: all), and the rights they have."""

    organisations: frozenset[str] | None = None
    permissions: frozenset[str] = frozenset()

    def may_see(self, document: Document) -> bool:
        """Whether the document is for them."""
        ours = self.organisations is None or document.organisation.casefold() in EVERYBODY
        ours = ours or document.organisation in (self.organisations or frozenset())
        return ours and (not document.permission or document.permission in self.permissions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question or search words, on a day. ``history`` asks for superseded versions too."""

    text: str
    on: dt.date
    language: Language | None = None
    audience: Audience = field(default_factory=Audience)
    history: bool = False
    most: int = 10
