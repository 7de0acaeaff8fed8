"""The words of documents that proposals rest on: one passage with its surroundings, or a whole document with its marks."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from luotsi.engines.documents import FhirDocument, documents_of
from luotsi.kit.evidence import TextSpan
from luotsi.workbench.domain.runs import handed
from luotsi.workbench.models import Run

AROUND = 240


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: what stands before it, itself, and what follows."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a document. ``cited`` are the positions of the proposals that rest on it."""

    text: str
    start: int = 0
    cited: tuple[int, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list beside a review."""

    number: int
    document: FhirDocument
    cited: tuple[int, ...] = field(default=())


def documents_of_run(run: Run) -> tuple[FhirDocument, ...]:
    """The documents that the run's tool was given, oldest first; their numbers count from 1."""
    return documents_of(handed(run))[0]


def listed(run: Run, passages: dict[str, list[tuple[int, int, int]]]) -> list[Listed]:
    """The documents with the proposals that rest on each, the newest first."""
    found = [
        Listed(number, item, tuple(sorted({position for _, _, position in passages.get(item.id, ())})))
        for number, item in enumerate(documents_of_run(run), 1)
    ]
    return found[::-1]


def number_of(documents: Sequence[FhirDocument], reference: str) -> int:
    """The number of the document; 0 when the run was given none such."""
    return next((number for number, item in enumerate(documents, 1) if item.id == reference), 0)


def passage(text: str, place: TextSpan) -> Passage | None:
    """The place with up to 240 code points on both sides; None when the words there are not those that were cited."""
    if text[place.start : place.end] != place.quote:
        return None
    before = text[max(0, place.start - AROUND) : place.start]
    after = text[place.end : place.end + AROUND]
    if place.start > AROUND:
        before = "… " + before.partition(" ")[2]
    if len(text) > place.end + AROUND:
        after = after.rpartition(" ")[0] + " …"
    return Passage(before, place.quote, after)


def paragraphs(text: str, places: Iterable[tuple[int, int, int]]) -> Iterator[list[Piece]]:
    """The document line by line, cut where cited places begin and end. An empty line gives an empty list."""
    spans = sorted({(start, end, position) for start, end, position in places if 0 <= start < end <= len(text)})
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line.rstrip("\r\n"))
        cuts = [at, *(edge for edge in edges if at < edge < end), end]
        yield [_piece(text, start, stop, spans) for start, stop in itertools.pairwise(cuts) if start < stop]
        at += len(line)


def _piece(text: str, start: int, stop: int, spans: Sequence[tuple[int, int, int]]) -> Piece:
    over = [span for span in spans if span[0] < stop and span[1] > start]
    cited = tuple(sorted({position for _, _, position in over}))
    return Piece(text[start:stop], start, cited, last=any(span[1] <= stop for span in over))
