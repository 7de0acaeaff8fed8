"""Finds tools by the entry-point group ``luotsi.tools``; the built-in ones come through the same door."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from luotsi.kit.errors import ContractError
from luotsi.kit.text import Text
from luotsi.kit.tool import Tool

GROUP = "luotsi.tools"


@cache
def tools() -> dict[str, Tool[Any]]:
    """Every installed tool by name, in name order. Loads cards, not engines.

    Raises ContractError when an entry point is not a Tool or two share a name.
    """
    found: dict[str, Tool[Any]] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        tool = point.load()
        if not isinstance(tool, Tool) or tool.card.name != point.name or point.name in found:
            raise ContractError(
                Text(
                    "Työkalua {name} ei voi ottaa käyttöön: sen ilmoitus ei ole Tool, tai nimi on jo käytössä.",
                    "Verktyget {name} kan inte tas i bruk: dess deklaration är inte ett Tool eller namnet är upptaget.",
                    "The tool {name} cannot be used: its declaration is not a Tool, or the name is taken.",
                ).format(name=point.name)
            )
        found[point.name] = tool
    return found
