"""The words of the document reader."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luotsi.kit.text import Text

MOST_BYTES: Final = 50_000_000
"""Largest file that is opened, bytes."""

MOST_CHARACTERS: Final = 10_000_000
"""Longest text that is read, code points: about 3,000 pages."""


class Format(StrEnum):
    """What a file is, by its content."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and where it stands in the text (code points)."""

    start: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as text.

    ``date`` is the day on which it was written and ``client`` whom it is about, as far as it tells; ``pages`` are the
    offsets at which pages begin (PDF). ``encoding`` is how bytes were read (plain text). ``notes`` are what a reader
    should know: pages without text, characters that could not be read.
    """

    text: str
    format: Format
    title: str = ""
    date: dt.date | None = None
    client: str = ""
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    encoding: str = ""
    notes: tuple[Text, ...] = ()
