"""One file to one document."""

from dataclasses import replace

from luotsi.engines.documents import refusals
from luotsi.engines.documents.header import header_of
from luotsi.engines.documents.model import MOST_BYTES, MOST_CHARACTERS, Document, Format
from luotsi.engines.documents.recognising import format_of
from luotsi.kit.errors import InputError, Problem

__all__ = ["read_document"]


def read_document(data: bytes, *, name: str = "", media_type: str = "") -> Document:
    """The document in the bytes. InputError, naming the file, says why when it cannot be read.

    The day of writing is the one that the text's first lines tell, else that of the file's name, else of the file.
    """
    try:
        found = _read(data, media_type)
    except InputError as error:
        raise InputError(error.text, [Problem(name, error.text)] if name else ()) from error
    told = header_of(found.text, name)
    return replace(found, date=told.date or found.date, client=told.client)


def _read(data: bytes, media_type: str) -> Document:
    if len(data) > MOST_BYTES:
        raise refusals.refused(refusals.TOO_LARGE.format(n=len(data) // 1_000_000, most=MOST_BYTES // 1_000_000))
    form = format_of(data, media_type)
    if form is Format.DOCX:
        from luotsi.engines.documents.docx import read_docx  # noqa: PLC0415 - slow to load

        return read_docx(data)
    if form is Format.PDF:
        from luotsi.engines.documents.pdf import read_pdf  # noqa: PLC0415 - slow to load

        return read_pdf(data)
    from luotsi.engines.documents.plain import decoded  # noqa: PLC0415 - as the others

    text, encoding, notes = decoded(data)
    if len(text) > MOST_CHARACTERS:
        raise refusals.refused(refusals.TOO_LONG.format(most=MOST_CHARACTERS // 1_000_000))
    if not text.strip():
        raise refusals.refused(refusals.EMPTY)
    if form is Format.HTML:
        from luotsi.engines.documents.html import read_html  # noqa: PLC0415

        return replace(read_html(text), encoding=encoding, notes=notes)
    return Document(text=text, format=form, encoding=encoding, notes=notes)
