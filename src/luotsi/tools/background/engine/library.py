"""The themes as items of the Library: a county or unit takes themes out and adds words of its own, without code."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from luotsi.engines.casefile.words import THEMES
from luotsi.engines.language.model import Theme
from luotsi.kit.canonical import JsonObject
from luotsi.kit.errors import InputError, Problem
from luotsi.kit.library import Item, content_of, items_of
from luotsi.kit.pack import Pack
from luotsi.kit.text import Text

KIND: Final = "background-themes"
"""The kind of Library content under which the themes live."""

VERSION: Final = "0.1.0"
SOURCE: Final = "Own work; draft, unreviewed"

FAMILIES: Final[Mapping[str, Text]] = {
    "child": Text("Lapsi", "Barnet", "The child"),
    "care": Text("Huolenpito ja vanhemmuus", "Omsorg och föräldraskap", "Care and parenting"),
    "family": Text("Perhe ja ympäristö", "Familj och miljö", "Family and environment"),
    "service": Text("Palvelut ja toiveet", "Tjänster och önskemål", "Services and wishes"),
    "older": Text("Toimintakyky", "Funktionsförmåga", "Functional capacity"),
}
_FAMILY: Final[Mapping[str, tuple[Theme, ...]]] = {
    "child": (Theme.HEALTH, Theme.DEVEL, Theme.EDU, Theme.EMOT, Theme.BEHAV, Theme.PEER),
    "care": (Theme.CARE, Theme.SAFETY, Theme.WARMTH, Theme.BOUND, Theme.PMH),
    "family": (Theme.SUBST, Theme.VIOL, Theme.CONFLICT, Theme.HOUS, Theme.ECON, Theme.WORK, Theme.NET),
    "service": (Theme.SERV, Theme.WISH),
    "older": (Theme.FUNC, Theme.COGN, Theme.FALL, Theme.NUTR, Theme.MED, Theme.LONE),
}

BAD_BODY: Final = Text(
    "Teeman sisältö on {fields}.", "Temats innehåll är {fields}.", "A theme's content is {fields}."
).format(fields="theme, own_words, units")
BAD_UNITS: Final = Text(
    "Kirjoita yksiköt lyhyinä niminä pilkuin erotettuina, esimerkiksi: kotihoito, lapset.",
    "Skriv enheterna med korta namn och komma emellan, till exempel: kotihoito, lapset.",
    "Write the units by their short names with commas between, for example: kotihoito, lapset.",
)
FIELDS: Final[Mapping[str, Text]] = {
    "theme": Text("Teema", "Tema", "Theme"),
    "own_words": Text("Omat sanat", "Egna ord", "Own words"),
    "units": Text("Yksiköt (tyhjä: kaikki)", "Enheter (tomt: alla)", "Units (empty: all)"),
}
"""What the values of a theme are called where they are edited."""

_FIELDS_NEEDED = frozenset({"theme", "own_words"})
_UNITS = re.compile(r"\s*(?:[\w-]+\s*(?:,\s*[\w-]+\s*)*)?", re.ASCII)


@cache
def starter() -> Pack:
    """The 26 themes as they come with the tool."""
    items = [
        Item(
            key=str(theme),
            family=family,
            title=THEMES[theme],
            body={"theme": str(theme), "own_words": "", "units": ""},
            source=SOURCE,
            licence="CC BY 4.0",
        )
        for family, themes in _FAMILY.items()
        for theme in themes
    ]
    return Pack(
        id="background-themes-starter", version=VERSION, kind=KIND, licence="CC BY 4.0", maintainer="Luotsi",
        valid_from=date(2026, 1, 1), valid_to=None, content=content_of(items),
    )  # fmt: skip


def check(body: JsonObject) -> Sequence[Problem]:
    """What is wrong with a theme's content: an unknown theme, or own words that are not of the lexicon's format."""
    texts = all(isinstance(value, str) for value in body.values())
    if not texts or not _FIELDS_NEEDED <= set(body) <= set(FIELDS):
        return [Problem("", BAD_BODY)]
    if not _UNITS.fullmatch(str(body.get("units", ""))):
        return [Problem("units", BAD_UNITS)]
    if body["theme"] not in set(Theme):
        return [Problem("theme", Text.same(", ".join(Theme)))]
    words = str(body["own_words"])
    if words.strip():
        from luotsi.engines.language.lexicon import lexicons_with  # noqa: PLC0415 - loads the word tables

        try:
            lexicons_with(words, "own_words")
        except InputError as error:
            return error.problems or [Problem("own_words", error.text)]
    return ()


def _used(pack: Pack, unit: str) -> Iterator[Item]:
    for item in items_of(pack):
        units = {name.strip() for name in str(item.body.get("units", "")).split(",")} - {""}
        if not units or unit in units:
            yield item


def themes_of(pack: Pack | None, unit: str = "") -> tuple[Theme, ...]:
    """The themes that the unit uses, in order: those of the county's pack that are for all or for it, else all 26."""
    chosen = {str(item.body["theme"]) for item in _used(pack or starter(), unit)}
    return tuple(theme for themes in _FAMILY.values() for theme in themes if theme in chosen)


def own_words_of(pack: Pack | None, unit: str = "") -> str:
    """The county's own words of the unit's themes as one text of the lexicon's format; empty when there are none."""
    blocks: list[object] = []
    for item in _used(pack, unit) if pack else ():
        words = str(item.body.get("own_words") or "")
        blocks += _blocks(words) if words.strip() else []
    # JSON is YAML, and keeps every word a word
    return json.dumps({"themes": blocks}, ensure_ascii=False) if blocks else ""


def _blocks(words: str) -> list[object]:
    from luotsi.engines.language.plain_yaml import plain_yaml  # noqa: PLC0415 - only where a county has words of its own

    raw = plain_yaml(words)
    own = raw.get("themes", [raw] if "theme" in raw else [])
    return [{"language": raw["language"], **block} if "language" in raw else block for block in own]
