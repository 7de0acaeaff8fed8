"""HTML, and the narrative of a FHIR Composition: the text of its blocks."""

from html.parser import HTMLParser
from typing import Final

from luotsi.engines.documents.model import Document, Format, Heading

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
        "title",
    ]
)
_LEFT_OUT: Final = frozenset({"script", "style", "template", "noscript", "head"})


def read_html(markup: str) -> Document:
    """The text, a block a line, with headings and title."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.line_ends()
    return Document(
        text="".join(reader.parts), format=Format.HTML, title=reader.title.strip(), headings=tuple(reader.headings)
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.headings: list[Heading] = []
        self.title = ""
        self._line: list[str] = []
        self._length = 0
        self._level = 0
        self._closed: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        """A block begins a line; what is no text is left out."""
        if tag == "title":
            self._in_title = True
        elif tag in _LEFT_OUT:
            self._closed.append(tag)
        elif tag in {"td", "th"} and self._line:
            self._line.append("\t")
        if tag in _BLOCKS:
            self.line_ends()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():  # noqa: PLR2004 - h1 to h6
            self._level = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        """The end of a block ends its line."""
        if tag == "title":
            self._in_title = False
        if tag in self._closed:
            del self._closed[self._closed.index(tag) :]
        if tag in _BLOCKS:
            self.line_ends()

    def handle_data(self, data: str) -> None:
        """Words, with runs of white space as one space."""
        if self._in_title:
            self.title += data
        elif not self._closed:
            self._line.append(" ".join(data.split()) if data.strip() else " ")
            if data.strip():
                self._line[-1] = (
                    (" " if data[0].isspace() else "") + self._line[-1] + (" " if data[-1].isspace() else "")
                )

    def line_ends(self) -> None:
        """Finish the line in hand."""
        line = " ".join("".join(self._line).replace("\t", "\x00").split()).replace("\x00", "\t").strip(" ")
        self._line = []
        level, self._level = self._level, 0
        if not line:
            return
        if level:
            self.headings.append(Heading(self._length, self._length + len(line), level))
        self.parts.append(line + "\n")
        self._length += len(line) + 1
