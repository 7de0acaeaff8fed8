"""Documents of a client's record from bytes to text: plain text, DOCX, PDF, HTML and FHIR R4 attachments. Pure."""

from luotsi.engines.documents.fhir import FhirDocument, Unreadable, documents_of, resources_of
from luotsi.engines.documents.header import Header, header_of
from luotsi.engines.documents.model import MOST_BYTES, Document, Format, Heading
from luotsi.engines.documents.reading import read_document
from luotsi.engines.documents.recognising import format_of

__all__ = [
    "MOST_BYTES",
    "Document",
    "FhirDocument",
    "Format",
    "Header",
    "Heading",
    "Unreadable",
    "documents_of",
    "format_of",
    "header_of",
    "read_document",
    "resources_of",
]
