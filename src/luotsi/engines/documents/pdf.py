"""PDF files by pypdf: the text layer, page by page, with lines joined into paragraphs."""

import datetime as dt
import logging
import re
from io import BytesIO
from typing import Any, Final

from luotsi.engines.documents import refusals
from luotsi.engines.documents.model import MOST_CHARACTERS, Document, Format
from luotsi.kit.text import Text

_MOST_PAGES: Final = 3000
_END: Final = re.compile(r"[.!?:;…][\"”’)]*$")
_HYPHEN: Final = re.compile(r"[a-zåäöüéšž]-$")
_BULLET: Final = re.compile(r"^\s*(?:[•▪·–\-*]\s|\d{1,2}[.)]\s)")
NO_TEXT: Final = Text(
    "Sivuilla {pages} ei ole tekstiä (kuva tai skannaus): niitä ei luettu.",
    "Sidorna {pages} har ingen text (bild eller skanning): de lästes inte.",
    "Pages {pages} have no text (a picture or a scan): they were not read.",
)
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # the library's own remarks may quote the document


def read_pdf(data: bytes) -> Document:
    """The document; InputError when it is encrypted, damaged, or has no text layer."""
    from pypdf import PdfReader  # noqa: PLC0415 - slow to load
    from pypdf.errors import FileNotDecryptedError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refusals.refused(refusals.ENCRYPTED)
        if len(reader.pages) > _MOST_PAGES:
            raise refusals.refused(refusals.TOO_LONG.format(most=MOST_CHARACTERS // 1_000_000))
        pages = [page.extract_text() for page in reader.pages]
        title, day = _told(reader)
    except FileNotDecryptedError as error:
        raise refusals.refused(refusals.ENCRYPTED) from error
    except (PyPdfError, KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError, AssertionError,
            ArithmeticError, NotImplementedError, OSError, LookupError) as error:  # fmt: skip
        raise refusals.refused(refusals.BROKEN_PDF) from error
    return _document(pages, title, day)


def _document(pages: list[str], title: str, day: dt.date | None) -> Document:
    empty = [number for number, page in enumerate(pages, 1) if not any(letter.isalnum() for letter in page)]
    if len(empty) == len(pages):
        raise refusals.refused(refusals.SCANNED)
    starts, parts, length = [], [], 0
    for page in pages:
        starts.append(length)
        part = joined_lines(page) + "\n"
        parts.append(part)
        length += len(part)
        if length > MOST_CHARACTERS:
            raise refusals.refused(refusals.TOO_LONG.format(most=MOST_CHARACTERS // 1_000_000))
    notes = (NO_TEXT.format(pages=", ".join(map(str, empty))),) if empty else ()
    return Document(text="".join(parts), format=Format.PDF, title=title, date=day, pages=tuple(starts), notes=notes)


def _told(reader: Any) -> tuple[str, dt.date | None]:
    """Title and day of making as the file itself says; damage here is no reason to refuse the text."""
    try:
        facts = reader.metadata
        made = facts.creation_date if facts else None
        return str((facts.title if facts else "") or ""), made.date() if made else None
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return "", None


def joined_lines(page: str) -> str:
    r"""The lines of a page joined where a sentence goes on; a word divided at the line's end is made whole.

    >>> joined_lines("Äiti on väsy-\nnyt. Isä ei\nole paikalla.")
    'Äiti on väsynyt. Isä ei ole paikalla.'
    """
    lines = [line.rstrip() for line in page.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    made: list[str] = []
    before = ""
    for line in lines:
        if made and before.strip() and line.strip() and _goes_on(before, line, widest):
            divided = _HYPHEN.search(made[-1]) and line.lstrip()[:1].islower()
            made[-1] = made[-1][:-1] + line.lstrip() if divided else f"{made[-1]} {line.lstrip()}"
        else:
            made.append(line)
        before = line
    return "\n".join(made)


def _goes_on(before: str, line: str, widest: int) -> bool:
    if _BULLET.match(line):
        return False
    start = line.lstrip()
    if start[0].islower():
        return not before.rstrip().endswith(":")
    if _END.search(before):
        # A full line that ends a sentence: the paragraph may go on, and joining costs nothing
        return len(before) > 0.9 * widest
    return len(before) > 0.7 * widest and len(before) > 40  # noqa: PLR2004 - a heading is short
