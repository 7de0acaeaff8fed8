"""What differs between two editions, line by line and word by word, in one language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from luotsi.hub.recommendations.content import Content, RecommendationContent, plain
from luotsi.hub.spine.wording import Words
from luotsi.web import formats

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``same``, ``new`` or ``gone``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs. ``field`` names it (``title``, ``actions.state``); ``of`` is the thing it belongs to."""

    field: str
    of: str
    pieces: tuple[Piece, ...]


def changes(before: Content | None, after: Content, language: str) -> list[Change]:
    """From the first edition to the second, in the order of the page; everything is new when there was none before."""
    old = dict(_lines(before, language)) if before is not None else {}
    new = dict(_lines(after, language))
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key, ("", "")), new.get(key, ("", ""))
        if was[1] != now[1]:
            found.append(Change(key[0], now[0] or was[0], tuple(pieces(was[1], now[1]))))
    return found


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The words of both texts, marked. Joining ``same`` and ``new`` gives ``after``; ``same`` and ``gone``, ``before``."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(old[a:b]))
        if d > c:
            yield Piece("new", "".join(new[c:d]))


Line = tuple[tuple[str, str], tuple[str, str]]


def _lines(content: Content, language: str) -> Iterator[Line]:
    """((field, identifier), (name of the thing, text))."""
    several = ("figures", "actions", "indicators", "progress") if isinstance(content, RecommendationContent) else ()
    lists = several or ("statements",)
    for name in content.__dataclass_fields__:
        if name not in {*lists, "slug", "behind", "number"}:
            yield (name, ""), ("", _text(getattr(content, name), language))
    for name in lists:
        for item in getattr(content, name):
            yield from _item(name, item, language)


def _item(group: str, item: Any, language: str) -> Iterator[Line]:
    name = (item.title if hasattr(item, "title") else item.text).shown(language).text
    for field in item.__dataclass_fields__:
        if field == "values":
            for value in item.values:
                words = " · ".join(
                    part for part in (value.on, _text(value.value, language), _n(value.n), value.source_title) if part
                )
                yield (f"{group}.values", value.id), (name, words)
        elif field != "id":
            yield (f"{group}.{field}", item.id), (name, _text(getattr(item, field), language))


def _n(n: int | None) -> str:
    return "" if n is None else f"n = {n}"


def _text(value: Any, language: str) -> str:
    if isinstance(value, Words):
        return value.in_(language)
    if value is None:
        return ""
    return formats.number(Decimal(plain(value)), None, language) if isinstance(value, Decimal) else str(value)
