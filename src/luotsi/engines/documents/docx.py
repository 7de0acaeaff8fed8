"""Word documents (.docx) by python-docx: paragraphs and tables in their order, headings, title."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from luotsi.engines.documents import refusals
from luotsi.engines.documents.model import MOST_CHARACTERS, Document, Format, Heading

_MOST_UNPACKED: Final = 300_000_000
_MOST_XML: Final = 100_000_000
_MOST_RATIO: Final = 400
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEMPLATE_DAY: Final = dt.date(2013, 12, 23)  # the day in python-docx's own template: says nothing of the document


def read_docx(data: bytes) -> Document:
    """The document; InputError when it is another archive, damaged, or would swell."""
    _check(data)
    import docx  # noqa: PLC0415 - slow to load
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        opened = docx.Document(BytesIO(data))
        told = opened.core_properties
        title, written = str(told.title or ""), told.created
        lines = _Lines(_styles(opened))
        for section in opened.sections:
            if not section.header.is_linked_to_previous:
                lines.block(section.header._element, repeated=True)  # noqa: SLF001 - the package gives no other way to all text
        lines.block(opened.element.body)
    except (
        PackageNotFoundError,
        SyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        EOFError,
    ) as error:
        raise refusals.refused(refusals.BROKEN_DOCX) from error
    day = written.date() if isinstance(written, dt.datetime) else None
    return Document(
        text=lines.text,
        format=Format.DOCX,
        title=title or lines.title,
        date=None if day == _TEMPLATE_DAY else day,
        headings=tuple(lines.headings),
    )


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise refusals.refused(refusals.BROKEN_DOCX) from error
    xml = [item for item in members if item.filename.endswith((".xml", ".rels"))]
    if not any(item.filename == "word/document.xml" for item in members):
        raise refusals.refused(refusals.ARCHIVE)
    ratio = max(item.file_size / max(item.compress_size, 1) for item in xml)
    unpacked = sum(item.file_size for item in members)
    if unpacked > _MOST_UNPACKED or sum(item.file_size for item in xml) > _MOST_XML:
        raise refusals.refused(refusals.SWELLS)
    if ratio > _MOST_RATIO and max(item.file_size for item in xml) > _MOST_XML // 10:
        raise refusals.refused(refusals.SWELLS)


def _styles(opened: Any) -> dict[str, str]:  # python-docx gives no types for this
    """Style id → its English name, lower-case."""
    return {style.style_id: str(style.name or "").lower() for style in opened.styles if style.style_id}


@dataclass(slots=True)
class _Lines:
    """Collects lines with where headings stand."""

    styles: dict[str, str]
    headings: list[Heading] = field(default_factory=list)
    title: str = ""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _seen: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, line: str, level: int = 0) -> None:
        if self._length + len(line) > MOST_CHARACTERS:
            raise refusals.refused(refusals.TOO_LONG.format(most=MOST_CHARACTERS // 1_000_000))
        if level and line.strip():
            self.headings.append(Heading(self._length, self._length + len(line), level))
        self._parts.append(f"{line}\n")
        self._length += len(line) + 1

    def block(self, element: Any, *, repeated: bool = False) -> None:
        """Every paragraph and table under the element. ``repeated``: a page header, told once."""
        for child in element.iterchildren():
            if child.tag == f"{_W}p":
                line = _words(child)
                if not repeated or (line.strip() and line not in self._seen):
                    self._seen.add(line)
                    self.add(line, self._level(child, line))
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
                self.block(child, repeated=repeated)

    def _table(self, table: Any) -> None:
        for row in table.iterchildren(f"{_W}tr"):
            cells = [" ".join(_cell(cell)) for cell in row.iterchildren(f"{_W}tc")]
            line = "\t".join(cells).rstrip("\t")
            if line.strip():
                self.add(line)

    def _level(self, paragraph: Any, line: str) -> int:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        identity = style.get(f"{_W}val", "") if style is not None else ""
        name = self.styles.get(identity, identity).lower()
        if name == "title" and not self.title:
            self.title = line.strip()
            return 1
        if name.startswith(("heading", "otsikko", "rubrik")):
            digits = "".join(letter for letter in name if letter.isdigit())
            return min(int(digits), 9) if digits else 1
        return 0


def _cell(cell: Any) -> Iterator[str]:
    for paragraph in cell.iter(f"{_W}p"):
        line = _words(paragraph).strip()
        if line:
            yield line


def _words(paragraph: Any) -> str:
    """The text of a paragraph as it stands after tracked changes; the duplicate that old programs read is left out."""
    found = []
    for item in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(above.tag == _FALLBACK for above in item.iterancestors()):
            continue
        if item.tag == f"{_W}t":
            found.append(item.text or "")
        elif item.tag == f"{_W}tab":
            found.append("\t" if item.getparent().tag == f"{_W}r" else "")
        else:
            found.append("-" if item.tag.endswith("noBreakHyphen") else " ")
    return "".join(found)
