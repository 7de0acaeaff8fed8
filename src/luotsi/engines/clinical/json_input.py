"""From bytes, text or a mapping to plain JSON values, with every way that can fail said kindly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from math import isnan, nan
from typing import Any, Final

from luotsi.engines.clinical import messages
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.text import Text

DEEPEST: Final = 100
"""Levels of nesting read. The deepest R4 resources in use, nested forms, stay under 40."""

LARGEST: Final = 1e300
"""Any number beyond this has lost its meaning in binary floating point; narrower limits follow by field."""

UNICODE_ESCAPE: Final = 6
"""Characters of a whole escape such as backslash u00e4."""

LITERALS: Final = ("true", "false", "null", "NaN", "Infinity", "-Infinity")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A JSON value, or the values of NDJSON with the number of the line each stood on."""

    value: object
    lines: tuple[tuple[int, object], ...] = ()


class Doubled(dict[str, object]):
    """An object in which a name stood more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.name = next(name for name in names if names.count(name) > 1)


def refused(where: str, text: Text) -> InputError:
    """An InputError of one problem."""
    return InputError(messages.UNREADABLE, [Problem(where, text)])


def load(source: bytes | bytearray | memoryview | str | Mapping[str, object], max_bytes: int) -> Loaded:
    """Read ``source``; ``InputError`` when it is too large, empty, not UTF-8, cut short or not JSON."""
    if isinstance(source, Mapping):
        return Loaded(_Copy(max_bytes).of(source, 0))
    size = source.nbytes if isinstance(source, memoryview) else len(source)
    if size > max_bytes:
        raise refused("", messages.TOO_LARGE.format(size=size, limit=max_bytes))
    text = (source if isinstance(source, str) else _decoded(bytes(source))).removeprefix("\ufeff")
    if isinstance(source, str) and not text.isascii():
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > max_bytes:
            raise refused("", messages.TOO_LARGE.format(size=size, limit=max_bytes))
    if not text.strip():
        raise refused("", messages.EMPTY)
    return _parsed(text)


def _decoded(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            text = source[: error.start].decode("utf-8")
            raise refused("", _place(messages.TRUNCATED, text, len(text))) from error
        raise refused("", messages.NOT_UTF8.format(offset=error.start)) from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(pairs)


def _not_a_number(_word: str) -> float:
    return nan


DECODER: Final = JSONDecoder(object_pairs_hook=_object, parse_constant=_not_a_number)


def _parsed(text: str) -> Loaded:
    try:
        return Loaded(_decode(text))
    except JSONDecodeError as error:
        if error.msg != "Extra data" or "\n" not in text.strip():
            raise refused("", _syntax(error)) from error
        return _lines(text, error)


def _decode(text: str) -> object:
    """Decode one JSON value; a nesting bomb or an absurd number is refused."""
    try:
        return DECODER.decode(text)
    except JSONDecodeError:
        raise
    except RecursionError as error:
        raise refused("", messages.TOO_DEEP.format(limit=DEEPEST)) from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise refused("", messages.HUGE_NUMBER) from error


def _lines(text: str, whole: JSONDecodeError) -> Loaded:
    """NDJSON: one JSON object a line. When already the first line is not one, the error of the whole text stands."""
    found: list[tuple[int, object]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _decode(line)
        except JSONDecodeError as error:
            if not found:
                raise refused("", _syntax(whole)) from whole
            raise refused("", _syntax(error, number - 1)) from error
        if not isinstance(value, dict) and not found:
            raise refused("", _syntax(whole)) from whole
        found.append((number, value))
    return Loaded(None, tuple(found))


def _syntax(error: JSONDecodeError, lines_before: int = 0) -> Text:
    rest = error.doc[error.pos :].rstrip()
    cut = not rest or error.msg.startswith("Unterminated") or any(word.startswith(rest) for word in LITERALS)
    cut = cut or (error.msg.startswith("Invalid \\") and len(rest) < UNICODE_ESCAPE and '"' not in rest)
    if cut:
        return _place(messages.TRUNCATED, error.doc, len(error.doc.rstrip()), lines_before)
    return _place(messages.NOT_JSON, error.doc, error.pos, lines_before, error.msg)


def _place(text: Text, document: str, position: int, lines_before: int = 0, detail: str = "") -> Text:
    line = document.count("\n", 0, position) + 1
    column = position - document.rfind("\n", 0, position)
    return text.format(line=line + lines_before, column=column, detail=detail)


class _Copy:
    """A plain copy of a mapping of our caller's: ours to keep, of JSON types only, of a bounded size."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0

    def of(self, value: object, depth: int) -> object:
        if depth > DEEPEST:
            raise refused("", messages.TOO_DEEP.format(limit=DEEPEST))
        self.size += 2 + len(value) if isinstance(value, str) else 2
        if self.size > self.limit:
            raise refused("", messages.TOO_LARGE.format(size=self.size, limit=self.limit))
        if value is None or isinstance(value, str | bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.name(name): self.of(item, depth + 1) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(item, depth + 1) for item in value]
        raise refused("", messages.NOT_JSON_VALUE.format(kind=type(value).__name__))

    def name(self, name: object) -> str:
        if not isinstance(name, str):
            raise refused("", messages.NOT_JSON_VALUE.format(kind=type(name).__name__))
        self.size += len(name) + 3
        return name


def oddities(value: object, where: str) -> Iterator[Problem]:
    """What no resource may hold, each with its place: NaN, numbers out of range, double names, bad characters, depth."""
    pending: list[tuple[object, str, int]] = [(value, where, 0)]
    while pending:
        item, place, depth = pending.pop()
        text = _oddity(item, depth)
        if text is not None:
            yield Problem(place, text)
        if depth > DEEPEST:
            continue
        if isinstance(item, dict):
            pending.extend((inner, f"{place}.{messages.shortened(name)}", depth + 1) for name, inner in item.items())
            if any(not _clean(name) for name in item):
                yield Problem(place, messages.BAD_CHARACTER)
        elif isinstance(item, list):
            pending.extend((inner, f"{place}[{index}]", depth + 1) for index, inner in enumerate(item))


def _oddity(item: object, depth: int) -> Text | None:
    if depth > DEEPEST:
        return messages.TOO_DEEP.format(limit=DEEPEST)
    if isinstance(item, float) and isnan(item):
        return messages.NOT_FINITE
    if isinstance(item, int | float) and not isinstance(item, bool) and not -LARGEST < item < LARGEST:
        return messages.HUGE_NUMBER
    if isinstance(item, str) and not _clean(item):
        return messages.BAD_CHARACTER
    if isinstance(item, Doubled):
        return messages.DOUBLE_KEY.format(name=messages.shortened(item.name))
    return None


def _clean(text: str) -> bool:
    """Whether the text is valid Unicode without NUL, which databases refuse."""
    if "\x00" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def survey(value: object) -> tuple[bool, list[str]]:
    """A quick look over a whole resource: whether it may hold oddities, and every ``reference`` string in it."""
    references: list[str] = []
    odd = False
    pending: list[Any] = [value]
    for _ in range(DEEPEST):
        following: list[Any] = []
        for item in pending:
            kind = type(item)
            if kind is str:
                odd = odd or "\x00" in item or not (item.isascii() or _clean(item))
            elif kind is dict or kind is Doubled:
                found = item.get("reference")
                if type(found) is str:
                    references.append(found)
                following.extend(item.values())
                odd = odd or kind is Doubled or not "".join(item).isascii()
            elif kind is list:
                following.extend(item)
            elif kind is float or kind is int:
                odd = odd or not -LARGEST < item < LARGEST
        if not following:
            return odd, references
        pending = following
    return True, references
