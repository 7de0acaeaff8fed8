"""What a bulk import rejected, as rows for a table, CSV or NDJSON, in the reader's language."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from luotsi.kit.text import Text
from luotsi.workbench.intake.models import BulkImport, Rejection

LEFT_OUT = Text(
    "Jätetty pois, koska asiakkaan muilla riveillä on virheitä. Asiakas tuodaan kokonaan tai ei lainkaan.",
    "Utelämnad, eftersom klientens andra rader har fel. En klient importeras hel eller inte alls.",
    "Left out because other lines of the client have errors. A client is imported whole or not at all.",
)
HEAD = (
    Text("Tiedosto", "Fil", "File"),
    Text("Rivit", "Rader", "Lines"),
    Text("Asiakas", "Klient", "Client"),
    Text("Elementti", "Element", "Element"),
    Text("Syy", "Orsak", "Reason"),
)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One reason: the file, the line or lines ("12" or "14-20"), the client as the source names it, the element."""

    file: str
    lines: str
    client: str
    element: str
    reason: str


def rejected_rows(bulk: BulkImport, language: str) -> Iterator[RejectedRow]:
    """Every reason of every rejected client, then its lines that were left out for it."""
    names = {item.position: item.name for item in bulk.files.all()}
    for rejection in bulk.rejections.iterator(chunk_size=500):
        yield from rows_of(rejection, names, language)


def rows_of(rejection: Rejection, names: dict[int, str], language: str) -> Iterator[RejectedRow]:
    """The rows of one rejection. ``names`` are the files' by position."""
    faulty = set()
    for file, line, element, reason in rejection.problems:
        faulty.add((file, line))
        words = Text.from_json(reason).in_(language)
        yield RejectedRow(names.get(file, ""), str(line or ""), rejection.client, element, words)
    for file, first, last in rejection.lines:
        for start, end in _without(first, last, {line for at, line in faulty if at == file}):
            shown = str(start) if start == end else f"{start}-{end}"
            yield RejectedRow(names.get(file, ""), shown, rejection.client, "", LEFT_OUT.in_(language))


def _without(first: int, last: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    start = first
    for line in sorted(line for line in taken if first <= line <= last):
        if start < line:
            yield start, line - 1
        start = line + 1
    if start <= last:
        yield start, last


def as_csv(bulk: BulkImport, language: str) -> Iterator[bytes]:
    """CSV with a byte order mark, semicolons and quotes where needed: what spreadsheets of the county open as it is."""
    yield b"\xef\xbb\xbf" + _line([head.in_(language) for head in HEAD])
    for row in rejected_rows(bulk, language):
        yield _line([_safe(value) for value in (row.file, row.lines, row.client, row.element, row.reason)])


def as_ndjson(bulk: BulkImport, language: str) -> Iterator[bytes]:
    """One JSON object a reason."""
    for row in rejected_rows(bulk, language):
        yield json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n"


def _line(values: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(values)
    return out.getvalue().encode()


def _safe(value: str) -> str:
    """A cell that a spreadsheet would compute is kept a text."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def summary(bulk: BulkImport) -> dict[str, Any]:
    """The figures of an import, for programs."""
    return {
        "bulk": str(bulk.pk),
        "finished": bulk.finished_at is not None,
        "clients": bulk.imported + bulk.repeated + bulk.rejected,
        "imported": bulk.imported,
        "repeated": bulk.repeated,
        "rejected": bulk.rejected,
        "rejected_lines": bulk.rejected_lines,
        "resources": bulk.resources,
        "unchanged": bulk.unchanged,
    }
