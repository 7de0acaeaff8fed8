"""Plain text: which encoding the bytes are in."""

import re
from typing import Final

from luotsi.engines.documents.recognising import zeros_of_utf16
from luotsi.kit.text import Text

_NORDIC: Final = frozenset("åäöÅÄÖéÉèüÜšžŠŽøØæÆáíóçñß§°½¼²³µ×÷·–—‘’‚“”„«»…•€£©®¤´¨±\u00a0\u00ad¶¿¡à")
"""What Nordic office text has beyond ASCII. A legacy file of these only is read as Windows-1252 without guessing."""

_CANDIDATES: Final = (
    "cp1252", "iso8859_15", "iso8859_10", "iso8859_4", "mac_roman", "cp850", "cp865", "cp437", "cp1250", "cp1251",
    "cp1257", "koi8_r", "cp1256", "cp1253", "iso8859_5",
)  # fmt: skip

_SIGN_IN_WORD: Final = re.compile(r"[^\W\d_][^\w\s\x00-\x7f\u00ad’‘´·–][^\W\d_]")
"""A quotation mark or the like within a word: the bytes are in another encoding (DOS, Mac)."""

UNSURE: Final = Text(
    "Merkistöä ei tunnistettu varmasti. Osa kirjaimista voi olla väärin: vertaa alkuperäiseen.",
    "Teckenkodningen kunde inte fastställas. Vissa bokstäver kan vara fel: jämför med originalet.",
    "The encoding could not be told for sure. Some letters may be wrong: compare with the original.",
)


def decoded(data: bytes) -> tuple[str, str, tuple[Text, ...]]:
    """The text, the name of the encoding, and what a reader should know. Never fails: what cannot be read is marked.

    >>> decoded("Äiti".encode("cp1252"))[:2]
    ('Äiti', 'cp1252')
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
                       (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            text = data.decode(name, "replace")
            return text, name, _doubts(text)
    wide = zeros_of_utf16(data)
    if wide:
        text = data.decode(wide, "replace")
        return text, wide, _doubts(text)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _legacy(data)


def _doubts(text: str) -> tuple[Text, ...]:
    return (UNSURE,) if "\ufffd" in text else ()


def _legacy(data: bytes) -> tuple[str, str, tuple[Text, ...]]:
    for encoding in ("cp1252", "latin-1"):
        if _nordic(_as(data, encoding)):
            return _as(data, encoding), encoding, ()
    mostly = data.decode("utf-8", "replace")
    broken = mostly.count("\ufffd")
    if broken * 3 < sum(letter > "\x7f" for letter in mostly):  # UTF-8 with a broken place is UTF-8
        return mostly, "utf-8", (UNSURE,)
    for encoding in ("cp850", "mac_roman"):
        if _nordic(_as(data, encoding)):
            return _as(data, encoding), encoding, (UNSURE,)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, and only for rare files

    best = from_bytes(data, cp_isolation=list(_CANDIDATES)).best()
    if best is not None:
        return str(best), best.encoding, (UNSURE,)
    return data.decode("cp1252", "replace"), "cp1252", (UNSURE,)


def _nordic(text: str) -> bool:
    """Whether everything beyond ASCII is what Nordic office text has, and no sign stands within a word."""
    return (
        bool(text) and all(letter in _NORDIC for letter in text if letter > "\x7f") and not _SIGN_IN_WORD.search(text)
    )


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""
