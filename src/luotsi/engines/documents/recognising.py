"""What a file is, by its first bytes."""

from typing import Final

from luotsi.engines.documents import refusals
from luotsi.engines.documents.model import Format
from luotsi.kit.text import Text

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 4096
_PLAIN: Final = bytes(byte for byte in range(256) if 9 <= byte <= 13 or byte == 27 or byte >= 32)  # noqa: PLR2004 - no control characters of ASCII


def format_of(data: bytes, media_type: str = "") -> Format:
    """The format of the content; InputError that says why it is none of ours. The name of the file plays no part."""
    head = data[:_LOOKED_AT]
    refusal = _refusal(head)
    if refusal is not None:
        raise refusals.refused(refusal)
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        return Format.DOCX
    if _binary(head):
        raise refusals.refused(refusals.BINARY)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if media_type.startswith(("text/html", "application/xhtml")) or start.startswith((b"<!doctype html", b"<html")):
        return Format.HTML
    return Format.TEXT


def _refusal(head: bytes) -> Text | None:
    if not head:
        return refusals.EMPTY
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return refusals.OLD_WORD
    if head.startswith(b"{\\rtf"):
        return refusals.RTF
    if head.startswith(_PICTURES) and not (head.startswith(b"BM") and _reads_as_text(head)):
        return refusals.PICTURE
    if head.startswith((b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        return refusals.ARCHIVE
    return None


def _reads_as_text(head: bytes) -> bool:
    return b"\x00" not in head


def _binary(head: bytes) -> bool:
    """Many control characters, unless the zeros are those of UTF-16 or UTF-32."""
    if head.startswith(_MARKS) or zeros_of_utf16(head):
        return False
    return b"\x00" in head or len(head.translate(None, _PLAIN)) * 20 > len(head)


def zeros_of_utf16(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` when the zeros stand where Latin text in UTF-16 has them, else empty."""
    head = data[:_LOOKED_AT]
    pairs = len(head) // 2
    if pairs < 4:  # noqa: PLR2004 - too short to tell
        return ""
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > 0.7 * pairs and high < 0.1 * pairs:
        return "utf-16-le"
    if high > 0.7 * pairs and low < 0.1 * pairs:
        return "utf-16-be"
    return ""
