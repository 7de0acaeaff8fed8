"""Documents of a FHIR R4 record: DocumentReference with its attachments, and Composition with its narrative."""

import base64
import binascii
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from luotsi.engines.documents import refusals
from luotsi.engines.documents.html import read_html
from luotsi.engines.documents.model import MOST_BYTES, Document
from luotsi.engines.documents.reading import read_document
from luotsi.kit.canonical import JsonObject, JsonValue
from luotsi.kit.errors import InputError
from luotsi.kit.text import Text

Fetch = Callable[[Mapping[str, JsonValue]], bytes | None]
"""Gives the bytes of an attachment that is not inline, or None. It is given the attachment's JSON."""

_UNUSABLE: Final = frozenset({"entered-in-error", "superseded"})
_SECRET: Final = frozenset({"R", "V"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FhirDocument:
    """A document with what the record says of it. ``id`` is its reference ("DocumentReference/x", "…#2" for a second file).

    ``kind`` is the type in words, ``author_role`` who wrote it, ``restricted`` whether the record labels it so.
    """

    id: str
    document: Document
    kind: str = ""
    author_role: str = ""
    title: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read, and why."""

    id: str
    title: str
    reason: Text


@dataclass(slots=True)
class _Found:
    documents: list[FhirDocument] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def resources_of(data: bytes | str) -> list[JsonObject]:
    """The resources of a JSON text: a Bundle's entries, or the one resource. InputError when it is no FHIR."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise refusals.refused(refusals.NOT_FHIR) from error
    rows = list(_resources(value))
    if not rows:
        raise refusals.refused(refusals.NOT_FHIR)
    return rows


def _resources(value: JsonValue) -> Iterator[JsonObject]:
    if isinstance(value, list):
        for item in value:
            yield from _resources(item)
    elif isinstance(value, Mapping) and value.get("resourceType") == "Bundle":
        for entry in _list(value.get("entry")):
            if isinstance(entry, Mapping):
                yield from _resources(entry.get("resource"))
    elif isinstance(value, Mapping) and isinstance(value.get("resourceType"), str):
        yield value


def documents_of(
    resources: Iterable[JsonObject], fetch: Fetch | None = None
) -> tuple[tuple[FhirDocument, ...], tuple[Unreadable, ...]]:
    """The documents in order of date and reference, and those that could not be read. Other resources are passed over.

    Two files of one DocumentReference with the same words are two forms of one document: the first is kept.
    """
    found = _Found()
    for resource in resources:
        kind = resource.get("resourceType")
        if kind == "DocumentReference" and resource.get("status") not in _UNUSABLE:
            _reference(resource, found, fetch)
        elif kind == "Composition" and resource.get("status") not in _UNUSABLE:
            _composition(resource, found)
    rows = sorted(found.documents, key=lambda item: (item.document.date or dt.date.max, item.id))
    return tuple(rows), tuple(sorted(found.unreadable, key=lambda item: item.id))


def _reference(resource: JsonObject, found: _Found, fetch: Fetch | None) -> None:
    identity = f"DocumentReference/{_word(resource.get('id')) or '?'}"
    title = _word(resource.get("description"))
    said: set[str] = set()
    failures: list[Unreadable] = []
    number = 0
    for content in _list(resource.get("content")):
        attachment = content.get("attachment") if isinstance(content, Mapping) else None
        if not isinstance(attachment, Mapping):
            continue
        name = title or _word(attachment.get("title"))
        try:
            data = _bytes(attachment, fetch)
            read = read_document(data, media_type=_word(attachment.get("contentType")))
        except InputError as error:
            failures.append(Unreadable(identity, name, error.text))
            continue
        words = " ".join(read.text.split())
        if words in said:
            continue
        said.add(words)
        number += 1
        found.documents.append(
            _told(resource, replace(read, title=name or read.title), f"{identity}#{number}" if number > 1 else identity)
        )
    # A form that cannot be read is no loss when another form of the same document was
    if not number:
        found.unreadable += failures or [Unreadable(identity, title, refusals.NO_CONTENT)]


def _bytes(attachment: Mapping[str, JsonValue], fetch: Fetch | None) -> bytes:
    data = _word(attachment.get("data"))
    if data:
        if len(data) > MOST_BYTES * 4 // 3 + 1000:
            raise refusals.refused(
                refusals.TOO_LARGE.format(n=len(data) * 3 // 4_000_000, most=MOST_BYTES // 1_000_000)
            )
        try:
            return base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise refusals.refused(refusals.BAD_BASE64) from error
    fetched = fetch(attachment) if fetch else None
    if fetched is None:
        raise refusals.refused(refusals.NO_CONTENT)
    named = _word(attachment.get("hash"))
    if named and named != base64.b64encode(hashlib.sha1(fetched, usedforsecurity=False).digest()).decode():
        raise refusals.refused(refusals.OTHER_HASH)
    return fetched


def _told(resource: JsonObject, read: Document, identity: str) -> FhirDocument:
    """The document with what the record says of it; a day of service goes before the text's, the upload's day last."""
    context = resource.get("context")
    period = context.get("period") if isinstance(context, Mapping) else None
    served = _day(period.get("start")) if isinstance(period, Mapping) else None
    day = served or read.date or _day(resource.get("date"))
    return FhirDocument(
        id=identity,
        document=replace(read, date=day),
        kind=_concept(resource.get("type")),
        author_role=_names(resource.get("author")),
        title=read.title,
        restricted=_restricted(resource),
    )


def _composition(resource: JsonObject, found: _Found) -> None:
    identity = f"Composition/{_word(resource.get('id')) or '?'}"
    lines: list[str] = []
    _sections(_list(resource.get("section")), lines)
    if not lines:
        narrative = _narrative(resource.get("text"))
        lines = [narrative] if narrative else []
    title = _word(resource.get("title"))
    if not lines:
        found.unreadable.append(Unreadable(identity, title, refusals.NO_CONTENT))
        return
    read = read_document("\n".join(lines).encode())
    found.documents.append(
        FhirDocument(
            id=identity,
            document=replace(read, date=_day(resource.get("date")) or read.date, title=title),
            kind=_concept(resource.get("type")),
            author_role=_names(resource.get("author")),
            title=title,
            restricted=_restricted(resource),
        )
    )


def _sections(sections: Sequence[JsonValue], lines: list[str], depth: int = 0) -> None:
    for section in sections:
        if isinstance(section, Mapping) and depth < 8:  # noqa: PLR2004 - deeper is no document of ours
            lines += [word for word in (_word(section.get("title")), _narrative(section.get("text"))) if word]
            _sections(_list(section.get("section")), lines, depth + 1)


def _narrative(value: JsonValue) -> str:
    return read_html(_word(value.get("div"))).text.strip() if isinstance(value, Mapping) else ""


def _restricted(resource: JsonObject) -> bool:
    meta = resource.get("meta")
    labels = [
        *_list(resource.get("securityLabel")),
        *_list(meta.get("security") if isinstance(meta, Mapping) else None),
    ]
    codes = [code for label in labels if isinstance(label, Mapping) for code in (label, *_list(label.get("coding")))]
    return any(isinstance(code, Mapping) and code.get("code") in _SECRET for code in codes)


def _concept(value: JsonValue) -> str:
    if not isinstance(value, Mapping):
        return ""
    codes = [code for code in _list(value.get("coding")) if isinstance(code, Mapping)]
    return _word(value.get("text")) or next((word for code in codes if (word := _word(code.get("display")))), "")


def _names(value: JsonValue) -> str:
    return ", ".join(
        word for item in _list(value) if isinstance(item, Mapping) and (word := _word(item.get("display")))
    )


def _day(value: JsonValue) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_word(value)[:10])
    except ValueError:
        return None


def _word(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
